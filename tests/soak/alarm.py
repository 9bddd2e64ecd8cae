# ruff: noqa: RUF001 - Greek letters in tables
"""Measure how well the alarm's rate of false alarms holds, and renew its tables in the docs.

    PYTHONPATH=<package> python tests/soak/alarm.py [--quick] [--document FILE]

Every number is simulated with the library itself: Gaussian AR(1) series, two-sided CUSUM,
reference 0.5, one false alarm in 365 weeks wanted.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from evenload.workload import Autoregression, alarm, cusum_threshold, fit_autoregression

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/models/workload_series.md"
MARK = re.compile(r"<!-- alarm tables -->\n.*?<!-- end -->\n", re.DOTALL)
WANTED, WEEKS, PEOPLE = 365.0, 26, 40
PHIS = (0.0, 0.5, 0.8, 0.95)


def paths(phi: float, count: int, weeks: int, seed: int) -> np.ndarray:
    """Simulate settled series with noise of standard deviation 1."""
    noise = np.random.default_rng((seed, int(1000 * phi))).normal(size=(count, weeks))
    values = np.empty_like(noise)
    values[:, 0] = noise[:, 0] / np.sqrt(1 - phi * phi)
    for week in range(1, weeks):
        values[:, week] = phi * values[:, week - 1] + noise[:, week]
    return values


def known(weeks: int) -> list[Sequence[str]]:
    """Run length with the true parameters, and of a chart that takes weeks as independent."""
    threshold = cusum_threshold(0.5, WANTED)
    rows = []
    for phi in PHIS:
        values = paths(phi, 1, weeks, 1)[0]
        true = alarm(values, model=Autoregression((phi,), 1.0, 0.0), threshold=threshold)
        spread = 1 / np.sqrt(1 - phi * phi)
        naive = alarm(values, model=Autoregression((), spread, 0.0), threshold=threshold)
        found = weeks / len(true.weeks)
        error = found / np.sqrt(len(true.weeks))
        rows.append(
            (
                f"{phi:g}",
                f"{found:.0f} ± {error:.0f}",
                f"{100 * (found / WANTED - 1):+.1f} %",
                f"{weeks / len(naive.weeks):.0f}",
            )
        )
    return rows


def plugged(fit: Autoregression) -> Autoregression:
    """Take fitted mean, phi and sigma for true."""
    return replace(fit, mean=fit.means[0])


def learning(fit: Autoregression) -> Autoregression:
    """Keep phi; mean and sigma are learnt along the way."""
    return replace(fit, mean=None, sigma=None)


def own(correction: str) -> Callable[[np.ndarray], list[Autoregression]]:
    """Fit each chart to its own weeks."""
    return lambda past: [fit_autoregression(row, correction=correction) for row in past]


def pooled(past: np.ndarray) -> list[Autoregression]:
    """Fit each forty charts together."""
    models: list[Autoregression] = []
    for at in range(0, len(past), PEOPLE):
        unit = past[at : at + PEOPLE]
        models += [fit_autoregression(unit)] * len(unit)
    return models


METHODS: dict[str, tuple[Callable[..., list[Autoregression]], Callable[..., Autoregression]]] = {
    "least squares, mean and σ plugged in": (own("none"), plugged),
    "φ corrected (13), mean and σ plugged in": (own("mean"), plugged),
    "φ uncorrected, mean and σ learnt": (own("none"), learning),
    "φ corrected (13), mean and σ learnt": (own("mean"), learning),
    "φ cautious (14), mean and σ learnt": (own("cautious"), learning),
    f"φ of {PEOPLE} people, mean and σ learnt": (pooled, learning),
}


def estimated(charts: int, weeks: int) -> list[Sequence[str]]:
    """Spread of the run length over charts whose parameters come from few weeks."""
    threshold = cusum_threshold(0.5, WANTED)
    rows = []
    for phi in PHIS:
        values = paths(phi, charts, WEEKS + weeks, 2)
        moved = values[:, : WEEKS + 52].copy()
        moved[:, WEEKS + 26 :] += 2 / np.sqrt(1 - phi * phi)
        for name, (fit, use) in METHODS.items():
            lengths, soon, found = [], 0, 0
            for row, late, model in zip(values, moved, fit(values[:, :WEEKS]), strict=True):
                used = use(model)
                chart = alarm(row, model=used, threshold=threshold)
                after = [week for week in chart.weeks if week >= WEEKS]
                lengths.append(weeks / max(len(after), 0.5))
                soon += sum(week < WEEKS + 104 for week in after)
                shifted = alarm(late, model=used, threshold=threshold)
                found += any(week >= WEEKS + 26 for week in shifted.weeks)
            low, middle, high = np.quantile(lengths, (0.1, 0.5, 0.9))
            held = np.mean(np.array(lengths) >= 0.8 * WANTED)
            rows.append(
                (
                    f"{phi:g}",
                    name,
                    f"{low:.0f}",
                    f"{middle:.0f}",
                    f"{high:.0f}" if high < 2 * weeks else f"> {weeks}",
                    f"{100 * held:.0f} %",
                    f"{soon / charts:.2f}",
                    f"{100 * found / charts:.0f} %",
                )
            )
            print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    return rows


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main(words: list[str]) -> int:
    """Simulate, and write both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few charts; prints, writes nothing")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args(words)
    long, charts, weeks = (40_000, 40, 730) if options.quick else (1_000_000, 400, 3650)
    true = known(long)
    text = (
        f"Known parameters, one series of {long:,} weeks each:\n\n"
        + table(("φ", "run length", "against 365", "weeks taken as independent"), true)
        + f"\nφ from {WEEKS} weeks, {charts} charts of {weeks:,} weeks each. Run lengths are those "
        "of single charts (10 %, 50 % and 90 % of them are shorter); *held* is the share of charts "
        "with at least 80 % of 365; *two years* the mean number of false alarms in the first 104 "
        "weeks (0.28 wanted); *found* the share of charts with an alarm within 26 weeks of a "
        "lasting shift by two standard deviations of the series, half a year after the chart began:\n\n"
        + table(
            ("φ", "parameters", "10 %", "50 %", "90 %", "held", "two years", "found"),
            estimated(charts, weeks),
        )
    )
    print(text)
    if not options.quick:
        before = options.document.read_text(encoding="utf-8")
        section = f"<!-- alarm tables -->\n{text}<!-- end -->\n"
        options.document.write_text(MARK.sub(lambda _: section, before), encoding="utf-8")
    off = [row for row in true if abs(float(row[2].split()[0])) > 10]
    return 1 if off and not options.quick else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
