"""The store on a real PostgreSQL: writers at once, crashes, readers, erasure."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Callable
from typing import Any

import pytest

sqlalchemy = pytest.importorskip("sqlalchemy")

from evenload.audit import AuditStore
from sqlalchemy import exc

WRITERS = 8
EACH = 25


@pytest.fixture
def log() -> str:
    """A log of the test's own in the shared database."""
    return f"log {uuid.uuid4().hex}"


@pytest.mark.parametrize("options", [(), ("--no-lock",)], ids=["queued", "by the constraint alone"])
def test_eight_writers_at_once_lose_nothing(
    postgresql: str,
    log: str,
    proposal: Any,
    start_writer: Callable[..., Any],
    options: tuple[str, ...],
) -> None:
    writers = [
        start_writer(postgresql, f"writer {number}", EACH, "--log", log, *options)
        for number in range(WRITERS)
    ]
    with AuditStore(postgresql, log=log, key=proposal.key) as store:
        heads = []
        while any(writer.poll() is None for writer in writers):
            # Whoever reads meanwhile sees a whole chain, which every earlier head belongs to.
            heads.append(store.head())
            report = store.verify(heads=heads[-20:])
            assert report.faults == []
            assert report.length >= heads[-1].length
        for writer in writers:
            output, _ = writer.communicate(timeout=60)
            assert writer.returncode == 0, output
        assert {head.length for head in heads} != {0}
        entries = list(store.entries())
        assert len(entries) == WRITERS * EACH
        assert {entry.id for entry in entries} == {
            f"writer {number}-{count}" for number in range(WRITERS) for count in range(EACH)
        }
        # Each writer's records stand in the order in which it wrote them.
        for number in range(WRITERS):
            mine = [e.id for e in entries if e.id.startswith(f"writer {number}-")]
            assert mine == [f"writer {number}-{count}" for count in range(EACH)]
        report = store.verify(heads=heads)
        assert report and report.length == WRITERS * EACH


def test_a_writer_that_dies_before_its_commit_leaves_nothing(
    postgresql: str, log: str, proposal: Any, start_writer: Callable[..., Any]
) -> None:
    with AuditStore(postgresql, log=log, key=proposal.key) as store:
        store.append(proposal.record, proposal.plan)
        before = store.head()
        dying = [
            start_writer(postgresql, f"dying {number}", 1, "--log", log, "--crash")
            for number in range(3)
        ]
        living = start_writer(postgresql, "living", 10, "--log", log)
        output, _ = living.communicate(timeout=120)
        assert living.returncode == 0, output
        for writer in dying:
            writer.communicate(timeout=120)
            assert writer.returncode == -signal.SIGKILL
        # Nothing is held by the dead, and their records are as if never tried: the same ids go in.
        assert [entry.id for entry in store.entries()][1:] == [f"living-{n}" for n in range(10)]
        store.append(proposal.record, proposal.plan, idempotency_key="dying 0-0")
        report = store.verify(heads=[before], recompute=True)
        assert report and report.length == 12


def test_the_predecessor_is_unique_in_the_database(
    postgresql: str, log: str, proposal: Any
) -> None:
    with AuditStore(postgresql, log=log) as store:
        store.append(proposal.record)
        store.append(proposal.record)
        forked = sqlalchemy.text(
            "INSERT INTO evenload_audit_entry SELECT log, 99, previous, 'x', kind, at, "
            "record_commitment, payload_commitment, erases, erased_parts, by_role, why, hash, "
            "key_name, mac FROM evenload_audit_entry WHERE log = :log AND position = 2"
        )
        engine = store._database.engine
        with pytest.raises(exc.IntegrityError, match="previous"), engine.begin() as connection:
            connection.execute(forked, {"log": log})


def test_a_reader_sees_one_state(postgresql: str, log: str, proposal: Any) -> None:
    with AuditStore(postgresql, log=log) as store, AuditStore(postgresql, log=log) as other:
        for _ in range(3):
            store.append(proposal.record, proposal.plan)
        entries = store.entries()
        first = next(entries)
        # Between two looks somebody erases and appends.
        other.erase(2, by_role="archivist", why="retention_over")
        other.append(proposal.record)
        assert [first.position, *(entry.position for entry in entries)] == [1, 2, 3]
        assert len(store) == 5


def test_erasure_and_heads_on_postgresql(postgresql: str, log: str, proposal: Any) -> None:
    with AuditStore(postgresql, log=log, key=proposal.key) as store:
        for _ in range(3):
            store.append(proposal.record, proposal.plan)
        kept = store.head().to_json()
        store.erase(1, by_role="archivist", why="retention_over")
        report = store.verify(heads=[kept], recompute=True)
        assert report.chain_holds
        assert [one.verdict for one in report.recomputed] == ["inputs_erased", "agrees", "agrees"]
        statements = (
            "DELETE FROM evenload_audit_content WHERE log = :log AND position >= 3",
            "DELETE FROM evenload_audit_entry WHERE log = :log AND position >= 3",
        )
        with store._database.engine.begin() as connection:
            for statement in statements:
                connection.execute(sqlalchemy.text(statement), {"log": log})
        faults = [(fault.position, fault.code) for fault in store.verify(heads=[kept]).faults]
        assert faults == [(1, "missing_content"), (3, "truncated")]


def test_serializable_transactions_retry(postgresql: str, log: str, proposal: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with AuditStore(
        postgresql, log=log, retry_for=120, isolation_level="SERIALIZABLE", pool_size=4
    ) as store:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: store.append(proposal.record), range(40)))
        assert len(store) == 40
        assert store.verify()
