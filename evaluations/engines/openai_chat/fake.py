"""A server that speaks OpenAI's chat completions and lets the built-in engine answer: for tests, and to try without a key.

    python -m evaluations.engines.openai_chat.fake --port 8099
    OPENAI_BASE_URL=http://127.0.0.1:8099/v1 manage.py …

It refuses what the provider refuses: a schema outside the strict subset, a temperature for a model that reasons, a call
that would be stored. `FakeOpenAI.script` makes the next calls misbehave. So does a line in a text, also for other
processes: ``script: <step> <behaviour> [argument] [while <path>]``, with "while" only as long as a file stands there.
Steps are read, judge, report; behaviours are the names in BEHAVIOURS. The argument is the Retry-After of rate_limited.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from evaluations.engines.openai_chat.fake_answers import answer, fenced_texts
from evaluations.engines.openai_chat.strict import strict_schema_faults

SNAPSHOT_DATE = "2025-04-14"
_SCRIPT = re.compile(
    r"^script: (?P<step>read|judge|report) (?P<behaviour>[a-z_0-9]+)"
    r"(?: (?!while )(?P<argument>\S+))?(?: while (?P<path>\S+))?[ \t]*$",
    re.MULTILINE,
)
_REASONS = re.compile(r"o\d|gpt-5(?!-chat|-search)")
_SEARCHES = re.compile(r".*-search")


@dataclass(frozen=True)
class Received:
    """One call as it came in; the names of headers are in lower case."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def step(self) -> str:
        return self.body["response_format"]["json_schema"]["name"]

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def user(self) -> str:
        return self.body["messages"][1]["content"]


@dataclass(frozen=True)
class Reply:
    """What goes back; status 0 closes the connection without an answer. headers may only add."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scripted:
    """A behaviour asked for, with its argument, and the path of the file while which it holds."""

    behaviour: str
    argument: str = ""
    path: str = ""


class FakeOpenAI:
    """The server, running inside a ``with``. requests are the calls so far; release lets slow ones go on."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Received] = []
        self.release = threading.Event()
        self._next: deque[Scripted] = deque()
        self._always: Scripted | None = None
        self._known_prefixes: set[str] = set()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """Serve in this thread until interrupted."""
        self._server.serve_forever()

    def script(
        self, behaviour: str, *, retry_after: float | str = "", times: int = 1, permanently: bool = False
    ) -> None:
        """Make the next calls behave so, or all of them. retry_after: seconds, or an HTTP date."""
        scripted = Scripted(behaviour, str(retry_after))
        BEHAVIOURS[behaviour]
        with self._lock:
            if permanently:
                self._always = scripted
            else:
                self._next.extend([scripted] * times)

    def reply(self, received: Received) -> Reply:
        """What this call is answered."""
        with self._lock:
            self.requests.append(received)
            number = len(self.requests)
        refusal = _refusal(received)
        if refusal is not None:
            return refusal
        scripted = self._scripted(received)
        made = self._good(received) if scripted is None else BEHAVIOURS[scripted.behaviour](self, received, scripted)
        return Reply(made.status, made.body, {"x-request-id": f"req_{number}", **made.headers})

    def _scripted(self, received: Received) -> Scripted | None:
        for text in fenced_texts(received.user).values():
            for line in _SCRIPT.finditer(text):
                is_on = not line["path"] or Path(line["path"]).exists()
                if line["step"] == received.step and line["behaviour"] in BEHAVIOURS and is_on:
                    return Scripted(line["behaviour"], line["argument"] or "", line["path"] or "")
        with self._lock:
            return self._next.popleft() if self._next else self._always

    def _good(self, received: Received) -> Reply:
        return self._completed(received, json.dumps(answer(received.step, received.user), ensure_ascii=False))

    def _completed(
        self, received: Received, content: str | None, *, finish_reason: str = "stop", refusal: str | None = None
    ) -> Reply:
        with self._lock:
            cached = _tokens(received.system) if received.system in self._known_prefixes else 0
            self._known_prefixes.add(received.system)
        message = {"role": "assistant", "content": content, "refusal": refusal}
        inputs, outputs = _tokens(received.system + received.user), _tokens(content or refusal or "")
        body = {
            "id": "chatcmpl-fake",
            "object": "chat.completion",
            "created": 0,
            "model": f"{received.body['model']}-{SNAPSHOT_DATE}",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
            "usage": {
                "prompt_tokens": inputs,
                "completion_tokens": outputs,
                "total_tokens": inputs + outputs,
                "prompt_tokens_details": {"cached_tokens": cached},
            },
        }
        return Reply(200, body)

    def _changed(self, received: Received, change: Callable[[dict[str, Any]], None]) -> Reply:
        """The good answer with a change made to it."""
        made = answer(received.step, received.user)
        change(made)
        return self._completed(received, json.dumps(made, ensure_ascii=False))

    def _slow(self, received: Received, scripted: Scripted) -> Reply:
        if scripted.path:
            while Path(scripted.path).exists() and not self.release.wait(0.02):
                pass
        else:
            self.release.wait()
        return self._good(received)


def _error(status: int, code: str, message: str, **headers: str) -> Reply:
    body = {"error": {"message": message, "type": code, "param": None, "code": code}}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items() if value})


def _invent_quotes(made: dict[str, Any]) -> None:
    for entry in (*made.get("requirements", ()), *made.get("findings", ())):
        entry["quotes"] = [f"Words that stand nowhere: {quote[::-1]}" for quote in entry["quotes"]]


