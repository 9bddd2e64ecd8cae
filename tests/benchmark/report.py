"""Sections of docs/benchmarks.md: a run replaces those that it measured and keeps the others."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile(r"<!-- row (\w+) -->\n(.*?)<!-- end -->\n", re.DOTALL)

HEAD = """# Benchmarks

Written by `tests/benchmark/run` (see `CONTRIBUTING.md`); do not edit. Our program and its peer
solve the same problems in one run, one after the other, and every plan, ours and theirs, is valued
from the problem by an exact evaluator that shares no code with either. Seconds are wall time.

"""


@dataclass
class Section:
    """One row of the table of goals: what is asked, every instance, and what was reached."""

    title: str
    goal: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    verdicts: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the section in Markdown."""
        lines = [f"## {self.title}", "", f"Goal: {self.goal}", ""]
        lines += table(self.columns, self.rows)
        words = {True: "yes", False: "**no**"}
        if self.verdicts:
            lines += [
                "",
                *table(("goal", "reached"), [(what, words[it]) for what, it in self.verdicts]),
            ]
        for note in self.notes:
            lines += ["", note]
        return "\n".join(lines) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *rows)]


def machine() -> str:
    """Return processor, cores in use, memory and system, and how busy the machine is."""
    model = platform.processor() or platform.machine()
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.search(r"model name\s*:\s*(.+)", info)[1].strip()  # type: ignore[index]
        memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
        gigabytes = f", {int(memory[1]) / 2**20:.0f} GiB" if memory else ""
    except (OSError, TypeError):
        gigabytes = ""
    load = os.getloadavg()[1]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{model}, {cores} cores{gigabytes}, {platform.system()} {platform.machine()}, "
        f"{load:.1f} processes running in the five minutes before"
    )


def versions(packages: Iterable[str], further: dict[str, str]) -> str:
    """Return names and versions of what took part."""
    found = dict(further)
    for name in packages:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    found["Python"] = platform.python_version()
    return ", ".join(f"{name} {version}".strip() for name, version in found.items())


def stamp(command: str, place: str, took_part: str) -> str:
    """Return the lines that say where, when and how a section was measured."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return f"Measured on {today} by `{command}`  \non {place}  \nwith {took_part}.\n"


def renewed(document: str, sections: dict[str, str], order: Sequence[str]) -> str:
    """Return the document with these sections in place of those of the same name."""
    kept = dict(MARK.findall(document))
    kept.update(sections)
    names = [name for name in order if name in kept] + sorted(set(kept) - set(order))
    body = "\n".join(f"<!-- row {name} -->\n{kept[name]}<!-- end -->\n" for name in names)
    return HEAD + body


def percent(part: float, digits: int = 4) -> str:
    """Return a share in per cent."""
    return f"{100 * part:.{digits}f}"
