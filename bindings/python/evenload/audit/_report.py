"""What a verification of a log says: once for the chain, once for the recomputation."""

from __future__ import annotations

import dataclasses

from evenload._audit import Verification

__all__ = ["Fault", "Recomputed", "StoreReport"]


@dataclasses.dataclass(frozen=True)
class Fault:
    """Something wrong with the chain.

    Attributes
    ----------
    position : int
        The entry, from 1; 0 where it is about no entry.
    code : str
        ``gap``, ``wrong_predecessor``, ``changed_entry``, ``forged_entry``, ``unsealed_entry``,
        ``unknown_key``, ``time_backwards``, ``changed_content``, ``missing_content``,
        ``content_not_erased``, ``unknown_content``, ``wrong_erasure``, ``truncated``,
        ``rewritten``, ``forged_head``, ``other_log``. Codes are only ever added.
    text : str
        The same in words.
    """

    position: int
    code: str
    text: str


@dataclasses.dataclass(frozen=True)
class Recomputed:
    """Whether one proposal is found again.

    Attributes
    ----------
    position : int
        The entry.
    verdict : str
        ``"agrees"``, ``"differs"``, ``"inputs_erased"`` and ``"record_erased"`` (a tombstone says
        so), ``"not_repeatable"`` (a clock or a person ended the recorded computation, or this one),
        ``"no_inputs"`` (there is no payload, or it does not hold what was asked), ``"unknown_key"``
        or ``"unreadable"``.
    verification : Verification or None
        The comparison, where there was one.
    """

    position: int
    verdict: str
    verification: Verification | None = None


@dataclasses.dataclass(frozen=True)
class StoreReport:
    """The answer of `AuditStore.verify`. True where nothing is wrong.

    Attributes
    ----------
    length : int
        Entries.
    erased : list of int
        Positions from which something was erased, as their tombstones say.
    faults : list of Fault
        What is wrong with the chain.
    recomputed : list of Recomputed
        One for each record, or empty where nobody asked.
    """

    length: int
    erased: list[int]
    faults: list[Fault]
    recomputed: list[Recomputed]

    @property
    def chain_holds(self) -> bool:
        """Nothing is wrong with the chain."""
        return not self.faults

    @property
    def proposals_hold(self) -> bool:
        """No proposal that could be computed again came out otherwise."""
        return not any(
            one.verdict in ("differs", "unknown_key", "unreadable") for one in self.recomputed
        )

    def __bool__(self) -> bool:
        return self.chain_holds and self.proposals_hold
