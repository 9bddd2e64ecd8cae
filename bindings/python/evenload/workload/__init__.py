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
from evenload.workload._drafts import DraftComparison, compare_drafts
from evenload.workload._event_log import LogHoldings, holdings_of_log
from evenload.workload._forecast import LoadForecast, forecast
from evenload.workload._measure import UnmatchedCasesWarning, measure
from evenload.workload._phases import PhaseModel, fit_phases
from evenload.workload._rolling import RollingOrigin, rolling_origin, rolling_origin_daily
from evenload.workload._rule import MeasurementRule, shipped_rules, shipped_text
from evenload.workload._schemes import AdditivePoints, CaseloadCaps, HoursPerMonth, WeightScheme
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
from evenload.workload._units import UnitComparison, compare_units, measure_supervisors

__all__ = [
    "STILL_HELD",
    "AdditivePoints",
    "Alarm",
    "ArrivalModel",
    "Autoregression",
    "Capacity",
    "CaseloadCaps",
    "Changes",
    "DraftComparison",
    "HoursPerMonth",
    "LoadForecast",
    "LoadGrid",
    "LogHoldings",
    "MeasurementRule",
    "PhaseModel",
    "RollingOrigin",
    "TimeStudyFit",
    "Trend",
    "UnitComparison",
    "UnmatchedCasesWarning",
    "WeeklyLoad",
    "WeeklySeries",
    "WeightScheme",
    "alarm",
    "alarms",
    "changes",
    "compare_drafts",
    "compare_units",
    "cusum_run_length",
    "cusum_threshold",
    "fit_arrivals",
    "fit_autoregression",
    "fit_phases",
    "fit_time_study",
    "forecast",
    "holdings_of_log",
    "measure",
    "measure_supervisors",
    "panel_rounds",
    "rate_cells",
    "rolling_origin",
    "rolling_origin_daily",
    "shipped_rules",
    "shipped_text",
    "trend",
    "weekly_load",
    "weekly_series",
]
