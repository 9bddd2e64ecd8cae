"""Arrivals: how many cases of which type come in where, day by day."""

from __future__ import annotations

import datetime
import json
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame, _columns, read_with_kind
from evenload.workload._counts import (
    TERMS,
    CountFit,
    Floats,
    draw_counts,
    fit_counts,
    normal_scores,
    solve_correlation,
)
from evenload.workload._document import DEFAULT_ZONE

Day = datetime.date | str
_EPOCH = datetime.date(1970, 1, 1)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = 365.2425
_HIGH = NormalDist().inv_cdf(0.95)


def day_number(day: Day, name: str) -> int:
    """Count days from 1970-01-01."""
    try:
        value = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        raise InvalidDataError(
            "invalid_date", column=name, expected="a date such as 2026-11-23", found=str(day)
        ) from None
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise InvalidDataError(
            "wrong_type", column=name, expected="a date", found=type(day).__name__
        )
    return (value - _EPOCH).days


def day_of(number: int) -> datetime.date:
    """Turn a day's number into its date."""
    return _EPOCH + datetime.timedelta(days=int(number))


@dataclass(frozen=True)
class _Group:
    """Series that share their effects, fitted together."""

    series: list[int]
    names: list[str]  # of the coefficients
    closed: frozenset[int]  # weekdays without work; 7: holidays
    fit: CountFit


