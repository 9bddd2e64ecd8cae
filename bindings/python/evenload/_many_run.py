"""One pass over many problems: in order, with a bounded number of them under way."""

from __future__ import annotations

import concurrent.futures
import os
import time
from collections import deque
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any

from evenload import _core
from evenload._errors import EvenloadError, InvalidDataError, _from_fields
from evenload._frames import ToFrame, to_mapping
from evenload._many_problems import Problem, Reader
from evenload._many_result import Outcome, outcome_of_plan, outcome_without_plan
from evenload._many_worker import Reply, Settings, parcel_of, plan_of, solve, solve_parcels
from evenload.parallel import executor_of, is_in_process, width_of
from evenload.plan import Plan

#: Plan or error of one problem, and the seconds.
_Answer = tuple[_core.Plan | None, EvenloadError | None, float]
_Waiting = deque[tuple[list[Problem], Any]]
_LOOK = 0.05  # seconds between two looks at the stop token


class Run:
    """Reads, sends out, takes back; never more than a window of problems in between."""

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        executor: Any,
        chunk_size: int,
        in_flight: int | None,
        keep: str,
    ) -> None:
        at_least_one("chunk_size", chunk_size)
        if in_flight is not None:
            at_least_one("in_flight", in_flight)
            chunk_size = min(chunk_size, in_flight)
        one_of("keep", keep, ("plans", "summary"))
        self._reader, self._settings = reader, settings
        self._executor = None if executor is None else executor_of(executor)
        self._chunk_size = chunk_size
        self._in_flight = in_flight
        self._keeps_plans = keep == "plans"
        self._token = _core.StopToken()
        self._given: _core.StopToken | None = None
        self._is_cut = False
        self.to_frame: ToFrame = to_mapping

    @property
    def stop(self) -> str:
        """How it ended."""
        return "cancelled" if self._is_cut else "done"

    def request_stop(self) -> None:
        """Begin nothing new; solves in this process return what they have."""
        self._token.request_stop()

    def outcomes(
        self, problems: Any, by: str | None, stop: _core.StopToken | None
    ) -> Generator[Outcome, None, None]:
        """Yield what came of the problems, in the caller's order."""
        self._given = stop
        own = None
        if self._executor is None:
            own = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1, "evenload")
        executor = own or self._executor
        waiting: _Waiting = deque()
        try:
            yield from self._stream(self._reader.read(problems, by), executor, waiting)
        finally:  # also after an error, after Ctrl-C, and where the caller has had enough
            if waiting:
                self.request_stop()
            for _, future in waiting:
                if future is not None:
                    future.cancel()
            if own is not None:
                own.shutdown(wait=True, cancel_futures=True)

    def _stream(
        self, problems: Iterator[Problem], executor: Any, waiting: _Waiting
    ) -> Iterator[Outcome]:
        here = is_in_process(executor)
        room = 4 * width_of(executor)
        if self._in_flight is not None:
            room = self._in_flight // self._chunk_size
        is_first, more = True, True
        while True:
            while more and len(waiting) < room and not self._is_stopped():
                chunk = list(islice(problems, self._chunk_size))
                more = bool(chunk)
                if not chunk:
                    break
                if is_first:
                    self.to_frame, is_first = chunk[0].to_frame, False
                waiting.append((chunk, self._send(chunk, executor, here)))
            if not waiting:
                self._is_cut = self._is_cut or more
                return
            chunk, future = waiting[0]
            self._wait(future, waiting)
            waiting.popleft()
            for outcome in self._take(chunk, future):
                self._is_cut = self._is_cut or (self._is_stopped() and outcome.stop == "cancelled")
                yield outcome

    def _send(self, chunk: list[Problem], executor: Any, here: bool) -> Any:
        sound = [problem for problem in chunk if problem.source is not None]
        if not sound:
            return None
        if here:
            return executor.submit(_solve_here, sound, self._settings, self._token)
        parcels = [parcel_of(p.source, p.policy.to_json(), p.seed) for p in sound if p.source]
        return executor.submit(solve_parcels, parcels, self._settings, _core.__version__)

    def _wait(self, future: Any, waiting: _Waiting) -> None:
        has_cancelled = False
        while future is not None and not future.done():
            if self._is_stopped() and not has_cancelled:
                has_cancelled = True
                for _, other in waiting:  # those that run already stay, and are waited for
                    if other is not None:
                        other.cancel()
            concurrent.futures.wait([future], timeout=_LOOK)

    def _is_stopped(self) -> bool:
        if self._given is not None and self._given.stop_requested:
            self._token.request_stop()
        return self._token.stop_requested

    def _take(self, chunk: list[Problem], future: Any) -> Iterator[Outcome]:
        answers = iter(() if future is None else self._answers(chunk, future))
        for problem in chunk:
            if problem.source is None:
                yield outcome_without_plan(problem.name, problem.error)
                continue
            core, error, seconds = next(answers)
            cases = len(problem.source.case_ids)
            if core is None:
                yield outcome_without_plan(problem.name, error, seconds, cases)
                continue
            plan = None
            if self._keeps_plans:
                plan = Plan(core, problem.source, problem.policy, problem.to_frame)
            yield outcome_of_plan(problem.name, core, cases, seconds, plan)

    def _answers(self, chunk: list[Problem], future: Any) -> list[_Answer]:
        try:
            replies = future.result()
        except EvenloadError:
            raise
        except (concurrent.futures.CancelledError, Exception) as error:
            if self._is_stopped() and future.cancelled():
                return [(None, None, 0.0)] * len(chunk)
            names = ", ".join(problem.name for problem in chunk)
            raise EvenloadError(
                "internal",
                table=f"problems[{names}]",
                expected="an answer of the executor",
                found=repr(error)[:500],
            ) from error
        return [_read(reply) for reply in replies]


def _solve_here(
    problems: list[Problem], settings: Settings, stop: _core.StopToken
) -> list[_Answer]:
    answers: list[_Answer] = []
    for problem in problems:
        start = time.perf_counter()
        core = error = None
        if problem.source is not None and not stop.stop_requested:
            try:
                core = solve(problem.source, problem.policy._core, problem.seed, settings, stop)
            except EvenloadError as found:
                error = found
        answers.append((core, error, time.perf_counter() - start))
    return answers


def _read(reply: Reply | _Answer) -> _Answer:
    packed, error, seconds = reply
    core = plan_of(packed) if isinstance(packed, bytes) else packed
    return core, _from_fields(*error) if isinstance(error, tuple) else error, seconds


def at_least_one(name: str, value: Any) -> None:
    """Refuse what is no whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidDataError(
            "out_of_range",
            table="options",
            column=name,
            expected="a whole number of at least 1",
            found=repr(value),
        )


def one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    """Refuse a word that is not known."""
    if value not in known:
        raise InvalidDataError(
            "out_of_range",
            table="options",
            column=name,
            expected=" or ".join(known),
            found=repr(value),
        )
