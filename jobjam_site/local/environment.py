"""Makes `.venv` from the lock and hands over to it. Runs on the system's Python, so: standard library only.

    python3 jobjam_site/local/environment.py [COMMAND …]

Without a command it stops after the installation; with one it goes on as `.venv/bin/python -m jobjam_site.local COMMAND`.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".venv"
DATA = ROOT / "var"
LOCK_FILE = ROOT / "requirements-dev.lock"
SUPPORTED = ((3, 11), (3, 13))
_PR_SET_PDEATHSIG = 1


class SetupError(RuntimeError):
    """Setting up cannot go on; the message is one sentence for the person at the terminal."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def ask_kernel_for_signal_when_parent_ends(signal_number: int, parent: int) -> None:
    """From now on this process gets signal_number when its parent ends; at once if `parent` has ended already."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def end_with_make() -> None:
    """Started by make, end when make ends, even if it was killed; started by hand, live on like any program."""
    parent = os.getppid()
    with suppress(OSError):
        if Path(f"/proc/{parent}/comm").read_text().strip() in ("make", "gmake"):
            ask_kernel_for_signal_when_parent_ends(signal.SIGTERM, parent)


def first_closed_folder(path: Path) -> Path | None:
    """The outermost folder above path that other users cannot pass through, or None."""
    for folder in reversed(path.resolve().parents):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def own_folder(folder: Path, mode: int) -> None:
    """Make a folder in a place others can write to, or accept it only if nobody else could have prepared it.

    Raises SetupError with a sentence.
    """
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
            sentence = f"{folder} belongs to somebody else; remove it or set TMPDIR to a folder of your own."
            raise SetupError(sentence) from None
    folder.chmod(mode)


def choose_places() -> None:
    """Root's PostgreSQL runs as the user nobody, who must reach its program and its data.

    Where the project lies in a closed folder (root's home, say), `.venv` and `var` become links into the temporary
    folder. No mode outside our own folders is changed.
    """
    if os.geteuid() != 0:
        return
    os.umask(0o022)  # what pip installs must be readable for that user
    if first_closed_folder(ROOT / "here") is None:
        return
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"jobjam-{digest}"
    own_folder(place, 0o755)
    if first_closed_folder(place / "here") is not None:
        raise SetupError(f"The user nobody cannot reach {place}; set TMPDIR to a folder open to all, like /tmp.")
    for link, name in ((ENVIRONMENT, "environment"), (DATA, "data")):
        target = place / name
        target.mkdir(exist_ok=True)
        if link.is_symlink():
            if link.readlink() == target:
                continue
            link.unlink()
        elif link.exists():
            raise SetupError(
                f"{ROOT} is closed to other users, so {link} must lie elsewhere: remove {link} and run again."
            )
        link.symlink_to(target)
        say(f"{ROOT} is closed to other users, so {link.name} is kept in {target}.")


def python_works() -> bool:
    """Whether `.venv` has a Python that runs and has a version the lock was made for."""
    script = f"import sys; sys.exit(not {SUPPORTED[0]} <= sys.version_info[:2] <= {SUPPORTED[1]})"
    try:
        return subprocess.run([ENVIRONMENT / "bin" / "python", "-c", script], capture_output=True).returncode == 0
    except OSError:
        return False


def provide_environment() -> None:
    """Create `.venv` and install the lock with hashes; does nothing when both are as they should be."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        raise SetupError(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    mark = ENVIRONMENT / "installed"
    works = python_works()
    wanted = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()
    with suppress(OSError):
        if works and mark.read_text() == wanted:
            return
    if not works:
        say(f"Creating .venv with Python {sys.version.split()[0]} …")
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            raise SetupError(f"Python's venv module is missing: apt-get install -y {name}, then run again.") from None
        if ENVIRONMENT.is_symlink():
            for entry in ENVIRONMENT.iterdir():
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        else:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        # venv refuses a link.
        _run([sys.executable, "-m", "venv", ENVIRONMENT.resolve()], "Python could not create .venv")
    say("Installing the pinned packages into .venv …")
    mark.unlink(missing_ok=True)
    _run(
        [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input",
         "--require-hashes", "--requirement", LOCK_FILE],
        "pip could not install the pinned packages",
    )  # fmt: skip
    _run(
        [ENVIRONMENT / "bin" / "python", "-m", "pip", "--quiet", "check"], "The installed packages do not fit together"
    )
    mark.write_text(wanted)


def _run(arguments: list[str | Path], failure: str) -> None:
    parent = os.getpid()
    done = subprocess.run(
        [str(argument) for argument in arguments],
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        preexec_fn=lambda: ask_kernel_for_signal_when_parent_ends(signal.SIGTERM, parent),
    )
    if done.returncode:
        raise SetupError(f"{failure}; the lines above say why.")


def main(command: list[str]) -> int:
    end_with_make()
    try:
        choose_places()
        DATA.mkdir(exist_ok=True)
        with (DATA / "environment.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a second make waits here; the kernel frees it however the first one ends
            provide_environment()
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    if command:
        python = ENVIRONMENT / "bin" / "python"
        os.chdir(ROOT)
        os.execv(python, [str(python), "-m", "jobjam_site.local", *command])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
