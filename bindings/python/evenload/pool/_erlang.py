"""Erlang's formulas, staffing by them, and by the square root. Offered by `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenload import _core
from evenload.pool._queue_arguments import SERVERS, maybe_real, position, real, whole

_LOSS, _DELAY, _PATIENCE = 0, 1, 2
_Row = tuple[str, float, float, float, float, float, float, float, float]


@dataclass(frozen=True)
class QueuePerformance:
    """Steady state of a queue. Means are over all who arrive, those who give up included.

    Attributes
    ----------
    server : str
        What a server is: ``"line"`` (counter, telephone line), ``"caseload_slot"`` or
        ``"worker_giving_attention"``.
    offered_load : float
        Arrival rate over service rate.
    blocking, wait_probability, abandonment : float
        Shares turned away (Erlang B), that wait (C, A), that give up (A).
    mean_wait, mean_queue : float
        Wait in the unit of the rates, and number waiting.
    utilisation : float
        Share of the servers' time that is busy.
    relative_error : float
        No value is further from its formula than this share of it.
    """

    server: str
    offered_load: float
    blocking: float
    wait_probability: float
    mean_wait: float
    mean_queue: float
    abandonment: float
    utilisation: float
    relative_error: float
    _question: tuple[int, float, float, int, float] = field(repr=False)

    def wait_exceeds(self, tau: float) -> float:
        """Return P(W > tau): still waiting at tau, of all who arrive.

        Parameters
        ----------
        tau : float
            At least 0, in the unit of the rates.

        Examples
        --------
        >>> from evenload.pool import erlang_c
        >>> round(erlang_c(48, 1, 50).wait_exceeds(0.5), 6)
        0.255476
        """
        tau = real(tau, "tau")
        if self._question[0] == _LOSS:
            return 0.0
        return _core.erlang_wait_exceeds(*self._question, tau)


def _performance(row: _Row, question: tuple[int, float, float, int, float]) -> QueuePerformance:
    return QueuePerformance(*row, question)


def _steady(
    model: int,
    arrival_rate: float,
    service_rate: float,
    servers: int,
    patience_rate: float,
    server: str,
) -> QueuePerformance:
    question = (
        model,
        real(arrival_rate, "arrival_rate"),
        real(service_rate, "service_rate"),
        whole(servers, "servers"),
        real(patience_rate, "patience_rate"),
    )
    row = _core.erlang(*question, position(server, SERVERS, "server"))
    return _performance(row, question)


def erlang_b(
    arrival_rate: float, service_rate: float, servers: int, *, server: str = "line"
) -> QueuePerformance:
    """Loss queue M/M/n/n: who finds all servers busy is turned away.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Arrivals, and services of one server, per unit of time.
    servers : int
        0 to 1e9; the time grows with its square root.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    QueuePerformance

    Raises
    ------
    InvalidDataError
        Table ``queue``, with the column.

    Examples
    --------
    >>> from evenload.pool import erlang_b
    >>> round(erlang_b(10, 1, 15).blocking, 6)
    0.036497
    """
    return _steady(_LOSS, arrival_rate, service_rate, servers, 0, server)


def erlang_c(
    arrival_rate: float, service_rate: float, servers: int, *, server: str = "line"
) -> QueuePerformance:
    """Delay queue M/M/n: everybody waits until served.

    A caseworker with a caseload is no server: for those see `case_manager_queue`.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Arrivals, and services of one server, per unit of time.
    servers : int
        More than the offered load, up to 1e9; the time grows with its square root.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    QueuePerformance

    Raises
    ------
    InvalidDataError
        ``out_of_range`` where the servers do not exceed the offered load.

    Examples
    --------
    >>> from evenload.pool import erlang_c
    >>> answer = erlang_c(48, 1, 50)
    >>> round(answer.wait_probability, 6), round(answer.mean_wait * 60, 3)
    (0.694456, 20.834)
    """
    return _steady(_DELAY, arrival_rate, service_rate, servers, 0, server)


def erlang_a(
    arrival_rate: float,
    service_rate: float,
    servers: int,
    patience_rate: float,
    *,
    server: str = "line",
) -> QueuePerformance:
    """Queue with patience M/M/n+M: who waits too long gives up. Stable at any load.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Arrivals, and services of one server, per unit of time.
    servers : int
        1 to 1e9; the time grows with its square root.
    patience_rate : float
        1 / mean patience.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    QueuePerformance

    Raises
    ------
    InvalidDataError
        Table ``queue``, with the column.

    Examples
    --------
    >>> from evenload.pool import erlang_a
    >>> answer = erlang_a(48, 1, 50, 0.5)
    >>> round(answer.wait_probability, 6), round(answer.abandonment, 6)
    (0.467774, 0.030912)
    """
    return _steady(_PATIENCE, arrival_rate, service_rate, servers, patience_rate, server)


@dataclass(frozen=True)
class ServersNeeded:
    """The fewest servers that meet a target.

    Attributes
    ----------
    servers : int
    performance : QueuePerformance
        At that number.
    wait_exceeds : float
        P(W > tau) there.
    one_fewer : QueuePerformance or None
        With one fewer, where some part of the target fails; None where that has no steady state.
    """

    servers: int
    performance: QueuePerformance
    wait_exceeds: float
    one_fewer: QueuePerformance | None


def servers_needed(
    arrival_rate: float,
    service_rate: float,
    *,
    patience_rate: float | None = None,
    blocking: float | None = None,
    wait_probability: float | None = None,
    tau: float = 0.0,
    mean_wait: float | None = None,
    abandonment: float | None = None,
    utilisation: float | None = None,
    server: str = "line",
) -> ServersNeeded:
    """Find the fewest servers that meet every part of a target.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Arrivals, and services of one server, per unit of time.
    patience_rate : float, optional
        Makes it Erlang A; otherwise Erlang C, or Erlang B where `blocking` is given.
    blocking : float, optional
        Largest share turned away.
    wait_probability, tau : float, optional
        P(W > tau) at most this.
    mean_wait, abandonment, utilisation : float, optional
        Each at most this.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    ServersNeeded

    Raises
    ------
    InvalidDataError
        Table ``target``: no part given, or one that the queue does not have, or that 1e9 servers
        do not meet.

    Examples
    --------
    >>> from evenload.pool import servers_needed
    >>> servers_needed(48, 1, wait_probability=0.2, tau=1 / 3).servers
    52
    """
    model = _DELAY
    if patience_rate is not None:
        model = _PATIENCE
    elif blocking is not None:
        model = _LOSS
    arrivals = real(arrival_rate, "arrival_rate")
    services = real(service_rate, "service_rate")
    patience = 0.0 if patience_rate is None else real(patience_rate, "patience_rate")
    servers, at, exceeds, fewer = _core.servers_needed(
        model,
        arrivals,
        services,
        patience,
        position(server, SERVERS, "server"),
        maybe_real(blocking, "blocking", "target"),
        maybe_real(wait_probability, "wait_probability", "target"),
        real(tau, "tau", "target"),
        maybe_real(mean_wait, "mean_wait", "target"),
        maybe_real(abandonment, "abandonment", "target"),
        maybe_real(utilisation, "utilisation", "target"),
    )
    return ServersNeeded(
        servers,
        _performance(at, (model, arrivals, services, servers, patience)),
        exceeds,
        None
        if fewer is None
        else _performance(fewer, (model, arrivals, services, servers - 1, patience)),
    )


@dataclass(frozen=True)
class SquareRootStaffing:
    """What the square-root rule says, beside what holds exactly.

    Attributes
    ----------
    offered_load : float
        R.
    safety : float
        β of R + β√R.
    unrounded : float
        R + β√R.
    servers : int
        That, rounded up.
    limit_probability : float
        P(W > 0) at `servers` by the limit for many servers.
    performance : QueuePerformance
        At `servers`, exactly.
    exact_servers : int or None
        Fewest servers whose exact P(W > 0) is at most the given one.
    """

    offered_load: float
    safety: float
    unrounded: float
    servers: int
    limit_probability: float
    performance: QueuePerformance
    exact_servers: int | None


def square_root_staffing(
    arrival_rate: float,
    service_rate: float,
    *,
    safety: float | None = None,
    wait_probability: float | None = None,
    patience_rate: float | None = None,
    server: str = "line",
) -> SquareRootStaffing:
    """Staff by R + β√R (Halfin & Whitt 1981; with patience Garnett, Mandelbaum & Reiman 2002).

    Parameters
    ----------
    arrival_rate, service_rate : float
        Arrivals, and services of one server, per unit of time.
    safety : float, optional
        β; above 0 without patience. Either this or `wait_probability`.
    wait_probability : float, optional
        P(W > 0) from which β is taken.
    patience_rate : float, optional
        1 / mean patience; none: nobody gives up.
    server : str
        What a server is; passed on to the answer.

    Returns
    -------
    SquareRootStaffing

    Raises
    ------
    InvalidDataError
        ``contradiction`` where both or neither are given.

    Examples
    --------
    >>> from evenload.pool import square_root_staffing
    >>> answer = square_root_staffing(100, 1, safety=0.5)
    >>> answer.servers, round(answer.performance.wait_probability, 6)
    (105, 0.515707)
    >>> round(answer.limit_probability, 6)
    0.504539
    """
    arrivals = real(arrival_rate, "arrival_rate")
    services = real(service_rate, "service_rate")
    patience = maybe_real(patience_rate, "patience_rate")
    load, beta, unrounded, servers, limit, row, exact = _core.square_root_staffing(
        arrivals,
        services,
        patience,
        maybe_real(safety, "safety", "question"),
        maybe_real(wait_probability, "wait_probability", "question"),
        position(server, SERVERS, "server"),
    )
    model = _DELAY if patience is None else _PATIENCE
    performance = _performance(row, (model, arrivals, services, servers, patience or 0.0))
    return SquareRootStaffing(load, beta, unrounded, servers, limit, performance, exact)


def power_staffing(offered_load: float, safety: float, exponent: float) -> int:
    """Staff by R + βR^c, for a load whose rate is itself uncertain (c above 1/2).

    Parameters
    ----------
    offered_load : float
        R, above 0.
    safety : float
        β; with c above 1/2 a newsvendor's choice (Bassamboo, Randhawa & Zeevi 2010).
    exponent : float
        c, 0.5 to 1.

    Returns
    -------
    int
        Rounded up, at least 1.

    Raises
    ------
    InvalidDataError
        Table ``question``, with the column.

    Examples
    --------
    >>> from evenload.pool import power_staffing
    >>> power_staffing(100, 0.5, 0.5), power_staffing(100, 0.5, 1)
    (105, 150)
    """
    return _core.power_staffing(
        real(offered_load, "offered_load", "question"),
        real(safety, "safety", "question"),
        real(exponent, "exponent", "question"),
    )


def halfin_whitt(safety: float) -> float:
    """Return P(W > 0) of R + β√R servers as R grows, nobody giving up.

    Parameters
    ----------
    safety : float
        β, above 0.

    Examples
    --------
    >>> from evenload.pool import halfin_whitt
    >>> round(halfin_whitt(1), 6)
    0.223361
    """
    return _core.halfin_whitt(real(safety, "safety", "question"))


def halfin_whitt_safety(wait_probability: float) -> float:
    """Return the β at which `halfin_whitt` is this probability.

    Parameters
    ----------
    wait_probability : float
        Between 0 and 1.

    Examples
    --------
    >>> from evenload.pool import halfin_whitt_safety
    >>> round(halfin_whitt_safety(0.2), 4)
    1.0615
    """
    return _core.halfin_whitt_safety(real(wait_probability, "wait_probability", "question"))


def garnett(safety: float, patience_ratio: float) -> float:
    """Return P(W > 0) of R + β√R servers as R grows, with patience.

    Parameters
    ----------
    safety : float
        β, of any sign.
    patience_ratio : float
        Patience rate over service rate.

    Examples
    --------
    >>> from evenload.pool import garnett
    >>> garnett(0, 1)
    0.5
    """
    return _core.garnett(
        real(safety, "safety", "question"), real(patience_ratio, "patience_ratio", "question")
    )


def garnett_safety(wait_probability: float, patience_ratio: float) -> float:
    """Return the β at which `garnett` is this probability.

    Parameters
    ----------
    wait_probability : float
        Between 0 and 1.
    patience_ratio : float
        Patience rate over service rate.

    Examples
    --------
    >>> from evenload.pool import garnett_safety
    >>> abs(garnett_safety(0.5, 1)) < 1e-9
    True
    """
    return _core.garnett_safety(
        real(wait_probability, "wait_probability", "question"),
        real(patience_ratio, "patience_ratio", "question"),
    )
