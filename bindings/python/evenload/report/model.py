"""What the page shows, gathered from a plan: plain rows, in no language yet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Why:
    """A reason: a code and its parameters, to be said in some language."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Alternative:
    """One who could take a task, and what that would change on every level."""

    caseworker: str
    load_before: float
    load_after: float
    ratio_after: float | None
    differences: Mapping[str, float]
    reasons: tuple[Why, ...]


@dataclass(frozen=True)
class Excluded:
    """Caseworkers whom the same reason keeps away."""

    reason: Why
    caseworkers: tuple[str, ...]


@dataclass(frozen=True)
class CaseFacts:
    """What the table of cases says and the plan does not repeat."""

    type: str = ""
    case_class: str = ""
    unit: str = ""
    deadline: date | datetime | None = None


@dataclass(frozen=True)
class Task:
    """One role of one case."""

    case: str
    role: str
    phase: str
    state: str
    overridden: bool
    load: float
    facts: CaseFacts
    why: tuple[Why, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    excluded: tuple[Excluded, ...] = ()


@dataclass(frozen=True)
class Relaxation:
    """The cheapest change that would place a task."""

    caseworker: str
    reason: Why
    extra_load: float


@dataclass(frozen=True)
class Waiting:
    """A role on the undistributed list."""

    rank: int
    task: Task
    reason: Why
    slack_days: int | None
    waiting_days: int | None
    held_by: str | None
    held_until: date | None
    relaxation: Relaxation | None

    @property
    def is_a_decision(self) -> bool:
        """Whether a person keeps it here, so that there is nothing to relax."""
        return self.reason.code in ("held", "left_by_override")


@dataclass(frozen=True)
class Person:
    """A caseworker, before and after."""

    id: str
    unit: str
    pool: bool
    capacity: float
    hard_limit: float
    before: float
    after: float
    ratio_before: float | None
    ratio_after: float | None
    band_before: str
    band_after: str
    new_cases: int
    perceived: float | None
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Sums:
    """Overload and spread of a group of people."""

    people: int
    overload: float
    spread: float
    mean: float
    above: int


@dataclass(frozen=True)
class Group:
    """A unit, or the pool (`unit` empty)."""

    unit: str
    pool: bool
    people: tuple[Person, ...]

    @property
    def before(self) -> Sums:
        """Sum up overload and spread without what is new."""
        return sums((p.capacity, p.before) for p in self.people)

    @property
    def after(self) -> Sums:
        """Sum up overload and spread with it."""
        return sums((p.capacity, p.after) for p in self.people)


@dataclass(frozen=True)
class Level:
    """What the plan reaches on a level, and what no plan can beat."""

    name: str
    value: float
    bound: float
    gap: float | None
    absolute_gap: float
    variable_gap: float | None
    proven: bool


@dataclass(frozen=True)
class Made:
    """How the plan was made."""

    day: date
    policy: str
    seed: int
    work: int
    stop: str
    outcome: str
    cases: int
    caseworkers: int
    version: str


@dataclass(frozen=True)
class Measured:
    """A row of a measurement."""

    caseworker: str
    unit: str
    load: float
    capacity: float
    ratio: float | None
    band: str
    cases: int
    perceived: float | None


@dataclass(frozen=True)
class PlanModel:
    """All that the page of a plan shows."""

    groups: tuple[Group, ...]
    undistributed: tuple[Waiting, ...]
    levels: tuple[Level, ...]
    notices: tuple[Why, ...]
    made: Made
    measured: tuple[Measured, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Return everybody, unit by unit."""
        return tuple(person for group in self.groups for person in group.people)

    @property
    def placed(self) -> int:
        """Count what the plan proposes."""
        return sum(1 for person in self.people for task in person.tasks if task.state == "proposed")

    @property
    def before(self) -> Sums:
        """Sum up overload and spread without what is new."""
        return sums((p.capacity, p.before) for p in self.people)

    @property
    def after(self) -> Sums:
        """Sum up overload and spread with it."""
        return sums((p.capacity, p.after) for p in self.people)


def sums(pairs: Iterable[tuple[float, float]]) -> Sums:
    """Sum up (capacity, load) pairs as the levels do.

    All that lies with somebody without capacity is overload; they stand outside the spread.
    """
    everybody = list(pairs)
    overload = math.fsum(max(0.0, load - capacity) for capacity, load in everybody)
    ratios = [load / capacity for capacity, load in everybody if capacity > 0]
    if not ratios:
        return Sums(0, overload, 0.0, 0.0, 0)
    mean = math.fsum(ratios) / len(ratios)
    spread = math.sqrt(math.fsum((ratio - mean) ** 2 for ratio in ratios) / len(ratios))
    return Sums(len(ratios), overload, spread, mean, sum(ratio > 1 for ratio in ratios))


def grouped(excluded: Iterable[tuple[str, Iterable[Why]]]) -> tuple[Excluded, ...]:
    """By the first reason of each caseworker, in the order in which the reasons first occur."""
    by_reason: dict[tuple[Any, ...], tuple[Why, list[str]]] = {}
    for caseworker, reasons in excluded:
        for reason in list(reasons)[:1]:
            key = (
                reason.code,
                tuple(sorted((name, str(value)) for name, value in reason.parameters.items())),
            )
            by_reason.setdefault(key, (reason, []))[1].append(caseworker)
    return tuple(Excluded(reason, tuple(names)) for reason, names in by_reason.values())
