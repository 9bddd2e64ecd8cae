#!/usr/bin/env python3
"""An audit log from the meeting to the erasure: seal, keep, check, tamper, erase.

Works on a file of SQLite, or on any database that is named: ``audit.py --store URL``. What each
check detects and what it cannot: docs/models/audit.md.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
from pathlib import Path

import evenload
from evenload.audit import AuditStore, StoreReport

CASES = {
    "id": ["report 1", "report 2", "inquiry 3", "inquiry 4"],
    "weight": [6, 4, 5, 3],
    "unit": ["children", "children", "adults", "adults"],
    "class": ["must", "must", "due", "due"],
}
CASEWORKERS = {
    "id": ["Amira", "Björn", "Carin"],
    "unit": ["children", "children", "adults"],
    "capacity": [20, 16, 18],
    "base_load": [12, 9, 7],
}
OVERRIDES = {
    "case": ["report 1"],
    "kind": ["assign"],
    "caseworker": ["Björn"],
    "reason": ["has met the family before"],
    "decided_by_role": ["unit manager"],
}


def main(arguments: list[str] | None = None) -> None:
    """Walk through the life of a record."""
    parser = argparse.ArgumentParser(description="An audit log from the meeting to the erasure.")
    parser.add_argument(
        "--store", metavar="URL", help="a database; else a file that is thrown away"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{Path(folder) / 'audit.db'}"
        # In service the key comes from a vault that the database's keeper cannot open.
        key = evenload.AuditKey(secrets.token_bytes(32), "2026")
        with AuditStore(url, log=f"example {secrets.token_hex(4)}", key=key) as store:
            walk(store, key)


def walk(store: AuditStore, key: evenload.AuditKey) -> None:
    """Seal, keep, check, tamper, erase."""
    policy = evenload.AllocationPolicy(name="autumn", on="2026-11-23")
    plan = evenload.allocate(CASES, CASEWORKERS, policy=policy, overrides=OVERRIDES)
    record = plan.audit(key, decided_by_role="head of unit")
    print(f"1. Sealed: {record}")
    for override in record.overrides:
        print(f"   {override['case']}: {override['reason']} ({override['decided_by_role']})")

    entry = store.append(record, plan, idempotency_key="meeting of 23 November")
    store.append(record, plan, idempotency_key="meeting of 23 November")  # the answer got lost
    print(f"2. Kept as entry {entry.position}; the log has {len(store)}")

    head = store.head().to_json()
    print(f"3. Head, to be kept elsewhere: {head}")

    print("4. Checked in January: " + said(store.verify(heads=[head], recompute=True)))

    heavier = {**CASES, "weight": [9, 4, 5, 3]}
    checked = evenload.verify(
        record, heavier, CASEWORKERS, key=key, policy=policy, overrides=OVERRIDES
    )
    print(f"5. Somebody says that report 1 weighed 9 points: {checked}")

    # Amira is away on Tuesday and Wednesday: what cannot wait is lent out, sealed, and asked again.
    answer = evenload.cover(
        "Amira", "2026-11-24", "2026-11-25", taken_over(plan), CASEWORKERS, policy=policy
    )
    store.append(answer.audit(key, decided_by_role="head of unit"), answer)
    print(f"6. The rest of the week: {said(store.verify(heads=[head], recompute=True))}")

    store.erase(entry.position, by_role="archivist", why="retention_over")
    print("7. Erased after its time: " + said(store.verify(heads=[head], recompute=True)))


def taken_over(plan: evenload.Plan) -> dict[str, list[str | int]]:
    """Give the cases with the caseworkers that the meeting agreed on."""
    holders = [str(holder) for holder in plan.assignments["caseworker"]]
    deadlines = ["2026-11-24T15:00:00Z"] * len(holders)
    started = ["started"] * len(holders)
    return {**CASES, "current_caseworker": holders, "state": started, "deadline": deadlines}


def said(report: StoreReport) -> str:
    """Put a report in a line."""
    chain = "the chain holds" if report.chain_holds else f"faults {report.faults}"
    return f"{chain}; proposals: {', '.join(one.verdict for one in report.recomputed)}"


if __name__ == "__main__":
    main()
