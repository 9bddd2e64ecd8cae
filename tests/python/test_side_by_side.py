"""The picture of who could take a case."""

from __future__ import annotations

import pytest

import evenload
from evenload import InvalidDataError

PEOPLE = {
    "id": ["Kim", "Lo", "Max"],
    "unit": ["a"] * 3,
    "capacity": [20, 10, 18],
    "base_load": [12, 3, 11],
    "unwished_categories": [[], ["court"], []],
    "skills": [["court"], ["court"], []],
}
OPEN = {"id": ["x"], "weight": [2]}
DAY = {"on": "2026-11-23"}


def test_side_by_side_draws_loads_and_what_decides() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    from evenload import plots

    new = {"id": "C-204", "weight": 6, "categories": ["court"]}
    advice = evenload.recommend(new, OPEN, PEOPLE, policy=DAY)
    axes = plots.side_by_side(advice)
    assert axes.get_title(loc="left") == "Who could take C-204 (lead)"
    found = advice.alternatives
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [a.caseworker for a in found]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [a.load_before for a in found] + [6] * 3
    texts = [text.get_text() for text in axes.texts]
    assert texts[0].startswith("best by the levels")
    first = found[1]
    level, worse = next(
        (name, value - found[0].differences[name])
        for name, value in first.differences.items()
        if value != found[0].differences[name]
    )
    assert texts[1].startswith(f"{level} +{worse:.3g}")
    assert [("price" in text) for text in texts] == [a.cost > 0 for a in found]


def test_nobody_beside_nobody_is_refused() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    from evenload import plots

    new = {"id": "C-205", "weight": 6, "required_skills": ["flying"]}
    with pytest.raises(InvalidDataError, match="alternatives"):
        plots.side_by_side(evenload.recommend(new, OPEN, PEOPLE, policy=DAY))
