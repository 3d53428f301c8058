"""docker-compose.yml read, and run without Docker: each service's own command, environment and health check.

Also a visitor who comes through a proxy that speaks HTTPS, as in production.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import yaml

from evaluations.tests.workers import Broker, wait_for
from jobjam_site.local import processes, testing

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = PROJECT / "docker-compose.yml"
ENVIRONMENT_FILE = PROJECT / ".env.example"
VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?:(?P<rule>:?[-?])(?P<text>[^}]*))?\})")
SECRET_NAME = re.compile(r"pass|secret|key$|token$", re.IGNORECASE)
# An option with its value, in one word or two, and the password inside an address.
SECRET_OPTION = re.compile(r"--?[\w-]*(?:pass|secret|token|key)[\w-]*(?:=| )(\S+)", re.IGNORECASE)
SECRET_IN_ADDRESS = re.compile(r"\w+://[^\s/:@]*:(.+?)@")
REFERENCE = re.compile(r"\$\{\w+(:\?[^}]*)?\}")
HOST = "localhost"
# Where this machine keeps things; a container has them in their usual places.
OF_THE_MACHINE = ("TMPDIR", "LD_LIBRARY_PATH", "BROWSER_PATH")
COMMAND_SECONDS = 120
# Compressing is most of what collectstatic does, and nobody here asks for compressed files.
COLLECTING = """
from jobjam_site.settings.dev import *
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "html", "js", "json", "map", "md", "svg", "txt")
"""


class UnsetVariable(KeyError):
    """The compose file demands a variable (``${NAME:?why}``) that is empty or missing."""


def interpolate(value: Any, variables: Mapping[str, str]) -> Any:
    """A part of the file with variables put in as Docker Compose does it. Raises UnsetVariable."""

    def replaced(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        found = variables.get(match["name"], "")
        if found or match["rule"] is None:
            return found
        if "?" in match["rule"]:
            raise UnsetVariable(f"{match['name']}: {match['text']}")
        return match["text"]

    if isinstance(value, str):
        return VARIABLE.sub(replaced, value)
    if isinstance(value, Mapping):
        return {key: interpolate(part, variables) for key, part in value.items()}
    if isinstance(value, list):
        return [interpolate(part, variables) for part in value]
    return value


def load_services() -> dict[str, dict[str, Any]]:
    """The services by name, merged, with variables not put in yet."""
    return yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))["services"]


def example_variables() -> dict[str, str]:
    """What .env.example sets."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", ENVIRONMENT_FILE.read_text(encoding="utf-8"), re.MULTILINE))


def named_variables() -> dict[str, str]:
    """What .env.example names, set or commented out."""
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", ENVIRONMENT_FILE.read_text(encoding="utf-8"), re.MULTILINE))


def strings_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a part of the file, with the path that leads there; a command is one text."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from strings_in(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        yield path, " ".join(map(str, value))
    elif value is not None:
        yield path, str(value)


def written_secrets(part: Any) -> list[str]:
    """Paths of texts with a password, secret, key or token in it that is no reference to a variable."""
    found = []
    for path, text in strings_in(part):
        named = [text] if SECRET_NAME.search(path.rpartition(".")[2]) else []
        values = [*named, *SECRET_OPTION.findall(text), *SECRET_IN_ADDRESS.findall(text)]
        if not all(REFERENCE.fullmatch(value) for value in values):
            found.append(path)
    return found


def queues_of(command: list[str]) -> list[str]:
    """The queues a service's command takes work from; none when it is no worker."""
    found = re.search(r"\bworker\b.*--queues[ =](\S+)", " ".join(command))
    return found[1].split(",") if found else []


@contextmanager
def own_database(server: testing.Addresses, name: str) -> Iterator[str]:
    """The address of a new, empty database on the tests' server; it is dropped at the end."""
    with psycopg.connect(server.database_url, autocommit=True) as session:
        session.execute(f'CREATE DATABASE "{name}"')
        try:
            yield testing.environment_of_processes(name)["DATABASE_URL"]
        finally:
            session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_broker() -> Iterator[Broker]:
    """A running broker; this process goes on using the one it had."""
    # A socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="jobjam-compose-", dir="/tmp"))
    broker = Broker(folder)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held_ports(count: int) -> Iterator[list[int]]:
    """Ports nobody listens on; while the block runs nobody else can take them."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        yield [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


@dataclass
class Container:
    """One running process of a service, with the environment its health check gets as well."""

    name: str
    service: dict[str, Any]
    environment: dict[str, str]
    child: processes.Child

    def check(self, **differences: str) -> subprocess.CompletedProcess[str]:
        """Run the service's health check once. differences: variables it gets otherwise."""
        kind, *arguments = self.service["healthcheck"]["test"]
        return subprocess.run(
            {"CMD": arguments, "CMD-SHELL": ["/bin/sh", "-c", *arguments]}[kind],
            env=self.environment | differences,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )

    @property
    def port(self) -> int:
        return int(self.environment["GRANIAN_PORT"])


