"""`make demo`: everything the site needs, on this machine, until somebody says stop."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from jobjam_site.local import packages, processes, servers
from jobjam_site.local.environment import DATA, LOCK_FILE, ROOT, SetupError, say

ADDRESSES_PATH = DATA / "addresses.json"
EDITOR_NAME = "editor"
WEB_ANSWER_SECONDS = 60


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or the end of make, at a moment when everything can be left."""


class StopRequest:
    """Turns signals into Stopped; inside `deferred()` it only notes them, so that nothing started is forgotten."""

    def __init__(self) -> None:
        self.pending = False
        self._deferring = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._receive)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self.pending:
            return
        self.pending = True
        if not self._deferring:
            raise Stopped

    @contextmanager
    def deferred(self) -> Iterator[None]:
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False
        if self.pending:
            raise Stopped


class Machine:
    """Servers and processes of one project folder, started in order and stopped in the opposite one."""

    def __init__(self, stop: StopRequest) -> None:
        self.stop_request = stop
        self.children: list[processes.Child] = []
        self.servers: servers.Servers | None = None
        self.environment: dict[str, str] = {}
        self._lock: int | None = None

    def take(self) -> None:
        """Claim the data folder; the kernel gives it back however this process ends.

        Raises SetupError when another demo has it.
        """
        self._lock = os.open(DATA / "demo.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = running_addresses()
            where = f" at {running['site']}" if running.get("site") else ""
            raise SetupError(f"This folder's demo is already running{where}; stop it first (Ctrl-C there).") from None
        if processes.end_leftovers(DATA / "run"):
            say("Cleaned up after a run that had been killed.")

    def start_servers(self) -> None:
        with self.stop_request.deferred():
            self.servers = servers.start_servers(
                DATA,
                database_url=os.environ.get("DATABASE_URL", ""),
                broker_url=os.environ.get("REDIS_URL", ""),
                stopped=lambda: self.stop_request.pending,
            )
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.broker_url,
            "DJANGO_SETTINGS_MODULE": "jobjam_site.settings.dev",
            "DJANGO_SECRET_KEY": os.environ.get("DJANGO_SECRET_KEY") or kept_secret("secret-key", 40),
            "DEMO_EDITOR_PASSWORD": kept_secret("demo-password", 12),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, name: str, *arguments: str, patience_seconds: float = 15) -> None:
        """Start a module of `.venv`, its output in var/logs/NAME.log."""
        with self.stop_request.deferred():
            self.children.append(
                processes.start(
                    name,
                    [sys.executable, "-m", *arguments],
                    log_path=DATA / "logs" / f"{name}.log",
                    environment=self.environment,
                    folder=ROOT,
                    patience_seconds=patience_seconds,
                    records=DATA / "run",
                )
            )

    def start_workers(self) -> None:
        """One for evaluating, one for pictures and files, as in production."""
        for name, queues in (("worker", "housekeeping,evaluate"), ("render-worker", "render")):
            self.start(
                name, "celery", "--app", "jobjam_site", "worker", "--queues", queues, "--concurrency", "2",
                "--loglevel", "INFO", "--hostname", f"{name}-{os.getpid()}@%h", "--without-gossip", "--without-mingle",
                patience_seconds=25,
            )  # fmt: skip

    def command(self, *arguments: str) -> int:
        """Run a program of `.venv` to its end, its output on the terminal. Returns its exit code."""
        parent = os.getpid()
        with self.stop_request.deferred():
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=lambda: processes.ask_kernel_for_signal_when_parent_ends(signal.SIGTERM, parent),
            )
        try:
            return process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def manage(self, *arguments: str) -> None:
        if code := self.command("manage.py", *arguments, "--skip-checks"):
            raise SetupError(
                f"`manage.py {' '.join(arguments)}` failed (exit code {code}); logs are in {DATA / 'logs'}."
            )

    def ended_child(self) -> processes.Child | None:
        running = [*(self.servers.children if self.servers else []), *self.children]
        return next((child for child in running if not child.running), None)

    def stop(self) -> None:
        """Web, beat, workers, broker, database: each only after nobody needs it any more."""
        self.stop_request.pending = True  # further signals change nothing: stopping is under way
        ADDRESSES_PATH.unlink(missing_ok=True) if self.servers is not None else None
        for child in reversed(self.children):
            child.stop()
        if self.servers is not None:
            self.servers.stop()


def run_demo() -> int:
    """Start, build, serve, wait. Returns the exit code."""
    stop = StopRequest()
    machine = Machine(stop)
    code = 0
    try:
        _demo(machine)
    except Stopped:
        say("\nStopping …")
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        code = 1
    finally:
        machine.stop()
    if code == 0:
        say("Stopped: web, beat, workers, broker, database.")
    return code


