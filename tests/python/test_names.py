"""docs/names.md has a row for every rule and every verb."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import evenload
import pytest

#: Public functions that are no verbs of a planner.
HELPERS = {"problem_seed"}


@pytest.fixture(scope="module")
def rows(repository: Path) -> set[str]:
    """Names in the first column of the tables."""
    text = (repository / "docs" / "names.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([\w.]+)`", text, flags=re.MULTILINE))


def test_every_rule_has_a_row(rows: set[str]) -> None:
    missing = set(evenload.AllocationPolicy().rules) - rows
    assert not missing, f"docs/names.md lacks {sorted(missing)}"


def test_every_verb_has_a_row(rows: set[str]) -> None:
    verbs = {n for n in evenload.__all__ if inspect.isfunction(getattr(evenload, n))} - HELPERS
    assert not verbs - rows, f"docs/names.md lacks {sorted(verbs - rows)}"


def test_every_mark_has_its_source(repository: Path) -> None:
    text = (repository / "docs" / "names.md").read_text(encoding="utf-8")
    tables, sources = text.split("## Sources of the names")
    known = set(re.findall(r"^\| (\w+) \|", sources, flags=re.MULTILINE)) - {"mark"}
    used = {
        m for group in re.findall(r"\[([A-Z][\w, ]*)\](?!\()", tables) for m in group.split(", ")
    }
    assert used == known
