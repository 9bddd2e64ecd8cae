"""Weights of cases: three families of schemes behind one concept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeVar

from evenload import _core
from evenload._documents import dump, part, versioned
from evenload._errors import InvalidDataError
from evenload.workload._document import DEFAULT_ZONE, Document, iso_date

_S = TypeVar("_S", bound="WeightScheme")

#: What weights are measured in.
Family = Literal["additive_points", "hours_per_month", "caseload_caps"]


class WeightScheme(Document):
    """A scheme of any family; one of its three kinds is made by ``from_dict`` and its kin.

    A scheme gives each case type and phase a weight, with factors, role shares and dates from which
    each version holds. Its family says in which unit: points, hours a month, or shares of a
    caseload.
    """

    __slots__ = ()
    _table = "weights"
    _normal = staticmethod(_core.normal_weight_scheme)
    #: Family and field of a row that holds its weight, of each kind.
    family: ClassVar[Family | None] = None
    _field: ClassVar[str] = ""

    def __init__(self, tables: Iterable[Mapping[str, Any]], *, name: str = "") -> None:
        if self.family is None:
            raise TypeError("make an AdditivePoints, HoursPerMonth or CaseloadCaps")
        document = versioned({"name": name, "family": self.family, "tables": list(tables)})
        object.__setattr__(self, "_json", self._normal(dump(document)))

    @classmethod
    def from_json(cls: type[_S], text: str) -> _S:
        """Read a JSON document; its family decides what kind of scheme comes out."""
        made = super().from_json(text)
        family = made.to_dict()["family"]
        kind = _KINDS[family]
        if not issubclass(kind, cls):
            raise InvalidDataError(
                "out_of_range",
                table="weight_scheme",
                column="family",
                expected=f'"{cls.family}"',
                found=f'"{family}"',
            )
        if kind is cls:
            return made
        other = kind.__new__(kind)
        object.__setattr__(other, "_json", made.to_json())
        return other

    @classmethod
    def of(
        cls: type[_S],
        weights: Mapping[str | tuple[str, str], Any],
        *,
        factors: Iterable[Mapping[str, Any]] = (),
        role_shares: Mapping[str, Any] | None = None,
        version: str = "1",
        effective_from: datetime.date | str = "1970-01-01",
        name: str = "",
    ) -> _S:
        """Make a scheme of one version from weights by case type, or by (case type, phase).

        Parameters
        ----------
        weights : mapping
            Points, hours a month, or caps, by case type or (case type, phase).
        factors : iterable of mapping
            ``name``, ``kind`` (``"add"`` or ``"multiply"``), ``value`` and, if only for one,
            ``case_type``.
        role_shares : mapping of str to number, optional
            Share of a case's weight that a role carries.
        version, effective_from, name : str
            Of the table and the scheme.
        """
        rows = []
        for key, value in weights.items():
            case_type, phase = key if isinstance(key, tuple) else (key, "")
            rows.append({"case_type": case_type, "phase": phase, cls._field: value})
        shares = [{"role": role, "share": share} for role, share in (role_shares or {}).items()]
        table = {
            "version": version,
            "effective_from": effective_from,
            "weights": rows,
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
        """Return the weight of a case on a date (today in Stockholm where none is given)."""
        date = iso_date(on, DEFAULT_ZONE)
        return float(Fraction(_core.case_weight(self._json, date, case_type, phase, list(factors))))

    def only_version(self, version: str) -> WeightScheme:
        """Return the scheme with one of its versions alone, in force on every day.

        So a draft can be tried on weeks that were before it: see `compare_drafts`.

        Raises
        ------
        InvalidDataError
            ``unknown_id``, telling the versions there are.
        """
        return WeightScheme.from_json(_core.only_version(self._json, version))

    def convert(self, family: Family, *, full_time: Any, as_full_time: Any) -> WeightScheme:
        """Return the scheme in another family.

        Parameters
        ----------
        family : {"additive_points", "hours_per_month", "caseload_caps"}
            What to convert to.
        full_time : number
            Full-time capacity in the unit of this scheme: its norm, or the hours for cases in a
            month; 1 for caps.
        as_full_time : number
            What stands for it in the other family.

        Returns
        -------
        WeightScheme
            Every share of a full-time capacity is what it was, exactly. The document states the
            assumption, and its versions are drafts.

        Raises
        ------
        InvalidDataError
            For a capacity that is not above 0, or one of caps that is not 1.

        Examples
        --------
        89 direct hours a month hold 10.6 investigations of 8.4 hours (Delaware):

        >>> from evenload.workload import HoursPerMonth
        >>> hours = HoursPerMonth.of({"investigation": 8.4})
        >>> caps = hours.convert("caseload_caps", full_time=89, as_full_time=1)
        >>> round(1 / caps.weight("investigation"), 1)
        10.6
        >>> caps.to_dict()["assumption"]
        '89 hours a month = 1 caseload'
        """
        text = _core.convert_weight_scheme(
            self._json, family, exact(full_time, "full_time"), exact(as_full_time, "as_full_time")
        )
        return WeightScheme.from_json(text)


class AdditivePoints(WeightScheme):
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
    family = "additive_points"
    _field = "points"


class HoursPerMonth(WeightScheme):
    """Hours of work that a case takes in a month, by case type and phase.

    As `AdditivePoints`, with ``hours`` in place of ``points``. A full-time capacity is the hours
    for cases in a month (89 direct hours in Delaware's code 29 §9015).

    Examples
    --------
    >>> from evenload.workload import HoursPerMonth
    >>> HoursPerMonth.of({"investigation": 8.4}).weight("investigation")
    8.4
    """

    __slots__ = ()
    family = "hours_per_month"
    _field = "hours"


class CaseloadCaps(WeightScheme):
    """Most cases of each type that one full-time caseworker should have.

    As `AdditivePoints`, with ``cap`` in place of ``points``: a case weighs 1/cap, and caseloads of
    several types are added as shares (CWLA standard). A full-time capacity is 1, and 17 cases at a
    cap of 17 are exactly that. A row may tell ``share`` (of a caseload) in place of ``cap``.

    Examples
    --------
    Ten families at a cap of 17 and four investigations at a cap of 12:

    >>> from evenload.workload import CaseloadCaps
    >>> caps = CaseloadCaps.of({"investigation": 12, "family": 17})
    >>> round(10 * caps.weight("family") + 4 * caps.weight("investigation"), 2)
    0.92
    """

    __slots__ = ()
    family = "caseload_caps"
    _field = "cap"


_KINDS: dict[str, type[WeightScheme]] = {
    "additive_points": AdditivePoints,
    "hours_per_month": HoursPerMonth,
    "caseload_caps": CaseloadCaps,
}


def exact(value: Any, name: str) -> str:
    """Write a number as text that C++ reads exactly."""
    if isinstance(value, str):
        try:
            value = Fraction(value)
        except (ValueError, ZeroDivisionError) as error:
            raise InvalidDataError(
                "wrong_type", table="arguments", column=name, expected="a number", found=repr(value)
            ) from error
    text: Any = part({name: value})[name]
    return dump(text).strip('"')
