"""Rolling origin: what would have been forecast, beside what came, and beside naive forecasts."""

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
from evenload._frames import Frame, read_with_kind
from evenload.workload._arrivals import Day, _read_counts, day_number, day_of, fit_arrivals
from evenload.workload._document import DEFAULT_ZONE
from evenload.workload._forecast import (
    Weights,
    _arrivals_of,
    _check_levels,
    _check_replications,
    _forecast_models,
    phase_weights,
)
from evenload.workload._phases import PhaseModel, fit_phases

Floats = npt.NDArray[np.float64]
_QUANTILES = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
_YEAR_OF_WEEKS = 52


@dataclass(frozen=True, eq=False)
class RollingOrigin:
    """Scores of forecasts made again and again, made by `rolling_origin`.

    Attributes
    ----------
    scores : frame
        ``target``, ``model`` ("evenload", "naive", "seasonal_naive"), ``horizon``, ``forecasts``
        (how many were scored), ``mae``, ``mase``, ``pinball``, and ``coverage_80``, … (share of
        what came within the interval). Missing where a model cannot say.
    forecasts : frame
        ``target``, ``model``, ``unit``, ``origin``, ``horizon``, ``actual``, ``point`` and the ends
        of the intervals.
    """

    scores: Any
    forecasts: Any
    _columns: dict[str, dict[str, list[Any]]]

    def to_json(self) -> str:
        """Return both tables as a JSON object."""
        document = {"schema_version": "1.0", **self._columns}
        return json.dumps(document, ensure_ascii=False, default=str)


class _Scorer:
    """Collects forecasts of one target and scores them by horizon."""

    def __init__(self, target: str, levels: tuple[float, ...]) -> None:
        self.target = target
        self.levels = levels
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        model: str,
        unit: str,
        origin: datetime.date,
        horizon: int,
        actual: float,
        scale: float,
        point: float,
        draws: Floats | None,
    ) -> None:
        """Score one forecast; without draws there is a point alone."""
        row: dict[str, Any] = {
            "target": self.target,
            "model": model,
            "unit": unit,
            "origin": origin,
            "horizon": horizon,
            "actual": actual,
            "point": point,
            "scaled": abs(actual - point) / scale if scale > 0 else None,
            "pinball": None,
        }
        for level in self.levels:
            name = f"{100 * level:g}"
            row[f"low_{name}"] = row[f"high_{name}"] = row[f"covered_{name}"] = None
        if draws is not None and len(draws) >= 10:
            quantiles = np.quantile(draws, _QUANTILES)
            above = actual - quantiles
            row["pinball"] = float(
                np.mean(np.maximum(_QUANTILES * above, (_QUANTILES - 1) * above))
            )
            for level in self.levels:
                name = f"{100 * level:g}"
                low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
                row[f"low_{name}"], row[f"high_{name}"] = float(low), float(high)
                row[f"covered_{name}"] = float(low <= actual <= high)
        self.rows.append(row)

    def scores(self) -> list[dict[str, Any]]:
        """Take the means by model and horizon."""
        keys = sorted({(row["model"], row["horizon"]) for row in self.rows})
        answer = []
        for model, horizon in keys:
            own = [r for r in self.rows if r["model"] == model and r["horizon"] == horizon]
            score: dict[str, Any] = {
                "target": self.target,
                "model": model,
                "horizon": horizon,
                "forecasts": len(own),
                "mae": float(np.mean([abs(r["actual"] - r["point"]) for r in own])),
                "mase": _mean([r["scaled"] for r in own]),
                "pinball": _mean([r["pinball"] for r in own]),
            }
            for level in self.levels:
                name = f"{100 * level:g}"
                score[f"coverage_{name}"] = _mean([r[f"covered_{name}"] for r in own])
            answer.append(score)
        return answer


def _mean(values: list[Any]) -> float | None:
    known = [v for v in values if v is not None]
    return float(np.mean(known)) if known else None


