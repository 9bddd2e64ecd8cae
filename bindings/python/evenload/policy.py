"""The rules of allocation in one object."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evenload import _core
from evenload._documents import dump, merged, read_toml, versioned
from evenload._errors import InvalidDataError
from evenload.workload import Capacity, WeightScheme
from evenload.workload._rule import measurement_document

__all__ = ["AllocationPolicy"]

_MEASUREMENT = ("weights", "capacity", "bands", "ratio_decimals")


class AllocationPolicy:
    """All that decides an allocation besides its tables. The default is usable as it stands.

    A policy never changes; `replace` gives another one. It is checked when it is made.

    Parameters
    ----------
    name : str, optional
        Shown in the audit record.
    on : datetime.date or str, optional
        Day of allocation. Where it is left out, verbs take today's date in the policy's zone, and
        the audit record shows which.
    zone : str, optional
        Named time zone of dates and times without an offset; ``"Europe/Stockholm"`` by default.
    holidays : iterable of date, optional
        Days that are no working days besides Saturdays and Sundays.
    horizon_weeks, start_window_days, reopening_window_months : int, optional
        Weeks over which capacity is averaged; working days from a case's start within which its
        caseworker must be present; months within which a case that comes back is reopened.
    balance : {"squares", "peak", "leximin"}, optional
        How loads are balanced: by the sum of their squares, by the highest first and then that sum,
        or by the highest, then the next, and so on.
    overload_place : {"after_must", "after_unassigned"}, optional
        Whether overload comes before or after the cases of class ``due`` and ``may_wait``.
    cost_weight : number, optional
        Points per cost unit; what a unit of price may cost in balance.
    hard_limit_factor : number, optional
        Hard limit as a multiple of capacity where a caseworker has none of their own.
    new_cases_limit : int, optional
        Most new cases per caseworker in one allocation.
    week_cases_limit : int, optional
        Most new cases per caseworker in an ISO week, what came this week already included.
    at : datetime or str, optional
        Moment of allocation, on the day `on`: who is on duty then. With an offset, or in UTC.
    deadline_window_days : int, optional
        Working days up to a deadline within which somebody must be present; 0: not asked.
    presence_share : number, optional
        Least part of these days, and of the first days, that somebody must be present.
    travel_limit : number, optional
        With a hard rule ``travel``: farther is too far.
    protection : iterable of mapping, optional
        Schedules of introduction: ``name`` and ``steps``.
    newcomer_second_share : number, optional
        Share of the weight where the second role is with a protected newcomer.
    student_class : str, optional
        Class of reductions that a placement student costs the supervisor.
    carry_over : mapping, optional
        Carried load of past weeks gives room now: ``half_life_weeks`` (8), ``share`` (1) of what is
        remembered, at ``most`` (1/4) of the capacity. Off where it is left out.
    weights : WeightScheme or mapping, optional
        Weights of cases that carry none of their own.
    capacity : Capacity or mapping, optional
        Capacity of caseworkers that carry none of their own.
    bands : iterable of mapping, optional
        Colour bands of load / capacity: ``name``, ``from``, ``colour``, ``strictly_above``.
    ratio_decimals : int, optional
        Decimals to which the ratio is rounded before it is banded.
    roles, roles_of_type, deadlines : iterable of mapping, optional
        Roles of a case, which roles a case type has, and deadlines by case type and phase.
    reopening_of_type : iterable of mapping, optional
        Window and switch of reopening for single case types: ``case_type``, ``months``, ``mode``,
        ``price``.
    interpreter_days : int, optional
        Working days from a case's start until an interpreter is there.
    interpreter_days_of : iterable of mapping, optional
        The same for single languages: ``language``, ``days``.
    hold_notice_days : int, optional
        How many days before its end a hold is among the notices.
    handover : mapping, optional
        ``weeks`` in which a hand-over is work, and the shares of the case's weight for the
        ``receiver`` and the ``giver``.
    second_role : str, optional
        The role that a case with risk needs.
    rules : mapping of str, optional
        By the rule's name: ``"off"``, ``"soft"``, ``"hard"``, ``("soft", price)`` or ``{"mode": …,
        "price": …}``. Rules that are not named keep their setting.
    interpreter_factor : str, optional
        The factor of the weight table that a case with an interpreter gets.
    sentences : mapping of str to mapping, optional
        The user's own sentences by language (``"en"``, ``"sv"``), then by the name of a reason or
        rule.
    extensions : mapping, optional
        Kept and not read.

    Raises
    ------
    InvalidDataError
        Names the part of the policy (``"policy.rules"``), the field and the row.

    Examples
    --------
    >>> from evenload import AllocationPolicy
    >>> rules = {"unit_border": ("soft", 20), "wishes": "off"}
    >>> policy = AllocationPolicy(on="2026-11-23", rules=rules)
    >>> policy.on, policy.rules["unit_border"]
    (datetime.date(2026, 11, 23), {'mode': 'soft', 'price': 20})
    >>> policy.replace(balance="peak").balance
    'peak'
    >>> AllocationPolicy(balance="even")
    Traceback (most recent call last):
        ...
    evenload._errors.InvalidDataError: ...
    """

    __slots__ = ("_core", "_document")
    _core: _core.AllocationPolicy
    _document: dict[str, Any]

    def __init__(
        self,
        *,
        name: str | None = None,
        on: datetime.date | str | None = None,
        zone: str | None = None,
        holidays: Iterable[datetime.date | str] | None = None,
        horizon_weeks: int | None = None,
        start_window_days: int | None = None,
        reopening_window_months: int | None = None,
        balance: str | None = None,
        overload_place: str | None = None,
        cost_weight: Any = None,
        hard_limit_factor: Any = None,
        new_cases_limit: int | None = None,
        week_cases_limit: int | None = None,
        at: datetime.datetime | str | None = None,
        deadline_window_days: int | None = None,
        presence_share: Any = None,
        travel_limit: Any = None,
        protection: Iterable[Mapping[str, Any]] | None = None,
        newcomer_second_share: Any = None,
        student_class: str | None = None,
        carry_over: Mapping[str, Any] | None = None,
        weights: WeightScheme | Mapping[str, Any] | None = None,
        capacity: Capacity | Mapping[str, Any] | None = None,
        bands: Iterable[Mapping[str, Any]] | None = None,
        ratio_decimals: int | None = None,
        roles: Iterable[Mapping[str, Any]] | None = None,
        roles_of_type: Iterable[Mapping[str, Any]] | None = None,
        second_role: str | None = None,
        deadlines: Iterable[Mapping[str, Any]] | None = None,
        reopening_of_type: Iterable[Mapping[str, Any]] | None = None,
        interpreter_days: int | None = None,
        interpreter_days_of: Iterable[Mapping[str, Any]] | None = None,
        hold_notice_days: int | None = None,
        handover: Mapping[str, Any] | None = None,
        rules: Mapping[str, Any] | None = None,
        interpreter_factor: str | None = None,
        sentences: Mapping[str, Mapping[str, str]] | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        settings = {
            key: value for key, value in locals().items() if key != "self" and value is not None
        }
        self._set(_document_of(settings))

    def _set(self, document: Mapping[str, Any]) -> None:
        core = _core.AllocationPolicy(dump(versioned(document)))
        object.__setattr__(self, "_core", core)
        object.__setattr__(self, "_document", json.loads(core.to_json()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a policy does not change; use replace(...)")

    @property
    def name(self) -> str:
        """Name in the audit record."""
        return self._core.name

    @property
    def on(self) -> datetime.date | None:
        """Day of allocation; None for today."""
        on = self._core.on
        return None if on is None else datetime.date.fromisoformat(on)

    @property
    def zone(self) -> str:
        """Named time zone."""
        return self._core.zone

    @property
    def balance(self) -> str:
        """Last level."""
        return str(self._document["balance"])

    @property
    def sentences(self) -> dict[str, dict[str, str]]:
        """The user's own sentences, by language."""
        return {
            language: dict(texts) for language, texts in self._document.get("sentences", {}).items()
        }

    @property
    def rules(self) -> dict[str, dict[str, Any]]:
        """Mode and price of every rule."""
        return {name: dict(setting) for name, setting in self._document["rules"].items()}

    def replace(self, **settings: Any) -> AllocationPolicy:
        """Return a policy with other settings; `rules` changes only the rules that it names.

        Parameters
        ----------
        **settings
            As in the constructor; None gives a setting its default again.
        """
        unknown = sorted(set(settings) - set(_settings()))
        if unknown:
            raise TypeError(f"unexpected keyword argument {unknown[0]!r}")
        document = json.loads(self.to_json())
        for key in [key for key, value in settings.items() if value is None]:
            (document.get("measurement", {}) if key in _MEASUREMENT else document).pop(key, None)
            del settings[key]
        return AllocationPolicy.from_dict(
            merged(document, _document_of(settings), ("measurement", "rules"))
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the whole policy as plain values; fractions are text such as ``"1/20"``."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def to_json(self) -> str:
        """Return the whole policy as a JSON document (``docs/schemas/policy.schema.json``)."""
        return self._core.to_json()

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> AllocationPolicy:
        """Make a policy from the JSON document's mapping; what is left out has its default."""
        policy = cls.__new__(cls)
        policy._set(document)
        return policy

    @classmethod
    def from_json(cls, text: str) -> AllocationPolicy:
        """Make a policy from a JSON document."""
        core = _core.AllocationPolicy(text)
        policy = cls.__new__(cls)
        object.__setattr__(policy, "_core", core)
        object.__setattr__(policy, "_document", json.loads(core.to_json()))
        return policy

    @classmethod
    def from_toml(cls, source: str | Path) -> AllocationPolicy:
        r"""Make a policy from TOML of the same form: a path, or the text itself.

        Examples
        --------
        >>> from evenload import AllocationPolicy
        >>> AllocationPolicy.from_toml('name = "spring"\nhorizon_weeks = 6').name
        'spring'
        """
        return cls.from_dict(read_toml(source, "policy"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AllocationPolicy) and self._document == other._document

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, ...]:
        return (AllocationPolicy.from_json, (self.to_json(),))

    def __repr__(self) -> str:
        return f"<AllocationPolicy {self.name!r} on {self.on or 'today'}, balance {self.balance!r}>"


def _settings() -> Iterable[str]:
    return AllocationPolicy.__init__.__kwdefaults__ or ()


def _document_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give the keywords the form of the JSON document."""
    document = {key: value for key, value in settings.items() if key not in _MEASUREMENT}
    measurement = measurement_document(
        **{key: settings[key] for key in _MEASUREMENT if key in settings}
    )
    if measurement:
        document["measurement"] = measurement
    if "rules" in document:
        document["rules"] = {
            name: _rule(name, setting) for name, setting in document["rules"].items()
        }
    return document


def _rule(name: str, setting: Any) -> Any:
    if isinstance(setting, str):
        return {"mode": setting}
    if isinstance(setting, tuple) and len(setting) == 2:
        return {"mode": setting[0], "price": setting[1]}
    if isinstance(setting, Mapping):
        return dict(setting)
    raise InvalidDataError(
        "wrong_type",
        table="policy.rules",
        column=name,
        expected='"off", "soft", "hard", ("soft", price) or a mapping of mode and price',
        found=type(setting).__name__,
    )


def policy_for(policy: AllocationPolicy | Mapping[str, Any] | None) -> AllocationPolicy:
    """Return the policy that a verb uses: with today's date in its zone where it names none."""
    if policy is None:
        policy = AllocationPolicy()
    elif isinstance(policy, Mapping):
        policy = AllocationPolicy.from_dict(policy)
    elif not isinstance(policy, AllocationPolicy):
        raise InvalidDataError(
            "wrong_type",
            table="policy",
            expected="an AllocationPolicy or a mapping",
            found=type(policy).__name__,
        )
    return policy if policy.on is not None else policy.replace(on=_core.today(policy.zone))
