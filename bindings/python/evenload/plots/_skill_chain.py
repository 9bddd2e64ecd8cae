"""The plot of second skills and the chain they form. Offered by `evenload.plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenload.plots import _style as style
from evenload.pool._cross_training import CrossTraining
from evenload.pool._flexibility import Flexibility, flexibility

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _graph(training: CrossTraining, steps: int) -> tuple[Flexibility, list[tuple[str, str]]]:
    bought = [(step.group, step.unit) for step in training.steps[:steps]]
    skills: dict[str, list[str]] = {group: [] for group in training.groups}
    for group, unit in [*training.skills, *bought]:
        skills[group].append(unit)
    return flexibility(skills, units=training.units), bought


def _orders(found: Flexibility) -> tuple[list[str], list[str]]:
    """Order groups and units from top to bottom: along each chain, then as they come."""
    groups: list[str] = []
    units: list[str] = []
    for part in found.components:
        along = [group for group, _ in part.chain] or list(part.groups)
        served = [unit for _, unit in part.chain] or list(part.units)
        groups += dict.fromkeys(along)
        units += dict.fromkeys(served)
    return groups, units


def skill_chain(
    training: CrossTraining,
    *,
    steps: int | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who can serve which unit: today's skills grey, bought ones numbered in their order.

    Closed chains are drawn heavier. The rows follow the chains, so that a chain is a zigzag and
    what closes it is the long line back.

    Parameters
    ----------
    training : CrossTraining
        Answer of `evenload.pool.cross_training`.
    steps : int, optional
        How many of its steps; all by default.
    title : str, optional
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes
    """
    count = len(training.steps) if steps is None else min(steps, len(training.steps))
    found, bought = _graph(training, count)
    groups, units = _orders(found)
    ax = style.new_axes(ax, 6.4, 1.4 + 0.5 * max(len(groups), len(units)))
    group_row = {name: -row for row, name in enumerate(groups)}
    unit_row = {name: -row for row, name in enumerate(units)}
    closed = {
        pair for part in found.components if part.shape == "closed_chain" for pair in part.chain
    }
    left, right = 0.0, 1.0
    for pair in training.skills:
        heavy = pair in closed
        ax.plot(
            [left, right],
            [group_row[pair[0]], unit_row[pair[1]]],
            color=style.MUTED if heavy else style.GRID,
            linewidth=2.6 if heavy else 1.6,
            zorder=1,
        )
    for number, pair in enumerate(bought, start=1):
        heavy = pair in closed
        ends = group_row[pair[0]], unit_row[pair[1]]
        ax.plot([left, right], ends, color=style.LESS, linewidth=2.6 if heavy else 1.6, zorder=2)
        # Near its group, where lines have parted from all others.
        at = 0.17
        ax.text(
            at,
            ends[0] + at * (ends[1] - ends[0]),
            str(number),
            ha="center",
            va="center",
            fontsize=9,
            color="white",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": style.LESS, "edgecolor": "white"},
            zorder=4,
        )
    for names, rows, x, side in (
        (groups, group_row, left, "right"),
        (units, unit_row, right, "left"),
    ):
        ax.scatter([x] * len(names), list(rows.values()), s=46, color=style.INK, zorder=3)
        for name in names:
            ax.text(
                x + (-0.05 if side == "right" else 0.05),
                rows[name],
                name,
                ha=side,
                va="center",
                color=style.INK,
            )
    ax.text(left, 0.75, "groups", ha="center", color=style.MUTED)
    ax.text(right, 0.75, "units", ha="center", color=style.MUTED)
    ax.set_xlim(-0.55, 1.55)
    ax.set_ylim(-max(len(groups), len(units)) + 0.2, 1.2)
    ax.axis("off")
    served = training.steps[count - 1].throughput if count else training.before
    looks = {
        "none": "nobody has a second skill",
        "open_chain": "one open chain",
        "closed_chain": "one closed chain",
        "closed_chains": "closed chains",
        "chains": "chains",
        "full": "everybody serves every unit",
        "other": "no chain",
    }
    ax.set_title(
        title
        or f"{count} skills, {looks[found.shape]}: {served.mean:.0f} of "
        f"{training.demand.mean:.0f} hours a week served\n"
        f"(today {training.before.mean:.0f}, with every skill {training.full.mean:.0f})",
        loc="left",
        color=style.INK,
        fontsize=10.5,
    )
    return ax
