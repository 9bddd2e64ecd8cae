"""Returning work, and queues whose arrivals and servers change. Offered by `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy.typing as npt

from evenload import _core
from evenload.pool._erlang import QueuePerformance, _performance
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
class ErlangRAnswer:
    """Steady state of work that comes back.

    Attributes
    ----------
    visit_rate : float
        Visits per unit of time.
    needy_load : float
        Offered load of the servers.
    content_load : float
        Mean number who will come back.
    mean_time : float
        From arrival to leaving for good.
    performance : QueuePerformance
        Of each visit.
    """

    visit_rate: float
    needy_load: float
    content_load: float
    mean_time: float
    performance: QueuePerformance


def erlang_r(
    arrival_rate: float,
    service_rate: float,
    servers: int,
    *,
    return_probability: float,
    return_rate: float,
    server: str = "worker_giving_attention",
) -> ErlangRAnswer:
    """Erlang-R: after service, some come back later (Yom-Tov & Mandelbaum 2014).

    Anybody free serves who comes back; where each has a worker of their own see
    `case_manager_queue`.

    Parameters
    ----------
    arrival_rate : float
        New arrivals per unit of time.
    service_rate : float
        Visits that one server completes per unit of time.
    servers : int
        More than the load with returns.
    return_probability : float
        That a visit is not the last; below 1.
    return_rate : float
        1 / mean time until the return; not read where nobody returns.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    ErlangRAnswer

    Raises
    ------
    InvalidDataError
        ``out_of_range`` where the servers do not exceed the load.

    Examples
    --------
    >>> from evenload.pool import erlang_r
    >>> answer = erlang_r(3, 2, 4, return_probability=0.5, return_rate=1)
    >>> answer.needy_load, answer.content_load
    (3.0, 3.0)
    """
    services = real(service_rate, "service_rate", "work")
    count = whole(servers, "servers")
    visits, needy, content, time, row = _core.erlang_r(
        real(arrival_rate, "arrival_rate"),
        services,
        count,
        real(return_probability, "return_probability", "work"),
        real(return_rate, "return_rate", "work"),
        position(server, SERVERS, "server", "work"),
    )
    performance = _performance(row, (1, visits, services, count, 0.0))
    return ErlangRAnswer(visits, needy, content, time, performance)


@dataclass(frozen=True)
class ReturningLoad:
    """Offered load of returning work, one value a period.

    Attributes
    ----------
    needy_end, content_end : numpy.ndarray
        Load of the servers, and number who will come back, at the end of each period.
    needy_mean, needy_peak : numpy.ndarray
        Mean and largest load of the servers in each period.
    """

    needy_end: Reals
    content_end: Reals
    needy_mean: Reals
    needy_peak: Reals


def erlang_r_load(
    arrival_rate: npt.ArrayLike,
    *,
    period: float,
    service_rate: float,
    return_probability: float,
    return_rate: float,
    start: str = "cyclic",
) -> ReturningLoad:
    """Offered load of returning work over time, exactly.

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    period : float
        Length of each.
    service_rate, return_probability, return_rate : float
        As for `erlang_r`.
    start : str
        ``"empty"``, ``"steady"`` (the first rate has held for ever) or ``"cyclic"`` (the periods
        repeat for ever).

    Returns
    -------
    ReturningLoad

    Raises
    ------
    InvalidDataError
        Tables ``periods`` (with the row) and ``work``.

    Examples
    --------
    >>> from evenload.pool import erlang_r_load
    >>> load = erlang_r_load([0, 4, 8, 4], period=1, service_rate=2, return_probability=0.5,
    ...                      return_rate=1)
    >>> float(load.needy_mean.mean().round(9))
    4.0
    """
    return ReturningLoad(
        *_core.erlang_r_load(
            reals(arrival_rate, "arrival_rate"),
            real(period, "period", "periods"),
            real(service_rate, "service_rate", "work"),
            real(return_probability, "return_probability", "work"),
            real(return_rate, "return_rate", "work"),
            position(start, STARTS, "start", "periods"),
        )
    )


@dataclass(frozen=True)
class ReturningStaffing:
    """Servers for returning work, one value a period.

    Attributes
    ----------
    servers : numpy.ndarray
    wait_probability : numpy.ndarray
        By the formula at the period's largest load; an approximation.
    load : ReturningLoad
    """

    servers: Counts
    wait_probability: Reals
    load: ReturningLoad


def erlang_r_staffing(
    arrival_rate: npt.ArrayLike,
    *,
    period: float,
    service_rate: float,
    return_probability: float,
    return_rate: float,
    wait_probability: float,
    patience_rate: float | None = None,
    start: str = "cyclic",
) -> ReturningStaffing:
    """Staff returning work in each period so that P(W > 0) stays below a target.

    Parameters
    ----------
    arrival_rate : array of float
        One for each period, constant within it.
    period : float
        Length of each.
    service_rate, return_probability, return_rate : float
        As for `erlang_r`.
    wait_probability : float
        Between 0 and 1.
    patience_rate : float, optional
        1 / mean patience; none: nobody gives up.
    start : str
        As for `erlang_r_load`.

    Returns
    -------
    ReturningStaffing

    Raises
    ------
    InvalidDataError
        Tables ``periods`` (with the row), ``work`` and ``target``.

    Examples
    --------
    >>> from evenload.pool import erlang_r_staffing
    >>> plan = erlang_r_staffing([0, 4, 8, 4], period=1, service_rate=2, return_probability=0.5,
    ...                          return_rate=1, wait_probability=0.3)
    >>> plan.servers.tolist()
    [7, 6, 8, 8]
    """
    load, servers, reached = _core.erlang_r_staffing(
        reals(arrival_rate, "arrival_rate"),
        real(period, "period", "periods"),
        real(service_rate, "service_rate", "work"),
        real(return_probability, "return_probability", "work"),
        real(return_rate, "return_rate", "work"),
        position(start, STARTS, "start", "periods"),
        real(wait_probability, "wait_probability", "target"),
        maybe_real(patience_rate, "patience_rate"),
    )
    return ReturningStaffing(servers, reached, ReturningLoad(*load))


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
