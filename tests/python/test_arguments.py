"""Arguments that are no tables: a wrong one is told by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evenload import InvalidDataError, replay
from evenload.workload import AdditivePoints, alarm, fit_time_study, holdings_of_log, trend

_LOG = {"caseworker": ["Kim", "Lo"], "hours": [16, 21], "count_inquiry": [2, 3]}
_EVENTS = {"case": ["a"], "who": ["Kim"], "time": ["2026-03-02T08:00:00Z"]}


def _scheme() -> AdditivePoints:
    return AdditivePoints.from_dict(
        {"name": "s", "tables": [{"version": "1", "effective_from": "2026-01-01",
         "weights": [{"case_type": "inquiry", "points": 8}]}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("call", "code", "column", "row"),
    [
        (lambda: holdings_of_log(_EVENTS, None), "wrong_type", "mapping", None),  # type: ignore[arg-type]
        (lambda: replay(_EVENTS, mapping=["case"]), "wrong_type", "mapping", None),  # type: ignore[arg-type]
        (lambda: alarm("abc"), "wrong_type", "values", None),
        (lambda: alarm(np.zeros((30, 3))), "length_mismatch", "values", None),
        (lambda: trend([1, "x"], half_life=4.0), "wrong_type", "values", None),
        (lambda: fit_time_study(_LOG, fixed="inquiry"), "wrong_type", "fixed", None),  # type: ignore[arg-type]
        (lambda: fit_time_study(_LOG, order="ab"), "wrong_type", "order", None),
        (lambda: fit_time_study(_LOG, order=["ab"]), "wrong_type", "order", 0),
        (lambda: fit_time_study(_LOG, order=[("a", "b"), ("a",)]), "length_mismatch", "order", 1),  # type: ignore[list-item]
        (
            lambda: _scheme().convert("caseload_caps", full_time="many", as_full_time=1),
            "wrong_type",
            "full_time",
            None,
        ),
    ],
)
def test_a_wrong_argument_is_named(
    call: Callable[[], Any], code: str, column: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        call()
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "arguments", column, row)


def test_a_number_may_be_written_as_text() -> None:
    scheme = _scheme()
    written = scheme.convert("caseload_caps", full_time="89.5", as_full_time="1")
    assert written == scheme.convert("caseload_caps", full_time=89.5, as_full_time=1)
