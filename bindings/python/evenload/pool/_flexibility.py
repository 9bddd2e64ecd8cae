"""Who can serve which unit, and what that looks like. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenload import _core
from evenload.pool._unit_demand import known

#: Units that each group can serve, their own first.
Skills = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class FlexibilityComponent:
    """A connected part of the graph.

    Attributes
    ----------
    shape : str
        ``"lone"``, ``"dedicated"``, ``"open_chain"``, ``"closed_chain"``, ``"tree"``,
        ``"complete"`` or ``"meshed"``.
    chain : tuple of (str, str)
        Chains only: (group, unit), in the order along the chain.
    """

    shape: str
    groups: tuple[str, ...]
    units: tuple[str, ...]
    skills: int
    cycles: int
    chain: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Flexibility:
    """What a flexibility graph looks like, and what it can serve.

    Attributes
    ----------
    shape : str
        ``"none"``, ``"open_chain"``, ``"closed_chain"`` (one, through everything),
        ``"closed_chains"``, ``"chains"``, ``"full"`` or ``"other"``.
    served : int or None
        Most demand that can be served, where capacity and demand were given.
    bottleneck_units, bottleneck_groups : tuple of str
        A proof: all other units are served in full, and these groups, all that can serve these
        units, work all their hours. Empty where everything is served.
    """

    shape: str
    cycles: int
    components: tuple[FlexibilityComponent, ...]
    served: int | None = None
    plan: Mapping[tuple[str, str], int] | None = None
    bottleneck_units: tuple[str, ...] = ()
    bottleneck_groups: tuple[str, ...] = ()


def pairs_of(
    skills: Skills, groups: Mapping[str, int], units: Mapping[str, int], table: str
) -> list[tuple[int, int]]:
    """Return positions of (group, unit), everybody's first skill before all second ones."""
    listed = [
        (
            rank,
            known(groups, group, table, "skills", None),
            known(units, unit, table, "skills", row),
        )
        for row, (group, own) in enumerate(skills.items())
        for rank, unit in enumerate([own] if isinstance(own, str) else own)
    ]
    return [(group, unit) for _, group, unit in sorted(listed, key=lambda one: one[0] > 0)]


def flexibility(
    skills: Skills,
    *,
    units: Iterable[str] | None = None,
    capacity: Mapping[str, int] | None = None,
    demand: Mapping[str, int] | None = None,
) -> Flexibility:
    """Tell what a flexibility graph looks like: components, circles, chains, and what it serves.

    Parameters
    ----------
    skills : mapping of str to iterable of str
        Units that each group can serve.
    units : iterable of str, optional
        All units; by default those that are named.
    capacity, demand : mapping of str to int, optional
        Whole amounts by group and by unit: the largest throughput is told, with its proof.

    Returns
    -------
    Flexibility

    Raises
    ------
    InvalidDataError
        Names table ``"flexibility"``: unknown units or groups, a pair twice, negative amounts.

    Examples
    --------
    >>> from evenload import pool
    >>> ring = {"a": ["A", "B"], "b": ["B", "C"], "c": ["C", "A"]}
    >>> pool.flexibility(ring).shape
    'closed_chain'
    >>> found = pool.flexibility(
    ...     ring, capacity={"a": 10, "b": 10, "c": 10}, demand={"A": 25, "B": 2, "C": 2}
    ... )
    >>> found.served, found.bottleneck_units, found.bottleneck_groups
    (24, ('A',), ('a', 'c'))
    """
    own = {group: [of] if isinstance(of, str) else list(of) for group, of in skills.items()}
    group_names = list(own)
    unit_names = list(
        dict.fromkeys(unit for of in own.values() for unit in of) if units is None else units
    )
    group_at = {name: place for place, name in enumerate(group_names)}
    unit_at = {name: place for place, name in enumerate(unit_names)}
    pairs = pairs_of(own, group_at, unit_at, "flexibility")
    found = _core.flexibility_structure(len(group_names), len(unit_names), pairs)
    named = [(group_names[group], unit_names[unit]) for group, unit in pairs]
    components = tuple(
        FlexibilityComponent(
            shape,
            tuple(group_names[g] for g in parts),
            tuple(unit_names[u] for u in served),
            count,
            cycles,
            tuple((group_names[g], unit_names[u]) for g, u in chain),
        )
        for shape, parts, served, count, cycles, chain in found["components"]
    )
    if capacity is None or demand is None:
        return Flexibility(found["shape"], found["cycles"], components)
    for name in capacity:
        known(group_at, name, "flexibility", "capacity", None)
    for name in demand:
        known(unit_at, name, "flexibility", "demand", None)
    flow = _core.flexibility_throughput(
        len(group_names),
        len(unit_names),
        pairs,
        [capacity.get(name, 0) for name in group_names],
        [demand.get(name, 0) for name in unit_names],
    )
    return Flexibility(
        found["shape"],
        found["cycles"],
        components,
        flow["value"],
        {pair: int(hours) for pair, hours in zip(named, flow["served"], strict=True)},
        tuple(unit_names[u] for u in flow["cut_units"]),
        tuple(group_names[g] for g in flow["cut_groups"]),
    )
