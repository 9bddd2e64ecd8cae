"""What a verb was asked, kept so that it can be asked again."""

from __future__ import annotations

import json

from evenload import _core
from evenload._documents import SCHEMA_VERSION, dump, load
from evenload._errors import InvalidDataError
from evenload.plan import Plan
from evenload.policy import AllocationPolicy

__all__ = ["VerbQuestion"]

_VERBS = ("rebalance", "redistribute", "cover", "replan", "plan_ahead", "what_if")


class VerbQuestion:
    """What a verb was asked: tables, policy, settings, and the plan that it started from.

    Every `VerbAnswer` has one; `verify` asks it again. It round-trips through JSON, as a call that
    `call_document` answers (``docs/schemas/document_call.schema.json``), so that a store keeps it.

    Attributes
    ----------
    verb : str
        ``"rebalance"``, ….
    settings : str
        JSON object.
    policy : AllocationPolicy
        As it was given.
    announced : Plan or None
        Where `replan` started.
    """

    def __init__(
        self,
        verb: str,
        source: _core.AllocationInput,
        policy: AllocationPolicy,
        settings: str,
        announced: Plan | None,
        answer: str = "",
    ) -> None:
        self.verb = verb
        self.settings = settings
        self.policy = policy
        self.announced = announced
        self._input = source
        self._answer = answer

    def to_json(self) -> str:
        """Return the question as a document call, with the answer in its extensions."""
        parts = {
            "schema_version": json.dumps(SCHEMA_VERSION),
            "call": json.dumps(self.verb),
            "input": self._input.to_json(),
            "policy": self.policy.to_json(),
        }
        if json.loads(self.settings or "{}"):
            parts["settings"] = self.settings
        if self.announced is not None:
            parts["plan"] = self.announced.to_json(parts="plan")
        if self._answer:
            parts["extensions"] = '{"answer": ' + self._answer + "}"
        return "{" + ", ".join(f'"{name}": {text}' for name, text in parts.items()) + "}"

    @classmethod
    def from_json(cls, text: str) -> VerbQuestion:
        """Read what `to_json` wrote.

        Raises
        ------
        InvalidDataError
            ``unsupported`` where it is no call of a verb, ``missing_value`` where it has no input
            or policy; or names what is wrong in them.
        """
        document = load(text, "question")
        verb = document.get("call")
        if verb not in _VERBS:
            raise InvalidDataError(
                "unsupported",
                table="question",
                column="call",
                expected=", ".join(_VERBS),
                found=repr(verb),
            )
        for name in ("input", "policy"):
            if not isinstance(document.get(name), dict):
                raise InvalidDataError(
                    "missing_value", table="question", column=name, expected="an object"
                )
        plan = document.get("plan")
        answer = (document.get("extensions") or {}).get("answer")
        return cls(
            verb,
            _core.AllocationInput.from_json(dump(document["input"])),
            AllocationPolicy.from_json(dump(document["policy"])),
            dump(document.get("settings") or {}),
            None if plan is None else Plan(_core.Plan.from_json(dump(plan)), None, None),
            "" if answer is None else dump(answer),
        )

    def __repr__(self) -> str:
        return f"<VerbQuestion of {self.verb}: {self.settings or '{}'}>"
