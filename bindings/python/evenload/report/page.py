"""The page of one allocation as one HTML text: both languages inside, nothing fetched, readable without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from evenload import _core

from . import figures
from .model import PlanModel
from .say import Pattern, Say, Sentence
from .words import LANGUAGES, Labels, Words
from .workload import WorkloadModel

_PARTS = (
    "headline",
    "allocation",
    "undistributed",
    "before_and_after",
    "loads",
    "workload",
    "bounds",
    "notices",
    "how",
)


def render_plan(
    model: PlanModel,
    *,
    title: str | Mapping[str, str],
    language: str,
    labels: Labels,
    sentence: Sentence,
    pattern: Pattern,
    workload: WorkloadModel | None = None,
) -> str:
    """Render the page of a plan, with a section on workload over time where there is one."""
    template = environment().get_template("plan.html.j2")

    def lead(words: Words) -> str:
        week = model.made.day.isocalendar().week
        return words.text("week_of", day=words.day(model.made.day), week=week)

    def body(words: Words) -> str:
        say = Say(words, sentence, pattern)
        names = [say.group(group) for group in model.groups]
        pictures = {
            "loads": [
                figures.loads(group, words, name, f"{words.language}-{index}")
                for index, (group, name) in enumerate(zip(model.groups, names, strict=True))
            ],
            "overload": figures.overload(model, names, words, words.language),
            "spread": figures.spread(model, words, words.language),
        }

        def unit_name(unit: str) -> str:
            return words.label(unit) or words.text("pool")

        if workload is not None:
            units = [unit_name(unit.unit) for unit in workload.units]
            pictures["workload_units"] = figures.unit_weeks(workload, units, words, words.language)
            pictures["workload_people"] = [
                figures.people_weeks(unit, workload, name, words, f"{words.language}-{index}")
                for index, (name, unit) in enumerate(zip(units, workload.units, strict=True))
                if unit.people
            ]
        parts = [part for part in _PARTS if part != "workload" or workload is not None]
        return template.render(
            workload=workload,
            unit_name=unit_name,
            highest=lambda ratios: max((r for r in ratios if r is not None), default=None),
            shades=figures.css_shades(),
            caveat_text=lambda caveat: _core.caveat_pattern(caveat.name, words.language).format(
                unit=unit_name(caveat.unit), other=unit_name(caveat.other)
            ),
            model=model,
            words=words,
            say=say,
            figures=pictures,
            parts=parts,
            show_ratings=any(person.perceived is not None for person in model.people),
        )

    return both_languages(title=title, language=language, labels=labels, lead=lead, body=body)


def both_languages(
    *,
    title: str | Mapping[str, str],
    language: str,
    labels: Labels,
    lead: Callable[[Words], str],
    body: Callable[[Words], str],
) -> str:
    """Render a document with every language in it, of which a switch shows one."""
    if language not in LANGUAGES:
        raise ValueError(f'language: expected "en" or "sv", found {language!r}')
    languages = [Words(name, labels) for name in LANGUAGES]
    titles = {name: title if isinstance(title, str) else title[name] for name in LANGUAGES}

    def lead_of(words: Words) -> str:
        return (
            f'<p class="muted {words.language}" lang="{words.language}">{escape(lead(words))}</p>'
        )

    css = (files(__package__) / "templates" / "page.css").read_text(encoding="utf-8")
    return (
        environment()
        .get_template("base.html.j2")
        .render(
            language=language, languages=languages, titles=titles, css=css, lead=lead_of, body=body
        )
    )


def environment() -> Environment:
    """Make the environment of the templates: escaping on, nothing undefined."""
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    return made