def _demo(machine: Machine) -> None:
    begun = time.monotonic()
    machine.take()
    port = wanted_port()
    packages.provide_packages(say)
    say("Starting database and broker …")
    machine.start_servers()
    site = f"http://localhost:{port}"
    machine.environment["SITE_ADDRESS"] = site
    ADDRESSES_PATH.write_text(
        json.dumps(
            {
                "site": f"{site}/",
                "DATABASE_URL": machine.environment["DATABASE_URL"],
                "REDIS_URL": machine.environment["REDIS_URL"],
            }
        )
    )
    machine.manage("migrate", "--noinput", "--verbosity", "0")
    collect_static(machine)
    machine.start_workers()
    machine.start(
        "beat", "celery", "--app", "jobjam_site", "beat", "--loglevel", "INFO", "--pidfile", "",
        "--schedule", str(_fresh(DATA / "run" / "beat-schedule")),
    )  # fmt: skip
    built = DATA / "built"
    known = built.exists()
    if known:  # every address exists already, so the server may start while the build looks things over
        start_web(machine, port)
    say("Building the demo …")
    machine.manage("build_demo", "--port", str(port))
    built.touch()
    if not known:
        start_web(machine, port)
    wait_for_web(machine, port)
    say(
        f"\nReady after {time.monotonic() - begun:.0f} s.\n\n"
        f"  Site     {site}/\n"
        f"  X-ray    {site}/xray/kraken-middleware/\n"
        f"  PDF      {site}/xray/kraken-middleware/report.pdf\n"
        f"  Admin    {site}/admin/   user {EDITOR_NAME}, password {machine.environment['DEMO_EDITOR_PASSWORD']}\n\n"
        f"Logs are in {DATA / 'logs'}. Ctrl-C stops everything."
    )
    while True:
        if ended := machine.ended_child():
            raise SetupError(
                f"The {ended.name} ended by itself, so the demo stops. Its last lines:\n{ended.last_lines()}"
            )
        time.sleep(0.5)


def run_command(arguments: list[str]) -> int:
    """Run one program of `.venv` beside the running demo, or with servers and a worker of its own until it ends."""
    stop = StopRequest()
    machine = Machine(stop)
    try:
        if running := running_addresses():
            machine.environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "jobjam_site.settings.dev", **running}
            return machine.command(*arguments)
        machine.take()
        machine.start_servers()
        machine.manage("migrate", "--noinput", "--verbosity", "0")
        machine.start_workers()
        return machine.command(*arguments)
    except Stopped:
        return 130
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        machine.stop()


def running_addresses() -> Mapping[str, str]:
    """What the running demo of this folder wrote down, or nothing when none is running."""
    with suppress(OSError, ValueError), (DATA / "demo.lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return json.loads(ADDRESSES_PATH.read_text())
    return {}


def wanted_port() -> int:
    """PORT or 8000, free on this machine. Raises SetupError with advice."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SetupError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise SetupError(f"Port {text} is reserved for root; choose another one: make demo PORT=8001") from None
            other = 8001 if text != "8001" else 8002
            raise SetupError(f"Port {text} is taken; choose another one: make demo PORT={other}") from None
    return int(text)


def kept_secret(name: str, length_bytes: int) -> str:
    """A random word that stays the same between runs, readable by this user only."""
    path = DATA / name
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length_bytes))
    path.chmod(0o600)
    return path.read_text().strip()


def collect_static(machine: Machine) -> None:
    """collectstatic, skipped while no source file and no package changed: it takes most of a second run's time."""
    digest = hashlib.sha256(LOCK_FILE.read_bytes())
    for folder in (ROOT / "static", *sorted(set(ROOT.glob("*/static")) - {DATA / "static"})):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path}\0".encode() + path.read_bytes())
    mark = DATA / "static-files"
    if mark.exists() and mark.read_text() == digest.hexdigest() and (DATA / "static" / "staticfiles.json").exists():
        return
    say("Preparing style sheets and scripts …")
    mark.unlink(missing_ok=True)
    machine.manage("collectstatic", "--noinput", "--verbosity", "0")
    mark.write_text(digest.hexdigest())


def start_web(machine: Machine, port: int) -> None:
    machine.start(
        "web", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "4", "--no-ws", "jobjam_site.wsgi:application",
    )  # fmt: skip


def wait_for_web(machine: Machine, port: int) -> None:
    """Until the home page answers. Raises SetupError with the log's end when it does not."""
    deadline = time.monotonic() + WEB_ANSWER_SECONDS
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            status = connection.getresponse().status
            if status < 500:
                return
        connection.close()
        web = machine.children[-1]
        if not web.running or time.monotonic() > deadline:
            raise SetupError(f"The web server does not answer. Its last lines:\n{web.last_lines()}")
        time.sleep(0.2)


def _fresh(path: Path) -> Path:
    """Beat's notes of what it sent when: a killed run may leave them broken, and a new run needs none."""
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    return path
