"""The chain without its database: commitments, hashes, heads (``docs/models/audit.md``)."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import hmac
import json
from typing import Any

from evenload._audit import AuditKey
from evenload._documents import load, versioned
from evenload._errors import InvalidDataError

__all__ = ["Entry", "Head"]

#: What an entry commits to, each part with a salt of its own.
PARTS = ("record", "payload")

#: Bytes of a salt: nobody guesses a payload from its commitment once this is gone.
SALT_BYTES = 32

_DIGITS = frozenset("0123456789abcdef")


def commitment(part: str, salt: bytes, content: bytes) -> str:
    """Return HMAC-SHA-256 of the content under the salt (equation 1)."""
    return hmac.new(salt, f"evenload.audit.{part}.1\n".encode() + content, "sha256").hexdigest()


def first_predecessor(log: str) -> str:
    """Return what stands before the first entry of a log (equation 3)."""
    return hashlib.sha256(b"evenload.audit.log.1\n" + log.encode()).hexdigest()


def canonical(fields: dict[str, Any]) -> bytes:
    """Write plain values so that equal ones give equal bytes."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(at: datetime.datetime) -> str:
    """Write an instant: UTC, microseconds, always as long."""
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a log: a record, or a tombstone for what was erased.

    Attributes
    ----------
    log : str
        The log's name.
    position : int
        From 1.
    previous : str
        Hash of the entry before.
    id : str
        The caller's idempotency key, or a random one.
    kind : {"record", "erasure"}
        What it is.
    at : str
        When, by the writer's clock, never before the entry before.
    record_commitment, payload_commitment : str
        Empty where there is nothing committed to.
    erases : int or None
        Position of the entry from which a tombstone erased something.
    erased_parts : str
        ``"payload"``, ``"record"`` or ``"payload,record"``.
    by_role, why : str
        Which role erased it, and the code of the reason.
    hash : str
        SHA-256 of all the above.
    key_name, mac : str
        Name of the key that sealed the hash, and the seal; empty in a log without a key.
    """

    log: str
    position: int
    previous: str
    id: str
    kind: str
    at: str
    record_commitment: str = ""
    payload_commitment: str = ""
    erases: int | None = None
    erased_parts: str = ""
    by_role: str = ""
    why: str = ""
    hash: str = ""
    key_name: str = ""
    mac: str = ""

    def computed_hash(self) -> str:
        """Return the hash that the fields ask for (equation 2)."""
        fields = dataclasses.asdict(self)
        for name in ("hash", "key_name", "mac"):
            del fields[name]
        return hashlib.sha256(b"evenload.audit.entry.1\n" + canonical(fields)).hexdigest()

    def computed_mac(self, key: AuditKey) -> str:
        """Return the seal of the hash under a key (equation 4)."""
        return key.digest(f"evenload.audit.seal.1\n{key.name}\n{self.hash}".encode())

    def closed(self, key: AuditKey | None) -> Entry:
        """Return the entry with its hash, and its seal where there is a key."""
        entry = dataclasses.replace(self, hash=self.computed_hash())
        if key is None:
            return entry
        return dataclasses.replace(entry, key_name=key.name, mac=entry.computed_mac(key))

    @property
    def time(self) -> datetime.datetime:
        """When, as a datetime."""
        return datetime.datetime.fromisoformat(self.at.replace("Z", "+00:00"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Head:
    """How long a log was, and the hash of its last entry, at a time: to be kept elsewhere.

    Whoever holds it finds out later whether entries up to there were rewritten or dropped.

    Attributes
    ----------
    log, length, hash, at : str, int, str, str
        The log's name, number of entries, hash of the last one, and when the head was made.
    key_name, mac : str
        Name of the key, and HMAC-SHA-256 of the above; empty without a key.
    """

    log: str
    length: int
    hash: str
    at: str
    key_name: str = ""
    mac: str = ""

    def computed_mac(self, key: AuditKey) -> str:
        """Return the seal of the head under a key (equation 5)."""
        fields = dataclasses.asdict(self)
        del fields["mac"]
        return key.digest(b"evenload.audit.head.1\n" + canonical(fields))

    def sealed(self, key: AuditKey) -> Head:
        """Return the head under a key."""
        named = dataclasses.replace(self, key_name=key.name)
        return dataclasses.replace(named, mac=named.computed_mac(key))

    def to_json(self) -> str:
        """Return the head as a JSON document (``docs/schemas/audit_head.schema.json``)."""
        fields = {name: value for name, value in dataclasses.asdict(self).items() if value != ""}
        return canonical(versioned(fields)).decode()

    @classmethod
    def from_json(cls, text: str) -> Head:
        """Read what `to_json` wrote."""
        fields = load(text, "audit_head")
        if str(fields.pop("schema_version", "")).split(".")[0] != "1":
            raise InvalidDataError(
                "unsupported_schema", table="audit_head", column="schema_version", expected="1.x"
            )
        known = {field.name: field for field in dataclasses.fields(cls)}
        for name in fields:
            if name not in known:
                raise InvalidDataError(
                    "unknown_field",
                    table="audit_head",
                    column=name,
                    expected="a field of a head",
                    found=name,
                )
        for name in ("log", "length", "hash", "at"):
            if name not in fields:
                raise InvalidDataError(
                    "missing_value", table="audit_head", column=name, expected="a value"
                )
        for name, value in fields.items():
            whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            if not (whole if name == "length" else isinstance(value, str)):
                raise InvalidDataError(
                    "wrong_type",
                    table="audit_head",
                    column=name,
                    expected="a number of entries" if name == "length" else "text",
                    found=type(value).__name__,
                )
        for name in ("hash", "mac"):
            digest = fields.get(name, "")
            if (name == "hash" or digest) and (len(digest) != 64 or not _DIGITS.issuperset(digest)):
                raise InvalidDataError(
                    "out_of_range",
                    table="audit_head",
                    column=name,
                    expected="64 lower-case hexadecimal digits",
                )
        return cls(**fields)
