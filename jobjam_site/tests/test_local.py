"""Setting up and running on one machine: what a person at a terminal would miss."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jobjam_site.local import demo, environment, packages, processes, servers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder that PostgreSQL's account can reach also when root runs the tests; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="jobjam-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def ends(pid: int, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while processes.started_at(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    return processes.started_at(pid) is None


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from jobjam_site.local import processes\n"
        "child = processes.start('child', [sys.executable, '-c', 'import time; time.sleep(60)'], log_path=Path(sys.argv[1]))\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, tmp_path / "log"], stdout=subprocess.PIPE, cwd=ROOT)
    child = int(parent.stdout.readline())
    assert processes.started_at(child) is not None
    parent.kill()
    parent.communicate()
    assert ends(child)


def test_leftover_of_a_killed_run_is_ended(tmp_path: Path) -> None:
    leftover = sleeper()
    record = {"pid": leftover.pid, "started_at": processes.started_at(leftover.pid)}
    (tmp_path / "worker.json").write_text(json.dumps(record))
    assert processes.end_leftovers(tmp_path, patience_seconds=0) == ["worker"]
    assert leftover.wait(10) == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_process_that_only_has_the_old_number_is_left_alone(tmp_path: Path) -> None:
    stranger = sleeper()
    (tmp_path / "worker.json").write_text(json.dumps({"pid": stranger.pid, "started_at": "1"}))
    assert processes.end_leftovers(tmp_path, patience_seconds=0) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_database_starts_again_after_sigkill_with_what_was_stored(data: Path) -> None:
    first = servers.start_servers(data, broker_url="redis://unused")
    with psycopg.connect(first.database_url, autocommit=True) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS number")
    first.children[0].process.kill()
    first.children[0].process.wait()
    again = servers.start_servers(data, broker_url="redis://unused")
    try:
        with psycopg.connect(again.database_url) as session:
            assert session.execute("SELECT number FROM kept").fetchone() == (42,)
    finally:
        again.stop()
    assert servers._processes_in(data / "database") == []
    assert not servers.socket_folder_path(data).exists()


def test_start_needs_no_server_whose_address_is_given(data: Path) -> None:
    given = servers.start_servers(data, database_url="postgresql://elsewhere/x", broker_url="redis://elsewhere")
    assert (given.database_url, given.broker_url, given.children) == (
        "postgresql://elsewhere/x",
        "redis://elsewhere",
        [],
    )


def test_starting_servers_changes_no_mode_above_the_data(data: Path) -> None:
    before = [(folder, folder.stat().st_mode) for folder in data.parents]
    servers.start_servers(data).stop()
    assert [(folder, folder.stat().st_mode) for folder in data.parents] == before


@pytest.mark.skipif(
    "os.geteuid() != 0 and not os.environ.get('CI')", reason="only root runs PostgreSQL as another user"
)
def test_root_in_a_closed_folder_is_told_so_and_the_mode_stays(data: Path) -> None:
    if os.geteuid() != 0:
        return
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    (closed / "var").mkdir()
    with pytest.raises(servers.ServerError, match=re.escape(str(closed))):
        servers.start_servers(closed / "var", broker_url="redis://unused")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_sockets_have_short_paths_of_their_own_for_every_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    folders = {servers.socket_folder_path(place) for place in (deep, tmp_path / "one", tmp_path / "two")}
    assert len(folders) == 3
    assert all(len(str(folder / "database" / ".s.PGSQL.5432.lock")) < 107 for folder in folders)


def test_folder_prepared_by_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    for name in ("link", "open"):
        with pytest.raises(environment.SetupError, match=name):
            environment.own_folder(tmp_path / name, 0o700)


def test_taken_port_is_a_sentence_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(environment.SetupError) as caught:
            demo.wanted_port()
    assert str(caught.value) == f"Port {port} is taken; choose another one: make demo PORT=8001"


@pytest.mark.parametrize("text", ["80a", "0", "65536", "-1"])
def test_port_must_be_a_number(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(environment.SetupError, match="from 1 to 65535"):
        demo.wanted_port()


def test_password_of_the_demo_stays_the_same_and_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(demo, "DATA", tmp_path)
    password = demo.kept_secret("demo-password", 12)
    assert len(password) == 16
    assert demo.kept_secret("demo-password", 12) == password
    assert stat.S_IMODE((tmp_path / "demo-password").stat().st_mode) == 0o600


def test_missing_browser_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    monkeypatch.setenv("SYSTEM_PACKAGES", "no")
    said: list[str] = []
    assert "chromium" in packages.provide_packages(said.append)
    assert len(said) == 1
    assert "apt-get install -y --no-install-recommends" in said[0]
    assert said[0].endswith("with pictures drawn from the print version.")


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_holds_every_pin_with_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / f"{name}.lock").read_text()
    pins = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE)
    assert pins
    locked = {
        package.lower().replace("_", "-"): version
        for package, version in re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash", lock, re.M)
    }
    assert {package.lower(): locked.get(package.lower().replace("_", "-")) for package, _ in pins} == {
        package.lower(): version for package, version in pins
    }
    assert re.findall(r"://|^--", lock, re.MULTILINE) == []
