"""Who pays what of a cost that several carry together. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evenload import _core
from evenload._errors import InvalidDataError
from evenload.pool._unit_demand import known


@dataclass(frozen=True)
class BalancedCoalition:
    """A coalition with its weight: each player's coalitions weigh 1 together."""

    players: tuple[str, ...]
    weight: float
    cost: float


@dataclass(frozen=True)
class CostShares:
    """The answer of `cost_shares`.

    Attributes
    ----------
    shapley, proportional, alone, core_point : mapping of str to float
        Shares by player: Shapley's, in proportion to the cost alone, the cost alone, and shares in
        the core (the nucleolus up to 12 players) or, where it is empty, those with the least
        excess.
    core : str
        ``"not_empty"``, ``"empty"`` or ``"not_examined"``.
    least_excess : float
        Above 0 the core is empty, and so much is missing; at most 0, every coalition saves as much.
    certificate : tuple of BalancedCoalition
        Proves it: where the weighted costs are below the total, no shares can please everybody.
    shapley_objector : tuple of str
        The coalition that has most to say against the Shapley shares.
    subadditive, concave : bool
        No two coalitions are cheaper apart; joining saves more the more are there.
    """

    players: tuple[str, ...]
    total: float
    shapley: Mapping[str, float]
    proportional: Mapping[str, float]
    alone: Mapping[str, float]
    core: str
    least_excess: float
    core_point: Mapping[str, float]
    core_point_is_nucleolus: bool
    certificate: tuple[BalancedCoalition, ...]
    shapley_in_core: bool
    shapley_excess: float
    shapley_objector: tuple[str, ...]
    subadditive: bool
    concave: bool

    def sentences(self) -> list[str]:
        """Return what was found in a few sentences."""
        saving = sum(self.alone.values()) - self.total
        told = [
            f"Together it costs {self.total:.1f}, apart {sum(self.alone.values()):.1f}: "
            + (f"{saving:.1f} are saved." if saving >= 0 else f"{-saving:.1f} more.")
        ]
        if self.core == "empty":
            told.append(
                "The core is empty: however the cost is shared, some would be better off on their "
                f"own, by {self.least_excess:.2f} at least."
            )
        elif self.core == "not_empty":
            told.append(
                "The cost can be shared so that nobody would be better off without the rest."
            )
        if self.core != "not_examined":
            told.append(
                "The Shapley shares are of that kind."
                if self.shapley_in_core
                else "Against the Shapley shares "
                + " and ".join(self.shapley_objector)
                + f" could object: {self.shapley_excess:.2f} more than on their own."
            )
        return told


@dataclass(frozen=True)
class SampledShares:
    """Shapley shares from random orders, with intervals that hold together."""

    total: float
    shapley: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    pairs: int
    coalitions: int
    stop: str


def members(mask: int, players: Iterable[str]) -> tuple[str, ...]:
    """Return the players of a coalition given as a bit mask."""
    return tuple(name for place, name in enumerate(players) if mask >> place & 1)


def shares_from(found: Mapping[str, Any], players: tuple[str, ...]) -> CostShares:
    """Name what the compiled part found."""

    def named(column: str) -> dict[str, float]:
        # The core point is empty where the core was not examined.
        return {name: float(share) for name, share in zip(players, found[column], strict=False)}

    return CostShares(
        players,
        found["total"],
        named("shapley"),
        named("proportional"),
        named("alone"),
        found["core"],
        found["least_excess"],
        named("core_point"),
        found["core_point_is_nucleolus"],
        tuple(
            BalancedCoalition(members(mask, players), weight, cost)
            for mask, weight, cost in found["certificate"]
        ),
        found["shapley_in_core"],
        found["shapley_excess"],
        members(found["shapley_objector"], players),
        found["subadditive"],
        found["concave"],
    )


