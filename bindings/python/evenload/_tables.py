"""The tables of an allocation besides its two main ones, said once for every verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from evenload import _core
from evenload._frames import Frame, ToFrame, read_all, read_with_kind
from evenload.policy import AllocationPolicy

if TYPE_CHECKING:
    import sys

    if sys.version_info >= (3, 11):
        from typing import Unpack
    else:
        from typing_extensions import Unpack

    __all__ = ["SideTables", "Unpack", "read_input"]
else:
    __all__ = ["SideTables", "read_input"]


class SideTables(TypedDict, total=False):
    """Further tables of ``docs/data-model.md``, by keyword; all of them may be left out.

    Attributes
    ----------
    units : frame
        Units with their committee and municipality.
    absences, reductions : frame
        Who is away when, and which hours are no hours for cases.
    skills : frame
        Skills with the last day they are valid.
    exclusions : frame
        Who may not have which case; no reason is stored.
    limits : frame
        Most that one caseworker takes of a category.
    assignments : frame
        Roles that somebody has beside those in the rows of the cases.
    overrides : frame
        Decisions of people, with reasons.
    delegations, deciders : frame
        Delegated authority with its dates, and the room of those who decide for others.
    duty : frame
        The rota: turns on duty, what they take, and the rest around them.
    protection : frame
        Introductions, week by week, of single caseworkers.
    travel, specialisms : frame
        Ways to places, and shares of specialisms that people want to keep.
    events : frame
        New reports and the like that add to the weight of open cases for some time.
    handovers : frame
        Hand-overs to another unit that are known ahead.
    worker_pairs : frame
        Caseworkers who do not work on one case together; no reason is stored.
    links : frame
        Pairs of cases that are one decision.
    agreements : frame
        Which municipality's employees may work on whose cases.
    carried_load : frame
        What caseworkers carried beyond their share in past weeks, for ``carry_over``.
    """

    units: Frame | None
    absences: Frame | None
    reductions: Frame | None
    skills: Frame | None
    exclusions: Frame | None
    limits: Frame | None
    assignments: Frame | None
    overrides: Frame | None
    delegations: Frame | None
    deciders: Frame | None
    duty: Frame | None
    protection: Frame | None
    travel: Frame | None
    specialisms: Frame | None
    events: Frame | None
    handovers: Frame | None
    worker_pairs: Frame | None
    links: Frame | None
    agreements: Frame | None
    carried_load: Frame | None


def read_input(
    cases: Frame, caseworkers: Frame, tables: SideTables, policy: AllocationPolicy
) -> tuple[_core.AllocationInput, ToFrame]:
    """Read all tables, and tell how an answer of the kind of `cases` is made.

    Parameters
    ----------
    cases, caseworkers : frame
        The two main tables.
    tables : SideTables
        The others.
    policy : AllocationPolicy
        Whose zone local times are read in.

    Raises
    ------
    TypeError
        For a keyword that is no table, as for any parameter that a function does not have.
    """
    known = SideTables.__annotations__
    for name in tables:
        if name not in known:
            raise TypeError(
                f"got an unexpected keyword argument {name!r}; a table is one of {', '.join(known)}"
            )
    case_table, to_frame = read_with_kind("cases", cases, policy.zone)
    others: dict[str, Frame | None] = {"caseworkers": caseworkers}
    others.update((name, tables.get(name)) for name in known)
    read = {"cases": case_table, **read_all(others, policy.zone)}
    return _core.AllocationInput.from_tables(read, policy.zone), to_frame
