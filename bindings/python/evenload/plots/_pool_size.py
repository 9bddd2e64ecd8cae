"""Size and worth of a pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from evenload._errors import InvalidDataError
from evenload.plots._style import GRID, INK, LESS, MORE, MUTED, TOTAL, new_axes, plain
from evenload.pool import PoolRisk, PoolWorth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Arm to its name, its colour and the pattern that says the same in grey.
_ARMS = {
    "nothing": ("Own staff only", TOTAL, ""),
    "pool": ("Pool", LESS, "//"),
    "fixed_posts": ("Fixed posts", MORE, ".."),
    "agency": ("Agency", MUTED, "xx"),
}
_MEASURES = {
    "shortage": "Hours waiting, summed over weeks",
    "money": "Pay of posts and agency",
    "burden": "Pay and price of the shortage",
    "alarm_weeks": "Weeks × units over the alarm",
}
_VERDICTS = {
    "helps": "the pool is better",
    "hurts": "the pool is worse",
    "equal": "no difference",
    "undecided": "undecided",
}


def risk_by_size(
    risks: Sequence[PoolRisk], *, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the risk that pools of different size leave, with intervals and what is allowed.

    Parameters
    ----------
    risks : sequence of PoolRisk
        Made by `evenload.pool.risk`, in the order to be drawn.
    title : str, optional
        By default what is drawn.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where none is given.

    Returns
    -------
    matplotlib Axes
    """
    if not risks:
        raise InvalidDataError(
            "missing_value", table="risks", expected="at least one pool", found="none"
        )
    ax = new_axes(ax, 6.4, 3.8)
    places = np.arange(len(risks))
    worst = np.array([100 * one.worst for one in risks])
    low = np.array([100 * one.low for one in risks])
    high = np.array([100 * one.high for one in risks])
    ax.vlines(places, low, high, color=LESS, linewidth=2, alpha=0.55, label="Interval")
    for meets, mark, colour, label in (
        (True, "o", LESS, "Proven to meet the risk"),
        (False, "s", MORE, "Proven to miss it"),
        (None, "D", MUTED, "Not settled"),
    ):
        there = [
            (one.meets if meets else one.fails) if meets is not None
            else not (one.meets or one.fails)
            for one in risks
        ]  # fmt: skip
        if any(there):
            ax.plot(
                places[there], worst[there], mark, color=colour, markersize=7, label=label,
                markeredgecolor="white",
            )  # fmt: skip
    allowed = sorted({100 * one.allowed for one in risks})
    for level in allowed:
        ax.axhline(level, color=INK, linewidth=1, linestyle="--")
        ax.annotate(
            f"allowed {level:g} %", (1, level), xycoords=("axes fraction", "data"),
            xytext=(0, 3), textcoords="offset points", ha="right", va="bottom", color=INK,
            fontsize="small",
        )  # fmt: skip
    names = list(risks[0].members)
    if len(names) == 1:
        ax.set_xticks(places, [str(one.members[names[0]]) for one in risks])
        ax.set_xlabel("Members of the pool")
    else:
        ax.set_xticks(places, [" + ".join(str(n) for n in one.members.values()) for one in risks])
        ax.set_xlabel("Members: " + " + ".join(names))
    ax.set_ylim(bottom=0, top=max(float(high.max()) * 1.08, 1.3 * allowed[-1]))
    ax.set_ylabel("Risk of a shortage where it is worst, %")
    ax.set_title(title if title is not None else "Risk against the size of the pool")
    ax.legend(frameon=False, fontsize="small", loc="upper right")
    ax.grid(axis="y", color=GRID, linewidth=0.7)
    plain(ax)
    return ax


def worth_against_posts(
    worth: PoolWorth,
    measure: str = "shortage",
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what the pool and its alternatives come to, as bars with intervals.

    Parameters
    ----------
    worth : PoolWorth
        Made by `evenload.pool.worth`.
    measure : {"shortage", "money", "burden", "alarm_weeks"}
        What the bars show; less is better.
    title : str, optional
        By default the measure.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where none is given.

    Returns
    -------
    matplotlib Axes
    """
    if measure not in _MEASURES:
        raise InvalidDataError(
            "out_of_range", table="worth", column="measure",
            expected="one of " + ", ".join(_MEASURES), found=str(measure),
        )  # fmt: skip
    ax = new_axes(ax, 7.2, 3.2)
    arms = [arm for arm in _ARMS if arm in worth.measures]
    widest = max((worth.measures[arm][measure].high for arm in arms), default=1.0)
    for row, arm in enumerate(reversed(arms)):
        name, colour, hatch = _ARMS[arm]
        one = worth.measures[arm][measure]
        ax.barh(
            row, one.mean, height=0.62, color=colour, hatch=hatch, edgecolor="white", label=name
        )
        for shade, width in (("white", 5), (INK, 2)):  # the rim shows it on a dark bar
            ax.plot(
                [one.low, one.high], [row, row], color=shade, linewidth=width,
                solid_capstyle="butt",
            )  # fmt: skip
        text = f"{one.mean:,.0f}".replace(",", "\u202f")
        if arm != "pool":
            verdict = worth.against(arm, measure).verdict
            text += f"\n{_VERDICTS[verdict]}"
        ax.annotate(
            text, (one.high, row), xytext=(6, 0), textcoords="offset points", va="center",
            color=INK, fontsize="small",
        )  # fmt: skip
    ax.set_yticks(range(len(arms)), [_ARMS[arm][0] for arm in reversed(arms)])
    ax.set_xlim(0, widest * 1.32 if widest > 0 else 1)
    ax.set_xlabel(_MEASURES[measure])
    ax.set_title(title if title is not None else "Worth of the pool")
    ax.grid(axis="x", color=GRID, linewidth=0.7)
    plain(ax)
    return ax


def shortage_bands(
    worth: PoolWorth,
    arms: Sequence[str] = ("nothing", "pool"),
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the hours that wait at the end of each week, with and without the pool, as bands.

    Parameters
    ----------
    worth : PoolWorth
        Made by `evenload.pool.worth`.
    arms : sequence of {"nothing", "pool", "fixed_posts", "agency"}
        Which ones.
    title : str, optional
        By default what is drawn.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where none is given.

    Returns
    -------
    matplotlib Axes
    """
    ax = new_axes(ax, 7.2, 3.8)
    for arm in arms:
        if arm not in worth.weekly:
            raise InvalidDataError(
                "unknown_id", table="worth", column="arms",
                expected="one of " + ", ".join(worth.weekly), found=str(arm),
            )  # fmt: skip
        name, colour, hatch = _ARMS[arm]
        weeks = np.arange(1, len(worth.weekly[arm]) + 1)
        ax.fill_between(
            weeks, worth.weekly_low[arm], worth.weekly_high[arm], facecolor=colour, alpha=0.22,
            linewidth=0,
        )  # fmt: skip
        ax.plot(
            weeks, worth.weekly[arm], color=colour, linewidth=2, label=name,
            linestyle="-" if not hatch else "--",
        )  # fmt: skip
    ax.set_ylim(bottom=0)
    ax.set_xlim(left=1)
    ax.set_xlabel("Week of the project")
    ax.set_ylabel("Hours waiting, all units")
    ax.set_title(title if title is not None else "Waiting work: mean, and 5 to 95 % of the runs")
    ax.legend(frameon=False, fontsize="small", loc="upper left")
    ax.grid(axis="y", color=GRID, linewidth=0.7)
    plain(ax)
    return ax
