"""The answer of an allocation."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, overload

from evenload import _core
from evenload._documents import dump, load
from evenload._errors import InvalidDataError
from evenload._fairness import LevelOrders, orders_of
from evenload._frames import ToFrame, to_mapping
from evenload._levels import Level, SortedRatios, levels_from, ratios_from
from evenload.explanation import (
    METADATA_KEY,
    Alternative,
    Excluded,
    Explanation,
    Reason,
    Relaxation,
    document_in,
)
from evenload.policy import AllocationPolicy

if TYPE_CHECKING:
    from evenload._audit import AuditKey, SealedRecord
    from evenload._progress import ProgressOption

__all__ = ["Alternative", "Excluded", "Explanation", "Level", "Plan", "Reason", "Relaxation"]


class Plan:
    """A proposal: who takes which case, what is left, and how good it provably is.

    Made by `evenload.allocate`. It pickles, and round-trips through JSON and Arrow, with the input
    and the policy inside, so that a stored plan still explains itself.

    Attributes
    ----------
    levels : list of Level
        Levels in strict order, with bounds and gaps.
    sorted_ratios : SortedRatios or None
        With ``balance="leximin"``: load / capacity, worst first, naming nobody, and how many are
        proven.
    status : {"optimal", "feasible", "infeasible", "unknown"}
        ``"optimal"`` where every level is proven.
    stop : {"done", "work", "time", "cancelled"}
        Why the solve stopped.
    work : int
        Deterministic units done.
    notices : list of Reason
        What is odd in the input but no error, such as a previous caseworker who is not in the
        table.
    policy : AllocationPolicy or None
        With the day of allocation filled in.
    """

    levels: list[Level]
    sorted_ratios: SortedRatios | None
    status: str
    stop: str
    work: int
    notices: list[Reason]
    policy: AllocationPolicy | None

    def __init__(
        self,
        core: _core.Plan,
        source: _core.AllocationInput | None,
        policy: AllocationPolicy | None,
        to_frame: ToFrame = to_mapping,
    ) -> None:
        self._core = core
        self._input = source
        self._to_frame = to_frame
        self._frames: dict[str, Any] = {}
        self._explainer: _core.Explainer | None = None
        self._sentences = policy.sentences if policy is not None else {}
        self.policy = policy
        self.levels = levels_from(core.levels)
        self.sorted_ratios = ratios_from(core.sorted_ratios)
        self.status = core.status
        self.stop = core.stop
        self.work = core.work
        self.notices = [
            Reason(code, parameters, self._sentences) for code, parameters in core.notices
        ]

    @property
    def assignments(self) -> Any:
        """Who has which case, in the order of the cases.

        Columns: case, role, phase, caseworker, state, overridden, load, cost.
        """
        return self._frame("assignments", self._core.assignments)

    @property
    def undistributed(self) -> Any:
        """What could not be placed, ranked, each with its reason and cheapest relaxation."""
        return self._frame("undistributed", self._core.undistributed)

    @property
    def loads(self) -> Any:
        """Capacity, load and ratio before and after, in the order of the caseworkers."""
        return self._frame("loads", self._core.loads)

    def explain(
        self, case_id: Any, role: str = "lead", audience: str = "allocator", top: int = 4
    ) -> Explanation:
        """Explain one role of one case.

        Parameters
        ----------
        case_id : str, int or (system, id)
            The case.
        role : str
            The role.
        audience : {"allocator", "caseworker", "colleague", "case_file"}
            Who reads; only the allocator sees absence, conflict of interest or protection as
            reasons.
        top : int
            How many alternatives besides the chosen caseworker.

        Returns
        -------
        Explanation

        Raises
        ------
        InvalidDataError
            ``unknown_id`` for a case or role that the plan does not have.
        """
        core = self._prepared().explain(case_id, role, audience, top)
        return Explanation(core, self._sentences, self._to_frame)

    def why_not(self, case_id: Any, caseworker: Any, role: str = "lead") -> list[Reason]:
        """Return every hard rule that keeps a caseworker from a case; empty if none does."""
        rows = self._prepared().why_not(case_id, role, caseworker)
        return [Reason(code, parameters, self._sentences) for code, parameters in rows]

    def level_orders(
        self,
        *,
        time_limit: float = 10.0,
        threads: int = 0,
        progress: ProgressOption = None,
        stop: _core.StopToken | None = None,
    ) -> LevelOrders:
        """Say what every level would be under another order: overload early and late.

        Both orders are solved with the plan's seed and work limit.

        Parameters
        ----------
        time_limit, threads, progress, stop
            As in `evenload.allocate`.

        Returns
        -------
        LevelOrders

        Examples
        --------
        >>> import evenload
        >>> cases = {"id": ["c1", "c2"], "weight": [6, 6], "class": ["must", "may_wait"]}
        >>> people = {"id": ["Kim"], "unit": ["u"], "capacity": [10]}
        >>> plan = evenload.allocate(cases, people, policy={"on": "2026-11-23"})
        >>> for order in plan.level_orders().orders:
        ...     print(order["overload_place"], order["undistributed"], order["placed_otherwise"])
        after_must 1 0
        after_unassigned 0 1
        """
        source, policy = self._whole()
        asked = self.audit()
        limits = (time_limit, asked.get("work_limit"), threads, int(asked["seed"]))
        return orders_of(source, policy, self._to_frame, limits, progress, stop)

    @overload
    def audit(self) -> dict[str, Any]: ...

    @overload
    def audit(self, key: AuditKey | bytes, *, decided_by_role: str = "") -> SealedRecord: ...

    def audit(
        self, key: AuditKey | bytes | None = None, *, decided_by_role: str = ""
    ) -> dict[str, Any] | SealedRecord:
        """Return what repeats the proposal; with a key, a record that `evenload.verify` can check.

        The plan of a verb is sealed with what the verb was asked: `VerbAnswer.audit`.

        Parameters
        ----------
        key : AuditKey or bytes, optional
            The caller's key; no digest is made without one.
        decided_by_role : str
            Who took the proposal over: a role, never a name.

        Returns
        -------
        dict or SealedRecord
            Without a key plain values: version, policy, day, seed, work, overrides. With one the
            same with levels and keyed digests of input, policy and plan.

        Raises
        ------
        InvalidDataError
            ``contradiction`` for the plan of a verb.
        """
        if key is not None:
            from evenload._audit import question_of, seal_plan

            return seal_plan(self, question_of(self), key, decided_by_role)
        audit: dict[str, Any] = json.loads(self._core.to_json())["audit"]
        return audit

    def to_json(self, *, parts: str = "all") -> str:
        """Return the plan as JSON.

        Parameters
        ----------
        parts : {"all", "plan"}
            ``"all"`` holds the input and the policy beside the plan; ``"plan"`` is the plan's own
            document (``docs/schemas/plan.schema.json``), which cannot explain itself.
        """
        if parts == "plan":
            return self._core.to_json()
        if parts != "all":
            raise InvalidDataError(
                "invalid_argument", column="parts", expected='"all" or "plan"', found=repr(parts)
            )
        documents = {"plan": self._core.to_json()}
        if self._input is not None and self.policy is not None:
            documents.update(input=self._input.to_json(), policy=self.policy.to_json())
        return "{" + ", ".join(f'"{name}": {text}' for name, text in documents.items()) + "}"

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read what `to_json` wrote, either form. Frames are mappings of numpy arrays then."""
        document = load(text, "plan")
        if "plan" not in document:
            return cls(_core.Plan.from_json(text), None, None)
        source = policy = None
        if "input" in document and "policy" in document:
            source = _core.AllocationInput.from_json(dump(document["input"]))
            policy = AllocationPolicy.from_json(dump(document["policy"]))
        return cls(_core.Plan.from_json(dump(document["plan"])), source, policy)

    def to_arrow(self) -> _core.Table:
        """Return the assignments as an Arrow stream, the whole plan in the schema's metadata.

        The answer has ``__arrow_c_stream__``; the metadata's key is ``evenload``.
        """
        return self._core.assignments().with_metadata({METADATA_KEY: self.to_json()})

    @classmethod
    def from_arrow(cls, table: Any) -> Plan:
        """Read what `to_arrow` gave, from any Arrow stream that kept its metadata."""
        return cls.from_json(document_in(table, "plan"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored_plan, (zlib.compress(self.to_json().encode(), 1), self._to_frame))

    def __repr__(self) -> str:
        levels = ", ".join(f"{level.name} {level.value:g}" for level in self.levels)
        return f"<Plan {self.status} ({self.stop}): {levels}>"

    def _frame(self, name: str, table: Any) -> Any:
        if name not in self._frames:
            self._frames[name] = self._to_frame(table())
        return self._frames[name]

    def _prepared(self) -> _core.Explainer:
        # Made with the first question and kept: preparing an input takes longer than an answer.
        if self._explainer is None:
            source, policy = self._whole()
            self._explainer = _core.Explainer(source, policy._core, self._core)
        return self._explainer

    def _whole(self) -> tuple[_core.AllocationInput, AllocationPolicy]:
        if self._input is None or self.policy is None:
            raise InvalidDataError(
                "missing_value",
                table="plan",
                column="input",
                expected="a plan with its input and policy",
            )
        return self._input, self.policy


def _restored_plan(packed: bytes, to_frame: ToFrame) -> Plan:
    plan = Plan.from_json(zlib.decompress(packed).decode())
    plan._to_frame = to_frame
    return plan
