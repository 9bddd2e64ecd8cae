"""A sealed proposal, and a PostgreSQL server of the test run's own."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import evenload
import pytest

HERE = Path(__file__).parent

CASES = {
    "id": ["c1", "c2", "c3", "c4"],
    "weight": [6, 4, 5, 30],
    "unit": ["children", "children", "adults", "adults"],
}
CASEWORKERS = {
    "id": ["Kim", "Lo", "Max"],
    "unit": ["children", "children", "adults"],
    "capacity": [20, 10, 10],
}
OVERRIDES = {
    "case": ["c1"],
    "kind": ["assign"],
    "caseworker": ["Lo"],
    "reason": ["knows the family"],
    "decided_by_role": ["unit manager"],
}


@dataclass(frozen=True)
class Proposal:
    """A plan, its record, and the key."""

    plan: evenload.Plan
    record: evenload.SealedRecord
    key: evenload.AuditKey


@pytest.fixture(scope="session")
def proposal() -> Proposal:
    """One week's proposal with an override, sealed."""
    policy = evenload.AllocationPolicy(on="2026-11-23")
    plan = evenload.allocate(CASES, CASEWORKERS, policy=policy, overrides=OVERRIDES)
    key = evenload.AuditKey(bytes(range(32)), "2026")
    return Proposal(plan, plan.audit(key, decided_by_role="unit manager"), key)


def _program(name: str) -> str | None:
    places = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)
    return shutil.which(name) or (places[0] if places else None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server that lives as long as the tests, on a socket of its own."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver psycopg is not installed")
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = pwd.getpwuid(os.getuid()).pw_name
    as_user: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="evenload-pg-"))  # short: it holds a socket
    if os.getuid() == 0:  # the server refuses to run as root
        user = "postgres"
        try:
            pwd.getpwnam(user)
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL does not run as root, and there is no runuser")
        as_user = ["runuser", "-u", user, "--"]
        shutil.chown(folder, user)
    data = folder / "data"
    log = folder / "log"

    def run(*words: str) -> None:
        done = subprocess.run(
            [*as_user, *words], cwd="/", capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode != 0:
            more = log.read_text(encoding="utf-8") if log.exists() else ""
            pytest.fail(f"{words[0]}: {done.stdout}{done.stderr}{more}")

    try:
        run(initdb, "-D", str(data), "-U", user, "--auth=trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        # pg_ctl's own output must not be a pipe: the server would keep it open.
        run(pg_ctl, "-D", str(data), "-l", str(log), "-o", settings, "-s", "-w", "start")
        try:
            yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
        finally:
            run(pg_ctl, "-D", str(data), "-s", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start_writer(
    proposal: Proposal, tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start ``writer.py`` as a process of its own."""
    (tmp_path / "record.json").write_text(proposal.record.to_json(), encoding="utf-8")
    (tmp_path / "payload.json").write_text(proposal.plan.to_json(), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started: list[subprocess.Popen[str]] = []

    def start(url: str, name: str, count: int, *options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "writer.py"), url, name, str(count), *options],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
