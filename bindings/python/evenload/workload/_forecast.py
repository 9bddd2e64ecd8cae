"""Load to come: open cases along their phases, new cases as they arrive."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame, read_with_kind
from evenload.workload._arrivals import ArrivalModel, Day, day_of, fit_arrivals
from evenload.workload._document import DEFAULT_ZONE
from evenload.workload._phases import PhaseModel, fit_phases
from evenload.workload._schemes import WeightScheme

Floats = npt.NDArray[np.float64]
Weights = WeightScheme | Mapping[Any, float] | Any


@dataclass(frozen=True, eq=False)
class LoadForecast:
    """Load per unit and week, made by `forecast`.

    Attributes
    ----------
    loads : frame
        One row per unit and week: ``unit``, ``week`` (its Monday), ``expected`` (points),
        ``from_open_cases``, ``from_new_cases``, ``median``, and ``low_80``, ``high_80``, … for
        each level.
    arrivals : frame
        ``unit``, ``type``, ``week``, ``expected``, ``low_80``, ….
    cases : frame
        ``unit``, ``type``, ``phase``, ``week``, ``expected`` number of open cases.
    draws : numpy.ndarray
        Replications x units x weeks.
    units : list of str
    weeks : list of datetime.date
        Mondays.
    phase_model, arrival_model
        What it rests on; the arrival model is None where nothing arrived.
    """

    loads: Any
    arrivals: Any
    cases: Any
    draws: Floats
    units: list[str]
    weeks: list[datetime.date]
    levels: tuple[float, ...]
    phase_model: PhaseModel
    arrival_model: ArrivalModel | None
    _columns: dict[str, dict[str, list[Any]]]

    def to_json(self) -> str:
        """Return the tables as a JSON object."""
        document = {"schema_version": "1.0", "levels": list(self.levels), **self._columns}
        return json.dumps(document, ensure_ascii=False, default=str)


def forecast(
    case_phases: Frame,
    *,
    weights: Weights,
    weeks: int = 13,
    role_share: float | Mapping[str, float] = 1.0,
    phases: PhaseModel | None = None,
    arrivals: ArrivalModel | None = None,
    observed_from: Day | None = None,
    observed_until: Day | None = None,
    step: str = "week",
    holidays: Iterable[Day] = (),
    season: str | None = None,
    levels: Sequence[float] = (0.8, 0.9),
    replications: int = 1000,
    seed: int = 0,
    threads: int = 0,
    zone: str = DEFAULT_ZONE,
) -> LoadForecast:
    """Forecast the load of every unit in the coming weeks.

    Arrivals are drawn jointly, each open and new case follows the phase model, and every case
    weighs what its type and phase weigh in the week in question. Intervals hold the chance of what
    happens and the uncertainty of what was fitted; docs/models/forecast.md (4) to (7).

    Parameters
    ----------
    case_phases : frame
        As for `fit_phases`.
    weights : AdditivePoints, HoursPerMonth, CaseloadCaps or mapping
        Points by type and phase; a mapping has keys (type, phase), or type for all its phases.
    weeks : int
        How far ahead, from the end of the log.
    role_share : float or mapping of type to float
        Sum of the shares of the roles that a case has.
    phases, arrivals : models, optional
        Fitted from the log where they are not given.
    observed_from, observed_until, step, zone
        As for `fit_phases`.
    holidays, season
        As for `fit_arrivals`; holidays to come belong there, too.
    levels : sequence of float
        Of the intervals.
    replications, seed, threads : int
        The same on any number of threads.

    Returns
    -------
    LoadForecast

    Raises
    ------
    InvalidDataError
        ``unknown_weight`` for a type and phase without points, and as the two fits.

    Examples
    --------
    >>> from evenload.workload import forecast
    >>> log = {"case": list(range(60)), "phase": ["open"] * 60,
    ...        "from": [f"2026-0{1 + k // 28}-{1 + k % 28:02}" for k in range(60)],
    ...        "to": [f"2026-0{2 + k // 28}-{1 + k % 28:02}" for k in range(60)]}
    >>> ahead = forecast(log, weights={"": 10}, weeks=4, observed_until="2026-03-01")
    >>> ahead.draws.shape
    (1000, 1, 4)
    """
    _check_levels(levels)
    if not 1 <= weeks <= 520:
        raise InvalidDataError(
            "out_of_range", column="weeks", expected="1 to 520", found=str(weeks)
        )
    _check_replications(replications)
    if phases is None:
        phases = fit_phases(
            case_phases, observed_from=observed_from, observed_until=observed_until, step=step,
            zone=zone,
        )  # fmt: skip
    to_frame = read_with_kind("case_phases", case_phases, zone)[1]
    if arrivals is None:
        arrivals = _arrivals_of(phases, list(holidays), season)
    return _forecast_models(
        phases, arrivals, weights, weeks, role_share, tuple(levels), replications, seed, threads,
        to_frame, [],
    )  # fmt: skip


def _check_levels(levels: Sequence[float]) -> None:
    for row, level in enumerate(levels):
        if not 0 < level < 1:
            raise InvalidDataError(
                "out_of_range", table="levels", column="level", row=row,
                expected="between 0 and 1", found=str(level),
            )  # fmt: skip


def _check_replications(replications: int) -> None:
    if not 1 <= replications <= 1_000_000:
        raise InvalidDataError(
            "out_of_range", column="replications", expected="1 to 1000000",
            found=str(replications),
        )  # fmt: skip


def _arrivals_of(
    phases: PhaseModel, holidays: list[Day], season: str | None, *, last_weeks: int | None = None
) -> ArrivalModel | None:
    """Fit the arrivals of the phase model's own log; None where nothing arrived."""
    unit, kind, day = phases._fitted.arrivals()
    if len(day) == 0:
        return None
    first = phases.first_day
    if last_weeks is not None:
        first = max(first, phases.end_day - datetime.timedelta(weeks=last_weeks))
    return fit_arrivals(
        {
            "date": [day_of(d) for d in day],
            "unit": [phases.units[u] for u in unit],
            "type": [phases.types[t] for t in kind],
        },
        observed_from=first,
        observed_until=phases.end_day - datetime.timedelta(days=1),
        holidays=holidays,
        season=season,
    )