@dataclass(frozen=True, eq=False)
class ArrivalModel:
    """Daily arrivals by unit and type: a negative-binomial model with correlated series.

    Attributes
    ----------
    effects : frame
        ``unit``, ``type``, ``effect``, ``estimate``, ``low``, ``high``: cases a day on a reference
        day (``level``), and factors on it (weekday, holiday) or amplitudes on the log scale
        (season), with 90 % intervals.
    dispersion : frame
        ``unit``, ``type``, ``estimate``, ``low``, ``high``: variance = mean + dispersion * mean².
    correlation : frame
        ``unit``, ``type``, ``other_unit``, ``other_type``, ``estimate``, ``low``, ``high``: of the
        normal variables behind two series on one day.
    series : list of (unit, type)
        In the order of `expected` and `simulate`.
    notes : list of str
        What the data could not tell.
    """

    effects: Any
    dispersion: Any
    correlation: Any
    series: list[tuple[str, str]]
    notes: list[str]
    first_day: datetime.date
    last_day: datetime.date
    persistence: tuple[float, float]
    _groups: list[_Group]
    _matrix: Floats
    _holidays: frozenset[int]
    _harmonics: int

    def expected(
        self, first_day: Day, days: int, *, holidays: Iterable[Day] | None = None
    ) -> Floats:
        """Return expected arrivals: series x days."""
        return self._means(first_day, days, holidays, None)[0]

    def simulate(
        self,
        first_day: Day,
        days: int,
        *,
        replications: int = 1000,
        seed: int = 0,
        holidays: Iterable[Day] | None = None,
    ) -> npt.NDArray[np.int32]:
        """Draw arrivals jointly: replications x series x days.

        Each replication draws its own coefficients and dispersions from their estimated
        distributions, then normal values with the estimated correlations, then counts.
        """
        rng = np.random.Generator(np.random.Philox(key=seed))
        mean, dispersion = self._means(first_day, days, holidays, (rng, replications))
        share, decay = self.persistence
        factor = np.linalg.cholesky(self._matrix + 1e-9 * np.eye(len(self.series)))
        shape = (days, replications, len(self.series))
        normal = rng.standard_normal(shape)
        if share > 0:
            slow = np.empty(shape)
            slow[0] = rng.standard_normal(shape[1:])
            for t in range(1, days):
                fresh = rng.standard_normal(shape[1:])
                slow[t] = decay * slow[t - 1] + np.sqrt(1 - decay**2) * fresh
            normal = np.sqrt(share) * slow + np.sqrt(1 - share) * normal
        z = np.moveaxis(normal @ factor.T, 0, 2)
        return draw_counts(z, mean, dispersion)

    def to_json(self) -> str:
        """Return effects, dispersion, correlation and notes as a JSON object."""
        groups = [
            {
                "series": [
                    {"unit": self.series[s][0], "type": self.series[s][1]} for s in g.series
                ],
                "coefficients": dict(zip(g.names, g.fit.coefficients.tolist(), strict=True)),
                "covariance": g.fit.covariance.tolist(),
                "dispersion": [g.fit.dispersion, g.fit.dispersion_low, g.fit.dispersion_high],
                "closed": sorted(g.closed),
            }
            for g in self._groups
        ]
        return json.dumps(
            {
                "schema_version": "1.0",
                "first_day": self.first_day.isoformat(),
                "last_day": self.last_day.isoformat(),
                "groups": groups,
                "correlation": self._matrix.tolist(),
                "persistence": list(self.persistence),
                "notes": self.notes,
            },
            ensure_ascii=False,
        )

    def _means(
        self,
        first_day: Day,
        days: int,
        holidays: Iterable[Day] | None,
        draw: tuple[np.random.Generator, int] | None,
    ) -> tuple[Floats, Floats]:
        """Means (and dispersions), for each replication where `draw` says how many."""
        if days < 1:
            raise InvalidDataError(
                "out_of_range",
                table="forecast",
                column="days",
                expected="1 or more",
                found=str(days),
            )
        numbers = day_number(first_day, "first_day") + np.arange(days)
        free = self._holidays
        if holidays is not None:
            free = free | {day_number(day, "holidays") for day in holidays}
        lead: tuple[int, ...] = () if draw is None else (draw[1],)
        mean = np.zeros((*lead, len(self.series), days))
        dispersion = np.zeros((*lead, len(self.series), 1))
        for group in self._groups:
            beta: Floats = group.fit.coefficients
            alpha: Any = group.fit.dispersion
            if draw is not None:
                values, vectors = np.linalg.eigh(group.fit.covariance)
                root = vectors * np.sqrt(np.maximum(values, 0))
                beta = beta + draw[0].standard_normal((draw[1], len(beta))) @ root.T
                low, high = group.fit.dispersion_low, group.fit.dispersion_high
                spread = np.log(high / low) / (2 * _HIGH) if low > 0 else 0.0
                alpha = alpha * np.exp(spread * draw[0].standard_normal(draw[1]))
            for position, s in enumerate(group.series):
                x, open_day = _design(
                    numbers, position, len(group.series), group.names, group.closed, free
                )
                mean[..., s, :] = np.exp(np.minimum(beta @ x.T, 25.0)) * open_day
                dispersion[..., s, 0] = alpha
        return mean, dispersion


