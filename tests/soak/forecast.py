#!/usr/bin/env python3
"""Forecasts on logs of known truth and on a real one: the tables of docs/models/forecast.md.

    python tests/soak/forecast.py [--logs 40] [--origin-logs 6] [--replications 500]

The simulated log has four years, three units, two types, three phases, a yearly season, weekdays,
holidays, overdispersion, and units that are busy together. The real one is the log of permit
applications in ../shared (or where EVENLOAD_SHARED says); it is left out where it is not there.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
FIRST = datetime.date(2022, 1, 3)  # a Monday
UNITS = ("north", "south", "west")
TYPES = ("inquiry", "follow_up")
PHASES = ("intake", "work", "closing")
WEIGHTS = {"inquiry": 6.0, "follow_up": 2.5}
#: Cases on a Monday by unit and type, factors of weekdays (weekends have none) and of holidays.
LEVEL = {"inquiry": (1.4, 0.9, 0.6), "follow_up": (0.8, 1.2, 0.5)}
WEEKDAY = (1.0, 0.9, 0.85, 0.95, 0.7)
HOLIDAY = 0.3
SEASON = (0.25, -0.15)  # sine and cosine of the year, on the log scale
DISPERSION = 0.3
CORRELATION = 0.4
#: Duration of a phase: negative binomial (size, mean) in days, and where it leads.
STAY = {
    "intake": (2.0, 9.0, (("work", 0.8), (None, 0.2))),
    "work": (3.0, 60.0, (("closing", 0.75), (None, 0.25))),
    "closing": (1.5, 14.0, (("work", 0.1), (None, 0.9))),
}


def holidays_of(years: range) -> list[datetime.date]:
    """Give a few fixed days a year."""
    dates = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
    return [datetime.date(year, month, day) for year in years for month, day in dates]


def true_mean(unit: int, kind: str, day: datetime.date, free: set[datetime.date]) -> float:
    """Tell the expected arrivals of a unit and type on a day."""
    if day.weekday() > 4:
        return 0.0
    angle = 2 * np.pi * (day - datetime.date(1970, 1, 1)).days / 365.2425
    season = np.exp(SEASON[0] * np.sin(angle) + SEASON[1] * np.cos(angle))
    holiday = HOLIDAY if day in free else 1.0
    return LEVEL[kind][unit] * WEEKDAY[day.weekday()] * float(season) * holiday


def _quantile(u: float, mean: float) -> int:
    """Of a negative binomial distribution, written down a second time."""
    r = 1 / DISPERSION
    p = q = (r / (r + mean)) ** r
    k = 0
    while q < u and k < 10_000:
        p *= (r + k) / (k + 1) * mean / (mean + r)
        q += p
        k += 1
    return k


def _normal_cdf(z: float) -> float:
    from math import erf, sqrt

    return 0.5 * (1 + erf(z / sqrt(2)))


def simulate_log(seed: int, weeks: int = 208) -> dict[str, list[Any]]:
    """Draw a log of stays: all that happens until the last day, ends after it left open."""
    rng = np.random.default_rng(seed)
    days = 7 * weeks
    series = [(u, t) for u in range(len(UNITS)) for t in TYPES]
    matrix = np.full((len(series), len(series)), CORRELATION) + (1 - CORRELATION) * np.eye(
        len(series)
    )
    root = np.linalg.cholesky(matrix)
    free = set(holidays_of(range(FIRST.year, FIRST.year + 6)))
    log: dict[str, list[Any]] = {n: [] for n in ("case", "unit", "type", "phase", "from", "to")}
    case = 0
    for d in range(days):
        day = FIRST + datetime.timedelta(days=d)
        z = root @ rng.standard_normal(len(series))
        for (unit, kind), value in zip(series, z, strict=True):
            mean = true_mean(unit, kind, day, free)
            for _ in range(_quantile(_normal_cdf(value), mean) if mean > 0 else 0):
                case += 1
                at, phase = d, "intake"
                while phase is not None and at < days:
                    size, length, leads = STAY[phase]
                    stay = int(rng.negative_binomial(size, size / (size + length)))
                    end = at + stay
                    log["case"].append(f"c{case:06}")
                    log["unit"].append(UNITS[unit])
                    log["type"].append(kind)
                    log["phase"].append(phase)
                    log["from"].append(FIRST + datetime.timedelta(days=at))
                    log["to"].append(FIRST + datetime.timedelta(days=end) if end < days else None)
                    at = end
                    draw = rng.random()
                    for phase, share in leads:  # noqa: B007
                        draw -= share
                        if draw < 0:
                            break
    return log


def true_survival(phase: str, weeks: int, seed: int = 99) -> list[float]:
    """P(a stay passes more than w week borders), for arrivals that are seen over whole weeks."""
    rng = np.random.default_rng(seed)
    size, length, _ = STAY[phase]
    stays = rng.negative_binomial(size, size / (size + length), size=400_000)
    # The weekday on which a stay begins: for intake that of arrivals, else near uniform.
    share = np.array([*WEEKDAY, 0, 0]) if phase == "intake" else np.ones(7)
    begin = rng.choice(7, p=share / share.sum(), size=len(stays))
    borders = (begin + stays) // 7
    return [float(np.mean(borders > w)) for w in range(weeks)]


def permit_log() -> dict[str, list[Any]] | None:
    """Read the permit log: receipt until the last event, then the rest until the case's end."""
    shared = Path(os.environ.get("EVENLOAD_SHARED", ROOT.parent / "shared"))
    path = shared / "data" / "permit_receipts" / "receipt.csv"
    if not path.exists():
        return None
    cases: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            case = cases.setdefault(
                row["case:concept:name"],
                {"start": row["case:startdate"][:10], "end": row["case:enddate"][:10], "last": ""},
            )
            case["last"] = max(case["last"], row["time:timestamp"][:10])
    log: dict[str, list[Any]] = {n: [] for n in ("case", "phase", "from", "to")}
    for name, case in cases.items():
        start, last = case["start"], max(case["last"], case["start"])
        end = case["end"]
        if end and end < start:
            continue  # closed before it opened, by the log's own columns
        stays = [("receipt", start, min(last, end) if end else last)]
        if not end or end > last:
            stays.append(("after receipt", stays[0][2], end or None))
        for phase, begin, until in stays:
            log["case"].append(name)
            log["phase"].append(phase)
            log["from"].append(begin)
            log["to"].append(until)
    return log


