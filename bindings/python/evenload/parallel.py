"""Executors: where `evenload.allocate_many` computes.

Anything with the interface of `concurrent.futures.Executor` will do: threads, processes, loky,
mpi4py, Dask (``client.get_executor()``, or the client itself). Ray has no such executor;
`RayExecutor` is one.
"""

from __future__ import annotations

import concurrent.futures
import importlib
import os
import threading
from collections.abc import Callable
from typing import Any

from evenload._errors import InvalidDataError

__all__ = ["RayExecutor"]


class RayExecutor(concurrent.futures.Executor):
    """Ray as a `concurrent.futures.Executor`: every call is a task of the cluster.

    Ray must have been started (``ray.init()``) before; shutting the executor down leaves the
    cluster alone. evenload has to be installed where the workers run.

    Parameters
    ----------
    **options
        What ``ray.remote`` takes, such as ``num_cpus`` (1 by default) or ``max_retries``.

    Raises
    ------
    InvalidDataError
        ``unsupported`` where Ray has not been started.

    Examples
    --------
    >>> import ray  # doctest: +SKIP
    >>> context = ray.init()  # doctest: +SKIP
    >>> plans = evenload.allocate_many(problems, executor=RayExecutor())  # doctest: +SKIP
    """

    def __init__(self, **options: Any) -> None:
        self._ray = importlib.import_module("ray")
        if not self._ray.is_initialized():
            raise InvalidDataError(
                "unsupported",
                table="options",
                column="executor",
                expected="Ray started by ray.init()",
                found="no cluster",
            )
        self._call = self._ray.remote(**{"num_cpus": 1, **options})(_call)
        self._open: set[concurrent.futures.Future[Any]] = set()
        self._lock = threading.Lock()
        self._is_shut = False
        cpus = self._ray.cluster_resources().get("CPU", 1)
        self._max_workers = max(1, int(cpus / max(1e-9, options.get("num_cpus", 1) or 1)))

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> concurrent.futures.Future[Any]:
        """Send a call to the cluster."""
        with self._lock:
            if self._is_shut:
                raise RuntimeError("cannot schedule new futures after shutdown")
            reference = self._call.remote(fn, args, kwargs)
            future = _RayFuture(self._ray, reference)
            self._open.add(future)
        future.add_done_callback(self._forget)
        reference.future().add_done_callback(future._take)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; wait for what runs, or cancel it."""
        with self._lock:
            self._is_shut = True
            left = list(self._open)
        if cancel_futures:
            for future in left:
                future.cancel()
        if wait:
            concurrent.futures.wait(left)

    def _forget(self, future: concurrent.futures.Future[Any]) -> None:
        with self._lock:
            self._open.discard(future)


class _RayFuture(concurrent.futures.Future[Any]):
    def __init__(self, ray: Any, reference: Any) -> None:
        super().__init__()
        self._ray, self._reference = ray, reference

    def cancel(self) -> bool:
        """Cancel the task on the cluster, too."""
        if not super().cancel():
            return False
        self._ray.cancel(self._reference)
        return True

    def _take(self, answer: concurrent.futures.Future[Any]) -> None:
        if not self.set_running_or_notify_cancel():
            return
        error = answer.exception()
        if error is None:
            self.set_result(answer.result())
        else:
            self.set_exception(error)


def _call(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return fn(*args, **kwargs)


def executor_of(given: Any) -> Any:
    """Return what has `submit` and gives futures of `concurrent.futures`.

    Raises
    ------
    InvalidDataError
        ``wrong_type`` for anything else.
    """
    if hasattr(given, "get_executor"):  # a client of Dask
        return given.get_executor()
    if isinstance(given, concurrent.futures.Executor) or callable(getattr(given, "submit", None)):
        return given
    raise InvalidDataError(
        "wrong_type",
        table="options",
        column="executor",
        expected="an executor of concurrent.futures, or a client of Dask",
        found=type(given).__name__,
    )


def is_in_process(executor: Any) -> bool:
    """Whether calls run as threads of this interpreter, so that nothing need be pickled."""
    apart = getattr(concurrent.futures, "InterpreterPoolExecutor", ())
    return isinstance(executor, concurrent.futures.ThreadPoolExecutor) and not isinstance(
        executor, apart
    )


def width_of(executor: Any) -> int:
    """How many calls run at once, as far as the executor tells; else the processors here."""
    client = getattr(executor, "_client", None)
    if client is not None and hasattr(client, "nthreads"):
        return max(1, int(sum(client.nthreads().values())))
    workers = getattr(executor, "_max_workers", None)
    return workers if isinstance(workers, int) and workers > 0 else os.cpu_count() or 1
