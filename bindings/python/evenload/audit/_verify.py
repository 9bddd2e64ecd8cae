"""Checking a log: the chain from its entries and contents, and each proposal from its parts."""

from __future__ import annotations

import dataclasses
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from evenload._audit import AuditKey, SealedRecord, verify
from evenload._errors import EvenloadError
from evenload._question import VerbQuestion
from evenload.audit._chain import PARTS, Entry, Head, commitment, first_predecessor
from evenload.audit._report import Fault, Recomputed
from evenload.plan import Plan

__all__ = ["Checked", "check_chain", "recompute_one"]


@dataclasses.dataclass
class Checked:
    """What a walk along a chain has found."""

    length: int = 0
    records: list[int] = field(default_factory=list)
    erased: dict[int, set[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, position: int, code: str, text: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(position, code, text))


def check_chain(
    log: str,
    entries: Iterable[Entry],
    contents: Iterable[tuple[int, str, bytes, bytes]],
    heads: Iterable[Head],
    keys: Mapping[str, AuditKey],
) -> Checked:
    """Walk along a chain.

    Parameters
    ----------
    log : str
        The log's name.
    entries : iterable of Entry
        In the order of their positions.
    contents : iterable of (position, part, salt, content)
        Of the same state.
    heads : iterable of Head
        Kept elsewhere.
    keys : mapping of str to AuditKey
        By name; where there is any, every entry must be sealed by one of them.

    Returns
    -------
    Checked
        Linear in the entries and contents; keeps a few texts of each entry.
    """
    checked = Checked()
    commitments: dict[tuple[int, str], str] = {}
    hashes = {0: first_predecessor(log)}
    previous: Entry | None = None
    for entry in entries:
        _check_link(checked, entry, previous, hashes[0] if previous is None else previous.hash)
        _check_seal(checked, entry, keys)
        hashes[entry.position] = entry.hash
        if entry.kind == "record":
            checked.records.append(entry.position)
            for part in PARTS:
                committed = getattr(entry, f"{part}_commitment")
                if committed:
                    commitments[entry.position, part] = committed
        else:
            _note_erasure(checked, entry, commitments)
        previous = entry
        checked.length = entry.position
    _check_contents(checked, contents, commitments)
    for head in heads:
        _check_head(checked, log, head, hashes, keys)
    return checked


def _check_link(checked: Checked, entry: Entry, previous: Entry | None, expected: str) -> None:
    position = entry.position
    if position != (1 if previous is None else previous.position + 1):
        checked.fault(position, "gap", "entries before this one are missing")
    if not hmac.compare_digest(entry.previous, expected):
        checked.fault(position, "wrong_predecessor", "it does not go on from the entry before")
    if not hmac.compare_digest(entry.hash, entry.computed_hash()):
        checked.fault(position, "changed_entry", "its fields are not those it was hashed with")
    if previous is not None and entry.at < previous.at:
        checked.fault(position, "time_backwards", "it says an earlier time than the entry before")


def _check_seal(checked: Checked, entry: Entry, keys: Mapping[str, AuditKey]) -> None:
    if not keys:
        return
    if not entry.mac:
        checked.fault(entry.position, "unsealed_entry", "no key has sealed it")
    elif entry.key_name not in keys:
        checked.fault(entry.position, "unknown_key", "no key of this name was given")
    elif not hmac.compare_digest(entry.mac, entry.computed_mac(keys[entry.key_name])):
        checked.fault(entry.position, "forged_entry", "the key has not sealed this entry")


def _note_erasure(
    checked: Checked, entry: Entry, commitments: Mapping[tuple[int, str], str]
) -> None:
    for part in entry.erased_parts.split(","):
        known = entry.erases is not None and (entry.erases, part) in commitments
        gone = checked.erased.get(entry.erases or 0, set())
        if not known or part in gone:
            checked.fault(entry.position, "wrong_erasure", "it erases what was not there")
        elif entry.erases is not None:
            checked.erased.setdefault(entry.erases, set()).add(part)


def _check_contents(
    checked: Checked,
    contents: Iterable[tuple[int, str, bytes, bytes]],
    commitments: Mapping[tuple[int, str], str],
) -> None:
    missing = dict(commitments)
    for position, part, salt, content in contents:
        committed = missing.pop((position, part), None)
        if committed is None:
            checked.fault(position, "unknown_content", f"a {part} that no entry speaks of")
        elif part in checked.erased.get(position, ()):
            checked.fault(position, "content_not_erased", f"the {part} was erased and is there")
        elif not hmac.compare_digest(committed, commitment(part, salt, content)):
            checked.fault(position, "changed_content", f"the {part} is not the one appended")
    for position, part in missing:
        if part not in checked.erased.get(position, ()):
            text = f"the {part} is gone, and nobody says to have erased it"
            checked.fault(position, "missing_content", text)


def _check_head(
    checked: Checked,
    log: str,
    head: Head,
    hashes: Mapping[int, str],
    keys: Mapping[str, AuditKey],
) -> None:
    if head.log != log:
        checked.fault(0, "other_log", f"a head of the log {head.log!r}")
        return
    if head.mac and keys:
        key = keys.get(head.key_name)
        if key is None:
            checked.fault(head.length, "unknown_key", "no key of the head's name was given")
        elif not hmac.compare_digest(head.mac, head.computed_mac(key)):
            checked.fault(head.length, "forged_head", "the key has not sealed this head")
            return
    if head.length > checked.length:
        text = f"the log had {head.length} entries at {head.at} and has {checked.length}"
        checked.fault(head.length, "truncated", text)
    elif not hmac.compare_digest(head.hash, hashes.get(head.length, "")):
        text = f"entries up to here are not those of {head.at}"
        checked.fault(head.length, "rewritten", text)


def recompute_one(
    position: int,
    parts: Mapping[str, bytes],
    erased: Collection[str],
    keys: Mapping[str, AuditKey],
    threads: int,
) -> Recomputed:
    """Compute one proposal again from its record and payload, as far as they are there.

    What is gone counts as erased only where a tombstone says so.
    """
    if "record" not in parts:
        return Recomputed(position, "record_erased" if "record" in erased else "unreadable")
    if "payload" not in parts:
        return Recomputed(position, "inputs_erased" if "payload" in erased else "no_inputs")
    try:
        record = SealedRecord(parts["record"].decode())
    except (EvenloadError, UnicodeDecodeError):
        return Recomputed(position, "unreadable")
    key = keys.get(record.key_name)
    if key is None:
        return Recomputed(position, "unknown_key")
    try:
        question = _question(record, parts["payload"].decode())
    except (EvenloadError, UnicodeDecodeError):
        return Recomputed(position, "no_inputs")
    try:
        verification = verify(record, question, key=key, threads=threads)
    except EvenloadError:
        return Recomputed(position, "unreadable")
    if verification.agrees:
        verdict = "agrees"
    elif verification.repetition in ("stopped_by_clock", "interrupted"):
        verdict = "not_repeatable"
    else:
        verdict = "differs"
    return Recomputed(position, verdict, verification)


def _question(record: SealedRecord, text: str) -> Plan | VerbQuestion:
    """Read what was asked, as the record's verb has it."""
    if record.verb != "allocate":
        return VerbQuestion.from_json(text)
    plan = Plan.from_json(text)
    plan._whole()
    return plan
