"""Compare the symbols that libevenload_c.so exports with the sorted list in symbols.txt.

Run with ``--write`` instead of editing the list by hand, and read the difference before committing:
a symbol that disappears or changes breaks programs that are already installed.
"""

from __future__ import annotations

import argparse
import difflib
import subprocess
import sys
from pathlib import Path

SKIPPED = 77


def exported(nm: str, library: Path) -> list[str]:
    """Return the sorted names of the defined dynamic symbols, version nodes left out."""
    listing = subprocess.run(
        [nm, "--dynamic", "--defined-only", str(library)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = set()
    for line in listing.splitlines():
        *_, kind, symbol = line.split()
        if kind != "A":  # the version node itself
            names.add(symbol.partition("@")[0])
    return sorted(names)


def differences(expected: list[str], actual: list[str]) -> list[str]:
    """Return one line for each fault of the list or of the library."""
    faults = []
    if expected != sorted(set(expected)):
        faults.append("symbols.txt is not sorted, or names a symbol twice")
    faults += [f"not of this library's name space: {name}" for name in actual
               if not name.startswith("evenload_")]
    faults += [line for line in difflib.unified_diff(
        sorted(set(expected)), actual, "symbols.txt", "library", lineterm="", n=0)]
    return faults


def self_test() -> int:
    """Show that each kind of difference is found."""
    good = ["evenload_a", "evenload_b"]
    assert differences(good, good) == []
    assert differences(good, good[:1])
    assert differences(good[:1], good)
    assert differences(good[::-1], good)
    assert differences(good + ["strlen"], good + ["strlen"])
    return 0


def main() -> int:
    """Check, or write with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("library", type=Path, nargs="?")
    parser.add_argument("list", type=Path, nargs="?")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()

    actual = exported(arguments.nm, arguments.library)
    if arguments.write:
        arguments.list.write_text("".join(f"{name}\n" for name in actual), encoding="utf-8")
        return 0
    if not arguments.list.exists():
        print(f"skipped: {arguments.list.name} is not there yet; write it with --write")
        return SKIPPED
    faults = differences(arguments.list.read_text(encoding="utf-8").split(), actual)
    print("\n".join(faults) or f"{len(actual)} symbols, as listed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
