"""What came of many problems: a plan or an error each, and one table of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._errors import EvenloadError, InvalidDataError
from evenload._frames import ToFrame, cells_of, to_mapping
from evenload._levels import Level, levels_from
from evenload.plan import Plan

#: Levels in the order in which they weigh by default; others follow as they come.
_LEVELS = (
    "unassigned_must",
    "overload",
    "unassigned_due",
    "unassigned_may_wait",
    "peak",
    "balance",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one problem.

    Attributes
    ----------
    name : str
        Name of the problem.
    plan : Plan or None
        The proposal; None after an error, where nothing was begun, and with ``keep="summary"``.
    error : EvenloadError or None
        What was wrong with the problem; table, column and row are those of its tables.
    status : str
        That of the plan; ``"error"``; or ``"unknown"`` where a stop came first.
    stop : str
        That of the plan; ``"error"``; or ``"cancelled"``.
    cases, caseworkers, placed, undistributed : int
        Rows of the tables; roles that the plan placed, and roles that it left.
    levels : tuple of Level
        Levels with their bounds, in strict order.
    work : int
        Deterministic units.
    seconds : float
        That the solve took where it ran; the only thing here that differs from run to run.
    """

    name: str
    plan: Plan | None
    error: EvenloadError | None
    status: str
    stop: str
    cases: int
    caseworkers: int
    placed: int
    undistributed: int
    levels: tuple[Level, ...]
    work: int
    seconds: float


def outcome_of_plan(
    name: str, core: _core.Plan, cases: int, seconds: float, plan: Plan | None
) -> Outcome:
    """Read off a plan what the summary shows."""
    new_cases = cells_of(core.loads(), ["new_cases"])["new_cases"]
    return Outcome(
        name=name,
        plan=plan,
        error=None,
        status=core.status,
        stop=core.stop,
        cases=cases,
        caseworkers=len(new_cases),
        placed=sum(new_cases),
        undistributed=len(core.undistributed()),
        levels=tuple(levels_from(core.levels)),
        work=core.work,
        seconds=seconds,
    )


def outcome_without_plan(
    name: str, error: EvenloadError | None, seconds: float = 0.0, cases: int = 0
) -> Outcome:
    """Make the outcome of a problem with an error, or of one that a stop came before."""
    status, stop = ("unknown", "cancelled") if error is None else ("error", "error")
    return Outcome(name, None, error, status, stop, cases, 0, 0, 0, (), 0, seconds)


class ManyPlans:
    """Plans of many problems by their names, in the caller's order.

    Made by `evenload.allocate_many`. Iterating gives the names, ``plans[name]`` the plan; where a
    problem was refused, asking for its plan raises its error.

    Attributes
    ----------
    outcomes : list of Outcome
        One per problem.
    stop : {"done", "cancelled"}
        ``"cancelled"`` where a stop came before all problems were through; those that were not even
        begun are not in `outcomes`.
    """

    outcomes: list[Outcome]
    stop: str

    def __init__(
        self, outcomes: Iterable[Outcome], stop: str, to_frame: ToFrame = to_mapping
    ) -> None:
        self.outcomes = list(outcomes)
        self.stop = stop
        self._to_frame = to_frame
        self._by_name = {outcome.name: outcome for outcome in self.outcomes}

    @property
    def summary(self) -> Any:
        """One row per problem, in the caller's order and kind of frame.

        Columns: problem, status, stop, cases, caseworkers, placed, undistributed; value and bound
        of every level that occurs (``balance``, ``balance_bound``); work; and error, the message.
        Nothing in it depends on how the problems were shared out. It is no ranking.
        """
        return self._to_frame(summary_table(self.outcomes))

    @property
    def errors(self) -> dict[str, EvenloadError]:
        """Errors by the names of their problems."""
        return {o.name: o.error for o in self.outcomes if o.error is not None}

    def outcome(self, name: str) -> Outcome:
        """Return what came of one problem.

        Raises
        ------
        InvalidDataError
            ``unknown_id`` where there is none of that name.
        """
        if name not in self._by_name:
            raise InvalidDataError(
                "unknown_id",
                table="problems",
                column="name",
                expected="the name of a problem",
                found=str(name),
            )
        return self._by_name[name]

    def __getitem__(self, name: str) -> Plan:
        found = self.outcome(name)
        if found.error is not None:
            raise found.error
        if found.plan is None:
            raise InvalidDataError(
                "missing_value",
                table="problems",
                column=name,
                expected="a plan that was kept and not cancelled",
            )
        return found.plan

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __repr__(self) -> str:
        return f"<ManyPlans {self.stop}: {len(self)} problems, {len(self.errors)} with errors>"


def summary_table(outcomes: Iterable[Outcome]) -> _core.Table:
    """Lay the outcomes out as a table."""
    rows = list(outcomes)
    there = dict.fromkeys(level.name for row in rows for level in row.levels)
    names = [name for name in _LEVELS if name in there]
    names += sorted(name for name in there if name not in _LEVELS)
    by_name = [{level.name: level for level in row.levels} for row in rows]
    columns: list[tuple[str, list[Any]]] = [
        ("problem", [row.name for row in rows]),
        ("status", [row.status for row in rows]),
        ("stop", [row.stop for row in rows]),
    ]
    for count in ("cases", "caseworkers", "placed", "undistributed"):
        columns.append((count, [getattr(row, count) for row in rows]))
    for name in names:
        found = [levels.get(name) for levels in by_name]
        columns.append((name, [None if level is None else level.value for level in found]))
        bounds = [None if level is None else level.bound for level in found]
        columns.append((f"{name}_bound", bounds))
    columns.append(("work", [row.work for row in rows]))
    columns.append(("error", [None if row.error is None else str(row.error) for row in rows]))
    return _core.Table.from_columns(
        "summary", [(name, cells, False) for name, cells in columns], "UTC"
    )
