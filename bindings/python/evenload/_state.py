"""A standing state that several people work on: deltas, versions, warm recommendations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evenload import _core
from evenload._documents import dump
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame, to_mapping
from evenload._progress import ProgressOption, callback
from evenload._tables import SideTables, read_input
from evenload.explanation import Explanation
from evenload.plan import Plan
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._tables import Unpack

__all__ = ["AllocationState", "DeltaAnswer"]


class DeltaAnswer(NamedTuple):
    """What became of a delta.

    Attributes
    ----------
    version : int
        Version of the state with the delta.
    merged : bool
        Whether the delta was decided before an older version.
    """

    version: int
    merged: bool


class AllocationState:
    """Input and policy as they stand, changed by deltas.

    Every verb answers as it does for a fresh input built from `snapshot`; `recommend` does so
    without reading the whole input again. Safe from several threads: calls wait for each other.

    Parameters
    ----------
    cases, caseworkers : frame
        As in `evenload.allocate`.
    policy : AllocationPolicy or mapping, optional
        The rules; where it names no day, the day is today.
    **tables
        Further tables, as in `evenload.allocate`.

    Raises
    ------
    InvalidDataError
        Names table, column and row.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "capacity": [20, 20]}
    >>> cases = {"id": ["c1"], "weight": [6]}
    >>> state = evenload.AllocationState(cases, people, policy={"on": "2026-11-23"})
    >>> announce = {"change": "announce", "case": "c1", "caseworker": "Kim"}
    >>> state.apply([announce], key="monday 1", base_version=0, by_role="unit manager")
    DeltaAnswer(version=1, merged=False)
    >>> state.recommend({"id": "new", "weight": 4}).alternatives[0].caseworker
    'Lo'
    >>> try:
    ...     state.apply([announce], key="another key", base_version=0)
    ... except evenload.InvalidDataError as error:
    ...     print(error.code)
    stale_version
    """

    def __init__(
        self,
        cases: Frame,
        caseworkers: Frame,
        *,
        policy: AllocationPolicy | Mapping[str, Any] | None = None,
        **tables: Unpack[SideTables],
    ) -> None:
        chosen = policy_for(policy)
        source, to_frame = read_input(cases, caseworkers, tables, chosen)
        self._keep(_core.AllocationState(source, chosen._core), chosen, to_frame)

    def _keep(
        self, core: _core.AllocationState, policy: AllocationPolicy, to_frame: ToFrame
    ) -> None:
        self._core = core
        self._to_frame = to_frame
        self.policy = policy

    @property
    def version(self) -> int:
        """Number of deltas so far: the base version of whoever decides now."""
        return self._core.version

    @property
    def history(self) -> list[dict[str, Any]]:
        """Every version: version, key, by_role, merged, changes (what and whom), touched."""
        entries: list[dict[str, Any]] = json.loads(self._core.history())
        return entries

    def apply(
        self,
        changes: Iterable[Mapping[str, Any]],
        *,
        key: str,
        base_version: int,
        by_role: str = "",
        merge: bool = False,
    ) -> DeltaAnswer:
        """Make all changes, or none.

        Parameters
        ----------
        changes : iterable of mapping
            Each names its kind under ``"change"``: ``add_case``, ``change_case`` (with the row
            under ``"case"``), ``close_case``, ``assign``, ``announce``, ``start``, ``release``
            (``"case"``, ``"role"``, ``"caseworker"``), ``add_caseworker``, ``change_caseworker``
            (the row under ``"caseworker"``, its ``"absences"``, ``"reductions"``, ``"skills"``),
            ``remove_caseworker``, ``add_absence``, ``remove_absence`` (``"caseworker"``,
            ``"absence"`` with from, to, share), ``add_exclusion``, ``remove_exclusion``,
            ``add_override``, ``withdraw_override`` (the decision under ``"override"``).
        key : str
            The caller's own: the same key again answers the same and does nothing twice.
        base_version : int
            The version that whoever decided had before their eyes.
        by_role : str
            A role, never a name.
        merge : bool
            Accept an older base where the changes since touch nothing in common.

        Returns
        -------
        DeltaAnswer

        Raises
        ------
        InvalidDataError
            ``stale_version`` names what changed since the base; ``contradiction`` for a key that
            came with other changes; whatever the rows are refused for. Nothing is changed then.
        """
        document = {
            "schema_version": "1.0",
            "key": key,
            "base_version": base_version,
            "by_role": by_role,
            "merge": merge,
            "changes": [dict(change) for change in changes],
        }
        return DeltaAnswer(*self._core.apply(dump(document)))

    def recommend(self, case: Any, *, role: str = "lead", top: int = 4) -> Explanation:
        """Recommend caseworkers for an open case, or for a new one that the state does not have.

        Parameters
        ----------
        case : str, int, (system, id) or mapping
            Id of an open case, or a new case as one row. The state stays as it is.
        role : str
            The role.
        top : int
            How many caseworkers.

        Returns
        -------
        Explanation

        Raises
        ------
        InvalidDataError
            ``unknown_id`` for a case that is not there, ``duplicate_id`` for a new one that is.
        """
        if isinstance(case, (str, int, tuple)):
            core = self._core.recommend(case, role, top)
        else:
            core = self._core.recommend_new(self._row(case), role, top)
        return Explanation(core, self.policy.sentences, self._to_frame)

    def allocate(
        self,
        *,
        time_limit: float = 10.0,
        work_limit: int | None = None,
        threads: int = 0,
        seed: int = 0,
        progress: ProgressOption = None,
        stop: _core.StopToken | None = None,
    ) -> Plan:
        """Propose who takes which open case, as `evenload.allocate` for what stands now."""
        source = self._core.snapshot()
        with callback(progress, "allocation") as report:
            core = _core.allocate(
                source, self.policy._core, time_limit, work_limit, threads, seed, report, stop
            )
        return Plan(core, source, self.policy, self._to_frame)

    def undistributed(self) -> Any:
        """List every open case as it stands now, as `evenload.undistributed`."""
        return self._to_frame(_core.undistributed(self._core.snapshot(), self.policy._core))

    def snapshot(self) -> dict[str, Any]:
        """Return the tables as they stand: rows as mappings, by the name of the table."""
        tables: dict[str, Any] = json.loads(self._core.snapshot().to_json())
        del tables["schema_version"]
        return tables

    def to_json(self) -> str:
        """Return snapshot, policy, version and history as one document."""
        return self._core.to_json()

    @classmethod
    def from_json(cls, text: str) -> AllocationState:
        """Read what `to_json` wrote. Frames are mappings of numpy arrays then."""
        state = cls.__new__(cls)
        core = _core.AllocationState.from_json(text)
        state._keep(core, AllocationPolicy.from_json(core.policy().to_json()), to_mapping)
        return state

    def save(self, path: str | Path) -> None:
        """Write `to_json` to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> AllocationState:
        """Read what `save` wrote."""
        return cls.from_json(Path(path).read_text(encoding="utf-8"))

    def __repr__(self) -> str:
        return f"<AllocationState version {self.version}>"

    def _row(self, case: Any) -> _core.Table:
        if hasattr(case, "to_dict"):  # a pandas series
            case = case.to_dict()
        if not isinstance(case, Mapping):
            raise InvalidDataError(
                "wrong_type",
                table="case",
                expected="an id, or a mapping of columns to values",
                found=type(case).__name__,
            )
        cells = [(str(name), [value], False) for name, value in case.items() if value is not None]
        return _core.Table.from_columns("case", cells, self.policy.zone)
