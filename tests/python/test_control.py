"""Long solves: progress, cancelling, Ctrl-C, a free GIL, and several at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import evenload
import numpy as np
import pytest
from evenload.optimize import balanced_assignment


def hard_problem(rows: int = 400, columns: int = 30) -> dict[str, Any]:
    """A problem that keeps the solver busy for seconds."""
    random = np.random.default_rng(7)
    chosen = random.random((rows, columns)) < 0.3
    count = int(chosen.sum())
    return {
        "indptr": np.concatenate([[0], np.cumsum(chosen.sum(1))]).astype(np.int64),
        "indices": np.nonzero(chosen)[1].astype(np.int32),
        "weight": random.integers(50, 400, rows),
        "capacity": random.integers(2000, 4000, columns),
        "cost": random.integers(0, 500, count),
        "cost_weight": "1/7",
        "balance": "peak",
    }


LONG = {"work_limit": 2**62, "time_limit": 60.0}


def test_progress_is_reported_and_cancelling_keeps_the_incumbent() -> None:
    seen: list[evenload.Progress] = []

    def watch(progress: evenload.Progress) -> bool:
        seen.append(progress)
        return progress.seconds < 0.3

    start = time.perf_counter()
    answer = balanced_assignment(**hard_problem(), **LONG, progress=watch)
    assert time.perf_counter() - start < 10
    assert answer.stop == "cancelled"
    assert answer.status == "feasible"
    assert (answer.assignment >= 0).sum() > 300
    assert len(seen) >= 3
    assert seen[-1].work > seen[0].work >= 0
    assert seen[0].work_limit == 2**62
    assert all(isinstance(p.phase, str) and p.phase for p in seen)


def test_a_callback_without_an_answer_goes_on() -> None:
    calls: list[float] = []
    answer = balanced_assignment(
        **hard_problem(),
        work_limit=2**62,
        time_limit=0.4,
        progress=lambda p: calls.append(p.seconds),
    )
    assert answer.stop == "time"
    assert calls


def test_an_exception_in_a_callback_ends_the_call() -> None:
    class OddError(Exception):
        pass

    def fail(progress: evenload.Progress) -> bool:
        raise OddError

    with pytest.raises(OddError):
        balanced_assignment(**hard_problem(), **LONG, progress=fail)


def test_progress_bar_shows_and_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    balanced_assignment(**hard_problem(), work_limit=2**62, time_limit=0.4, progress=True)
    assert "balanced assignment" in capsys.readouterr().err


def test_progress_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="progress"):
        balanced_assignment([0], [], [], [], progress=3)  # type: ignore[arg-type]


def test_a_token_stops_from_another_thread() -> None:
    token = evenload.StopToken()
    timer = threading.Timer(0.2, token.request_stop)
    timer.start()
    start = time.perf_counter()
    answer = balanced_assignment(**hard_problem(), **LONG, stop=token)
    timer.join()
    assert token.stop_requested
    assert answer.stop == "cancelled"
    assert (answer.assignment >= 0).any()
    assert time.perf_counter() - start < 10


def test_a_token_that_is_already_pulled_still_gives_an_answer() -> None:
    token = evenload.StopToken()
    token.request_stop()
    answer = balanced_assignment(**hard_problem(), **LONG, stop=token)
    assert answer.stop == "cancelled"
    assert answer.assignment.shape == (400,)


def test_other_threads_run_during_a_solve() -> None:
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    balanced_assignment(**hard_problem(), work_limit=2**62, time_limit=0.5, threads=1)
    during = counted - before
    done.set()
    thread.join()
    # Without the GIL the other thread wakes hundreds of times in half a second; with it held, not
    # once.
    assert during > 20


def test_several_solves_at_a_time_give_what_one_gives() -> None:
    problem = hard_problem(60, 8)
    alone = balanced_assignment(**problem, work_limit=300_000, threads=1)
    answers: list[Any] = [None] * 4

    def solve(k: int) -> None:
        answers[k] = balanced_assignment(**problem, work_limit=300_000, threads=1)

    threads = [threading.Thread(target=solve, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        assert answer.assignment.tolist() == alone.assignment.tolist()
        assert answer.levels == alone.levels


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_raises_keyboard_interrupt_during_a_solve() -> None:
    program = textwrap.dedent(
        """
        import signal, sys, time
        import numpy as np
        from evenload.optimize import balanced_assignment
        random = np.random.default_rng(7)
        chosen = random.random((400, 30)) < 0.3
        # Whoever starts tests in the background starts them deaf to Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("ready", flush=True)
        start = time.perf_counter()
        try:
            balanced_assignment(np.concatenate([[0], np.cumsum(chosen.sum(1))]),
            np.nonzero(chosen)[1],
                                random.integers(50, 400, 400), random.integers(2000, 4000, 30),
                                balance="peak", cost=random.integers(0, 500, int(chosen.sum())),
                                cost_weight="1/7", work_limit=2**62, time_limit=60)
        except KeyboardInterrupt:
            print(f"interrupted {time.perf_counter() - start:.2f}", flush=True)
            sys.exit(42)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 42, rest
    assert rest.startswith("interrupted")


def test_a_handler_of_ones_own_can_keep_the_incumbent() -> None:
    token = evenload.StopToken()
    old = signal.signal(signal.SIGINT, lambda *_: token.request_stop())
    try:
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        answer = balanced_assignment(**hard_problem(), **LONG, stop=token)
    finally:
        signal.signal(signal.SIGINT, old)
    assert answer.stop == "cancelled"
    assert (answer.assignment >= 0).any()
