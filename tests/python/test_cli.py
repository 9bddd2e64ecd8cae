"""The command, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import evenload
import pytest
from evenload.cli import main

CASES = "id,unit,weight,class\n007,children,6,must\n008,children,4,due\n009,adults,5,must\n"
PEOPLE = "id;unit;capacity\nKim;children;20\nLo;adults;20\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Arguments that name two tables and a day."""
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return [
        "--cases",
        str(tmp_path / "cases.csv"),
        "--caseworkers",
        str(tmp_path / "people.csv"),
        "--on",
        "2026-11-23",
    ]


def test_allocate_prints_tables_and_levels(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["allocate", *files]) == 0
    out = capsys.readouterr().out
    assert "007\tlead\t\tKim\tproposed" in out
    assert "balance:" in out
    assert "optimal, stopped: done" in out


def test_allocate_writes_files(files: list[str], tmp_path: Path) -> None:
    assert (
        main(
            [
                "allocate",
                *files,
                "--out",
                str(tmp_path / "out"),
                "--seed",
                "3",
                "--work-limit",
                "1000000",
            ]
        )
        == 0
    )
    plan = evenload.Plan.from_json((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    assert plan.audit()["seed"] == 3
    assert (
        (tmp_path / "out" / "assignments.csv")
        .read_text(encoding="utf-8")
        .splitlines()[1]
        .startswith("007,lead")
    )
    assert main(["allocate", *files, "--out", str(tmp_path / "only.json")]) == 0
    assert (
        evenload.Plan.from_json((tmp_path / "only.json").read_text(encoding="utf-8")).levels
        == plan.levels
    )


def test_undistributed_is_ranked(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["undistributed", *files]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("\t")[0] for row in rows] == ["rank", "1", "2", "3"]


def test_policies_are_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.toml").write_text('name = "spring"\n', encoding="utf-8")
    assert main(["policy", str(tmp_path / "p.toml")]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "spring"
    assert main(["policy"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "default"


def test_wrong_data_is_one_line_on_stderr(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cases.csv").write_text(CASES.replace(",4,", ",-4,"), encoding="utf-8")
    assert main(["allocate", *files]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("evenload: cases.weight, row 1: ")
    assert main(["allocate", "--cases", "nowhere.csv", "--caseworkers", "nowhere.csv"]) == 1
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2


def test_documents_pass_through_the_module() -> None:
    request = json.dumps({"schema_version": "1.0", "call": "guess", "extensions": {"a": 1}})
    run = [sys.executable, "-m", "evenload"]
    answer = subprocess.run(
        [*run, "document"], input=request, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout)["extensions"] == {"a": 1}
    version = subprocess.run([*run, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.strip() == f"evenload {evenload.__version__}"


def test_rules_for_systems_that_read_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["rule"]) == 0
    assert "cwla  CWLA standard" in capsys.readouterr().out
    assert main(["rule", "cwla"]) == 0
    shipped = capsys.readouterr().out
    assert json.loads(shipped)["weights"]["family"] == "caseload_caps"
    (tmp_path / "rule.json").write_text(shipped, encoding="utf-8")
    assert main(["rule", str(tmp_path / "rule.json")]) == 0
    assert capsys.readouterr().out == shipped
    assert main(["rule", "wonderland"]) == 1
    assert "cwla" in capsys.readouterr().err
