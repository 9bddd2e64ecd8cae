"""Sealed records of proposals, and the check that repeats them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from evenload import _core
from evenload._documents import load
from evenload._errors import InvalidDataError
from evenload._frames import Frame
from evenload._progress import ProgressOption, callback
from evenload._question import VerbQuestion
from evenload._tables import SideTables, read_input
from evenload._verbs import VerbAnswer
from evenload.plan import Plan
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._tables import Unpack

__all__ = ["AuditCheck", "AuditKey", "SealedRecord", "Verification", "verify"]

#: Time limit of a repetition: its work ends it, and a clock would only spoil it.
_A_DAY = 86_400.0


class AuditKey:
    """A secret key with a name. It shows in no repr, error or record, and does not pickle.

    Parameters
    ----------
    secret : bytes
        At least 16 bytes; take 32 random ones (``secrets.token_bytes(32)``) and keep them where
        the database's keeper has no access.
    name : str
        Stands in records, so that the key is found again after a change of keys.

    Examples
    --------
    >>> from evenload import AuditKey
    >>> AuditKey(bytes(range(32)), "2026")
    <AuditKey '2026'>
    """

    __slots__ = ("_name", "_secret")

    def __init__(self, secret: bytes, name: str = "") -> None:
        if not isinstance(secret, (bytes, bytearray, memoryview)):
            raise InvalidDataError(
                "wrong_type", table="audit", column="key", expected="bytes", found="something else"
            )
        if len(secret) < _core.minimum_key_bytes:
            raise InvalidDataError(
                "out_of_range",
                table="audit",
                column="key",
                expected=f"a key of at least {_core.minimum_key_bytes} bytes",
                found=f"{len(secret)} bytes" if len(secret) else "none",
            )
        self._secret = bytes(secret)
        self._name = str(name)

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    def digest(self, message: bytes) -> str:
        """Return HMAC-SHA-256 (RFC 2104) as 64 hexadecimal digits."""
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        return f"<AuditKey {self._name!r}>"

    def __reduce__(self) -> Any:
        raise TypeError("a key does not pickle")


class SealedRecord:
    """A proposal that can be verified: what repeats it, how good it was, and keyed digests.

    Made by `Plan.audit` with a key, or by `VerbAnswer.audit`. It pickles, and round-trips through
    JSON (``docs/schemas/sealed_record.schema.json``). It holds ids and the words of overrides, so it is
    personal data; the rows of the tables are in it as digests only.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = _core.normal_sealed_record(text)

    @property
    def verb(self) -> str:
        """What made the plan: ``"allocate"``, ``"rebalance"``, …."""
        return str(self.to_dict()["proposal"].get("verb", "allocate"))

    @property
    def key_name(self) -> str:
        """Name of the key that sealed it."""
        return str(self.to_dict().get("key_name", ""))

    @property
    def decided_by_role(self) -> str:
        """Who took the proposal over; empty where nobody said."""
        return str(self.to_dict().get("decided_by_role", ""))

    @property
    def overrides(self) -> list[dict[str, Any]]:
        """The overrides, each with its reason and the role that decided."""
        return list(self.to_dict()["proposal"]["overrides"])

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        document: dict[str, Any] = json.loads(self._text)
        return document

    def to_json(self) -> str:
        """Return the record as a JSON document; equal records give equal bytes."""
        return self._text

    @classmethod
    def from_json(cls, text: str) -> SealedRecord:
        """Read what `to_json` wrote."""
        return cls(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedRecord) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (SealedRecord, (self._text,))

    def __repr__(self) -> str:
        proposal = self.to_dict()["proposal"]
        return f"<SealedRecord of {proposal['on']}, evenload {proposal['version']}>"


class AuditCheck(NamedTuple):
    """One comparison of a verification."""

    part: str
    verdict: str
    recorded: str
    found: str


class Verification:
    """What agrees with a record and what does not. True where everything does.

    Attributes
    ----------
    agrees : bool
        Everything agrees. Another version of evenload that finds the same is no disagreement.
    repetition : {"repeated", "other_question", "stopped_by_clock", "interrupted"}
        Whether the proposal was computed again: not where key, record, input, policy or question
        differ; not where a time limit or a person ended the recorded computation, because no amount
        of work ends another one at the same place; and not where this one was ended so.
    checks : list of AuditCheck
        By part (key, record, version, input, policy, question, work, outcome, levels, plan):
        verdict (``"agrees"``, ``"differs"``, ``"not_checked"``), what the record says, and what was found.
    plan : Plan or None
        The plan of the repetition.
    """

    def __init__(self, text: str, plan: Plan | None = None) -> None:
        document = load(text, "verification")
        self._text = text
        self.agrees: bool = document["agrees"]
        self.repetition: str = document["repetition"]
        self.checks = [
            AuditCheck(row["part"], row["verdict"], row.get("recorded", ""), row.get("found", ""))
            for row in document["checks"]
        ]
        self.plan = plan

    @property
    def differs(self) -> list[str]:
        """Names of the parts that differ."""
        return [check.part for check in self.checks if check.verdict == "differs"]

    def __getitem__(self, part: str) -> AuditCheck:
        for check in self.checks:
            if check.part == part:
                return check
        raise KeyError(part)

    def to_json(self) -> str:
        """Return the checks as a JSON document (``docs/schemas/verification.schema.json``)."""
        return self._text

    def __bool__(self) -> bool:
        return self.agrees

    def __repr__(self) -> str:
        said = "agrees" if self.agrees else f"differs: {', '.join(self.differs) or 'nothing'}"
        return f"<Verification {said} ({self.repetition})>"


