"""Weights of cases, capacity of caseworkers, the measurement of both, and load to come."""

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
from evenload.workload._arrivals import ArrivalModel, fit_arrivals
from evenload.workload._capacity import Capacity
from evenload.workload._forecast import LoadForecast, forecast
from evenload.workload._measure import UnmatchedCasesWarning, measure
from evenload.workload._phases import PhaseModel, fit_phases
from evenload.workload._rolling import RollingOrigin, rolling_origin, rolling_origin_daily
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
from evenload.workload._time_study import TimeStudyFit, fit_time_study, panel_rounds

__all__ = [
    "AdditivePoints",
    "Alarm",
    "ArrivalModel",
    "Autoregression",
    "Capacity",
    "Changes",
    "LoadForecast",
    "LoadGrid",
    "PhaseModel",
    "RollingOrigin",
    "STILL_HELD",
    "TimeStudyFit",
    "Trend",
    "UnmatchedCasesWarning",
    "WeeklyLoad",
    "WeeklySeries",
    "alarm",
    "alarms",
    "changes",
    "cusum_run_length",
    "cusum_threshold",
    "fit_arrivals",
    "fit_autoregression",
    "fit_phases",
    "fit_time_study",
    "forecast",
    "measure",
    "panel_rounds",
    "rate_cells",
    "rolling_origin",
    "rolling_origin_daily",
    "trend",
    "weekly_load",
    "weekly_series",
]
