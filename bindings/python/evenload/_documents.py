"""Documents: JSON and TOML text, and plain values."""

from __future__ import annotations

import datetime
import decimal
import fractions
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evenload._errors import InvalidDataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Version of the documents that are built from keywords, mappings and TOML.
SCHEMA_VERSION = "1.0"


def versioned(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document that says nothing of its version the present one."""
    return {"schema_version": SCHEMA_VERSION, **document}


def part(document: Mapping[str, Any]) -> dict[str, Any]:
    """Make a document a part of another one: parts carry no version."""
    return {key: value for key, value in document.items() if key != "schema_version"}


def dump(document: Any) -> str:
    """Write JSON; dates become ISO text, fractions and decimals exact text."""
    return json.dumps(_plain(document, []), ensure_ascii=False)


def _plain(value: Any, path: list[str]) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidDataError(
                "not_finite",
                table=".".join(path[:-1]),
                column=path[-1] if path else None,
                expected="a finite number",
                found=repr(value),
            )
        return value
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (fractions.Fraction, decimal.Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(entry, [*path, str(key)]) for key, entry in value.items()}
    if hasattr(value, "to_dict"):
        return _plain(value.to_dict(), path)
    if hasattr(value, "tolist"):  # numpy
        return _plain(value.tolist(), path)
    if hasattr(value, "__iter__"):
        return [_plain(entry, path) for entry in value]
    raise InvalidDataError(
        "wrong_type",
        table=".".join(path[:-1]),
        column=path[-1] if path else None,
        expected="text, a number, a date, a list or a mapping",
        found=type(value).__name__,
    )


def load(text: str, table: str) -> dict[str, Any]:
    """Read a JSON object."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InvalidDataError(
            "parse_error", table=table, expected="a JSON object", found=str(error)
        ) from error
    if not isinstance(document, dict):
        raise InvalidDataError(
            "parse_error", table=table, expected="a JSON object", found=type(document).__name__
        )
    return document


def read_toml(source: str | Path, table: str) -> dict[str, Any]:
    """Read TOML: a path, or the text itself (told by a line break or an equals sign).

    Parameters
    ----------
    source : str or Path
        Where it stands, or what it says.
    table : str
        What errors call it, for example ``"policy"``.

    Returns
    -------
    dict
        The document as plain values.

    Raises
    ------
    InvalidDataError
        ``parse_error`` with the line, where it is not TOML.

    Examples
    --------
    >>> from evenload.io import read_toml
    >>> read_toml('case_column = "case"', "mapping")
    {'case_column': 'case'}
    """
    is_text = isinstance(source, str) and ("\n" in source or "=" in source)
    text = (
        source if isinstance(source, str) and is_text else Path(source).read_text(encoding="utf-8")
    )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDataError(
            "parse_error", table=table, expected="TOML", found=str(error)
        ) from error


def merged(
    base: Mapping[str, Any], changes: Mapping[str, Any], deep: tuple[str, ...]
) -> dict[str, Any]:
    """Put changes over a document; fields in `deep` are merged, all others replaced."""
    answer = dict(base)
    for key, value in changes.items():
        old = answer.get(key)
        if key in deep and isinstance(old, Mapping) and isinstance(value, Mapping):
            answer[key] = merged(old, value, tuple(old) if key == "rules" else ())
        else:
            answer[key] = value
    return answer