def key_of(key: AuditKey | bytes) -> AuditKey:
    """Return a key; bytes become one without a name."""
    return key if isinstance(key, AuditKey) else AuditKey(key)


def same(first: bytes, second: bytes) -> bool:
    """Compare in a time that does not tell where they differ."""
    return hmac.compare_digest(first, second)


def question_of(plan: Plan) -> VerbQuestion:
    """Return what `allocate` was asked."""
    source, policy = plan._whole()
    return VerbQuestion("allocate", source, policy, "", None)


def seal_plan(
    plan: Plan, question: VerbQuestion, key: AuditKey | bytes, decided_by_role: str
) -> SealedRecord:
    """Seal a plan with what was asked: `Plan.audit` and `VerbAnswer.audit`."""
    key = key_of(key)
    return SealedRecord(
        _core.seal(
            plan._core,
            question._input,
            question.policy._core,
            question.verb,
            question.settings,
            None if question.announced is None else question.announced._core,
            key.digest,
            same,
            key.name,
            decided_by_role,
        )
    )


def verify(
    record: SealedRecord | str,
    cases: Frame | Plan | VerbAnswer | VerbQuestion,
    caseworkers: Frame | None = None,
    *,
    key: AuditKey | bytes,
    policy: AllocationPolicy | Mapping[str, Any] | None = None,
    time_limit: float = _A_DAY,
    threads: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **tables: Unpack[SideTables],
) -> Verification:
    """Compute a proposal again from its record, and say what agrees and what does not.

    Parameters
    ----------
    record : SealedRecord or str
        The record, or its JSON.
    cases, caseworkers : frame
        What the proposal was made from; the order of rows does not matter. Or, in place of both,
        one stored plan with its input and policy inside (`Plan.from_json`); of a verb its answer,
        or the question in it (`VerbQuestion.from_json`).
    key : AuditKey or bytes
        The key that sealed it.
    policy : AllocationPolicy or mapping, optional
        With the day of allocation; that of the plan or question where one is given.
    time_limit : float
        Seconds; a safety net. Seed and work limit are the record's.
    threads, progress, stop
        As in `allocate`.
    **tables : SideTables
        The further tables, by name, as in `allocate`.

    Returns
    -------
    Verification

    Raises
    ------
    InvalidDataError
        Names table, column and row; ``audit.key`` for a key that is too short.

    Examples
    --------
    >>> import evenload
    >>> key = evenload.AuditKey(bytes(range(32)), "2026")
    >>> cases = {"id": ["c1", "c2"], "weight": [6, 4]}
    >>> people = {"id": ["Kim", "Lo"], "unit": ["children", "children"], "capacity": [20, 10]}
    >>> policy = evenload.AllocationPolicy(on="2026-11-23")
    >>> plan = evenload.allocate(cases, people, policy=policy)
    >>> record = plan.audit(key, decided_by_role="unit manager")
    >>> evenload.verify(record, cases, people, key=key, policy=policy)
    <Verification agrees (repeated)>
    >>> lighter = {"id": ["c1", "c2"], "weight": [5, 4]}
    >>> evenload.verify(record, lighter, people, key=key, policy=policy)
    <Verification differs: input (other_question)>
    """
    text = record.to_json() if isinstance(record, SealedRecord) else record
    if isinstance(cases, (Plan, VerbAnswer, VerbQuestion)):
        if caseworkers is not None or tables:
            raise TypeError("a plan, an answer and a question hold their own tables")
        if isinstance(cases, Plan):
            question = question_of(cases)
        else:
            question = cases._question if isinstance(cases, VerbAnswer) else cases
        source = question._input
        chosen = question.policy if policy is None else policy_for(policy)
    else:
        if caseworkers is None:
            raise TypeError("verify needs the table of caseworkers, or a plan")
        chosen = policy_for(policy)
        source, _ = read_input(cases, caseworkers, tables, chosen)
        question = VerbQuestion("allocate", source, chosen, "", None)
    with callback(progress, "verification") as report:
        answer, core, answered, rules = _core.verify(
            text,
            source,
            chosen._core,
            question.verb,
            question.settings,
            None if question.announced is None else question.announced._core,
            key_of(key).digest,
            same,
            time_limit,
            threads,
            report,
            stop,
        )
    if core is None:
        return Verification(answer)
    if answered is not None and rules is not None:
        source, chosen = answered, AllocationPolicy.from_json(rules.to_json())
    return Verification(answer, Plan(core, source, chosen))
