"""Kernels on arrays, without any domain: rows are pieces of work, columns are people."""

from __future__ import annotations

from evenload._solver import SolverResult
from evenload.optimize._balanced_assignment import (
    BalancedAssignmentResult,
    balanced_assignment,
    default_work,
)
from evenload.optimize._blocking_groups import BlockingGroup, BlockingGroups, blocking_groups
from evenload.optimize._convex_transport import (
    ConvexTransportResult,
    ConvexTransportState,
    check_duals,
    convex_transport,
)
from evenload.optimize._evaluate import Evaluation, compare, evaluate
from evenload.optimize._generalized_assignment import generalized_assignment
from evenload.optimize._makespan import makespan
from evenload.optimize._online import (
    OnlineAnswer,
    OnlineAssignment,
    OnlineCandidate,
    OnlineChange,
    OnlineLevels,
    OnlineMove,
    OnlineRow,
    OnlineSnapshot,
)

__all__ = [
    "BalancedAssignmentResult",
    "BlockingGroup",
    "BlockingGroups",
    "ConvexTransportResult",
    "ConvexTransportState",
    "Evaluation",
    "OnlineAnswer",
    "OnlineAssignment",
    "OnlineCandidate",
    "OnlineChange",
    "OnlineLevels",
    "OnlineMove",
    "OnlineRow",
    "OnlineSnapshot",
    "SolverResult",
    "balanced_assignment",
    "blocking_groups",
    "check_duals",
    "compare",
    "convex_transport",
    "default_work",
    "evaluate",
    "generalized_assignment",
    "makespan",
]
