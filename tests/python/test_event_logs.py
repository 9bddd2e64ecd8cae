"""Event logs: XES files, and logs as cases that people hold."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from evenload import InvalidDataError, replay
from evenload.io import read_table
from evenload.workload import holdings_of_log

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <date key="start" value="2026-03-02T08:00:00.123456789+01:00"/>
    <event>
      <string key="concept:name" value="open"/><string key="org:resource" value="Kim"/>
      <date key="time:timestamp" value="2026-03-02T08:00:00+01:00"/><int key="pages" value="3"/>
      <list key="notes"><string key="a" value="not read"/></list>
    </event>
    <event>
      <string key="concept:name" value="decide"/><string key="org:resource" value="Åsa &amp; Lo"/>
      <date key="time:timestamp" value="2026-03-12T08:00:00Z"/><boolean key="urgent" value="true"/>
    </event>
  </trace>
  <trace><string key="concept:name" value="empty"/></trace>
  <trace>
    <string key="concept:name" value="c2"/>
    <event>
      <string key="org:resource" value="Kim"/>
      <date key="time:timestamp" value="2026-03-05T08:00:00+01:00"/><float key="cost" value="1.5"/>
    </event>
  </trace>
</log>
"""

MAPPING = {
    "case_column": "case:concept:name",
    "activity_column": "concept:name",
    "time_column": "time:timestamp",
    "resource_column": "org:resource",
    "open": "events",
    "owner": "last_event",
    "zone": "Europe/Stockholm",
}


@pytest.mark.parametrize("packed", [False, True])
def test_xes_becomes_one_row_per_event(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("log.xes.gz" if packed else "log.xes")
    path.write_bytes(gzip.compress(XES.encode()) if packed else XES.encode())
    log = read_table(path)
    assert list(log["case:concept:name"]) == ["c1", "c1", "c2"]
    assert list(log["org:resource"]) == ["Kim", "Åsa & Lo", "Kim"]
    assert log["urgent"][1] in (True, "True")
    assert "notes" not in log
    assert replay(log, mapping=MAPPING).summary["cases"] == 2


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        (XES[:300], "parse_error", None),
        ("<html/>", "parse_error", None),
        (XES.replace('value="3"', 'value="three"'), "wrong_type", "pages"),
        (
            XES.replace("2026-03-12T08:00:00Z", "2026-13-12T08:00:00Z"),
            "wrong_type",
            "time:timestamp",
        ),
        (XES.replace(' value="Kim"', "", 1), "missing_value", None),
    ],
)
def test_wrong_xes_is_named(tmp_path: Path, text: str, code: str, column: str | None) -> None:
    path = tmp_path / "log.xes"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidDataError) as error:
        read_table(path)
    assert (error.value.code, error.value.column, error.value.table) == (code, column, "log.xes")


def test_half_a_gzip_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(XES.encode())[:-20])
    with pytest.raises(InvalidDataError) as error:
        read_table(path)
    assert error.value.code == "parse_error"


def log() -> dict[str, list[Any]]:
    """One case that changes hands and phase, one that does not."""
    return {
        "case": ["a", "a", "a", "b"],
        "activity": ["register", "decide", "check", "register"],
        "who": ["Kim", "Lo", "Lo", "Kim"],
        "time": [
            "2026-03-02T08:00:00Z",
            "2026-03-11T08:00:00Z",
            "2026-03-18T08:00:00Z",
            "2026-03-03T08:00:00Z",
        ],
    }


COLUMNS = {
    "case_column": "case",
    "activity_column": "activity",
    "time_column": "time",
    "resource_column": "who",
    "open": "events",
    "owner": "last_event",
    "first_phase": "intake",
    "phase_of_activity": [{"activity": "decide", "phase": "decided"}],
}


def test_holders_and_phases_change_with_events(kind: Any) -> None:
    held = holdings_of_log(kind.make(log()), COLUMNS)
    assert kind.owns(held.held_cases)
    rows = kind.lists(held.held_cases)
    assert rows["case"] == ["a", "a", "b"]
    assert rows["caseworker"] == ["Kim", "Lo", "Kim"]
    assert rows["phase"] == ["intake", "decided", "intake"]
    assert [str(day)[:10] for day in rows["to"]] == ["2026-03-10", "2026-03-18", "2026-03-03"]
    there = kind.lists(held.caseworker_weeks)
    assert there["caseworker"] == ["Kim", "Lo", "Lo"]
    assert [str(day)[:10] for day in there["week"]] == ["2026-03-02", "2026-03-09", "2026-03-16"]
    assert kind.lists(held.caseworkers)["id"] == ["Kim", "Lo"]
    # Open in weeks 1, 2, 3 (case a) and 1 (case b); active: one, one and one.
    assert held.summary["capacity"] == "4/3"
    names = {entry["name"] for entry in held.summary["cannot_know"]}
    assert {"holder", "absence", "effort", "open_between_events"} <= names
    assert not names & {"eligibility", "arrival_order"}


def test_days_outside_the_mapping_are_cut() -> None:
    held = holdings_of_log(log(), {**COLUMNS, "from": "2026-03-09", "to": "2026-03-15"})
    rows = held.held_cases
    assert [str(day) for day in rows["from"]] == ["2026-03-09", "2026-03-11"]
    assert [str(day) for day in rows["to"]] == ["2026-03-10", "2026-03-15"]


def test_the_order_of_rows_does_not_matter() -> None:
    forward = holdings_of_log(log(), COLUMNS)
    backward = holdings_of_log({k: v[::-1] for k, v in log().items()}, COLUMNS)
    for name in ("case", "caseworker", "phase", "from", "to"):
        assert forward.held_cases[name].tolist() == backward.held_cases[name].tolist()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"activity_column": ""}, "activity_column"),
        ({"owner": "responsible"}, "responsible_column"),
        ({"capacity": 0}, "capacity"),
        ({"from": "2026-03-15", "to": "2026-03-01"}, "to"),
    ],
)
def test_wrong_mappings(change: dict[str, Any], column: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        holdings_of_log(log(), {**COLUMNS, **change})
    assert (error.value.table, error.value.column) == ("mapping", column)
