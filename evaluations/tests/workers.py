"""A real worker on a real broker and the tests' database, to be stopped, killed, frozen and started again."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import kombu.pools
import pytest
import redis
from django.db import connection

from jobjam_site import celery_app
from jobjam_site.local import processes, servers, testing

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60
QUEUES = ("housekeeping", "evaluate")

# Other processes see only what is committed. Without available_apps every table would be emptied after such a test,
# Wagtail's root page with them, and the next run on the kept database would miss it.
COMMITTED = pytest.mark.django_db(transaction=True, available_apps=["evaluations"])


def wait_for(condition: Callable[[], object], what: str, *, about: Callable[[], str] = lambda: "") -> None:
    """Return as soon as the condition holds; fail with ``what`` and the end of ``about`` when it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s in vain for: {what}\n{about()}"
        time.sleep(0.05)


class Broker:
    """A Valkey of its own, so that other tests keep theirs. While ``used`` this process sends to it too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sockets").mkdir()
        self.address = folder / "sockets" / "broker" / "valkey.sock"
        self.url = f"redis+socket://{self.address}"
        self._child: processes.Child | None = None

    @property
    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.address))

    @contextmanager
    def used(self) -> Iterator[None]:
        before = celery_app.conf.broker_url
        self.start()
        self._point_to(self.url)
        try:
            yield
        finally:
            self.stop()
            self._point_to(before)

    def start(self) -> None:
        sockets = self.folder / "sockets"
        self._child = servers.start_broker(self.folder, sockets, records=None, stopped=lambda: False)

    def stop(self) -> None:
        if self._child is not None:
            self._child.process.send_signal(signal.SIGCONT)
            self._child.stop()

    def freeze(self) -> None:
        assert self._child is not None
        self._child.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._child is not None
        self._child.process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        self._client.flushall()

    def waiting(self) -> int:
        """How many messages no worker has taken yet."""
        return sum(int(self._client.llen(queue)) for queue in QUEUES)

    @staticmethod
    def _point_to(url: str) -> None:
        celery_app.conf.broker_url = url
        celery_app.pool.force_close_all()
        celery_app._pool = None
        celery_app.amqp._producer_pool = None
        kombu.pools.reset()


class Worker:
    """A Celery worker process with two children, and the scheduler inside unless told otherwise.

    environment: variables it gets besides those of the tests.
    """

    def __init__(self, broker: Broker, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.broker = broker
        self.folder = folder
        self.environment = environment or {}
        self._child: processes.Child | None = None
        self._starts = 0
        self.name = ""

    def start(self, *, scheduler: bool = True) -> None:
        """Start it; returns when it answers over the broker."""
        self._starts += 1
        name = self.name = f"tests-{os.getpid()}-{self._starts}@worker"
        schedule = ["--beat", "--schedule", str(self.folder / f"schedule-{self._starts}")] if scheduler else []
        environment = testing.environment_of_processes(str(connection.settings_dict["NAME"]))
        self._child = processes.start(
            "worker",
            [
                *(sys.executable, "-m", "celery", "--app", "jobjam_site", "worker", "--queues", ",".join(QUEUES)),
                *(
                    "--concurrency",
                    "2",
                    "--hostname",
                    name,
                    "--loglevel",
                    "INFO",
                    "--without-gossip",
                    "--without-mingle",
                    *schedule,
                ),
            ],
            log_path=self.folder / f"worker-{self._starts}.log",
            environment=environment
            | {"REDIS_URL": self.broker.url, "WORK_SWEEP_SECONDS": "1"}
            | dict(self.environment),
            folder=ROOT,
        )
        wait_for(
            lambda: celery_app.control.ping(destination=[name], timeout=0.3),
            "the worker to answer",
            about=self._child.last_lines,
        )

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()

    def kill(self) -> None:
        """What a power cut does: no signal handler runs, neither in the worker nor in its children."""
        assert self._child is not None
        os.killpg(self._child.process.pid, signal.SIGKILL)
        self._child.process.wait()

    def idle(self) -> bool:
        """No message waits and no task runs."""
        inspect = celery_app.control.inspect(destination=[self.name], timeout=1)
        at_work = [(inspect.reserved() or {}).get(self.name, ["unknown"]), (inspect.active() or {}).get(self.name)]
        return self.broker.waiting() == 0 and at_work == [[], []]

    def last_lines(self) -> str:
        return self._child.last_lines(40) if self._child else ""


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket's name."""
    folder = Path("/tmp") / f"jobjam-worker-tests-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
