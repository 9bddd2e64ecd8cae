"""Plots of workload over time. Offered by `evenload.plots`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError
from evenload._frames import Frame, cells_of, read
from evenload.plots import _style as style
from evenload.workload._alarm import Alarm, trend
from evenload.workload._document import DEFAULT_ZONE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARTS = {
    "from": "Before",
    "new": "New cases",
    "closed": "Closed",
    "from_vacancy": "From vacant posts",
    "taken_over": "Taken over",
    "handed_over": "Handed over",
    "phase": "Phase",
    "role": "Role",
    "weights": "New weights",
    "beside_cases": "Beside cases",
    "capacity": "Capacity",
    "to": "After",
}


def load_heat_map(
    people: Frame,
    *,
    by: str = "caseworker",
    value: str = "ratio",
    full: float = 1.0,
    alarms: Frame | None = None,
    title: str = "Workload by week",
    ax: Axes | None = None,
) -> Axes:
    """Draw caseworker (or unit) by week, coloured by load as a share of capacity.

    The darker, the more load, blue below capacity and orange from it on, so that grey print tells
    the same; weeks without capacity are hatched, weeks with an alarm marked.

    Parameters
    ----------
    people : frame
        ``people`` or ``units`` of a `WeeklySeries`.
    by : str
        The column that tells the rows.
    value : str
        The column that is coloured.
    full : float
        The value in the middle of the colours.
    alarms : frame, optional
        Answer of `evenload.workload.alarms` on the same groups.
    title : str
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes
        With a colour bar beside it.

    Raises
    ------
    InvalidDataError
        A column is not there.

    Examples
    --------
    >>> from evenload.plots import load_heat_map
    >>> ax = load_heat_map({"caseworker": ["Kim", "Kim"], "week": ["2026-W01", "2026-W02"],
    ...                     "ratio": [0.8, 1.1]})
    >>> ax.get_title("left")
    'Workload by week'
    """
    columns = cells_of(read("series", people, DEFAULT_ZONE), (by, "week", value))
    groups, weeks, grid = _grid(columns, by, value)
    ax = style.new_axes(ax, 2.5 + 0.16 * len(weeks), 1.4 + 0.26 * len(groups))
    from matplotlib.colors import TwoSlopeNorm
    from matplotlib.patches import Rectangle

    known = grid[np.isfinite(grid)]
    reach = max([0.25 * full, *np.abs(known - full)]) if known.size else full
    # As far below as above, but never below 0 where nothing is: the bar shows what can be.
    low = full - reach if known.size and known.min() < 0 else max(0.0, full - reach)
    norm = TwoSlopeNorm(full, low, full + reach)
    image = ax.imshow(
        np.ma.masked_invalid(grid),
        cmap=style.load_colours(),
        norm=norm,
        aspect="auto",
        interpolation="nearest",
    )
    for row, column in np.argwhere(~np.isfinite(grid)):
        ax.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5), 1, 1, fill=False, hatch="////",
                edgecolor=style.GRID, linewidth=0,
            )
        )  # fmt: skip
    if alarms is not None:
        _mark_alarms(ax, alarms, by, groups, weeks)
    ax.set_yticks(range(len(groups)), groups)
    style.week_ticks(ax, weeks, most=max(2, min(13, len(weeks) // 3)))
    ax.set_xticks(np.arange(-0.5, len(weeks)), minor=True)
    ax.set_yticks(np.arange(-0.5, len(groups)), minor=True)
    ax.grid(which="minor", color="white", linewidth=0.8)
    ax.tick_params(which="both", length=0, colors=style.INK)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_title(title, loc="left", color=style.INK)
    ax.set_xlabel("ISO week")
    bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=max(8, len(groups)))
    if value == "ratio":
        bar.set_label("Load as a share of capacity")
        bar.ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    else:
        bar.set_label(value)
    bar.outline.set_visible(False)
    return ax


def person_series(
    values: npt.ArrayLike,
    weeks: Sequence[str],
    *,
    bands: Iterable[Mapping[str, Any]] = (),
    chart: Alarm | None = None,
    perceived: npt.ArrayLike | None = None,
    half_life: float = 8.0,
    title: str = "Workload over time",
    ax: Axes | None = None,
) -> Axes:
    """Draw one series with its bands, its trend, what was expected, and its alarms.

    Parameters
    ----------
    values : array of float
        Load as a share of capacity, one per week; NaN where missing.
    weeks : sequence of str
        Names of the weeks (``"2026-W48"``).
    bands : iterable of mapping
        As in `evenload.workload.measure`: ``name`` and ``from``; drawn as steps of grey.
    chart : Alarm, optional
        Of `evenload.workload.alarm` on the same values: what was expected (two standard deviations
        to each side) and the weeks of alarms.
    perceived : array of float, optional
        Own ratings, on an axis of their own to the right.
    half_life : float
        Of the trend, in weeks.
    title : str
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes

    Raises
    ------
    InvalidDataError
        `weeks` is not as long as `values`.

    Examples
    --------
    >>> from evenload.plots import person_series
    >>> ax = person_series([0.8, 0.9, 1.1], ["2026-W01", "2026-W02", "2026-W03"])
    >>> ax.get_ylabel()
    'Load as a share of capacity'
    """
    shares = np.asarray(values, dtype=np.float64)
    names = [str(week) for week in weeks]
    if len(names) != len(shares):
        raise InvalidDataError(
            "length_mismatch",
            column="weeks",
            expected=f"{len(shares)} names",
            found=str(len(names)),
        )
    ax = style.new_axes(ax, 7.4, 3.9)
    places = np.arange(len(shares))
    known = shares[np.isfinite(shares)]
    top = max([1.2, *known]) * 1.12
    low = max(0.0, min([0.6, *known]) - 0.1)
    _draw_bands(ax, bands, low, top, len(shares))
    if chart is not None:
        ax.fill_between(
            places,
            chart.expected - 2 * chart.spread,
            chart.expected + 2 * chart.spread,
            color=style.LESS,
            alpha=0.14,
            linewidth=0,
            label="Expected, 2 standard deviations",
        )
    level = trend(shares, half_life=half_life).level
    name = f"Trend, half-life {half_life:g} weeks"
    ax.plot(places, level, color=style.LESS, linewidth=2, label=name)
    ax.plot(places, shares, "o-", color=style.INK, linewidth=1, markersize=3.2, label="Measured")
    if chart is not None:
        marks = {1: ("^", "Alarm, rising"), 2: ("v", "Alarm, falling"), 3: ("D", "Alarm")}
        for kind, (mark, label) in marks.items():
            found = np.flatnonzero(chart.alarm == kind)
            if found.size:
                ax.plot(
                    found, shares[found], mark, color=style.MORE, markersize=10, label=label,
                    markeredgecolor="white", zorder=5,
                )  # fmt: skip
    ax.axhline(1, color=style.INK, linewidth=0.8)
    style.plain(ax)
    style.week_ticks(ax, names)
    ax.set_xlim(-0.5, len(shares) - 0.5)
    ax.set_ylim(low, top)
    ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    ax.set_ylabel("Load as a share of capacity")
    ax.set_xlabel("ISO week")
    ax.set_title(title, loc="left", color=style.INK)
    handles, labels = ax.get_legend_handles_labels()
    if perceived is not None:
        beside = ax.twinx()
        own = np.asarray(perceived, dtype=np.float64)
        (line,) = beside.plot(
            places, own, "s", color=style.MUTED, markersize=4, markerfacecolor="white",
            label="Own rating (right)",
        )  # fmt: skip
        style.plain(beside)
        beside.set_ylabel("Own rating")
        handles, labels = [*handles, line], [*labels, "Own rating (right)"]
    ax.legend(
        handles, labels, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3, frameon=False,
        fontsize="small",
    )  # fmt: skip
    return ax


def what_changed(
    changes: Frame,
    *,
    value: str = "load",
    title: str = "What changed",
    unit: str = "points",
    ax: Axes | None = None,
) -> Axes:
    """Draw a waterfall from before to after, one step per part.

    Parameters
    ----------
    changes : frame
        Rows of one group of `evenload.workload.changes`: ``part`` and `value`.
    value : {"load", "ratio"}
        Which column is drawn; parts of 0 are left out.
    title : str
        Above the plot.
    unit : str
        What the load is counted in.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes

    Raises
    ------
    InvalidDataError
        A column is not there, or the rows are those of several groups.

    Examples
    --------
    >>> from evenload.plots import what_changed
    >>> ax = what_changed({"part": ["from", "new", "to"], "load": [80.0, 12.0, 92.0]})
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Before', 'New cases', 'After']
    """
    columns = cells_of(read("series", changes, DEFAULT_ZONE), ("part", value))
    parts = list(columns["part"])
    numbers = [float("nan") if v is None else float(v) for v in columns[value]]
    if len(set(parts)) != len(parts) or parts[:1] != ["from"] or parts[-1:] != ["to"]:
        raise InvalidDataError(
            "out_of_range",
            table="changes",
            column="part",
            expected='the rows of one group, from "from" to "to"',
            found=f"{len(parts)} rows",
        )
    shown = [(p, v) for p, v in zip(parts, numbers, strict=True) if p in ("from", "to") or v]
    ax = style.new_axes(ax, 6.4, 1.2 + 0.34 * len(shown))
    scale = 100.0 if value == "ratio" else 1.0
    level, edges = 0.0, [0.0]
    for row, (part, number) in enumerate(shown):
        size = number * scale
        total = part in ("from", "to")
        start = 0.0 if total else level
        level = size if total else level + size
        colour = style.TOTAL if total else style.MORE if size > 0 else style.LESS
        ax.barh(row, level - start, left=start, height=0.62, color=colour)
        edges += [start, level]
        if row + 1 < len(shown):
            ax.plot([level, level], [row + 0.31, row + 0.69], color=style.MUTED, linewidth=0.8)
        text = f"{size:,.2f}" if total else f"{size:+,.2f}"
        text = text.rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")
        if value == "ratio":
            text += " %"
        ax.annotate(
            text, (max(start, level), row), xytext=(5, 0), textcoords="offset points", va="center",
            color=style.INK, fontsize="small",
        )  # fmt: skip
    ax.set_yticks(range(len(shown)), [PARTS.get(part, part) for part, _ in shown])
    ax.set_ylim(len(shown) - 0.5, -0.5)
    # The steps are small beside the whole: the axis begins near them, and says so.
    finite = [edge for edge in edges[1:] if np.isfinite(edge)]
    steps = [edge for edge in finite if edge > 0]
    low = 0.0
    if steps and min(steps) > 0.5 * max(steps):
        low = min(steps) - 0.6 * (max(steps) - min(steps)) - 0.02 * max(steps)
    high = max([*finite, 1e-9])
    ax.set_xlim(low, high + 0.14 * (high - low))
    style.plain(ax)
    ax.grid(axis="x", color=style.GRID, linewidth=0.8)
    label = "Load as a share of capacity, per cent" if value == "ratio" else f"Load, {unit}"
    ax.set_xlabel(label + (" (axis does not begin at 0)" if low > 0 else ""))
    ax.set_title(title, loc="left", color=style.INK)
    return ax


def _draw_bands(
    ax: Axes, bands: Iterable[Mapping[str, Any]], low: float, top: float, weeks: int
) -> None:
    starts = [(str(band.get("name", "")), float(Fraction(str(band["from"])))) for band in bands]
    for at, (name, start) in enumerate(starts):
        end = starts[at + 1][1] if at + 1 < len(starts) else top
        if end <= low or start >= top:
            continue
        shade = 0.05 * at
        ax.axhspan(max(start, low), min(end, top), color=style.INK, alpha=shade, linewidth=0)
        ax.text(
            -0.3, max(start, low) + 0.02 * (top - low), name, ha="left", va="bottom",
            fontsize="x-small", color=style.INK, zorder=6, in_layout=False,
            bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1},
        )  # fmt: skip


def _mark_alarms(ax: Axes, alarms: Frame, by: str, groups: list[str], weeks: list[str]) -> None:
    found = cells_of(read("series", alarms, DEFAULT_ZONE), (by, "week", "alarm"))
    for group, week, kind in zip(found[by], found["week"], found["alarm"], strict=True):
        if kind and str(group) in groups and week in weeks:
            mark = {"upper": "^", "lower": "v"}.get(kind, "D")
            ax.plot(
                weeks.index(week), groups.index(str(group)), mark, color=style.INK, markersize=6,
                markeredgecolor="white", markeredgewidth=0.7,
            )  # fmt: skip


def _grid(
    columns: Mapping[str, list[Any]], by: str, value: str
) -> tuple[list[str], list[str], npt.NDArray[np.float64]]:
    groups = list(dict.fromkeys(str(group) for group in columns[by]))
    weeks = sorted({str(week) for week in columns["week"]})
    row = {group: at for at, group in enumerate(groups)}
    place = {week: at for at, week in enumerate(weeks)}
    grid = np.full((len(groups), len(weeks)), np.nan)
    for group, week, number in zip(columns[by], columns["week"], columns[value], strict=True):
        grid[row[str(group)], place[str(week)]] = np.nan if number is None else number
    return groups, weeks, grid
