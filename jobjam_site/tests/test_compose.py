"""docker-compose.yml says what production is; its services run here as processes, and an x-ray is published through them."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from jobjam_site import celery_app
from jobjam_site.local import testing
from jobjam_site.local.packages import missing_pdf_packages
from jobjam_site.tests.compose import (
    COMPOSE_FILE,
    PROJECT,
    SECRET_IN_ADDRESS,
    SECRET_NAME,
    VARIABLE,
    Answer,
    Container,
    Stack,
    UnsetVariable,
    Visitor,
    example_variables,
    held_ports,
    interpolate,
    load_services,
    named_variables,
    own_broker,
    own_database,
    queues_of,
    written_secrets,
)
from jobjam_site.tests.test_operations import read_by_settings

OURS = ("migrate", "web", "worker-evaluate", "worker-render", "beat")
OTHERS = ("postgres", "redis")
TAG = re.compile(r"^(?P<name>[\w./-]+):(?P<tag>\d[\w.-]*)$")
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def stages() -> dict[str, str]:
    """The Dockerfile's stages by name."""
    parts = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)
    return {match[1]: part for part in parts if (match := re.match(r"FROM \S+ AS (\S+)", part))}


def test_services_are_those_production_needs() -> None:
    assert sorted(load_services()) == sorted([*OURS, *OTHERS])


@pytest.mark.parametrize("name", [*OURS[1:], *OTHERS])
def test_whatever_runs_on_is_checked_and_started_again(name: str) -> None:
    service = load_services()[name]
    assert service["restart"] == "unless-stopped"
    check = service["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL") and check["retries"] > 1
    assert {"interval", "timeout"} <= set(check)


def test_services_wait_for_what_they_need() -> None:
    services = load_services()
    assert services["migrate"]["restart"] == "no"
    for name in OURS[1:]:
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "postgres": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
        }


def test_broker_keeps_its_messages() -> None:
    words = load_services()["redis"]["command"]
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert (options["--appendonly"], options["--maxmemory-policy"]) == ("yes", "noeviction")


def test_nothing_is_reachable_from_outside_but_through_the_proxy() -> None:
    published = {name: service["ports"] for name, service in load_services().items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_no_secret_is_written_down() -> None:
    assert written_secrets(yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))) == []
    assert {name: value for name, value in named_variables().items() if SECRET_NAME.search(name) and value} == {}
    for value in named_variables().values():
        assert SECRET_IN_ADDRESS.findall(value) in ([], ["PASSWORD"])
    assert {".env", ".git"} <= set((PROJECT / ".dockerignore").read_text(encoding="utf-8").split())


def test_a_secret_written_down_would_be_found() -> None:
    part = {
        "environment": {"API_KEY": "abc", "FINE_KEY": "${KEY:?set it}", "DATABASE_URL": "postgresql://user:word@host/"},
        "command": ["redis-server", "--requirepass", "word"],
        "healthcheck": {"test": ["CMD-SHELL", "redis-cli --pass=word ping"]},
        "also": {"default_password": "${PASSWORD:-word}", "address": "redis://:${PASSWORD}@host"},
    }
    found = ["environment.API_KEY", "environment.DATABASE_URL", "command", "healthcheck.test", "also.default_password"]
    assert written_secrets(part) == found


def test_example_environment_names_what_is_read_and_everything_compose_asks_for() -> None:
    text = COMPOSE_FILE.read_text(encoding="utf-8")
    asked = {match["name"] for match in VARIABLE.finditer(text) if match["name"]}
    assert asked <= set(example_variables())
    assert set(named_variables()) <= set(read_by_settings()) | asked


def test_what_production_requires_is_asked_for_or_set() -> None:
    production = (PROJECT / "jobjam_site" / "settings" / "production.py").read_text(encoding="utf-8")
    required = set(re.findall(r'env\.\w+\("([A-Z_]+)"\)', production))
    assert "DJANGO_SECRET_KEY" in required
    for name in OURS:
        service = load_services()[name]
        assert service["env_file"] == ".env"
        assert required <= set(example_variables()) | set(service["environment"])


