"""The store on SQLite: what it keeps, what it forgets, and which changes it shows."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import evenload
import pytest

pytest.importorskip("sqlalchemy")

from evenload.audit import AuditKey, AuditStore, Entry, Head
from sqlalchemy import exc

MONDAY = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.timezone.utc)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store's file is."""
    return tmp_path / "audit.db"


@pytest.fixture
def clock() -> Clock:
    """A clock at Monday morning."""
    return Clock()


@pytest.fixture
def store(path: Path, proposal: Any, clock: Clock) -> Iterator[AuditStore]:
    """A sealed log with three records, a day apart."""
    with AuditStore(f"sqlite:///{path}", key=proposal.key, clock=clock) as made:
        for _ in range(3):
            made.append(proposal.record, proposal.plan)
            clock.now += datetime.timedelta(days=1)
        yield made


@pytest.fixture
def tamper(path: Path) -> Callable[..., None]:
    """Run SQL on the file behind the store's back."""

    def run(*statements: str) -> None:
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return run


def codes(store: AuditStore, **options: Any) -> list[tuple[int, str]]:
    """Return the faults of the chain."""
    return [(fault.position, fault.code) for fault in store.verify(**options).faults]


def test_what_is_appended_is_read_and_recomputed(store: AuditStore, proposal: Any) -> None:
    assert len(store) == 3
    entries = list(store.entries())
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [b.previous for b in entries[1:]] == [a.hash for a in entries[:2]]
    stored = store.read(2)
    assert stored.record == proposal.record
    assert stored.payload is not None
    assert evenload.Plan.from_json(stored.payload.decode()) == proposal.plan
    report = store.verify(heads=[store.head()], recompute=True)
    assert report
    assert (report.length, report.erased, report.faults) == (3, [], [])
    assert [(one.position, one.verdict) for one in report.recomputed] == [
        (1, "agrees"), (2, "agrees"), (3, "agrees")
    ]  # fmt: skip
    with pytest.raises(evenload.InvalidDataError) as caught:
        store.read(4)
    assert caught.value.code == "unknown_id"


def test_the_same_content_has_another_commitment_each_time(store: AuditStore) -> None:
    entries = list(store.entries())
    assert len({entry.payload_commitment for entry in entries}) == 3
    assert len({entry.record_commitment for entry in entries}) == 3


def test_an_idempotency_key_adds_once(store: AuditStore, proposal: Any) -> None:
    first = store.append(proposal.record, proposal.plan, idempotency_key="meeting 7")
    assert store.append(proposal.record, proposal.plan, idempotency_key="meeting 7") == first
    assert len(store) == 4
    for payload in ("another", None):
        with pytest.raises(evenload.InvalidDataError) as caught:
            store.append(proposal.record, payload, idempotency_key="meeting 7")
        assert caught.value.code == "duplicate_id"
    store.erase(first.position, by_role="archivist", why="retention_over")
    assert store.append(proposal.record, proposal.plan, idempotency_key="meeting 7") == first


