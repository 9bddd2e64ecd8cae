"""The rest of the week: rebalance, redistribute, cover, replan, plan ahead, what if."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from evenload import _core
from evenload._documents import dump
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame
from evenload._progress import ProgressOption, callback
from evenload._question import VerbQuestion
from evenload._tables import SideTables, read_input
from evenload._verb_settings import id_of, ids_of, inflow_of, rows_of
from evenload.plan import Plan
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._audit import AuditKey, SealedRecord
    from evenload._tables import Unpack

__all__ = ["VerbAnswer", "cover", "plan_ahead", "rebalance", "redistribute", "replan", "what_if"]

_Policy = AllocationPolicy | Mapping[str, Any] | None
_Day = datetime.date | str


class SolveKeywords(SideTables, total=False):
    """Side tables, and how a solve is limited, watched and stopped: as in `evenload.allocate`."""

    time_limit: float
    work_limit: int | None
    threads: int
    seed: int
    progress: ProgressOption
    stop: _core.StopToken | None


class VerbAnswer:
    """What a verb answers: a plan, and tables that say what it changes.

    Attributes
    ----------
    verb : str
        ``"rebalance"``, ….
    plan : Plan
        It explains itself with the input that it answers.
    """

    def __init__(
        self, verb: str, core: _core.VerbAnswer, to_frame: ToFrame, question: VerbQuestion
    ) -> None:
        self.verb = verb
        self._question = question
        self._core = core
        self._to_frame = to_frame
        policy = AllocationPolicy.from_json(core.policy.to_json())
        self.plan = Plan(core.plan, core.input, policy, to_frame)
        self._frames: dict[str, Any] = {}

    def table(self, name: str) -> Any:
        """Return a table by its name, as a frame of the caller's kind.

        Which there are: `rebalance` has ``moves`` and ``by_moves``; `redistribute`
        ``handed_over``; `cover` ``lent``, ``waiting`` and ``handed_over``; `replan` ``changes`` and
        ``closed``; `plan_ahead` ``rooms``, ``cost`` and ``otherwise``; `what_if` ``levels``,
        ``moves`` and ``loads``.
        """
        if name not in self._frames:
            try:
                found = self._core.table(name)
            except IndexError:
                raise InvalidDataError(
                    "invalid_argument",
                    column="name",
                    expected=f"a table of {self.verb}",
                    found=repr(name),
                ) from None
            self._frames[name] = self._to_frame(found)
        return self._frames[name]

    @property
    def question(self) -> VerbQuestion:
        """What was asked, for a later `evenload.verify`; its JSON holds the answer, too."""
        asked = self._question
        return VerbQuestion(
            asked.verb,
            asked._input,
            asked.policy,
            asked.settings,
            asked.announced,
            self.to_json(),
        )

    def audit(self, key: AuditKey | bytes, *, decided_by_role: str = "") -> SealedRecord:
        """Seal the plan with what the verb was asked; `evenload.verify` asks it again.

        Parameters
        ----------
        key : AuditKey or bytes
            The caller's key.
        decided_by_role : str
            Who took the proposal over: a role, never a name.

        Returns
        -------
        SealedRecord

        Examples
        --------
        >>> import evenload
        >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
        >>> cases = {"id": ["c1"], "weight": [4], "state": ["started"],
        ...          "current_caseworker": ["Kim"]}
        >>> key = evenload.AuditKey(bytes(range(32)), "2026")
        >>> answer = evenload.redistribute("Kim", cases, people, policy={"on": "2026-11-23"})
        >>> record = answer.audit(key, decided_by_role="unit manager")
        >>> record.verb, evenload.verify(record, answer.question, key=key)
        ('redistribute', <Verification agrees (repeated)>)
        """
        from evenload._audit import seal_plan

        return seal_plan(self.plan, self._question, key, decided_by_role)

    def to_json(self) -> str:
        """Return everything as one JSON object (``docs/schemas/README.md``)."""
        return self._core.to_json()

    def __repr__(self) -> str:
        return f"<VerbAnswer of {self.verb}: {self.plan!r}>"


def rebalance(
    cases: Frame,
    caseworkers: Frame,
    *,
    most_moves: int = 3,
    price: int = 0,
    may_move: Iterable[Any] = (),
    pinned: Iterable[Any] = (),
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Move a few cases that are announced or started, and tell what each further move is worth.

    Parameters
    ----------
    cases, caseworkers, policy
        As in `allocate`.
    most_moves : int
        k: at most so many assignments change hands, 0 to 200.
    price : int
        Cost units for each of them, on top of what the rules charge.
    may_move, pinned : iterable of ids
        Cases that may move (all that are announced or started by default), and cases that may not.
    **keywords
        Side tables, and limits of the solve, as in `allocate`.

    Returns
    -------
    VerbAnswer
        Table ``moves``: the most useful first, with what each changes per level; ``by_moves``: per
        number of moves and level, value and bound.

    Raises
    ------
    InvalidDataError
        Names table ``rebalance`` and the setting, or table, column and row.

    Examples
    --------
    >>> import evenload
    >>> ids = ["c1", "c2", "c3", "c4"]
    >>> cases = {"id": ids, "weight": [3] * 4, "state": ["started"] * 4,
    ...          "current_caseworker": ["Kim"] * 4}
    >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
    >>> answer = evenload.rebalance(cases, people, most_moves=1, policy={"on": "2026-11-23"})
    >>> answer.table("moves")["to"].tolist()
    ['Lo']
    """
    settings = {
        "most_moves": most_moves,
        "price": price,
        "may_move": ids_of(may_move),
        "pinned": ids_of(pinned),
    }
    return _call("rebalance", cases, caseworkers, policy, settings, keywords)


