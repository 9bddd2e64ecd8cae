"""The page's plots as SVG text that sits in the page: text stays text, colours follow the page's light or dark.

Drawn by matplotlib in placeholder colours, which then become the page's CSS variables. Before and after differ in shape
and in lightness as well as in hue, so that they can be told apart in any kind of colour vision and on paper.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .model import Group, Person, PlanModel
from .words import Words
from .workload import UnitWeeks, WorkloadModel

# Placeholders for CSS variables; matplotlib writes them as they stand.
INK, MUTED, GRID, BEFORE, AFTER, OVER, PAPER = (
    "#010101",
    "#020202",
    "#030303",
    "#040404",
    "#050505",
    "#060606",
    "#070707",
)
_VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    GRID: "--line",
    BEFORE: "--before",
    AFTER: "--after",
    OVER: "--over",
    PAPER: "--card",
}

#: Width in CSS pixels: a phone shows it at its own size.
_WIDTH = 350
_STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GRID,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "text.parse_math": False,
}


def loads(group: Group, words: Words, name: str, key: str) -> str:
    """Draw a line per caseworker from before to after, as shares of capacity, in the order of the table."""
    people = _ratios(group.people)
    highest = max([1.3, *(ratio for _, *both in people for ratio in both)])

    def draw(axes: Axes) -> None:
        for row, (_, before, after) in enumerate(people):
            over = after > 1
            axes.plot([before, after], [row, row], color=MUTED, linewidth=1.5, zorder=2)
            axes.plot(
                before,
                row,
                "o",
                markersize=5.5,
                markerfacecolor=PAPER,
                markeredgecolor=BEFORE,
                markeredgewidth=1.4,
                zorder=3,
            )
            axes.plot(
                after,
                row,
                "D" if over else "o",
                markersize=5.5,
                color=OVER if over else AFTER,
                zorder=4,
            )
        axes.axvline(1, color=INK, linewidth=1)
        axes.set_yticks(range(len(people)), [name for name, _, _ in people])
        axes.set_ylim(len(people) - 0.4, -0.6)
        axes.set_xlim(0, highest * 1.04)
        _percent_axis(axes, words, highest)
        axes.set_xlabel(words.text("axis_share"))

    text = words.text(
        "figure_loads_text",
        unit=name,
        people=len(people),
        before=words.percent(group.before.mean),
        after=words.percent(group.after.mean),
        over_before=group.before.above,
        over_after=group.after.above,
    )
    return _svg(
        draw, 66 + 19 * len(people), words.text("figure_loads", unit=name), text, f"{key}-loads"
    )


def overload(model: PlanModel, names: Sequence[str], words: Words, key: str) -> str:
    """Draw points above capacity, before and after, a pair of bars per unit."""
    before = [group.before.overload for group in model.groups]
    after = [group.after.overload for group in model.groups]

    def draw(axes: Axes) -> None:
        for row in range(len(names)):
            axes.barh(
                row - 0.19,
                before[row],
                height=0.34,
                facecolor=PAPER,
                edgecolor=BEFORE,
                linewidth=1.3,
            )
            axes.barh(row + 0.19, after[row], height=0.34, color=AFTER)
            for shift, value in ((-0.19, before[row]), (0.19, after[row])):
                axes.annotate(
                    words.number(value),
                    (value, row + shift),
                    xytext=(4, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=10.5,
                )
        axes.set_yticks(range(len(names)), [_wrapped(name) for name in names])
        axes.set_ylim(max(1, len(names)) - 0.5, -0.5)
        axes.set_xlim(0, max([1.0, *before, *after]) * 1.18)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_xlabel(words.text("axis_overload"))

    rows = "; ".join(
        words.text("figure_overload_row", unit=name, before=words.number(b), after=words.number(a))
        for name, b, a in zip(names, before, after, strict=True)
    )
    return _svg(
        draw,
        50 + 50 * len(names),
        words.text("figure_overload_title"),
        words.text("figure_overload_text", rows=rows),
        f"{key}-overload",
    )


def spread(model: PlanModel, words: Words, key: str) -> str:
    """Draw every caseworker as a dot, before and after, with the mean and one standard deviation to each side."""
    people = _ratios(model.people)
    before, after = [ratio for _, ratio, _ in people], [ratio for _, _, ratio in people]
    rows = [(before, model.before, BEFORE), (after, model.after, AFTER)]
    highest = max([1.3, *before, *after])

    def draw(axes: Axes) -> None:
        for row, (ratios, sums, colour) in enumerate(rows):
            places = _beside_each_other(ratios)
            step = min(0.11, 0.7 / (1 + max(places, default=0)))
            axes.plot(
                ratios,
                [row - 0.1 - step * place for place in places],
                "o",
                markersize=4.5,
                markeredgewidth=1.1,
                zorder=3,
                markerfacecolor=PAPER if row == 0 else colour,
                markeredgecolor=colour,
                linestyle="none",
            )
            axes.plot(
                [sums.mean - sums.spread, sums.mean + sums.spread],
                [row + 0.2, row + 0.2],
                color=colour,
                linewidth=4,
                solid_capstyle="butt",
            )
            axes.plot(sums.mean, row + 0.2, "|", color=INK, markersize=11, markeredgewidth=1.5)
        axes.axvline(1, color=INK, linewidth=1)
        axes.set_yticks([0, 1], [words.text("legend_before"), words.text("legend_after")])
        axes.set_ylim(1.5, -0.9)
        axes.set_xlim(0, highest * 1.04)
        _percent_axis(axes, words, highest)
        axes.set_xlabel(words.text("axis_share"))

    text = words.text(
        "figure_spread_text",
        mean_before=words.percent(model.before.mean),
        spread_before=words.percent(model.before.spread, 1),
        mean_after=words.percent(model.after.mean),
        spread_after=words.percent(model.after.spread, 1),
    )
    return _svg(draw, 210, words.text("figure_spread_title"), text, f"{key}-spread")


def weekly(
    happened: Sequence[float],
    replayed: Sequence[float],
    weeks: Sequence[str],
    words: Words,
    title: str,
    text: str,
    key: str,
) -> str:
    """Draw two lines over the weeks: as it happened, and replayed."""

    def draw(axes: Axes) -> None:
        axes.plot(happened, color=BEFORE, linewidth=1.4, linestyle=(0, (3, 1.5)))
        axes.plot(replayed, color=AFTER, linewidth=1.8)
        axes.set_ylim(0, max([0.1, *happened, *replayed]) * 1.1)
        axes.set_xlim(0, max(1, len(weeks) - 1))
        ticks = range(0, len(weeks), max(1, -(-len(weeks) // 4)))
        axes.set_xticks(ticks, [weeks[tick] for tick in ticks])
        axes.yaxis.set_major_formatter(lambda value, _: words.number(value, 2))
        axes.set_ylabel(words.text("replay_axis_spread"))
        axes.grid(axis="y", color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)

    return _svg(draw, 190, title, text, key)


#: Shares of capacity from which a shade of the heat map holds: catalogue name, placeholder, opacity.
SHADES = (
    ("shade_low", AFTER, 0.12, 0.0),
    ("shade_room", AFTER, 0.35, 0.8),
    ("shade_full", AFTER, 0.75, 0.95),
    ("shade_over", OVER, 0.55, 1.0),
    ("shade_far", OVER, 1.0, 1.1),
)


def css_shades() -> list[tuple[str, tuple[str, float]]]:
    """List the shades as the legend of the page needs them."""
    return [(name, (_VARIABLES[colour], opacity)) for name, colour, opacity, _ in SHADES]


def unit_weeks(model: WorkloadModel, names: Sequence[str], words: Words, key: str) -> str:
    """Draw a line per unit over the weeks, each with its name beside its end and its alarms marked."""
    styles: list[Any] = ["-", (0, (4, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1))]
    lines = [
        (name, unit, [float("nan") if ratio is None else ratio for ratio in unit.ratios])
        for name, unit in zip(names, model.units, strict=True)
        if any(ratio is not None for ratio in unit.ratios)
    ]
    known = [ratio for _, _, line in lines for ratio in line if ratio == ratio]
    low, high = min([0.7, *known]), max([1.1, *known])

    def draw(axes: Axes) -> None:
        for index, (name, unit, line) in enumerate(lines):
            colour = (AFTER, OVER, BEFORE)[index % 3]
            axes.plot(line, color=colour, linewidth=1.8, linestyle=styles[index % 4], label=name)
            for week, kind in unit.alarms:
                axes.plot(
                    week,
                    line[week],
                    "v" if kind == "lower" else "^",
                    markersize=8,
                    color=colour,
                    markeredgecolor=PAPER,
                    zorder=4,
                )
        axes.axhline(1, color=INK, linewidth=1)
        axes.set_ylim(low - 0.05, high + 0.05)
        axes.set_xlim(0, max(1, len(model.weeks) - 1))
        ticks = range(0, len(model.weeks), max(1, -(-len(model.weeks) // 4)))
        axes.set_xticks(ticks, [model.weeks[tick] for tick in ticks])
        axes.yaxis.set_major_formatter(lambda value, _: words.percent(value))
        axes.grid(axis="y", color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.45, -0.16), ncols=2, frameon=False, fontsize=10
        )

    text = " ".join(_weeks_text(name, unit.ratios, model, words) for name, unit, _ in lines)
    return _svg(draw, 250, words.text("workload_units_title"), text, f"{key}-units")


def people_weeks(unit: UnitWeeks, model: WorkloadModel, name: str, words: Words, key: str) -> str:
    """Draw a heat map of a unit: a row per caseworker, a column per week."""
    cells = [ratio for person in unit.people for ratio in person.ratios if ratio is not None]

    def draw(axes: Axes) -> None:
        for row, person in enumerate(unit.people):
            for week, ratio in enumerate(person.ratios):
                place = (week - 0.46, row - 0.44)
                if ratio is None:
                    axes.plot(
                        [week - 0.3, week + 0.3], [row + 0.3, row - 0.3], color=MUTED, linewidth=0.8
                    )
                    continue
                _, colour, opacity, _ = [shade for shade in SHADES if ratio >= shade[3]][-1]
                axes.add_patch(
                    Rectangle(place, 0.92, 0.88, facecolor=colour, alpha=opacity, linewidth=0)
                )
        axes.set_xlim(-0.5, len(model.weeks) - 0.5)
        axes.set_ylim(len(unit.people) - 0.5, -0.5)
        axes.set_yticks(range(len(unit.people)), [person.name for person in unit.people])
        ticks = range(0, len(model.weeks), max(1, -(-len(model.weeks) // 4)))
        axes.set_xticks(ticks, [model.weeks[tick] for tick in ticks])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)

    text = words.text(
        "figure_people_weeks_text",
        unit=name,
        people=len(unit.people),
        weeks=len(model.weeks),
        over=sum(ratio > 1 for ratio in cells),
    )
    title = words.text("figure_people_weeks", unit=name)
    return _svg(draw, 44 + 17 * len(unit.people), title, text, f"{key}-people")


def _weeks_text(
    name: str, ratios: Sequence[float | None], model: WorkloadModel, words: Words
) -> str:
    known = [
        (ratio, week) for ratio, week in zip(ratios, model.weeks, strict=True) if ratio is not None
    ]
    highest, week = max(known)
    return words.text(
        "figure_weeks_text",
        unit=name,
        first=words.percent(known[0][0]),
        last=words.percent(known[-1][0]),
        highest=words.percent(highest),
        week=week,
    )


def _ratios(people: Iterable[Person]) -> list[tuple[str, float, float]]:
    """List (caseworker, before, after) for those with capacity."""
    return [
        (person.id, person.ratio_before, person.ratio_after)
        for person in people
        if person.ratio_before is not None and person.ratio_after is not None
    ]


def _percent_axis(axes: Axes, words: Words, highest: float) -> None:
    ticks = [0.25 * step for step in range(int(highest / 0.25) + 1)]
    axes.set_xticks(ticks, [words.percent(tick) for tick in ticks])
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def _beside_each_other(values: Sequence[float], width: float = 0.04) -> list[int]:
    """Find the lowest row for each dot in which it touches no other."""
    taken: list[list[float]] = []
    rows = [0] * len(values)
    for index in sorted(range(len(values)), key=lambda i: values[i]):
        row = next(
            (r for r, dots in enumerate(taken) if values[index] - dots[-1] >= width), len(taken)
        )
        if row == len(taken):
            taken.append([])
        taken[row].append(values[index])
        rows[index] = row
    return rows


def _wrapped(name: str, length: int = 14) -> str:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _svg(draw: Callable[[Axes], None], height: int, title: str, text: str, key: str) -> str:
    """Draws, and makes the SVG fit to stand inside a page: ids of its own, CSS colours, a title and a description."""
    with rc_context({**_STYLE, "svg.hashsalt": key}):
        figure = Figure(figsize=(_WIDTH / 72, height / 72), layout="constrained")
        draw(figure.add_subplot())
        file = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(
            file, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    for part in (r"<metadata>.*?</metadata>", r"<!--.*?-->\s*", r"<style.*?</style>"):
        svg = re.sub(part, "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]+"', "<g", svg)
    svg = re.sub(r'id="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{key}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", svg)
    for placeholder, variable in _VARIABLES.items():
        svg = svg.replace(placeholder, f"var({variable})")
    svg = re.sub(r"font-family: [^;\"]+", "font-family: inherit", svg)
    opening = (
        f'<svg class="figure" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="{key}-title {key}-text"><title id="{key}-title">{escape(title)}</title><desc id="{key}-text">{escape(text)}</desc>'
    )
    return opening + svg[svg.index(">") + 1 :].strip()
