"""What is left over on Monday, and what it would take."""

from __future__ import annotations

from fractions import Fraction

import pytest


@pytest.fixture(scope="module")
def causes(load):
    return load("causes")


def test_the_case_nobody_may_take_is_explained(causes, capsys):
    why = causes.main(["--work-limit", "300000", "--most-plans", "12"])
    printed = capsys.readouterr().out
    blocked = why.to_dict()["blocked"]
    group = next(g for g in blocked if any(c["case"] == "C-2007" for c in g["cases"]))
    assert group["sets"]
    rules = {
        cause["reason"]["parameters"].get("rule") for s in group["sets"] for cause in s["causes"]
    }
    assert {"required_skills", "conflict_of_interest"} & rules
    assert all(s["proven"] for s in group["sets"])
    assert "C-2007" in printed
    assert "What would help" in printed


def test_what_is_told_places_something(causes):
    answer = causes.main(["--work-limit", "300000"]).to_dict()
    reliefs = (*answer["single"], *answer["combined"])
    assert reliefs
    assert all(Fraction(relief["worth"]) > 0 and relief["placed"] for relief in reliefs)


def test_it_speaks_swedish(causes, capsys):
    causes.main(["--work-limit", "300000", "--most-plans", "0", "--language", "sv"])
    assert "Regeln" in capsys.readouterr().out
