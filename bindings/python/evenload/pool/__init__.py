"""The shared pool of caseworkers: where it works, how large it is, what it is worth, and queues."""

from __future__ import annotations

from evenload.pool._cost_shares import (
    BalancedCoalition,
    CostShares,
    SampledShares,
    cost_shares,
    sampled_shares,
)
from evenload.pool._cross_training import (
    CrossTraining,
    DesignValue,
    NextSkill,
    Training,
    TrainingStep,
    compare_designs,
    cross_training,
)
from evenload.pool._deploy import (
    Deployment,
    DeployProblem,
    clairvoyant_bound,
    deploy,
    evaluate_deployment,
)
from evenload.pool._flexibility import Flexibility, FlexibilityComponent, flexibility
from evenload.pool._shared_pool import BORDERS, PoolMember, SharedPool, shared_pool
from evenload.pool._skill_routing import (
    AgentGroup,
    Interval,
    RoutingMeasure,
    RoutingResult,
    even_skills,
    skill_routing,
)
from evenload.pool._unit_demand import NormalDemand, ScenarioMean

__all__ = [
    "BORDERS",
    "AgentGroup",
    "BalancedCoalition",
    "CostShares",
    "CrossTraining",
    "DeployProblem",
    "Deployment",
    "DesignValue",
    "Flexibility",
    "FlexibilityComponent",
    "Interval",
    "NextSkill",
    "NormalDemand",
    "PoolMember",
    "RoutingMeasure",
    "RoutingResult",
    "SampledShares",
    "ScenarioMean",
    "SharedPool",
    "Training",
    "TrainingStep",
    "clairvoyant_bound",
    "compare_designs",
    "cost_shares",
    "cross_training",
    "deploy",
    "evaluate_deployment",
    "even_skills",
    "flexibility",
    "sampled_shares",
    "shared_pool",
    "skill_routing",
]