def phase_weights(
    weights: Weights,
    role_share: float | Mapping[str, float],
    phases: PhaseModel,
    mondays: Sequence[datetime.date],
) -> Floats:
    """Make the points of each day, type and phase, for the pairs that the log has."""
    answer = np.zeros((len(mondays), len(phases.types), len(phases.phases)))
    for t, kind in enumerate(phases.types):
        share = role_share.get(kind, 1.0) if isinstance(role_share, Mapping) else role_share
        if not (np.isfinite(share) and share >= 0):
            raise InvalidDataError(
                "negative_value", column="role_share", expected="a share of at least 0",
                found=str(share),
            )  # fmt: skip
        for p, phase in enumerate(phases.phases):
            if len(phases._fitted.cell(t, p)[0]) == 0:
                continue
            known: dict[datetime.date, float] = {}
            for w, monday in enumerate(mondays):
                if monday not in known:
                    known[monday] = _points(weights, kind, phase, monday) * share
                answer[w, t, p] = known[monday]
    return answer


def _points(weights: Weights, kind: str, phase: str, on: datetime.date) -> float:
    if not isinstance(weights, Mapping):
        return float(weights.weight(kind, phase, on=on))
    for key in ((kind, phase), kind):
        if key in weights:
            value = float(weights[key])
            if not (np.isfinite(value) and value >= 0):
                raise InvalidDataError(
                    "negative_value" if np.isfinite(value) else "not_finite",
                    table="weights", column="points",
                    expected="a finite number of at least 0", found=str(value),
                )  # fmt: skip
            return value
    raise InvalidDataError(
        "unknown_weight", table="weights", column="case_type",
        expected=f"points for type {kind!r}, phase {phase!r}", found="none",
    )  # fmt: skip


