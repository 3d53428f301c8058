"""Processes that never outlive whoever started them, not even when that one is killed without a warning."""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jobjam_site.local.environment import ask_kernel_for_signal_when_parent_ends


def started_at(pid: int) -> str | None:
    """The kernel's start mark of a process, which tells it from a later one with the same number; None when gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] != "Z":
            return fields[19]
    return None


@dataclass
class Child:
    """A running process in a session of its own, so that Ctrl-C reaches only us and we stop things in order."""

    name: str
    process: subprocess.Popen[bytes]
    log_path: Path
    stop_signal: int
    patience_seconds: float
    record_path: Path | None = None

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, wait, then end it and whatever it left in its session. Harmless when it has ended."""
        if self.running:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience_seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.record_path is not None:
            self.record_path.unlink(missing_ok=True)

    def last_lines(self, count: int = 15) -> str:
        """The end of its log, for a message about why it ended."""
        with suppress(OSError):
            return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-count:])
        return ""


def start(
    name: str,
    arguments: Sequence[str | Path],
    *,
    log_path: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    stop_signal: int = signal.SIGTERM,
    patience_seconds: float = 15,
    account: pwd.struct_passwd | None = None,
    records: Path | None = None,
) -> Child:
    """Start a process whose output goes to log_path and which is told to stop when this process ends.

    account: run as this user (only root can). records: a folder for a note by which `end_leftovers` knows it later.
    """
    log_path.parent.mkdir(parents=True, exist_ok=True)
    parent = os.getpid()
    identity = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=None if environment is None else dict(environment),
            start_new_session=True,
            # Runs after the change of user, which would clear the kernel's note.
            preexec_fn=lambda: ask_kernel_for_signal_when_parent_ends(stop_signal, parent),
            **identity,
        )
    child = Child(name, process, log_path, stop_signal, patience_seconds)
    if records is not None:
        records.mkdir(parents=True, exist_ok=True)
        child.record_path = records / f"{name}.json"
        child.record_path.write_text(json.dumps({"pid": process.pid, "started_at": started_at(process.pid)}))
    return child


def end_leftovers(records: Path, patience_seconds: float = 15) -> list[str]:
    """End what an earlier run that was killed left behind; a reused process number is never touched.

    Returns the names of what had to be waited for.
    """
    names = []
    for record_path in sorted(records.glob("*.json")):
        try:
            record = json.loads(record_path.read_text())
            pid, mark = int(record["pid"]), record["started_at"]
        except (ValueError, KeyError, TypeError):
            record_path.unlink(missing_ok=True)
            continue
        if mark is not None and started_at(pid) == mark:
            names.append(record_path.stem)
            # It has been told to stop by the kernel when its parent ended; a clean end beats a quick one.
            deadline = time.monotonic() + patience_seconds
            while started_at(pid) == mark and time.monotonic() < deadline:
                time.sleep(0.1)
            if started_at(pid) == mark:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
        record_path.unlink(missing_ok=True)
    return names
