"""Weights of cases, capacity of caseworkers, and the measurement of both."""

from evenload.workload._alarm import (
    Alarm,
    Autoregression,
    Trend,
    alarm,
    alarms,
    cusum_run_length,
    cusum_threshold,
    fit_autoregression,
    trend,
)
from evenload.workload._capacity import Capacity
from evenload.workload._measure import UnmatchedCasesWarning, measure
from evenload.workload._schemes import AdditivePoints
from evenload.workload._series import (
    STILL_HELD,
    Changes,
    LoadGrid,
    WeeklyLoad,
    WeeklySeries,
    changes,
    rate_cells,
    weekly_load,
    weekly_series,
)

__all__ = [
    "STILL_HELD",
    "AdditivePoints",
    "Alarm",
    "Autoregression",
    "Capacity",
    "Changes",
    "LoadGrid",
    "Trend",
    "UnmatchedCasesWarning",
    "WeeklyLoad",
    "WeeklySeries",
    "alarm",
    "alarms",
    "changes",
    "cusum_run_length",
    "cusum_threshold",
    "fit_autoregression",
    "measure",
    "rate_cells",
    "trend",
    "weekly_load",
    "weekly_series",
]
