"""A picture in the formats pages offer: PNG for everybody, WebP and AVIF for browsers that know them.

Chosen by looking and by measuring on dashboards: WebP without loss, because text is what its lossy kind is bad at, and
AVIF at a speed and quality that leave no ghosts of letters; it is then a fifth of the PNG and two thirds of the WebP.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WEBP_MOST_PIXELS = 16_383
# One thread: the bytes must not depend on how many cores a machine has. One tile: 15 % smaller, in the same time.
AVIF_OPTIONS = {"quality": 60, "speed": 7, "subsampling": "4:4:4", "max_threads": 1, "autotiling": False}

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def dimensions(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the header of a PNG says. Raises ValueError for anything else."""
    if len(png) < 24 or png[:8] != _PNG_SIGNATURE or png[12:16] != b"IHDR":
        raise ValueError("This is not a PNG picture.")
    return struct.unpack(">II", png[16:24])


def variants(png: bytes) -> dict[str, bytes]:
    """The picture by format: "png" as it came, "webp" (not beyond its limit of 16,383 pixels) and "avif".

    The same bytes each time. WebP has the pixels of the original; AVIF looks like them.
    """
    from PIL import Image

    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGB")
    made = {"png": png}
    if max(image.size) <= WEBP_MOST_PIXELS:
        made["webp"] = _saved(image, "WEBP", lossless=True, quality=100, method=4)
    made["avif"] = _saved(image, "AVIF", **AVIF_OPTIONS)
    return made


def _saved(image: Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
