"""The store: append, read, erase, head."""

from __future__ import annotations

import dataclasses
import datetime
import hmac
import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from evenload._audit import AuditKey, SealedRecord
from evenload._documents import dump
from evenload._errors import InvalidDataError
from evenload._question import VerbQuestion
from evenload._verbs import VerbAnswer
from evenload.audit import _database as db
from evenload.audit._chain import (
    PARTS,
    SALT_BYTES,
    Entry,
    Head,
    commitment,
    first_predecessor,
    moment,
)
from evenload.audit._database import sa
from evenload.audit._report import StoreReport
from evenload.audit._verify import check_chain, recompute_one
from evenload.plan import Plan

__all__ = ["AuditStore", "Stored"]

_COLUMNS = [db.entries.c[field.name] for field in dataclasses.fields(Entry)]
_CODE = re.compile(r"[a-z0-9_]{1,64}")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@dataclasses.dataclass(frozen=True)
class Stored:
    """An entry and what it commits to, as far as it was not erased.

    Attributes
    ----------
    entry : Entry
        The entry.
    record : SealedRecord or None
        The record.
    payload : bytes or None
        The payload, as it was appended.
    erasures : list of Entry
        Tombstones for this entry.
    """

    entry: Entry
    record: SealedRecord | None
    payload: bytes | None
    erasures: list[Entry]

    def __repr__(self) -> str:
        kept = [name for name in PARTS if getattr(self, name) is not None]
        return f"<Stored {self.entry.position}: {', '.join(kept) or 'nothing left'}>"


