"""Calls to chat completions over HTTP; the only file that imports openai."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evaluations.canonical import text_hash
from evaluations.engines.base import EngineError
from evaluations.engines.openai_chat import errors

if TYPE_CHECKING:
    import openai

PROVIDER_URL = "https://api.openai.com/v1"
PROVIDER_HOST = "api.openai.com"
LONGEST_MARK = 120  # characters of a model snapshot or request id that are kept


class Unanswered(Exception):
    """The call did not come to an answer. is_free says that it cost nothing for certain."""

    def __init__(self, error: EngineError, *, is_free: bool, request_id: str = "") -> None:
        super().__init__()
        self.error = error
        self.is_free = is_free
        self.request_id = request_id


@dataclass(frozen=True)
class Response:
    """A completion as the server sent it: read with care, because servers differ."""

    body: dict[str, Any]
    request_id: str

    @classmethod
    def of(cls, content: bytes, request_id: str | None) -> Response:
        """A body that is no JSON object is kept as an empty one, so that the call is noted before it is refused."""
        try:
            body = json.loads(content)
        except ValueError:
            body = None
        return cls(body if isinstance(body, dict) else {}, _mark(request_id))

    @property
    def model(self) -> str:
        return _mark(self.body.get("model"))

    def tokens(self) -> tuple[int | None, int | None, int | None]:
        """Input tokens, those of them out of a cache, and output tokens, as far as the server says."""
        usage = _object(self.body.get("usage"))
        details = _object(usage.get("prompt_tokens_details"))
        return (
            _count(usage.get("prompt_tokens")),
            _count(details.get("cached_tokens")),
            _count(usage.get("completion_tokens")),
        )

    def content(self) -> str:
        """The model's words. Raises EngineRefused or EngineIncomplete where there are none to use."""
        choices = self.body.get("choices")
        choice = _object(choices[0]) if isinstance(choices, list) and choices else {}
        message = _object(choice.get("message"))
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise errors.refused()
        if choice.get("finish_reason") == "length":
            raise errors.cut_off()
        content = message.get("content")
        if not isinstance(content, str) or not content.strip():
            raise errors.without_words()
        return content


@dataclass(frozen=True)
class Server:
    """Where calls go. timeout_seconds is for one call."""

    key: str = field(repr=False)
    base_url: str = field(repr=False)  # it may carry a password
    timeout_seconds: float

    def answer(self, body: Mapping[str, Any]) -> Response:
        """One call. Raises Unanswered for an error status or no answer at all."""
        import httpx2
        import openai

        client = _client(self.key.strip(), self.base_url.strip())
        try:
            raw = client.chat.completions.with_raw_response.create(**body, timeout=self.timeout_seconds)
        except openai.APIStatusError as error:
            headers = dict(error.response.headers)
            reply = errors.ErrorReply(
                error.status_code, _word(error.code), _word(error.type), str(error.message), headers
            )
            raise Unanswered(
                errors.error_of(reply, model=str(body["model"])),
                is_free=errors.is_free(reply.status),
                request_id=_mark(headers.get("x-request-id")),
            ) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            cause = error.__cause__ or error
            is_late = isinstance(error, openai.APITimeoutError | httpx2.TimeoutException)
            raise Unanswered(
                errors.timed_out(self.timeout_seconds) if is_late else errors.unreachable(),
                is_free=isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.UnsupportedProtocol),
            ) from None
        return Response.of(raw.http_response.content, raw.headers.get("x-request-id"))


@lru_cache(maxsize=8)
def _client(key: str, base_url: str) -> openai.OpenAI:
    """One client per process and server, so that connections are kept. The address is named, lest the environment does."""
    import openai

    return openai.OpenAI(api_key=key or "none", base_url=base_url or PROVIDER_URL, max_retries=0)


def foreign_server(base_url: str) -> str:
    """What tells another server than the provider's own from every other: no address, because versions are published."""
    parts = urlsplit(base_url if "//" in base_url else f"//{base_url}")
    host = parts.hostname or ""
    if not host or host == PROVIDER_HOST or host.endswith(f".{PROVIDER_HOST}"):
        return ""
    path = parts.path.rstrip("/").removesuffix("/v1")
    return f"server.{text_hash(parts.netloc.rpartition('@')[2].lower() + path)[:8]}"


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mark(value: object) -> str:
    """A short identifier of the provider's, without characters that no record could hold."""
    return "".join(character for character in _word(value) if character.isprintable())[:LONGEST_MARK]
