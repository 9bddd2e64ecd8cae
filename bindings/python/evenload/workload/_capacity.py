"""Capacity of caseworkers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evenload import _core
from evenload._documents import dump, versioned
from evenload.workload._document import Document


class Capacity(Document):
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