class AuditStore:
    """A log of audit records in a database, each entry chained to the one before.

    Whoever may read payloads is up to the caller: give roles that must not read them no access to
    the table ``evenload_audit_content``; the chain verifies without it being shown.

    Parameters
    ----------
    url : str or sqlalchemy.URL
        Any database that SQLAlchemy knows; ``"sqlite:///audit.db"`` for a file.
    log : str
        Name of the log; a database may hold several.
    key : AuditKey, optional
        Seals every entry, so that nobody without it can add or rewrite any.
    create : bool
        Make tables and log where they are missing.
    retry_for : float
        Seconds for which a writer goes on after conflicts with others.
    clock : callable, optional
        Gives the time, for tests; the machine's where none is given.
    **engine_options
        Passed to ``sqlalchemy.create_engine``.

    Raises
    ------
    InvalidDataError
        ``unsupported_schema`` for a store with another layout, ``unknown_id`` for a log that is
        not there.
    sqlalchemy.exc.SQLAlchemyError
        Whatever the database says.

    Examples
    --------
    >>> import evenload
    >>> from evenload.audit import AuditStore
    >>> key = evenload.AuditKey(bytes(range(32)), "2026")
    >>> cases = {"id": ["c1"], "weight": [6]}
    >>> people = {"id": ["Kim"], "unit": ["children"], "capacity": [20]}
    >>> plan = evenload.allocate(cases, people, policy={"on": "2026-11-23"})
    >>> store = AuditStore("sqlite://", key=key)
    >>> entry = store.append(plan.audit(key, decided_by_role="unit manager"), plan)
    >>> kept_elsewhere = store.head().to_json()
    >>> bool(store.verify(heads=[kept_elsewhere], recompute=True))
    True
    >>> tombstone = store.erase(entry.position, by_role="archivist", why="retention_over")
    >>> report = store.verify(heads=[kept_elsewhere], recompute=True)
    >>> report.chain_holds, [one.verdict for one in report.recomputed]
    (True, ['inputs_erased'])
    """

    def __init__(
        self,
        url: str | sa.URL,
        *,
        log: str = "default",
        key: AuditKey | None = None,
        create: bool = True,
        retry_for: float = 30.0,
        clock: Callable[[], datetime.datetime] = _now,
        **engine_options: Any,
    ) -> None:
        self.log = _text("log", log, 128)
        self._key = key
        self._clock = clock
        self._database = db.Database(url, retry_for, engine_options)
        if create:
            self._database.create()
            self._database.write(self._add_log)
        with self._database.reading() as connection:
            self._check_format(connection)

    # ---- Writing ------------------------------------------------------------------------------

    def append(
        self,
        record: SealedRecord,
        payload: Plan | VerbAnswer | VerbQuestion | Mapping[str, Any] | str | bytes | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> Entry:
        """Add a record and what it was made from.

        Parameters
        ----------
        record : SealedRecord
            The record.
        payload : Plan, VerbAnswer, VerbQuestion, mapping, str or bytes, optional
            A plan goes with its input and policy, the answer of a verb with what was asked, so that
            the proposal can be computed again from the store alone; anything else as it is.
        idempotency_key : str, optional
            A second call with the same key and the same content adds nothing and gives the entry of
            the first.

        Returns
        -------
        Entry
            As it stands in the log once this returns.

        Raises
        ------
        InvalidDataError
            ``duplicate_id`` where the idempotency key stands for other content.
        """
        parts = {"record": record.to_json().encode()}
        if payload is not None:
            parts["payload"] = _bytes(payload)
        own_id = idempotency_key is not None
        entry_id = _text("idempotency_key", idempotency_key, 128) if own_id else uuid.uuid4().hex

        def work(connection: sa.Connection) -> Entry:
            self._lock(connection)
            known = self._entry(connection, db.entries.c.id == entry_id)
            if known is not None:
                self._check_same(connection, known, parts)
                return known
            salts = {part: secrets.token_bytes(SALT_BYTES) for part in parts}
            commitments = {
                f"{part}_commitment": commitment(part, salts[part], parts[part]) for part in parts
            }
            entry = self._add(connection, id=entry_id, kind="record", **commitments)
            rows = [
                {
                    "log": self.log,
                    "position": entry.position,
                    "part": part,
                    "salt": salts[part],
                    "content": parts[part],
                }
                for part in parts
            ]
            connection.execute(db.contents.insert(), rows)
            return entry

        return self._database.write(work)

    def erase(
        self, position: int, *, by_role: str, why: str, parts: Iterable[str] = ("payload",)
    ) -> Entry:
        """Destroy what an entry commits to, with its salts, and leave a tombstone.

        The chain still verifies. Copies outside the database (backups, replicas, its write-ahead
        log, exported files) are not reached: see ``docs/models/audit.md``.

        Parameters
        ----------
        position : int
            The entry.
        by_role : str
            Which role decided, never a name.
        why : str
            Code of the reason: small letters, digits and ``_``, such as ``"retention_over"``.
        parts : iterable of {"payload", "record"}
            What goes. The record holds ids and the words of overrides.

        Returns
        -------
        Entry
            The tombstone.

        Raises
        ------
        InvalidDataError
            ``unknown_id`` for a position without a record, ``contradiction`` where nothing is left
            of a part.
        """
        chosen = sorted(set(parts))
        if not chosen or not set(chosen) <= set(PARTS):
            raise InvalidDataError(
                "out_of_range",
                table="erase",
                column="parts",
                expected="some of payload, record",
                found=", ".join(chosen) or "none",
            )
        role = _text("by_role", by_role, 128)
        if not isinstance(why, str) or _CODE.fullmatch(why) is None:
            raise InvalidDataError(
                "out_of_range",
                table="erase",
                column="why",
                expected="a code of small letters, digits and _",
            )
        entry_id = uuid.uuid4().hex

        def work(connection: sa.Connection) -> Entry:
            self._lock(connection)
            known = self._entry(connection, db.entries.c.id == entry_id)
            if known is not None:
                return known
            erased = self._entry(connection, db.entries.c.position == position)
            if erased is None or erased.kind != "record":
                raise InvalidDataError(
                    "unknown_id",
                    table="erase",
                    column="position",
                    expected="the position of a record",
                    found=str(position),
                )
            gone = connection.execute(
                db.contents.delete().where(
                    db.contents.c.log == self.log,
                    db.contents.c.position == position,
                    db.contents.c.part.in_(chosen),
                )
            )
            if gone.rowcount != len(chosen):
                raise InvalidDataError(
                    "contradiction",
                    table="erase",
                    column="parts",
                    expected="parts that are still there",
                    found=", ".join(chosen),
                )
            return self._add(
                connection,
                id=entry_id,
                kind="erasure",
                erases=position,
                erased_parts=",".join(chosen),
                by_role=role,
                why=why,
            )

        return self._database.write(work)

    # ---- Reading ------------------------------------------------------------------------------

    def __len__(self) -> int:
        with self._database.reading() as connection:
            last = self._last(connection)
        return 0 if last is None else last.position

    def entries(self) -> Iterator[Entry]:
        """Give the entries in order, all of one state of the log; no contents."""
        with self._database.reading() as connection:
            yield from self._all(connection)

    def read(self, position: int) -> Stored:
        """Read an entry with its record and payload.

        Raises
        ------
        InvalidDataError
            ``unknown_id`` where there is none.
        """
        with self._database.reading() as connection:
            entry = self._entry(connection, db.entries.c.position == position)
            if entry is None:
                raise InvalidDataError(
                    "unknown_id",
                    table="read",
                    column="position",
                    expected="the position of an entry",
                    found=str(position),
                )
            parts = self._parts(connection, position)
            rows = connection.execute(
                self._select().where(db.entries.c.erases == position).order_by("position")
            )
            erasures = [Entry(**row) for row in rows.mappings()]
        text = parts.get("record")
        record = None if text is None else SealedRecord(text.decode())
        return Stored(entry, record, parts.get("payload"), erasures)

    def older_than(
        self, when: datetime.datetime | datetime.timedelta, *, part: str = "payload"
    ) -> list[Entry]:
        """List the records from before a time of which a part is still there, oldest first.

        Parameters
        ----------
        when : datetime or timedelta
            A time with its zone, or how long ago.
        part : {"payload", "record"}
            Which part.
        """
        if part not in PARTS:
            raise InvalidDataError(
                "out_of_range",
                table="older_than",
                column="part",
                expected="payload or record",
                found=part,
            )
        limit = self._clock() - when if isinstance(when, datetime.timedelta) else when
        if limit.tzinfo is None:
            raise InvalidDataError(
                "invalid_date", table="older_than", column="when", expected="a time with its zone"
            )
        content = db.contents.c
        kept = sa.exists().where(
            content.log == self.log, content.position == db.entries.c.position, content.part == part
        )
        question = self._select().where(db.entries.c.at < moment(limit), kept).order_by("position")
        with self._database.reading() as connection:
            return [Entry(**row) for row in connection.execute(question).mappings()]

    # ---- Trust --------------------------------------------------------------------------------

    def head(self) -> Head:
        """Say how long the log is and how it ends, under the store's key where it has one.

        Keep it where the database's keeper cannot change it: with the registrar, in the case
        management system, on paper.
        """
        with self._database.reading() as connection:
            last = self._last(connection)
        head = Head(
            log=self.log,
            length=0 if last is None else last.position,
            hash=first_predecessor(self.log) if last is None else last.hash,
            at=moment(self._clock()),
        )
        return head if self._key is None else head.sealed(self._key)

    def verify(
        self,
        *,
        heads: Iterable[Head | str] = (),
        keys: Iterable[AuditKey] = (),
        recompute: bool = False,
        threads: int = 0,
    ) -> StoreReport:
        """Check the log twice: the chain, and the proposals.

        Parameters
        ----------
        heads : iterable of Head or str
            Heads that were kept elsewhere.
        keys : iterable of AuditKey
            Keys besides the store's own, found by their names. Without any key neither seals nor
            proposals are checked.
        recompute : bool
            Compute every proposal again that has its inputs.
        threads : int
            For that; 0 for as many as the machine has.

        Returns
        -------
        StoreReport
            Everything is read in one state of the log, while others go on writing.
        """
        known = {key.name: key for key in ([self._key] if self._key else []) + list(keys)}
        wanted = [Head.from_json(head) if isinstance(head, str) else head for head in heads]
        with self._database.reading() as connection:
            content = self._contents(connection)
            checked = check_chain(self.log, self._all(connection), content, wanted, known)
            found = []
            if recompute:
                for position in checked.records:
                    parts = self._parts(connection, position)
                    erased = checked.erased.get(position, set())
                    found.append(recompute_one(position, parts, erased, known, threads))
        return StoreReport(checked.length, sorted(checked.erased), checked.faults, found)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> AuditStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<AuditStore {self.log!r} in {self._database.engine.dialect.name}>"

    # ---- Inside one transaction ---------------------------------------------------------------

    def _add_log(self, connection: sa.Connection) -> None:
        known = sa.select(db.logs.c.name).where(db.logs.c.name == self.log)
        if connection.execute(known).first() is None:
            connection.execute(db.logs.insert(), {"name": self.log, "format": db.FORMAT})

    def _check_format(self, connection: sa.Connection) -> None:
        row = None
        if sa.inspect(connection).has_table(db.logs.name):
            row = connection.execute(
                sa.select(db.logs.c.format).where(db.logs.c.name == self.log)
            ).first()
        if row is None:
            raise InvalidDataError(
                "unknown_id",
                table="audit",
                column="log",
                expected="a log that is there",
                found=self.log,
            )
        if row[0] != db.FORMAT:
            raise InvalidDataError(
                "unsupported_schema",
                table="audit",
                column="format",
                expected=str(db.FORMAT),
                found=str(row[0]),
            )

    def _lock(self, connection: sa.Connection) -> None:
        """Queue up behind other writers, where the database can; elsewhere they meet and retry."""
        connection.execute(
            sa.select(db.logs.c.name).where(db.logs.c.name == self.log).with_for_update()
        ).first()

    def _add(self, connection: sa.Connection, **fields: Any) -> Entry:
        last = self._last(connection)
        now = moment(self._clock())
        entry = Entry(
            log=self.log,
            position=1 if last is None else last.position + 1,
            previous=first_predecessor(self.log) if last is None else last.hash,
            at=now if last is None else max(now, last.at),
            **fields,
        ).closed(self._key)
        connection.execute(db.entries.insert(), dataclasses.asdict(entry))
        return entry

    def _check_same(
        self, connection: sa.Connection, known: Entry, parts: Mapping[str, bytes]
    ) -> None:
        rows = connection.execute(
            sa.select(db.contents.c.part, db.contents.c.salt).where(
                db.contents.c.log == self.log, db.contents.c.position == known.position
            )
        )
        salts = {row.part: bytes(row.salt) for row in rows}
        for part in PARTS:
            committed = getattr(known, f"{part}_commitment")
            given = parts.get(part)
            # What was erased cannot be compared; that there was something can.
            same = bool(committed) == (given is not None)
            if same and given is not None and part in salts:
                same = hmac.compare_digest(committed, commitment(part, salts[part], given))
            if not same:
                raise InvalidDataError(
                    "duplicate_id",
                    table="append",
                    column="idempotency_key",
                    expected="a key of its own for other content",
                    found=known.id,
                )

    def _select(self) -> sa.Select[Any]:
        return sa.select(*_COLUMNS).where(db.entries.c.log == self.log)

    def _entry(self, connection: sa.Connection, condition: Any) -> Entry | None:
        row = connection.execute(self._select().where(condition)).mappings().first()
        return None if row is None else Entry(**row)

    def _last(self, connection: sa.Connection) -> Entry | None:
        question = self._select().order_by(db.entries.c.position.desc()).limit(1)
        row = connection.execute(question).mappings().first()
        return None if row is None else Entry(**row)

    def _all(self, connection: sa.Connection) -> Iterator[Entry]:
        question = self._select().order_by("position").execution_options(yield_per=1000)
        for row in connection.execute(question).mappings():
            yield Entry(**row)

    def _contents(self, connection: sa.Connection) -> Iterator[tuple[int, str, bytes, bytes]]:
        column = db.contents.c
        question = (
            sa.select(column.position, column.part, column.salt, column.content)
            .where(column.log == self.log)
            .order_by(column.position, column.part)
            .execution_options(yield_per=10)
        )
        for row in connection.execute(question):
            yield row.position, row.part, bytes(row.salt), bytes(row.content)

    def _parts(self, connection: sa.Connection, position: int) -> dict[str, bytes]:
        column = db.contents.c
        question = sa.select(column.part, column.content).where(
            column.log == self.log, column.position == position
        )
        return {row.part: bytes(row.content) for row in connection.execute(question)}


def _text(column: str, value: Any, most: int) -> str:
    if not isinstance(value, str) or not value or len(value.encode()) > most:
        raise InvalidDataError(
            "out_of_range", table="audit", column=column, expected=f"text of 1 to {most} bytes"
        )
    return value


def _bytes(
    payload: Plan | VerbAnswer | VerbQuestion | Mapping[str, Any] | str | bytes,
) -> bytes:
    if isinstance(payload, VerbAnswer):
        payload = payload.question
    if isinstance(payload, (Plan, VerbQuestion)):
        return payload.to_json().encode()
    if isinstance(payload, str):
        return payload.encode()
    if isinstance(payload, (bytes, bytearray, memoryview)):
        return bytes(payload)
    if isinstance(payload, Mapping):
        return dump(payload).encode()
    raise InvalidDataError(
        "wrong_type",
        table="append",
        column="payload",
        expected="a plan, the answer of a verb, a mapping, text or bytes",
        found=type(payload).__name__,
    )
