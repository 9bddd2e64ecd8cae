"""Documents of C++ that never change, and dates."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from evenload import _core
from evenload._documents import dump, read_toml, versioned
from evenload._errors import InvalidDataError

DEFAULT_ZONE = "Europe/Stockholm"
_D = TypeVar("_D", bound="Document")


class Document:
    """A checked document of C++ that never changes."""

    __slots__ = ("_json",)
    _json: str
    _table = ""

    @staticmethod
    def _normal(json: str) -> str:
        raise NotImplementedError

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} does not change; make another one")

    def to_json(self) -> str:
        """Return the document as JSON text, in full."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain values."""
        document: dict[str, Any] = json.loads(self._json)
        return document

    @classmethod
    def from_json(cls: type[_D], text: str) -> _D:
        """Read a JSON document."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_json", cls._normal(text))
        return made

    @classmethod
    def from_dict(cls: type[_D], document: Mapping[str, Any]) -> _D:
        """Read a mapping of the same form as the JSON document."""
        return cls.from_json(dump(versioned(document)))

    @classmethod
    def from_toml(cls: type[_D], source: str | Path) -> _D:
        """Read TOML of the same form: a path, or the text itself."""
        return cls.from_dict(read_toml(source, cls._table))

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self) and isinstance(other, Document) and self._json == other._json
        )

    def __hash__(self) -> int:
        return hash((type(self), self._json))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self).from_json, (self._json,))


def iso_date(on: datetime.date | str | None, zone: str) -> str:
    """Write a date as ISO text; today in `zone` where there is none."""
    if on is None:
        return _core.today(zone)
    if isinstance(on, datetime.datetime):
        raise InvalidDataError(
            "wrong_type",
            column="on",
            expected="a date without a time of day",
            found=type(on).__name__,
        )
    return on.isoformat() if isinstance(on, datetime.date) else str(on)
