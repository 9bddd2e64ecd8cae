"""Appends records to a store: writer.py URL NAME COUNT [--log LOG] [--no-lock] [--crash].

``--no-lock`` leaves out the queue of writers, so that only the unique predecessor parts them;
``--crash`` kills the process between its changes and the commit.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from evenload.audit import AuditKey, AuditStore, SealedRecord
from sqlalchemy import event


def main(url: str, name: str, count: str, *options: str) -> None:
    """Append `count` records with the ids ``NAME-0``, ``NAME-1``, …"""
    log = options[options.index("--log") + 1] if "--log" in options else "default"
    store = AuditStore(url, log=log, key=AuditKey(bytes(range(32)), "2026"), retry_for=120)
    if "--no-lock" in options:
        store._lock = lambda connection: None  # type: ignore[method-assign]
    if "--crash" in options:

        @event.listens_for(store._database.engine, "commit")
        def _die(_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

    record = SealedRecord.from_json(Path("record.json").read_text(encoding="utf-8"))
    payload = Path("payload.json").read_text(encoding="utf-8")
    for number in range(int(count)):
        store.append(record, payload, idempotency_key=f"{name}-{number}")
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
