"""Problems as they travel to a worker, and what the worker sends back."""

from __future__ import annotations

import math
import time
import zlib
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._errors import EvenloadError, InvalidDataError

#: (compressed input, policy, seed): the same policy text is one object in a pickle.
Parcel = tuple[bytes, str, int]
#: (compressed plan or None, fields of the error or None, seconds)
Reply = tuple[bytes | None, tuple[Any, ...] | None, float]


@dataclass(frozen=True, slots=True)
class Settings:
    """What all problems have in common."""

    work_limit: int | None
    time_limit: float
    threads: int


def settings_of(work_limit: int | None, time_limit: float | None, threads: int) -> Settings:
    """Check the limits once; an error in them is not one of a problem."""
    settings = Settings(work_limit, math.inf if time_limit is None else time_limit, threads)
    solve(_NOTHING, _ANY_DAY, 0, settings, None)
    return settings


def parcel_of(source: _core.AllocationInput, policy: str, seed: int) -> Parcel:
    """Pack a problem: JSON keeps every number exact, and compresses to a few bytes a row."""
    return zlib.compress(source.to_json().encode(), 1), policy, seed


def solve_parcels(parcels: list[Parcel], settings: Settings, version: str) -> list[Reply]:
    """Solve one chunk in another process. What is wrong with one problem stays with it.

    Raises
    ------
    InvalidDataError
        ``unsupported`` where the worker has another version: plans could differ then.
    """
    if version != _core.__version__:
        raise InvalidDataError(
            "unsupported",
            table="workers",
            column="version",
            expected=f"evenload {version}, as where the problems come from",
            found=_core.__version__,
        )
    return [_solve_parcel(parcel, settings) for parcel in parcels]


def _solve_parcel(parcel: Parcel, settings: Settings) -> Reply:
    packed, policy_text, seed = parcel
    start = time.perf_counter()
    try:
        source = _core.AllocationInput.from_json(zlib.decompress(packed).decode())
        policy = _core.AllocationPolicy(policy_text)
        plan = solve(source, policy, seed, settings, None)
    except EvenloadError as error:
        return None, error._fields(), time.perf_counter() - start
    return zlib.compress(plan.to_json().encode(), 1), None, time.perf_counter() - start


def solve(
    source: _core.AllocationInput,
    policy: _core.AllocationPolicy,
    seed: int,
    settings: Settings,
    stop: _core.StopToken | None,
) -> _core.Plan:
    """Solve one problem here; the GIL is free meanwhile."""
    return _core.allocate(
        source, policy, settings.time_limit, settings.work_limit, settings.threads, seed, None, stop
    )


def plan_of(packed: bytes) -> _core.Plan:
    """Unpack the plan of a reply."""
    return _core.Plan.from_json(zlib.decompress(packed).decode())


_NOTHING = _core.AllocationInput.from_json(
    '{"schema_version": "1.0", "cases": [], "caseworkers": []}'
)
_ANY_DAY = _core.AllocationPolicy('{"schema_version": "1.0", "on": "2026-01-05"}')
