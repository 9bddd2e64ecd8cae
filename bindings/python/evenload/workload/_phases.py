"""The phase model: how long cases stay in each phase, and where they go next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame, read_with_kind
from evenload.workload._document import DEFAULT_ZONE, iso_date

Day = datetime.date | str
_STEPS = {"week": 7, "day": 1}


class PhaseModel:
    """A fitted phase model, with the cases open at the end of its log; made by `fit_phases`.

    Attributes
    ----------
    types, phases, units : list of str
        What the log holds, sorted (phases in the order that was given).
    step : {"week", "day"}
        Length of a period.
    first_day, end_day : datetime.date
        Whole periods observed: from the first day until before `end_day`; forecasts begin there.
    rows_after, rows_before : int
        Rows of the log left out, because they begin after the window or ended before it.
    """

    def __init__(self, fitted: _core.FittedPhases, step: str, to_frame: ToFrame) -> None:
        self._fitted = fitted
        self._to_frame = to_frame
        self.step = step
        self.types = list(fitted.types)
        self.phases = list(fitted.phases)
        self.units = list(fitted.units)
        self.first_day = datetime.date.fromisoformat(fitted.first_day)
        self.end_day = datetime.date.fromisoformat(fitted.end_day)
        self.rows_after = fitted.rows_after
        self.rows_before = fitted.rows_before

    def durations(self, *, level: float = 0.9, replications: int = 200, seed: int = 0) -> Any:
        """Return how long stays last: one row per type, phase and age.

        Parameters
        ----------
        level : float
            Of the intervals, from resampled cases.
        replications, seed : int
            Of the resampling; 0 replications leave the intervals out.

        Returns
        -------
        frame
            ``type``, ``phase``, ``age`` (periods), ``at_risk``, ``left`` (exact counts),
            ``survival`` (share that stays longer), ``low``, ``high``, ``tail`` (whether the age
            lies in the geometric tail).
        """
        rows: dict[str, list[Any]] = {
            n: []
            for n in (
                "type", "phase", "age", "at_risk", "left", "survival", "low", "high", "tail",
            )
        }  # fmt: skip
        for t, kind in enumerate(self.types):
            for p, phase in enumerate(self.phases):
                at_risk, events, tail_from, *_ = self._fitted.cell(t, p)
                ages = len(at_risk)
                if ages == 0:
                    continue
                left = events.reshape(ages, -1).sum(axis=1)
                rows["type"] += [kind] * ages
                rows["phase"] += [phase] * ages
                rows["age"] += list(range(ages))
                rows["at_risk"] += at_risk.tolist()
                rows["left"] += left.tolist()
                rows["survival"] += self._fitted.survival(t, p, ages).tolist()
                rows["tail"] += [age >= tail_from for age in range(ages)]
                if replications > 0:
                    drawn = np.array(
                        [
                            self._fitted.resampled_survival(t, p, ages, seed, r)
                            for r in range(replications)
                        ]
                    )
                    ends = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
                    rows["low"] += ends[0].tolist()
                    rows["high"] += ends[1].tolist()
        if replications <= 0:
            del rows["low"], rows["high"]
        return self._frame("durations", rows)

    def transitions(self) -> Any:
        """Return where stays led: ``type``, ``phase``, ``next`` (missing: closed), ``count``."""
        rows: dict[str, list[Any]] = {n: [] for n in ("type", "phase", "next", "count")}
        for t, kind in enumerate(self.types):
            for p, phase in enumerate(self.phases):
                at_risk, events, *_ = self._fitted.cell(t, p)
                if len(at_risk) == 0:
                    continue
                counts = events.reshape(len(at_risk), -1).sum(axis=0).tolist()
                for following, count in zip([*self.phases, None], counts, strict=True):
                    if count == 0:
                        continue
                    for name, cell in zip(rows, (kind, phase, following, count), strict=True):
                        rows[name].append(cell)
        return self._frame("transitions", rows)

    def open_cases(self) -> Any:
        """Return the open cases: ``case``, ``unit``, ``type``, ``phase``, ``age``, ``scale``."""
        ids, kind, phase, age, unit, scale = self._fitted.open_cases()
        return self._frame(
            "open_cases",
            {
                "case": list(ids),
                "unit": [self.units[u] for u in unit],
                "type": [self.types[t] for t in kind],
                "phase": [self.phases[p] for p in phase],
                "age": age.tolist(),
                "scale": scale.tolist(),
            },
        )

    def survival(self, type: str, phase: str, ages: int) -> npt.NDArray[np.float64]:
        """Return P(a stay lasts longer than age 0, 1, …)."""
        return self._fitted.survival(self._type(type), self._phase(phase), ages)

    def remaining(
        self, type: str, phase: str | None = None, *, age: int = 0, periods: int = 26
    ) -> npt.NDArray[np.float64]:
        """Return P(in each phase at the end of each coming period): periods x phases.

        Parameters
        ----------
        type, phase : str
            Of a case; without a phase: of a case that arrives in the first period.
        age : int
            Whole periods that it has survived in the phase.
        periods : int
            How far ahead.
        """
        if phase is None:
            path = self._fitted.new_case_path(self._type(type), periods)
        else:
            path = self._fitted.remaining_path(self._type(type), self._phase(phase), age, periods)
        return path.reshape(periods, len(self.phases))

    def to_json(self) -> str:
        """Return counts and curves as a JSON object; it holds no ids."""
        return self._fitted.to_json()

    def _type(self, name: str) -> int:
        return _position(self.types, name, "type")

    def _phase(self, name: str) -> int:
        return _position(self.phases, name, "phase")

    def _frame(self, name: str, columns: dict[str, list[Any]]) -> Any:
        table = _core.Table.from_columns(name, [(n, v, False) for n, v in columns.items()], "UTC")
        return self._to_frame(table)


def _position(names: list[str], name: str, column: str) -> int:
    if name not in names:
        raise InvalidDataError(
            "unknown_id",
            table="phase_model",
            column=column,
            expected="one of " + ", ".join(names),
            found=str(name),
        )
    return names.index(name)


def fit_phases(
    case_phases: Frame,
    *,
    observed_from: Day | None = None,
    observed_until: Day | None = None,
    step: str = "week",
    phases: Iterable[str] = (),
    forward_only: bool = False,
    smoothing: int = 0,
    min_at_risk: int = 10,
    tail_events: int = 10,
    zone: str = DEFAULT_ZONE,
) -> PhaseModel:
    """Fit how long cases stay in each phase and where they go, from a log with open cases.

    Parameters
    ----------
    case_phases : frame
        One row per stay of a case in a phase: ``case``, ``type``, ``unit``, ``phase``, ``from``,
        ``to``, ``scale``; see ``docs/data-model.md``.
    observed_from : date or str, optional
        First day from which departures were recorded, where cases closed earlier are not in the
        log. By default every case was seen from its beginning.
    observed_until : date or str, optional
        Last day seen; what happened later is not known yet. By default the last day in the log.
    step : {"week", "day"}
        Length of a period; weeks begin on Mondays.
    phases : iterable of str, optional
        All phases in their order.
    forward_only : bool
        A case that goes back in that order is an error; otherwise cycles are allowed.
    smoothing, min_at_risk, tail_events : int
        How raw hazards become curves: ages added up on either side, stays that must be at risk in
        a window, departures that make the geometric tail.
    zone : str
        Named zone in which an instant becomes a day.

    Returns
    -------
    PhaseModel

    Examples
    --------
    >>> from evenload.workload import fit_phases
    >>> log = {"case": ["a", "a", "b"], "phase": ["intake", "inquiry", "intake"],
    ...        "from": ["2026-01-05", "2026-01-14", "2026-01-12"],
    ...        "to": [None, "2026-01-28", None]}
    >>> model = fit_phases(log, observed_until="2026-02-01", min_at_risk=1, tail_events=0)
    >>> model.survival("", "intake", 3).tolist()
    [1.0, 0.5, 0.5]
    """
    if step not in _STEPS:
        raise InvalidDataError(
            "out_of_range", column="step", expected='"week" or "day"', found=repr(step)
        )
    table, to_frame = read_with_kind("case_phases", case_phases, zone)
    fitted = _core.fit_phases(
        table,
        _STEPS[step],
        None if observed_from is None else iso_date(observed_from, zone),
        None if observed_until is None else iso_date(observed_until, zone),
        list(phases),
        forward_only,
        smoothing,
        min_at_risk,
        tail_events,
    )
    return PhaseModel(fitted, step, to_frame)
