"""Arrow tables of every shape come through whole, and nothing of them is kept."""

from __future__ import annotations

import datetime
import gc
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, _core, _frames
from hypothesis import given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TYPES: list[tuple[Any, Any]] = [
    (pa.bool_(), st.booleans()),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    (pa.int8(), st.integers(-128, 127)),
    (pa.float64(), st.floats(allow_nan=False)),
    (pa.string(), TEXT),
    (pa.large_string(), TEXT),
    (pa.string_view(), TEXT),
    (pa.date32(), st.dates()),
    (pa.timestamp("us", "UTC"), st.datetimes(timezones=st.just(datetime.timezone.utc))),
    (pa.dictionary(pa.int32(), pa.string()), TEXT),
    (pa.list_(pa.string()), st.lists(TEXT, max_size=3)),
    (pa.large_list(pa.large_string()), st.lists(TEXT, max_size=3)),
]


@st.composite
def tables(draw: st.DrawFn) -> Any:
    """Tables with missing values, cut into chunks, with an offset in every buffer."""
    rows = draw(st.integers(0, 12))
    columns = {}
    for number in range(draw(st.integers(1, 5))):
        kind, values = draw(st.sampled_from(TYPES))
        cells = draw(st.lists(st.none() | values, min_size=rows, max_size=rows))
        columns[f"x_{number}"] = pa.array(cells, kind)
    table = pa.table(columns)
    cuts = sorted(draw(st.lists(st.integers(0, rows), max_size=3)))
    edges = [0, *cuts, rows]
    parts = [table.slice(a, b - a) for a, b in zip(edges, edges[1:], strict=False)]
    return pa.concat_tables(parts).slice(draw(st.integers(0, rows)))


@settings(max_examples=300, deadline=None)
@given(tables())
def test_what_comes_in_goes_out(table: Any) -> None:
    answer = pa.table(_frames.read("cases", table, "UTC"))
    answer.validate(full=True)
    assert answer.to_pydict() == table.to_pydict()


@settings(max_examples=200, deadline=None)
@given(tables())
def test_lists_and_streams_read_alike(table: Any) -> None:
    stream = _frames.read("cases", table, "UTC")
    lists = _frames.read("cases", table.to_pydict(), "UTC")
    expected = pa.table(stream).to_pydict()
    for name, cells in pa.table(lists).to_pydict().items():
        if any(cell is not None for cell in cells):
            assert cells == expected[name]


def test_streams_are_released_after_reading_and_after_errors() -> None:
    gc.collect()
    before = pa.total_allocated_bytes()
    for _ in range(20):
        table = pa.table(
            {"id": [str(i) for i in range(1000)], "n": np.arange(1000), "l": [["a"]] * 1000}
        )
        _frames.read("cases", table, "UTC")
        with pytest.raises(InvalidDataError):
            _frames.read("cases", table.append_column("b", pa.array([b"x"] * 1000)), "UTC")
        table.__arrow_c_stream__()
        del table
    gc.collect()
    assert pa.total_allocated_bytes() - before < 100_000


def test_exported_memory_outlives_the_table_and_no_longer() -> None:
    source = _core.Table.from_columns("t", [("n", np.arange(10_000), False)], "UTC")
    column = pa.table(source)["n"]
    del source
    gc.collect()
    assert column.to_pylist() == list(range(10_000))
