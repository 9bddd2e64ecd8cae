"""What every row needs: places of programs and instances, limits, and how to run a program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class SkippedError(Exception):
    """A row that cannot be measured here; the text says why."""


@dataclass
class Settings:
    """Choices of the command line."""

    programs: Path  # folder of the built programs
    scratch: Path  # for problems that are handed to programs
    shared: Path  # instances that are not part of the source tree
    scale: float = 1.0  # of every limit in seconds, ours and theirs
    quick: bool = False  # tiny problems, to see that everything runs
    full: bool = False  # every instance; otherwise a chosen part
    peers: bool = True
    only: str = ""  # a regular expression on names of instances

    def wanted(self, name: str) -> bool:
        """Tell whether an instance is asked for."""
        return re.search(self.only, name) is not None

    def program(self, name: str) -> str:
        """Return the path of a program."""
        path = self.programs / f"{name}_benchmark"
        if not path.exists():
            raise SkippedError(f"{path} has not been built")
        return str(path)

    def need_shared(self, folder: str) -> Path:
        """Return a folder of instances."""
        path = self.shared / folder
        if not path.is_dir():
            raise SkippedError(
                f"{folder} is not in {self.shared} (EVENLOAD_SHARED names the place)"
            )
        return path

    def seconds(self, full: float, quick: float = 0.5) -> float:
        """Return a limit: `quick` in quick runs, otherwise scaled."""
        return quick if self.quick else full * self.scale

    def stored(self, name: str) -> Path:
        """Return a place for a problem."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        return self.scratch / name

    def answers(self, program: str, *arguments: object) -> list[dict[str, Any]]:
        """Run a program with ``--json`` and return its answers."""
        words = [self.program(program), "--json", *map(str, arguments)]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def say(text: str) -> None:
    """Tell whoever waits."""
    print(text, file=sys.stderr, flush=True)
