"""Row `recommend`: one case among 1e5 open ones and 1,000 caseworkers, from a warm state."""

from __future__ import annotations

import importlib.util
import random
import statistics
import time
from typing import Any

from benchmark.allocation import offices
from benchmark.measurement import Settings, SkippedError, say
from benchmark.report import Section

GOAL = 0.001
QUESTIONS, CHECKED, DELTAS = 5_000, 3, 5


def rows_of(table: offices.Rows) -> list[dict[str, Any]]:
    """Return the rows of a table as mappings without empty cells."""
    rows = (dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True))
    return [{k: v for k, v in row.items() if v is not None and v != []} for row in rows]


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(settings: Settings) -> Section:
    """Ask one question after the other, compare some with a fresh input, and time deltas."""
    for module in ("numpy", "evenload", "polars"):
        if importlib.util.find_spec(module) is None:
            raise SkippedError(f"{module} is not installed in this environment")
    import evenload

    cases, people = (200, 20) if settings.quick else (100_000, 1_000)
    questions = 50 if settings.quick else QUESTIONS
    tables = offices.office(cases + 1_000, people, 7)
    fresh = rows_of({name: cells[cases:] for name, cells in tables["cases"].items()})
    held = {name: cells[:cases] for name, cells in tables["cases"].items()}
    draw = random.Random(7)
    members: dict[Any, list[str]] = {}
    for name, unit in zip(tables["caseworkers"]["id"], tables["caseworkers"]["unit"], strict=True):
        members.setdefault(unit, []).append(name)
    held["current_caseworker"] = [
        draw.choice(members[u]) if draw.random() < 0.9 else None for u in held["unit"]
    ]
    held["state"] = ["started" if w else "open" for w in held["current_caseworker"]]
    tables["caseworkers"]["base_load"] = [0] * people
    frames = offices.frames({**tables, "cases": held}, "polars")
    side = {"absences": frames["absences"]}
    begin = time.perf_counter()
    state = evenload.AllocationState(
        frames["cases"], frames["caseworkers"], policy=offices.POLICY, **side
    )
    made = time.perf_counter() - begin
    still_open = [i for i, s in zip(held["id"], held["state"], strict=True) if s == "open"]

    section = Section(
        "Recommendation from a standing state",
        "recommend on a warm state of 1e5 open cases and 1,000 caseworkers, from Python: "
        "median and 99th percentile ≤ 1 ms.",
        ("question", "median µs", "p99 µs", "CPU µs", "a fresh input, ms", "≤ 1 ms"),
    )
    for name, asked in (("a new case as a mapping", fresh), ("an open case by its id", still_open)):
        for case in asked[:50]:
            state.recommend(case)
        seconds = []
        cpu = time.process_time()
        for k in range(questions):
            begin = time.perf_counter()
            answer = state.recommend(asked[k % len(asked)])
            seconds.append(time.perf_counter() - begin)
        cpu = (time.process_time() - cpu) / questions
        slow = []
        for case in asked[:: max(1, len(asked) // CHECKED)][:CHECKED]:
            begin = time.perf_counter()
            expected = evenload.recommend(
                case, frames["cases"], frames["caseworkers"], policy=offices.POLICY, **side
            )
            slow.append(time.perf_counter() - begin)
            answer = state.recommend(case)
            assert answer.to_json() == expected.to_json(), (
                f"{name}: another answer than a fresh input's"
            )
        middle, late = statistics.median(seconds), percentile(seconds, 0.99)
        good = max(middle, late) <= GOAL
        section.verdicts.append((f"{name}: median and 99th percentile ≤ 1 ms", good))
        cells = [name, *(f"{1e6 * value:.0f}" for value in (middle, late, cpu))]
        cells += [f"{1000 * statistics.median(slow):.0f}", "yes" if good else "**no**"]
        section.rows.append(cells)
        say("  " + " | ".join(cells))
    deltas = []
    for k in range(DELTAS):
        change = {
            "change": "announce",
            "case": still_open[k],
            "caseworker": tables["caseworkers"]["id"][k],
        }
        begin = time.perf_counter()
        state.apply([change], key=f"delta {k}", base_version=state.version)
        deltas.append(time.perf_counter() - begin)
    section.notes = [
        f"{questions:,} questions one after the other, four alternatives and every excluded "
        "caseworker with reasons in each answer; nine cases in ten are started, the rest are open. "
        "Some answers of each kind are compared, byte for byte, with those of "
        "`evenload.recommend` on the same frames. "
        f"Making the state took {made:.2f} s, a delta with one change "
        f"{statistics.median(deltas):.2f} s (median of {DELTAS}): it checks the whole.",
    ]
    return section