@dataclass
class Stack:
    """The compose file's services as processes. settings: what a person would write into .env."""

    folder: Path
    settings: dict[str, str]
    database_url: str
    broker: Broker
    containers: dict[str, Container] = field(default_factory=dict)

    @cached_property
    def services(self) -> dict[str, dict[str, Any]]:
        return interpolate(load_services(), self.settings)

    def environment(self, service: str, name: str, **differences: str) -> dict[str, str]:
        """What a container of this service would be given, with this machine's places in it."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
            "HOME": str(home),
            **{key: os.environ[key] for key in OF_THE_MACHINE if key in os.environ},
            **self.settings,
            **self.services[service]["environment"],
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.broker.url,
            "JOBJAM_DATA_DIR": str(self.folder / "data"),
            "HOSTNAME": name,
            **differences,
        }

    def prepare(self) -> None:
        """What is done before anything runs: static files collected, as in the image, and the database migrated."""
        (self.folder / "data").mkdir()
        (self.folder / "collecting.py").write_text(COLLECTING)
        image = {"DJANGO_SETTINGS_MODULE": "collecting", "PYTHONPATH": str(self.folder)}
        self.finish(
            self.manage("collectstatic", "collectstatic", "--noinput", **image),
            self.start("migrate", "migrate"),
        )

    def start(self, service: str, name: str, **differences: str) -> Container:
        """Start the service's command; it runs until it ends or stop() ends it."""
        environment = self.environment(service, name, **differences)
        child = self._begin(name, self.services[service]["command"], environment)
        self.containers[name] = Container(name, self.services[service], environment, child)
        return self.containers[name]

    def manage(self, name: str, *arguments: str, **differences: str) -> Container:
        """Start a command of manage.py as in a web container."""
        environment = self.environment("web", name, **differences)
        child = self._begin(name, ["python", "manage.py", *arguments], environment)
        self.containers[name] = Container(name, self.services["web"], environment, child)
        return self.containers[name]

    def _begin(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> processes.Child:
        return processes.start(
            name,
            arguments,
            log_path=self.folder / "logs" / f"{name}.log",
            environment=environment,
            folder=PROJECT,
            patience_seconds=30,
        )

    def finish(self, *containers: Container) -> None:
        """Wait until these have ended; fails unless they ended well."""
        for container in containers:
            code = container.child.process.wait(COMMAND_SECONDS)
            assert code == 0, f"{container.name} ended with {code}:\n{self.logs()}"

    def wait_until(self, condition: Callable[[], object], what: str, *, needs: tuple[str, ...] = ()) -> None:
        """wait_for, with the logs; gives up at once when one of the containers it needs has ended."""

        def holds() -> bool:
            if condition():
                return True
            ended = [name for name in needs if not self.containers[name].child.running]
            assert not ended, f"{', '.join(ended)} ended before: {what}\n{self.logs()}"
            return False

        wait_for(holds, what, about=self.logs)

    def stop(self, *names: str) -> None:
        """End these containers, or all, at the same time, and wait for them. Harmless when repeated."""
        children = [self.containers[name].child for name in names or self.containers]
        for child in children:
            if child.running:
                child.process.send_signal(child.stop_signal)
        for child in children:
            child.stop()

    def logs(self, lines: int = 40) -> str:
        """The end of every container's log, for a message about what went wrong."""
        return "\n".join(f"--- {name}\n{each.child.last_lines(lines)}" for name, each in self.containers.items())

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url) as session:
            return session.execute(query, values).fetchall()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """A browser without scripts behind a proxy that says how it came: keeps cookies, follows nothing by itself."""

    def __init__(self, *, host: str = HOST, scheme: str = "https") -> None:
        self.host, self.scheme = host, scheme
        self.cookies: dict[str, str] = {}

    def get(self, web: Container, path: str) -> Answer:
        return self._ask(web, "GET", path)

    def send_form(self, web: Container, path: str, **changes: str) -> Answer:
        """Open the page at path and send the form on it that goes to the same path, with changed fields."""
        page = self.get(web, path)
        reader = _Forms()
        reader.feed(page.text)
        assert path in reader.forms, f"no form for {path} (status {page.status}): {sorted(reader.forms)}"
        return self._ask(web, "POST", path, urlencode(reader.forms[path] | changes))

    def _ask(self, web: Container, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Host": self.host, "X-Forwarded-Proto": self.scheme, "Origin": f"{self.scheme}://{self.host}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


class _Forms(HTMLParser):
    """Forms of a page by the path they are sent to, with the fields a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] | None = None
        self._select = self._textarea = ""
        self._templates = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        # Of an attribute that stands twice the first counts.
        given = {key: value or "" for key, value in reversed(attributes)}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "template":
            self._templates += 1
        elif self._templates:
            return
        elif tag == "form":
            self._fields = self.forms.setdefault(urlsplit(given.get("action", "")).path, {})
        elif self._fields is None:
            return
        elif "data-w-block-arguments-value" in given:
            blocks, *_ = json.loads(given["data-w-block-arguments-value"])
            self._fields |= block_fields(given["id"], blocks)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self._fields or "selected" in given):
            self._fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea, self._fields[name] = name, ""
        elif tag == "input" and name and kind not in ("submit", "button", "file"):
            if kind not in ("checkbox", "radio") or "checked" in given:
                self._fields[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "form" and not self._templates:
            self._fields = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._fields is not None:
            self._fields[self._textarea] += data


def block_fields(name: str, value: Any) -> dict[str, str]:
    """The fields the editor's script makes of a block's value: streams and lists of {value, id}, structs, texts."""
    if isinstance(value, Mapping):
        parts = [block_fields(f"{name}-{part}", inner) for part, inner in value.items()]
        return {key: text for fields in parts for key, text in fields.items()}
    if not isinstance(value, list):
        return {name: "" if value is None else str(value)}
    fields = {f"{name}-count": str(len(value))}
    for place, item in enumerate(value):
        stem = f"{name}-{place}"
        fields |= {
            f"{stem}-deleted": "",
            f"{stem}-order": str(place),
            f"{stem}-type": item.get("type", "item"),
            f"{stem}-id": item.get("id") or "",
            **block_fields(f"{stem}-value", item["value"]),
        }
    return fields
