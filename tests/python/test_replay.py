"""Replay of an event log through Python."""

from __future__ import annotations

from typing import Any

import evenload
import pytest
from evenload import InvalidDataError

MAPPING = {
    "case_column": "case",
    "activity_column": "activity",
    "time_column": "time",
    "resource_column": "who",
    "open": "events",
    "active": "first_to_last",
}


def log() -> dict[str, list[Any]]:
    """Three weeks, two people, four cases."""
    return {
        "case": ["a", "a", "b", "b", "c", "c", "d", "d"],
        "activity": ["open", "close"] * 4,
        "who": ["Kim", "Kim", "Kim", "Lo", "Lo", "Lo", "Kim", "Kim"],
        "time": [
            "2026-03-02T08:00:00Z",
            "2026-03-12T08:00:00Z",
            "2026-03-03T08:00:00Z",
            "2026-03-18T08:00:00Z",
            "2026-03-04T08:00:00Z",
            "2026-03-20T08:00:00Z",
            "2026-03-09T08:00:00Z",
            "2026-03-19T08:00:00Z",
        ],
    }


def test_weeks_come_in_the_kind_of_the_log(kind: Any) -> None:
    result = evenload.replay(kind.make(log()), MAPPING)
    assert kind.owns(result.weeks)
    rows = kind.lists(result.weeks)
    assert len(rows["week"]) == 3
    assert result.summary["cases"] == 4
    assert result.summary["events"] == 8
    assert result.summary["cases_with_several_resources"] == 1
    assert "weeks" not in result.summary


def test_the_answer_repeats_and_can_be_watched() -> None:
    first = evenload.replay(log(), MAPPING)
    second = evenload.replay(log(), MAPPING, progress=lambda p: None)
    for name, values in first.weeks.items():
        assert second.weeks[name].tolist() == values.tolist()


@pytest.mark.parametrize(
    ("mapping", "columns", "table"),
    [
        ({**MAPPING, "case_column": "nope"}, {}, "log"),
        (MAPPING, {"time": ["soon"] * 8}, "log"),
        (MAPPING, {"case": [None] + ["a"] * 7}, "log"),
        ({**MAPPING, "open": "always"}, {}, None),
        ({**MAPPING, "colour": "red"}, {}, None),
        ({k: v for k, v in MAPPING.items() if k != "time_column"}, {}, None),
    ],
)
def test_wrong_logs_and_mappings_are_named(
    mapping: dict[str, str], columns: dict[str, Any], table: str | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.replay({**log(), **columns}, mapping)
    if table:
        assert caught.value.table == table
