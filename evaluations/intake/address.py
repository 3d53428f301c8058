"""The text at a web address, fetched so that nobody can make this server call into its own network.

Why own and not a library: docs/adr/0012-an-own-fetcher.md.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from evaluations.intake import html, plain
from evaluations.intake.files import read_file
from evaluations.intake.shapes import DOCX, HTML, MEGABYTE, PDF, PLAIN, Extracted, IntakeError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[str]]

FETCH_BYTES = 2 * MEGABYTE
FETCH_SECONDS = 10.0
REDIRECTS = 5
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTING = (301, 302, 303, 307, 308)
_GONE = (404, 410)

_PASTE = "Open it in a browser, copy the text and paste it."
_NOT_PUBLIC = "This address leads into a private network and is not opened. Give the address of a public page."
_NOT_AN_ADDRESS = "This is not a web address. Copy it whole from the browser; it begins with https://."
_TOO_SLOW = f"The page did not come within {FETCH_SECONDS:.0f} seconds. Try again, or {_PASTE[0].lower()}{_PASTE[1:]}"
_TOO_LARGE = f"The page is larger than {FETCH_BYTES // MEGABYTE} MB. {_PASTE}"


@dataclass(frozen=True)
class Fetched:
    """What stood at an address: its text, the bytes as they came, and where redirects led."""

    extracted: Extracted
    data: bytes
    address: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the open internet, also seen through IPv6 forms that carry an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or not int(address) >> 32:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(each is not None and not is_public(each) for each in inner):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve_name(host: str) -> Sequence[str]:
    """The addresses of a host name. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Fetcher:
    """Reads one public page over https: text/html, text/plain, PDF or DOCX; 2 MB, 10 seconds in all, 5 redirects.

    A name is looked up once a hop, every address it has is judged, and the connection goes to the judged address, so
    that a name which answers differently the next time changes nothing. The parameters are for tests: resolve gives the
    addresses of a name, is_allowed judges one, ports are those that may be asked (None: any), tls checks certificates.
    """

    resolve: Resolve = resolve_name
    is_allowed: Callable[[IPAddress], bool] = is_public
    ports: frozenset[int] | None = frozenset({443})
    tls: ssl.SSLContext | None = None
    seconds: float = FETCH_SECONDS

    def fetch(self, address: str) -> Fetched:
        """The text at an address. Raises IntakeError, and nothing else."""
        ends_at = time.monotonic() + self.seconds
        for _ in range(REDIRECTS + 1):
            parts, host, port = self._checked(address)
            try:
                answer = self._ask(parts, host, port, ends_at)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise IntakeError(_sentence(error, host, is_late=time.monotonic() >= ends_at)) from error
            if not isinstance(answer, str):
                data, media_type, charset = answer
                return Fetched(_extracted(data, media_type, charset), data, address)
            address = urljoin(address, answer)
        raise IntakeError(f"This address leads on more than {REDIRECTS} times. Give the address where the page stands.")

    def _checked(self, address: str) -> tuple[SplitResult, str, int]:
        """The parts of an address that may be asked. Raises IntakeError."""
        address = address.strip()
        if any(character <= " " or character in "\\\x7f" for character in address):
            raise IntakeError(_NOT_AN_ADDRESS)
        try:
            parts = urlsplit(address)
            port = parts.port or 443
            name = unicodedata.normalize("NFKC", parts.hostname or "").rstrip(".")
            host = name if ":" in name else name.encode("idna").decode("ascii")
        except ValueError:
            raise IntakeError(_NOT_AN_ADDRESS) from None
        if parts.scheme != "https":
            raise IntakeError("Only addresses that begin with https:// are read. " + _PASTE)
        if not host:
            raise IntakeError(_NOT_AN_ADDRESS)
        if parts.username is not None or parts.password is not None:
            raise IntakeError("This address holds a user name. Give one that everybody can open.")
        if self.ports is not None and port not in self.ports:
            raise IntakeError("This address names a port of its own and is not opened. " + _PASTE)
        return parts, host, port

    def _ask(self, parts: SplitResult, host: str, port: int, ends_at: float) -> tuple[bytes, str, str] | str:
        """What stands there as (bytes, media type, charset), or where a redirect leads."""
        connection = _CheckedConnection(host, port, self._judged(host, ends_at), self._tls(), ends_at)
        watch = threading.Timer(max(0.0, ends_at - time.monotonic()), connection.hang_up)
        watch.daemon = True
        watch.start()
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            if parts.query:
                target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
            connection.request("GET", target, headers=_HEADERS)
            response = connection.getresponse()
            if response.status in _REDIRECTING and (leads_to := response.headers.get("Location")):
                return leads_to
            data = _body(response)
            if time.monotonic() >= ends_at:
                raise TimeoutError
            headers = response.headers
            return data, headers.get_content_type(), headers.get_content_charset() or ""
        finally:
            watch.cancel()
            connection.close()

    def _tls(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()

    def _judged(self, host: str, ends_at: float) -> IPAddress:
        """The address to connect to. Raises IntakeError when any address of the host may not be called."""
        literal = _as_number(host)
        names = [str(literal)] if literal is not None else _in_time(lambda: self.resolve(host), ends_at)
        found = [ipaddress.ip_address(name.partition("%")[0]) for name in names]
        if not found:
            raise socket.gaierror
        if not all(self.is_allowed(each) for each in found):
            raise IntakeError(_NOT_PUBLIC)
        # Many machines have no way out over IPv6.
        return min(found, key=lambda each: each.version)


_HEADERS = {
    "User-Agent": "JobJam-XRay/1 (reads a job posting once, at an editor's wish)",
    "Accept": "text/html, text/plain, application/pdf, */*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class _CheckedConnection(http.client.HTTPSConnection):
    """Connects to one judged address and to no other, whatever the host's name leads to by then."""

    def __init__(self, host: str, port: int, judged: IPAddress, tls: ssl.SSLContext, ends_at: float) -> None:
        super().__init__(host, port, context=tls)
        self._judged, self._tls, self._ends_at = judged, tls, ends_at
        # Kept beside self.sock, which is let go as soon as the answer's head is there.
        self._opened: ssl.SSLSocket | None = None

    def connect(self) -> None:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        plain_socket = socket.create_connection((str(self._judged), self.port), timeout=left)
        if ipaddress.ip_address(plain_socket.getpeername()[0].partition("%")[0]) != self._judged:
            plain_socket.close()
            raise IntakeError(_NOT_PUBLIC)
        # The handshake comes after the socket is known here, so that hang_up ends it too.
        self._opened = self._tls.wrap_socket(plain_socket, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self._opened
        self.sock.do_handshake()

    def hang_up(self) -> None:
        """End a connection that takes too long, from another thread: whoever waits for it sees its end."""
        if self._opened is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._opened, socket.SHUT_RDWR)


def _body(response: http.client.HTTPResponse) -> bytes:
    if response.status in _GONE:
        raise IntakeError("There is no page at this address (any more). Check it, or paste the text.")
    if response.status != 200:
        raise IntakeError(f"The site does not give this page out (answer {response.status}). {_PASTE}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise IntakeError(f"The site sends this page in a form that is not read. {_PASTE}")
    if response.headers.get_content_type() not in (HTML, PLAIN, PDF, DOCX):
        raise IntakeError("This address is not a web page, text, PDF or DOCX. Give the address of the posting itself.")
    if (response.length or 0) > FETCH_BYTES:
        raise IntakeError(_TOO_LARGE)
    data = response.read(FETCH_BYTES + 1)
    if len(data) > FETCH_BYTES:
        raise IntakeError(_TOO_LARGE)
    if response.length:
        raise http.client.IncompleteRead(data, response.length)
    return data


def _extracted(data: bytes, media_type: str, charset: str) -> Extracted:
    """The text of what came, read as what the site says it is."""
    if media_type == HTML:
        return html.read(data, charset)
    if media_type == PLAIN:
        with suppress(LookupError, UnicodeError):
            data = data.decode(charset).encode() if charset else data
        return plain.read(data)
    return read_file(io.BytesIO(data), "download")


def _as_number(host: str) -> IPAddress | None:
    """The address a host is written as, in any of the spellings systems take: 127.1, 0x7f.1, 2130706433, 0177.0.0.1."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.partition("%")[0])
    with suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


def _in_time(look_up: Callable[[], Sequence[str]], ends_at: float) -> Sequence[str]:
    """What a look-up gives; the system's own has no time limit, so it is left behind when it takes too long."""
    answers: list[Sequence[str]] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            answers.append(look_up())
        except Exception as error:  # handed to the thread that asked
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, ends_at - time.monotonic()))
    if errors:
        raise errors[0]
    if not answers:
        raise TimeoutError
    return answers[0]


def _sentence(error: Exception, host: str, *, is_late: bool) -> str:
    if is_late or isinstance(error, TimeoutError):
        return _TOO_SLOW
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"There is no site called {host}. Check the address."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The site {host} cannot prove that it is itself (its certificate is not valid). {_PASTE}"
    return f"The site {host} could not be read. {_PASTE}"
