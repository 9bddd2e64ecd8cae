"""The example programs, loaded from examples/python."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def load():
    """Import one of the example programs."""
    pytest.importorskip("evenload.report", reason="the extra `report` is not installed")
    pytest.importorskip("rich", reason="rich, which the examples print with, is not installed")

    # A program may import another one beside it, as it may when it is run.
    sys.path.insert(0, str(ROOT / "examples" / "python"))

    def program(name: str):
        spec = importlib.util.spec_from_file_location(
            f"example_{name}", ROOT / "examples" / "python" / f"{name}.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return program
