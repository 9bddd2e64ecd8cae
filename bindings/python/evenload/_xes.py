"""Event logs in XES (IEEE 1849): one row per event, the attributes of its case repeated on each."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evenload._errors import InvalidDataError

#: Attributes that hold one value; lists and containers have no place in a table and are left out.
_KINDS = ("string", "date", "int", "float", "boolean", "id")


def read_xes(path: Path) -> dict[str, list[Any]]:
    """Read ``.xes`` or ``.xes.gz`` as columns, missing where an event lacks an attribute.

    Columns of the case are called ``case:<key>``, as process-mining tools export them. Instants
    keep their offset; one without an offset stays text without one, and is local to the zone that
    the mapping names.
    """
    rows: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    for row in _events(path):
        for name in row:
            names.setdefault(name)
        rows.append(row)
    return {name: [row.get(name) for row in rows] for name in names}


def _events(path: Path) -> Iterator[dict[str, Any]]:
    opened: Any = (
        gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # noqa: SIM115
    )
    with opened as file:
        yield from _parse(file, path.name)


def _parse(file: Any, name: str) -> Iterator[dict[str, Any]]:
    count = 0
    depth = 0
    in_trace = False
    trace: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    root: Any = None
    try:
        for what, element in ElementTree.iterparse(file, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if what == "start":
                depth += 1
                if depth == 1:
                    root = element
                    if tag != "log":
                        raise InvalidDataError(
                            "parse_error", table=name, expected="XES: a <log>", found=f"<{tag}>"
                        )
                if tag == "trace":
                    in_trace, trace, events = True, {}, []
                continue
            depth -= 1
            if tag == "event" and in_trace:
                events.append(_attributes(element, name, count + len(events)))
                element.clear()
            elif tag == "trace":
                trace = {
                    f"case:{key}": value for key, value in _attributes(element, name, count).items()
                }
                for event in events:
                    yield {**trace, **event}
                count += len(events)
                in_trace = False
                root.clear()
    except ElementTree.ParseError as error:
        raise InvalidDataError(
            "parse_error", table=name, expected="well-formed XML", found=str(error)
        ) from error
    except (OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise InvalidDataError(
            "parse_error", table=name, expected="a whole gzip file", found=str(error)
        ) from error


def _attributes(element: Any, name: str, row: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for child in element:
        kind = child.tag.rpartition("}")[2]
        if kind not in _KINDS:
            continue
        key, text = child.get("key"), child.get("value")
        if key is None or text is None:
            raise InvalidDataError(
                "missing_value",
                table=name,
                row=row,
                expected=f"key and value of <{kind}>",
                found=f'key "{key}"',
            )
        try:
            values[key] = _value(kind, text)
        except ValueError as error:
            raise InvalidDataError(
                "wrong_type", table=name, column=key, row=row, expected=f"a {kind}", found=text
            ) from error
    return values


def _value(kind: str, text: str) -> Any:
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "boolean":
        if text.strip().lower() not in ("true", "false", "1", "0"):
            raise ValueError(text)
        return text.strip().lower() in ("true", "1")
    if kind == "date":
        stamp = text.strip()
        # Python 3.10 reads neither a Z nor fractions of other than three or six digits.
        check = stamp[:-1] + "+00:00" if stamp.endswith(("Z", "z")) else stamp
        head, dot, rest = check.partition(".")
        if dot:
            digits = rest[: next((i for i, c in enumerate(rest) if not c.isdigit()), len(rest))]
            check = f"{head}.{digits[:6].ljust(6, '0')}{rest[len(digits) :]}"
        datetime.datetime.fromisoformat(check)
        return stamp
    return text
