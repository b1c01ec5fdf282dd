"""What generator.picture promises: a page as a small PNG of an exact width."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from test_impose import BLUE, RED, filled, pdf

from generator.picture import picture


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
