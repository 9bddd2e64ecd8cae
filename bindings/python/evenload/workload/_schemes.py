"""Weights of cases."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from evenload import _core
from evenload._documents import dump, versioned
from evenload.workload._document import DEFAULT_ZONE, Document, iso_date


class AdditivePoints(Document):
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
        date = iso_date(on, DEFAULT_ZONE)
        return float(Fraction(_core.case_weight(self._json, date, case_type, phase, list(factors))))
