"""Row `time_study`: a fit with resamples beside scipy's non-negative least squares, one thread."""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

from benchmark.measurement import Settings, SkippedError, say
from benchmark.report import Section

GOAL = 10.0
SEED = 5
PURPOSE = 0x74530002  # of the stream that draws workers, src/workload/time_study/resample.cpp


def study(workers: int, weeks: int, types: int) -> tuple[Any, Any, Any]:
    """Return workers, counts and hours: caseloads that go on, workers who are quicker or slower."""
    import numpy as np

    draw = np.random.default_rng(1)
    mix = draw.gamma(1.5, size=(workers, types))
    held = 20 * mix / mix.sum(axis=1, keepdims=True)
    counts = np.empty((workers, weeks, types))
    now = draw.poisson(held)
    for week in range(weeks):
        now = np.where(draw.random((workers, types)) < 0.15, draw.poisson(held), now)
        counts[:, week] = now
    weights = np.linspace(0.8, 3.5, types)
    weights[[0, types // 3]] = 0
    pace = 1 + 0.1 * draw.normal(size=(workers, 1))
    hours = np.maximum(counts @ weights * pace + draw.normal(0, 5, size=(workers, weeks)), 0)
    who = np.repeat(np.arange(workers), weeks)
    return who, counts.reshape(-1, types), np.round(hours.reshape(-1), 3)


def drawn(workers: int, resamples: int) -> Any:
    """Return how often each worker is in each resample: Philox4x32-10 and Lemire's bound anew."""
    import numpy as np

    u64 = np.uint64
    low = u64(0xFFFFFFFF)
    times = np.zeros((resamples, workers), dtype=np.int64)
    blocks = -(-workers // 4) + 8  # a few draws are refused
    for r in range(resamples):
        c = [
            np.arange(blocks, dtype=u64),
            *(np.full(blocks, v, dtype=u64) for v in (0, r, PURPOSE)),
        ]
        key = [SEED, 0]
        for _ in range(10):
            first, second = u64(0xD2511F53) * c[0], u64(0xCD9E8D57) * c[2]
            c = [
                (second >> u64(32)) ^ c[1] ^ u64(key[0]),
                second & low,
                (first >> u64(32)) ^ c[3] ^ u64(key[1]),
                first & low,
            ]
            key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
        products = np.stack(c, axis=1).reshape(-1) * u64(workers)
        kept = products[(products & low) >= u64((2**32 - workers) % workers)][:workers]
        np.add.at(times[r], (kept >> u64(32)).astype(np.int64), 1)
    return times


def measure(settings: Settings) -> Section:
    """Run ours and the peers and return the section."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        import numpy as np
    except ModuleNotFoundError as error:
        raise SkippedError("numpy is not here") from error
    workers, weeks, types, resamples = (12, 10, 4, 99) if settings.quick else (100, 50, 30, 1000)
    who, counts, hours = study(workers, weeks, types)
    path = settings.stored(f"time_study_{len(who)}x{types}.txt")
    rows = (f"w{w:04d} {h!r} {' '.join(f'{c:g}' for c in row)}"
            for w, h, row in zip(who, hours.tolist(), counts, strict=True))  # fmt: skip
    path.write_text(f"{len(who)} {types}\n" + "\n".join(rows) + "\n", encoding="ascii")
    repeats = 1 if settings.quick else 5
    (answer,) = settings.answers(
        "time_study", "--threads", 1, "--repeats", repeats, "--resamples", resamples,
        "--seed", SEED, path,
    )  # fmt: skip
    ours = statistics.median(answer["processor_seconds"])
    replicates = np.array(answer["replicates"]).reshape(-1, types)
    section = Section(
        "Time study",
        f"{len(who):,} worker-weeks × {types} types with {resamples:,} resamples of {workers} "
        "workers: ≥ 10 × scipy.optimize.nnls in a loop, one thread each.",
        ("what", "processor seconds", "a fit, ms", "× ours", "largest difference of a weight"),
    )

    def line(name: str, seconds: float, difference: float | None) -> None:
        cells = [name, f"{seconds:.3f}", f"{1000 * seconds / resamples:.3f}"]
        cells += [f"{seconds / ours:.1f}", "" if difference is None else f"{difference:.1e}"]
        section.rows.append(cells)
        say("  " + " | ".join(cells))

    line("ours: fits, standard errors and intervals", ours, None)
    if not settings.peers:
        return section
    try:
        from scipy.linalg import cholesky, solve_triangular
        from scipy.optimize import nnls
    except ModuleNotFoundError as error:
        raise SkippedError("scipy is not here") from error
    times = drawn(workers, resamples)
    rows_of = [np.flatnonzero(who == k) for k in range(workers)]
    assert answer["left_out"] == 0
    spent = 0.0
    loop = np.empty((resamples, types))
    for r in range(resamples):
        chosen = np.concatenate([rows_of[k] for k in np.repeat(np.arange(workers), times[r])])
        begin = time.process_time()
        loop[r] = nnls(counts[chosen], hours[chosen])[0]
        spent += time.process_time() - begin
    difference = float(np.abs(loop - replicates).max())
    line("scipy.optimize.nnls on the rows, rows chosen beforehand", spent, difference)

    begin = time.process_time()
    stacked = counts.reshape(workers, weeks, types)
    y = hours.reshape(workers, weeks)
    grams = np.matmul(stacked.transpose(0, 2, 1), stacked).reshape(workers, -1)
    moments = np.einsum("wit,wi->wt", stacked, y)
    sums = (times @ grams).reshape(resamples, types, types)
    right = times @ moments
    factored = np.empty((resamples, types))
    for r in range(resamples):
        factor = cholesky(sums[r])
        factored[r] = nnls(factor, solve_triangular(factor, right[r], trans=1))[0]
    quick = time.process_time() - begin
    line(
        "the same on Cholesky factors of Gram matrices",
        quick,
        float(np.abs(factored - replicates).max()),
    )
    section.verdicts = [
        (
            f"{spent / ours:.0f} × scipy.optimize.nnls in a loop (≥ {GOAL:.0f} ×)",
            spent / ours >= GOAL,
        ),
        ("every resample has the weights of scipy's, to 1e-7", difference < 1e-7),
    ]
    section.notes = [
        "Ours also computes the sandwich standard errors of every resample, the intervals, and the "
        "influence of every worker, which the peers do not. Resamples are drawn anew in Python "
        "from the same stream, outside the clock.",
    ]
    return section
