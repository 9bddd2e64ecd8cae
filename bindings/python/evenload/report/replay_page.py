"""The page of a replay: a real event log under both readings of "open", beside what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import figures
from .page import both_languages, environment
from .words import Words

#: Rows of the table: word, decimals, and the names of the two numbers in a summary (the first may be missing).
_ROWS: tuple[tuple[str, int, str | None, str], ...] = (
    ("replay_spread", 2, "spread_happened", "spread_replayed"),
    ("replay_peak", 2, "peak_happened", "peak_replayed"),
    ("replay_highest", 2, "highest_happened", "highest_replayed"),
    ("replay_hand_overs", 0, "hand_overs_happened", "hand_overs_replayed"),
    ("replay_away", 1, "load_away_happened", "load_away_replayed"),
    ("replay_undistributed", 0, None, "undistributed"),
)


def render_replay(
    results: Sequence[Mapping[str, Any]], *, title: str | Mapping[str, str], language: str
) -> str:
    """Render the page of the documents of one or more replays of the same log."""
    template = environment().get_template("replay.html.j2")

    def lead(words: Words) -> str:
        return words.text("replay_lead")

    def body(words: Words) -> str:
        pictures = [
            _figure(result, words, f"{words.language}-replay-{index}")
            for index, result in enumerate(results)
        ]
        return template.render(
            results=results,
            words=words,
            figures=pictures,
            table_rows=table_rows,
            facts=log_facts(results[0], words),
            settings=settings(results[0], words),
            scale=scale(results, words),
            changes=changes(results[0], words),
            unknown=unknown(results, words.language),
        )

    return both_languages(title=title, language=language, labels={}, lead=lead, body=body)


@dataclass(frozen=True)
class ReplayStory:
    """A replay in words, for tables of one's own."""

    title: str
    log: str
    measure: str
    happened: str
    replayed: str
    readings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # measure, then (happened, replayed) for each reading
    notes: tuple[str, ...]
    unknown_title: str
    unknown: tuple[str, ...]


def story(results: Sequence[Mapping[str, Any]], words: Words) -> ReplayStory:
    """Say what the page says, as plain text."""
    tables = [table_rows(result, words) for result in results]
    rows = tuple(
        (cells[0][0], *(number for _, *numbers in cells for number in numbers))
        for cells in zip(*tables, strict=True)
    )
    return ReplayStory(
        title=words.text("replay_caption"),
        log=log_facts(results[0], words),
        measure=words.text("replay_measure"),
        happened=words.text("replay_happened"),
        replayed=words.text("replay_replayed"),
        readings=tuple(
            words.text(f"replay_reading.{result['mapping']['open']}") for result in results
        ),
        rows=rows,
        notes=tuple(note for note in (scale(results, words), changes(results[0], words)) if note),
        unknown_title=words.text("replay_unknown"),
        unknown=tuple(unknown(results, words.language)),
    )


def table_rows(result: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """Give (measure, as it happened, replayed) in words."""
    summary = result["summary"]
    constant = result["mapping"]["owner"] != "last_event"
    rows = []
    for name, decimals, happened, replayed in _ROWS:
        shown = (
            "\N{EN DASH}"
            if happened is None or (name == "replay_hand_overs" and constant)
            else words.number(summary[happened], decimals)
        )
        rows.append((words.text(name), shown, words.number(summary[replayed], decimals)))
    return rows


def log_facts(result: Mapping[str, Any], words: Words) -> str:
    """Say what the log is."""

    def whole(name: str) -> str:
        return words.number(result[name], 0)

    return words.text(
        "replay_log_text",
        events=whole("events"),
        cases=whole("cases"),
        resources=whole("resources"),
        weeks=len(result["weeks"]),
        active=words.number(result["median_active"]),
        span=whole("median_span_minutes"),
        several=whole("cases_with_several_resources"),
        without_end=whole("cases_without_end"),
    )


def settings(result: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """Say how the log was read, setting by setting."""
    mapping = result["mapping"]
    return [
        (words.text("replay_owner"), words.text(f"replay_owner.{mapping['owner']}")),
        (words.text("replay_active"), words.text(f"replay_active.{mapping['active']}")),
        (
            words.text("replay_patience"),
            words.text("replay_patience_value", weeks=mapping["patience_weeks"]),
        ),
    ]


def scale(results: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Say what a ratio of 1 means, where the mapping gives no capacity."""
    if results[0]["mapping"].get("capacity") is not None or len(results) != 2:
        return ""
    first, second = (words.number(_rational(result["capacity"])) for result in results)
    return words.text("replay_scale", first=first, second=second)


def changes(result: Mapping[str, Any], words: Words) -> str:
    """Say how often cases changed hands in the log, and why that is not a number of hand-overs."""
    sentence = words.text(
        "replay_changes", changes=words.number(result["summary"]["resource_changes"], 0)
    )
    return (
        sentence
        if result["mapping"]["owner"] == "last_event"
        else f"{words.text('replay_constant')} {sentence}"
    )


def unknown(results: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """List what the log cannot tell under any of the readings, each once."""
    return list(
        dict.fromkeys(item[language] for result in results for item in result["cannot_know"])
    )


def _figure(result: Mapping[str, Any], words: Words, key: str) -> str:
    weeks = [week for week in result["weeks"] if week["active"] > 0]
    reading = words.text(f"replay_reading.{result['mapping']['open']}")
    summary = result["summary"]
    text = words.text(
        "replay_figure_text",
        weeks=len(weeks),
        reading=reading,
        happened=words.number(summary["spread_happened"], 2),
        replayed=words.number(summary["spread_replayed"], 2),
    )
    return figures.weekly(
        [week["spread_happened"] for week in weeks],
        [week["spread_replayed"] for week in weeks],
        [week["week"] for week in weeks],
        words,
        words.text("replay_figure", reading=reading),
        text,
        key,
    )


def _rational(value: str | float) -> float:
    if not isinstance(value, str):
        return float(value)
    numerator, _, denominator = value.partition("/")
    return int(numerator) / int(denominator or 1)
