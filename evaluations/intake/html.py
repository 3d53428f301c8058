"""Text out of an HTML page: what a reader sees of its body, without menus, scripts and what is hidden."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

from evaluations.intake.shapes import HTML, TEXT_CHARACTERS, Extracted, IntakeError, checked, too_long

_EMPTY = "This page holds no text; it may be put together by a script. Copy the text from the browser and paste it."
_UNREADABLE = "This page is not readable as text. Copy the text from the browser and paste it."
_AROUND = frozenset("nav footer aside".split())
_SILENT = frozenset("script style noscript template head svg math canvas iframe object select textarea".split())
_BLOCKS = frozenset(
    "address article blockquote body dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr "
    "legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_APART = frozenset("article blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end tag may be missing: what begins next ends them too.
_ENDS_BY_ITSELF = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "head": frozenset({"body"}),
}
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9]))", re.I)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)


def read(data: bytes, charset: str = "") -> Extracted:
    """The text of a page. charset: what the server said about it, or nothing.

    Block elements break lines, list items begin with "- ". Scripts, styles, menus (nav), footers, asides and what the
    page hides are left out; the notes say so. Raises IntakeError for a page without text or with too much of it.
    """
    source, notes = _decoded(data, charset)
    reader = _Reader()
    reader.feed(source)
    reader.close()
    text = checked(reader.text(), _EMPTY)
    if reader.left_out:
        notes.append("Menus, footers and asides of the page were left out.")
    if reader.hidden:
        notes.append("Hidden text in the page was left out.")
    return Extracted(text=text, media_type=HTML, notes=("Read from a web page: check that all of it is here.", *notes))


def _decoded(data: bytes, charset: str) -> tuple[str, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-16"
    declared = _DECLARED.search(data[:2048])
    for name in (charset, declared.group(1).decode("ascii") if declared else "", "utf-8-sig"):
        try:
            if name and (text := data.decode(name)) is not None:
                if "\0" in text:
                    raise IntakeError(_UNREADABLE)
                return text, []
        except (LookupError, UnicodeError):
            continue
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise IntakeError(_UNREADABLE) from None
    return text, ["The page does not say its encoding; it was read as Windows-1252. Check accented letters."]


class _Reader(HTMLParser):
    """Gathers lines; inside something that is left out it only counts its way back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.left_out = self.hidden = False
        self._lines: list[str] = []
        self._line: list[str] = []
        self._characters = 0
        self._skipped = ""  # the element being left out
        self._reason = ""
        self._depth = 0  # how many elements of its name are open inside it, itself included
        self._verbatim = self._lists = 0

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            if tag not in _ENDS_BY_ITSELF.get(self._skipped, ()):
                self._depth += tag == self._skipped
                return
            self._skipped = ""
        if tag == "br":
            self._break()
            return
        if tag not in _VOID and (reason := _why_left_out(tag, dict(attributes))):
            self._break()
            self._skipped, self._reason, self._depth = tag, reason, 1
            return
        if tag in _BLOCKS:
            self._break(apart=tag in _APART)
        self._lists += tag in ("ul", "ol")
        if tag == "li":
            self._line.append("- ")
        self._verbatim += tag == "pre"

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        # HTML knows no "<div/>": it opens an element like any other.
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped:
                self._depth -= 1
                if not self._depth:
                    self._skipped = ""
            return
        if tag in ("ul", "ol"):
            self._lists = max(0, self._lists - 1)
        if tag in _BLOCKS:
            self._break(apart=tag in _APART)
        if tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)

    def handle_data(self, data: str) -> None:
        if self._skipped:
            if data.strip():
                self.left_out |= self._reason == "around"
                self.hidden |= self._reason == "hidden"
            return
        if self._verbatim:
            first, *others = data.split("\n")
            self._line.append(first)
            for line in others:
                self._break()
                self._line.append(line)
        else:
            self._line.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self, *, apart: bool = False) -> None:
        line = re.sub(r" {2,}", " ", "".join(self._line)).strip()
        self._line = []
        if line == "-":
            self._line = ["- "]  # the item's words stand in a paragraph of their own
            return
        if line:
            self._lines.append(line)
            self._characters += len(line) + 1
            if self._characters > TEXT_CHARACTERS:
                raise too_long()
        if apart and not self._lists and self._lines and self._lines[-1]:
            self._lines.append("")


def _why_left_out(tag: str, attributes: dict[str, str | None]) -> str:
    if tag in _SILENT:
        return "silent"
    if tag in _AROUND or attributes.get("role") in ("navigation", "contentinfo", "complementary"):
        return "around"
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return "hidden"
    return ""
