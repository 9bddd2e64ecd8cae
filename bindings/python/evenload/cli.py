"""The command ``evenload``: an allocation from files, and the JSON document call."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evenload import _core
from evenload._cli_audit import add_audit_verbs
from evenload._errors import EvenloadError
from evenload._frames import read
from evenload.allocation import allocate, call_document, undistributed
from evenload.io import read_policy, read_table, write_table
from evenload.plan import Plan
from evenload.policy import AllocationPolicy
from evenload.workload import MeasurementRule, shipped_rules

__all__ = ["main"]

_TABLES = (
    "units",
    "absences",
    "reductions",
    "skills",
    "exclusions",
    "limits",
    "assignments",
    "overrides",
    "delegations",
    "deciders",
    "duty",
    "protection",
    "travel",
    "specialisms",
    "events",
    "handovers",
    "worker_pairs",
    "links",
    "agreements",
    "carried_load",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 on success, 1 for wrong data, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        run: Any = options.run
        return int(run(options))
    except EvenloadError as error:
        print(f"evenload: {error}", file=sys.stderr)
    except (OSError, ModuleNotFoundError) as error:
        print(f"evenload: {error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evenload", description="Assign cases fairly, measure workload, and explain both."
    )
    parser.add_argument("--version", action="version", version=f"evenload {_core.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    verb = verbs.add_parser("allocate", help="propose who takes which open case")
    _add_tables(verb)
    verb.add_argument(
        "--out",
        type=Path,
        metavar="PATH",
        help="folder for the tables (CSV) and the plan (JSON), or a .json file for the plan",
    )
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--work-limit", type=int)
    verb.add_argument("--time-limit", type=float, default=10.0, metavar="SECONDS")
    verb.add_argument("--progress", action="store_true", help="show a bar (needs tqdm)")
    verb.set_defaults(run=_allocate)

    verb = verbs.add_parser("undistributed", help="list the open cases as they stand, ranked")
    _add_tables(verb)
    verb.set_defaults(run=_undistributed)

    verb = verbs.add_parser(
        "policy", help="print a policy in full, with its defaults filled in (JSON)"
    )
    verb.add_argument(
        "file", type=Path, nargs="?", help="TOML or JSON; the default policy where none is given"
    )
    verb.set_defaults(run=_policy)

    verb = verbs.add_parser(
        "rule", help="print a measurement rule in full (JSON): a shipped one by name, or a file"
    )
    verb.add_argument(
        "rule", nargs="?", metavar="NAME|FILE", help="lists the shipped ones where none is given"
    )
    verb.set_defaults(run=_rule)

    add_audit_verbs(verbs)

    verb = verbs.add_parser(
        "document", help="answer a JSON document from standard input on standard output"
    )
    verb.set_defaults(run=_document)
    return parser


def _add_tables(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--cases", type=Path, required=True, metavar="FILE", help="CSV, Excel or Parquet"
    )
    verb.add_argument("--caseworkers", type=Path, required=True, metavar="FILE")
    for table in _TABLES:
        verb.add_argument(f"--{table}", type=Path, metavar="FILE")
    verb.add_argument("--policy", type=Path, metavar="FILE", help="TOML or JSON")
    verb.add_argument("--on", metavar="DATE", help="day of allocation; over the policy's")


def _inputs(options: argparse.Namespace) -> dict[str, Any]:
    policy = read_policy(options.policy) if options.policy else AllocationPolicy()
    if options.on:
        policy = policy.replace(on=options.on)
    files = {name: getattr(options, name) for name in ("cases", "caseworkers", *_TABLES)}
    return {
        "policy": policy,
        **{name: read_table(path) for name, path in files.items() if path is not None},
    }


def _allocate(options: argparse.Namespace) -> int:
    plan = allocate(
        **_inputs(options),
        seed=options.seed,
        work_limit=options.work_limit,
        time_limit=options.time_limit,
        progress=True if options.progress else None,
    )
    if options.out is not None:
        _write(plan, options.out)
    else:
        for title, frame in (
            ("Assignments", plan.assignments),
            ("Undistributed", plan.undistributed),
            ("Loads", plan.loads),
        ):
            print(title)
            _print_table(frame)
    for level in plan.levels:
        proven = ", proven" if level.proven else ""
        print(f"{level.name}: {level.value:g} (bound {level.bound:g}{proven})")
    print(f"{plan.status}, stopped: {plan.stop}, work {plan.work}")
    for notice in plan.notices:
        print(f"note: {notice.sentence()}")
    return 0


def _undistributed(options: argparse.Namespace) -> int:
    _print_table(undistributed(**_inputs(options)))
    return 0


def _policy(options: argparse.Namespace) -> int:
    print((read_policy(options.file) if options.file else AllocationPolicy()).to_json())
    return 0


def _rule(options: argparse.Namespace) -> int:
    if options.rule is None:
        for name, title in shipped_rules().items():
            print(f"{name}  {title}")
        return 0
    path = Path(options.rule)
    if path.suffix.lower() == ".json":
        rule = MeasurementRule.from_json(path.read_text(encoding="utf-8"))
    elif path.suffix.lower() == ".toml":
        rule = MeasurementRule.from_toml(path)
    else:
        rule = MeasurementRule.shipped(options.rule)
    print(json.dumps(rule.to_dict(), ensure_ascii=False, indent=2))
    return 0


def _document(_: argparse.Namespace) -> int:
    print(call_document(sys.stdin.read()))
    return 0


def _write(plan: Plan, out: Path) -> None:
    if out.suffix.lower() == ".json":
        out.write_text(plan.to_json() + "\n", encoding="utf-8")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in ("assignments", "undistributed", "loads"):
        write_table(getattr(plan, name), out / f"{name}.csv")
    (out / "plan.json").write_text(plan.to_json() + "\n", encoding="utf-8")


def _print_table(frame: Any) -> None:
    """Print tab-separated rows: readable, and made for pipes."""
    table = read("table", frame, "UTC")
    columns = []
    for index in range(len(table.column_names)):
        _, _, values, valid = table.column(index)
        columns.append(
            [
                ""
                if (valid is not None and not valid[row]) or values[row] is None
                else _shown(values[row])
                for row in range(len(table))
            ]
        )
    print("\t".join(table.column_names))
    for row in zip(*columns, strict=True):
        print("\t".join(row))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
