"""Weights of cases, capacity of caseworkers, and the measurement of both."""

from evenload.workload._capacity import Capacity
from evenload.workload._measure import UnmatchedCasesWarning, measure
from evenload.workload._schemes import AdditivePoints

__all__ = ["AdditivePoints", "Capacity", "UnmatchedCasesWarning", "measure"]
