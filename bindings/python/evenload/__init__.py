"""Fair assignment of cases, workload measurement, and the reasons for both.

`allocate` proposes who takes which open case, `explain` and `recommend` give the reasons,
`undistributed` lists what is open, `replay` tries a policy on a real log; `workload` measures,
`optimize` holds the kernels on arrays.
"""

from evenload import io, optimize, workload
from evenload._core import StopToken, __version__
from evenload._errors import EvenloadError, InvalidDataError, OverflowError
from evenload._progress import Progress
from evenload._replay import ReplayResult, replay
from evenload.allocation import allocate, call_document, explain, recommend, undistributed
from evenload.plan import Explanation, Level, Plan, Reason
from evenload.policy import AllocationPolicy

__all__ = [
    "AllocationPolicy",
    "EvenloadError",
    "Explanation",
    "InvalidDataError",
    "Level",
    "OverflowError",
    "Plan",
    "Progress",
    "Reason",
    "ReplayResult",
    "StopToken",
    "__version__",
    "allocate",
    "call_document",
    "explain",
    "io",
    "optimize",
    "recommend",
    "replay",
    "undistributed",
    "workload",
]
