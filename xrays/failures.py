"""How making a picture or a file may fail."""

from __future__ import annotations

from evaluations.failures import Failure


class RenderingFailed(Failure):
    """A picture or file of a page could not be made.

    kinds: page_unavailable, missing_file, no_browser, browser, timeout, pdf_libraries, outdated.
    """
