"""Arrays of a balanced assignment, as the compiled part takes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core

_ROW_CLASSES = {"must": 0, "due": 1, "may_wait": 2}


def problem_of(
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    rest: dict[str, Any],
) -> _core.BalancedAssignmentProblem:
    """Put the arguments of a public function together; `rest` holds the optional ones."""
    optional = (
        "base_load",
        "hard_limit",
        "priority",
        "row_class",
        "cost",
        "category_indptr",
        "category_indices",
        "category_amount",
        "limit_column",
        "limit_category",
        "limit_count",
        "limit_weight",
        "row_group",
        "row_marked",
        "fixed",
        "start",
        "weight_per_pair",
    )
    meetings = (
        "apart_column",
        "apart_other",
        "column_label",
        "tied_row",
        "tied_other",
        "tied_alike",
    )
    arguments: dict[str, Any] = dict.fromkeys(optional)
    arguments.update(cost_weight=0, balance="squares", overload_place="after_must")
    unknown = sorted(set(rest) - set(arguments) - set(meetings))
    if unknown:
        raise TypeError(f"unexpected keyword argument {unknown[0]!r}")
    arguments.update({name: value for name, value in rest.items() if name not in meetings})
    arguments["row_class"] = class_numbers(arguments["row_class"])
    problem = _core.BalancedAssignmentProblem(
        indptr=indptr, indices=indices, weight=weight, capacity=capacity, **arguments
    )
    problem.meet(*(rest.get(name) for name in meetings))
    return problem


def class_numbers(row_class: npt.ArrayLike | None) -> npt.ArrayLike | None:
    """Turn names of classes into numbers; C++ refuses the -1 of an unknown name."""
    if row_class is None:
        return None
    array = np.asarray(row_class)
    if array.dtype.kind not in "UTO":
        return array
    return np.array([_ROW_CLASSES.get(c, -1) if isinstance(c, str) else c for c in array.tolist()])


def plain(name: str) -> str:
    """Return the name of a level where there are no classes."""
    return "unassigned" if name == "unassigned_must" else name
