"""Turns on duty against what a rotation by contract would have given."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from evenload import _core
from evenload._frames import Frame, read_all, read_with_kind
from evenload.policy import AllocationPolicy, policy_for

__all__ = ["duty_shares"]


def duty_shares(
    caseworkers: Frame,
    duty: Frame,
    first: datetime.date | str,
    last: datetime.date | str,
    *,
    participants: Iterable[str] = (),
    absences: Frame | None = None,
    policy: AllocationPolicy | Mapping[str, Any] | None = None,
) -> Any:
    """Compare everybody's turns on duty with a rotation by contract.

    Expected are all turns of the period, shared out by contracted hours and the working days on
    which somebody was not away; everybody alike where somebody has no contracted hours. A report,
    never a ranking: the rows come in the order of `caseworkers`.

    Parameters
    ----------
    caseworkers, duty : frame
        Tables of ``docs/data-model.md``. A turn counts where it begins in the period.
    first, last : date or str
        The period, both days included.
    participants : iterable of str, optional
        Ids of those who take part in the rota; by default everybody but placement students.
    absences : frame, optional
        Who was away when.
    policy : AllocationPolicy or mapping, optional
        Whose zone and holidays count.

    Returns
    -------
    frame of the kind of `caseworkers`
        caseworker, unit, turns, free_day_turns, hours, expected_turns, expected_free_day_turns,
        expected_hours.

    Raises
    ------
    InvalidDataError
        Names table, column and row: a turn of somebody who does not take part, a period without
        days.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "contracted_hours": [40, 20]}
    >>> turns = {
    ...     "caseworker": ["Kim", "Kim", "Lo"],
    ...     "from": ["2026-11-23", "2026-11-30", "2026-12-07"],
    ...     "to": ["2026-11-29", "2026-12-06", "2026-12-13"],
    ... }
    >>> shares = evenload.duty_shares(people, turns, "2026-11-23", "2026-12-13")
    >>> shares["turns"].tolist(), shares["expected_turns"].tolist()
    ([2, 1], [2.0, 1.0])
    """
    chosen = policy_for(policy)
    people, to_frame = read_with_kind("caseworkers", caseworkers, chosen.zone)
    no_cases: Frame = {"id": [], "weight": []}
    others = {"cases": no_cases, "duty": duty, "absences": absences}
    tables = {"caseworkers": people, **read_all(others, chosen.zone)}
    source = _core.AllocationInput.from_tables(tables, chosen.zone)
    answer = _core.duty_shares(source, chosen._core, str(first), str(last), list(participants))
    return to_frame(answer)
