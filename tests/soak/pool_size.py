"""Measure sizing: its time, how often its proofs are wrong, and how well a fit knows its errors.

    PYTHONPATH=<package> python tests/soak/pool_size.py [--quick] [--document FILE]

Renews the tables of docs/models/pool_size.md.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

import numpy as np
from evenload import pool

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/models/pool_size.md"
MARK = re.compile(r"<!-- pool tables -->\n.*?<!-- end -->\n", re.DOTALL)
UNITS = {"north": 9.0, "south": 7.0, "west": 8.0}
CAPACITY = [130.0, 105.0, 115.0]


def model() -> pool.DemandModel:
    """Make three units with siblings, a season and a shared factor that persists."""
    return pool.DemandModel(
        UNITS, hours_per_case=12, own_variance=0.08, common_variance=0.02, persistence=0.5,
        siblings=[0.75, 0.2, 0.05], hours_variation=0.4, season="fourier",
        season_coefficients=[0.05, 0.15],
    )  # fmt: skip


def times() -> list[str]:
    """Size a pool of one, two and three kinds of members, on one thread."""
    kinds = [
        pool.Profile("anywhere", 1.0, hours=32, cost=1.2, presence=0.92),
        pool.Profile("two units", [1, 1, 0], hours=32, presence=0.92),
        pool.Profile("two others", [0, 1, 0.8], hours=32, presence=0.92),
    ]
    rows = [
        "| weeks | kinds of members | verdict | scenarios | pools tried | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for weeks in (13, 52):
        for count in (1, 2, 3):
            begun = time.process_time()
            made = pool.size(
                model(), CAPACITY, kinds[:count], weeks=weeks, threshold=25, risk=0.1, threads=1
            )
            spent = time.process_time() - begun
            rows.append(
                f"| {weeks} | {count} | {made.verdict} | {made.scenarios} | {made.pools_tried} "
                f"| {spent:.1f} |"
            )
    begun = time.process_time()
    worth = pool.worth(
        model(), CAPACITY, outside=3, member_hours=32, presence=0.92, handover_hours=4, threads=1
    )
    spent = time.process_time() - begun
    rows.append("")
    rows.append(
        f"Worth over 104 weeks, four arms, {worth.replications} replications: {spent:.2f} s."
    )
    return rows


def proofs(runs: int) -> list[str]:
    """Count proofs that a large sample contradicts, at risks that lie anywhere."""
    demand = pool.DemandModel({"a": 9, "b": 7}, hours_per_case=10, own_variance=0.1)
    capacity = [100.0, 80.0]
    reference = pool.risk(demand, capacity, range(12), weeks=2, threshold=10, scenarios=200_000)
    truth = np.array([one.probability.max() for one in reference])
    verdicts = {"proven": 0, "sufficient": 0, "not_settled": 0}
    wrong = 0
    # Half of the risks lie within 5 % of what some pool has, where a proof is hard.
    for run in range(runs):
        near = truth[1 + run % 4]
        allowed = float(near * (1 + 0.05 * np.sin(run)) if run % 2 else 0.02 + 0.002 * (run % 90))
        made = pool.size(
            demand, capacity, weeks=2, threshold=10, risk=allowed, seed=run + 1,
            scenarios=512, most_scenarios=4096,
        )  # fmt: skip
        verdicts[made.verdict] += 1
        if made.verdict == "not_settled":
            continue
        members = made.members["pool"]
        meets = truth[members] <= allowed
        smaller_fails = members == 0 or truth[members - 1] > allowed
        wrong += not meets or (made.verdict == "proven" and not smaller_fails)
    return [
        f"Of {runs} sizes at a confidence of 95 %: {verdicts['proven']} proven, "
        f"{verdicts['sufficient']} sufficient, {verdicts['not_settled']} not settled; "
        f"{wrong} of the statements are contradicted by a sample of 200 000 scenarios."
    ]


def fits(logs: int) -> list[str]:
    """Count how often estimate ± 1.645 standard errors holds the truth."""
    truth = model()
    parts = {"mean of a unit": [0, 0], "season": [0, 0], "own variance": [0, 0],
             "common variance": [0, 0], "persistence": [0, 0]}  # fmt: skip
    errors: dict[str, list[float]] = {name: [] for name in parts}

    def count(name: str, found: float, error: float, expected: float) -> None:
        parts[name][0] += abs(found - expected) <= 1.645 * error
        parts[name][1] += 1
        errors[name].append(found - expected)

    for log in range(logs):
        counts = truth.scenarios(weeks=208, scenarios=1, seed=1000 + log, cases=True)[0]
        fit = pool.fit_demand(
            counts.T, hours_per_case=12, units=list(UNITS), siblings=truth.siblings,
            season="fourier", harmonics=1, bootstraps=100, seed=log,
        )  # fmt: skip
        said = fit.standard_error
        for k, unit in enumerate(UNITS):
            count("mean of a unit", float(np.log(fit.model.mean_cases[k])),
                  said["log_mean_cases"][unit], float(np.log(UNITS[unit])))  # fmt: skip
            count("own variance", float(fit.model.own_variance[k]), said["own_variance"][unit],
                  0.08)  # fmt: skip
        for k, expected in enumerate((0.05, 0.15)):
            count("season", float(fit.model.season_coefficients[k]),
                  float(said["season_coefficients"][k]), expected)  # fmt: skip
        count("common variance", fit.model.common_variance, said["common_variance"], 0.02)
        count("persistence", fit.model.persistence, said["persistence"], 0.5)
    rows = [
        f"Fits of {logs} logs of four years: how often estimate ± 1.645 standard errors "
        "(90 % if all were well) holds the truth.",
        "",
        "| quantity | intervals | hold the truth | mean error |",
        "|---|---|---|---|",
    ]
    for name, (held, asked) in parts.items():
        rows.append(
            f"| {name} | {asked} | {held / asked:.3f} | {float(np.mean(errors[name])):+.4f} |"
        )
    return rows


def main() -> None:
    """Measure, print, and renew the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args()
    parts = [times(), proofs(20 if options.quick else 300), fits(5 if options.quick else 100)]
    text = "\n\n".join("\n".join(part) for part in parts)
    print(text)
    if options.quick:
        return
    page = options.document.read_text(encoding="utf-8")
    block = f"<!-- pool tables -->\n{text}\n<!-- end -->\n"
    options.document.write_text(MARK.sub(lambda _: block, page), encoding="utf-8")


if __name__ == "__main__":
    main()
