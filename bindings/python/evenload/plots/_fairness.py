"""Plots of what fairness costs. Offered by `evenload.plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenload._fairness import TradeOff
from evenload.plots import _style as style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def trade_off_curve(curve: TradeOff, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw balance against the price of a rule, the plan of the policy marked.

    Filled points are best for some weight, hollow ones lie between; the line below is what no
    plan can pass. The rule is heard more to the right.

    Parameters
    ----------
    curve : TradeOff
        Answer of `evenload.trade_off`.
    title : str, optional
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes
    """
    ax = style.new_axes(ax, 7.0, 4.2)
    points = curve.points
    costs = [point.rule_cost for point in points]
    ax.plot(
        costs,
        [point.balance_bound for point in points],
        color=style.MUTED,
        linestyle="--",
        linewidth=1,
        label="no plan is below",
        zorder=1,
    )
    supported = [point for point in points if point.supported]
    between = [point for point in points if not point.supported]
    ax.plot(
        [point.rule_cost for point in supported],
        [point.balance for point in supported],
        color=style.LESS,
        marker="o",
        linewidth=1.6,
        label="best for some weight",
        zorder=2,
    )
    if between:
        ax.plot(
            [point.rule_cost for point in between],
            [point.balance for point in between],
            color=style.LESS,
            marker="o",
            markerfacecolor="white",
            linestyle="none",
            label="found between",
            zorder=3,
        )
    ax.plot(
        [curve.current.rule_cost],
        [curve.current.balance],
        color=style.MORE,
        marker="D",
        markersize=9,
        linestyle="none",
        label="the policy as it stands",
        zorder=4,
    )
    ax.annotate(
        f"{curve.current.broken} against the rule",
        (curve.current.rule_cost, curve.current.balance),
        xytext=(4, 14),
        textcoords="offset points",
        color=style.MORE,
    )
    name = curve.subject.replace("_", " ")
    ax.set_xlabel(f"price of {name}, cost units (the rule is heard more to the right)")
    ax.set_ylabel("balance, points (lower is more even)")
    ax.set_title(title or f'What the rule "{name}" costs in balance', loc="left", color=style.INK)
    ax.invert_xaxis()
    ax.grid(color=style.GRID, linewidth=0.6)
    style.plain(ax)
    ax.legend(frameon=False)
    return ax
