"""Frames of any kind in, frames of the same kind out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError

#: A frame: pandas, Polars, PyArrow, anything else that narwhals knows or that has
#: ``__arrow_c_stream__``, or a mapping of column names to arrays or lists.
Frame = Any

ToFrame = Callable[[_core.Table], Any]
_Column = tuple[str, Any, bool]  # name, array or list, whether its datetime64 values are UTC


def read(name: str, frame: Frame, zone: str) -> _core.Table:
    """Read a frame of any kind; times without a zone are local to `zone`."""
    return _read(name, frame, zone)[0]


def read_with_kind(name: str, frame: Frame, zone: str) -> tuple[_core.Table, ToFrame]:
    """Read a frame, and tell how an answer of the same kind is made."""
    return _read(name, frame, zone)


def read_all(frames: Mapping[str, Frame | None], zone: str) -> dict[str, _core.Table]:
    """Read several tables by their names, leaving out those that are None."""
    return {name: read(name, frame, zone) for name, frame in frames.items() if frame is not None}


def cells_of(table: _core.Table, names: Iterable[str]) -> dict[str, list[Any]]:
    """Read some columns as lists, missing cells as None.

    Raises
    ------
    InvalidDataError
        ``missing_column`` for one that is not there.
    """
    there = table.column_names
    columns: dict[str, list[Any]] = {}
    for name in names:
        if name not in there:
            raise InvalidDataError(
                "missing_column",
                table=table.name,
                column=name,
                expected=f"a column of {table.name}",
                found="no such column",
            )
        _, _, values, valid = table.column(there.index(name))
        cells = values if isinstance(values, list) else values.tolist()
        columns[name] = [c if valid is None or valid[i] else None for i, c in enumerate(cells)]
    return columns


def _read(name: str, frame: Frame, zone: str) -> tuple[_core.Table, ToFrame]:
    if isinstance(frame, _core.Table):
        return frame, _same
    if nw.dependencies.is_pandas_dataframe(frame):
        return _core.Table.from_columns(name, _pandas_columns(frame), zone), to_pandas
    if isinstance(frame, Mapping):
        return _core.Table.from_columns(name, _mapping_columns(frame), zone), to_mapping
    if nw.dependencies.is_polars_dataframe(frame):
        return _core.Table.from_arrow(name, frame, zone), to_polars
    if type(frame).__module__.split(".")[0] == "pyarrow" and hasattr(frame, "__arrow_c_stream__"):
        return _core.Table.from_arrow(name, frame, zone), to_pyarrow
    known = nw.from_native(frame, pass_through=True)
    if isinstance(known, nw.LazyFrame):
        return _read(name, known.collect().to_native(), zone)
    if hasattr(frame, "__arrow_c_stream__"):
        return _core.Table.from_arrow(name, frame, zone), _same
    if isinstance(known, nw.DataFrame):
        columns = [(str(n), known[n].to_list(), False) for n in known.columns]
        to_frame = partial(_to_backend, backend=known.implementation)
        return _core.Table.from_columns(name, columns, zone), to_frame
    raise InvalidDataError(
        "wrong_type",
        table=name,
        expected="a data frame, an object with __arrow_c_stream__, or a mapping of columns",
        found=type(frame).__name__,
    )


def _mapping_columns(mapping: Mapping[Any, Any]) -> Iterator[_Column]:
    for name, values in mapping.items():
        if nw.dependencies.is_pandas_series(values):
            yield _pandas_column(str(name), values)
        elif isinstance(values, (np.ndarray, list, tuple)):
            yield str(name), values, False
        else:
            series = nw.from_native(values, series_only=True, pass_through=True)
            if isinstance(series, nw.Series):
                yield str(name), series.to_list(), False
            elif hasattr(values, "to_pylist"):  # an Arrow array, which narwhals does not take
                yield str(name), values.to_pylist(), False
            elif isinstance(values, Iterable) and not isinstance(values, (str, bytes, Mapping)):
                yield str(name), list(values), False
            else:
                yield str(name), values, False  # refused in C++, by table and column


def _pandas_columns(frame: Any) -> Iterator[_Column]:
    for name, series in frame.items():
        yield _pandas_column(str(name), series)


def _pandas_column(name: str, series: Any) -> _Column:
    if isinstance(series.dtype, np.dtype):
        return name, series.to_numpy(), False
    if getattr(series.dtype, "kind", "") == "M" and getattr(series.dtype, "tz", None) is not None:
        utc = series.dt.tz_convert("UTC").dt.tz_localize(None)
        return (
            (name, utc.to_numpy(), True)
            if isinstance(utc.dtype, np.dtype)
            else (name, series.tolist(), False)
        )
    return name, series.tolist(), False


def _columns(table: _core.Table) -> Iterator[tuple[str, str, Any, npt.NDArray[np.bool_] | None]]:
    """Yield name, type, values and validity (None: all valid); times as datetime64."""
    for index in range(len(table.column_names)):
        name, kind, values, valid = table.column(index)
        if kind in ("date", "instant"):
            values = (
                values.view("datetime64[us]")
                if kind == "instant"
                else values.astype("datetime64[D]")
            )
            if valid is not None:
                values[~valid] = np.datetime64("NaT")
        yield name, kind, values, valid


def _objects(values: Iterable[Any]) -> npt.NDArray[np.object_]:
    items = list(values)
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _same(table: _core.Table) -> _core.Table:
    return table


def to_mapping(table: _core.Table) -> dict[str, npt.NDArray[Any]]:
    """Make numpy arrays: NaN, NaT or None where a value is missing."""
    answer: dict[str, npt.NDArray[Any]] = {}
    for name, kind, values, valid in _columns(table):
        if kind in ("text", "text_list"):
            answer[name] = _objects(values)
        elif valid is None or kind in ("date", "instant"):
            answer[name] = values
        elif kind == "boolean":
            answer[name] = _objects(
                v if ok else None for v, ok in zip(values.tolist(), valid, strict=True)
            )
        else:
            answer[name] = np.where(valid, values, np.nan)
    return answer


def to_pandas(table: _core.Table) -> Any:
    """Make a pandas frame: nullable types where a value is missing, times in UTC."""
    pd = _module("pandas")
    text_type = _pandas_text_type()
    cells: dict[str, Any] = {}  # arrays, not series, which cost more than what is in them
    for name, kind, values, valid in _columns(table):
        if kind == "text":
            cells[name] = pd.array(values, dtype=text_type)
        elif kind == "text_list":
            cells[name] = _objects(values)
        elif kind == "date":
            cells[name] = values.astype("datetime64[s]")
        elif kind == "instant":
            cells[name] = pd.Series(values).dt.tz_localize("UTC")
        elif valid is None:
            cells[name] = values
        elif kind == "float64":
            cells[name] = np.where(valid, values, np.nan)
        elif kind == "boolean":
            cells[name] = pd.arrays.BooleanArray(values, ~valid)
        else:
            cells[name] = pd.arrays.IntegerArray(values, ~valid)
    return pd.DataFrame(cells)


@cache
def _pandas_text_type() -> Any:
    # What this version of pandas holds texts in.
    return _module("pandas").Series(["text"]).dtype


def to_polars(table: _core.Table) -> Any:
    """Make a Polars frame from the Arrow stream."""
    return _module("polars").DataFrame(table)


def to_pyarrow(table: _core.Table) -> Any:
    """Make a PyArrow table from the Arrow stream."""
    return _module("pyarrow").table(table)


def _to_backend(table: _core.Table, backend: Any) -> Any:
    return nw.from_dict(to_mapping(table), backend=backend).to_native()


def _module(name: str) -> Any:
    # The caller's frame came from this module, so it is loaded.
    return sys.modules[name] if name in sys.modules else __import__(name)