def test_compose_refuses_an_environment_without_a_password() -> None:
    with pytest.raises(UnsetVariable, match=r"POSTGRES_PASSWORD: set it in \.env"):
        interpolate(load_services(), example_variables())


def test_production_refuses_the_example_as_it_is() -> None:
    """Copied and not filled in, it must not become a site without a secret."""
    environment = {
        **example_variables(),
        "DJANGO_SETTINGS_MODULE": "jobjam_site.settings.production",
        "DATABASE_URL": "postgresql:///nowhere",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    arguments = [sys.executable, "-c", "import django; django.setup()"]
    ended = subprocess.run(arguments, env=environment, cwd=PROJECT, capture_output=True, text=True)
    assert ended.returncode != 0, "production starts with an empty DJANGO_SECRET_KEY"
    assert "SECRET_KEY" in ended.stderr


def test_every_queue_is_emptied_by_exactly_one_service() -> None:
    consumed = [queue for service in load_services().values() for queue in queues_of(service.get("command", []))]
    routed = {settings.CELERY_TASK_DEFAULT_QUEUE, *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())}
    celery_app.loader.import_default_modules()
    own = [name for name in celery_app.tasks if name.startswith(("evaluations.", "xrays."))]
    assert own and {celery_app.amqp.router.route({}, name)["queue"].name for name in own} == routed
    assert sorted(consumed) == sorted(routed)
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(own)


def test_only_the_rendering_image_carries_a_browser() -> None:
    services = load_services()
    assert [name for name, text in stages().items() if "chromium" in text] == ["render"]
    assert stages()["render"].startswith("FROM application ")
    rendering = settings.CELERY_TASK_ROUTES["xrays.render"]["queue"]
    images = {}
    for name in OURS:
        target = services[name]["build"]["target"]
        assert target == ("render" if rendering in queues_of(services[name]["command"]) else "application"), name
        assert images.setdefault(target, services[name]["image"]) == services[name]["image"]
    assert len(set(images.values())) == len(images) == len(stages())


def test_images_start_what_they_are_for() -> None:
    commands = {name: re.findall(r'"([^"]+)"', text.rpartition("\nCMD ")[2]) for name, text in stages().items()}
    assert queues_of(commands["render"]) == queues_of(load_services()["worker-render"]["command"][-1:]) == ["render"]
    assert (commands["application"][0], commands["application"][-1]) == ("granian", "jobjam_site.wsgi:application")
    for program in {words[0] for words in commands.values()}:
        assert shutil.which(program, path=str(Path(sys.executable).parent)), program
    for text in stages().values():
        assert re.findall(r"^USER (\w+)$", text, re.MULTILINE)[-1] == "jobjam"


def test_images_are_pinned() -> None:
    used = [service["image"] for name, service in load_services().items() if name in OTHERS]
    used += [name for name in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) if name not in stages()]
    assert used and [name for name in used if not TAG.match(name)] == []


