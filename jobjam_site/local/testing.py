"""What the root conftest.py needs: servers for one test session, found by everything through the environment."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import ipaddress
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jobjam_site.local import processes, servers

ROOT = Path(__file__).resolve().parent.parent.parent
# Sessions at the same time each get a folder of their own; the first free one is used, so its database is reused.
PARALLEL_SESSIONS = 8

outside_calls: list[str] = []
_running: servers.Servers | None = None
_held_lock: int | None = None


@dataclass(frozen=True)
class Addresses:
    database_url: str
    broker_url: str


def prepare() -> None:
    """Start what has no address, tell everybody through the environment, load Django. Once per process."""
    global _running
    if _running is not None:
        return
    from django.conf import settings

    if settings.configured:
        raise RuntimeError("The settings were loaded before the test servers: unset DJANGO_SETTINGS_MODULE.")
    database_url, broker_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    data = _free_folder()
    processes.end_leftovers(data / "run")
    _running = servers.start_servers(data, database_url=database_url, broker_url=broker_url, durable=False)
    atexit.register(finish)
    os.environ.update(
        DATABASE_URL=_running.database_url,
        REDIS_URL=_running.broker_url,
        JOBJAM_DATA_DIR=str(data / "files"),
        DJANGO_SETTINGS_MODULE="jobjam_site.settings.test",
    )
    for name in [name for name in os.environ if name.startswith("OPENAI_") or name == "DEFAULT_ENGINE"]:
        del os.environ[name]
    (data / "files" / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
    sys.addaudithook(_refuse_network)

    import django

    django.setup()


def finish() -> None:
    """Stop what prepare() started. Harmless when repeated."""
    global _running
    if _running is not None:
        _running.stop()
        _running = None


def addresses() -> Addresses:
    return Addresses(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])


def _free_folder() -> Path:
    """A data folder no other session uses, emptied when migrations changed since its database was made.

    The lock is the kernel's: it goes with the process, however that ends.
    """
    global _held_lock
    parent = ROOT / "var" / "tests"
    parent.mkdir(parents=True, exist_ok=True)
    for number in range(PARALLEL_SESSIONS):
        lock = os.open(parent / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        _held_lock = lock
        folder = parent / str(number)
        folder.mkdir(exist_ok=True)
        mark, fingerprint = folder / "migrations", _fingerprint()
        if not mark.exists() or mark.read_text() != fingerprint:
            processes.end_leftovers(folder / "run")
            shutil.rmtree(folder / "database", ignore_errors=True)
            mark.write_text(fingerprint)
        return folder
    folder = Path(tempfile.mkdtemp(prefix="jobjam-tests-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _fingerprint() -> str:
    """Changes with every migration and every version installed: an edited migration is never applied by itself."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements-dev.lock"]):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Names under .invalid and .test never resolve anywhere, so looking them up is no call."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in ("", "localhost") or name.endswith((".localhost", ".invalid", ".test")):
        return
    try:
        if event == "socket.getaddrinfo" or ipaddress.ip_address(name.partition("%")[0]).is_loopback:
            ipaddress.ip_address(name.partition("%")[0])
            return
    except ValueError:
        pass
    outside_calls.append(name)
    raise PermissionError(f"tests may not call {name}")


def environment_of_processes(database_name: str) -> dict[str, str]:
    """The environment for a worker or server process of a test, on the database the test itself is on.

    database_name: `connection.settings_dict["NAME"]` inside the test.
    """
    address = urlsplit(os.environ["DATABASE_URL"])
    # urlunsplit would drop the empty host of a socket address.
    query = f"?{address.query}" if address.query else ""
    return {**os.environ, "DATABASE_URL": f"{address.scheme}://{address.netloc}/{database_name}{query}"}