def _design(
    numbers: npt.NDArray[np.int64],
    position: int,
    levels: int,
    names: list[str],
    closed: frozenset[int],
    holidays: frozenset[int],
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Make the rows of one series, and tell on which days it can receive anything."""
    weekday = (numbers + 3) % 7
    holiday = np.isin(numbers, np.fromiter(holidays, dtype=np.int64, count=len(holidays)))
    x = np.zeros((len(numbers), len(names)))
    x[:, position] = 1
    for column, name in enumerate(names[levels:], start=levels):
        kind, _, which = name.partition(" ")
        if kind in _WEEKDAYS:
            x[:, column] = weekday == _WEEKDAYS.index(kind)
        elif kind == "holiday":
            x[:, column] = holiday
        else:
            angle = 2 * np.pi * int(which) * numbers / _YEAR
            x[:, column] = np.sin(angle) if kind == "sine" else np.cos(angle)
    open_day = ~np.isin(weekday, [c for c in closed if c < 7])
    return x, open_day & ~holiday if 7 in closed else open_day


def fit_arrivals(
    arrivals: Frame,
    *,
    observed_from: Day | None = None,
    observed_until: Day | None = None,
    holidays: Iterable[Day] = (),
    season: str | None = None,
    harmonics: int = 2,
    share_effects: bool = True,
    zone: str = DEFAULT_ZONE,
) -> ArrivalModel:
    """Fit daily arrivals by unit and type.

    Parameters
    ----------
    arrivals : frame
        Columns ``date`` and optionally ``unit``, ``type``, ``count`` (1 where it is not there): one
        row per case, or per day. Days without a row have no arrivals.
    observed_from, observed_until : date or str, optional
        First and last day observed; by default those of the first and last row.
    holidays : iterable of date, optional
        Days that are not like their weekday, past and coming; for instance the keys of a calendar
        of the library ``holidays``.
    season : {None, "yearly"}
        A yearly season needs at least two full years of days.
    harmonics : int
        Sine and cosine pairs of the season, 1 to 6.
    share_effects : bool
        Units share weekday, holiday and season effects and the dispersion of a type; each has its
        own level. Otherwise every series has its own.
    zone : str
        Named zone in which an instant becomes a day.

    Returns
    -------
    ArrivalModel

    Raises
    ------
    InvalidDataError
        ``negative_value`` for a count, ``missing_value`` for an empty log, ``out_of_range`` for a
        season on fewer than two years, …

    Examples
    --------
    >>> from evenload.workload import fit_arrivals
    >>> days = [f"2026-01-{d:02}" for d in range(5, 31)]
    >>> counts = [0 if d % 7 in (3, 4) else 2 + d % 3 for d in range(len(days))]
    >>> model = fit_arrivals({"date": days, "count": counts})
    >>> model.expected("2026-02-02", 7).shape
    (1, 7)
    """
    series, counts, first, to_frame = _read_counts(arrivals, observed_from, observed_until, zone)
    days = counts.shape[1]
    if season not in (None, "yearly"):
        raise InvalidDataError(
            "out_of_range", column="season", expected='None or "yearly"', found=repr(season)
        )
    if season == "yearly" and days < 2 * _YEAR:
        raise InvalidDataError(
            "out_of_range",
            table="arrivals",
            column="season",
            expected="at least two years of days for a yearly season",
            found=f"{days} days",
        )
    if not 1 <= harmonics <= 6:
        raise InvalidDataError(
            "out_of_range", column="harmonics", expected="1 to 6", found=str(harmonics)
        )
    free = frozenset(day_number(day, "holidays") for day in holidays)
    numbers = first + np.arange(days)
    grouped: dict[Any, list[int]] = {}
    for s, (unit, kind) in enumerate(series):
        grouped.setdefault(kind if share_effects else (unit, kind), []).append(s)
    notes: list[str] = []
    pairs = harmonics if season else 0
    groups = [
        _fit_group(members, series, counts, numbers, free, pairs, notes)
        for members in grouped.values()
    ]
    matrix, rows, persistence = _correlations(groups, series, counts, numbers, free)
    return ArrivalModel(
        effects=to_frame(_table("effects", _effect_rows(groups, series))),
        dispersion=to_frame(_table("dispersion", _dispersion_rows(groups, series))),
        correlation=to_frame(_table("correlation", rows)),
        series=series,
        notes=notes,
        first_day=day_of(first),
        last_day=day_of(first + days - 1),
        persistence=persistence,
        _groups=groups,
        _matrix=matrix,
        _holidays=free,
        _harmonics=pairs,
    )


def _fit_group(
    members: list[int],
    series: list[tuple[str, str]],
    counts: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    free: frozenset[int],
    harmonics: int,
    notes: list[str],
) -> _Group:
    own = counts[members]
    label = f"type {series[members[0]][1]!r}" if series[members[0]][1] else "arrivals"
    weekday = (numbers + 3) % 7
    holiday = np.isin(numbers, np.fromiter(free, dtype=np.int64, count=len(free)))
    normal = ~holiday
    if own.sum() == 0:
        raise InvalidDataError(
            "missing_value", table="arrivals", column="count",
            expected=f"at least one arrival of {label}", found="none",
        )  # fmt: skip
    totals = np.array([own[:, normal & (weekday == d)].sum() for d in range(7)])
    amounts = np.array([np.sum(normal & (weekday == d)) for d in range(7)])
    rate = own.sum() / len(numbers)
    closed = {d for d in range(7) if totals[d] == 0 and amounts[d] * rate >= 3}
    # The first busy weekday, not the busiest: choosing the largest would overstate its level.
    reference = next(d for d in range(7) if 2 * totals[d] >= totals.max())
    names = [f"level {k}" for k in range(len(members))]
    names += [f"{_WEEKDAYS[d]}" for d in range(7) if d != reference and totals[d] > 0]
    for d in range(7):
        if totals[d] == 0 and d not in closed:
            notes.append(f"{label}: too few days to tell a {_WEEKDAYS[d]} from the others")
    holidays_open = holiday & ~np.isin(weekday, list(closed))
    if holidays_open.any():
        if own[:, holidays_open].sum() > 0:
            names.append("holiday")
        elif holidays_open.sum() * rate >= 3:
            closed.add(7)
        else:
            notes.append(f"{label}: too few holidays to tell their effect")
    elif free:
        notes.append(f"{label}: no holiday in the observed days; coming ones count as ordinary")
    for k in range(1, harmonics + 1):
        names += [f"sine {k}", f"cosine {k}"]
    frozen = frozenset(closed)
    blocks, targets, weeks = [], [], []
    for position, s in enumerate(members):
        x, open_day = _design(numbers, position, len(members), names, frozen, free)
        blocks.append(x[open_day])
        targets.append(counts[s][open_day])
        weeks.append(((numbers + 3) // 7)[open_day])
    silent = [k for k, target in enumerate(targets) if target.sum() == 0]
    if silent:
        unit, kind = series[members[silent[0]]]
        raise InvalidDataError(
            "missing_value", table="arrivals", column="count",
            expected="at least one arrival in every series", found=f"none in {unit!r}, {kind!r}",
        )  # fmt: skip
    x = np.concatenate(blocks)
    if len(x) <= x.shape[1] + 1:
        raise InvalidDataError(
            "missing_value", table="arrivals", column="date",
            expected=f"more than {x.shape[1] + 1} days with work", found=str(len(x)),
        )  # fmt: skip
    fit = fit_counts(np.concatenate(targets), x, np.concatenate(weeks))
    if fit.dispersion_low == 0:
        notes.append(f"{label}: the counts are no more dispersed than Poisson counts may be")
    return _Group(members, names, frozen, fit)


def _correlations(
    groups: list[_Group],
    series: list[tuple[str, str]],
    counts: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    free: frozenset[int],
) -> tuple[Floats, dict[str, list[Any]], tuple[float, float]]:
    """Fit latent correlations by moments, (10) and (11), with intervals by weeks drawn anew."""
    size, days = counts.shape
    residual = np.zeros((size, days))
    scores = np.zeros((size, days, TERMS))
    for group in groups:
        for position, s in enumerate(group.series):
            x, open_day = _design(
                numbers, position, len(group.series), group.names, group.closed, free
            )
            mean = np.exp(x @ group.fit.coefficients) * open_day
            deviation = np.sqrt(mean + group.fit.dispersion * mean**2)
            residual[s, open_day] = ((counts[s] - mean) / np.where(open_day, deviation, 1))[
                open_day
            ]
            scaled = normal_scores(mean, group.fit.dispersion)
            scores[s, open_day] = scaled[open_day] / deviation[open_day, None]
    factorial = np.cumprod(np.arange(1, TERMS + 1, dtype=np.float64))
    weeks = (numbers + 3) // 7 - (numbers[0] + 3) // 7
    count = int(weeks[-1]) + 1
    rng = np.random.Generator(np.random.Philox(key=20))
    drawn = rng.multinomial(count, np.full(count, 1 / count), size=400).astype(np.float64)
    drawn = np.concatenate([np.ones((1, count)), drawn])

    def latent(product: Floats, terms: Floats, week: npt.NDArray[np.int64]) -> Floats:
        """Estimate first, then 400 resamples."""
        products = np.bincount(week, product, count)
        by_week = np.stack([np.bincount(week, terms[:, k], count) for k in range(TERMS)], axis=1)
        return solve_correlation(drawn @ products, drawn @ by_week / factorial)

    matrix = np.eye(size)
    columns = ("unit", "type", "other_unit", "other_type", "estimate", "low", "high")
    rows: dict[str, list[Any]] = {name: [] for name in columns}
    for a in range(size):
        for b in range(a + 1, size):
            found = latent(residual[a] * residual[b], scores[a] * scores[b], weeks)
            matrix[a, b] = matrix[b, a] = found[0]
            low, high = np.quantile(found[1:], [0.05, 0.95])
            cells = (*series[a], *series[b], float(found[0]), float(low), float(high))
            for name, cell in zip(columns, cells, strict=True):
                rows[name].append(cell)
    values, vectors = np.linalg.eigh(matrix)
    matrix = (vectors * np.maximum(values, 1e-6)) @ vectors.T
    scale = np.sqrt(np.diag(matrix))
    matrix = matrix / np.outer(scale, scale)

    def at_lag(lag: int) -> tuple[float, float]:
        if days <= 8 * lag:
            return 0.0, 0.0
        product = np.sum(residual[:, lag:] * residual[:, :-lag], axis=0)
        terms = np.sum(scores[:, lag:] * scores[:, :-lag], axis=0)
        found = latent(product, terms, weeks[lag:])
        return float(found[0]), float(np.quantile(found[1:], 0.05))

    (one, one_low), (seven, seven_low) = at_lag(1), at_lag(7)
    if seven_low > 0 and one > 0:
        decay = float(np.clip((seven / one) ** (1 / 6), 0.5, 0.995))
        return matrix, rows, (float(min(0.95, seven / decay**7)), decay)
    if one_low > 0:
        return matrix, rows, (0.95, float(min(one / 0.95, 0.95)))
    return matrix, rows, (0.0, 0.0)


def _effect_rows(groups: list[_Group], series: list[tuple[str, str]]) -> dict[str, list[Any]]:
    columns = ("unit", "type", "effect", "estimate", "low", "high")
    rows: dict[str, list[Any]] = {name: [] for name in columns}
    for group in groups:
        error = np.sqrt(np.maximum(np.diag(group.fit.covariance), 0))
        for k, name in enumerate(group.names):
            level = k < len(group.series)
            unit, kind = series[group.series[k if level else 0]]
            shared = not level and len(group.series) > 1
            value, half = float(group.fit.coefficients[k]), float(_HIGH * error[k])
            ends = [value, value - half, value + half]
            if not name.startswith(("sine", "cosine")):
                ends = [float(np.exp(end)) for end in ends]
            cells = (None if shared else unit, kind, "level" if level else name, *ends)
            for column, cell in zip(columns, cells, strict=True):
                rows[column].append(cell)
    return rows


def _dispersion_rows(groups: list[_Group], series: list[tuple[str, str]]) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {n: [] for n in ("unit", "type", "estimate", "low", "high")}
    for group in groups:
        unit, kind = series[group.series[0]]
        rows["unit"].append(None if len(group.series) > 1 else unit)
        rows["type"].append(kind)
        rows["estimate"].append(group.fit.dispersion)
        rows["low"].append(group.fit.dispersion_low)
        rows["high"].append(group.fit.dispersion_high)
    return rows


def _table(name: str, columns: dict[str, list[Any]]) -> _core.Table:
    return _core.Table.from_columns(name, [(n, v, False) for n, v in columns.items()], "UTC")


def _read_counts(
    arrivals: Frame, observed_from: Day | None, observed_until: Day | None, zone: str
) -> tuple[list[tuple[str, str]], npt.NDArray[np.int64], int, ToFrame]:
    table, to_frame = read_with_kind("arrivals", arrivals, zone)
    cells: dict[str, list[Any]] = {}
    for name, kind, values, valid in _columns(table):
        items = values.tolist() if hasattr(values, "tolist") else list(values)
        if kind == "instant":
            named = zoneinfo.ZoneInfo(zone)
            items = [
                None
                if v is None
                else v.replace(tzinfo=datetime.timezone.utc).astimezone(named).date()
                for v in items
            ]
        if valid is not None:
            items = [v if ok else None for v, ok in zip(items, valid.tolist(), strict=True)]
        cells[name] = items
    unknown = [n for n in cells if n not in ("date", "unit", "type", "count") and n[:2] != "x_"]
    if unknown:
        raise InvalidDataError(
            "unknown_field", table="arrivals", column=unknown[0],
            expected="date, unit, type, count", found=unknown[0],
        )  # fmt: skip
    if "date" not in cells:
        raise InvalidDataError(
            "missing_column", table="arrivals", column="date", expected="a column of dates"
        )
    rows = len(cells["date"])
    if rows == 0:
        raise InvalidDataError(
            "missing_value", table="arrivals", column="date", expected="at least one row",
            found="none",
        )  # fmt: skip
    days = [_row_day(day, row) for row, day in enumerate(cells["date"])]
    counts = [
        1 if "count" not in cells else _row_count(count, row)
        for row, count in enumerate(cells.get("count", days))
    ]
    first = min(days) if observed_from is None else day_number(observed_from, "observed_from")
    last = max(days) if observed_until is None else day_number(observed_until, "observed_until")
    if last < first:
        raise InvalidDataError(
            "ends_before_start", table="arrivals", column="observed_until",
            expected=f"{day_of(first)} or later", found=str(day_of(last)),
        )  # fmt: skip
    if last - first > 40_000:
        raise InvalidDataError(
            "out_of_range", table="arrivals", column="date", expected="at most 40000 days",
            found=str(last - first),
        )  # fmt: skip
    names = [
        (str(unit or ""), str(kind or ""))
        for unit, kind in zip(
            cells.get("unit", [""] * rows), cells.get("type", [""] * rows), strict=True
        )
    ]
    series = sorted(set(names))
    position = {name: s for s, name in enumerate(series)}
    matrix = np.zeros((len(series), last - first + 1), dtype=np.int64)
    for day, pair, count in zip(days, names, counts, strict=True):
        if first <= day <= last:
            matrix[position[pair], day - first] += count
    keep = matrix.sum(axis=1) > 0
    if not keep.any():
        raise InvalidDataError(
            "missing_value", table="arrivals", column="date",
            expected="at least one arrival in the observed days", found="none",
        )  # fmt: skip
    kept = [name for name, here in zip(series, keep, strict=True) if here]
    return kept, matrix[keep], first, to_frame


def _row_day(day: Any, row: int) -> int:
    if isinstance(day, str):
        try:
            day = datetime.date.fromisoformat(day.strip())
        except ValueError:
            raise InvalidDataError(
                "invalid_date", table="arrivals", column="date", row=row,
                expected="a date such as 2026-11-23", found=day,
            ) from None  # fmt: skip
    if isinstance(day, datetime.datetime):
        day = day.date()
    if not isinstance(day, datetime.date):
        code = "missing_value" if day is None else "wrong_type"
        raise InvalidDataError(
            code, table="arrivals", column="date", row=row, expected="a date", found=str(day)
        )
    return (day - _EPOCH).days


def _row_count(count: Any, row: int) -> int:
    try:
        value = float(count)
    except (TypeError, ValueError):
        value = float("nan")
    code = ""
    if not np.isfinite(value):
        code = "missing_value" if count is None or np.isnan(value) else "not_finite"
    elif value < 0:
        code = "negative_value"
    elif value != int(value):
        code = "wrong_type"
    elif value > 1e6:
        code = "out_of_range"
    if code:
        raise InvalidDataError(
            code, table="arrivals", column="count", row=row,
            expected="a whole number of at least 0", found=str(count),
        )  # fmt: skip
    return int(value)
