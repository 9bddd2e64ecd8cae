"""Tables and transactions of the store."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

try:
    import sqlalchemy as sa
    from sqlalchemy import exc
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "the audit store needs SQLAlchemy: install evenload[audit]", name="sqlalchemy"
    ) from error

__all__ = ["FORMAT", "Database", "contents", "entries", "logs", "metadata", "sa"]

_Answer = TypeVar("_Answer")

#: Layout of the tables; a store of another one is refused.
FORMAT = 1

metadata = sa.MetaData()

logs = sa.Table(
    "evenload_audit_log",
    metadata,
    sa.Column("name", sa.String(128), primary_key=True),
    sa.Column("format", sa.Integer, nullable=False),
)

entries = sa.Table(
    "evenload_audit_entry",
    metadata,
    sa.Column("log", sa.String(128), sa.ForeignKey(logs.c.name), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("id", sa.String(128), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", sa.String(27), nullable=False),
    sa.Column("record_commitment", sa.String(64), nullable=False),
    sa.Column("payload_commitment", sa.String(64), nullable=False),
    sa.Column("erases", sa.Integer),
    sa.Column("erased_parts", sa.String(32), nullable=False),
    sa.Column("by_role", sa.String(128), nullable=False),
    sa.Column("why", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("key_name", sa.String(128), nullable=False),
    sa.Column("mac", sa.String(64), nullable=False),
    # Two writers who saw the same last entry cannot both go on from it.
    sa.UniqueConstraint("log", "previous", name="evenload_audit_entry_previous"),
    sa.UniqueConstraint("log", "id", name="evenload_audit_entry_id"),
)

contents = sa.Table(
    "evenload_audit_content",
    metadata,
    sa.Column("log", sa.String(128), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("part", sa.String(16), primary_key=True),
    sa.Column("salt", sa.LargeBinary(32), nullable=False),
    sa.Column("content", sa.LargeBinary(2**31 - 1), nullable=False),
    sa.ForeignKeyConstraint(["log", "position"], [entries.c.log, entries.c.position]),
)

_WRITES = "evenload_writes"


class Database:
    """An engine whose readers see one state, and whose writers go again after a conflict."""

    def __init__(self, url: str | sa.URL, retry_for: float, options: dict[str, Any]) -> None:
        # Rows never stand in the messages of errors or in logs of statements.
        self.engine = sa.create_engine(url, hide_parameters=True, **options)
        self._retry_for = retry_for
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a transaction in which all questions see the same state."""
        engine = self.engine
        if engine.dialect.name in ("postgresql", "mysql", "mariadb"):
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[sa.Connection], _Answer]) -> _Answer:
        """Run `work` in one transaction, again where another writer came first.

        `work` must be able to see that an earlier try, whose answer got lost, has done it.
        """
        engine = self.engine.execution_options(**{_WRITES: True})
        deadline = time.monotonic() + self._retry_for
        wait = 0.002
        while True:
            try:
                with engine.begin() as connection:
                    return work(connection)
            except exc.DBAPIError as error:
                if not _may_pass(error) or time.monotonic() + wait > deadline:
                    raise
            # Waiting at random parts those who met; it doubles up to a quarter of a second.
            time.sleep(wait * (0.5 + random.random()))
            wait = min(2 * wait, 0.25)

    def create(self) -> None:
        """Make the tables that are not there; several may do so at once."""
        for _ in metadata.tables:
            try:
                metadata.create_all(self.engine)
                return
            except exc.DBAPIError:
                # Another one was quicker between the question and the answer: ask again.
                time.sleep(0.05)
        metadata.create_all(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _may_pass(error: exc.DBAPIError) -> bool:
    """Whether the same may succeed a moment later."""
    if isinstance(error, exc.IntegrityError) or error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    if state in ("40001", "40P01", "55P03"):  # serialization, deadlock, lock
        return True
    return isinstance(error, exc.OperationalError) and any(
        words in str(error.orig) for words in ("locked", "Deadlock", "Lock wait timeout")
    )


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Let transactions begin where they begin, and let what is deleted be gone."""

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # pysqlite would begin only at the first change
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # overwritten with zeros
        cursor.execute("PRAGMA busy_timeout = 5000")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
