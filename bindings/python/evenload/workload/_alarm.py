"""Trend and alarm of weekly series. Offered by `evenload.workload`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._arguments import series_of
from evenload._errors import InvalidDataError
from evenload._frames import Frame, cells_of, read_with_kind
from evenload.workload._document import DEFAULT_ZONE

Doubles = npt.NDArray[np.float64]
#: Words for the codes of the chart.
KINDS = (None, "upper", "lower", "both")


@dataclass(frozen=True)
class Trend:
    """Exponentially weighted trend, one value per week.

    Attributes
    ----------
    level : array
        Weighted mean so far; NaN before the first value.
    slope : array
        Of the weighted line so far, per week; NaN before two values.
    weight : array
        Sum of the weights: 1 is as sure as one fresh value.
    """

    level: Doubles
    slope: Doubles
    weight: Doubles


@dataclass(frozen=True)
class Autoregression:
    """What a week owes to those before it: ``x(t) - mean = Σ phi[i] (x(t-1-i) - mean) + noise``.

    Attributes
    ----------
    phi : tuple of float
        One per week of memory.
    sigma : float or None
        Standard deviation of the noise; None: learnt from the series as it goes.
    mean : float or None
        Level of the series; None: learnt as it goes.
    means : tuple of float
        Of the fitted series, for reference.
    phi_found : tuple of float
        Before the correction for few weeks.
    observations : int
        Weeks with all their lags.
    shortened : bool
        The correction was cut to keep the model stationary.
    """

    phi: tuple[float, ...] = ()
    sigma: float | None = 1.0
    mean: float | None = 0.0
    means: tuple[float, ...] = ()
    phi_found: tuple[float, ...] = ()
    observations: int = 0
    shortened: bool = False


@dataclass(frozen=True)
class Alarm:
    """A chart, one value per week.

    Attributes
    ----------
    threshold, run_length : float
        Where the sums raise an alarm, and the mean number of weeks between false alarms of one
        chart.
    residual : array
        Surprise of the week in standard deviations; NaN where missing or nothing was known yet.
    expected, spread : array
        What the week was expected to be, and the standard deviation around it.
    upper, lower : array
        Cumulative sums; after an alarm they begin anew.
    alarm : array of int8
        0 none, 1 upper, 2 lower, 3 both.
    model : Autoregression
        What the residuals were taken from.
    """

    threshold: float
    run_length: float
    residual: Doubles
    expected: Doubles
    spread: Doubles
    upper: Doubles
    lower: Doubles
    alarm: npt.NDArray[np.int8]
    model: Autoregression = field(default_factory=Autoregression)

    @property
    def weeks(self) -> list[int]:
        """Positions of the weeks with an alarm."""
        return [int(week) for week in np.flatnonzero(self.alarm)]


def trend(values: npt.ArrayLike, *, half_life: float = 8.0) -> Trend:
    """Smooth a weekly series exponentially; a missing week (NaN) ages what came before.

    Parameters
    ----------
    values : array of float
        One per week; NaN where missing.
    half_life : float
        Weeks after which a value counts half.

    Returns
    -------
    Trend
        Level, slope and weight by week.

    Raises
    ------
    InvalidDataError
        `half_life` is not above 0, or a value is infinite.

    Examples
    --------
    >>> from evenload.workload import trend
    >>> trend([1.0, 2.0, float("nan"), 3.0], half_life=1).level.round(3).tolist()
    [1.0, 1.667, 1.667, 2.636]
    """
    return Trend(*_core.exponential_trend(series_of(values), half_life))


def cusum_run_length(
    reference: float,
    threshold: float,
    *,
    side: str = "both",
    head_start: float = 0.0,
    shift: float = 0.0,
) -> float:
    """Give the mean number of independent standard normal values until a CUSUM raises an alarm.

    Parameters
    ----------
    reference, threshold : float
        In standard deviations.
    side : {"both", "upper", "lower"}
        What the chart looks for.
    head_start : float
        Where the sums begin, as a share of the threshold.
    shift : float
        Mean of the values.

    Returns
    -------
    float
        By Page's integral equation.

    Raises
    ------
    InvalidDataError
        An argument is out of its range.

    Examples
    --------
    >>> from evenload.workload import cusum_run_length
    >>> round(cusum_run_length(0.5, 4)), round(cusum_run_length(0.5, 5, shift=1), 1)
    (168, 10.4)
    """
    return _core.cusum_run_length(reference, threshold, side, head_start, shift)


def cusum_threshold(
    reference: float, run_length: float, *, side: str = "both", head_start: float = 0.0
) -> float:
    """Give the threshold of a CUSUM with a wanted run length.

    Parameters
    ----------
    reference : float
        Half the shift to be found, in standard deviations.
    run_length : float
        Mean number of values between false alarms.
    side : {"both", "upper", "lower"}
        What the chart looks for.
    head_start : float
        Where the sums begin, as a share of the threshold.

    Returns
    -------
    float
        In standard deviations.

    Raises
    ------
    InvalidDataError
        An argument is out of its range.

    Examples
    --------
    >>> from evenload.workload import cusum_threshold
    >>> round(cusum_threshold(0.5, 370.4), 2)
    4.77
    """
    return _core.cusum_threshold(reference, run_length, side, head_start)


def fit_autoregression(
    series: Iterable[npt.ArrayLike] | npt.ArrayLike,
    *,
    lags: int = 1,
    correction: str = "mean",
    risk: float = 0.1,
    seed: int = 0,
) -> Autoregression:
    """Fit an autoregressive model to one weekly series, or to several that share it.

    Parameters
    ----------
    series : array, or iterable of arrays
        NaN is a missing week. Several series (people of a unit) share `phi` and `sigma`, not the
        mean, and make `phi` far surer than one of them can.
    lags : int
        Weeks of memory, 0 to 8.
    correction : {"mean", "cautious", "none"}
        How the bias of few weeks is put right: the phi whose estimates are on average what was
        found; the phi that only `risk` of such estimates would understate more (one lag); or not.
    risk : float
        Of ``"cautious"``.
    seed : int
        Of the simulation behind the correction.

    Returns
    -------
    Autoregression
        With mean and sigma learnt along the way where it is used (None for both), unless they are
        put in.

    Raises
    ------
    InvalidDataError
        Too few weeks, nothing that varies, options out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from evenload.workload import fit_autoregression
    >>> noise = np.random.default_rng(1).normal(size=2000)
    >>> path = [0.0]
    >>> for step in noise:
    ...     path.append(0.6 * path[-1] + step)
    >>> fit_autoregression(path).phi[0].__round__(1)
    0.6
    """
    arrays = _series(series)
    phi, sigma, means, found, observations, shortened = _core.fit_autoregression(
        arrays, lags, correction, risk, seed
    )
    one = len(arrays) == 1
    return Autoregression(
        tuple(phi),
        sigma,
        means[0] if one else None,
        tuple(means),
        tuple(found),
        observations,
        shortened,
    )


def alarm(
    values: npt.ArrayLike,
    *,
    model: Autoregression | None = None,
    fit_weeks: int = 26,
    correction: str = "mean",
    side: str = "both",
    reference: float = 0.5,
    run_length: float = 365.0,
    charts: int = 1,
    threshold: float | None = None,
    head_start: float = 0.0,
    planned: Sequence[int] = (),
    seed: int = 0,
) -> Alarm:
    """Raise an alarm where a weekly series leaves its level, at a stated rate of false alarms.

    CUSUM on the surprises of an autoregressive model, so that weeks that resemble each other do not
    count twice.

    Parameters
    ----------
    values : array of float
        One per week; NaN where missing.
    model : Autoregression, optional
        Where its mean or sigma is None, it is learnt as the series goes, which costs no false
        alarms. Without a model one lag is fitted to the first `fit_weeks`, mean and sigma are
        learnt, and the chart begins after those weeks.
    fit_weeks, correction, seed
        Of that fit; see `fit_autoregression`.
    side : {"both", "upper", "lower"}
        What the chart looks for.
    reference : float
        Half the shift to be found, in standard deviations of the surprises.
    run_length : float
        Weeks between false alarms of all `charts` together.
    charts : int
        Charts that are read together: 40 people have 40.
    threshold : float, optional
        Instead of `run_length` and `charts`.
    head_start : float
        Share of the threshold at which the sums begin (fast start).
    planned : sequence of int
        Positions of weeks with planned changes: the sums and what is learnt begin anew.
    seed : int
        Of the correction.

    Returns
    -------
    Alarm
        The chart, week by week.

    Raises
    ------
    InvalidDataError
        Options out of range, a model that is not stationary, too few weeks.

    Examples
    --------
    >>> import numpy as np
    >>> from evenload.workload import Autoregression, alarm
    >>> calm = np.tile([1.0, -1.0, 0.5, -0.5], 10)
    >>> chart = alarm(np.concatenate([calm, calm[:8] + 3]), model=Autoregression())
    >>> chart.weeks[0] - 40, round(chart.threshold, 2)
    (1, 4.76)
    """
    numbers = series_of(values)
    first = 0
    if model is None:
        first = fit_weeks
        fitted = fit_autoregression(numbers[:fit_weeks], correction=correction, seed=seed)
        model = Autoregression(
            fitted.phi,
            None,
            None,
            fitted.means,
            fitted.phi_found,
            fitted.observations,
            fitted.shortened,
        )
    return _run(numbers, model, side, reference, run_length, charts, threshold, head_start, first,
                planned)  # fmt: skip


def alarms(
    series: Frame,
    *,
    by: str = "unit",
    value: str = "ratio",
    weeks_between: float = 52.0,
    fit_weeks: int = 26,
    correction: str = "mean",
    pooled: bool = True,
    side: str = "both",
    reference: float = 0.5,
    head_start: float = 0.0,
    planned: Iterable[str] = (),
    person_level: bool = True,
    seed: int = 0,
    zone: str = DEFAULT_ZONE,
) -> Any:
    """Run a chart for every group of a `WeeklySeries` frame, with one rate of false alarms for all.

    Parameters
    ----------
    series : frame
        ``people`` or ``units`` of a `WeeklySeries`: a row per group and week.
    by : {"unit", "caseworker"}
        The column that tells the groups.
    value : str
        The column that is charted.
    weeks_between : float
        Weeks between false alarms of all groups together.
    fit_weeks : int
        First weeks, to which the model is fitted and before which no chart begins.
    correction : {"mean", "cautious", "none"}
        See `fit_autoregression`.
    pooled : bool
        All groups share phi, which few weeks of each tell far better together.
    side, reference, head_start
        See `alarm`.
    planned : iterable of str
        Weeks (``"2026-W10"``) of planned changes, for all groups.
    person_level : bool
        False: `by` may not be ``"caseworker"``.
    seed : int
        Of the correction.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    frame of the kind of `series`
        A row per group and week: the group, week, value, expected, spread, residual, upper, lower,
        threshold, and alarm (``"upper"``, ``"lower"`` or ``"both"``, else missing).

    Raises
    ------
    InvalidDataError
        ``unsupported`` for caseworkers where `person_level` is False; columns that are not there;
        weeks that are not in the series.

    Examples
    --------
    >>> import numpy as np
    >>> from evenload.workload import alarms
    >>> weeks = [f"2026-W{week:02}" for week in range(1, 53)]
    >>> noise = np.random.default_rng(4).normal(1.0, 0.05, (2, 52))
    >>> noise[1, 40:] += 0.3
    >>> frame = {"unit": ["a"] * 52 + ["b"] * 52, "week": weeks * 2, "ratio": noise.ravel()}
    >>> found = alarms(frame, weeks_between=520)
    >>> rows = zip(found["unit"], found["week"], found["alarm"])
    >>> [(unit, week) for unit, week, kind in rows if kind][0]
    ('b', '2026-W42')
    """
    if by == "caseworker" and not person_level:
        raise InvalidDataError(
            "unsupported",
            table="series",
            column="caseworker",
            expected="units, as person_level is False",
            found="caseworkers",
        )
    table, to_frame = read_with_kind("series", series, zone)
    columns = cells_of(table, (by, "week", value))
    groups: dict[Any, list[int]] = {}
    for row, group in enumerate(columns[by]):
        groups.setdefault(group, []).append(row)
    weeks = sorted(set(columns["week"]))
    position = {week: at for at, week in enumerate(weeks)}
    grid = np.full((len(groups), len(weeks)), np.nan)
    for at, rows in enumerate(groups.values()):
        for row in rows:
            number = columns[value][row]
            grid[at, position[columns["week"][row]]] = math.nan if number is None else number
    changes = [_position(position, week) for week in sorted(planned)]
    models = _models(grid[:, :fit_weeks], pooled, correction, seed)
    charts = [
        _run(
            grid[at],
            models[at],
            side,
            reference,
            weeks_between,
            max(1, len(groups)),
            None,
            head_start,
            fit_weeks,
            changes,
        )
        for at in range(len(groups))
    ]
    answer: list[tuple[str, Any, bool]] = [
        (by, [group for group in groups for _ in weeks], False),
        ("week", weeks * len(groups), False),
        (value, grid.ravel(), False),
    ]
    for name in ("expected", "spread", "residual", "upper", "lower"):
        parts = [getattr(chart, name) for chart in charts]
        answer.append((name, np.concatenate(parts) if parts else np.empty(0), False))
    answer.append(("threshold", np.repeat([c.threshold for c in charts], len(weeks)), False))
    words = [KINDS[int(kind)] for chart in charts for kind in chart.alarm]
    answer.append(("alarm", words if any(words) else np.array(words, dtype=object), False))
    return to_frame(_core.Table.from_columns("alarms", answer, zone))


def _run(
    values: Doubles,
    model: Autoregression,
    side: str,
    reference: float,
    run_length: float,
    charts: int,
    threshold: float | None,
    head_start: float,
    first_week: int,
    planned: Sequence[int],
) -> Alarm:
    chart: Mapping[str, Any] = _core.run_alarm(
        values,
        0.0 if model.mean is None else model.mean,
        list(model.phi),
        1.0 if model.sigma is None else model.sigma,
        side,
        reference,
        run_length,
        charts,
        threshold,
        head_start,
        model.mean is None,
        model.sigma is None,
        first_week,
        list(planned),
    )
    return Alarm(**chart, model=model)


def _models(grid: Doubles, pooled: bool, correction: str, seed: int) -> list[Autoregression]:
    """Fit one phi for all, or one each; means and sigmas are learnt in the charts."""

    def learning(fit: Autoregression) -> Autoregression:
        return Autoregression(
            fit.phi, None, None, fit.means, fit.phi_found, fit.observations, fit.shortened
        )

    if pooled and len(grid) > 0:
        return [learning(fit_autoregression(grid, correction=correction, seed=seed))] * len(grid)
    return [learning(fit_autoregression(row, correction=correction, seed=seed)) for row in grid]


def _series(series: Any) -> list[Doubles]:
    if isinstance(series, np.ndarray) and series.ndim == 2:
        return [np.asarray(row, dtype=np.float64) for row in series]
    values = list(series)
    if values and np.ndim(values[0]) > 0:
        return [np.asarray(one, dtype=np.float64) for one in values]
    return [np.asarray(values, dtype=np.float64)]


def _position(position: Mapping[str, int], week: str) -> int:
    if week not in position:
        raise InvalidDataError(
            "out_of_range",
            table="series",
            column="planned",
            expected="weeks of the series",
            found=str(week),
        )
    return position[week]
