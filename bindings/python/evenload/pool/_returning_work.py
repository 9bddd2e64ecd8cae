"""Erlang-R: work that comes back. Offered by `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy.typing as npt

from evenload import _core
from evenload.pool._erlang import QueuePerformance, _performance
from evenload.pool._queue_arguments import (
    SERVERS,
    STARTS,
    Counts,
    Reals,
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
