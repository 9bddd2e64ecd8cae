"""Plots for planners: each draws on an axes, given or new, and returns it.

Matplotlib is asked for when a plot is drawn. Colours can be told apart in any kind of colour
vision and in grey print; what a colour says, a mark or a text says as well.
"""

from evenload.plots._deployment import backlog_bands, pool_timeline
from evenload.plots._fairness import trade_off_curve
from evenload.plots._forecast import load_forecast
from evenload.plots._pool_size import risk_by_size, shortage_bands, worth_against_posts
from evenload.plots._recommendation import side_by_side
from evenload.plots._series import load_heat_map, person_series, what_changed
from evenload.plots._skill_chain import skill_chain
from evenload.plots._time_study import study_calibration, study_weights

__all__ = [
    "backlog_bands",
    "load_forecast",
    "load_heat_map",
    "person_series",
    "pool_timeline",
    "risk_by_size",
    "shortage_bands",
    "side_by_side",
    "skill_chain",
    "study_calibration",
    "study_weights",
    "trade_off_curve",
    "what_changed",
    "worth_against_posts",
]
