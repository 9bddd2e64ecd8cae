"""The page's words: both catalogues whole, numbers as each language writes them, and bounds never flattered."""

from __future__ import annotations

import re
import string
from datetime import date, datetime
from importlib.resources import files

import pytest

report = pytest.importorskip("evenload.report", reason="the extra `report` is not installed")

from evenload.report.model import Level  # noqa: E402
from evenload.report.say import Say  # noqa: E402
from evenload.report.words import LANGUAGES, Words, catalogue  # noqa: E402


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_catalogues_have_the_same_names_and_places():
    english, swedish = catalogue("en"), catalogue("sv")
    assert list(english) == list(swedish)
    for name in english:
        assert places(english[name]) == places(swedish[name]), name
        assert english[name].strip() and swedish[name].strip()


def test_no_sentence_is_left_unused():
    folder = files("evenload.report")
    code = "".join(
        path.read_text(encoding="utf-8")
        for part in (folder, folder / "templates")
        for path in part.iterdir()
        if path.name.endswith((".py", ".j2"))
    )
    for name in catalogue("en"):
        stem = re.sub(r"_(none|one|many|zero)$", "", name).partition(".")[0]
        assert re.search(rf"\b{re.escape(name)}\b|\b{re.escape(stem)}\b", code), name


@pytest.mark.parametrize(
    ("value", "decimals", "english", "swedish"),
    [
        (3.0, 1, "3", "3"),
        (3.25, 1, "3.2", "3,2"),
        (0.04, 1, "0", "0"),
        (-0.04, 1, "0", "0"),
        (1234.5, 1, "1,234.5", "1\u00a0234,5"),
        (-2, 1, "\u22122", "\u22122"),
        (100, 0, "100", "100"),
    ],
)
def test_numbers(value, decimals, english, swedish):
    assert Words("en").number(value, decimals) == english
    assert Words("sv").number(value, decimals) == swedish


def test_days():
    assert Words("en").day(date(2026, 11, 3)) == "3\u00a0November\u00a02026"
    assert Words("sv").day(datetime(2026, 11, 23, 16, 0)) == "23\u00a0november\u00a02026 16:00"


def test_lists():
    assert Words("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Words("sv").listed(["a", "b"]) == "a och b"
    assert Words("en").listed([]) == ""


def test_labels_fall_back_to_what_is_there():
    words = Words("sv", {"north": {"en": "North"}, "south": "Söder"})
    assert words.label("south") == "Söder"
    assert words.label("north") == "North"
    assert words.label("lead", "role") == "ansvarig handläggare"
    assert words.label("some_thing") == "some thing"
    assert words.label("") == ""


def level(name, value, bound, *, variable=None):
    gap = 0.0 if value == 0 else None if bound == 0 else (value - bound) / value
    return Level(name, value, bound, gap, value - bound, variable, value == bound)


def say(language):
    return Say(
        Words(language), lambda code, parameters, language: code, lambda name, language: name
    )


def test_bounds_in_a_plain_sentence():
    assert (
        say("en").level(level("overload", 14.5, 14.5))
        == "Overload: 14.5 points; no plan can have less."
    )
    assert (
        say("sv").level(level("overload", 14.5, 14.5))
        == "Överbelastning: 14,5 poäng; ingen plan kan ha mindre."
    )
    assert say("en").level(level("overload", 0, 0)) == "Overload: nobody is above capacity."
    assert say("en").level(level("unassigned_may_wait", 4, 0)) == (
        "Cases that may wait: 4 left over, counted by priority; at most 4 less is possible."
    )
    assert "at most 0.02% better is possible" in say("en").level(level("balance", 5000.0, 4999.0))


def test_a_gap_is_never_said_smaller_than_it_is():
    for language in LANGUAGES:
        for gap in (0.5, 0.123456, 0.0101, 0.001, 0.00033, 0.0000104, 1e-7):
            sentence = say(language).level(level("balance", 1000.0, 1000.0 * (1 - gap)))
            shown = float(re.search(r"([\d.,]+)\s?%", sentence)[1].replace(",", ".").rstrip("."))
            assert shown / 100 >= gap * (1 - 1e-9), (gap, sentence)
            assert shown / 100 <= gap * 1.5 + 1e-6, (gap, sentence)


def test_every_level_has_its_words():
    for language in LANGUAGES:
        for name in (
            "unassigned_must",
            "overload",
            "unassigned_due",
            "unassigned_may_wait",
            "peak",
            "balance",
            "leximin",
            "cost",
        ):
            assert say(language).level(level(name, 1.5, 1.0)).endswith(".")