def rolling_origin(
    case_phases: Frame,
    *,
    weights: Weights,
    horizon: int = 8,
    first_origin: Day | None = None,
    every: int = 4,
    last_weeks: int | None = None,
    role_share: float | Mapping[str, float] = 1.0,
    observed_from: Day | None = None,
    observed_until: Day | None = None,
    holidays: Iterable[Day] = (),
    season: str | None = None,
    levels: Sequence[float] = (0.8, 0.9),
    replications: int = 500,
    seed: int = 0,
    threads: int = 0,
    zone: str = DEFAULT_ZONE,
) -> RollingOrigin:
    """Forecast load and weekly arrivals from many past weeks and compare with what came.

    At each origin only what was known then is used: later rows are dropped and later ends are open.
    Beside it stand the naive forecast (the last week goes on) and the seasonal naive one (as 52
    weeks before), with intervals from their own past errors where there are ten or more.

    Parameters
    ----------
    case_phases, weights, role_share, observed_from, observed_until, holidays, season
        As for `forecast`; periods are weeks.
    horizon : int
        Weeks ahead.
    first_origin : date or str, optional
        First day of the first forecast; by default after half of the log.
    every : int
        Weeks between origins.
    last_weeks : int, optional
        Arrivals are fitted to so many weeks before the origin; by default to all.
    levels, replications, seed, threads, zone
        As for `forecast`.

    Returns
    -------
    RollingOrigin

    Raises
    ------
    InvalidDataError
        ``out_of_range`` where the log is too short for one origin, and as `forecast`.

    Examples
    --------
    >>> import datetime
    >>> from evenload.workload import rolling_origin
    >>> start = [datetime.date(2026, 1, 5) + datetime.timedelta(days=k) for k in range(200)]
    >>> log = {"case": list(range(200)), "phase": ["open"] * 200, "from": start,
    ...        "to": [day + datetime.timedelta(days=20 + day.day) for day in start]}
    >>> rolled = rolling_origin(log, weights={"": 1}, horizon=2, replications=50,
    ...                         observed_until="2026-07-20")
    >>> sorted(set(rolled.scores["model"].tolist()))
    ['evenload', 'naive']
    """
    _check_levels(levels)
    _check_replications(replications)
    if horizon < 1 or every < 1:
        raise InvalidDataError(
            "out_of_range", column="horizon" if horizon < 1 else "every", expected="1 or more",
            found=str(min(horizon, every)),
        )  # fmt: skip
    table, to_frame = read_with_kind("case_phases", case_phases, zone)
    whole = fit_phases(table, observed_from=observed_from, observed_until=observed_until, zone=zone)
    weeks = (whole.end_day - whole.first_day).days // 7
    mondays = [whole.first_day + datetime.timedelta(weeks=w) for w in range(weeks)]
    start = weeks // 2
    if first_origin is not None:
        start = -(-(day_number(first_origin, "first_origin") - day_number(mondays[0], "")) // 7)
    if start < 2 or start + horizon > weeks:
        raise InvalidDataError(
            "out_of_range", column="first_origin",
            expected=f"2 to {weeks - horizon} weeks after {mondays[0]}", found=f"{start} weeks",
        )  # fmt: skip
    load, arrived = _history(table, whole, weights, role_share, mondays, zone)
    days_off = list(holidays)
    scorers = [_Scorer("load", tuple(levels)), _Scorer("arrivals", tuple(levels))]
    for origin in range(start, weeks - horizon + 1, every):
        known = fit_phases(
            table, observed_from=observed_from,
            observed_until=mondays[origin] - datetime.timedelta(days=1), zone=zone,
        )  # fmt: skip
        incoming = _arrivals_of(known, days_off, season, last_weeks=last_weeks)
        made = _forecast_models(
            known, incoming, weights, horizon, role_share, tuple(levels), replications,
            seed + origin, threads, lambda t: t, days_off,
        )  # fmt: skip
        new_draws = np.zeros((replications, len(whole.units), horizon))
        if incoming is not None:
            daily = incoming.simulate(
                mondays[origin], 7 * horizon, replications=replications, seed=seed + origin
            )
            by_week = daily.reshape(replications, len(incoming.series), horizon, 7).sum(axis=3)
            for s, (unit, _) in enumerate(incoming.series):
                new_draws[:, whole.units.index(unit)] += by_week[:, s]
        load_draws = np.zeros_like(new_draws)
        points = np.zeros(new_draws.shape[1:])
        expected = made._columns["loads"]["expected"]
        for u, unit in enumerate(made.units):
            load_draws[:, whole.units.index(unit)] = made.draws[:, u]
            points[whole.units.index(unit)] = expected[u * horizon : (u + 1) * horizon]
        for scorer, past, draws, point in (
            (scorers[0], load, load_draws, points),
            (scorers[1], arrived, new_draws, new_draws.mean(axis=0)),
        ):
            _score(scorer, whole.units, mondays[origin], origin, past, draws, point, horizon,
                   _YEAR_OF_WEEKS)  # fmt: skip
    return _result(scorers, to_frame)


def rolling_origin_daily(
    arrivals: Frame,
    *,
    horizon: int = 14,
    first_origin: Day | None = None,
    every: int = 7,
    last_weeks: int | None = None,
    observed_from: Day | None = None,
    observed_until: Day | None = None,
    holidays: Iterable[Day] = (),
    season: str | None = None,
    levels: Sequence[float] = (0.8, 0.9),
    replications: int = 500,
    seed: int = 0,
    zone: str = DEFAULT_ZONE,
) -> RollingOrigin:
    """Forecast daily arrivals from many past days and compare with what came.

    As `rolling_origin`, for the table of `fit_arrivals` and horizons in days. The seasonal naive
    forecast is the same weekday one week (or two, …) before.

    Parameters
    ----------
    arrivals : frame
        As for `fit_arrivals`.
    horizon : int
        Days ahead.
    first_origin : date or str, optional
        First day of the first forecast; by default after half of the days.
    every : int
        Days between origins.
    last_weeks : int, optional
        Arrivals are fitted to so many weeks before the origin; by default to all.
    observed_from, observed_until, holidays, season, zone
        As for `fit_arrivals`.
    levels, replications, seed
        As for `forecast`.

    Returns
    -------
    RollingOrigin

    Raises
    ------
    InvalidDataError
        ``out_of_range`` where there are too few days for one origin, and as `fit_arrivals`.

    Examples
    --------
    >>> import datetime
    >>> from evenload.workload import rolling_origin_daily
    >>> days = [datetime.date(2026, 1, 5) + datetime.timedelta(days=k) for k in range(120)]
    >>> counts = [0 if day.weekday() > 4 else 2 + day.day % 3 for day in days]
    >>> rolled = rolling_origin_daily({"date": days, "count": counts}, horizon=7, replications=50)
    >>> sorted(set(rolled.scores["horizon"].tolist()))
    [1, 2, 3, 4, 5, 6, 7]
    """
    _check_levels(levels)
    _check_replications(replications)
    if horizon < 1 or every < 1:
        raise InvalidDataError(
            "out_of_range", column="horizon" if horizon < 1 else "every", expected="1 or more",
            found=str(min(horizon, every)),
        )  # fmt: skip
    to_frame = read_with_kind("arrivals", arrivals, zone)[1]
    series, counts, first, _ = _read_counts(arrivals, observed_from, observed_until, zone)
    days = counts.shape[1]
    start = days // 2 if first_origin is None else day_number(first_origin, "first_origin") - first
    if start < 14 or start + horizon > days:
        raise InvalidDataError(
            "out_of_range", column="first_origin",
            expected=f"14 to {days - horizon} days after {day_of(first)}", found=f"{start} days",
        )  # fmt: skip
    rows = [(s, d) for s in range(len(series)) for d in range(days) if counts[s, d] > 0]
    table = {
        "date": [day_of(first + d) for _, d in rows],
        "unit": [series[s][0] for s, _ in rows],
        "type": [series[s][1] for s, _ in rows],
        "count": [int(counts[s, d]) for s, d in rows],
    }
    days_off = list(holidays)
    scorer = _Scorer("daily arrivals", tuple(levels))
    past = counts.astype(np.float64)
    names = [" ".join(part for part in name if part) for name in series]
    for origin in range(start, days - horizon + 1, every):
        begin = first if last_weeks is None else max(first, first + origin - 7 * last_weeks)
        model = fit_arrivals(
            table, observed_from=day_of(begin), observed_until=day_of(first + origin - 1),
            holidays=days_off, season=season,
        )  # fmt: skip
        drawn = model.simulate(
            day_of(first + origin), horizon, replications=replications, seed=seed + origin
        )
        mean = model.expected(day_of(first + origin), horizon)
        draws = np.zeros((replications, len(series), horizon))
        point = np.zeros((len(series), horizon))
        for s, name in enumerate(model.series):
            draws[:, series.index(name)] = drawn[:, s]
            point[series.index(name)] = mean[s]
        _score(scorer, names, day_of(first + origin), origin, past, draws, point, horizon, 7)
    return _result([scorer], to_frame)


def _score(
    scorer: _Scorer,
    units: list[str],
    day: datetime.date,
    origin: int,
    past: Floats,
    draws: Floats,
    point: Floats,
    horizon: int,
    season: int,
) -> None:
    for u, unit in enumerate(units):
        known = past[u, :origin]
        scale = float(np.mean(np.abs(np.diff(known))))
        for ahead in range(horizon):
            actual = float(past[u, origin + ahead])
            h = ahead + 1
            scorer.add(
                "evenload", unit, day, h, actual, scale, float(point[u, ahead]), draws[:, u, ahead]
            )
            last = float(known[-1])
            changes = last + (known[h:] - known[:-h]) if origin > h else None
            scorer.add("naive", unit, day, h, actual, scale, last, changes)
            back = season * (-(-h // season))
            if origin + ahead >= back:
                before = float(past[u, origin + ahead - back])
                errors = before + (known[back:] - known[:-back]) if origin > back else None
                scorer.add("seasonal_naive", unit, day, h, actual, scale, before, errors)


def _history(
    table: _core.Table,
    whole: PhaseModel,
    weights: Weights,
    role_share: float | Mapping[str, float],
    mondays: list[datetime.date],
    zone: str,
) -> tuple[Floats, Floats]:
    """Load at the end of each week and arrivals in it, by unit."""
    load = np.zeros((len(whole.units), len(mondays)))
    points = phase_weights(weights, role_share, whole, mondays)
    for w, monday in enumerate(mondays):
        sunday = monday + datetime.timedelta(days=6)
        # From the whole log's first week, so that every week is seen alike.
        seen = fit_phases(table, observed_from=mondays[0], observed_until=sunday, zone=zone)
        _, kind, phase, _, unit, scale = seen._fitted.open_cases()
        for t, p, u, factor in zip(kind, phase, unit, scale, strict=True):
            load[u, w] += points[w, t, p] * factor
    arrived = np.zeros_like(load)
    unit, _, day = whole._fitted.arrivals()
    first = day_number(mondays[0], "")
    np.add.at(arrived, (unit, (day - first) // 7), 1)
    return load, arrived


def _result(scorers: list[_Scorer], to_frame: Any) -> RollingOrigin:
    scores = [row for scorer in scorers for row in scorer.scores()]
    hidden = ("scaled", "pinball", "covered_")
    made = [
        {name: cell for name, cell in row.items() if not name.startswith(hidden)}
        for scorer in scorers
        for row in scorer.rows
    ]
    columns = {
        name: {key: [row[key] for row in rows] for key in rows[0]}
        for name, rows in (("scores", scores), ("forecasts", made))
    }
    frames = {}
    for name, own in columns.items():
        given = [
            (key, np.array(cells, dtype="datetime64[D]") if key == "origin" else cells, False)
            for key, cells in own.items()
        ]
        frames[name] = to_frame(_core.Table.from_columns(name, given, "UTC"))
    return RollingOrigin(scores=frames["scores"], forecasts=frames["forecasts"], _columns=columns)
