"""Rules of measurement, and those that come with the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from evenload import _core
from evenload._documents import dump, part, read_toml, versioned
from evenload._errors import InvalidDataError
from evenload.workload._capacity import Capacity
from evenload.workload._document import Document
from evenload.workload._schemes import Family, WeightScheme, exact

_FOLDER = "schemes"


class MeasurementRule(Document):
    """How a measurement is made: weights, capacity, bands.

    Parameters
    ----------
    weights : AdditivePoints, HoursPerMonth, CaseloadCaps or mapping, optional
        Needed where cases carry no weight of their own.
    capacity : Capacity or mapping, optional
        Needed where caseworkers carry no capacity of their own.
    bands : iterable of mapping, optional
        Colour bands of load / capacity, ascending from 0: ``name``, ``from``, ``strictly_above``,
        ``colour``.
    fixed_load : number, optional
        Load that everybody carries beside cases, whatever the contract.
    ratio_decimals : int, optional
        Decimals to which the ratio is rounded (half up) before it is banded.

    Examples
    --------
    >>> from evenload.workload import MeasurementRule, measure
    >>> rule = MeasurementRule.shipped("cwla")
    >>> cases = {"id": [str(i) for i in range(17)], "type": ["family"] * 17,
    ...          "current_caseworker": ["Kim"] * 17}
    >>> people = {"id": ["Kim"], "contracted_hours": [40]}
    >>> measure(cases, people, rule=rule, on="2026-11-23")["ratio"].tolist()
    [1.0]
    """

    __slots__ = ()
    _table = "measurement"
    _normal = staticmethod(_core.normal_measurement_rule)

    def __init__(
        self,
        *,
        weights: WeightScheme | Mapping[str, Any] | None = None,
        capacity: Capacity | Mapping[str, Any] | None = None,
        bands: Iterable[Mapping[str, Any]] | None = None,
        fixed_load: Any = None,
        ratio_decimals: int | None = None,
    ) -> None:
        given = {
            "weights": weights,
            "capacity": capacity,
            "bands": bands,
            "fixed_load": fixed_load,
            "ratio_decimals": ratio_decimals,
        }
        document = measurement_document(**{k: v for k, v in given.items() if v is not None})
        object.__setattr__(self, "_json", self._normal(dump(versioned(document))))

    @classmethod
    def shipped(cls, name: str) -> MeasurementRule:
        """Return a rule that comes with the package; `shipped_rules` lists them.

        Raises
        ------
        InvalidDataError
            ``unknown_id`` for another name, telling those there are.
        """
        return cls.from_toml(shipped_text(name))

    @property
    def weights(self) -> WeightScheme | None:
        """The weights, where there are any."""
        weights = self.to_dict().get("weights")
        return None if weights is None else WeightScheme.from_dict(weights)

    def convert(self, family: Family, *, full_time: Any, as_full_time: Any) -> MeasurementRule:
        """Return the rule with weights, norms and fixed load in another family.

        Every ratio of a measurement stays what it was, but for capacities that were cut to whole
        numbers: they no longer are, and the assumption says so. See `WeightScheme.convert`.
        """
        return MeasurementRule.from_json(
            _core.convert_measurement_rule(
                self._json,
                family,
                exact(full_time, "full_time"),
                exact(as_full_time, "as_full_time"),
            )
        )


def shipped_rules() -> dict[str, str]:
    """List the rules that come with the package: name and, in one line, what it is.

    They are readable TOML files; `shipped_text` gives their text, to copy and to change.

    Examples
    --------
    >>> from evenload.workload import shipped_rules
    >>> shipped_rules()["cwla"]
    'CWLA standard: caseload caps with ratio summation'
    """
    return {name: str(_read(name)["weights"]["name"]) for name in _names()}


def shipped_text(name: str) -> str:
    """Return the TOML text of a shipped rule.

    Parameters
    ----------
    name : str
        One of `shipped_rules`.

    Raises
    ------
    InvalidDataError
        ``unknown_id`` for another name.

    Examples
    --------
    >>> from evenload.workload import shipped_text
    >>> shipped_text("cwla").splitlines()[0].startswith("# Caseload caps")
    True
    """
    if name not in _names():
        raise InvalidDataError(
            "unknown_id",
            table="shipped_rules",
            column="name",
            expected="one of " + ", ".join(_names()),
            found=f'"{name}"',
        )
    return (resources.files("evenload.workload") / _FOLDER / f"{name}.toml").read_text("utf-8")


def measurement_document(**settings: Any) -> dict[str, Any]:
    """Give the keywords of a measurement rule the form of its JSON document."""
    document: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Document):
            document[key] = part(value.to_dict())
        elif isinstance(value, Mapping):
            document[key] = part(value)
        else:
            document[key] = list(value) if key == "bands" else value
    return document


def rule_document(rule: MeasurementRule | Mapping[str, Any] | None, **settings: Any) -> str:
    """Write a rule with settings over it as JSON; settings that are None are not given."""
    document = {} if rule is None else rule.to_dict() if isinstance(rule, Document) else dict(rule)
    given = {key: value for key, value in settings.items() if value is not None}
    return dump(versioned(measurement_document(**{**document, **given})))


def _names() -> list[str]:
    folder = resources.files("evenload.workload") / _FOLDER
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


def _read(name: str) -> dict[str, Any]:
    return read_toml(shipped_text(name), "measurement")
