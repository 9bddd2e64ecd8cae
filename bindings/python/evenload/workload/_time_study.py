"""Weights fitted from logged hours, and panels that estimate them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._arguments import need_mapping, text_pairs
from evenload._frames import Frame, ToFrame, read, read_with_kind, to_mapping
from evenload._progress import ProgressOption, callback
from evenload.workload._document import DEFAULT_ZONE

WEEKS_A_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True, eq=False)
class TimeStudyFit:
    """The fitted weights of a time study, and what they hang on.

    Frames are of the kind of the log; their columns stand in ``docs/data-model.md``.

    Attributes
    ----------
    weights : frame
        One row a type: hours, low, high, status, and more.
    workers : frame
        One row a caseworker: hours logged and fitted, residuals, leverage, influence.
    collinearity : frame
        Types whose counts move together, by group.
    units : frame
        Weights by unit where they were pooled, with the shrinkage; else empty.
    summary : dict
        Single numbers: ``r_squared``, ``residual_spread``, ``condition_number``, ``stop`` …
    fitted : numpy.ndarray
        Hours of each row of the log, in its order.
    replicates : numpy.ndarray
        Fits of the resamples × weights, where they were kept; else without rows.
    """

    weights: Any
    workers: Any
    collinearity: Any
    units: Any
    summary: dict[str, Any]
    fitted: npt.NDArray[np.float64]
    replicates: npt.NDArray[np.float64]
    columns: dict[str, npt.NDArray[Any]]
    logged: npt.NDArray[np.float64]
    document: str
    to_frame: ToFrame

    def hours_per_case(self) -> dict[str, float]:
        """Give each type's hours for one case of the log's period; types without a number left out.

        Returns
        -------
        dict
            Type to hours, the fixed part not among them.
        """
        pairs = zip(self.columns["type"], self.columns["hours"], strict=True)
        parts = ("fixed_hours", "share_of_presence")
        return {str(t): float(h) for t, h in pairs if not np.isnan(h) and t not in parts}

    def hours_per_month(self, weeks: float = WEEKS_A_MONTH) -> dict[str, float]:
        """Give each type's hours for a case-month, where the log's rows are weeks.

        Parameters
        ----------
        weeks : float
            Weeks in a month; 4.348 by default.

        Returns
        -------
        dict
            Type to hours a month, as a scheme of hours takes them.
        """
        return {t: h * weeks for t, h in self.hours_per_case().items()}

    def compare(self, intended: Frame | Mapping[str, float], *, match_hours: bool = False) -> Any:
        """Set the observed weights beside intended ones.

        Parameters
        ----------
        intended : frame or mapping
            Columns ``type`` and ``weight``, or type to weight.
        match_hours : bool
            Intended weights are points: one factor turns them into hours, so that they explain as
            many hours as the observed ones.

        Returns
        -------
        frame
            type, intended, observed, low, high, ratio, and the verdict ``"above"``, ``"below"``,
            ``"within"`` or ``"unknown"``: where the observed weight lies.

        Raises
        ------
        InvalidDataError
            Table ``"intended"``: a type that was not studied, or twice; a weight below 0.
        """
        c = self.columns
        names = ("hours", "low", "high", "cases", "total_hours")
        rows = [
            (str(t), *(float(v) for v in values))
            for t, *values in zip(c["type"], *(c[name] for name in names), strict=True)
        ]
        return self.to_frame(_core.compare_weights(rows, _intended(intended), match_hours))  # type: ignore[arg-type]

    def to_json(self) -> str:
        """Give the whole answer but the replicates as a JSON document."""
        return self.document


def _intended(given: Frame | Mapping[str, float]) -> _core.Table:
    if isinstance(given, Mapping) and not {"type", "weight"} <= set(given):
        given = {"type": list(given), "weight": list(given.values())}
    return read("intended", given, DEFAULT_ZONE)


def fit_time_study(
    log: Frame,
    *,
    fixed_part: str = "none",
    zero: Iterable[str] = (),
    fixed: Mapping[str, float] | None = None,
    order: Iterable[tuple[str, str]] = (),
    level: float = 0.9,
    bootstraps: int = 1000,
    keep_replicates: bool = False,
    pool_units: bool = False,
    allow_singular: bool = False,
    seed: int = 0,
    threads: int = 0,
    time_limit: float = 60.0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> TimeStudyFit:
    """Fit the hours that a case of each type takes, from the hours that people logged.

    Least squares with weights of at least 0. Intervals come from resampled caseworkers and, near 0,
    from inverting the likelihood-ratio test (``docs/models/time_study.md``).

    Parameters
    ----------
    log : frame
        Table ``time_log`` of ``docs/data-model.md``: ``hours``, a column ``count_<type>`` for every
        type (or ``type`` and ``amount``, one case a row), and optionally ``caseworker``, ``unit``,
        ``overtime``, ``undone``, ``hours_present``, ``observation_weight``.
    fixed_part : {"none", "per_row", "per_hour_present", "per_worker"}
        Time that no case explains: the same in every row, a share of ``hours_present``, or a level
        of each caseworker's own.
    zero : iterable of str
        Types that are known to take no time.
    fixed : mapping, optional
        Types whose hours are known.
    order : iterable of (str, str)
        Pairs (lower, higher): the first takes no more than the second.
    level : float
        Of the intervals.
    bootstraps : int
        Resamples; 0 for none, else at least 99.
    keep_replicates : bool
        Keep the fit of every resample.
    pool_units : bool
        Fit every unit too, drawn towards all of them where it is thin.
    allow_singular : bool
        Where counts do not tell types apart, give what can be known instead of an error.
    seed, threads : int
        Equal seeds give equal answers on any number of threads (0: as many as there are).
    time_limit : float
        Seconds; a safety net. Running out, or a stop, leaves out the intervals.
    progress : bool or callable, optional
        True for a bar (needs tqdm), or a function of `Progress` that may return False to stop.
    stop : StopToken, optional
        Stops from elsewhere.

    Returns
    -------
    TimeStudyFit
        Can be pickled.

    Raises
    ------
    InvalidDataError
        Names table ``"time_log"``, ``"options.fixed"``, ``"options.order"`` or ``"options"``,
        column and row; for a singular study the types that cannot be told apart.

    Examples
    --------
    >>> from evenload.workload import fit_time_study
    >>> log = {"caseworker": ["Kim", "Kim", "Ali", "Ali", "Bo", "Bo"],
    ...        "hours": [16, 21, 30, 13, 24, 27],
    ...        "count_inquiry": [2, 3, 5, 2, 3, 4], "count_follow_up": [6, 7, 8, 4, 8, 8]}
    >>> fit = fit_time_study(log, bootstraps=99)
    >>> fit.weights["hours"].round(1).tolist()
    [3.4, 1.6]
    >>> round(fit.hours_per_month()["inquiry"], 1)
    14.9
    """
    table, to_frame = read_with_kind("time_log", log, DEFAULT_ZONE)
    known = [(str(t), 0.0) for t in zero]
    known += [(str(t), float(h)) for t, h in need_mapping(fixed or {}, "fixed").items()]
    pairs = text_pairs(order, "order")
    with callback(progress, "time study") as report:
        weights, workers, collinearity, units, summary, fitted, replicates, document = (
            _core.fit_time_study(
                table, fixed_part, known, pairs, level, bootstraps, keep_replicates, pool_units,
                allow_singular, time_limit, threads, seed, report, stop,
            )
        )  # fmt: skip
    columns = to_mapping(weights)
    single = {name: values[0] for name, values in to_mapping(summary).items()}
    of_log = to_mapping(table)
    logged = sum(
        np.nan_to_num(np.asarray(of_log[name], dtype=float))
        for name in ("hours", "overtime", "undone")
        if name in of_log
    )
    return TimeStudyFit(
        weights=to_frame(weights),
        workers=to_frame(workers),
        collinearity=to_frame(collinearity),
        units=to_frame(units),
        summary={k: v.item() if isinstance(v, np.generic) else v for k, v in single.items()},
        fitted=fitted,
        replicates=replicates.reshape(-1, len(columns["type"])),
        columns=columns,
        logged=np.asarray(logged, dtype=float),
        document=document,
        to_frame=to_frame,
    )


def panel_rounds(
    panel: Frame,
    *,
    scale: tuple[float, float] | None = None,
    stable_within: float = 0.15,
    agreed_spread: float = 0.5,
) -> Any:
    """Summarise the rounds of a panel that estimates weights.

    Parameters
    ----------
    panel : frame
        Columns ``panelist``, ``type``, ``estimate``, and ``round`` (1 where missing).
    scale : (float, float), optional
        Ends of a rating scale: disagreement is then the index of RAND/UCLA. Without it estimates
        are hours.
    stable_within : float
        A type is stable where its median moved by no more than this share since the last round.
    agreed_spread : float
        Hours: the middle 40 % may spread over this share of the median before it is disagreement.

    Returns
    -------
    frame of the kind of `panel`
        round, type, panelists, median, low_quartile, high_quartile, disagreement, disagrees,
        median_change, spread_change, stable.

    Raises
    ------
    InvalidDataError
        Names table ``"panel"``, column and row.

    Examples
    --------
    >>> from evenload.workload import panel_rounds
    >>> rounds = panel_rounds({"panelist": ["a", "b", "c"], "type": ["inquiry"] * 3,
    ...                        "estimate": [3, 4, 4]})
    >>> rounds["median"].tolist(), rounds["disagrees"].tolist()
    ([4.0], [False])
    """
    table, to_frame = read_with_kind("panel", panel, DEFAULT_ZONE)
    return to_frame(_core.panel_rounds(table, scale, stable_within, agreed_spread))
