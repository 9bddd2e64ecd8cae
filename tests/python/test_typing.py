"""Types: the stubs are those of the compiled module, and the package is strict."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import evenload
import pytest


def test_stubs_are_current(tmp_path: Path, repository: Path) -> None:
    if importlib.util.find_spec("pybind11_stubgen") is None:
        pytest.skip("pybind11-stubgen is not installed")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pybind11_stubgen",
            "evenload._core",
            "--exit-code",
            "--output-dir",
            str(tmp_path),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    made = (tmp_path / "evenload" / "_core.pyi").read_text(encoding="utf-8")
    kept = (repository / "bindings" / "python" / "evenload" / "_core.pyi").read_text(
        encoding="utf-8"
    )
    # The version is written in one place only, and the stub should not change with it.
    made = made.replace(f"'{evenload.__version__}'", "...")
    assert kept == made, "run tests/python/update_stubs.py"


def test_the_package_is_strictly_typed(repository: Path) -> None:
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            str(repository / "bindings" / "python" / "evenload"),
        ],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(evenload.__file__).parent / "py.typed").exists()
