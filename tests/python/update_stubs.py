"""Write _core.pyi anew from the installed module: ``python tests/python/update_stubs.py``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import evenload

TARGET = Path(__file__).resolve().parents[2] / "bindings" / "python" / "evenload" / "_core.pyi"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pybind11_stubgen",
                "evenload._core",
                "--exit-code",
                "--output-dir",
                folder,
            ],
            check=True,
        )
        text = (Path(folder) / "evenload" / "_core.pyi").read_text(encoding="utf-8")
    TARGET.write_text(text.replace(f"'{evenload.__version__}'", "..."), encoding="utf-8")