def dutch_holidays() -> list[datetime.date]:
    """National days off of 2010 to 2012; the library `holidays` gives the same."""
    texts = """2010-01-01 2010-04-04 2010-04-05 2010-04-30 2010-05-05 2010-05-13 2010-05-23
        2010-05-24 2010-12-25 2010-12-26 2011-01-01 2011-04-24 2011-04-25 2011-04-30 2011-06-02
        2011-06-12 2011-06-13 2011-12-25 2011-12-26 2012-01-01"""
    return [datetime.date.fromisoformat(text) for text in texts.split()]


def recovery(seeds: range) -> list[tuple[str, int, int, float]]:
    """How often 90 % intervals hold the truth: (quantity, held, asked, mean estimate - truth)."""
    from evenload.workload import fit_arrivals, fit_phases

    held: dict[str, list[tuple[bool, float]]] = {}

    def ask(name: str, truth: float, estimate: float, low: float, high: float) -> None:
        held.setdefault(name, []).append((low <= truth <= high, estimate - truth))

    survivals = {phase: true_survival(phase, 16) for phase in PHASES}
    for seed in seeds:
        log = simulate_log(seed)
        last = FIRST + datetime.timedelta(days=7 * 208 - 1)
        starts: dict[str, int] = {}
        for k, case in enumerate(log["case"]):
            starts.setdefault(case, k)
        first = list(starts.values())
        arrivals = {
            "date": [log["from"][k] for k in first],
            "unit": [log["unit"][k] for k in first],
            "type": [log["type"][k] for k in first],
        }
        free = holidays_of(range(2022, 2027))
        model = fit_arrivals(
            arrivals, observed_from=FIRST, observed_until=last, holidays=free, season="yearly",
            harmonics=1,
        )  # fmt: skip
        effects = {k: list(v) for k, v in model.effects.items()}
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        for k, effect in enumerate(effects["effect"]):
            kind = effects["type"][k]
            pairs = zip(effects["effect"], effects["type"], strict=True)
            named = {e for e, t in pairs if t == kind}
            reference = next(d for d in range(5) if days[d] not in named)
            if effect == "level":
                unit = UNITS.index(effects["unit"][k])
                name, truth = "level of a unit", LEVEL[kind][unit] * WEEKDAY[reference]
            elif effect == "holiday":
                name, truth = "holiday", HOLIDAY
            elif effect.startswith(("sine", "cosine")):
                name, truth = "season", SEASON[0 if effect.startswith("sine") else 1]
            else:
                name, truth = "weekday", WEEKDAY[days.index(effect)] / WEEKDAY[reference]
            ask(name, truth, effects["estimate"][k], effects["low"][k], effects["high"][k])
        for table, name, truth in (
            (model.dispersion, "dispersion", DISPERSION),
            (model.correlation, "correlation", CORRELATION),
        ):
            for e, low, high in zip(table["estimate"], table["low"], table["high"], strict=True):
                ask(name, truth, e, low, high)
        phases = fit_phases(log, observed_until=last)
        lasting = phases.durations(replications=100, seed=seed)
        for phase, _, age, value, low, high in zip(
            *(lasting[n] for n in ("phase", "type", "age", "survival", "low", "high")), strict=True
        ):
            if (phase, age) in (("intake", 1), ("work", 6), ("work", 14), ("closing", 2)):
                ask(f"stays in {phase} beyond {age} weeks", survivals[phase][age], value, low, high)
    return [
        (name, sum(h for h, _ in rows), len(rows), float(np.mean([d for _, d in rows])))
        for name, rows in held.items()
    ]