def _invent_one_quote(made: dict[str, Any]) -> None:
    quoting = (entry for entry in (*made.get("requirements", ()), *made.get("findings", ())) if entry["quotes"])
    next(quoting)["quotes"] = ["Words that stand nowhere."]


def _leave_one_out(made: dict[str, Any]) -> None:
    for name in ("requirements", "findings"):
        if name in made:
            del made[name][0]
    made.get("recommendations", [])[2:] = []


def _rename_requirement(made: dict[str, Any]) -> None:
    for entry in made.get("findings", ())[:1]:
        entry["requirement"] = "r999"
    for advice in made.get("recommendations", ()):
        advice["requirements"] = ["r999"]


def _invent_score(made: dict[str, Any]) -> None:
    if "assessment" in made:
        made["assessment"] = f"With a score of 87 out of 100 this is a 93.7% match. {made['assessment']}"
    for finding in made.get("findings", ()):
        finding["note"] = "This earns 12 points of the 93.7% match."


Behaviour = Callable[[FakeOpenAI, Received, Scripted], Reply]
BEHAVIOURS: Mapping[str, Behaviour] = {
    "rate_limited": lambda fake, received, scripted: _error(
        429, "rate_limit_exceeded", "Rate limit reached.", Retry_After=scripted.argument
    ),
    "quota": lambda *_: _error(429, "insufficient_quota", "You exceeded your current quota."),
    "error_500": lambda *_: _error(500, "server_error", "The server had an error."),
    "unauthorized": lambda *_: _error(401, "invalid_api_key", "Incorrect API key provided: sk-secret."),
    "model_unknown": lambda *_: _error(404, "model_not_found", "The model does not exist."),
    "too_long": lambda *_: _error(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."),
    "policy": lambda *_: _error(400, "content_policy_violation", "Your request was rejected."),
    "slow": FakeOpenAI._slow,
    "cut_off": lambda fake, received, _: fake._completed(received, '{"usable": "ye', finish_reason="length"),
    "refusal": lambda fake, received, _: fake._completed(received, None, refusal="I cannot help with that."),
    "content_filter": lambda fake, received, _: fake._completed(received, "", finish_reason="content_filter"),
    "invalid_json": lambda fake, received, _: fake._completed(received, "Certainly! Here is what I found:"),
    "wrong_shape": lambda fake, received, _: fake._completed(received, '{"answer": 42}'),
    "wrong_quotes": lambda fake, received, _: fake._changed(received, _invent_quotes),
    "wrong_quote": lambda fake, received, _: fake._changed(received, _invent_one_quote),
    "one_left_out": lambda fake, received, _: fake._changed(received, _leave_one_out),
    "unknown_requirement": lambda fake, received, _: fake._changed(received, _rename_requirement),
    "invented_score": lambda fake, received, _: fake._changed(received, _invent_score),
    "no_choices": lambda *_: Reply(200, {"id": "chatcmpl-fake", "object": "chat.completion", "choices": []}),
    "not_json": lambda *_: Reply(200, "<html>Welcome to the proxy</html>", {"Content-Type": "text/html"}),
    "drop_connection": lambda *_: Reply(0),
}  # fmt: skip


def _refusal(received: Received) -> Reply | None:
    """The error the provider gives for this request, if it gives one."""
    body = received.body
    if not received.headers.get("authorization", "").startswith("Bearer "):
        return _error(401, "invalid_api_key", "You didn't provide an API key.")
    if body.get("store") is not False:
        return _error(400, "store_not_off", "This server keeps nothing: send store=false.")
    model = str(body.get("model"))
    kept_back = ("temperature", "seed", "top_p") if _SEARCHES.match(model) else ("temperature", "top_p")
    is_choosy = _SEARCHES.match(model) or _REASONS.match(model)
    refused = [name for name in kept_back if is_choosy and name in body]
    if refused:
        return _error(
            400, "unsupported_value", f"Unsupported value: '{refused[0]}' does not support 0 with this model."
        )
    wanted = body.get("response_format", {}).get("json_schema", {})
    broken = strict_schema_faults(wanted.get("schema", {})) if wanted.get("strict") is True else ["strict is not true"]
    if broken:
        return _error(400, "invalid_json_schema", f"Invalid schema for response_format: {broken[0]}.")
    return None


def _tokens(text: str) -> int:
    return len(text) // 4


class _Handler(BaseHTTPRequestHandler):
    fake: FakeOpenAI

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/v1/chat/completions":
            self._send(_error(404, "unknown_url", "Unknown request URL."))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = self.fake.reply(Received(headers, json.loads(content)))
        except Exception as error:  # as a server does: an answer with a status, not a broken connection
            reply = _error(500, "server_error", f"{type(error).__name__}: {error}")
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        if not reply.status:
            self.close_connection = True
            return
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(text.encode())), **reply.headers}
        try:
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())
        except ConnectionError:
            self.close_connection = True  # a slow call that nobody waits for any more

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description="An OpenAI-compatible server that the built-in engine answers for.")
    parser.add_argument("--port", type=int, default=8099)
    fake = FakeOpenAI(parser.parse_args().port)
    sys.stdout.write(f"OPENAI_BASE_URL={fake.base_url}\nStop with Ctrl-C.\n")
    sys.stdout.flush()
    try:
        fake.serve()
    except KeyboardInterrupt:
        fake.release.set()


if __name__ == "__main__":
    main()
