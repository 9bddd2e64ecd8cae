"""Workers with many open cases each, and attention for one at a time. In `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass

from evenload import _core
from evenload.pool._queue_arguments import real, seed_of, threads_of, whole


@dataclass(frozen=True)
class CaseManagerMeasures:
    """Steady state of a case-manager queue.

    Attributes
    ----------
    wait_probability : float
        An arriving case finds every slot taken.
    mean_wait : float
        Until it has a worker.
    mean_queue : float
        Cases without a worker.
    mean_caseload : float
        Open cases of a worker.
    attention_wait : float
        From coming (back) to the worker until the visit begins.
    mean_time : float
        From arrival to completion.
    """

    wait_probability: float
    mean_wait: float
    mean_queue: float
    mean_caseload: float
    attention_wait: float
    mean_time: float


@dataclass(frozen=True)
class CaseManagerAnswer:
    """A case-manager queue, solved or bounded.

    Attributes
    ----------
    server : str
        ``"worker_giving_attention"``; what an arriving case waits for is a caseload slot.
    capacity : float
        Most cases per unit of time: the queue is stable below it.
    utilisation : float
        Share of the workers' time spent on visits.
    exact : CaseManagerMeasures or None
        The model itself; None where it has too many states.
    lower, upper : CaseManagerMeasures or None
        Bounds of waits and times: any free worker takes any visit; cases split at random among
        workers who each have a queue of their own.
    approximation : CaseManagerMeasures
        A birth-death process, for any size.
    """

    server: str
    capacity: float
    utilisation: float
    exact: CaseManagerMeasures | None
    lower: CaseManagerMeasures | None
    upper: CaseManagerMeasures | None
    approximation: CaseManagerMeasures


def _office(
    completion_probability: float,
    attention_time: float,
    external_delay: float,
    caseload_limit: int,
    workers: int,
) -> tuple[float, float, float, int, int]:
    return (
        real(completion_probability, "completion_probability"),
        real(attention_time, "attention_time"),
        real(external_delay, "external_delay"),
        whole(caseload_limit, "caseload_limit"),
        whole(workers, "workers"),
    )


def _measures(
    row: tuple[float, float, float, float, float, float] | None,
) -> CaseManagerMeasures | None:
    return None if row is None else CaseManagerMeasures(*row)


def case_manager_queue(
    arrival_rate: float,
    *,
    completion_probability: float,
    attention_time: float,
    external_delay: float,
    caseload_limit: int,
    workers: int,
    work_limit: float = 4e8,
) -> CaseManagerAnswer:
    """Queue of workers who keep several open cases each (Campello, Ingolfsson & Shumsky 2017).

    A case goes to the worker with the fewest open cases and stays there; where all are full it
    waits. Each visit takes some of the worker's attention; then the case is completed, or comes
    back after a delay outside.

    Parameters
    ----------
    arrival_rate : float
        Cases per unit of time, for all workers together.
    completion_probability : float
        That a visit is the last: a case takes 1 / this visits.
    attention_time : float
        Mean time of a visit.
    external_delay : float
        Mean time between visits; not read where every visit is the last.
    caseload_limit : int
        Open cases that a worker may have.
    workers : int
        How many there are.
    work_limit : float
        What may be spent on each of `exact`, `lower` and `upper`: states cubed, summed over the
        numbers of cases; 4e8 takes about a second.

    Returns
    -------
    CaseManagerAnswer

    Raises
    ------
    InvalidDataError
        Table ``queue``; ``out_of_range`` at ``arrival_rate`` at or beyond the capacity.

    Examples
    --------
    >>> from evenload.pool import case_manager_queue
    >>> answer = case_manager_queue(
    ...     1.2, completion_probability=0.2, attention_time=0.2, external_delay=1.0,
    ...     caseload_limit=4, workers=2,
    ... )
    >>> answer.lower.mean_time <= answer.exact.mean_time <= answer.upper.mean_time
    True
    >>> round(answer.utilisation, 3)
    0.6
    """
    office = _office(
        completion_probability, attention_time, external_delay, caseload_limit, workers
    )
    server, capacity, utilisation, exact, pooled, split, approximation = _core.case_manager_queue(
        real(arrival_rate, "arrival_rate"), *office, real(work_limit, "work_limit", "options")
    )
    return CaseManagerAnswer(
        server,
        capacity,
        utilisation,
        _measures(exact),
        _measures(pooled),
        _measures(split),
        CaseManagerMeasures(*approximation),
    )


def case_manager_capacity(
    *,
    completion_probability: float,
    attention_time: float,
    external_delay: float,
    caseload_limit: int,
    workers: int,
) -> float:
    """Return the most cases per unit of time that case managers can complete.

    Parameters
    ----------
    completion_probability, attention_time, external_delay : float
        As for `case_manager_queue`.
    caseload_limit, workers : int
        As for `case_manager_queue`.

    Examples
    --------
    >>> from evenload.pool import case_manager_capacity
    >>> round(case_manager_capacity(completion_probability=0.2, attention_time=0.2,
    ...                             external_delay=1.0, caseload_limit=4, workers=2), 4)
    1.3786
    """
    return _core.case_manager_capacity(
        *_office(completion_probability, attention_time, external_delay, caseload_limit, workers)
    )


@dataclass(frozen=True)
class SimulatedMean:
    """Mean over replications and half the width of its interval.

    Attributes
    ----------
    mean, half_width : float
    """

    mean: float
    half_width: float

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width


@dataclass(frozen=True)
class CaseManagerSimulation:
    """A case-manager queue, simulated event by event.

    Attributes
    ----------
    replications : int
        Done.
    cancelled : bool
        Stopped before all were.
    wait_probability, mean_wait, attention_wait, mean_time, utilisation : SimulatedMean
    """

    replications: int
    cancelled: bool
    wait_probability: SimulatedMean
    mean_wait: SimulatedMean
    attention_wait: SimulatedMean
    mean_time: SimulatedMean
    utilisation: SimulatedMean


def simulate_case_managers(
    arrival_rate: float,
    *,
    completion_probability: float,
    attention_time: float,
    external_delay: float,
    caseload_limit: int,
    workers: int,
    replications: int = 20,
    cases: int = 20000,
    warm_up: int = 5000,
    level: float = 0.95,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> CaseManagerSimulation:
    """Simulate what `case_manager_queue` solves, for sizes that it cannot solve exactly.

    Parameters
    ----------
    arrival_rate, completion_probability, attention_time, external_delay : float
        As for `case_manager_queue`.
    caseload_limit, workers : int
        As for `case_manager_queue`.
    replications, cases, warm_up : int
        Runs, cases counted in each, and cases that come before them.
    level : float
        Of the intervals.
    seed, threads : int
        The same on any number of threads.
    stop : StopToken, optional
        Stops it from elsewhere; what is done is kept.

    Returns
    -------
    CaseManagerSimulation

    Raises
    ------
    InvalidDataError
        As `case_manager_queue`, and table ``options``.

    Examples
    --------
    >>> from evenload.pool import simulate_case_managers
    >>> drawn = simulate_case_managers(
    ...     1.2, completion_probability=0.2, attention_time=0.2, external_delay=1.0,
    ...     caseload_limit=4, workers=2, replications=5, cases=2000,
    ... )
    >>> drawn.utilisation.low < 0.6 < drawn.utilisation.high
    True
    """
    office = _office(
        completion_probability, attention_time, external_delay, caseload_limit, workers
    )
    done, cancelled, *means = _core.simulate_case_managers(
        real(arrival_rate, "arrival_rate"),
        *office,
        whole(replications, "replications", "options"),
        whole(cases, "cases", "options"),
        whole(warm_up, "warm_up", "options"),
        real(level, "level", "options"),
        seed_of(seed),
        threads_of(threads),
        stop,
    )
    return CaseManagerSimulation(done, cancelled, *(SimulatedMean(*mean) for mean in means))