def average(tables: list[Any]) -> list[dict[str, Any]]:
    """Mean of several tables of scores, weighed by their forecasts."""
    rows: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    for table in tables:
        columns = {name: list(cells) for name, cells in table.items()}
        for k in range(len(columns["model"])):
            row = {name: cells[k] for name, cells in columns.items()}
            rows.setdefault((row["target"], row["model"], row["horizon"]), []).append(row)
    answer = []
    for (target, model, horizon), own in rows.items():
        mean: dict[str, Any] = {"target": target, "model": model, "horizon": horizon}
        mean["forecasts"] = sum(row["forecasts"] for row in own)
        for name in ("mae", "mase", "pinball", "coverage_80", "coverage_90"):
            known = [(r[name], r["forecasts"]) for r in own if r[name] is not None]
            known = [(v, n) for v, n in known if v == v]
            mean[name] = sum(v * n for v, n in known) / sum(n for _, n in known) if known else None
        answer.append(mean)
    return answer


def show(title: str, rows: list[dict[str, Any]], horizons: tuple[int, ...]) -> None:
    """Print a table as it stands in the documentation."""
    print(f"\n{title}\n")
    print("| target | model | horizon | forecasts | MAE | MASE | pinball | 80 % | 90 % |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        if row["horizon"] not in horizons:
            continue
        cells = [row["target"], row["model"].replace("_", " "), row["horizon"], row["forecasts"]]
        for name, form in (
            ("mae", ".2f"), ("mase", ".2f"), ("pinball", ".2f"), ("coverage_80", ".3f"),
            ("coverage_90", ".3f"),
        ):  # fmt: skip
            cells.append("–" if row[name] is None else format(row[name], form))
        print("| " + " | ".join(str(cell) for cell in cells) + " |")


def main() -> None:
    """Print all tables."""
    from evenload.workload import rolling_origin, rolling_origin_daily

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--logs", type=int, default=40, help="logs for the recovery of parameters")
    parser.add_argument("--origin-logs", type=int, default=6, help="logs for the rolling origin")
    parser.add_argument("--replications", type=int, default=500)
    options = parser.parse_args()

    permits = permit_log()
    if permits is None:
        print("skipped: permit_receipts is not in ../shared (EVENLOAD_SHARED names the place)")
    else:
        # From 5 December 2011 on the log thins out: cut there.
        window = {"observed_from": "2010-10-04", "observed_until": "2011-12-04"}
        made = rolling_origin(
            permits, weights={"": 1.0}, horizon=8, every=1, holidays=dutch_holidays(),
            replications=options.replications, **window,
        )  # fmt: skip
        show("Permit log, load and arrivals by week", average([made.scores]), (1, 2, 4, 8))
        first: dict[str, int] = {}
        for k, case in enumerate(permits["case"]):
            first.setdefault(case, k)
        days = [permits["from"][k] for k in first.values()]
        daily = rolling_origin_daily(
            {"date": days}, horizon=14, every=3, holidays=dutch_holidays(),
            replications=options.replications, **window,
        )  # fmt: skip
        show("Permit log, arrivals by day", average([daily.scores]), (1, 2, 7, 14))
    sys.stdout.flush()

    scores = []
    for seed in range(1000, 1000 + options.origin_logs):
        log = simulate_log(seed)
        made = rolling_origin(
            log, weights=WEIGHTS, horizon=13, every=4,
            first_origin=FIRST + datetime.timedelta(weeks=120),
            observed_until=FIRST + datetime.timedelta(days=7 * 208 - 1), season="yearly",
            holidays=holidays_of(range(2022, 2027)), replications=options.replications, seed=seed,
        )  # fmt: skip
        scores.append(made.scores)
    show("Simulated logs, load and arrivals by week", average(scores), (1, 4, 8, 13))
    sys.stdout.flush()

    print("\nSimulated logs, 90 % intervals of parameters\n")
    print("| quantity | intervals | hold the truth | mean error |\n|---|---|---|---|")
    for name, hits, asked, error in recovery(range(options.logs)):
        print(f"| {name} | {asked} | {hits / asked:.3f} | {error:+.4f} |")


if __name__ == "__main__":
    main()
