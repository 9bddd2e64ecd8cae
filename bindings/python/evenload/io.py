"""Tables and policies from files."""

from __future__ import annotations

import csv
import importlib
import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from evenload._documents import read_toml
from evenload._errors import InvalidDataError
from evenload._frames import Frame, read
from evenload._xes import read_xes
from evenload.policy import AllocationPolicy

__all__ = ["read_policy", "read_table", "read_toml", "write_table"]

_EXCEL = (".xlsx", ".xlsm")
_PARQUET = (".parquet", ".pq")
_XES = (".xes", ".xes.gz")


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
) -> Any:
    r"""Read a CSV, Excel, Parquet or XES file as a frame, changing nothing.

    Cells of CSV files stay text, so an id ``007`` stays ``007``; evenload reads numbers, dates and
    lists from text where a column of the data model asks for them. Excel cells keep their types.
    Empty cells are missing.

    Parameters
    ----------
    path : str or Path
        ``.csv``, ``.tsv``, ``.txt``, ``.xlsx``, ``.xlsm`` (needs openpyxl), ``.parquet`` (needs
        pyarrow or polars), or an event log in ``.xes`` or ``.xes.gz``, which becomes one row per
        event with the attributes of its case as columns ``case:<key>``.
    sheet : str, optional
        Name of the Excel sheet; the first by default.
    delimiter : str, optional
        Of a CSV file; by default whichever of comma, semicolon and tab the header has most of.
    encoding : str
        Of a CSV file.

    Returns
    -------
    frame
        pandas where it is installed, otherwise a mapping of columns to lists; what the Parquet
        library gives for Parquet.

    Raises
    ------
    InvalidDataError
        ``parse_error`` names the file and the row; ``unsupported`` for another kind of file.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from evenload.io import read_table
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "cases.csv"
    ...     _ = path.write_text("id;weight\n007;4.5\n008;\n", encoding="utf-8")
    ...     table = read_table(path)
    >>> list(table["id"])
    ['007', '008']
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".txt"):
        return _frame(
            _columns(_csv_rows(path, "\t" if suffix == ".tsv" else delimiter, encoding), path.name)
        )
    if suffix in _EXCEL:
        return _frame(_columns(_excel_rows(path, sheet), path.name))
    if suffix in _PARQUET:
        return _parquet(path)
    if path.name.lower().endswith(_XES):
        return _frame(read_xes(path))
    raise InvalidDataError(
        "unsupported",
        table=path.name,
        expected="a file ending in .csv, .tsv, .txt, .xlsx, .xlsm, .parquet, .xes or .xes.gz",
        found=suffix or path.name,
    )


def write_table(frame: Frame, path: str | Path) -> None:
    """Write a frame as CSV (UTF-8, comma) or as JSON rows, by the path's ending.

    Parameters
    ----------
    frame : frame
        Of any kind.
    path : str or Path
        Ending in ``.csv`` or ``.json``.
    """
    path = Path(path)
    table = read(path.stem, frame, "UTC")
    rows = json.loads(table.to_json())
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.column_names)
            writer.writerows([_cell(row.get(name)) for name in table.column_names] for row in rows)
    else:
        raise InvalidDataError(
            "unsupported",
            table=path.name,
            expected="a file ending in .csv or .json",
            found=path.suffix or path.name,
        )


def read_policy(path: str | Path) -> AllocationPolicy:
    """Read a policy from a TOML or JSON file.

    Parameters
    ----------
    path : str or Path
        Ending in ``.toml`` or ``.json``.

    Returns
    -------
    AllocationPolicy
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        return AllocationPolicy.from_json(path.read_text(encoding="utf-8"))
    return AllocationPolicy.from_dict(read_toml(path, "policy"))


def _csv_rows(path: Path, delimiter: str | None, encoding: str) -> Iterator[list[Any]]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            if delimiter is None:
                header = file.readline()
                file.seek(0)
                delimiter = max(",;\t", key=header.count)
            for row in csv.reader(file, delimiter=delimiter, strict=True):
                if row:
                    yield [cell if cell != "" else None for cell in row]
    except UnicodeDecodeError as error:
        raise InvalidDataError(
            "parse_error", table=path.name, expected=f"text in {encoding}", found=error.reason
        ) from error
    except csv.Error as error:
        raise InvalidDataError(
            "parse_error", table=path.name, expected="a CSV file", found=str(error)
        ) from error


def _excel_rows(path: Path, sheet: str | None) -> Iterator[list[Any]]:
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "reading Excel files needs openpyxl: install evenload[excel]", name="openpyxl"
        ) from error
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise InvalidDataError(
                "unknown_id",
                table=path.name,
                expected=f"one of the sheets {', '.join(book.sheetnames)}",
                found=sheet,
            )
        for row in (book[sheet] if sheet is not None else book.worksheets[0]).iter_rows(
            values_only=True
        ):
            if any(cell is not None for cell in row):
                yield [cell if cell != "" else None for cell in row]
    finally:
        book.close()


def _columns(rows: Iterator[list[Any]], name: str) -> dict[str, list[Any]]:
    header = ["" if cell is None else str(cell).strip() for cell in next(rows, [])]
    while header and header[-1] == "":
        header.pop()
    for position, title in enumerate(header):
        if title == "":
            raise InvalidDataError(
                "missing_value", table=name, expected=f"a title for column {position + 1}"
            )
        if title in header[:position]:
            raise InvalidDataError(
                "duplicate_id", table=name, column=title, expected="each title once"
            )
    columns: dict[str, list[Any]] = {title: [] for title in header}
    for position, row in enumerate(rows):
        if any(cell is not None for cell in row[len(header) :]):
            raise InvalidDataError(
                "length_mismatch",
                table=name,
                row=position,
                expected=f"{len(header)} cells",
                found=f"{len(row)} cells",
            )
        for title, cell in zip_longest(header, row[: len(header)]):
            columns[title].append(cell)
    return columns


def _frame(columns: Mapping[str, list[Any]]) -> Any:
    try:
        pandas = importlib.import_module("pandas")
    except ModuleNotFoundError:
        return dict(columns)
    # As objects: pandas would make 7 of a text "007" or a float of a whole number beside an empty
    # cell.
    return pandas.DataFrame(
        {name: pandas.Series(cells, dtype=object) for name, cells in columns.items()}
    )


def _parquet(path: Path) -> Any:
    for library, function in (("pyarrow.parquet", "read_table"), ("polars", "read_parquet")):
        try:
            module = importlib.import_module(library)
        except ModuleNotFoundError:
            continue
        return getattr(module, function)(path)
    raise ModuleNotFoundError("reading Parquet files needs pyarrow or polars", name="pyarrow")


def _cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value
