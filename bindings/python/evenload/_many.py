"""A country is many municipalities: their allocations side by side, wherever there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._errors import EvenloadError
from evenload._many_problems import Reader
from evenload._many_result import ManyPlans, Outcome
from evenload._many_run import Run, one_of
from evenload._many_worker import settings_of
from evenload._progress import bar
from evenload.policy import AllocationPolicy

_Policy = AllocationPolicy | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ManyProgress:
    """How far `allocate_many` is; sent after every problem.

    Attributes
    ----------
    done : int
        Problems that are through.
    total : int or None
        Problems in all, where that is known.
    name, status : str
        The problem that has just come through, and what became of it.
    """

    done: int
    total: int | None
    name: str
    status: str


ManyProgressOption = bool | Callable[[ManyProgress], bool | None] | None


def allocate_many(
    problems: Any,
    *,
    policy: _Policy = None,
    by: str | None = None,
    executor: Any = None,
    seed: int = 0,
    work_limit: int | None = None,
    time_limit: float | None = None,
    threads: int = 1,
    chunk_size: int = 1,
    in_flight: int | None = None,
    errors: str = "return",
    keep: str = "plans",
    progress: ManyProgressOption = None,
    stop: _core.StopToken | None = None,
) -> ManyPlans:
    """Allocate in many municipalities at once, on threads, processes or a cluster.

    Every problem is an `allocate` of its own. The answer is the same whatever the executor, the
    chunks, the order of the problems and the number of threads: the seed of a problem follows from
    the common seed and its name (`problem_seed`), and the usual stop is work, not time.

    Parameters
    ----------
    problems : mapping or iterable
        Name of a problem to a mapping of its tables (``cases``, ``caseworkers``, any other table
        of `allocate`; ``policy`` may stand among them); or an iterable of ``(name, tables)`` or
        ``(name, tables, policy)``, which may be a generator and is read only as far as there is
        room. With `by`: one mapping of big tables.
    policy : AllocationPolicy or mapping, optional
        For all problems without a policy of their own. Where it names no day, the day is today, the
        same for all.
    by : str, optional
        Column of every table that says to which problem a row belongs, such as ``"municipality"``.
        It is taken out of the tables; the names are its values, in the order in which they occur.
        An error names the row of the big table.
    executor : concurrent.futures.Executor or dask client, optional
        Where to compute. Threads of this process by default, one per processor. Any executor will
        do: processes, loky, mpi4py, ``client.get_executor()`` of Dask or the client itself,
        `evenload.parallel.RayExecutor`. It is not shut down.
    seed : int
        The common seed, at least 0.
    work_limit : int, optional
        Deterministic units for each problem; by default the solver's own for its size.
    time_limit : float, optional
        Seconds for each problem; by default none. With a limit that is reached the answer depends
        on the machine.
    threads : int
        Threads for each problem, 0 for as many as the machine has. The answer does not depend on
        it.
    chunk_size : int
        Problems that travel together. More than 1 pays where problems are small and the way is
        long.
    in_flight : int, optional
        Most problems that have been read and not yet answered; four times the executor's workers by
        default (and at least a chunk for each). It bounds the memory besides the answers.
    errors : {"return", "raise"}
        Whether an error stays with its problem, or the first one in the caller's order is raised,
        its table prefixed with the problem's name; the rest is cancelled then.
    keep : {"plans", "summary"}
        Whether plans are kept, or only what the summary shows.
    progress : bool or callable, optional
        True for a bar (needs tqdm), or a function of `ManyProgress` that may return False to stop.
    stop : StopToken, optional
        Stops from elsewhere: nothing new is begun, what waits is cancelled, threads return the best
        plans they have, other workers finish the problem they are at. Ctrl-C does the same and
        raises KeyboardInterrupt.

    Returns
    -------
    ManyPlans
        Plans and errors by name in the caller's order, and the summary. Plans explain themselves
        here, wherever they were computed.

    Raises
    ------
    InvalidDataError
        ``duplicate_id`` for a name that comes twice; ``wrong_type`` for an entry that is no
        problem; ``out_of_range`` for an option.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "unit": ["children", "children"], "capacity": [20, 10]}
    >>> country = {
    ...     "Ankeborg": {"cases": {"id": ["c1"], "weight": [6]}, "caseworkers": people},
    ...     "Grönköping": {"cases": {"id": ["c1", "c2"], "weight": [4, 5]}, "caseworkers": people},
    ... }
    >>> plans = evenload.allocate_many(country, policy={"on": "2026-11-23"})
    >>> plans.summary["problem"].tolist(), plans.summary["placed"].tolist()
    (['Ankeborg', 'Grönköping'], [1, 2])
    >>> plans["Ankeborg"].assignments["caseworker"].tolist()
    ['Kim']
    """
    one_of("errors", errors, ("return", "raise"))
    settings = settings_of(work_limit, time_limit, threads)
    run = Run(Reader(policy, seed), settings, executor, chunk_size, in_flight, keep)
    total = len(problems) if by is None and hasattr(problems, "__len__") else None
    outcomes: list[Outcome] = []
    with _reporter(progress, total) as report, closing(run.outcomes(problems, by, stop)) as found:
        for outcome in found:
            if outcome.error is not None and errors == "raise":
                raise _in_problem(outcome.name, outcome.error) from outcome.error
            outcomes.append(outcome)
            if report(len(outcomes), outcome) is False:
                run.request_stop()
    return ManyPlans(outcomes, run.stop, run.to_frame)


def iter_allocations(
    problems: Any,
    *,
    policy: _Policy = None,
    by: str | None = None,
    executor: Any = None,
    seed: int = 0,
    work_limit: int | None = None,
    time_limit: float | None = None,
    threads: int = 1,
    chunk_size: int = 1,
    in_flight: int | None = None,
    stop: _core.StopToken | None = None,
) -> Iterator[Outcome]:
    """Allocate in many municipalities, and give the outcomes one by one as they are asked for.

    For a country that does not fit into memory: `problems` may be a generator that reads one
    municipality after the other, and no more than `in_flight` problems are between it and you. If
    you take the outcomes slowly, nothing runs ahead.

    Parameters
    ----------
    problems, policy, by, executor, seed, work_limit, time_limit, threads, chunk_size, in_flight,
    stop
        As in `allocate_many`. Closing the iterator stops what still runs.

    Returns
    -------
    iterator of Outcome
        In the caller's order, each with its plan or its error.

    Examples
    --------
    >>> import evenload
    >>> def municipalities():
    ...     for name, weight in (("Ankeborg", 6), ("Grönköping", 4)):
    ...         cases = {"id": ["c1"], "weight": [weight]}
    ...         yield name, {"cases": cases, "caseworkers": {"id": ["Kim"], "capacity": [20]}}
    >>> for outcome in evenload.iter_allocations(municipalities(), policy={"on": "2026-11-23"}):
    ...     print(outcome.name, outcome.status, outcome.plan.loads["load_after"].tolist())
    Ankeborg optimal [6.0]
    Grönköping optimal [4.0]
    """
    settings = settings_of(work_limit, time_limit, threads)
    run = Run(Reader(policy, seed), settings, executor, chunk_size, in_flight, "plans")
    return run.outcomes(problems, by, stop)


_Report = Callable[[int, Outcome], bool | None]


@contextmanager
def _reporter(progress: ManyProgressOption, total: int | None) -> Iterator[_Report]:
    """Turn the option into what is called after every problem."""
    if progress is None or progress is False:
        yield lambda done, outcome: None
    elif progress is True:
        with bar("country", " problems", total) as shown:

            def show(done: int, outcome: Outcome) -> None:
                shown.set_postfix_str(outcome.name, refresh=False)
                shown.update(done - shown.n)

            yield show
    elif callable(progress):
        function = progress
        yield lambda done, outcome: function(
            ManyProgress(done, total, outcome.name, outcome.status)
        )
    else:
        raise TypeError(
            f"progress must be None, a bool or a function, not {type(progress).__name__}"
        )


def _in_problem(name: str, error: EvenloadError) -> EvenloadError:
    """Say in which problem the table stands."""
    code, table, column, row, expected, found = error._fields()
    where = f"problems[{name}]" + (f".{table}" if table else "")
    return type(error)(code, table=where, column=column, row=row, expected=expected, found=found)