PASSWORD = secrets.token_urlsafe(16)
AUTHOR = "The people of the compose test"
ARTICLE = "/xray/kraken-middleware/"
WEBS, WORKERS = ("web-1", "web-2"), ("evaluate-1", "evaluate-2", "render-1")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def stack(embedded_servers: testing.Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All services running, with the demo's first x-ray. The provider of OpenAI's interface cannot be reached."""
    if missing := missing_pdf_packages():
        pytest.skip(f"PDF files cannot be made here (apt-get install {' '.join(missing)})")
    folder = tmp_path_factory.mktemp("compose")
    with (
        held_ports(1) as (closed,),
        own_database(embedded_servers, f"compose_{os.getpid()}") as database_url,
        own_broker() as broker,
    ):
        filled = {
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(40),
            "POSTGRES_PASSWORD": secrets.token_hex(16),
            "DJANGO_ALLOWED_HOSTS": "localhost",
            "SITE_ADDRESS": "https://localhost",
            "OPENAI_BASE_URL": f"http://127.0.0.1:{closed}/v1",
        }
        running = Stack(folder, example_variables() | filled, database_url, broker)
        try:
            _start(running)
            yield running
        finally:
            running.stop()


def _start(stack: Stack) -> None:
    stack.prepare()
    with held_ports(len(WEBS)) as ports:
        free = dict(zip(WEBS, map(str, ports), strict=True))
    for name in WORKERS:
        stack.start(f"worker-{name.partition('-')[0]}", name)
    stack.start("beat", "beat")
    for name in WEBS:
        stack.start("web", name, GRANIAN_HOST="127.0.0.1", GRANIAN_PORT=free[name])
    # Behind the proxy the site is at the port of HTTPS. One x-ray is enough: files of the others would take a minute.
    build = stack.manage("build_demo", "build_demo", "--port", "443", DEMO_EDITOR_PASSWORD=PASSWORD)

    def has_published() -> bool:
        """It says so when the work for the files has been sent."""
        return "  published\n" in build.child.log_path.read_text()

    stack.wait_until(has_published, "the first x-ray to be published", needs=("build_demo",))
    stack.stop("build_demo")


@dataclass
class Journey:
    """What web 2 answered while the x-ray was unpublished and published again at web 1."""

    unpublished: Answer
    published: Answer
    finished: Answer
    scores: list[int]


@pytest.fixture(scope="module")
def journey(stack: Stack) -> Journey:
    """Unpublish and publish the x-ray as the demo's editor, and wait for its files."""
    one, two = (stack.containers[name] for name in WEBS)
    live = "SELECT id FROM wagtailcore_page WHERE slug = 'kraken-middleware' AND live"
    [(page,)] = stack.rows(live)
    editor = Visitor()
    _expect_move(editor.send_form(one, "/admin/login/", username="editor", password=PASSWORD), stack)
    _expect_move(editor.send_form(one, f"/admin/pages/{page}/unpublish/"), stack)
    unpublished = Visitor().get(two, ARTICLE)
    changes = {"author_name": AUTHOR, "action-publish": "action-publish"}
    _expect_move(editor.send_form(one, f"/admin/pages/{page}/edit/", **changes), stack)
    stack.wait_until(lambda: stack.rows(live), "the x-ray to be published again")
    published = Visitor().get(two, ARTICLE)
    for kind in ("capture", "card", "report"):
        stack.wait_until(lambda kind=kind: _is_made(stack, page, kind), f"the {kind}", needs=("render-1",))
    scores = stack.rows(
        "SELECT score FROM evaluations_evaluation JOIN xrays_xrayprofile profile"
        " ON profile.evaluation_id = evaluations_evaluation.id WHERE profile.page_id = %s",
        page,
    )
    return Journey(unpublished, published, Visitor().get(two, ARTICLE), [score for (score,) in scores])


def _expect_move(answer: Answer, stack: Stack) -> None:
    """Wagtail leads on after a form it took, and shows one it refused again."""
    reasons = re.findall(r'<li class="error">(.*?)</li>', answer.text, re.DOTALL)
    assert answer.status == 302, f"status {answer.status} {reasons}\n{stack.logs()}"


def _is_made(stack: Stack, page: int, kind: str) -> bool:
    newest = "SELECT state, failure_sentence FROM xrays_rendering WHERE page_id = %s AND kind = %s ORDER BY id DESC"
    state, sentence = stack.rows(f"{newest} LIMIT 1", page, kind)[0]
    assert state in ("queued", "running", "succeeded"), f"the {kind} is not made: {sentence}\n{stack.logs()}"
    return state == "succeeded"


@pytest.mark.parametrize("name", [*WEBS, *WORKERS, "beat"])
def test_service_becomes_healthy(stack: Stack, name: str) -> None:
    container = stack.containers[name]
    stack.wait_until(lambda: container.check().returncode == 0, f"{name} to be healthy", needs=(name,))


@pytest.mark.parametrize("name", ["web-1", "evaluate-1", "beat"])
def test_check_leaves_no_error_in_the_log(stack: Stack, name: str) -> None:
    """It runs thousands of times a day."""
    container = stack.containers[name]
    before = len(container.child.log_path.read_text())
    container.check()
    assert " ERROR " not in container.child.log_path.read_text()[before:]


def test_checks_fail_where_their_process_is_not(stack: Stack, tmp_path: Path) -> None:
    with held_ports(1) as (closed,):
        assert stack.containers["web-1"].check(GRANIAN_PORT=str(closed)).returncode != 0
    beat = stack.containers["beat"]
    assert beat.check(JOBJAM_DATA_DIR=str(tmp_path)).returncode != 0
    (tmp_path / "beat-schedule").touch()
    assert beat.check(JOBJAM_DATA_DIR=str(tmp_path)).returncode == 0
    os.utime(tmp_path / "beat-schedule", times=(time.time() - 1200,) * 2)
    assert beat.check(JOBJAM_DATA_DIR=str(tmp_path)).returncode != 0


def test_web_speaks_https_only_and_knows_its_hosts(stack: Stack) -> None:
    web = stack.containers["web-1"]
    plain = Visitor(scheme="http").get(web, "/robots.txt")
    assert (plain.status, plain.headers["Location"]) == (301, "https://localhost/robots.txt")
    assert Visitor(host="elsewhere.example").get(web, "/robots.txt").status == 400
    safe = Visitor().get(web, "/robots.txt")
    assert (safe.status, safe.headers["Strict-Transport-Security"].split(";")[0]) == (200, "max-age=31536000")


def test_what_is_unpublished_at_one_web_is_gone_at_the_other(journey: Journey) -> None:
    assert journey.unpublished.status == 404


def test_what_is_published_at_one_web_stands_at_the_other_with_its_scores(journey: Journey) -> None:
    assert journey.published.status == 200
    assert f"By {AUTHOR}" in journey.published.text
    assert len(journey.scores) == 3
    for score in journey.scores:
        assert f"{score}\u00a0%" in journey.published.text


def test_picture_of_the_dashboard_is_the_one_the_page_vouches_for(stack: Stack, journey: Journey) -> None:
    address = _found(r'<img class="capture__picture" src="([^"]+)"', journey.finished)
    picture = _assert_file(stack, address, "image/png", PNG_SIGNATURE)
    assert hashlib.sha256(picture.body).hexdigest() == _found(r"<code>([0-9a-f]{64})</code>", journey.finished)
    for kind in ("avif", "webp"):
        _assert_file(stack, _found(rf'<source type="image/{kind}" srcset="([^"]+)"', journey.finished), f"image/{kind}")


def test_social_card_is_named_and_there(stack: Stack, journey: Journey) -> None:
    address = _found(r'<meta property="og:image" content="https://localhost(/[^"]+)"', journey.finished)
    _assert_file(stack, address, "image/png", PNG_SIGNATURE)


def test_pdf_is_named_and_there(stack: Stack, journey: Journey) -> None:
    address = _found(rf'href="({ARTICLE}report\.pdf)"', journey.finished)
    _assert_file(stack, address, "application/pdf", b"%PDF-")


def _found(pattern: str, answer: Answer) -> str:
    match = re.search(pattern, answer.text)
    assert match, f"{pattern} does not stand on the page"
    return match[1]


def _assert_file(stack: Stack, address: str, kind: str, beginning: bytes = b"") -> Answer:
    """The file at an address, from web 2, with its type and its first bytes."""
    file = Visitor().get(stack.containers["web-2"], address)
    assert (file.status, file.headers["Content-Type"]) == (200, kind)
    assert file.body and file.body.startswith(beginning)
    return file


@dataclass
class Alone:
    """The article before, and on both webs after workers, beat and broker were stopped."""

    before: bytes
    after: list[Answer]
    check_of_a_stopped_worker: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def alone(stack: Stack, journey: Journey) -> Alone:
    webs: list[Container] = [stack.containers[name] for name in WEBS]
    before = Visitor().get(webs[0], ARTICLE).body
    stack.stop(*WORKERS, "beat")
    check = stack.containers["evaluate-1"].check()
    stack.broker.stop()
    return Alone(before, [Visitor().get(web, ARTICLE) for web in webs], check)


def test_check_notices_that_its_worker_has_stopped(alone: Alone) -> None:
    assert alone.check_of_a_stopped_worker.returncode != 0


def test_a_published_page_needs_neither_worker_nor_beat_nor_broker_nor_provider(alone: Alone, journey: Journey) -> None:
    assert [answer.status for answer in alone.after] == [200, 200]
    assert [answer.body for answer in alone.after] == [alone.before] * 2
    assert alone.before == journey.finished.body