def test_erasure_destroys_payload_and_salt_and_leaves_a_tombstone(
    store: AuditStore, path: Path, proposal: Any
) -> None:
    kept = store.head()
    tombstone = store.erase(2, by_role="archivist", why="retention_over")
    assert (tombstone.kind, tombstone.erases, tombstone.position) == ("erasure", 2, 4)
    assert (tombstone.by_role, tombstone.why) == ("archivist", "retention_over")
    stored = store.read(2)
    assert stored.payload is None
    assert stored.record == proposal.record
    assert stored.erasures == [tombstone]
    report = store.verify(heads=[kept], recompute=True)
    assert report.chain_holds and report.proposals_hold and report.erased == [2]
    assert [one.verdict for one in report.recomputed] == ["agrees", "inputs_erased", "agrees"]
    store.erase(2, by_role="archivist", why="request_of_the_person", parts=["record"])
    assert repr(store.read(2)) == "<Stored 2: nothing left>"
    report = store.verify(heads=[kept], recompute=True)
    assert [one.verdict for one in report.recomputed] == ["agrees", "record_erased", "agrees"]
    for position in (1, 3):
        store.erase(
            position, by_role="archivist", why="retention_over", parts=["payload", "record"]
        )
    store.close()
    # Nothing of it is left in the file: neither a word of the override nor the weight of a case.
    content = path.read_bytes()
    assert b"knows the family" not in content
    assert b'"weight"' not in content


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"position": 9, "by_role": "archivist", "why": "x"}, "unknown_id"),
        ({"position": 1, "by_role": "", "why": "x"}, "out_of_range"),
        ({"position": 1, "by_role": "archivist", "why": "Anna asked for it"}, "out_of_range"),
        ({"position": 1, "by_role": "archivist", "why": "x", "parts": []}, "out_of_range"),
        ({"position": 1, "by_role": "archivist", "why": "x", "parts": ["salt"]}, "out_of_range"),
    ],
)
def test_erasure_refuses(store: AuditStore, arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(evenload.InvalidDataError) as caught:
        store.erase(**arguments)
    assert caught.value.code == code
    assert len(store) == 3
    assert store.verify()


def test_nothing_is_erased_twice_and_no_tombstone_is_erased(store: AuditStore) -> None:
    store.erase(1, by_role="archivist", why="retention_over")
    for position, code in ((1, "contradiction"), (4, "unknown_id")):
        with pytest.raises(evenload.InvalidDataError) as caught:
            store.erase(position, by_role="archivist", why="retention_over")
        assert caught.value.code == code
    with pytest.raises(evenload.InvalidDataError):  # nor half of what is asked
        store.erase(1, by_role="archivist", why="x", parts=["payload", "record"])
    assert store.read(1).record is not None
    assert len(store) == 4


def test_what_is_due_for_erasure_is_listed(store: AuditStore, clock: Clock) -> None:
    old = store.older_than(datetime.timedelta(days=1, hours=12))
    assert [entry.position for entry in old] == [1, 2]
    store.erase(1, by_role="archivist", why="retention_over")
    assert [entry.position for entry in store.older_than(clock.now)] == [2, 3]
    assert [entry.position for entry in store.older_than(clock.now, part="record")] == [1, 2, 3]
    assert store.older_than(MONDAY) == []
    with pytest.raises(evenload.InvalidDataError):
        store.older_than(datetime.datetime(2026, 11, 24))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE evenload_audit_entry SET at = '2026-01-01T00:00:00.000000Z' WHERE position = 2"],
         [(2, "changed_entry"), (2, "time_backwards")]),
        (["UPDATE evenload_audit_entry SET payload_commitment = record_commitment "
          "WHERE position = 3"], [(3, "changed_entry"), (3, "changed_content")]),
        (["UPDATE evenload_audit_content SET content = CAST(replace(CAST(content AS TEXT), "
          "'\"Lo\"', '\"Kim\"') AS BLOB) WHERE position = 1 AND part = 'payload'"],
         [(1, "changed_content")]),
        (["UPDATE evenload_audit_content SET salt = zeroblob(32) WHERE position = 1 "
          "AND part = 'record'"], [(1, "changed_content")]),
        (["DELETE FROM evenload_audit_content WHERE position = 2 AND part = 'payload'"],
         [(2, "missing_content")]),
        (["DELETE FROM evenload_audit_content WHERE position = 2",
          "DELETE FROM evenload_audit_entry WHERE position = 2"],
         [(3, "gap"), (3, "wrong_predecessor")]),
        (["INSERT INTO evenload_audit_content VALUES ('default', 9, 'payload', x'78', x'79')"],
         [(9, "unknown_content")]),
        (["UPDATE evenload_audit_entry SET mac = '' WHERE position = 1"],
         [(1, "unsealed_entry")]),
        (["UPDATE evenload_audit_entry SET key_name = 'old' WHERE position = 1"],
         [(1, "unknown_key")]),
        (["UPDATE evenload_audit_entry SET mac = hash WHERE position = 3"],
         [(3, "forged_entry")]),
    ],
)  # fmt: skip
def test_changes_behind_its_back_show(
    store: AuditStore,
    tamper: Callable[..., None],
    statements: list[str],
    expected: list[tuple[int, str]],
) -> None:
    assert codes(store) == []
    tamper(*statements)
    assert codes(store) == expected
    assert not store.verify()


