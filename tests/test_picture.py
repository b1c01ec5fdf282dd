"""What generator.picture promises: a page as a small PNG of an exact width."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from test_impose import BLUE, RED, WHITE, filled, pdf

from generator.picture import drawn, picture, png


@pytest.mark.parametrize("width", [1, 37, 480, 821])
@pytest.mark.parametrize("size", [(63.5, 88.9), (210.0, 297.0), (215.9, 279.4), (148.0, 210.0)])
def test_a_picture_has_the_width_it_was_asked_for(width: int, size: tuple[float, float]) -> None:
    """To the pixel, on every paper; its height keeps the proportions of the page."""
    content, wide, high = picture(pdf(filled(RED), size=size, bleed=0), 0, width)
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (wide, high)
    assert wide == width
    assert high == pytest.approx(width * size[1] / size[0], abs=1)


def test_a_picture_shows_the_page_that_was_asked_for() -> None:
    """Pages are counted from 0."""
    pages = pdf(filled(RED), filled(BLUE), bleed=0)
    for number, colour in enumerate((RED, BLUE)):
        content, wide, _ = picture(pages, number, 60)
        with Image.open(io.BytesIO(content)) as image:
            assert image.convert("RGB").getpixel((wide // 2, 10)) == colour


def test_the_same_page_gives_the_same_picture() -> None:
    """No clock and no chance goes into a picture."""
    pages = pdf(filled(RED))
    assert picture(pages, 0, 200) == picture(pages, 0, 200)


@pytest.mark.parametrize("dpi", [None, 72, 300, 600])
def test_a_png_holds_the_picture_to_the_dot(dpi: int | None) -> None:
    """What is read back is what was written, with its resolution if it has one."""
    image = Image.effect_noise((53, 31), 90).convert("RGB")
    image.paste(RED, (5, 5, 40, 20))
    with Image.open(io.BytesIO(png(image, dpi))) as read:
        assert (read.format, read.mode, read.size) == ("PNG", "RGB", image.size)
        assert read.tobytes() == image.tobytes()
        assert read.info.get("dpi", (0, 0))[0] == pytest.approx(dpi or 0, abs=0.01)


@pytest.mark.parametrize("bleed", [0, 2, 3])
def test_pages_are_drawn_with_the_bleed_that_is_asked_for(bleed: int) -> None:
    """Trim and bleed fill the picture to its edges, and the rest of the page is left out."""
    pages = pdf(filled(RED), filled(BLUE), size=(60, 90), bleed=3)
    images = list(drawn(pages, [1, 0], 10 * (60 + 2 * bleed), bleed))
    for image, wanted in zip(images, (BLUE, RED), strict=True):
        assert (image.mode, image.size) == ("RGB", (600 + 20 * bleed, 900 + 20 * bleed))
        assert image.getpixel((0, 0)) == image.getpixel((image.width - 1, image.height - 1)) == wanted
        corner = (
            10 * bleed + 2,
            image.height - 10 * bleed - 2,
        )  # of the trim: the page has a white field there
        assert image.getpixel(corner) == WHITE
