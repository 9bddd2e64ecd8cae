"""The page of a replay: a real event log under both readings of "open", beside what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import figures
from .page import both_languages, environment
from .words import Words

#: Rows of the table: measure, and decimals.
_ROWS = (
    ("spread", 2),
    ("peak", 2),
    ("highest", 2),
    ("load_away", 1),
    ("hand_overs", 0),
    ("continuity", 3),
    ("holders", 2),
    ("first_action_days", 1),
    ("not_acted_on", 0),
    ("deadline_breaches", 0),
    ("case_days", 1),
    ("waiting", 0),
    ("undistributed", 0),
)
_DASH = "\N{EN DASH}"


def render_replay(
    results: Sequence[Mapping[str, Any]],
    *,
    title: str | Mapping[str, str],
    language: str,
    comparison: Mapping[str, Any] | None = None,
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
            table_columns=table_columns,
            table_rows=table_rows,
            intervals=intervals(results[0], words),
            compared=None if comparison is None else compared(comparison, words),
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
    columns: tuple[str, ...]  # of each reading
    readings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # measure, then the columns of each reading
    notes: tuple[str, ...]
    unknown_title: str
    unknown: tuple[str, ...]


def story(results: Sequence[Mapping[str, Any]], words: Words) -> ReplayStory:
    """Say what the page says, as plain text."""
    tables = [table_rows(result, words) for result in results]
    rows = tuple(
        (cells[0][0], *(" ".join(number).strip() for _, numbers in cells for number in numbers))
        for cells in zip(*tables, strict=True)
    )
    notes = (scale(results, words), changes(results[0], words), intervals(results[0], words))
    return ReplayStory(
        title=words.text("replay_caption"),
        log=log_facts(results[0], words),
        measure=words.text("replay_measure"),
        columns=tuple(table_columns(results[0], words)),
        readings=tuple(
            words.text(f"replay_reading.{result['mapping']['open']}") for result in results
        ),
        rows=rows,
        notes=tuple(note for note in notes if note),
        unknown_title=words.text("replay_unknown"),
        unknown=tuple(unknown(results, words.language)),
    )


def table_columns(result: Mapping[str, Any], words: Words) -> list[str]:
    """Name the columns beside the measure; holders as they were count twice where lengths vary."""
    names = ["replay_happened", "replay_replayed"]
    if _draws(result):
        names.insert(1, "replay_reference")
    return [words.text(name) for name in names]


def table_rows(result: Mapping[str, Any], words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the measure and its columns in words, each a number with its interval, if any."""
    constant = result["mapping"]["owner"] != "last_event"
    rows = []
    for measure, decimals in _ROWS:
        happened = _number(result["happened"][measure], decimals, words)
        reference = _number(result["reference"][measure]["mean"], decimals, words)
        if measure == "hand_overs" and constant:
            happened = reference = _DASH
        replayed = result["replayed"][measure]
        cells = [
            (happened, ""),
            (_number(replayed["mean"], decimals, words), _interval(replayed, decimals, words)),
        ]
        if _draws(result):
            cells.insert(1, (reference, ""))
        rows.append((words.text(f"replay_measure.{measure}"), cells))
    return rows


@dataclass(frozen=True)
class ComparedPolicies:
    """Policies side by side, in words."""

    caption: str
    policies: tuple[str, ...]
    #: Measure, then for each policy its mean, its difference to the baseline, and the interval.
    rows: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


def compared(comparison: Mapping[str, Any], words: Words) -> ComparedPolicies:
    """Say what a comparison of policies says."""
    rows = []
    for measure, decimals in _ROWS:
        cells = []
        for policy in comparison["policies"]:
            mean = _number(policy["measures"][measure]["mean"], decimals, words)
            if policy["name"] == comparison["baseline"]:
                cells.append((mean, "", ""))
                continue
            off = policy["difference"][measure]
            change = "" if off["mean"] is None else _signed(off["mean"], decimals, words)
            cells.append((mean, change, _interval(off, decimals, words, signed=True)))
        rows.append((words.text(f"replay_measure.{measure}"), tuple(cells)))
    several = comparison["replications"] > 1
    return ComparedPolicies(
        caption=words.text(
            "replay_compare_caption" if several else "replay_compare_caption_once",
            baseline=comparison["baseline"],
            coverage=words.percent(comparison["settings"]["coverage"]),
            replications=comparison["replications"],
        ),
        policies=tuple(policy["name"] for policy in comparison["policies"]),
        rows=tuple(rows),
    )


def intervals(result: Mapping[str, Any], words: Words) -> str:
    """Say what stands in brackets, where there are replications."""
    if result["replications"] < 2:
        return ""
    return words.text(
        "replay_intervals",
        coverage=words.percent(result["settings"]["coverage"]),
        replications=result["replications"],
    )


def _draws(result: Mapping[str, Any]) -> bool:
    return bool(result["settings"]["durations"] == "resampled")


def _number(value: float | None, decimals: int, words: Words) -> str:
    return _DASH if value is None else words.number(value, decimals)


def _signed(value: float, decimals: int, words: Words) -> str:
    text = words.number(abs(value), decimals)
    if text == words.number(0, decimals):
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def _interval(
    estimate: Mapping[str, Any], decimals: int, words: Words, *, signed: bool = False
) -> str:
    """Say where the mean lies; nothing where the replications do not differ."""
    if estimate["mean"] is None or not estimate["deviation"]:
        return ""
    say = _signed if signed else _number
    low, high = (say(estimate[end], decimals, words) for end in ("low", "high"))
    return "" if low == high else words.text("replay_interval", low=low, high=high)


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
    chosen = result["settings"]
    days = [words.text(f"replay_weekday.{day}") for day in chosen["batch_days"]]
    return [
        (words.text("replay_owner"), words.text(f"replay_owner.{mapping['owner']}")),
        (words.text("replay_active"), words.text(f"replay_active.{mapping['active']}")),
        (
            words.text("replay_patience"),
            words.text("replay_patience_value", weeks=mapping["patience_weeks"]),
        ),
        (
            words.text("replay_durations"),
            words.text(
                f"replay_durations.{chosen['durations']}",
                elasticity=words.number(chosen["elasticity"], 2),
            ),
        ),
        (
            words.text("replay_batches"),
            words.text("replay_batches.days", days=words.listed(days))
            if days
            else words.text("replay_batches.week"),
        ),
        (
            words.text("replay_people"),
            words.text("replay_people.log" if "capacity" in result else "replay_people.table"),
        ),
    ]


def scale(results: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Say what a ratio of 1 means, where the mapping gives no capacity."""
    given = results[0]["mapping"].get("capacity") is not None
    if given or len(results) != 2 or "capacity" not in results[0]:
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
