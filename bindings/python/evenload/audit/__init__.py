"""A store of audit records that shows changes, and from which data can be erased.

`AuditStore` keeps sealed records and what they were made from, in SQLite or any database that
SQLAlchemy knows, as a chain of hashes over salted commitments. What it detects and what it cannot:
``docs/models/audit.md``. Needs SQLAlchemy (``evenload[audit]``).
"""

from evenload._audit import AuditCheck, AuditKey, SealedRecord, Verification, verify
from evenload.audit._chain import Entry, Head
from evenload.audit._report import Fault, Recomputed, StoreReport
from evenload.audit._store import AuditStore, Stored

__all__ = [
    "AuditCheck",
    "AuditKey",
    "AuditStore",
    "Entry",
    "Fault",
    "Head",
    "Recomputed",
    "SealedRecord",
    "StoreReport",
    "Stored",
    "Verification",
    "verify",
]
