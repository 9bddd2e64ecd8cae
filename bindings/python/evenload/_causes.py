"""Instead of "infeasible": why cases are left over, and what would help."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from evenload import _core
from evenload._documents import dump, versioned
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame
from evenload._progress import ProgressOption, callback
from evenload._tables import SideTables, read_input
from evenload.plan import Plan
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._tables import Unpack

__all__ = ["WhyUnplaced", "why_unplaced"]


class WhyUnplaced:
    """Which cases block each other, the smallest sets of reasons, and the cheapest changes.

    Made by `evenload.why_unplaced`.

    Attributes
    ----------
    stop : {"done", "work", "time", "cancelled"}
        Why the search ended.
    work : int
        Deterministic units done.
    all_examined : bool
        Every single change that might help was solved for.
    combined_proven : bool
        No combination of so many changes places more than those that are told.
    most_worth : float
        What no set of changes can gain more than.
    """

    stop: str
    work: int
    all_examined: bool
    combined_proven: bool
    most_worth: float

    def __init__(
        self, core: _core.WhyUnplaced, sentences: Mapping[str, Any], to_frame: ToFrame
    ) -> None:
        self._core = core
        self._sentences = sentences
        self._to_frame = to_frame
        document = self.to_dict()
        self.stop = document["stop"]
        self.work = document["work"]
        self.all_examined = document["all_examined"]
        self.combined_proven = document["combined_proven"]
        self.most_worth = _number(document["most_worth"])

    @property
    def blocked(self) -> Any:
        """Cases that cannot all be placed together, and whose room they compete for.

        Columns: group, case, role, left_over, load, room, within_capacity, proof, minimal,
        caseworkers, all_sets, missing.
        """
        return self._to_frame(self._core.blocked())

    @property
    def causes(self) -> Any:
        """Irreducible sets of reasons, one row per reason.

        Columns: group, set, proven, reason, reason_parameters, unit, people, caseworkers, needed.
        """
        return self._to_frame(self._core.causes())

    @property
    def reliefs(self) -> Any:
        """Changes that would place something, cheapest for their worth first; one row per change.

        Columns: relief, changes, change, rule, case, caseworker, unit, case_unit, category, by,
        skills, delegation_level, language, capacity, reason, reason_parameters, cost, worth,
        gain_must, gain_due, gain_may_wait, placed, proven.
        """
        return self._to_frame(self._core.reliefs())

    def text(self, language: str = "en") -> str:
        """Say everything in plain words, in ``"en"`` or ``"sv"``."""
        return self._core.text(language, dict(self._sentences.get(language, {})))

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as a document (``docs/schemas/why_unplaced.schema.json``)."""
        document: dict[str, Any] = json.loads(self._core.to_json())
        return document

    def __repr__(self) -> str:
        groups = len(self.to_dict()["blocked"])
        return f"<WhyUnplaced ({self.stop}): {groups} group{'' if groups == 1 else 's'} of cases>"


def why_unplaced(
    cases: Frame,
    caseworkers: Frame,
    *,
    policy: AllocationPolicy | Mapping[str, Any] | None = None,
    plan: Plan | None = None,
    only: Iterable[Any] = (),
    audience: str = "allocator",
    reasons_by: str = "unit",
    most_sets: int = 3,
    most_changes: int = 2,
    most_reliefs: int = 10,
    most_plans: int = 400,
    costs: Mapping[str, Any] | None = None,
    never: Iterable[str] = (),
    options: Mapping[str, Any] | None = None,
    time_limit: float = 60.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **tables: Unpack[SideTables],
) -> WhyUnplaced:
    """Tell why cases are left over: which compete, what keeps them out, and what would help.

    Parameters
    ----------
    cases, caseworkers : frame
        As in `evenload.allocate`.
    policy : AllocationPolicy or mapping, optional
        The rules.
    plan : Plan, optional
        What `evenload.allocate` gave for the same tables; without it, it is made.
    only : iterable of ids, optional
        Cases that are asked about together, whatever the plan does with them; by default all that
        the plan leaves over.
    audience : {"allocator", "caseworker", "colleague", "case_file"}
        Who reads. Others than the allocator read which cases are left over, and nothing else.
    reasons_by : {"unit", "caseworker"}
        Whether a rule counts as one reason for all people of a unit, or for each of them.
    most_sets : int
        Irreducible sets of reasons for each group of cases.
    most_changes : int
        Changes that are combined, 0 (none are looked for) to 4.
    most_reliefs : int
        Single changes that are told.
    most_plans : int
        Plans that are solved in search of changes.
    costs : mapping, optional
        What changes cost, by name: a rule's name (not applied to one case), ``"hard_limit"`` and
        ``"capacity"`` (a point), ``"new_case_limit"`` and ``"category_limit"`` (a case),
        ``"border"``, ``"interpreter"``, ``"new_caseworker"``; ``docs/models/causes.md`` has the
        usual ones.
    never : iterable of str, optional
        Names of changes that are not to be proposed.
    options : mapping, optional
        More of ``docs/schemas/causes_question.schema.json``: caseworker_factor, limit_step,
        class_worth, new_capacity.
    time_limit : float
        Seconds for everything together; a safety net.
    work_limit : int, optional
        Deterministic units for everything together.
    threads, seed, progress, stop
        As in `evenload.allocate`.
    **tables : frame
        The other tables of ``docs/data-model.md``, as in `evenload.allocate`.

    Returns
    -------
    WhyUnplaced
        Its frames are of the kind of `cases`.

    Raises
    ------
    InvalidDataError
        Names table, column and row; ``unknown_id`` for a case that is not there, or a plan of
        other tables.

    Examples
    --------
    >>> import evenload
    >>> cases = {"id": ["c1", "c2", "c3"], "weight": [6, 4, 5], "unit": ["A", "A", "A"],
    ...          "delegation_level": [2, 2, 2]}
    >>> people = {"id": ["Kim", "Lo"], "unit": ["A", "B"], "capacity": [20, 20],
    ...           "delegation_level": [1, 2]}
    >>> why = evenload.why_unplaced(cases, people, policy={"on": "2026-11-23"})
    >>> why.causes["people"].tolist()
    [1, 1, 1, 1, 1, 1]
    >>> why.reliefs["change"][0], why.reliefs["placed"][0]
    ('border_opened', ['c1', 'c2', 'c3'])
    """
    chosen = policy_for(policy)
    if plan is not None and not isinstance(plan, Plan):
        raise InvalidDataError(
            "wrong_type",
            table="options",
            column="plan",
            expected="a Plan that allocate made",
            found=type(plan).__name__,
        )
    question = versioned(
        {
            "audience": audience,
            "reasons_by": reasons_by,
            "most_sets": most_sets,
            "most_changes": most_changes,
            "most_reliefs": most_reliefs,
            "most_plans": most_plans,
            "costs": dict(costs or {}),
            "never": list(never),
            **(options or {}),
        }
    )
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    with callback(progress, "causes") as report:
        core = _core.why_unplaced(
            source,
            chosen._core,
            None if plan is None else plan._core,
            [only] if isinstance(only, str) else list(only),
            dump(question),
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    return WhyUnplaced(core, chosen.sentences, to_frame)


def _number(value: Any) -> float:
    """Read an exact number of a document: a number, or a fraction as text."""
    if isinstance(value, str):
        numerator, denominator = value.split("/")
        return int(numerator) / int(denominator)
    return float(value)
