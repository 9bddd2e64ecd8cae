"""Pools with vacancies and seasons, of any size: members settle in, keep cases, stay two weeks at least."""

from __future__ import annotations

import numpy as np

from evenload.pool import DeployProblem


def pool(members: int, units: int, weeks: int, scenarios: int, seed: int, days: int) -> DeployProblem:
    """Return a problem. After two weeks away a unit is forgotten, so that the peer can state it."""
    draw = np.random.default_rng(seed)
    base = draw.uniform(300, 600, units)
    season = draw.uniform(0, 0.25, units)[:, None] * np.sin(
        2 * np.pi * np.arange(weeks) / 26 + draw.uniform(0, 2 * np.pi, units)[:, None]
    )
    level = np.zeros((scenarios, units))
    demand = np.empty((scenarios, units, weeks))
    for week in range(weeks):
        level = 0.8 * level + 0.06 * draw.standard_normal((scenarios, units))
        noise = np.exp(0.08 * draw.standard_normal((scenarios, units)))
        demand[:, :, week] = base * (1 + level) * (1 + season[:, week]) * noise
    own = base[:, None] * draw.uniform(0.97, 1.03, (units, weeks))
    for unit in range(units):  # a vacancy each, of one to three posts
        begin, length = draw.integers(0, weeks), draw.integers(5, 13)
        own[unit, begin : begin + length] -= 36 * draw.uniform(1, 3)
    hours = np.where(draw.random((members, weeks)) < 0.08, 0.0, 36.0)
    efficiency = np.round(draw.uniform(0.85, 1, (members, units)), 3)
    away = draw.random((members, units)) < 0.25
    home = np.arange(members) % units
    away[np.arange(members), home] = False
    efficiency[away] = 0
    burden = np.tile(1 + np.arange(units) % 3, (members, 1))
    burden[np.arange(members), home] = 0
    return DeployProblem(
        demand=demand,
        own_capacity=np.maximum(own, 0),
        hours=hours,
        efficiency=efficiency,
        periods_per_week=days,
        minimum_stay=2 * days,
        backlog=np.outer(base, [0.2, 0.05]),
        backlog_price=[1, 1, 2, 6],
        end_price=4,
        settling=[0.6, 0.85, 1.0],
        fading_weeks=1,
        kept_share=[0.25, 0.1],
        hand_over_price=3,
        hand_over_hours=4,
        move_price=1,
        burden=burden,
        fairness_price=0.1,
        tail_weight=0.3 if scenarios > 1 else 0.0,
        tail_level=0.8,
    )
