"""A planner's week runs on the example municipality."""

from __future__ import annotations

import pytest


def test_every_day_has_its_answer(load, capsys):
    pytest.importorskip("pandas")
    answers = load("week").main(["--work-limit", "100000"])
    assert set(answers) == {
        "cover",
        "plan_ahead",
        "redistribute",
        "replan",
        "rebalance",
        "what_if",
    }
    assert len(answers["cover"].table("lent")) + len(answers["cover"].table("waiting")) > 0
    assert len(answers["redistribute"].table("handed_over")) > 0
    assert len(answers["rebalance"].table("moves")) <= 3
    changes = next(level for level in answers["replan"].plan.levels if level.name == "changes")
    assert changes.value == len(answers["replan"].table("changes"))
    printed = capsys.readouterr().out
    for words in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Who could take"):
        assert words in printed
