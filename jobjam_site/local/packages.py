"""What pip cannot bring: Pango for PDF, Chromium for pictures. Looked for, installed where that is allowed, or named."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
APT_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
APT_LIMIT_SECONDS = 600


def browser() -> str | None:
    """The path of Chromium: BROWSER_PATH if set, else the first found; None when there is none."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return shutil.which(named)
    return next((path for name in BROWSER_NAMES if (path := shutil.which(name))), None)


def missing_pdf_packages() -> list[str]:
    """Debian packages of the libraries WeasyPrint needs and cannot load."""
    missing = []
    for library, package in PDF_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def missing_packages() -> list[str]:
    return missing_pdf_packages() + ([] if browser() else ["chromium"])


def provide_packages(say: Callable[[str], None]) -> list[str]:
    """Install what is missing as root on Debian, else say the exact command. Never fails; returns what is still missing.

    SYSTEM_PACKAGES=no in the environment leaves the system alone.
    """
    missing = missing_packages()
    if not missing:
        return []
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() == 0 and shutil.which("apt-get") and os.environ.get("SYSTEM_PACKAGES") != "no":
        say(f"Installing system packages: {command}")
        problem = _install(missing)
        missing = missing_packages()
        if missing:
            say(f"apt could not install {', '.join(missing)} ({problem or 'no reason given'}); {_consequence(missing)}")
        return missing
    # Only root can run it, and a reader of the sentence is not root or asked to leave the system alone.
    prefix = "" if os.geteuid() == 0 else "sudo "
    hint = f"`{prefix}{command}`" if Path("/etc/debian_version").exists() else f"Debian calls them {' '.join(missing)}"
    say(f"System packages are missing: {hint}; {_consequence(missing)}")
    return missing


def _consequence(missing: list[str]) -> str:
    """What a page goes without: pictures can be drawn from the print version, which needs what PDFs need."""
    if missing == ["chromium"]:
        return "the demo goes on, with pictures drawn from the print version."
    lost = "PDF files and pictures" if "chromium" in missing else "PDF files"
    return f"the demo goes on without {lost}."


def _install(packages: list[str]) -> str:
    """Lists first, because a fresh machine has none. Returns the last line apt complained with, or nothing."""
    problem = ""
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        try:
            done = subprocess.run(
                ["apt-get", "-o", "DPkg::Lock::Timeout=120", *arguments],
                env={**os.environ, **APT_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=APT_LIMIT_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        problem = ""
        if done.returncode:
            with suppress(IndexError):
                problem = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
    return problem
