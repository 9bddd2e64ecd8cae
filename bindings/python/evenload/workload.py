"""Weights of cases, capacity of caseworkers, and the measurement of both."""

from __future__ import annotations

import datetime
import json
import warnings
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from evenload import _core
from evenload._documents import dump, part, read_toml, versioned
from evenload._errors import InvalidDataError
from evenload._frames import Frame, read, read_with_kind

__all__ = ["AdditivePoints", "Capacity", "UnmatchedCasesWarning", "measure"]

_DEFAULT_ZONE = "Europe/Stockholm"
_D = TypeVar("_D", bound="_Document")


class _Document:
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
            type(other) is type(self) and isinstance(other, _Document) and self._json == other._json
        )

    def __hash__(self) -> int:
        return hash((type(self), self._json))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self).from_json, (self._json,))


class AdditivePoints(_Document):
    """Points by case type and phase, with factors, role shares and dates from which they hold.

    Parameters
    ----------
    tables : iterable of mapping
        Versions in order of their dates: ``version``, ``effective_from``, ``effective_to``,
        ``source``, ``agreement``, ``weights`` (``case_type``, ``phase``, ``points``, ``minimum``,
        ``maximum``), ``factors`` (``name``, ``kind``, ``value``, ``case_type``) and ``role_shares``
        (``role``, ``share``, ``case_type``).
    name : str
        Of the scheme.

    Raises
    ------
    InvalidDataError
        Two rows for one type and phase, negative points, versions that overlap, …; names part,
        field and row.

    Examples
    --------
    >>> from evenload.workload import AdditivePoints
    >>> points = AdditivePoints.of(
    ...     {"child_investigation": 12, ("child_investigation", "follow_up"): 7},
    ...     factors=[{"name": "interpreter", "kind": "multiply", "value": 1.25}],
    ... )
    >>> points.weight("child_investigation", factors=["interpreter"])
    15.0
    """

    __slots__ = ()
    _table = "weights"
    _normal = staticmethod(_core.normal_additive_points)

    def __init__(self, tables: Iterable[Mapping[str, Any]], *, name: str = "") -> None:
        document = versioned({"name": name, "tables": list(tables)})
        object.__setattr__(self, "_json", self._normal(dump(document)))

    @classmethod
    def of(
        cls,
        points: Mapping[str | tuple[str, str], Any],
        *,
        factors: Iterable[Mapping[str, Any]] = (),
        role_shares: Mapping[str, Any] | None = None,
        version: str = "1",
        effective_from: datetime.date | str = "1970-01-01",
        name: str = "",
    ) -> AdditivePoints:
        """Make a scheme of one version from points by case type, or by (case type, phase).

        Parameters
        ----------
        points : mapping
            Points by case type or (case type, phase), at least 0.
        factors : iterable of mapping
            ``name``, ``kind`` (``"add"`` or ``"multiply"``), ``value`` and, if only for one,
            ``case_type``.
        role_shares : mapping of str to number, optional
            Share of a case's weight that a role carries.
        version, effective_from, name : str
            Of the table and the scheme.
        """
        weights = []
        for key, value in points.items():
            case_type, phase = key if isinstance(key, tuple) else (key, "")
            weights.append({"case_type": case_type, "phase": phase, "points": value})
        shares = [{"role": role, "share": share} for role, share in (role_shares or {}).items()]
        table = {
            "version": version,
            "effective_from": effective_from,
            "weights": weights,
            "factors": list(factors),
            "role_shares": shares,
        }
        return cls([table], name=name)

    def weight(
        self,
        case_type: str,
        phase: str = "",
        factors: Iterable[str] = (),
        *,
        on: datetime.date | str | None = None,
    ) -> float:
        """Return the points of a case on a date (today in Stockholm where none is given)."""
        date = _iso(on, _DEFAULT_ZONE)
        return float(Fraction(_core.case_weight(self._json, date, case_type, phase, list(factors))))


class Capacity(_Document):
    """How hours become capacity: norm * (hours left for cases) / full-time hours.

    Parameters
    ----------
    rule : mapping, optional
        The whole rule as one mapping; or its fields by keyword:
    bands : iterable of mapping
        Norm by experience: ``from_months``, ``to_months``, ``norm``, ``name``; half-open, without
        gap or overlap.
    full_time_hours : number
        Hours a week.
    clock : {"profession", "employer", "case_type"}
        Which experience is meant.
    rounding : {"none", "truncate"}
        Whether capacity is cut to a whole number.

    Raises
    ------
    InvalidDataError
        ``gap_in_bands`` or ``overlap_in_bands`` names both rows.

    Examples
    --------
    >>> from evenload.workload import Capacity
    >>> rule = Capacity(bands=[{"to_months": 12, "norm": 120}, {"from_months": 12, "norm": 150}])
    >>> rule.to_dict()["full_time_hours"]
    40
    """

    __slots__ = ()
    _table = "capacity"
    _normal = staticmethod(_core.normal_capacity_rule)

    def __init__(
        self,
        rule: Mapping[str, Any] | None = None,
        *,
        bands: Iterable[Mapping[str, Any]] | None = None,
        full_time_hours: Any = None,
        clock: str | None = None,
        rounding: str | None = None,
    ) -> None:
        document = dict(rule or {})
        fields = {
            "bands": bands,
            "full_time_hours": full_time_hours,
            "clock": clock,
            "rounding": rounding,
        }
        document.update({key: value for key, value in fields.items() if value is not None})
        object.__setattr__(self, "_json", self._normal(dump(versioned(document))))


