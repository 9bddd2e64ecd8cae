"""The example's tables are what their generator writes, and hold what their README says."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys

import pytest


def rows(root, name):
    with (root / "examples" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(
    sys.version_info < (3, 11), reason="the generator reads TOML, which needs Python 3.11"
)
def test_the_generator_writes_the_same_bytes(root, tmp_path):
    data = root / "examples" / "data"
    for name in ("generate.py", "municipality.py", "new_cases.py", "history.py", "policy.toml"):
        shutil.copy(data / name, tmp_path)
    subprocess.run([sys.executable, "-B", str(tmp_path / "generate.py")], check=True)
    written = sorted(tmp_path.glob("*.csv"))
    assert len(written) == 10
    for path in written:
        assert path.read_bytes() == (data / path.name).read_bytes(), path.name


def test_sizes(root):
    caseworkers, cases = rows(root, "caseworkers"), rows(root, "cases")
    assert sum(row["pool"] == "yes" for row in caseworkers) == 3
    assert sum(row["pool"] == "no" for row in caseworkers) == 36
    assert len(rows(root, "units")) == 3
    new = [row for row in cases if re.fullmatch(r"[CAS]-2\d{3}", row["id"])]
    assert len(new) == 60
    assert 430 <= len(cases) - len(new) <= 490


def test_everything_the_readme_names_is_there(root):
    text = (root / "examples" / "data" / "README.md").read_text(encoding="utf-8")
    ids = {row["id"] for name in ("cases", "caseworkers") for row in rows(root, name)}
    named = set(re.findall(r"\b[CAS]-\d{3,4}\b|\b(?:Barn|Vuxen|Ekonomi|Pool) \d+\b", text))
    assert len(named) > 30
    assert named <= ids
    for file in re.findall(r"`(\w+\.(?:csv|toml|py))`", text):
        assert (root / "examples" / "data" / file).exists(), file
    situations = [
        line for line in text.split("## Situations")[1].splitlines() if line.startswith("| ")
    ][1:]
    assert len(situations) >= 10
