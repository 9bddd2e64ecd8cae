"""The main job runs on the example and on somebody's own files."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(scope="module")
def monday(load):
    return load("monday")


@pytest.fixture(scope="module")
def example(monday, tmp_path_factory):
    """Page of the example municipality, with little work: the answer need not be the best here."""
    path = tmp_path_factory.mktemp("example") / "monday.html"
    monday.main(["--page", str(path), "--work-limit", "200000"])
    return path.read_text(encoding="utf-8")


def test_the_example_names_every_new_case(example, root):
    text = (root / "examples" / "data" / "cases.csv").read_text(encoding="utf-8")
    new = re.findall(r"^([CAS]-2\d{3}),", text, flags=re.MULTILINE)
    assert len(new) == 60
    for case in new:
        assert example.count(case) >= 2, case  # both languages


def test_the_case_nobody_may_take_is_left_over(example):
    waiting = example.split('class="waiting"')[1].split("</ol>")[0]
    item = next(item for item in waiting.split("</li>\n<li>") if "C-2007" in item)
    assert "nobody" in item
    assert "honour-related violence" in item


def test_the_example_prints_tables_and_says_where_the_page_is(monday, tmp_path, capsys):
    page = tmp_path / "page.html"
    monday.main(["--page", str(page), "--work-limit", "20000", "--language", "sv"])
    printed = capsys.readouterr().out
    for words in (
        "Arbetstyngd",
        "Vem får vad: Barn och familj",
        "Ofördelade ärenden",
        "Överbelastning:",
        "Jämnhet och önskemål:",
        "Sidan:",
    ):
        assert words in printed
    assert "page.html" in printed.replace("\n", "")
    assert '<html lang="sv">' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_own_tables(monday, tmp_path, kind, capsys):
    tables = {
        "cases": [["id", "weight", "unit"], ["007", 6, "north"], ["008", 4, "north"]],
        "caseworkers": [["id", "unit", "capacity"], ["Ann", "north", 20], ["Bo", "north", 10]],
    }
    for name, rows in tables.items():
        if kind == "csv":
            (tmp_path / f"{name}.csv").write_text(
                "".join(";".join(map(str, row)) + "\n" for row in rows), encoding="utf-8"
            )
        else:
            openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(tmp_path / f"{name}.xlsx")
    page = tmp_path / "own.html"
    monday.main(
        [
            "--cases",
            str(tmp_path / f"cases.{kind}"),
            "--caseworkers",
            str(tmp_path / f"caseworkers.{kind}"),
            "--page",
            str(page),
        ]
    )
    text = page.read_text(encoding="utf-8")
    assert "007" in text and "008" in text
    assert "2 pieces of work are placed this week." in capsys.readouterr().out.replace("\n", " ")


def test_one_table_without_the_other_is_refused(monday, capsys):
    with pytest.raises(SystemExit) as stop:
        monday.main(["--cases", "x.csv"])
    assert stop.value.code == 2
    assert "belong together" in capsys.readouterr().err


def test_wrong_data_names_table_column_and_row(monday, tmp_path):
    import evenload

    (tmp_path / "cases.csv").write_text("id,weight\na,1\nb,minus two\n", encoding="utf-8")
    (tmp_path / "caseworkers.csv").write_text("id,unit,capacity\nAnn,north,20\n", encoding="utf-8")
    with pytest.raises(evenload.InvalidDataError) as error:
        monday.main(
            [
                "--cases",
                str(tmp_path / "cases.csv"),
                "--caseworkers",
                str(tmp_path / "caseworkers.csv"),
                "--page",
                str(tmp_path / "no.html"),
            ]
        )
    assert (error.value.table, error.value.column, error.value.row) == ("cases", "weight", 1)
    assert not (tmp_path / "no.html").exists()
