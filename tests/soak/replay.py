"""Replay the permit receipts in every way, and renew the table in docs/models/replay.md.

    PYTHONPATH=<package> python tests/soak/replay.py [--quick] [--document FILE]

Needs the log (`EVENLOAD_SHARED`, or `shared` beside the source tree); skips without it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import evenload
from evenload.io import read_table, read_toml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/models/replay.md"
SHARED = Path(os.environ.get("EVENLOAD_SHARED", ROOT.parent / "shared"))
LOG = SHARED / "data" / "permit_receipts" / "receipt.csv"
MAPPING = ROOT / "examples" / "data" / "permit_receipts.toml"
MARK = re.compile(r"<!-- replay table -->\n.*?<!-- end -->", re.DOTALL)
DAILY = [1, 2, 3, 4, 5]

#: What is replayed: caption, reading of "open", settings.
RUNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("kept, a week at once", "dates", {}),
    ("kept, Mondays", "dates", {"batch_days": [1]}),
    ("kept, every working day", "dates", {"batch_days": DAILY}),
    ("drawn, every working day", "dates", {"batch_days": DAILY, "durations": "resampled"}),
    (
        "scaled, ε = 0.5, every working day",
        "dates",
        {"batch_days": DAILY, "durations": "scaled", "elasticity": 0.5},
    ),
    ("kept, a week at once", "events", {}),
    ("kept, every working day", "events", {"batch_days": DAILY}),
)

#: Rows of the table: measure, decimals.
ROWS = (
    ("spread", 3),
    ("peak", 2),
    ("highest", 2),
    ("load_away", 1),
    ("hand_overs", 0),
    ("continuity", 3),
    ("holders", 2),
    ("first_action_days", 2),
    ("not_acted_on", 0),
    ("deadline_breaches", 0),
    ("case_days", 2),
    ("waiting", 0),
    ("undistributed", 0),
)


def number(value: float | None, decimals: int) -> str:
    """Write a number, or a dash where there is none."""
    return "–" if value is None else f"{value:.{decimals}f}"


def estimate(one: dict[str, Any], decimals: int) -> str:
    """Write a mean with half the width of its interval."""
    text = number(one["mean"], decimals)
    if not one["deviation"]:
        return text
    return f"{text} ± {number((one['high'] - one['low']) / 2, decimals)}"


def section(title: str, summaries: list[tuple[str, dict[str, Any]]]) -> str:
    """Write the table of one reading: what happened beside each replay."""
    happened = summaries[0][1]["happened"]
    references = [s for _, s in summaries if s["settings"]["durations"] == "resampled"]
    heads = ["measure", "as it happened"]
    heads += ["as it was, lengths drawn"] * len(references)
    heads += [caption for caption, _ in summaries]
    lines = [f"{title}\n", "| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for measure, decimals in ROWS:
        cells = [f"`{measure}`", number(happened[measure], decimals)]
        cells += [estimate(one["reference"][measure], decimals) for one in references]
        cells += [estimate(one["replayed"][measure], decimals) for _, one in summaries]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Replay, print, and write the section."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two replications; writes nothing")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args(words)
    if not LOG.exists():
        print(f"skipped: the log of permit receipts is not at {LOG}")
        return 0
    # What is not drawn differs by the allocator's seed alone, which changes little or nothing.
    many, few = (2, 2) if options.quick else (20, 3)
    log = read_table(LOG)
    mapping = read_toml(MAPPING, "mapping")
    by_reading: dict[str, list[tuple[str, dict[str, Any]]]] = {"dates": [], "events": []}
    for caption, reading, settings in RUNS:
        begun = time.perf_counter()
        result = evenload.replay(
            log,
            mapping={**mapping, "open": reading},
            replications=many if settings.get("durations") == "resampled" else few,
            time_limit=3600,
            **settings,
        )
        assert result.summary["stop"] == "done"
        seconds = time.perf_counter() - begun
        print(f"{reading}, {caption}: {seconds:.1f} s", file=sys.stderr)
        by_reading[reading].append((caption, result.summary))
    first = by_reading["dates"][0][1]
    text = (
        f"{first['events']:,} events of {first['cases']:,} cases, {first['cases_with_deadline']:,} "
        f"with a deadline, {first['cases_without_end']} without an end; "
        f"{first['summary']['weeks']} weeks. {many} replications where lengths are drawn, {few} "
        "elsewhere; ± is half the 95 % interval of the mean, and where it is missing all "
        "replications came out alike.\n\n"
        + section("Open from start to end date:", by_reading["dates"])
        + "\n"
        + section("Open from first to last event:", by_reading["events"])
    )
    print(text)
    if not options.quick:
        before = options.document.read_text(encoding="utf-8")
        block = f"<!-- replay table -->\n{text}<!-- end -->"
        options.document.write_text(MARK.sub(lambda _: block, before), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
