"""Tables of a small municipality, and every kind of frame they can come in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import evenload
import pytest

ON = datetime.date(2026, 11, 23)


class ArrowOnly:
    """An object that knows nothing but ``__arrow_c_stream__``."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


@dataclass(frozen=True)
class FrameKind:
    """How a table of Python lists becomes a frame, and how an answer is read back."""

    name: str
    make: Callable[[dict[str, list[Any]]], Any]
    owns: Callable[[Any], bool]
    lists: Callable[[Any], dict[str, list[Any]]]


def _pandas(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def _polars(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns, strict=False)


def _pyarrow(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pyarrow").table(columns)


def _pandas_lists(frame: Any) -> dict[str, list[Any]]:
    pandas = pytest.importorskip("pandas")
    answer = {}
    for name in frame.columns:
        cells = []
        for cell in frame[name].tolist():
            missing = not isinstance(cell, list) and pandas.isna(cell)
            cells.append(
                None if missing else cell.date() if isinstance(cell, datetime.datetime) else cell
            )
        answer[str(name)] = cells
    return answer


def _mapping_lists(frame: Any) -> dict[str, list[Any]]:
    return {n: [None if c is None or c != c else c for c in v.tolist()] for n, v in frame.items()}


def _stream_lists(frame: Any) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = pytest.importorskip("pyarrow").table(frame).to_pydict()
    return lists


KINDS = [
    FrameKind("mapping", lambda c: dict(c), lambda f: isinstance(f, dict), _mapping_lists),
    FrameKind("pandas", _pandas, lambda f: type(f).__module__.startswith("pandas"), _pandas_lists),
    FrameKind(
        "polars",
        _polars,
        lambda f: type(f).__module__.startswith("polars"),
        lambda f: f.to_dict(as_series=False),
    ),
    FrameKind(
        "pyarrow",
        _pyarrow,
        lambda f: type(f).__module__.startswith("pyarrow"),
        lambda f: f.to_pydict(),
    ),
    FrameKind(
        "arrow-stream",
        lambda c: ArrowOnly(_pyarrow(c)),
        lambda f: hasattr(f, "__arrow_c_stream__") and type(f).__module__.startswith("evenload"),
        _stream_lists,
    ),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> FrameKind:
    """Every kind of frame in turn."""
    found: FrameKind = request.param
    return found


@pytest.fixture
def cases() -> dict[str, list[Any]]:
    """Six open cases of two units; the last one needs a skill that nobody has."""
    return {
        "id": ["c1", "c2", "c3", "c4", "c5", "c6"],
        "unit": ["children", "children", "children", "adults", "adults", "children"],
        "weight": [12, 7, 5, 6, 10, 4],
        "class": ["must", "due", "must", "may_wait", "must", "must"],
        "priority": [5, 1, 2, 1, 3, 1],
        "received": [datetime.date(2026, 11, 20)] * 6,
        "required_skills": [[], ["court"], [], [], [], ["deaf-blind interpreting"]],
        "previous_caseworker": ["Kim", None, None, "Gone", None, None],
    }


@pytest.fixture
def caseworkers() -> dict[str, list[Any]]:
    """Four caseworkers, one of them in the pool."""
    return {
        "id": ["Kim", "Lo", "Max", "Åsa"],
        "unit": ["children", "children", "adults", None],
        "pool": [False, False, False, True],
        "capacity": [30, 25, 30, 20],
        "base_load": [10, 12, 8, 5],
        "skills": [["court"], [], [], ["court"]],
    }


@pytest.fixture
def policy() -> evenload.AllocationPolicy:
    """The default rules on a fixed Monday."""
    return evenload.AllocationPolicy(on=ON)


@pytest.fixture
def plan(
    cases: dict[str, list[Any]],
    caseworkers: dict[str, list[Any]],
    policy: evenload.AllocationPolicy,
) -> evenload.Plan:
    """The plan of the small municipality."""
    return evenload.allocate(cases, caseworkers, policy=policy)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The source tree that these tests stand in."""
    return Path(__file__).resolve().parents[2]
