"""Many problems in whatever form they come, read one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

import numpy as np

from evenload import _core
from evenload._errors import EvenloadError, InvalidDataError
from evenload._frames import Frame, ToFrame, to_mapping
from evenload._split import Part, split_tables
from evenload._tables import SideTables, read_input
from evenload.policy import AllocationPolicy, policy_for

_TABLES = ("cases", "caseworkers", *SideTables.__annotations__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, read and checked; or what is wrong with it."""

    name: str
    seed: int
    policy: AllocationPolicy
    source: _core.AllocationInput | None
    to_frame: ToFrame
    error: EvenloadError | None


def problem_seed(seed: int, name: str) -> int:
    """Return the seed that `allocate_many` gives the problem of a name.

    It follows from the common seed and the name alone, not from the place in the sequence, the
    chunk or the worker, so one problem can be repeated by `allocate` with this seed.

    Parameters
    ----------
    seed : int
        The common seed, at least 0.
    name : str
        Name of the problem.

    Returns
    -------
    int
        The first 63 bits of BLAKE2b over the seed in decimal, a zero byte, and the name in UTF-8.

    Examples
    --------
    >>> import evenload
    >>> evenload.problem_seed(0, "Skövde") == evenload.problem_seed(0, "Skövde")
    True
    >>> evenload.problem_seed(0, "Skövde") == evenload.problem_seed(0, "Uppsala")
    False
    """
    digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class Reader:
    """Reads problems as they are asked for, so that a country need never be in memory at once."""

    def __init__(self, policy: AllocationPolicy | Mapping[str, Any] | None, seed: int) -> None:
        if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
            raise InvalidDataError(
                "out_of_range",
                table="options",
                column="seed",
                expected="a whole number of at least 0",
                found=repr(seed),
            )
        self._seed = int(seed)
        self._today: dict[str, str] = {}
        self._common = self._with_day(policy)
        self._seen: set[str] = set()

    def read(self, problems: Any, by: str | None) -> Iterator[Problem]:
        """Yield the problems in the caller's order."""
        for row, (name, tables, policy, part) in enumerate(_named(problems, by)):
            if name in self._seen:
                raise InvalidDataError(
                    "duplicate_id",
                    table="problems",
                    column="name",
                    row=row,
                    expected="each name once",
                    found=name,
                )
            self._seen.add(name)
            yield self._problem(name, tables, policy, part)

    def _problem(
        self, name: str, tables: Mapping[str, Any], policy: Any, part: Part | None
    ) -> Problem:
        seed = problem_seed(self._seed, name)
        chosen = self._common
        to_frame: ToFrame = to_mapping
        try:
            chosen = self._common if policy is None else self._with_day(policy)
            frames = _checked_tables(tables)
            cases, caseworkers = frames.pop("cases"), frames.pop("caseworkers")
            source, to_frame = read_input(cases, caseworkers, cast(SideTables, frames), chosen)
        except EvenloadError as error:
            return Problem(name, seed, chosen, None, to_frame, _in_the_whole(error, part))
        return Problem(name, seed, chosen, source, to_frame, None)

    def _with_day(self, policy: AllocationPolicy | Mapping[str, Any] | None) -> AllocationPolicy:
        """Give the policy a day: one day for all, even where midnight passes meanwhile."""
        if not isinstance(policy, AllocationPolicy):
            if policy is not None and not isinstance(policy, Mapping):
                return policy_for(policy)  # refuses it
            policy = AllocationPolicy.from_dict(policy or {})
        if policy.on is not None:
            return policy
        if policy.zone not in self._today:
            self._today[policy.zone] = _core.today(policy.zone)
        return policy.replace(on=self._today[policy.zone])


def _named(
    problems: Any, by: str | None
) -> Iterator[tuple[str, Mapping[str, Any], Any, Part | None]]:
    if by is not None:
        if not isinstance(problems, Mapping):
            raise InvalidDataError(
                "wrong_type",
                table="problems",
                expected="a mapping of tables, to be split by a column",
                found=type(problems).__name__,
            )
        for name, part in split_tables(by, _checked_tables(problems)):
            yield name, part.tables, None, part
        return
    if isinstance(problems, Mapping):
        if {"cases", "caseworkers"} <= set(problems):
            raise InvalidDataError(
                "contradiction",
                table="problems",
                expected="names of problems; for one set of tables say by=, or use allocate",
                found="tables",
            )
        problems = problems.items()
    if not isinstance(problems, Iterable) or isinstance(problems, (str, bytes)):
        raise _wrong_entry(None, problems)
    for row, entry in enumerate(problems):
        if not _is_entry(entry):
            raise _wrong_entry(row, entry)
        name, tables = entry[0], entry[1]
        if not isinstance(name, str) or not name or not isinstance(tables, Mapping):
            raise _wrong_entry(row, entry)
        own = dict(tables)
        policy = own.pop("policy", None)
        if len(entry) == 3 and entry[2] is not None:
            policy = entry[2]
        yield name, own, policy, None


def _is_entry(entry: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(entry, (tuple, list)) and len(entry) in (2, 3)


def _wrong_entry(row: int | None, entry: Any) -> InvalidDataError:
    return InvalidDataError(
        "wrong_type",
        table="problems",
        row=row,
        expected="(name, mapping of tables) or (name, mapping of tables, policy)",
        found=type(entry).__name__,
    )


def _checked_tables(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Refuse a table that is not known, and one that is missing."""
    for name in tables:
        if name not in _TABLES:
            raise InvalidDataError(
                "unknown_field",
                table="problems",
                column=str(name),
                expected=", ".join(_TABLES),
                found=str(name),
            )
    for name in ("cases", "caseworkers"):
        if tables.get(name) is None:
            raise InvalidDataError(
                "missing_value", table="problems", column=name, expected="a table", found="nothing"
            )
    return {name: frame for name, frame in tables.items() if frame is not None}


def _in_the_whole(error: EvenloadError, part: Part | None) -> EvenloadError:
    """Name the row of the big table, not that of the part."""
    if part is None or error.row is None or error.table not in part.rows:
        return error
    row = int(part.rows[error.table][error.row])
    code, table, column, _, expected, found = error._fields()
    return type(error)(code, table=table, column=column, row=row, expected=expected, found=found)
