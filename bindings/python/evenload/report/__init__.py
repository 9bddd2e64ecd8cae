"""Pages: one self-contained HTML file of an allocation, or of a replay, in English and Swedish.

Needs the extra ``report`` (Jinja2 and matplotlib). Nothing is fetched when the page is made or read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evenload import _core
from evenload._replay import PolicyComparison, ReplayResult
from evenload.plan import Plan

from .gather import gather, rows_of
from .model import PlanModel
from .page import render_plan
from .replay_page import ComparedPolicies, ReplayStory, compared, render_replay, story
from .say import Say, Sentence
from .words import LANGUAGES, Labels, Words
from .workload import Workload, gather_workload

__all__ = [
    "Labels",
    "Say",
    "Workload",
    "describe",
    "describe_comparison",
    "describe_replay",
    "write_page",
    "write_replay_page",
]


def write_page(
    path: str | Path,
    plan: Plan,
    *,
    title: str | Mapping[str, str],
    language: str = "en",
    measurement: Any = None,
    labels: Labels | None = None,
    top: int = 4,
    workload: Workload | None = None,
) -> Path:
    """Write the allocator's page of a plan.

    The page shows absence, conflicts of interest and protection as reasons: it is for whoever allocates, and says so.
    Caseworkers stand in the order of their table; nobody is ranked.

    Parameters
    ----------
    path : str or Path
        File to write; its folder must be there.
    plan : Plan
        With its input and policy, as `evenload.allocate` returns it.
    title : str or mapping
        Heading of the page, or one for each language.
    language : {"en", "sv"}
        Which language shows first; both are in the page.
    measurement : frame, optional
        What `evenload.workload.measure` returned, shown as a table of its own.
    labels : mapping, optional
        What units, case types, phases, roles, skills and bands are called: id to text, or id to text by language.
    top : int
        How many of the next best caseworkers are shown for each case.
    workload : Workload, optional
        Workload over time, as a section of its own.

    Returns
    -------
    Path
        The file.
    """
    model = gather(plan, measurement, top)
    text = render_plan(
        model,
        title=title,
        language=language,
        labels=labels or {},
        sentence=_sentence_of(plan),
        pattern=_core.sentence_pattern,
        workload=None if workload is None else gather_workload(workload),
    )
    return _write(path, text)


def write_replay_page(
    path: str | Path,
    results: Sequence[ReplayResult],
    *,
    title: str | Mapping[str, str],
    language: str = "en",
    comparison: PolicyComparison | None = None,
) -> Path:
    """Write the page of one log, replayed under one or more readings of when a case is open.

    Parameters
    ----------
    path : str or Path
        File to write; its folder must be there.
    results : sequence of ReplayResult
        Of the same log, as `evenload.replay` returns them.
    title : str or mapping
        Heading of the page, or one for each language.
    language : {"en", "sv"}
        Which language shows first; both are in the page.
    comparison : PolicyComparison, optional
        Of the same log, as `evenload.compare_policies` returns it.

    Returns
    -------
    Path
        The file.
    """
    beside = None if comparison is None else comparison.summary
    documents = [{**result.summary, "weeks": rows_of(result.weeks)} for result in results]
    return _write(path, render_replay(documents, title=title, language=language, comparison=beside))


def describe(
    plan: Plan, *, language: str = "en", labels: Labels | None = None, measurement: Any = None
) -> tuple[PlanModel, Say]:
    """Return what the page of a plan shows, and who says it in a language: for tables of one's own.

    Examples
    --------
    >>> import evenload
    >>> from evenload import report
    >>> people = {"id": ["Kim", "Lo"], "unit": ["children", "children"], "capacity": [20, 10]}
    >>> plan = evenload.allocate({"id": ["c1"], "weight": [6]}, people, policy={"on": "2026-11-23"})
    >>> model, say = report.describe(plan)
    >>> say.headline(model)
    '1 piece of work is placed this week. Nothing is left over.'
    """
    if language not in LANGUAGES:
        raise ValueError(f'language: expected "en" or "sv", found {language!r}')
    say = Say(Words(language, labels or {}), _sentence_of(plan), _core.sentence_pattern)
    return gather(plan, measurement), say


def describe_replay(results: Sequence[ReplayResult], *, language: str = "en") -> ReplayStory:
    """Return what the page of a replay says, as plain text: for tables of one's own."""
    return story(
        [{**result.summary, "weeks": rows_of(result.weeks)} for result in results], Words(language)
    )


def describe_comparison(comparison: PolicyComparison, *, language: str = "en") -> ComparedPolicies:
    """Return what the page says of compared policies, as plain text: for tables of one's own."""
    return compared(comparison.summary, Words(language))


def _sentence_of(plan: Plan) -> Sentence:
    """Return the library's sentences, with the policy's own wording where it has one."""
    own = plan.policy.sentences if plan.policy is not None else {}

    def sentence(code: str, parameters: Mapping[str, Any], language: str) -> str:
        return _core.sentence(code, dict(parameters), language, dict(own.get(language, {})))

    return sentence


def _write(path: str | Path, text: str) -> Path:
    path = Path(path)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
