"""Fair assignment of cases, workload measurement, and the reasons for both.

`allocate` proposes who takes which open case, `allocate_many` does so for a country, `explain` and
`recommend` give the reasons, `undistributed` lists what is open; `rebalance`, `redistribute`,
`cover`, `replan`, `plan_ahead` and `what_if` are for the rest of the week; `replay` tries a policy
on a real log, `compare_policies` several; `verify` repeats a proposal from its audit record;
`workload` measures, `optimize` holds the kernels on arrays.
"""

from evenload import io, optimize, parallel, pool, workload
from evenload._audit import AuditKey, SealedRecord, Verification, verify
from evenload._causes import WhyUnplaced, why_unplaced
from evenload._core import StopToken, __version__
from evenload._duty import duty_shares
from evenload._errors import EvenloadError, InvalidDataError, OverflowError
from evenload._fairness import LevelOrders, TradeOff, TradeOffPoint, level_orders, trade_off
from evenload._many import ManyProgress, allocate_many, iter_allocations
from evenload._many_problems import problem_seed
from evenload._many_result import ManyPlans, Outcome
from evenload._progress import Progress
from evenload._question import VerbQuestion
from evenload._replay import PolicyComparison, ReplayResult, compare_policies, replay
from evenload._state import AllocationState, DeltaAnswer
from evenload._verbs import (
    VerbAnswer,
    cover,
    plan_ahead,
    rebalance,
    redistribute,
    replan,
    what_if,
)
from evenload.allocation import allocate, call_document, explain, recommend, undistributed
from evenload.plan import Explanation, Level, Plan, Reason
from evenload.policy import AllocationPolicy

__all__ = [
    "AllocationPolicy",
    "AllocationState",
    "AuditKey",
    "DeltaAnswer",
    "EvenloadError",
    "Explanation",
    "InvalidDataError",
    "Level",
    "LevelOrders",
    "ManyPlans",
    "ManyProgress",
    "Outcome",
    "OverflowError",
    "Plan",
    "PolicyComparison",
    "Progress",
    "Reason",
    "ReplayResult",
    "SealedRecord",
    "StopToken",
    "TradeOff",
    "TradeOffPoint",
    "VerbAnswer",
    "VerbQuestion",
    "Verification",
    "WhyUnplaced",
    "__version__",
    "allocate",
    "allocate_many",
    "call_document",
    "compare_policies",
    "cover",
    "duty_shares",
    "explain",
    "io",
    "iter_allocations",
    "level_orders",
    "optimize",
    "parallel",
    "pool",
    "plan_ahead",
    "problem_seed",
    "rebalance",
    "recommend",
    "redistribute",
    "replan",
    "replay",
    "trade_off",
    "undistributed",
    "verify",
    "what_if",
    "why_unplaced",
    "workload",
]