def _forecast_models(
    phases: PhaseModel,
    arrivals: ArrivalModel | None,
    weights: Weights,
    weeks: int,
    role_share: float | Mapping[str, float],
    levels: tuple[float, ...],
    replications: int,
    seed: int,
    threads: int,
    to_frame: ToFrame,
    holidays: list[Day],
) -> LoadForecast:
    in_week = 1 if phases.step == "week" else 7
    begin = phases.end_day
    if begin.weekday() != 0:  # days that are left of a week that has begun
        begin -= datetime.timedelta(days=begin.weekday())
    lead = 0 if in_week == 1 else (phases.end_day - begin).days
    periods = weeks * in_week
    mondays = [begin + datetime.timedelta(weeks=w) for w in range(weeks)]
    units = list(phases.units)
    series: list[tuple[str, str]] = [] if arrivals is None else arrivals.series
    unit = np.array(
        [_known(units, u, "unit", s) for s, (u, _) in enumerate(series)], dtype=np.int32
    )
    kind = np.array(
        [_known(phases.types, t, "type", s) for s, (_, t) in enumerate(series)], dtype=np.int32
    )
    if lead:
        # A week that has begun is left to its end, and the forecast begins on the next Monday.
        mondays = [m + datetime.timedelta(weeks=1) for m in mondays]
        skipped = 7 - lead
        periods += skipped
    else:
        skipped = 0
    point = phase_weights(
        weights,
        role_share,
        phases,
        [
            _monday(phases.end_day + datetime.timedelta(days=p * (7 // in_week)))
            for p in range(periods)
        ],
    )
    days = periods * (7 // in_week)
    if arrivals is None:
        mean = np.zeros((0, periods))
        drawn = np.zeros((replications, 0, periods), dtype=np.int32)
    else:
        daily = arrivals.expected(phases.end_day, days, holidays=holidays)
        mean = daily.reshape(len(series), periods, -1).sum(axis=2)
        daily_draws = arrivals.simulate(
            phases.end_day, days, replications=replications, seed=seed, holidays=holidays
        )
        drawn = daily_draws.reshape(replications, len(series), periods, -1).sum(
            axis=3, dtype=np.int32
        )
    common = (periods, unit, kind, len(units), mean.ravel(), point.ravel())
    open_load, new_load, cases = phases._fitted.expected_load(*common)
    load, _, done, _ = phases._fitted.simulate_load(
        *common, drawn.ravel() if len(series) else None, replications, 1, seed, threads, True, None
    )

    def by_week(values: Floats) -> Floats:
        shaped = values.reshape(-1, periods)[:, skipped:]
        return np.asarray(shaped.reshape(-1, weeks, in_week).mean(axis=2))

    open_load, new_load, cases = by_week(open_load), by_week(new_load), by_week(cases)
    draws = by_week(load).reshape(done, len(units), weeks)
    week_draws = (
        drawn[:, :, skipped:].reshape(replications, len(series), weeks, in_week).sum(axis=3)
    )
    week_mean = mean[:, skipped:].reshape(len(series), weeks, in_week).sum(axis=2)
    columns = {
        "loads": {
            "unit": [u for u in units for _ in mondays],
            "week": mondays * len(units),
            "expected": (open_load + new_load).ravel().tolist(),
            "from_open_cases": open_load.ravel().tolist(),
            "from_new_cases": new_load.ravel().tolist(),
            "median": np.median(draws, axis=0).ravel().tolist(),
            **interval_columns(draws, levels),
        },
        "arrivals": {
            "unit": [u for u, _ in series for _ in mondays],
            "type": [t for _, t in series for _ in mondays],
            "week": mondays * len(series),
            "expected": week_mean.ravel().tolist(),
            **interval_columns(week_draws, levels),
        },
        "cases": _case_columns(cases, phases, mondays),
    }
    frames = {name: to_frame(_table(name, table)) for name, table in columns.items()}
    return LoadForecast(
        **frames, draws=draws, units=units, weeks=mondays, levels=levels, phase_model=phases,
        arrival_model=arrivals, _columns=columns,
    )  # fmt: skip


def interval_columns(draws: Any, levels: tuple[float, ...]) -> dict[str, list[float]]:
    """Take the ends of equal-tailed intervals of each place over the first axis."""
    columns = {}
    for level in levels:
        name = f"{100 * level:g}"
        low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        columns[f"low_{name}"] = low.ravel().tolist()
        columns[f"high_{name}"] = high.ravel().tolist()
    return columns


def _case_columns(
    cases: Floats, phases: PhaseModel, mondays: list[datetime.date]
) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {n: [] for n in ("unit", "type", "phase", "week", "expected")}
    keys = [(u, t, p) for u in phases.units for t in phases.types for p in phases.phases]
    for (unit, kind, phase), line in zip(keys, cases, strict=True):
        if not line.any():
            continue
        columns["unit"] += [unit] * len(mondays)
        columns["type"] += [kind] * len(mondays)
        columns["phase"] += [phase] * len(mondays)
        columns["week"] += mondays
        columns["expected"] += line.tolist()
    return columns


def _table(name: str, columns: dict[str, list[Any]]) -> _core.Table:
    given = [
        (n, np.array(v, dtype="datetime64[D]") if n == "week" else v, False)
        for n, v in columns.items()
    ]
    return _core.Table.from_columns(name, given, "UTC")


def _known(names: list[str], name: str, column: str, row: int) -> int:
    if name in names:
        return names.index(name)
    raise InvalidDataError(
        "unknown_id", table="arrivals", column=column, row=row,
        expected="one that the log of phases has", found=name,
    )  # fmt: skip


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
