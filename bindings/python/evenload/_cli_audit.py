"""The commands ``evenload seal``, ``verify`` and ``audit``: records and their log, from files."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from evenload._audit import AuditKey, SealedRecord, Verification, verify
from evenload._documents import load
from evenload._question import VerbQuestion
from evenload.plan import Plan

__all__ = ["add_audit_verbs"]


def add_audit_verbs(verbs: Any) -> None:
    """Add the verbs to the command's parser."""
    verb = verbs.add_parser("seal", help="seal a plan (a .json of allocate) under a key")
    _add_plan(verb)
    _add_key(verb)
    verb.add_argument("--decided-by-role", default="", metavar="ROLE", help="a role, never a name")
    verb.add_argument("--out", type=Path, metavar="FILE", help="record (JSON); else it is printed")
    verb.set_defaults(run=_seal)

    verb = verbs.add_parser("verify", help="compute a sealed plan again and compare")
    verb.add_argument("--record", type=Path, required=True, metavar="FILE")
    _add_question(verb)
    _add_key(verb)
    verb.set_defaults(run=_verify)

    verb = verbs.add_parser("audit", help="a log of records in a database")
    actions = verb.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("append", help="add a record and its plan")
    action.add_argument("--record", type=Path, required=True, metavar="FILE")
    _add_question(action)
    _add_store(action, _append)
    action = actions.add_parser("verify", help="check the log, and compute its proposals again")
    action.add_argument(
        "--head", type=Path, action="append", default=[], metavar="FILE", help="kept elsewhere"
    )
    action.add_argument("--chain-only", action="store_true", help="compute nothing again")
    _add_store(action, _check)
    action = actions.add_parser("head", help="print the head of the log, to be kept elsewhere")
    _add_store(action, _head)
    action = actions.add_parser("due", help="list what was appended so long ago and is still there")
    action.add_argument("--days", type=int, required=True)
    action.add_argument("--part", choices=["payload", "record"], default="payload")
    _add_store(action, _due)
    action = actions.add_parser("erase", help="destroy what an entry commits to")
    action.add_argument("position", type=int)
    action.add_argument("--by-role", required=True, metavar="ROLE", help="a role, never a name")
    action.add_argument("--why", required=True, metavar="CODE", help="such as retention_over")
    action.add_argument("--record-too", action="store_true", help="the record, too")
    _add_store(action, _erase)


def _add_plan(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--plan", type=Path, required=True, metavar="FILE", help="plan (JSON)")


def _add_question(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--plan",
        type=Path,
        required=True,
        metavar="FILE",
        help="plan (JSON), or the question of a verb",
    )


def _add_key(verb: argparse.ArgumentParser, needed: bool = True) -> None:
    verb.add_argument(
        "--key-file", type=Path, required=needed, metavar="FILE", help="the key's bytes as they are"
    )
    verb.add_argument("--key-name", default="", metavar="NAME")


def _add_store(action: argparse.ArgumentParser, run: Any) -> None:
    action.add_argument("--store", required=True, metavar="URL", help="sqlite:///audit.db, …")
    action.add_argument("--log", default="default", metavar="NAME")
    _add_key(action, needed=False)
    action.set_defaults(run=run)


def _key(options: argparse.Namespace) -> AuditKey | None:
    if options.key_file is None:
        return None
    return AuditKey(options.key_file.read_bytes(), options.key_name)


def _plan(options: argparse.Namespace) -> Plan:
    return Plan.from_json(options.plan.read_text(encoding="utf-8"))


def _question(options: argparse.Namespace) -> Plan | VerbQuestion:
    text = options.plan.read_text(encoding="utf-8")
    return VerbQuestion.from_json(text) if "call" in load(text, "plan") else Plan.from_json(text)


def _record(options: argparse.Namespace) -> SealedRecord:
    return SealedRecord.from_json(options.record.read_text(encoding="utf-8"))


def _store(options: argparse.Namespace, create: bool = False) -> Any:
    from evenload.audit import AuditStore

    return AuditStore(options.store, log=options.log, key=_key(options), create=create)


def _seal(options: argparse.Namespace) -> int:
    key = _key(options)
    assert key is not None  # needed on the command line
    record = _plan(options).audit(key, decided_by_role=options.decided_by_role)
    if options.out is None:
        print(record.to_json())
    else:
        options.out.write_text(record.to_json() + "\n", encoding="utf-8")
    return 0


def _verify(options: argparse.Namespace) -> int:
    key = _key(options)
    assert key is not None  # needed on the command line
    answer = verify(_record(options), _question(options), key=key)
    _print_checks(answer)
    return 0 if answer else 1


def _print_checks(answer: Verification) -> None:
    for check in answer.checks:
        print(f"{check.part}\t{check.verdict}")
    print(f"{'agrees' if answer else 'does not agree'}, {answer.repetition}")


def _append(options: argparse.Namespace) -> int:
    with _store(options, create=True) as store:
        entry = store.append(_record(options), _question(options))
    print(f"{entry.position}\t{entry.at}\t{entry.hash}")
    return 0


def _check(options: argparse.Namespace) -> int:
    heads = [path.read_text(encoding="utf-8") for path in options.head]
    with _store(options) as store:
        report = store.verify(heads=heads, recompute=not options.chain_only)
    for fault in report.faults:
        print(f"{fault.position}\t{fault.code}\t{fault.text}")
    for one in report.recomputed:
        print(f"{one.position}\t{one.verdict}")
    print(
        f"{report.length} entries, the chain {'holds' if report.chain_holds else 'does not hold'}"
    )
    return 0 if report else 1


def _head(options: argparse.Namespace) -> int:
    with _store(options) as store:
        print(store.head().to_json())
    return 0


def _due(options: argparse.Namespace) -> int:
    with _store(options) as store:
        for entry in store.older_than(datetime.timedelta(days=options.days), part=options.part):
            print(f"{entry.position}\t{entry.at}")
    return 0


def _erase(options: argparse.Namespace) -> int:
    parts = ("payload", "record") if options.record_too else ("payload",)
    with _store(options) as store:
        entry = store.erase(options.position, by_role=options.by_role, why=options.why, parts=parts)
    print(f"{entry.position}\t{entry.at}\t{entry.hash}")
    return 0
