#!/usr/bin/env python3
"""Whether three units should share a pool, how large it must be, and what it is worth.

Four years of weekly counts are drawn, a model of demand is fitted to them, and the rest uses the
fit alone: the cheapest pool for a stated risk, the pool as a project of two years against fixed
posts and agency staff, and how much travel, slowness or lost continuity it can bear.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

from evenload import pool

UNITS = {"north": 9.0, "south": 7.0, "west": 8.0}
HOURS_PER_CASE = 12.0
MEMBER_HOURS = 32.0


def weekly_counts(seed: int) -> dict[str, list[float]]:
    """Draw what a log of 208 weeks might hold: a quiet summer, siblings, busy spells."""
    truth = pool.DemandModel(
        UNITS, hours_per_case=HOURS_PER_CASE, own_variance=0.08, common_variance=0.02,
        persistence=0.5, siblings=[0.75, 0.2, 0.05], season="fourier",
        season_coefficients=[0.05, 0.15],
    )  # fmt: skip
    cases = truth.scenarios(weeks=208, scenarios=1, seed=seed, cases=True)[0]
    return {"week": list(range(208)), **dict(zip(UNITS, cases.tolist(), strict=True))}


class Answers(NamedTuple):
    """What the example found."""

    fit: pool.DemandFit
    size: pool.PoolSize
    curve: list[pool.PoolRisk]
    worth: pool.PoolWorth
    as_one: pool.PoolWorth
    breaks: dict[str, pool.BreakEven]


def main(arguments: list[str] | None = None) -> Answers:
    """Fit, size, compare, print."""
    options = read_options(arguments)
    fit = pool.fit_demand(
        weekly_counts(options.seed), hours_per_case=HOURS_PER_CASE,
        siblings=[0.75, 0.2, 0.05], hours_variation=0.4, season="fourier", harmonics=1,
        bootstraps=100,
    )  # fmt: skip
    print("Cases a week, fitted to four years (standard error of the logarithm):")
    for unit, mean in zip(UNITS, fit.model.mean_cases, strict=True):
        print(f"  {unit:<6} {mean:5.1f}  ({fit.standard_error['log_mean_cases'][unit]:.3f})")
    print(
        f"  shared by all: variance {fit.model.common_variance:.3f} "
        f"({fit.standard_error['common_variance']:.3f})"
    )

    capacity = {"north": 130.0, "south": 105.0, "west": 115.0}
    member = pool.Profile("pool member", hours=MEMBER_HOURS, presence=0.92, absence_weeks=2)
    question: dict[str, Any] = {"threshold": 25, "risk": options.risk, "weeks": 13, "first_week": 0}
    size = pool.size(fit.model, capacity, member, most_scenarios=4096, **question)
    print(f"\nA pool for a risk of {options.risk:.0%} in each unit and week: {size.verdict}")
    for sentence in size.reasons():
        print(f"  {sentence}")
    if size.rules is not None:
        print(
            f"  rules of thumb, members: pooled safety {size.rules.pooled.pool:.1f}, split "
            f"{size.rules.split.pool:.1f}, R + z√R {size.rules.square_root.pool:.1f}, newsvendor "
            f"{size.rules.newsvendor.pool:.1f}"
            + ("; the rates govern" if size.rules.rates_govern else "")
        )
    largest = size.members.get("pool member", 0) + 3
    curve = pool.risk(fit.model, capacity, range(largest + 1), member, scenarios=2048, **question)

    project: dict[str, Any] = {
        "outside": 3, "member_hours": MEMBER_HOURS, "presence": 0.92, "absence_weeks": 2,
        "lead_weeks": 8, "ramp_up": [0.4, 0.6, 0.8], "travel_hours": 1, "efficiency": 0.97,
        "handover_hours": 4, "hour_cost": 420, "shortage_cost": 60,
    }  # fmt: skip
    worth = pool.worth(fit.model, capacity, most_replications=512, **project)
    print("\nThree in a pool for two years:")
    for arm, measures in worth.measures.items():
        print(
            f"  {arm:<12} waiting {measures['shortage'].mean:9.0f} hour-weeks, "
            f"pay {measures['money'].mean / 1e6:5.2f} million, "
            f"alarm in {measures['alarm_weeks'].mean:5.1f} unit-weeks"
        )
    for one in worth.comparisons:
        if one.measure in ("shortage", "burden"):
            d = one.difference
            print(
                f"  against {one.against:<12} {one.measure:<9} {d.mean:+11.0f} "
                f"({d.low:+.0f} to {d.high:+.0f}): {one.verdict}"
            )
    breaks = {}
    for friction in ("efficiency", "travel", "handover"):
        breaks[friction] = pool.break_even(
            friction, fit.model, capacity, replications=128, **project
        )
        print(f"  break-even of {friction}: {breaks[friction].kind}, {breaks[friction].value:.2f}")

    drawn = fit.model.scenarios(weeks=104, scenarios=64)
    drawn[:, 1:] = drawn[:, :1]
    as_one = pool.worth(drawn, 130, **{**project, "efficiency": 1, "travel_hours": 0})
    print(f"\nIf the units moved as one, the pool against fixed posts: {as_one.verdict}")
    answers = Answers(fit, size, curve, worth, as_one, breaks)
    if options.pictures is not None:
        draw(answers, options.pictures)
    return answers


def draw(answers: Answers, folder: Path) -> None:
    """Draw risk against size, worth against posts, and waiting work."""
    from evenload.plots import risk_by_size, shortage_bands, worth_against_posts

    folder.mkdir(parents=True, exist_ok=True)
    for name, ax in (
        ("risk_by_size", risk_by_size(answers.curve)),
        ("worth_shortage", worth_against_posts(answers.worth)),
        ("worth_burden", worth_against_posts(answers.worth, "burden")),
        ("shortage_bands", shortage_bands(answers.worth)),
    ):
        figure: Any = ax.figure
        figure.savefig(folder / f"{name}.png", dpi=110)


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the seed, the risk and where pictures go."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--risk", type=float, default=0.1)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
