"""What each next skill is worth, and the order that buys most. Offered by `evenload.pool`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy.typing as npt

from evenload import _core
from evenload.pool._flexibility import Skills, pairs_of
from evenload.pool._unit_demand import Demand, ScenarioMean, demand_row, known, units_of


@dataclass(frozen=True)
class Training:
    """A skill that a group could learn.

    Attributes
    ----------
    group, unit : str
        Who would serve which unit.
    cost : float
        Money.
    hours : float
        Hours of the group's time, in all.
    weeks : float
        Until the skill is there; the hours are spread over them.
    efficiency : float
        Demand served by an hour there, 0.01 to 1.
    """

    group: str
    unit: str
    cost: float = 0.0
    hours: float = 0.0
    weeks: float = 0.0
    efficiency: float = 1.0


@dataclass(frozen=True)
class NextSkill:
    """One skill more on top of what is there today."""

    group: str
    unit: str
    gain: ScenarioMean


@dataclass(frozen=True)
class TrainingStep:
    """One step of the order.

    Attributes
    ----------
    throughput, gain : ScenarioMean
        Hours a week served after this step, and over the step before.
    bound : ScenarioMean
        No set of so many skills serves more.
    cost : float
        Money for this and the earlier steps.
    closes : int
        Groups in the circle that this skill closes; 0 where it joins or extends.
    shape : str
        What the whole looks like afterwards, as in `Flexibility`.
    net_worth : ScenarioMean
        Of this and the earlier steps: worth of the hours gained over the horizon, less hours lost
        in training, less cost.
    """

    group: str
    unit: str
    throughput: ScenarioMean
    gain: ScenarioMean
    bound: ScenarioMean
    cost: float
    closes: int
    shape: str
    net_worth: ScenarioMean


@dataclass(frozen=True)
class CrossTraining:
    """The answer of `cross_training`.

    Attributes
    ----------
    before, full, demand : ScenarioMean
        Hours a week: served today, served with every candidate, wanted.
    next : tuple of NextSkill
        Every candidate on top of today's skills, the best first.
    steps : tuple of TrainingStep
        The order.
    best_step : int
        Steps to take for the largest net worth; 0: no skill pays.
    shape : str
        Of today's skills.
    exact : bool
        Scenarios were given: no sampling error.
    stop : str
        ``"done"`` or ``"cancelled"``.
    """

    before: ScenarioMean
    full: ScenarioMean
    demand: ScenarioMean
    next: tuple[NextSkill, ...]
    steps: tuple[TrainingStep, ...]
    best_step: int
    shape: str
    scenarios: int
    exact: bool
    stop: str
    groups: tuple[str, ...]
    units: tuple[str, ...]
    skills: tuple[tuple[str, str], ...]
    priced: bool

    def sentences(self) -> list[str]:
        """Return what was found in a few sentences."""
        told = [
            f"Today {self.before.mean:.1f} of {self.demand.mean:.1f} hours a week are served; "
            f"with every skill it would be {self.full.mean:.1f}."
        ]
        if not self.steps:
            return [*told, "No skill among those that could be learnt serves more."]
        last = self.steps[-1]
        possible = self.full.mean - self.before.mean
        share = (last.throughput.mean - self.before.mean) / possible if possible > 0 else 1.0
        told.append(
            f"{len(self.steps)} skills bring {last.throughput.mean - self.before.mean:.1f} hours, "
            f"{100 * share:.0f} % of what all would."
        )
        if last.shape == "closed_chain":
            told.append(
                f"They end in one closed chain; closing it brings {last.gain.mean:.1f} hours, "
                "more than any step before."
                if all(step.gain.mean < last.gain.mean for step in self.steps[:-1])
                else "They end in one closed chain."
            )
        if self.priced:
            told.append(
                f"The first {self.best_step} pay best: "
                f"{self.steps[self.best_step - 1].net_worth.mean:.0f} net over the horizon."
                if self.best_step
                else "None of them pays for its training over the horizon."
            )
        return told


@dataclass(frozen=True)
class DesignValue:
    """What a design of your own serves: hours a week, and over the first design."""

    throughput: ScenarioMean
    gain: ScenarioMean
    shape: str


class _Input:
    """Names and what the compiled part takes."""

    def __init__(
        self,
        capacity: Mapping[str, float],
        skills: Skills,
        demand: Demand,
        candidates: Iterable[Training] | None,
        efficiency: Mapping[tuple[str, str], float] | None,
        probability: npt.ArrayLike | None,
        likewise: Training,
    ) -> None:
        self.groups = list(capacity)
        self.units: list[str] = units_of(demand)
        groups = {name: place for place, name in enumerate(self.groups)}
        units = {name: place for place, name in enumerate(self.units)}
        self.capacity = [float(hours) for hours in capacity.values()]
        self.pairs = pairs_of(skills, groups, units, "cross_training")
        of_pair = dict(efficiency or {})
        self.efficiency = [of_pair.get(pair, 1.0) for pair in self.named(self.pairs)]
        self.demand = demand_row(demand, self.units, probability)
        if candidates is None:
            there = set(self.pairs)
            places = [(g, u) for g in range(len(groups)) for u in range(len(units))]
            self.candidates = [pair for pair in places if pair not in there]
            listed = [likewise] * len(self.candidates)
        else:
            listed = list(candidates)
            self.candidates = [
                (
                    known(groups, one.group, "cross_training", "candidates", row),
                    known(units, one.unit, "cross_training", "candidates", row),
                )
                for row, one in enumerate(listed)
            ]
        self.candidate_efficiency = [one.efficiency for one in listed] or None
        self.hours = [one.hours for one in listed] or None
        self.weeks = [one.weeks for one in listed] or None
        self.cost = [one.cost for one in listed] or None

    def named(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
        return [(self.groups[group], self.units[unit]) for group, unit in pairs]


def cross_training(
    capacity: Mapping[str, float],
    skills: Skills,
    demand: Demand,
    *,
    probability: npt.ArrayLike | None = None,
    candidates: Iterable[Training] | None = None,
    cost: float = 0.0,
    training_hours: float = 0.0,
    training_weeks: float = 0.0,
    candidate_efficiency: float = 1.0,
    efficiency: Mapping[tuple[str, str], float] | None = None,
    max_skills: int | None = None,
    budget: float | None = None,
    worth_per_hour: float | None = None,
    weeks: float = 52.0,
    scenarios: int = 20000,
    search_scenarios: int = 2000,
    look_ahead: bool = True,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> CrossTraining:
    """Order second skills by what they buy: hours of demand served that would go unserved.

    Two skills per person, linked in one closed chain, serve nearly as much as all skills would. The
    last skill, which closes the chain, is worth most, so one look ahead is not enough: pairs and
    exchanges are looked at, too, and a bound says what no other choice can pass.

    Parameters
    ----------
    capacity : mapping of str to float
        Hours a week of each group (a person, or people with the same skills).
    skills : mapping of str to iterable of str
        Units that each group serves today, their own first.
    demand : mapping of str to array, or NormalDemand
        Hours a week by unit: scenarios (equally many of each unit), or a law to draw from.
    probability : array of float, optional
        Of the scenarios; by default all alike.
    candidates : iterable of Training, optional
        What could be learnt; by default every other pair, each with `cost`, `training_hours`,
        `training_weeks` and `candidate_efficiency`.
    cost, training_hours, training_weeks, candidate_efficiency : float
        Of every pair, where no `candidates` are given.
    efficiency : mapping of (str, str) to float, optional
        Demand served by an hour of a group in a unit that it serves today; 1 by default.
    max_skills : int, optional
        By default as many as there are groups: enough to close a chain.
    budget : float, optional
        Money for training; then gains are compared for the money.
    worth_per_hour : float, optional
        Money that an hour of demand served is worth; needed to say what pays.
    weeks : float
        Over which the skills are to pay.
    scenarios, search_scenarios : int
        Drawn scenarios: those that values are told from, and the search's own.
    look_ahead : bool
        Pairs and exchanges; without it the order is greedy.
    seed : int
        Equal seeds give equal answers.
    threads : int
        0 for as many as the machine has; the answer does not depend on it.
    stop : StopToken, optional
        Stops the call from elsewhere.

    Returns
    -------
    CrossTraining

    Raises
    ------
    InvalidDataError
        Names table ``"cross_training"``, ``"demand"`` or ``"options"``, column and row: a group
        without a skill, a unit without demand, negative hours, scenarios of unequal length,
        probabilities that do not sum to 1.

    Examples
    --------
    >>> from evenload import pool
    >>> units = ["intake", "children", "youth", "family"]
    >>> answer = pool.cross_training(
    ...     capacity={f"group {unit}": 100 for unit in units},
    ...     skills={f"group {unit}": [unit] for unit in units},
    ...     demand=pool.NormalDemand(dict.fromkeys(units, 100), dict.fromkeys(units, 40)),
    ...     scenarios=4000,
    ... )
    >>> len(answer.steps), answer.steps[-1].shape, answer.steps[-1].closes
    (4, 'closed_chain', 4)
    >>> answer.steps[-1].gain.mean > max(step.gain.mean for step in answer.steps[:-1])
    True
    """
    likewise = Training("", "", cost, training_hours, training_weeks, candidate_efficiency)
    given = _Input(capacity, skills, demand, candidates, efficiency, probability, likewise)
    options = {
        "scenarios": scenarios,
        "search_scenarios": search_scenarios,
        "max_skills": -1 if max_skills is None else max_skills,
        "budget": math.inf if budget is None else budget,
        "worth_per_hour": 0.0 if worth_per_hour is None else worth_per_hour,
        "weeks": weeks,
        "look_ahead": look_ahead,
        "seed": seed,
        "threads": threads,
    }
    if candidates is not None and not given.candidates:
        options["max_skills"] = 0  # nothing can be learnt
    found = _core.cross_training(
        given.capacity, given.pairs, given.efficiency, given.demand, given.candidates or None,
        given.candidate_efficiency, given.hours, given.weeks, given.cost, options, stop,
    )  # fmt: skip
    pairs = given.named(given.candidates)
    steps = tuple(
        TrainingStep(
            given.groups[group], given.units[unit], ScenarioMean(*throughput), ScenarioMean(*gain),
            ScenarioMean(*bound), spent, closes, shape, ScenarioMean(*net),
        )
        for _, group, unit, throughput, gain, bound, spent, closes, shape, net in found["steps"]
    )  # fmt: skip
    following = tuple(
        NextSkill(pairs[candidate][0], pairs[candidate][1], ScenarioMean(*gain))
        for candidate, gain in (found["next"] if given.candidates else ())
    )
    return CrossTraining(
        ScenarioMean(*found["before"]), ScenarioMean(*found["full"]),
        ScenarioMean(*found["demand"]), following, steps, found["best_step"], found["shape"],
        found["scenarios"], found["exact"], found["stop"], tuple(given.groups),
        tuple(given.units), tuple(given.named(given.pairs)), worth_per_hour is not None,
    )  # fmt: skip


def compare_designs(
    capacity: Mapping[str, float],
    skills: Skills,
    demand: Demand,
    designs: Iterable[Iterable[tuple[str, str]]],
    *,
    probability: npt.ArrayLike | None = None,
    candidate_efficiency: float = 1.0,
    scenarios: int = 20000,
    seed: int = 0,
    threads: int = 0,
) -> list[DesignValue]:
    """Tell what designs of your own would serve, all by the same scenarios.

    Parameters
    ----------
    capacity, skills, demand, probability
        As in `cross_training`.
    designs : iterable of iterables of (str, str)
        (group, unit) of the skills that each design adds to today's.
    candidate_efficiency : float
        Demand served by an hour with an added skill.
    scenarios, seed, threads : int
        As in `cross_training`.

    Returns
    -------
    list of DesignValue
        In the order of `designs`; gains are over the first.

    Examples
    --------
    >>> from evenload import pool
    >>> people = {name: 10 for name in "abcd"}
    >>> own = dict(zip("abcd", "ABCD"))
    >>> weeks = {"A": [16, 4], "B": [4, 10], "C": [10, 16], "D": [10, 10]}
    >>> long = [("a", "B"), ("b", "C"), ("c", "D"), ("d", "A")]
    >>> short = [("a", "B"), ("b", "A"), ("c", "D"), ("d", "C")]
    >>> [one.throughput.mean for one in pool.compare_designs(people, own, weeks, [long, short])]
    [40.0, 37.0]
    """
    likewise = Training("", "", efficiency=candidate_efficiency)
    given = _Input(capacity, skills, demand, None, None, probability, likewise)
    place = {pair: at for at, pair in enumerate(given.named(given.candidates))}
    chosen = [
        [known(place, tuple(pair), "designs", "candidate", row) for pair in design]
        for row, design in enumerate(designs)
    ]
    options = {
        "scenarios": scenarios, "search_scenarios": 2000, "max_skills": 0, "budget": math.inf,
        "worth_per_hour": 0.0, "weeks": 52.0, "look_ahead": True, "seed": seed, "threads": threads,
    }  # fmt: skip
    found = _core.compare_designs(
        given.capacity, given.pairs, given.efficiency, given.demand, given.candidates or None,
        given.candidate_efficiency, options, chosen,
    )  # fmt: skip
    return [
        DesignValue(ScenarioMean(*throughput), ScenarioMean(*gain), shape)
        for throughput, gain, shape in found
    ]
