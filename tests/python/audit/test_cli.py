"""Records and their log from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evenload.cli import main

pytest.importorskip("sqlalchemy")


@pytest.fixture
def files(tmp_path: Path, proposal: Any) -> dict[str, str]:
    """A plan, a key and a record in files, and a store."""
    (tmp_path / "plan.json").write_text(proposal.plan.to_json(), encoding="utf-8")
    (tmp_path / "key").write_bytes(b"kept in a safe, never in a log!!")
    names = {name: str(tmp_path / name) for name in ("plan.json", "key", "record.json", "head")}
    return {**names, "store": f"sqlite:///{tmp_path / 'audit.db'}"}


def test_from_seal_to_erasure(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = ["--plan", files["plan.json"]]
    key = ["--key-file", files["key"], "--key-name", "2026"]
    record = ["--record", files["record.json"]]
    store = ["--store", files["store"], *key]
    sealed = ["seal", *plan, *key, "--decided-by-role", "unit manager"]
    assert main([*sealed, "--out", files["record.json"]]) == 0
    assert main(sealed) == 0
    assert capsys.readouterr().out == Path(files["record.json"]).read_text(encoding="utf-8")
    assert main(["verify", *record, *plan, *key]) == 0
    assert "agrees, repeated" in capsys.readouterr().out
    assert main(["audit", "append", *record, *plan, *store]) == 0
    capsys.readouterr()
    assert main(["audit", "head", *store]) == 0
    Path(files["head"]).write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["audit", "verify", *store, "--head", files["head"]]) == 0
    assert "1\tagrees\n1 entries, the chain holds" in capsys.readouterr().out
    assert main(["audit", "due", *store, "--days", "0"]) == 0
    assert capsys.readouterr().out.startswith("1\t")
    erase = ["audit", "erase", "1", *store, "--by-role", "archivist", "--why", "retention_over"]
    assert main(erase) == 0
    capsys.readouterr()
    assert main(["audit", "verify", *store, "--head", files["head"]]) == 0
    assert "inputs_erased" in capsys.readouterr().out

    longer = json.loads(Path(files["head"]).read_text(encoding="utf-8")) | {"length": 9}
    Path(files["head"]).write_text(json.dumps(longer), encoding="utf-8")
    assert main(["audit", "verify", *store, "--head", files["head"], "--chain-only"]) == 1
    assert "forged_head" in capsys.readouterr().out


def test_what_does_not_agree_is_an_exit_code(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = ["--plan", files["plan.json"]]
    record = ["--record", files["record.json"]]
    main(["seal", *plan, "--key-file", files["key"], "--out", files["record.json"]])
    other = tmp_path / "other"
    other.write_bytes(bytes(32))
    assert main(["verify", *record, *plan, "--key-file", str(other)]) == 1
    assert "key\tdiffers" in capsys.readouterr().out
    other.write_bytes(b"short")
    assert main(["verify", *record, *plan, "--key-file", str(other)]) == 1
    assert "audit.key" in capsys.readouterr().err
    assert main(["audit", "head", "--store", files["store"]]) == 1  # no log is made by looking