def test_content_that_comes_back_after_erasure_shows(
    store: AuditStore, tamper: Callable[..., None]
) -> None:
    tamper("CREATE TABLE copy AS SELECT * FROM evenload_audit_content WHERE position = 2")
    store.erase(2, by_role="archivist", why="retention_over")
    tamper("INSERT INTO evenload_audit_content SELECT * FROM copy WHERE part = 'payload'")
    assert codes(store) == [(2, "content_not_erased")]


def test_dropped_records_show_by_a_head(store: AuditStore, tamper: Callable[..., None]) -> None:
    kept = store.head().to_json()
    tamper(
        "DELETE FROM evenload_audit_content WHERE position = 3",
        "DELETE FROM evenload_audit_entry WHERE position = 3",
    )
    assert codes(store) == []  # nothing inside the log tells
    assert codes(store, heads=[kept]) == [(3, "truncated")]


def rewritten(path: Path, key: AuditKey | None) -> None:
    """Write the whole log anew with one word changed, as its keeper could."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    previous = None
    for row in connection.execute(
        "SELECT * FROM evenload_audit_entry ORDER BY position"
    ).fetchall():
        entry = Entry(**dict(row))
        entry = dataclasses.replace(entry, id=f"other {entry.position}", key_name="", mac="")
        if previous is not None:
            entry = dataclasses.replace(entry, previous=previous)
        entry = entry.closed(key)
        previous = entry.hash
        connection.execute(
            "UPDATE evenload_audit_entry SET id = ?, previous = ?, hash = ?, key_name = ?, mac = ? "
            "WHERE position = ?",
            (entry.id, entry.previous, entry.hash, entry.key_name, entry.mac, entry.position),
        )
    connection.commit()
    connection.close()


def test_a_rewritten_log_shows_by_its_seals_and_by_a_head(
    path: Path, store: AuditStore, proposal: Any
) -> None:
    kept = store.head()
    rewritten(path, None)
    with AuditStore(f"sqlite:///{path}") as unkeyed:  # the chain alone holds
        assert codes(unkeyed) == []
        assert codes(unkeyed, heads=[kept]) == [(3, "rewritten")]
    assert {code for _, code in codes(store)} == {"unsealed_entry"}
    # Even whoever has the key cannot take back a head that is kept elsewhere.
    rewritten(path, proposal.key)
    assert codes(store) == []
    assert codes(store, heads=[kept]) == [(3, "rewritten")]


def test_a_head_is_a_document_and_cannot_be_forged(store: AuditStore, proposal: Any) -> None:
    head = store.head()
    assert Head.from_json(head.to_json()) == head
    assert head.length == 3 and head.key_name == "2026"
    longer = dataclasses.replace(head, length=4)
    assert codes(store, heads=[longer]) == [(4, "forged_head")]
    assert codes(store, heads=[dataclasses.replace(head, log="x")]) == [(0, "other_log")]
    assert codes(store, heads=[dataclasses.replace(head, key_name="old")]) == [(3, "unknown_key")]
    document = json.loads(head.to_json())
    for change, code in (
        ({"length": -1}, "wrong_type"),
        ({"length": True}, "wrong_type"),
        ({"hash": "x"}, "out_of_range"),
        ({"at": 7}, "wrong_type"),
        ({"more": 1}, "unknown_field"),
        ({"schema_version": "2.0"}, "unsupported_schema"),
    ):
        with pytest.raises(evenload.InvalidDataError) as caught:
            Head.from_json(json.dumps({**document, **change}))
        assert caught.value.code == code
    del document["hash"]
    with pytest.raises(evenload.InvalidDataError):
        Head.from_json(json.dumps(document))
    with pytest.raises(evenload.InvalidDataError):
        Head.from_json("no head")


def test_the_wrong_key_is_told_from_changed_data(path: Path, store: AuditStore) -> None:
    other = AuditKey(b"another key of thirty-two bytes!", "2026")
    with AuditStore(f"sqlite:///{path}", key=other) as opened:
        report = opened.verify(recompute=True)
    assert {fault.code for fault in report.faults} == {"forged_entry"}
    assert [one.verdict for one in report.recomputed] == ["differs"] * 3
    first = report.recomputed[0].verification
    assert first is not None and first.differs == ["key"]


def test_keys_change(path: Path, store: AuditStore, proposal: Any) -> None:
    fresh = AuditKey(b"next year's key of thirty-two b.", "2027")
    with AuditStore(f"sqlite:///{path}", key=fresh) as opened:
        opened.append(proposal.plan.audit(fresh), proposal.plan)
        assert {code for _, code in codes(opened)} == {"unknown_key"}
        report = opened.verify(keys=[proposal.key], recompute=True)
        assert report
        assert [one.verdict for one in report.recomputed] == ["agrees"] * 4


def test_recomputation_says_why_not(store: AuditStore, proposal: Any) -> None:
    other = AuditKey(b"another key of thirty-two bytes!", "2025")
    store.append(proposal.record)
    store.append(proposal.record, {"minutes": "of the meeting"})
    store.append(proposal.plan.audit(other), proposal.plan)
    cases = json.loads(proposal.plan.to_json())
    cases["input"]["cases"][0]["weight"] = 7
    store.append(proposal.record, cases)
    verdicts = [one.verdict for one in store.verify(recompute=True).recomputed]
    assert verdicts[3:] == ["no_inputs", "no_inputs", "unknown_key", "differs"]


def test_logs_of_one_database_are_apart(path: Path, store: AuditStore, proposal: Any) -> None:
    with AuditStore(f"sqlite:///{path}", log="unit A", key=proposal.key) as other:
        assert len(other) == 0
        empty = other.head()
        assert empty.length == 0
        other.append(proposal.record)
        assert codes(other, heads=[empty]) == []
        assert codes(other, heads=[store.head()]) == [(0, "other_log")]
    assert len(store) == 3


def test_a_stale_layout_is_refused(
    path: Path, store: AuditStore, tamper: Callable[..., None]
) -> None:
    with pytest.raises(evenload.InvalidDataError) as caught:
        AuditStore(f"sqlite:///{path}", log="none", create=False)
    assert caught.value.code == "unknown_id"
    tamper("UPDATE evenload_audit_log SET format = 0")
    with pytest.raises(evenload.InvalidDataError) as caught:
        AuditStore(f"sqlite:///{path}")
    assert caught.value.code == "unsupported_schema"


def test_two_entries_never_have_the_same_predecessor(
    store: AuditStore, tamper: Callable[..., None]
) -> None:
    copy = (
        "INSERT INTO evenload_audit_entry SELECT log, 99, previous, 'x', kind, at, "
        "record_commitment, payload_commitment, erases, erased_parts, by_role, why, hash, key_name,"
        " mac FROM evenload_audit_entry WHERE position = 2"
    )
    with pytest.raises(sqlite3.IntegrityError, match="previous"):
        tamper(copy)


def test_a_writer_gives_up_after_its_time(path: Path, store: AuditStore, proposal: Any) -> None:
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    options = {"connect_args": {"timeout": 0}}
    with AuditStore(f"sqlite:///{path}", create=False, retry_for=0.2, **options) as other:
        with other._database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(exc.OperationalError) as caught:
            other.append(proposal.record, "the words of a case")
        assert "the words" not in str(caught.value)
    blocker.execute("ROLLBACK")
    blocker.close()
    store.append(proposal.record)
    assert len(store) == 4


def test_a_clock_that_is_set_back_does_not_break_the_order(
    store: AuditStore, clock: Clock, proposal: Any
) -> None:
    last = store.append(proposal.record)
    clock.now -= datetime.timedelta(days=2)
    assert store.append(proposal.record).at == last.at
    assert store.verify()


def test_eight_writers_on_one_file(
    tmp_path: Path, proposal: Any, start_writer: Callable[..., Any]
) -> None:
    url = f"sqlite:///{tmp_path / 'busy.db'}"
    writers = [start_writer(url, f"writer {number}", 6) for number in range(8)]
    for writer in writers:
        output, _ = writer.communicate(timeout=300)
        assert writer.returncode == 0, output
    with AuditStore(url, key=proposal.key) as store:
        assert {entry.id for entry in store.entries()} == {
            f"writer {number}-{count}" for number in range(8) for count in range(6)
        }
        assert store.verify()
