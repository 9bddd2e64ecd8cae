"""Settings of the verbs: ids, small frames and forecasts as rows of a document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from evenload._errors import InvalidDataError
from evenload._frames import Frame, cells_of, read


def id_of(value: Any) -> Any:
    """Write an id as documents do."""
    if isinstance(value, tuple) and len(value) == 2:
        return {"system": str(value[0]), "id": str(value[1])}
    return str(value)


def ids_of(values: Iterable[Any]) -> list[Any]:
    """Write several ids."""
    return [id_of(value) for value in values]


def rows_of(
    name: str, frame: Frame | None, columns: tuple[str, ...], zone: str
) -> list[dict[str, Any]]:
    """Read a small frame as row objects; columns that are not there are left out."""
    if frame is None:
        return []
    table = read(name, frame, zone)
    unknown = [column for column in table.column_names if column not in columns]
    if unknown:
        raise InvalidDataError(
            "unknown_field",
            table=name,
            column=unknown[0],
            expected=f"one of {', '.join(columns)}",
            found=unknown[0],
        )
    there = [column for column in columns if column in table.column_names]
    cells = cells_of(table, there)
    kinds = {table.column(i)[0]: table.column(i)[1] for i in range(len(table.column_names))}
    rows = []
    for i in range(len(table)):
        row = {}
        for column in there:
            value = cells[column][i]
            if value is None:
                continue
            if kinds[column] == "date":
                value = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(value))
            elif column in ("case", "caseworker", "unit"):
                value = str(value)
            row[column] = value
        rows.append(row)
    return rows


def inflow_of(inflow: Any, quantile: float | None, phase: str, zone: str) -> list[dict[str, Any]]:
    """Read expected cases: a plain table, or one quantile of a forecast."""
    frame = getattr(inflow, "arrivals", inflow)
    table = read("inflow", frame, zone)
    columns = table.column_names
    if "cases" in columns:
        if quantile is not None:
            raise InvalidDataError(
                "contradiction",
                table="inflow",
                column="cases",
                expected="the columns of a forecast where a quantile is asked for",
            )
        return rows_of("inflow", frame, ("unit", "type", "phase", "week", "cases", "weight"), zone)
    if quantile is None:
        wanted = "expected"
    else:
        level = round(abs(2 * quantile - 1) * 100)
        wanted = "median" if level == 0 else f"{'high' if quantile > 0.5 else 'low'}_{level}"
    cells = cells_of(table, ("unit", "type", "week", wanted))
    kinds = {table.column(i)[0]: table.column(i)[1] for i in range(len(columns))}
    rows = []
    for unit, kind, week, cases in zip(*(cells[name] for name in cells), strict=True):
        day = week
        if kinds["week"] == "date":
            day = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(week))
        row = {"unit": str(unit), "type": kind, "phase": phase, "week": day}
        rows.append({**row, "cases": max(0.0, float(cases))})
    return rows
