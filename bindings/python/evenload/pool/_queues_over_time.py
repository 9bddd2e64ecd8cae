"""Queues whose arrivals and servers change. Offered by `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy.typing as npt

from evenload import _core
from evenload.pool._queue_arguments import (
    SERVERS,
    SHAPES,
    STARTS,
    Counts,
    Reals,
    counts,
    maybe_real,
    position,
    real,
    reals,
    whole,
)


@dataclass(frozen=True)
class ServiceTime:
    """Distribution of the time that a service takes.

    Attributes
    ----------
    mean : float
    shape : str
        ``"exponential"``, ``"deterministic"``, ``"lognormal"`` or ``"erlang"``.
    squared_variation : float
        Lognormal: variance over squared mean.
    stages : int
        Erlang: number of exponential stages.
    """

    mean: float
    shape: str = "exponential"
    squared_variation: float = 1.0
    stages: int = 1

    def _row(self) -> tuple[float, int, float, int]:
        stages = whole(self.stages, "stages", "service")
        return (
            real(self.mean, "mean", "service"),
            position(self.shape, SHAPES, "shape", "service"),
            real(self.squared_variation, "squared_variation", "service"),
            max(-1, min(stages, 2**31 - 1)),
        )


def _service(given: ServiceTime | float) -> tuple[float, int, float, int]:
    service = (
        given if isinstance(given, ServiceTime) else ServiceTime(real(given, "mean", "service"))
    )
    return service._row()


@dataclass(frozen=True)
class ServiceLoad:
    """Offered load, one value a period.

    Attributes
    ----------
    end, peak : numpy.ndarray
        At the end of each period, and the largest in it.
    """

    end: Reals
    peak: Reals


def offered_load(
    arrival_rate: npt.ArrayLike,
    *,
    period: float,
    service: ServiceTime | float,
    start: str = "cyclic",
) -> ServiceLoad:
    """Mean number in service over time if servers never lack (M_t/GI/∞).

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    period : float
        Length of each.
    service : ServiceTime or float
        A number is the mean of an exponential time.
    start : str
        As for `erlang_r_load`.

    Returns
    -------
    ServiceLoad

    Raises
    ------
    InvalidDataError
        Tables ``periods`` (with the row) and ``service``.

    Examples
    --------
    >>> from evenload.pool import ServiceTime, offered_load
    >>> offered_load([2, 6, 4], period=1, service=ServiceTime(1, "deterministic")).end.tolist()
    [2.0, 6.0, 4.0]
    """
    return ServiceLoad(
        *_core.offered_load(
            reals(arrival_rate, "arrival_rate"),
            real(period, "period", "periods"),
            _service(service),
            position(start, STARTS, "start", "periods"),
        )
    )


@dataclass(frozen=True)
class PeriodPerformance:
    """Approximate performance, one value a period.

    Attributes
    ----------
    server : str
        What a server is.
    servers : numpy.ndarray
    offered_load, wait_probability, mean_wait, mean_queue : numpy.ndarray
    utilisation, abandonment : numpy.ndarray
    backlog : numpy.ndarray or None
        Arrivals carried over to the next period; of `backlog_carryover` only.
    """

    server: str
    servers: Counts
    offered_load: Reals
    wait_probability: Reals
    mean_wait: Reals
    mean_queue: Reals
    utilisation: Reals
    abandonment: Reals
    backlog: Reals | None = None


def modified_offered_load(
    arrival_rate: npt.ArrayLike,
    servers: npt.ArrayLike,
    *,
    period: float,
    service: ServiceTime | float,
    patience_rate: float | None = None,
    start: str = "cyclic",
    server: str = "line",
) -> PeriodPerformance:
    """Approximate a queue over time by the steady formula at the offered load of each period.

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    servers : array of int
        One for each period; without patience, above the offered load in each.
    period : float
        Length of each.
    service : ServiceTime or float
        A number is the mean of an exponential time.
    patience_rate : float, optional
        1 / mean patience; none: nobody gives up.
    start : str
        As for `erlang_r_load`.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    PeriodPerformance

    Raises
    ------
    InvalidDataError
        ``out_of_range`` with the row of an overloaded period: see `backlog_carryover`.

    Examples
    --------
    >>> from evenload.pool import modified_offered_load
    >>> answer = modified_offered_load([8, 8], [5, 6], period=1, service=0.5)
    >>> answer.wait_probability.round(4).tolist()
    [0.5541, 0.2848]
    """
    position(server, SERVERS, "server")
    staff = counts(servers, "servers")
    row = _core.modified_offered_load(
        reals(arrival_rate, "arrival_rate"),
        staff,
        real(period, "period", "periods"),
        _service(service),
        maybe_real(patience_rate, "patience_rate"),
        position(start, STARTS, "start", "periods"),
    )
    return PeriodPerformance(server, staff, *row)


def modified_offered_load_staffing(
    arrival_rate: npt.ArrayLike,
    *,
    period: float,
    service: ServiceTime | float,
    wait_probability: float,
    tau: float = 0.0,
    patience_rate: float | None = None,
    start: str = "cyclic",
    server: str = "line",
) -> PeriodPerformance:
    """Find the fewest servers in each period for P(W > tau) at most a target.

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    period : float
        Length of each.
    service : ServiceTime or float
        A number is the mean of an exponential time.
    wait_probability, tau : float
        The target; by the approximation of `modified_offered_load`.
    patience_rate : float, optional
        1 / mean patience; none: nobody gives up.
    start : str
        As for `erlang_r_load`.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    PeriodPerformance

    Raises
    ------
    InvalidDataError
        Tables ``periods`` (with the row), ``service`` and ``target``.

    Examples
    --------
    >>> from evenload.pool import modified_offered_load_staffing
    >>> plan = modified_offered_load_staffing([4, 8, 12, 6], period=1, service=0.5,
    ...                                       wait_probability=0.3)
    >>> plan.servers.tolist()
    [6, 6, 8, 8]
    """
    position(server, SERVERS, "server")
    staff, row = _core.modified_offered_load_staffing(
        reals(arrival_rate, "arrival_rate"),
        real(period, "period", "periods"),
        _service(service),
        maybe_real(patience_rate, "patience_rate"),
        position(start, STARTS, "start", "periods"),
        real(wait_probability, "wait_probability", "target"),
        real(tau, "tau", "target"),
    )
    return PeriodPerformance(server, staff, *row)


def backlog_carryover(
    arrival_rate: npt.ArrayLike,
    servers: npt.ArrayLike,
    *,
    period: float,
    mean_service: float,
    start: str = "steady",
    server: str = "line",
) -> PeriodPerformance:
    """Approximate a queue over time that may be overloaded for a while (Stolletz 2008).

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    servers : array of int
        One for each period, at least 1.
    period : float
        Length of each, at least half a mean service time.
    mean_service : float
        Mean of the exponential service time.
    start : str
        As for `erlang_r_load`; ``"cyclic"`` needs more capacity than work in all.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    PeriodPerformance
        Means over each period, with the backlog at its end.

    Raises
    ------
    InvalidDataError
        Tables ``periods`` (with the row) and ``service``.

    Examples
    --------
    >>> from evenload.pool import backlog_carryover
    >>> answer = backlog_carryover([6, 13, 6, 6], [5, 5, 5, 5], period=1, mean_service=0.5)
    >>> answer.backlog.round(1).tolist()
    [0.6, 5.2, 3.0, 1.5]
    """
    position(server, SERVERS, "server")
    staff = counts(servers, "servers")
    row, backlog = _core.backlog_carryover(
        reals(arrival_rate, "arrival_rate"),
        staff,
        real(period, "period", "periods"),
        real(mean_service, "mean", "service"),
        position(start, STARTS, "start", "periods"),
    )
    return PeriodPerformance(server, staff, *row, backlog)
