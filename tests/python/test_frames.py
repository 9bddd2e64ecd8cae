"""Frames of every kind in, frames of the same kind out, whatever the types of their columns."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import evenload
import numpy as np
import pytest
from evenload import InvalidDataError, _core, _frames

STOCKHOLM = "Europe/Stockholm"
Lists = dict[str, list[Any]]


def cells(table: _core.Table, index: int = 0) -> tuple[str, list[Any]]:
    """Type and values of a column; None where missing."""
    _, kind, values, valid = table.column(index)
    items = values.tolist() if hasattr(values, "tolist") else values
    return kind, [v if valid is None or valid[i] else None for i, v in enumerate(items)]


def read_column(values: Any, zone: str = STOCKHOLM) -> tuple[str, list[Any]]:
    """Type and values that a column of a mapping becomes."""
    return cells(_frames.read("cases", {"x_column": values}, zone))


def test_answers_are_of_the_callers_kind(
    kind: Any, cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    plan = evenload.allocate(kind.make(cases), kind.make(caseworkers), policy=policy)
    reference = evenload.allocate(cases, caseworkers, policy=policy)
    for name in ("assignments", "undistributed", "loads"):
        frame = getattr(plan, name)
        assert kind.owns(frame), type(frame)
        expected = {
            n: [None if c is None or c != c else c for c in v.tolist()]
            for n, v in getattr(reference, name).items()
        }
        got = kind.lists(frame)
        assert list(got) == list(expected)
        assert got == expected
    assert kind.owns(
        evenload.undistributed(kind.make(cases), kind.make(caseworkers), policy=policy)
    )
    assert kind.owns(plan.explain("c1").alternatives_frame())
    assert kind.owns(plan.explain("c1").excluded_frame())


def test_kinds_may_be_mixed(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    plan = evenload.allocate(polars.DataFrame(cases), pandas.DataFrame(caseworkers), policy=policy)
    assert isinstance(plan.assignments, polars.DataFrame)


def test_permuted_rows_permute_the_answer(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    plan = evenload.allocate(cases, caseworkers, policy=policy)
    order = [3, 0, 5, 1, 4, 2]
    permuted = {name: [values[i] for i in order] for name, values in cases.items()}
    reversed_workers = {name: values[::-1] for name, values in caseworkers.items()}
    other = evenload.allocate(permuted, reversed_workers, policy=policy)
    for name, values in plan.assignments.items():
        assert other.assignments[name].tolist() == [values[i] for i in order]
    for name, values in plan.loads.items():
        ours, theirs = values[::-1].tolist(), other.loads[name].tolist()
        assert [x for x in theirs if x == x] == [x for x in ours if x == x]
    for name, values in plan.undistributed.items():
        assert [x for x in other.undistributed[name].tolist() if x == x] == [
            x for x in values.tolist() if x == x
        ]
    assert other.levels == plan.levels


def test_lazy_frames_are_collected(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    polars = pytest.importorskip("polars")
    plan = evenload.allocate(polars.LazyFrame(cases, strict=False), caseworkers, policy=policy)
    assert isinstance(plan.assignments, polars.DataFrame)


def test_record_batches_and_readers_are_streams(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(cases)
    whole = evenload.allocate(table, caseworkers, policy=policy).assignments
    chunked = pyarrow.concat_tables([table.slice(0, 2), table.slice(2, 3), table.slice(5)])
    assert evenload.allocate(chunked, caseworkers, policy=policy).assignments == whole
    assert (
        evenload.allocate(table.to_reader(max_chunksize=1), caseworkers, policy=policy).assignments
        == whole
    )
    batch = table.to_batches()[0]
    assert evenload.allocate(batch, caseworkers, policy=policy).assignments == whole


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([], "text", []),
        ([None, None], "text", [None, None]),
        ([True, None, False], "boolean", [True, None, False]),
        ([1, None, 3], "int64", [1, None, 3]),
        ([1, 2.5, float("nan")], "float64", [1.0, 2.5, None]),
        (["a", None, ""], "text", ["a", None, ""]),
        (["007", 8, 9.0, 9.5, True], "text", ["007", "8", "9", "9.5", "true"]),
        ([2**70, 1], "text", [str(2**70), "1"]),
        ([2**53 + 1, 0.5], "text", [str(2**53 + 1), "0.5"]),
        ([Decimal("4.50"), Fraction(1, 3)], "text", ["4.50", "1/3"]),
        ([uuid.UUID(int=5)], "text", [str(uuid.UUID(int=5))]),
        (
            [["a", "b"], None, [], ("c",), {"e", "d"}],
            "text_list",
            [["a", "b"], None, [], ["c"], ["d", "e"]],
        ),
        ([[1, 2], np.array(["x"])], "text_list", [["1", "2"], ["x"]]),
        ([datetime.date(1970, 1, 3), None], "date", [2, None]),
        ([np.float32(1.5), np.int8(2)], "float64", [1.5, 2.0]),
        ([np.str_("a"), np.bool_(True)], "text", ["a", "true"]),
        ([np.datetime64("1970-01-03"), np.datetime64("NaT")], "date", [2, None]),
        (range(3), "int64", [0, 1, 2]),
        (np.array([1, 2], np.uint8), "int64", [1, 2]),
        (np.array([1.5, np.nan], np.float32), "float64", [1.5, np.nan]),
        (np.array([True, False]), "boolean", [True, False]),
        (np.array(["x", "yy"]), "text", ["x", "yy"]),
        (np.array(["1970-01-03", "NaT"], "datetime64[D]"), "date", [2, None]),
        (np.array(["1970-02"], "datetime64[M]"), "date", [31]),
        (np.ma.masked_array([1, 2], [False, True]), "int64", [1, None]),
    ],
)
def test_columns_of_python_values(values: Any, kind: str, expected: list[Any]) -> None:
    found_kind, found = read_column(values)
    assert found_kind == kind
    assert [None if v != v else v for v in found] == [None if v != v else v for v in expected]


def test_numpy_variable_width_strings() -> None:
    if not hasattr(np.dtypes, "StringDType"):
        pytest.skip("numpy before 2.0")
    assert read_column(np.array(["å", "b"], np.dtypes.StringDType())) == ("text", ["å", "b"])


def micros(text: str) -> int:
    """Microseconds since 1970 of an instant."""
    return round(datetime.datetime.fromisoformat(text).timestamp() * 1_000_000)


NAIVE_FORMS: list[tuple[str, Callable[[list[datetime.datetime]], Any]]] = [
    ("objects", lambda times: times),
    ("numpy", lambda times: np.array(times, "datetime64[us]")),
    ("numpy-ns", lambda times: np.array(times, "datetime64[ns]")),
    ("pandas", lambda times: pytest.importorskip("pandas").Series(times)),
    ("polars", lambda times: pytest.importorskip("polars").Series(times)),
    ("pyarrow", lambda times: pytest.importorskip("pyarrow").array(times)),
]


@pytest.mark.parametrize("form", [f for _, f in NAIVE_FORMS], ids=[n for n, _ in NAIVE_FORMS])
def test_times_without_an_offset_are_local(form: Callable[[Any], Any]) -> None:
    times = [datetime.datetime(2026, 7, 1, 8, 15), datetime.datetime(2026, 11, 23, 8, 15)]
    expected = [micros("2026-07-01T08:15:00+02:00"), micros("2026-11-23T08:15:00+01:00")]
    assert read_column(form(times)) == ("instant", expected)
    assert read_column(form(times), "UTC") == (
        "instant",
        [micros("2026-07-01T08:15:00+00:00"), micros("2026-11-23T08:15:00+00:00")],
    )


@pytest.mark.parametrize("form", [f for _, f in NAIVE_FORMS], ids=[n for n, _ in NAIVE_FORMS])
def test_local_midnights_are_days(form: Callable[[Any], Any]) -> None:
    midnights = [datetime.datetime(2026, 7, 1), datetime.datetime(2026, 11, 23)]
    days = [(m.date() - datetime.date(1970, 1, 1)).days for m in midnights]
    assert read_column(form(midnights)) == ("date", days)
    mixed = [midnights[0], datetime.datetime(2026, 11, 23, 8, 15)]
    assert read_column(form(mixed)) == ("text", ["2026-07-01", "2026-11-23T07:15:00Z"])


@pytest.mark.parametrize("library", ["objects", "pandas", "polars", "pyarrow", "mapping-of-pandas"])
def test_times_with_an_offset_are_instants(library: str) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    times = [
        datetime.datetime(2026, 11, 23, 8, 15, tzinfo=zone),
        datetime.datetime(2026, 11, 23, 0, 0, tzinfo=zone),
    ]
    expected = (
        "instant",
        [micros("2026-11-23T08:15:00+01:00"), micros("2026-11-22T23:00:00+00:00")],
    )
    if library == "objects":
        assert read_column(times) == expected
        return
    if library in ("pandas", "mapping-of-pandas"):
        series = pytest.importorskip("pandas").Series(times)
        frame: Any = {"x": series} if library != "pandas" else series.to_frame("x")
    elif library == "polars":
        frame = pytest.importorskip("polars").DataFrame({"x": times})
    else:
        frame = pytest.importorskip("pyarrow").table({"x": times})
    assert cells(_frames.read("cases", frame, "UTC")) == expected


def test_pandas_columns_of_every_type() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "int": pandas.array([1, None], "Int64"),
            "bool": pandas.array([True, None], "boolean"),
            "category": pandas.Categorical(["a", None]),
            "string": pandas.array(["a", None], "string"),
            "time": pandas.to_datetime(["1970-01-02", None]),
            "object": pandas.Series([["a"], None], dtype=object),
            "float": [0.5, None],
            "na": pandas.Series([pandas.NA, pandas.NaT], dtype=object),
        }
    )
    table = _frames.read("cases", frame, "UTC")
    found = {name: cells(table, i) for i, name in enumerate(table.column_names)}
    assert found["int"] == ("int64", [1, None])
    assert found["bool"] == ("boolean", [True, None])
    assert found["category"] == ("text", ["a", None])
    assert found["string"] == ("text", ["a", None])
    assert found["time"] == ("date", [1, None])
    assert found["object"] == ("text_list", [["a"], None])
    assert found["float"][0] == "float64"
    assert found["na"] == ("text", [None, None])


def test_arrow_columns_of_every_type() -> None:
    pa = pytest.importorskip("pyarrow")
    columns = {
        "null": pa.nulls(2),
        "bool": pa.array([True, None]),
        **{
            str(t): pa.array([1, None], t)
            for t in (
                pa.int8(),
                pa.uint8(),
                pa.int16(),
                pa.uint16(),
                pa.int32(),
                pa.uint32(),
                pa.int64(),
                pa.uint64(),
            )
        },
        **{str(t): pa.array([0.5, None], t) for t in (pa.float32(), pa.float64())},
        "half": pa.array(np.array([0.5, -6.103515625e-05], np.float16)),
        **{
            str(t): pa.array(["längre än tolv bytes", None], t)
            for t in (pa.string(), pa.large_string(), pa.string_view())
        },
        **{
            str(t): pa.array([datetime.date(1970, 1, 2), None], t)
            for t in (pa.date32(), pa.date64())
        },
        **{
            str(t): pa.array([datetime.datetime(1970, 1, 1, 0, 0, 1), None], t)
            for t in (pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ns"))
        },
        "utc": pa.array([datetime.datetime(1970, 1, 1, 0, 0, 1), None], pa.timestamp("us", "UTC")),
        "dictionary": pa.array(["b", None]).dictionary_encode(),
        "list": pa.array([["a", "b"], None], pa.list_(pa.string())),
        "large": pa.array([["a", "b"], None], pa.large_list(pa.large_string())),
    }
    table = pa.table(columns)
    for shown in (table, table.slice(0), pa.concat_tables([table.slice(0, 1), table.slice(1, 1)])):
        read = _frames.read("cases", shown, "UTC")
        found = {name: cells(read, i) for i, name in enumerate(read.column_names)}
        assert found["null"] == ("text", [None, None])
        assert found["bool"] == ("boolean", [True, None])
        for name in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"):
            assert found[name] == ("int64", [1, None]), name
        assert found["float"] == found["double"] == ("float64", [0.5, None])
        assert found["half"] == ("float64", [0.5, -6.103515625e-05])
        for name in ("string", "large_string", "string_view"):
            assert found[name] == ("text", ["längre än tolv bytes", None]), name
        assert found["date32[day]"] == found["date64[ms]"] == ("date", [1, None])
        for unit in ("s", "ms", "us", "ns"):
            assert found[f"timestamp[{unit}]"] == ("instant", [1_000_000, None]), unit
        assert found["utc"] == ("instant", [1_000_000, None])
        assert found["dictionary"] == ("text", ["b", None])
        assert found["list"] == found["large"] == ("text_list", [["a", "b"], None])


def test_slices_of_arrow_tables_keep_their_rows() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table(
        {
            "b": [True, None, False, True],
            "t": ["a", None, "c", "d"],
            "l": [["a"], [], None, ["d", "e"]],
        }
    )
    read = _frames.read("cases", table.slice(1, 3), "UTC")
    assert [cells(read, i)[1] for i in range(3)] == [
        [None, False, True],
        [None, "c", "d"],
        [[], None, ["d", "e"]],
    ]


def test_struct_rows_that_are_null_are_missing() -> None:
    pa = pytest.importorskip("pyarrow")
    array = pa.StructArray.from_arrays([pa.array([1, 2])], ["x"], mask=pa.array([False, True]))

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.chunked_array([array]).__arrow_c_stream__(requested_schema)

    assert cells(_frames.read("cases", Stream(), "UTC")) == ("int64", [1, None])


@pytest.mark.parametrize(
    "type_name", ["binary", "time64", "duration", "struct", "decimal128", "list-of-int"]
)
def test_other_arrow_types_are_refused_by_column(type_name: str) -> None:
    pa = pytest.importorskip("pyarrow")
    arrays = {
        "binary": pa.array([b"a"]),
        "time64": pa.array([datetime.time(1)]),
        "duration": pa.array([datetime.timedelta(1)]),
        "struct": pa.array([{"a": 1}]),
        "decimal128": pa.array([Decimal("1.5")]),
        "list-of-int": pa.array([[1]]),
    }
    with pytest.raises(InvalidDataError) as caught:
        _frames.read("cases", pa.table({"weight": arrays[type_name]}), "UTC")
    assert (caught.value.code, caught.value.table, caught.value.column) == (
        "wrong_type",
        "cases",
        "weight",
    )


def test_unsigned_past_63_bits_names_its_row() -> None:
    pa = pytest.importorskip("pyarrow")
    for frame in (
        pa.table({"n": pa.array([1, 2**63], pa.uint64())}),
        {"n": np.array([1, 2**63], np.uint64)},
    ):
        with pytest.raises(InvalidDataError) as caught:
            _frames.read("cases", frame, "UTC")
        assert (caught.value.code, caught.value.column, caught.value.row) == (
            "out_of_range",
            "n",
            1,
        )


@pytest.mark.parametrize(
    ("values", "code", "row"),
    [
        ([1, object()], "wrong_type", 1),
        ([b"bytes"], "wrong_type", 0),
        ([datetime.time(8)], "wrong_type", 0),
        ([["a"], "b"], "wrong_type", 1),
        ([["a", None]], "missing_value", 0),
        ([["a", 1.5]], "wrong_type", 0),
        (["\ud800"], "invalid_id", 0),
        (7, "wrong_type", None),
        ("text", "wrong_type", None),
        (np.zeros((2, 2)), "wrong_type", None),
        (np.array([1j]), "wrong_type", None),
        (np.array([1], "timedelta64[s]"), "wrong_type", None),
        (np.array([2**62], "datetime64[s]"), "out_of_range", 0),
    ],
)
def test_values_that_no_column_takes_name_their_row(
    values: Any, code: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        read_column(values)
    assert (caught.value.code, caught.value.table, caught.value.column, caught.value.row) == (
        code,
        "cases",
        "x_column",
        row,
    )


@pytest.mark.parametrize("frame", [None, 3, "cases.csv", object(), [1, 2]])
def test_what_is_no_frame_is_refused_by_table(frame: Any, caseworkers: Lists) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(frame, caseworkers)
    assert (caught.value.code, caught.value.table) == ("wrong_type", "cases")


def test_columns_of_unequal_length_and_twice_the_same_name() -> None:
    with pytest.raises(InvalidDataError) as caught:
        _frames.read("cases", {"id": ["a", "b"], "weight": [1]}, "UTC")
    assert (caught.value.code, caught.value.table, caught.value.column) == (
        "length_mismatch",
        "cases",
        "weight",
    )
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([[1, 2]], columns=["id", "id"])
    with pytest.raises(InvalidDataError) as caught:
        _frames.read("cases", frame, "UTC")
    assert (caught.value.code, caught.value.column) == ("duplicate_id", "id")


def test_a_stream_that_fails_gives_its_own_text() -> None:
    pa = pytest.importorskip("pyarrow")

    def batches() -> Any:
        yield pa.record_batch({"id": ["a"]})
        raise RuntimeError("the line was cut")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"id": pa.string()}), batches())
    with pytest.raises(InvalidDataError, match="the line was cut"):
        _frames.read("cases", reader, "UTC")


def test_answers_need_no_pyarrow_for_pandas_and_mappings() -> None:
    import subprocess
    import sys

    pytest.importorskip("pandas")
    program = """
