"""The process that opens a PDF: bytes on standard input, JSON on standard output.

Arguments: memory in megabytes, processor time in seconds, most pages, most characters. The answer is
``{"pages": [text, …]}`` or ``{"error": "encrypted" | "pages" | "characters" | "memory" | "damaged"}``.
"""

from __future__ import annotations

import json
import logging
import resource
import sys


def main(memory_megabytes: int, time_seconds: int, most_pages: int, most_characters: int) -> dict[str, object]:
    memory = memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (time_seconds, time_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return _read(sys.stdin.buffer.read(), most_pages, most_characters)
    except (MemoryError, RecursionError):
        return {"error": "memory"}
    except Exception:  # a damaged file may fail in any way at all
        return {"error": "damaged"}


def _read(data: bytes, most_pages: int, most_characters: int) -> dict[str, object]:
    import io

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    # Many PDFs are encrypted with an empty password only to forbid printing; anyone can open those.
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "encrypted"}
    try:
        if len(reader.pages) > most_pages:
            return {"error": "pages"}
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > most_characters:
                return {"error": "characters"}
    except FileNotDecryptedError:
        return {"error": "encrypted"}
    return {"pages": pages}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(int, sys.argv[1:5]))))
