"""Whole sentences of the page: the library's reasons with the user's names in them, and the page's own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from .model import Alternative, Group, Level, PlanModel, Relaxation, Task, Waiting, Why
from .words import Words

#: (code, parameters, language) -> sentence, and (name, language) -> the sentence stored under a name
Sentence = Callable[[str, Mapping[str, Any], str], str]
Pattern = Callable[[str, str], str]

# Parameters of reasons that name things of the tables, and the kind of word that fits them.
_LABELLED = {
    "skill": "skill",
    "category": "type",
    "case_unit": "unit",
    "caseworker_unit": "unit",
    "unit": "unit",
    "role": "role",
    "language": "language",
}
_SHOWN_NAMES = 6
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAME = 5e-7
_ROUNDING = 1e-9


class Say:
    """Says what a model holds, in one language."""

    def __init__(self, words: Words, sentence: Sentence, pattern: Pattern) -> None:
        self.words = words
        self._sentence = sentence
        self._pattern = pattern

    def reason(self, why: Why) -> str:
        """Say a reason."""
        parameters = {name: self._shown(name, value) for name, value in why.parameters.items()}
        return self._sentence(why.code, parameters, self.words.language)

    def reasons(self, whys: Sequence[Why]) -> str:
        """Say reasons one after the other."""
        return " ".join(self.reason(why) for why in whys)

    def pattern(self, name: str) -> str:
        """Return the library's sentence of a name, its places open."""
        return self._pattern(name, self.words.language)

    def group(self, group: Group) -> str:
        """Name a unit, or the pool."""
        if group.pool:
            return self.words.text("pool")
        return self.words.label(group.unit, "unit") or self.words.text("no_unit")

    def names(self, names: Sequence[str]) -> str:
        """List a few names; of many, how many."""
        if len(names) <= _SHOWN_NAMES:
            return ", ".join(names)
        return self.words.text("caseworkers", count=len(names))

    def headline(self, model: PlanModel) -> str:
        """Sum up the week."""
        sentences = [
            self.words.counted("placed", model.placed),
            self.words.counted("left", len(model.undistributed)),
        ]
        nobody = sum(item.reason.code == "no_eligible_caseworker" for item in model.undistributed)
        must = sum(item.task.facts.case_class == "must" for item in model.undistributed)
        for name, count in (("must", must), ("nobody", nobody)):
            if count:
                sentences.append(self.words.counted(name, count))
        return " ".join(sentences)

    def waiting(self, item: Waiting) -> str:
        """Say how long a case has waited and has left."""
        parts = []
        if item.slack_days is None:
            parts.append(self.words.text("no_deadline"))
        elif item.slack_days < 0:
            parts.append(self.words.counted("slack_past", -item.slack_days))
        elif item.slack_days == 0:
            parts.append(self.words.text("slack_today"))
        else:
            parts.append(self.words.counted("slack", item.slack_days))
        if item.waiting_days:
            parts.append(self.words.counted("waited", item.waiting_days))
        return " · ".join(parts)

    def relaxation(self, relaxation: Relaxation | None) -> str:
        """Say the cheapest change."""
        if relaxation is None:
            return self.words.text("relaxation_none")
        if relaxation.extra_load > 0:
            return self.words.text(
                "relaxation_room",
                caseworker=relaxation.caseworker,
                points=self.words.points(relaxation.extra_load),
            )
        return self.words.text(
            "relaxation_rule",
            caseworker=relaxation.caseworker,
            reason=self.reason(relaxation.reason),
        )

    def differences(self, choice: Alternative) -> str:
        """Say the first level that the choice would change; the later ones do not decide."""
        for level, difference in choice.differences.items():
            if abs(difference) > _SAME:
                name = f"{'worse' if difference > 0 else 'better'}.{level}"
                size = abs(difference)
                value = (
                    self.words.percent(size, 1)
                    if level in ("peak", "leximin")
                    else self.words.number(size, 2 if size < 1 else 1)
                )
                return self.words.text(name, value=value)
        return self.words.text("worse.equal")

    def alternatives(self, task: Task) -> str:
        """Name the next best."""
        return self.words.listed(choice.caseworker for choice in task.alternatives)

    def level(self, level: Level) -> str:
        """Say the value, and what no plan can beat, in one sentence."""
        kind = "unassigned" if level.name.startswith("unassigned") else level.name
        name = self.words.text(f"level.{level.name}")
        shown = (
            self.words.percent(level.value, 1)
            if kind in ("peak", "leximin")
            else self.words.number(level.value, 1)
        )
        zero = f"value.{kind}_zero"
        if level.value == 0 and self.words.has(zero):
            return self.words.text("bound.proven_zero", level=name, value=self.words.text(zero))
        value = self.words.text(f"value.{kind}", value=shown)
        if level.proven or level.absolute_gap <= 0:
            return self.words.text("bound.proven", level=name, value=value)
        if level.gap is None:
            return self.words.text(
                "bound.gap_absolute",
                level=name,
                value=value,
                difference=self._up(level.absolute_gap),
            )
        sentence = self.words.text("bound.gap", level=name, value=value, gap=self._gap(level.gap))
        if level.variable_gap is not None:
            sentence += " " + self.words.text("bound.variable", gap=self._gap(level.variable_gap))
        return sentence

    def _gap(self, gap: float) -> str:
        """Show a share, rounded up at its second digit: never less than it is."""
        decimals = 1
        while decimals < 8 and 100 * gap < 10 ** (1 - decimals):
            decimals += 1
        step = 10**-decimals
        return self.words.percent(math.ceil(100 * gap / step - _ROUNDING) * step / 100, decimals)

    def _up(self, value: float) -> str:
        return self.words.number(-(-value // 0.01) * 0.01, 2)

    def _shown(self, name: str, value: Any) -> Any:
        """Show names by their labels and days as the language writes them; numbers are the library's to write."""
        if name in _LABELLED and isinstance(value, str):
            return self.words.label(value, _LABELLED[name])
        if isinstance(value, str) and _DAY.fullmatch(value):
            value = date.fromisoformat(value)
        return self.words.day(value) if isinstance(value, date) else value
