"""Plot of who could take a case. Offered by `evenload.plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenload._errors import InvalidDataError
from evenload.explanation import Alternative, Explanation
from evenload.plots import _style as style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def side_by_side(
    explanation: Explanation, *, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the alternatives for a case: load before, what the case adds, capacity, what differs.

    The best stands on top. Right of each other one stands the first level on which it is worse,
    and by how much, or that it is as good; a price of soft rules is part of the balance and shown
    on its own, too.

    Parameters
    ----------
    explanation : Explanation
        Answer of `evenload.recommend`, `evenload.explain` or `Plan.explain`.
    title : str, optional
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes

    Raises
    ------
    InvalidDataError
        The explanation has no alternatives: nobody may take the case, or its audience may not read
        them.
    """
    found = explanation.alternatives
    if not found:
        raise InvalidDataError(
            code="missing_value",
            column="explanation",
            expected="an explanation with alternatives",
            found="none",
        )
    ax = style.new_axes(ax, 8.0, 1.4 + 0.55 * len(found))
    places = range(len(found))
    before = [one.load_before for one in found]
    added = [one.load_after - one.load_before for one in found]
    ax.barh(places, before, color=style.LESS, height=0.5, label="load before")
    ax.barh(
        places,
        added,
        left=before,
        color="white",
        edgecolor=style.LESS,
        hatch="////",
        height=0.5,
        label="this case",
    )
    ax.vlines(
        [one.capacity for one in found],
        [place - 0.36 for place in places],
        [place + 0.36 for place in places],
        color=style.MORE,
        linewidth=2.5,
        label="capacity",
    )
    widest = max(max(one.load_after, one.capacity) for one in found) or 1.0
    for place, one in zip(places, found, strict=True):
        ax.text(
            max(one.load_after, one.capacity) + widest * 0.03,
            place,
            _beside(one, found[0]),
            va="center",
            color=style.INK,
        )
    ax.set_yticks(list(places), [_label(one) for one in found])
    ax.set_xlim(0, widest * 1.55)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.set_xlabel("points")
    ax.set_title(
        title or f"Who could take {_text(explanation.case_id)} ({explanation.role})",
        loc="left",
        color=style.INK,
    )
    style.plain(ax)
    ax.legend(frameon=False, ncols=3, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
    return ax


def _text(identifier: object) -> str:
    return ": ".join(identifier) if isinstance(identifier, tuple) else str(identifier)


def _label(one: Alternative) -> str:
    return f"{_text(one.caseworker)} ✓" if one.chosen else _text(one.caseworker)


def _beside(one: Alternative, best: Alternative) -> str:
    price = f", price {one.cost}" if one.cost else ""
    if one is best:
        return f"best by the levels{price}"
    for level, value in one.differences.items():
        worse = value - best.differences[level]
        if worse > 1e-9:
            return f"{level.replace('_', ' ')} +{worse:.3g}{price}"
        if worse < -1e-9:
            break
    return f"as good{price}"