class UnmatchedCasesWarning(UserWarning):
    """Cases whose caseworker is not in the table: they load nobody in the measurement.

    Attributes
    ----------
    case_ids : list of str
        Which cases; the message tells only how many.
    """

    def __init__(self, case_ids: list[str]) -> None:
        self.case_ids = case_ids
        super().__init__(
            f"{len(case_ids)} case(s) held by caseworkers that are not in the table of caseworkers"
        )


def measure(
    cases: Frame,
    caseworkers: Frame,
    *,
    rule: Mapping[str, Any] | None = None,
    weights: AdditivePoints | Mapping[str, Any] | None = None,
    capacity: Capacity | Mapping[str, Any] | None = None,
    bands: Iterable[Mapping[str, Any]] | None = None,
    ratio_decimals: int | None = None,
    on: datetime.date | str | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    assignments: Frame | None = None,
    zone: str = _DEFAULT_ZONE,
) -> Any:
    """Measure the load of every caseworker on a date.

    Parameters
    ----------
    cases, caseworkers : frame
        Tables of ``docs/data-model.md``: open cases with their current caseworker, and caseworkers.
    rule : mapping, optional
        A whole measurement rule, such as ``policy.to_dict()["measurement"]``; the keywords below go
        over it.
    weights : AdditivePoints or mapping, optional
        Needed where cases carry no weight of their own.
    capacity : Capacity or mapping, optional
        Needed where caseworkers carry no capacity of their own.
    bands : iterable of mapping, optional
        Colour bands of load / capacity, ascending from 0.
    ratio_decimals : int, optional
        Decimals to which the ratio is rounded (half up) before it is banded.
    on : date or str, optional
        Today in `zone` by default.
    absences, reductions : frame, optional
        Tables of ``docs/data-model.md``.
    assignments : frame, optional
        Roles that somebody has beside the lead; each loads its holder with the role's share.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    frame of the kind of `cases`
        One row per caseworker in their order: caseworker, unit, date, load, capacity, ratio
        (missing at zero capacity), band, perceived, cases, and ``count_<category>`` for every
        category.

    Raises
    ------
    InvalidDataError
        Names table, column and row.

    Warns
    -----
    UnmatchedCasesWarning
        Cases are held by someone who is not in the table of caseworkers.

    Examples
    --------
    >>> from evenload.workload import measure
    >>> cases = {"id": ["a", "b"], "current_caseworker": ["Kim", "Kim"],
    ...          "state": ["started", "started"], "weight": [60, 48]}
    >>> measured = measure(cases, {"id": ["Kim"], "capacity": [120]}, on="2026-11-23")
    >>> measured["load"].tolist(), measured["ratio"].tolist()
    ([108.0], [0.9])
    """
    given = {
        "weights": weights,
        "capacity": capacity,
        "bands": bands,
        "ratio_decimals": ratio_decimals,
    }
    document = {
        **(rule or {}),
        **measurement_document(**{key: v for key, v in given.items() if v is not None}),
    }
    case_table, to_frame = read_with_kind("cases", cases, zone)
    table, unmatched, _ = _core.measure(
        case_table,
        read("caseworkers", caseworkers, zone),
        None if absences is None else read("absences", absences, zone),
        None if reductions is None else read("reductions", reductions, zone),
        None if assignments is None else read("assignments", assignments, zone),
        dump(versioned(document)),
        _iso(on, zone),
    )
    if unmatched:
        warnings.warn(UnmatchedCasesWarning(unmatched), stacklevel=2)
    return to_frame(table)


def measurement_document(**settings: Any) -> dict[str, Any]:
    """Give the keywords of a measurement rule the form of its JSON document."""
    document: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, _Document):
            document[key] = part(value.to_dict())
        elif isinstance(value, Mapping):
            document[key] = part(value)
        else:
            document[key] = list(value) if key == "bands" else value
    return document


def _iso(on: datetime.date | str | None, zone: str) -> str:
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
