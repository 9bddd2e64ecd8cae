"""Files: text stays text, types stay types, and errors name file and row."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload import InvalidDataError
from evenload.io import read_policy, read_table, write_table


@pytest.fixture
def csv(tmp_path: Path) -> Any:
    """Write a CSV file."""

    def write(text: str, name: str = "cases.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_ids_stay_as_they_are_written(csv: Any, delimiter: str) -> None:
    rows = [["id", "weight", "received"], ["007", "4.5", "2026-11-20"], ["1e5", "", "2026-11-21"]]
    path = csv("\r\n".join(delimiter.join(row) for row in rows) + "\r\n")
    frame = read_table(path)
    assert list(frame["id"]) == ["007", "1e5"]
    assert list(frame["weight"]) == ["4.5", None]
    people = {"id": ["Kim"], "unit": ["u"], "capacity": [20]}
    plan = evenload.allocate(frame.fillna({"weight": "2"}), people, policy={"on": "2026-11-23"})
    assert list(plan.assignments["case"]) == ["007", "1e5"]
    assert list(plan.assignments["load"]) == [4.5, 2.0]


def test_marks_quotes_and_other_encodings(csv: Any) -> None:
    assert list(read_table(csv('\ufeffid,note\r\na,"x, ""y""\r\nz"\r\n'))["note"]) == [
        'x, "y"\r\nz'
    ]
    assert list(read_table(csv("id\nÅsa\n", encoding="cp1252"), encoding="cp1252")["id"]) == ["Åsa"]


def test_empty_files_and_lines(csv: Any) -> None:
    assert len(read_table(csv("id,weight\n"))) == 0
    assert list(read_table(csv("id,weight\n\na,1\n\n"))["id"]) == ["a"]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("id,weight\na,1\nb,2,3\n", "length_mismatch", 1),
        ("id,id\na,b\n", "duplicate_id", None),
        ("id,,x\na,b,c\n", "missing_value", None),
        ('id\n"a\n', "parse_error", None),
    ],
)
def test_wrong_files_are_named(csv: Any, text: str, code: str, row: int | None) -> None:
    with pytest.raises(InvalidDataError) as caught:
        read_table(csv(text))
    assert (caught.value.code, caught.value.table, caught.value.row) == (code, "cases.csv", row)


def test_text_in_another_encoding_is_named(csv: Any) -> None:
    with pytest.raises(InvalidDataError) as caught:
        read_table(csv("id\nÅsa\n", encoding="cp1252"))
    assert caught.value.code == "parse_error"


def test_other_endings_and_absent_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError) as caught:
        read_table(tmp_path / "cases.docx")
    assert caught.value.code == "unsupported"
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "cases.csv")
    with pytest.raises(InvalidDataError):
        write_table({"id": ["a"]}, tmp_path / "cases.docx")


def test_excel_keeps_its_types(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "weight", "received", "duty", None])
    sheet.append(["007", 4.5, datetime.datetime(2026, 11, 20), False])
    sheet.append([8, 3, None, None])
    sheet.append([None] * 4)
    book.create_sheet("people").append(["id"])
    path = tmp_path / "cases.xlsx"
    book.save(path)
    frame = read_table(path)
    assert list(frame["id"]) == ["007", 8]
    plan = evenload.allocate(
        frame, {"id": ["Kim"], "unit": ["u"], "capacity": [20]}, policy={"on": "2026-11-23"}
    )
    assert list(plan.assignments["case"]) == ["007", "8"]
    assert len(read_table(path, sheet="people")) == 0
    with pytest.raises(InvalidDataError) as caught:
        read_table(path, sheet="nope")
    assert caught.value.code == "unknown_id"


def test_parquet_comes_as_its_library_gives_it(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"id": ["007"], "weight": [4.5]})
    parquet.write_table(table, tmp_path / "cases.parquet")
    assert read_table(tmp_path / "cases.parquet").equals(table)


def test_without_pandas_a_mapping_comes(csv: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert read_table(csv("id\n007\n")) == {"id": ["007"]}


def test_what_is_written_is_read_again(tmp_path: Path, kind: Any) -> None:
    source = {
        "id": ["007", "b"],
        "weight": [4.5, None],
        "skills": [["a", "b"], []],
        "on": [datetime.date(2026, 11, 23), None],
    }
    write_table(kind.make(source), tmp_path / "t.csv")
    frame = read_table(tmp_path / "t.csv")
    assert list(frame["id"]) == ["007", "b"]
    assert list(frame["weight"]) == ["4.5", None]
    assert list(frame["skills"]) == ["a;b", None]
    assert list(frame["on"]) == ["2026-11-23", None]
    write_table(kind.make(source), tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))[0]["id"] == "007"


def test_policies_from_files(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('name = "x"\n', encoding="utf-8")
    (tmp_path / "p.json").write_text(read_policy(tmp_path / "p.toml").to_json(), encoding="utf-8")
    assert read_policy(tmp_path / "p.json") == read_policy(tmp_path / "p.toml")