def cost_shares(
    cost: Mapping[Iterable[str], float],
    *,
    tolerance: float = 1e-9,
    examine_core: bool = True,
) -> CostShares:
    """Share a common cost, and say whether somebody would be better off without the others.

    The Shapley shares are the only ones that add up to the total, treat alike those who change
    costs alike, ask nothing of those who change nothing, and add up over costs that add up.

    Parameters
    ----------
    cost : mapping of tuples of str to float
        Cost of every coalition on its own, that of all together included.
    tolerance : float
        Costs are told apart beyond this share of the largest one.
    examine_core : bool
        Core, certificate and nucleolus, up to 16 players; without them up to 20.

    Returns
    -------
    CostShares

    Raises
    ------
    InvalidDataError
        Names table ``"game"``: a coalition without a cost, one that comes twice, NaN, a cost of
        nobody, too many players.

    Examples
    --------
    One car is enough for two; three need two.

    >>> from evenload import pool
    >>> cars = {("a",): 1, ("b",): 1, ("c",): 1, ("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1}
    >>> shares = pool.cost_shares({**cars, ("a", "b", "c"): 2})
    >>> shares.core, round(shares.least_excess, 4), round(shares.shapley["a"], 4)
    ('empty', 0.3333, 0.6667)
    >>> [(one.players, one.weight) for one in shares.certificate]
    [(('a', 'b'), 0.5), (('a', 'c'), 0.5), (('b', 'c'), 0.5)]
    """
    rows = [
        ((coalition,) if isinstance(coalition, str) else tuple(coalition), value)
        for coalition, value in cost.items()
    ]
    players = tuple(dict.fromkeys(name for coalition, _ in rows for name in coalition))
    if not 1 <= len(players) <= 20:
        raise InvalidDataError(
            "out_of_range", table="game", column="players",
            expected="1 to 20; more by sampled_shares", found=str(len(players)),
        )  # fmt: skip
    place = {name: at for at, name in enumerate(players)}
    values = np.full(1 << len(players), np.nan)
    values[0] = 0
    for row, (coalition, value) in enumerate(rows):
        mask = sum({1 << place[name] for name in coalition})
        if mask and not np.isnan(values[mask]):
            raise InvalidDataError(
                "duplicate_id", table="game", column="cost", row=row,
                expected="each coalition once", found=", ".join(coalition) + " again",
            )  # fmt: skip
        values[mask] = value
    if np.isnan(values).any():
        missing = members(int(np.isnan(values).argmax()), players)
        raise InvalidDataError(
            "missing_value", table="game", column="cost", row=int(np.isnan(values).argmax()),
            expected="a cost of every coalition", found="none of " + ", ".join(missing),
        )  # fmt: skip
    return shares_from(_core.cost_shares(len(players), values, tolerance, examine_core), players)


def sampled_shares(
    players: Iterable[str],
    cost: Callable[[tuple[str, ...]], float],
    *,
    confidence: float = 0.95,
    half_width: float = 0.0,
    pairs: int = 2000,
    seed: int = 0,
    stop: _core.StopToken | None = None,
) -> SampledShares:
    """Share a cost among many: Shapley shares from random orders in which they join.

    Parameters
    ----------
    players : iterable of str
        1 to 62 names.
    cost : callable
        Cost of a coalition, a tuple of names in the order of `players`; asked once for each.
    confidence : float
        That all intervals hold together.
    half_width : float
        Stop once all intervals are as narrow; 0: use all `pairs`.
    pairs : int
        At most so many orders, each with its reverse.
    seed : int
        Equal seeds give equal answers.
    stop : StopToken, optional
        Stops the call from elsewhere.

    Returns
    -------
    SampledShares

    Raises
    ------
    InvalidDataError
        Names table ``"game"`` or ``"options"``; whatever `cost` raises.

    Examples
    --------
    >>> from evenload import pool
    >>> names = [f"town {k}" for k in range(25)]
    >>> shares = pool.sampled_shares(names, lambda towns: len(towns) ** 0.5, pairs=200)
    >>> shares.low["town 3"] <= 0.2 <= shares.high["town 3"]
    True
    """
    names = tuple(players)
    place = {name: at for at, name in enumerate(names)}
    if len(place) != len(names):
        raise InvalidDataError(
            "duplicate_id", table="game", column="players", expected="each name once",
            found=f"{len(names) - len(place)} again",
        )  # fmt: skip
    for name in names:
        known(place, name, "game", "players", None)
    found = _core.sampled_shares(
        len(names), lambda mask: float(cost(members(mask, names))), confidence, half_width, pairs,
        seed, stop,
    )  # fmt: skip

    def named(column: str) -> dict[str, float]:
        return {name: float(share) for name, share in zip(names, found[column], strict=True)}

    return SampledShares(
        found["total"],
        named("share"),
        named("low"),
        named("high"),
        found["pairs"],
        found["coalitions"],
        found["stop"],
    )
