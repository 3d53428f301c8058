"""Pages fetched from addresses: their text, the limits, and every way into a private network that stays shut."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from evaluations.intake import Fetcher, IntakeError
from evaluations.intake.address import is_public
from evaluations.tests.test_intake import make_docx, make_pdf, paragraph
from evaluations.tests.web import Site, leads_to, page, running_site

PRIVATE = "This address leads into a private network and is not opened. Give the address of a public page."
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
POSTING = """<!doctype html><html><head><title>Jobs</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav><main><h1>Ward  nurse</h1><p>St Anne&rsquo;s Hospital</p>
<h2>You bring</h2><ul><li>Three years on a ward<li><p>A nursing licence</p></ul>
<script>alert("no")</script><div hidden>Kafka Kafka</div><p>Nights<br>and weekends</p></main>
<footer>Imprint</footer></body></html>"""
POSTING_TEXT = """Ward nurse

St Anne’s Hospital

You bring

- Three years on a ward
- A nursing licence

Nights
and weekends"""


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.answers, running.asked, running.looked_up = {}, [], []
    return running


def refusal(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(IntakeError) as caught:
        fetcher.fetch(address)
    return caught.value.sentence


def test_a_posting_comes_as_the_text_a_reader_sees(site: Site) -> None:
    site.answers["/job?id=1"] = page(POSTING)
    fetched = site.fetcher().fetch(site.address("/job?id=1"))
    assert fetched.extracted.text.strip() == POSTING_TEXT
    assert fetched.extracted.notes == (
        "Read from a web page: check that all of it is here.",
        "Menus, footers and asides of the page were left out.",
        "Hidden text in the page was left out.",
    )
    assert fetched.data == POSTING.encode()
    assert fetched.sha256 == hashlib.sha256(POSTING.encode()).hexdigest()


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (page("Ward nurse\nNights", "text/plain; charset=utf-8"), "Ward nurse\nNights"),
        (page("Prüfung".encode("latin-1"), "text/plain; charset=iso-8859-1"), "Prüfung"),
        (page("<p>Prüfung".encode("latin-1"), "text/html; charset=iso-8859-1"), "Prüfung"),
        (page(b'<meta charset="iso-8859-1"><p>Pr\xfcfung', "text/html"), "Prüfung"),
        (page(make_pdf(("Ward nurse",)), "application/pdf"), "Ward nurse"),
        (page(make_docx(paragraph("Ward nurse")), DOCX_TYPE), "Ward nurse"),
    ],
)
def test_each_kind_of_page_is_read(site: Site, answer: object, text: str) -> None:
    site.answers["/"] = answer
    assert site.fetcher().fetch(site.address()).extracted.text.strip() == text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (page("x" * (2 * 1024 * 1024 + 1)), "The page is larger than 2 MB."),
        (page("x" * (2 * 1024 * 1024 + 1), Content_Length=""), "The page is larger than 2 MB."),
        (page("cut", Content_Length="2000"), "The site jobs.test could not be read."),
        (page(b"GIF89a", "image/gif"), "This address is not a web page, text, PDF or DOCX."),
        (page("{}", "application/json"), "This address is not a web page, text, PDF or DOCX."),
        (page("zipped", Content_Encoding="gzip"), "The site sends this page in a form that is not read."),
        (page("<script>draw()</script>"), "This page holds no text; it may be put together by a script."),
        (page("No", status=410), "There is no page at this address (any more)."),
        (page("No", status=403), "The site does not give this page out (answer 403)."),
        (page("<p>" + "word " * 13_000), "The text is longer than 60,000 characters"),
    ],
)
def test_what_cannot_be_used_says_why(site: Site, answer: object, sentence: str) -> None:
    site.answers["/"] = answer
    assert refusal(site.fetcher(), site.address()).startswith(sentence)


def test_redirects_are_followed_five_times(site: Site) -> None:
    for place in range(6):
        site.answers[f"/{place}"] = leads_to(f"/{place + 1}")
    site.answers["/6"] = page("<p>Ward nurse")
    fetched = site.fetcher().fetch(site.address("/1"))
    assert (fetched.extracted.text, fetched.address) == ("Ward nurse", site.address("/6"))
    assert refusal(site.fetcher(), site.address("/0")) == (
        "This address leads on more than 5 times. Give the address where the page stands."
    )


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("http://jobs.test/", "Only addresses that begin with https:// are read."),
        ("file:///etc/passwd", "Only addresses that begin with https:// are read."),
        ("https://10.0.0.1/", PRIVATE),
        ("//169.254.169.254/latest/meta-data/", PRIVATE),
        ("https://[::1]/", PRIVATE),
    ],
)
def test_a_redirect_is_judged_like_the_address(site: Site, target: str, sentence: str) -> None:
    site.answers["/"] = leads_to(target)
    fetcher = site.fetcher(is_allowed=lambda address: str(address) == "127.0.0.1" or is_public(address))
    assert refusal(fetcher, site.address()).startswith(sentence)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "127。0。0。1",
        "１２７.０.０.１",
        "①②⑦.⓪.⓪.①",
        "localhost",
        "LocalHost.",
        "0",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:a00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "inside.test",
        "both.test",
    ],
)
def test_no_spelling_leads_into_a_private_network(host: str) -> None:
    names = {"inside.test": ["192.168.7.7"], "both.test": ["93.184.215.14", "127.0.0.1"], "localhost": ["127.0.0.1"]}
    assert refusal(Fetcher(resolve=names.__getitem__), f"https://{host}/") == PRIVATE


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Only addresses"),
        ("jobs.test/ward", "Only addresses"),
        ("http://jobs.test/", "Only addresses"),
        ("ftp://jobs.test/", "Only addresses"),
        ("https://", "This is not a web address."),
        ("https://[::1/", "This is not a web address."),
        ("https://jobs.test:99999/", "This is not a web address."),
        ("https://jobs.test\\@127.0.0.1/", "This is not a web address."),
        ("https://jobs.test/\r\nHost: inside", "This is not a web address."),
        ("https://a..b/", "This is not a web address."),
        ("https://jobs.test@127.0.0.1/", "This address holds a user name."),
        ("https://jobs.test:22/", "This address names a port of its own"),
    ],
)
def test_what_is_no_public_web_address_is_not_asked(address: str, sentence: str) -> None:
    asked: list[str] = []
    assert refusal(Fetcher(resolve=lambda host: asked.append(host) or []), address).startswith(sentence)
    assert asked == []


def test_a_name_is_looked_up_once_so_that_a_second_answer_changes_nothing(site: Site) -> None:
    """The name answers 127.0.0.1 first, as judged; whoever asked again would be led to another machine."""
    site.answers["/"] = page("<p>Ward nurse")
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    judged: list[str] = []
    fetcher = site.fetcher(
        resolve=lambda host: next(answers), is_allowed=lambda address: judged.append(str(address)) or True
    )
    assert fetcher.fetch(site.address()).extracted.text == "Ward nurse"
    assert judged == ["127.0.0.1"]
    assert next(answers) == ["127.0.0.2"]


def test_a_name_nobody_knows_says_so() -> None:
    def resolve(host: str) -> list[str]:
        raise socket.gaierror

    assert refusal(Fetcher(resolve=resolve), "https://jobs.test/") == (
        "There is no site called jobs.test. Check the address."
    )


def test_a_site_with_another_s_certificate_is_not_believed(site: Site) -> None:
    address = site.address().replace("jobs.test", "bank.test")
    assert "its certificate is not valid" in refusal(site.fetcher(), address)
    assert "its certificate is not valid" in refusal(site.fetcher(tls=None), site.address())
    assert site.asked == []


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_site_that_trickles_is_left_when_the_time_is_over(site: Site, part: str) -> None:
    over = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        begin = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        handler.wfile.write(begin + (b"X-Wait: " if part == "headers" else b"\r\n<p>"))
        while not over.wait(0.05):
            handler.wfile.write(b"x")

    site.answers["/"] = trickle
    begun = time.monotonic()
    sentence = refusal(site.fetcher(seconds=0.6), site.address())
    over.set()
    assert sentence.startswith("The page did not come within 10 seconds.")
    assert time.monotonic() - begun < 3


def test_a_look_up_that_hangs_is_left_when_the_time_is_over() -> None:
    over = threading.Event()
    sentence = refusal(Fetcher(resolve=lambda host: [str(over.wait(5))], seconds=0.3), "https://jobs.test/")
    over.set()
    assert sentence.startswith("The page did not come within 10 seconds.")
