"""The example of workload over time runs on the municipality and on a log."""

from __future__ import annotations

import pytest

pytest.importorskip("pandas", reason="pandas, which the example computes with, is not installed")


@pytest.fixture(scope="module")
def program(load):
    return load("workload")


def test_the_municipality_under_two_schemes(program, tmp_path, capsys):
    program.main(["--pictures", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "Caseload caps" in printed
    assert "compare shares of capacity" in printed
    assert "What changed since last Monday" in printed
    assert "draft" in printed
    assert {path.name for path in tmp_path.glob("*.png")} == {
        "heat_map.png",
        "person_series.png",
        "what_changed.png",
    }


def test_the_parts_of_the_change_sum_to_the_whole(program):
    import evenload

    policy = evenload.AllocationPolicy.from_toml(program.DATA / "policy.toml")
    told = program.measure_municipality(policy)
    for _, rows in told.changes.units.groupby("unit"):
        load = rows.set_index("part")["load"]
        parts = load.drop(["from", "to", "capacity"], errors="ignore").sum()
        assert load["from"] + parts == pytest.approx(load["to"])


def test_a_log_under_one_scheme(program, tmp_path, capsys):
    log = tmp_path / "log.csv"
    log.write_text(
        "case,activity,who,time\n"
        "a,open,Kim,2026-03-02T08:00:00Z\n"
        "a,close,Lo,2026-03-16T08:00:00Z\n"
        "b,open,Lo,2026-03-03T08:00:00Z\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'case_column = "case"\nactivity_column = "activity"\ntime_column = "time"\n'
        'resource_column = "who"\nopen = "events"\nowner = "last_event"\n',
        encoding="utf-8",
    )
    program.main(
        ["--event-log", str(log), "--mapping", str(mapping), "--pictures", str(tmp_path / "p")]
    )
    assert "2 cases, 3 events, 2 people" in capsys.readouterr().out
    assert (tmp_path / "p" / "log_heat_map.png").exists()
