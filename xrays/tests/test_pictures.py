"""One picture in three formats: the same size, the same bytes each time, and no loss where none is promised."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from xrays.pictures import dimensions, variants


def picture(width: int = 320, height: int = 200) -> bytes:
    """A picture like a page: paper, letters, a coloured bar."""
    image = Image.new("RGB", (width, height), "#fbfbf9")
    draw = ImageDraw.Draw(image)
    draw.text((10, 10), "Requirements met", fill="#171b20", font=ImageFont.load_default(28))
    draw.rectangle((10, 80, width - 10, 110), fill="#12304f")
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def test_every_format_has_the_size_of_the_original() -> None:
    made = variants(picture())
    assert list(made) == ["png", "webp", "avif"]
    assert {Image.open(BytesIO(content)).format.lower() for content in made.values()} == set(made)
    assert {opened(content).size for content in made.values()} == {(320, 200)}


def test_png_and_webp_lose_nothing_and_avif_hardly_anything() -> None:
    original = opened(picture())
    made = variants(picture())
    assert made["png"] == picture()
    assert ImageChops.difference(original, opened(made["webp"])).getbbox() is None
    assert max(ImageStat.Stat(ImageChops.difference(original, opened(made["avif"]))).rms) < 4


def test_bytes_are_the_same_each_time() -> None:
    assert variants(picture()) == variants(picture())


@pytest.mark.parametrize(("height", "formats"), [(16_383, ["png", "webp", "avif"]), (16_384, ["png", "avif"])])
def test_webp_is_left_out_beyond_its_limit(height: int, formats: list[str]) -> None:
    made = variants(picture(40, height))
    assert list(made) == formats
    assert {opened(content).size for content in made.values()} == {(40, height)}


def test_dimensions_are_read_from_the_header() -> None:
    assert dimensions(picture(123, 45)) == (123, 45)


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"GIF89a" + b"\0" * 40, b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_png_has_no_dimensions(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        dimensions(content)