def redistribute(
    caseworker: Any,
    cases: Frame,
    caseworkers: Frame,
    *,
    first_day: _Day | None = None,
    hand_over_share: float = 0.25,
    hand_over_weeks: int = 4,
    urgent_factor: int = 4,
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Give all cases of somebody who leaves to others, for good.

    Parameters
    ----------
    caseworker : str or (system, id)
        Who leaves.
    cases, caseworkers, policy
        As in `allocate`.
    first_day : date, optional
        First day with the new caseworker; the day of allocation by default.
    hand_over_share, hand_over_weeks
        What handing over costs both: so much of the case's load for so many weeks.
    urgent_factor : int
        How much more a case counts whose deadline falls before the hand-over is done.
    **keywords
        Side tables, and limits of the solve, as in `allocate`.

    Returns
    -------
    VerbAnswer
        Table ``handed_over``, by deadline.

    Raises
    ------
    InvalidDataError
        Names table ``redistribute`` and the setting, or table, column and row.

    Examples
    --------
    >>> import evenload
    >>> cases = {"id": ["c1"], "weight": [4], "state": ["started"], "current_caseworker": ["Kim"]}
    >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
    >>> answer = evenload.redistribute("Kim", cases, people, policy={"on": "2026-11-23"})
    >>> answer.table("handed_over")["to"].tolist()
    ['Lo']
    """
    settings = {
        "caseworker": id_of(caseworker),
        "from": first_day,
        "hand_over": {"share": hand_over_share, "weeks": hand_over_weeks},
        "urgent_factor": urgent_factor,
    }
    return _call("redistribute", cases, caseworkers, policy, settings, keywords)


def cover(
    caseworker: Any,
    first_day: _Day,
    last_day: _Day | None,
    cases: Frame,
    caseworkers: Frame,
    *,
    visits: Frame | None = None,
    redistribute_after_days: int = 90,
    hand_over_share: float = 0.25,
    hand_over_weeks: int = 4,
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Lend out what cannot wait while somebody is away; it comes back afterwards.

    Parameters
    ----------
    caseworker : str or (system, id)
        Who is away.
    first_day, last_day : date
        Days away, both included; None where the end is not known.
    cases, caseworkers, policy
        As in `allocate`.
    visits : frame, optional
        What is booked: columns ``case`` and ``on``.
    redistribute_after_days : int
        A longer absence, or one without an end, hands the cases over for good.
    hand_over_share, hand_over_weeks
        For that, as in `redistribute`.
    **keywords
        Side tables, and limits of the solve, as in `allocate`.

    Returns
    -------
    VerbAnswer
        Tables ``lent`` (why, until when, back on), ``waiting``, and ``handed_over`` where the
        absence is too long.

    Raises
    ------
    InvalidDataError
        Names table ``cover`` and the setting, or table, column and row.

    Examples
    --------
    >>> import evenload
    >>> cases = {"id": ["c1", "c2"], "weight": [4, 4], "state": ["started"] * 2,
    ...          "current_caseworker": ["Kim"] * 2,
    ...          "deadline": ["2026-11-25T15:00:00Z", "2027-02-01T15:00:00Z"]}
    >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
    >>> days = "2026-11-23", "2026-11-27"
    >>> answer = evenload.cover("Kim", *days, cases, people, policy={"on": "2026-11-23"})
    >>> answer.table("lent")["case"].tolist(), answer.table("waiting")["case"].tolist()
    (['c1'], ['c2'])
    """
    chosen = policy_for(policy)
    settings = {
        "caseworker": id_of(caseworker),
        "from": first_day,
        "to": last_day,
        "visits": rows_of("visits", visits, ("case", "on"), chosen.zone),
        "redistribute_after_days": redistribute_after_days,
        "hand_over": {"share": hand_over_share, "weeks": hand_over_weeks},
    }
    return _call("cover", cases, caseworkers, chosen, settings, keywords)


def replan(
    plan: Plan,
    cases: Frame,
    caseworkers: Frame,
    *,
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Plan anew for an input that has changed, with fewest changes to what was announced.

    Parameters
    ----------
    plan : Plan
        What was announced.
    cases, caseworkers, policy
        As they are now; as in `allocate`. The plan's policy where none is given.
    **keywords
        Side tables, and limits of the solve, as in `allocate`.

    Returns
    -------
    VerbAnswer
        Tables ``changes`` (from, to, why) and ``closed``; the plan's levels count ``changes``
        right after the cases that must be placed.

    Raises
    ------
    InvalidDataError
        ``contradiction`` for a plan that shares no case with the input; or names table, column and
        row.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
    >>> monday = {"on": "2026-11-23"}
    >>> plan = evenload.allocate({"id": ["c1"], "weight": [4]}, people, policy=monday)
    >>> now = {"id": ["c1", "urgent"], "weight": [4, 6]}
    >>> answer = evenload.replan(plan, now, people, policy=monday)
    >>> len(answer.table("changes")["case"]), answer.plan.status
    (0, 'optimal')
    """
    chosen = policy_for(policy if policy is not None else plan.policy)
    return _call("replan", cases, caseworkers, chosen, {}, keywords, plan)


def plan_ahead(
    inflow: Any,
    cases: Frame,
    caseworkers: Frame,
    *,
    quantile: float | None = None,
    phase: str = "",
    reserve_as: str = "due",
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Allocate so that room is left for the cases that are expected.

    Parameters
    ----------
    inflow : frame or LoadForecast
        Columns ``unit``, ``type``, ``phase``, ``week`` (any day of it), ``cases`` and, where the
        policy's weight table does not tell, ``weight`` of one case. Or what
        `evenload.workload.forecast` gives, or its ``arrivals``.
    cases, caseworkers, policy
        As in `allocate`.
    quantile : float, optional
        Of a forecast: how safe to be, such as 0.9; its expected number by default.
    phase : str
        Of a forecast: the phase in which cases come, where the weight table asks for it.
    reserve_as : {"must", "due", "may_wait"}
        How strongly room is kept: as if the expected cases were of this class.
    **keywords
        Side tables, and limits of the solve, as in `allocate`.

    Returns
    -------
    VerbAnswer
        Tables ``rooms`` (wanted and reserved), ``cost`` (what it costs on each level) and
        ``otherwise`` (who would have had what).

    Raises
    ------
    InvalidDataError
        Names table ``inflow``, column and row, or table, column and row.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim"], "capacity": [10], "unit": ["a"]}
    >>> cases = {"id": ["c1"], "weight": [4], "unit": ["a"], "class": ["may_wait"]}
    >>> expected = {"unit": ["a"], "week": ["2026-11-23"], "cases": [2], "weight": [4]}
    >>> answer = evenload.plan_ahead(expected, cases, people, policy={"on": "2026-11-23"})
    >>> answer.table("rooms")["reserved"].tolist(), answer.plan.undistributed["case"].tolist()
    ([8.0], ['c1'])
    """
    chosen = policy_for(policy)
    settings = {"inflow": inflow_of(inflow, quantile, phase, chosen.zone), "reserve_as": reserve_as}
    return _call("plan_ahead", cases, caseworkers, chosen, settings, keywords)


def what_if(
    cases: Frame,
    caseworkers: Frame,
    *,
    changed_policy: _Policy = None,
    capacities: Frame | None = None,
    more_absences: Frame | None = None,
    weights: Frame | None = None,
    more_limits: Frame | None = None,
    without_caseworkers: Iterable[Any] = (),
    without_cases: Iterable[Any] = (),
    policy: _Policy = None,
    **keywords: Unpack[SolveKeywords],
) -> VerbAnswer:
    """Allocate with a change and without, and tell the difference.

    Parameters
    ----------
    cases, caseworkers, policy
        As in `allocate`.
    changed_policy : AllocationPolicy or mapping, optional
        In the place of the policy.
    capacities : frame, optional
        Columns ``caseworker`` and any of ``capacity``, ``hard_limit``, ``new_cases_limit``.
    more_absences : frame, optional
        Columns ``caseworker``, ``from``, ``to`` and, if wanted, ``share``; in addition.
    weights : frame, optional
        Columns ``case`` and ``weight``.
    more_limits : frame, optional
        Columns ``category``, and any of ``caseworker``, ``cases``, ``weight``; in addition.
    without_caseworkers, without_cases : iterable of ids
        Who has no capacity, and what is not there.
    **keywords
        Side tables, and limits of the solve, as in `allocate`. Both plans have the same seed and
        work.

    Returns
    -------
    VerbAnswer
        The plan with the change; tables ``levels``, ``moves`` and ``loads``.

    Raises
    ------
    InvalidDataError
        Names table ``changes.…``, column and row, or table, column and row.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "capacity": [10, 10], "unit": ["a", "a"]}
    >>> cases = {"id": ["c1", "c2"], "weight": [4, 4]}
    >>> answer = evenload.what_if(cases, people, without_caseworkers=["Lo"],
    ...                           policy={"on": "2026-11-23"})
    >>> answer.table("loads")["after"].tolist()
    [8.0, 0.0]
    """
    chosen = policy_for(policy)
    zone = chosen.zone
    settings: dict[str, Any] = {
        "capacities": rows_of(
            "capacities",
            capacities,
            ("caseworker", "capacity", "hard_limit", "new_cases_limit"),
            zone,
        ),
        "absences": rows_of("absences", more_absences, ("caseworker", "from", "to", "share"), zone),
        "weights": rows_of("weights", weights, ("case", "weight"), zone),
        "limits": rows_of(
            "limits", more_limits, ("caseworker", "category", "cases", "weight"), zone
        ),
        "without_caseworkers": ids_of(without_caseworkers),
        "without_cases": ids_of(without_cases),
    }
    if changed_policy is not None:
        settings["policy"] = policy_for(changed_policy).to_dict()
    return _call("what_if", cases, caseworkers, chosen, settings, keywords)


def _call(
    verb: str,
    cases: Frame,
    caseworkers: Frame,
    policy: _Policy,
    settings: Mapping[str, Any],
    keywords: SolveKeywords,
    announced: Plan | None = None,
) -> VerbAnswer:
    time_limit = keywords.pop("time_limit", 10.0)
    work_limit = keywords.pop("work_limit", None)
    threads = keywords.pop("threads", 0)
    seed = keywords.pop("seed", 0)
    progress = keywords.pop("progress", None)
    stop = keywords.pop("stop", None)
    chosen = policy_for(policy)
    source, to_frame = read_input(cases, caseworkers, keywords, chosen)
    words = dump(settings)
    with callback(progress, verb) as report:
        core = _core.call_verb(
            verb,
            source,
            chosen._core,
            None if announced is None else announced._core,
            words,
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    question = VerbQuestion(verb, source, chosen, words, announced)
    return VerbAnswer(verb, core, to_frame, question)
