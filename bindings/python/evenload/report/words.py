"""The page's own words in English and Swedish, and numbers and days as each language writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "sv")

#: What things are called: an id as it stands in the tables, to its name, or to its name by language.
Labels = Mapping[str, "str | Mapping[str, str]"]

_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
}
_NO_BREAK = "\N{NO-BREAK SPACE}"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Read all sentences of a language, by name."""
    sentences: dict[str, str] = json.loads(
        (files(__package__) / "catalogues" / f"{language}.json").read_text(encoding="utf-8")
    )
    return sentences


class Words:
    """One language's words, numbers and days."""

    def __init__(self, language: str, labels: Labels | None = None) -> None:
        self.language = language
        self._catalogue = catalogue(language)
        self._labels = labels or {}

    def text(self, name: str, **places: object) -> str:
        """Return the sentence of that name, its places filled."""
        return self._catalogue[name].format(**places) if places else self._catalogue[name]

    def counted(self, name: str, count: int, **places: object) -> str:
        """Return the sentence for that many: `name_none`, `name_one` or `name_many`."""
        for ending, fits in (("none", count == 0), ("one", count == 1), ("many", True)):
            if fits and f"{name}_{ending}" in self._catalogue:
                return self.text(f"{name}_{ending}", count=count, **places)
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Tell whether there is a sentence of that name."""
        return name in self._catalogue

    def label(self, identifier: str | None, kind: str = "") -> str:
        """Return what the user calls it, else the page's own word for that kind of thing, else the id without underscores."""
        if not identifier:
            return ""
        label = self._labels.get(identifier)
        if isinstance(label, Mapping):
            label = label.get(self.language) or next(iter(label.values()), None)
        return label or self._catalogue.get(f"{kind}.{identifier}") or identifier.replace("_", " ")

    def number(self, value: float, decimals: int = 1) -> str:
        """Write with at most so many decimals: 3, 3.5, 1,234.5 (English); 3, 3,5, 1 234,5 (Swedish)."""
        text = f"{round(value, decimals) + 0.0:,.{decimals}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.language == "sv":
            text = text.replace(",", _NO_BREAK).replace(".", ",")
        return text.replace("-", "\N{MINUS SIGN}")

    def percent(self, ratio: float | None, decimals: int = 0) -> str:
        """Write a share; one that is not 100 % never reads 100 %, as far as a decimal can tell."""
        if ratio is None:
            return "\N{EN DASH}"
        if decimals == 0 and 0.0005 <= abs(ratio - 1) < 0.005:
            decimals = 1
        return self.number(100 * ratio, decimals) + (
            _NO_BREAK + "%" if self.language == "sv" else "%"
        )

    def points(self, value: float) -> str:
        """Write so many points."""
        return self.text("points_one" if value == 1 else "points", value=self.number(value))

    def day(self, day: date | datetime | None) -> str:
        """Write a day, with the time where there is one."""
        if day is None:
            return ""
        name = _MONTHS[self.language][day.month - 1]
        text = f"{day.day}{_NO_BREAK}{name}{_NO_BREAK}{day.year}"
        return (
            f"{text} {day:%H:%M}"
            if isinstance(day, datetime) and (day.hour, day.minute) != (0, 0)
            else text
        )

    def listed(self, names: Iterable[str]) -> str:
        """Join as in "a, b and c"."""
        names = list(names)
        return (
            self.text("list_and").join([", ".join(names[:-1]), names[-1]])
            if len(names) > 1
            else "".join(names)
        )
