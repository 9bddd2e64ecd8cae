"""What solvers answer with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evenload._levels import Level


@dataclass(frozen=True, slots=True, eq=False)
class SolverResult:
    """Answer of a solver.

    Attributes
    ----------
    assignment : numpy.ndarray of int32
        Column of each row, -1 for unassigned.
    load : numpy.ndarray of int64
        Load of each column, base load included.
    objective, bound : float
        Value and lower bound of the last level; NaN where the status is ``"infeasible"``.
        `generalized_assignment` gives exact ``int``.
    status : {"optimal", "feasible", "infeasible", "unknown"}
        ``"optimal"`` where every level is proven.
    stop : {"done", "work", "time", "cancelled"}
        Why it stopped.
    work : int
        Deterministic units done.
    levels : list of Level
        All levels in their order.
    """

    assignment: npt.NDArray[np.int32]
    load: npt.NDArray[np.int64]
    objective: float
    bound: float
    status: str
    stop: str
    work: int
    levels: list[Level]