import sys
sys.modules["pyarrow"] = None
import pandas, evenload
people = {"id": ["Kim"], "unit": ["u"], "capacity": [20]}
cases = pandas.DataFrame({"id": ["a"], "weight": [3]})
plan = evenload.allocate(cases, people, policy={"on": "2026-11-23"})
assert plan.assignments["caseworker"].tolist() == ["Kim"]
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_exported_streams_can_be_read_again_and_again() -> None:
    pa = pytest.importorskip("pyarrow")
    source = {
        "text": ["a", None, "å"],
        "whole": [1, None, 3],
        "real": [0.5, None, 2.0],
        "flag": [True, None, False],
        "day": [datetime.date(2026, 11, 23), None, None],
        "list": [["a", "b"], None, []],
    }
    table = _frames.read("cases", source, "UTC")
    assert pa.table(table).to_pydict() == source
    assert pa.table(table).to_pydict() == source
    pa.table(table).validate(full=True)
    capsule = table.__arrow_c_stream__()
    del table, capsule  # a stream that nobody takes is released


def test_times_leave_as_utc(kind: Any) -> None:
    table = _core.Table.from_columns(
        "t", [("when", np.array(["2026-11-23T08:15"], "datetime64[us]"), True)], "UTC"
    )
    if kind.name == "arrow-stream":
        pytest.skip("the answer is the table itself")
    convert = {
        "mapping": _frames.to_mapping,
        "pandas": _frames.to_pandas,
        "polars": _frames.to_polars,
        "pyarrow": _frames.to_pyarrow,
    }[kind.name]
    frame = convert(table)
    value = frame["when"][0]
    value = value.as_py() if hasattr(value, "as_py") else value
    expected = datetime.datetime(2026, 11, 23, 8, 15, tzinfo=datetime.timezone.utc)
    assert value == (np.datetime64("2026-11-23T08:15") if kind.name == "mapping" else expected)
