"""Why a case is where it is: reasons, alternatives and exclusions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import ToFrame, to_mapping

__all__ = ["Alternative", "Excluded", "Explanation", "Reason", "Relaxation"]

#: Key of the document in the metadata of an Arrow schema.
METADATA_KEY = "evenload"


@dataclass(frozen=True)
class Reason:
    """A reason as a code with parameters; text is made from it and never the interface.

    Attributes
    ----------
    code : str
        Stable name, such as ``"missing_skill"``. Names are only ever added.
    parameters : dict
        Numbers, texts and dates by their documented names.

    Examples
    --------
    >>> from evenload.plan import Reason
    >>> Reason("missing_skill", {"skill": "foster_care"}).sentence()
    '...foster_care...'
    """

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    _own: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def sentence(self, language: str = "en") -> str:
        """Return a sentence in ``"en"`` or ``"sv"``, in the policy's own words if it has any."""
        return _core.sentence(
            self.code, dict(self.parameters), language, dict(self._own.get(language, {}))
        )

    @property
    def is_protected(self) -> bool:
        """Whether only the allocator may see it: absence, conflict of interest, protection."""
        return _core.is_protected(self.code)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The cheapest change that would place a case.

    Attributes
    ----------
    caseworker : str or tuple
        Whom it would go to.
    reason : Reason
        What stands in the way.
    extra_load : float
        Points past the limit; 0 where a rule is in the way.
    """

    caseworker: Any
    reason: Reason
    extra_load: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One caseworker who may take the case, before and after.

    Attributes
    ----------
    rank : int
        1 is best by the levels.
    caseworker : str or tuple
        Id; (system, id) where ids of several systems are used.
    chosen : bool
        Whether the plan has the case here.
    capacity, load_before, load_after : float
        Points; without and with this case.
    ratio_before, ratio_after : float or None
        load / capacity; None at zero capacity.
    cost : int
        Prices of the soft rules that apply, in cost units.
    differences : dict of str to float
        Change per level against the chosen one (`explain`) or against leaving the case unassigned
        (`recommend`); negative is better.
    reasons : list of Reason
        Soft rules that speak for or against.
    """

    rank: int
    caseworker: Any
    chosen: bool
    capacity: float
    load_before: float
    load_after: float
    ratio_before: float | None
    ratio_after: float | None
    cost: int
    differences: dict[str, float]
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A caseworker who may not take the case, and every hard rule that says so."""

    caseworker: Any
    reasons: list[Reason]


class Explanation:
    """Why this caseworker, who next, and why not the others; as much as its audience may read.

    Made by `evenload.explain`, `Plan.explain` and `evenload.recommend`. It pickles, and round-trips
    through JSON and Arrow.
    """

    def __init__(
        self,
        core: _core.Explanation,
        sentences: Mapping[str, Mapping[str, str]] | None = None,
        to_frame: ToFrame = to_mapping,
    ) -> None:
        self._core = core
        self._sentences = dict(sentences or {})
        self._to_frame = to_frame

    @property
    def case_id(self) -> Any:
        """Id of the case."""
        return self._core.case_id

    @property
    def role(self) -> str:
        """Role that is explained."""
        return self._core.role

    @property
    def audience(self) -> str:
        """Who may read it."""
        return self._core.audience

    @property
    def caseworker(self) -> Any:
        """Who has the case in that role; None where it is undistributed."""
        return self._core.caseworker

    @property
    def why(self) -> list[Reason]:
        """Reasons for the choice, or for its lack."""
        return self._reasons(self._core.why)

    @property
    def alternatives(self) -> list[Alternative]:
        """The chosen caseworker and the next best, ranked."""
        found = []
        for row in self._core.alternatives:
            fields: list[Any] = list(row)
            fields[-1] = self._reasons(fields[-1])
            found.append(Alternative(*fields))
        return found

    @property
    def excluded(self) -> list[Excluded]:
        """Caseworkers whom a hard rule excludes, by id."""
        return [
            Excluded(caseworker, self._reasons(rows)) for caseworker, rows in self._core.excluded
        ]

    @property
    def relaxation(self) -> Relaxation | None:
        """Cheapest change that would place the case, where it is undistributed."""
        found = self._core.relaxation
        if found is None:
            return None
        caseworker, reason, extra_load = found
        return Relaxation(caseworker, self._reasons([reason])[0], extra_load)

    def alternatives_frame(self) -> Any:
        """Return the alternatives as a frame of the caller's kind."""
        return self._to_frame(self._core.alternatives_table())

    def excluded_frame(self) -> Any:
        """Return the excluded as a frame of the caller's kind, one row per reason."""
        return self._to_frame(self._core.excluded_table())

    def side_by_side(self) -> str:
        """Return the alternatives beside each other as a table of text, a column each.

        Rows: rank, load and ratio before and after, price, what each level becomes in comparison,
        and the soft rules that apply.

        Examples
        --------
        >>> import evenload
        >>> people = {"id": ["Kim", "Lo"], "unit": ["a", "a"], "capacity": [20, 10]}
        >>> nothing_open = {"id": [], "weight": []}
        >>> new = {"id": "new", "weight": 6}
        >>> advice = evenload.recommend(new, nothing_open, people, on="2026-11-23")
        >>> print(advice.side_by_side())
                          Kim    Lo
        rank                1     2
        load before         0     0
        load after          6     6
        ratio before     0.00  0.00
        ratio after      0.30  0.60
        price               0     0
        unassigned_must    -1    -1
        overload            0     0
        balance           1.8   3.6
        reasons
        """
        found = self.alternatives
        columns = [["", *(_name(a.caseworker) for a in found)]]
        rows: list[tuple[str, list[str]]] = [
            ("rank", [str(a.rank) for a in found]),
            ("load before", [f"{a.load_before:g}" for a in found]),
            ("load after", [f"{a.load_after:g}" for a in found]),
            ("ratio before", [_ratio(a.ratio_before) for a in found]),
            ("ratio after", [_ratio(a.ratio_after) for a in found]),
            ("price", [str(a.cost) for a in found]),
        ]
        for level in found[0].differences if found else ():
            rows.append((level, [f"{a.differences[level]:.6g}" for a in found]))
        rows.append(("reasons", [", ".join(r.code for r in a.reasons) for a in found]))
        columns += [[name, *cells] for name, cells in rows]
        widths = [max(len(line[i]) for line in columns) for i in range(len(found) + 1)]
        lines = []
        for line in columns:
            cells = [line[0].ljust(widths[0])]
            cells += [text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True)]
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines)

    def text(self, language: str = "en") -> str:
        """Return why the choice is so as sentences, one a line."""
        return "\n".join(reason.sentence(language) for reason in self.why)

    def to_json(self) -> str:
        """Return the JSON document (``docs/schemas/explanation.schema.json``)."""
        return self._core.to_json()

    @classmethod
    def from_json(cls, text: str) -> Explanation:
        """Read what `to_json` wrote."""
        return cls(_core.Explanation.from_json(text))

    def to_arrow(self) -> _core.Table:
        """Return the alternatives as an Arrow stream; the schema's metadata hold the rest."""
        return self._core.alternatives_table().with_metadata({METADATA_KEY: self.to_json()})

    @classmethod
    def from_arrow(cls, table: Any) -> Explanation:
        """Read what `to_arrow` gave, from any Arrow stream that kept its metadata."""
        return cls.from_json(document_in(table, "explanation"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Explanation) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored_explanation, (self.to_json(), self._sentences, self._to_frame))

    def __repr__(self) -> str:
        whom = "undistributed" if self.caseworker is None else f"to {self.caseworker!r}"
        return f"<Explanation of {self.case_id!r} as {self.role}: {whom}>"

    def _reasons(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> list[Reason]:
        return [Reason(code, parameters, self._sentences) for code, parameters in rows]


def _name(identifier: Any) -> str:
    return ":".join(identifier) if isinstance(identifier, tuple) else str(identifier)


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def document_in(table: Any, name: str) -> str:
    """Read the document that `to_arrow` put into the metadata of a schema."""
    metadata = _core.Table.from_arrow(name, table, "UTC").metadata
    if METADATA_KEY not in metadata:
        raise InvalidDataError(
            "missing_value",
            table=name,
            column="metadata",
            expected=f'schema metadata with the key "{METADATA_KEY}"',
        )
    return metadata[METADATA_KEY]


def _restored_explanation(
    text: str, sentences: dict[str, dict[str, str]], to_frame: ToFrame
) -> Explanation:
    return Explanation(_core.Explanation.from_json(text), sentences, to_frame)
