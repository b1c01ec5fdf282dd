"""What generator.fonts promises: one family, its true widths, and one small file for the web."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator import fonts
from generator.pdf import Press

LETTERS = st.text(alphabet="Aabcdefghijklmnopqrstuvwxyzé ’“”,.?!–", max_size=40)


def test_every_weight_has_a_file() -> None:
    """Each address is a font file that is there, and of the weight it is called by."""
    for weight, address in fonts.addresses().items():
        name = address.rpartition("/")[2]
        with TTFont(fonts.FOLDER / name) as font:
            assert font["OS/2"].usWeightClass == weight


@given(LETTERS, LETTERS)
def test_widths_add_up(one: str, other: str) -> None:
    """A text is as wide as its parts."""
    whole = fonts.width(one + other, 800)
    assert whole == pytest.approx(fonts.width(one, 800) + fonts.width(other, 800))
    assert whole >= 0


def test_a_letter_we_lack_counts_as_the_widest() -> None:
    """Nothing is thought narrower than it may turn out."""
    assert fonts.width("☞", 400) >= max(fonts.width(letter, 400) for letter in "WM@—%")


@pytest.mark.parametrize("weight", [400, 600, 800])
def test_widths_are_those_on_paper(weight: int) -> None:
    """A sentence is printed as wide as was reckoned: kerning takes a little, and hardly ever adds."""
    text = "Ask a waiter to choose your dish, and Yvonne for two."
    style = (
        f'@font-face {{ font-family: "{fonts.FAMILY}"; src: url("{fonts.addresses()[weight]}"); }}'
        f'@page {{ size: 500mm 50mm; margin: 0 }} body {{ margin: 0; font: 20pt "{fonts.FAMILY}" }}'
    )
    press = Press([fonts.FOLDER], fonts.FAMILY, style=style)
    document = pypdfium2.PdfDocument(press.pdf(press.typeset(f"<p>{text}</p>")))
    try:
        page = document[0].get_textpage()
        first, last = page.get_charbox(0, loose=True), page.get_charbox(len(text) - 1, loose=True)
        drawn = last[2] - first[0]
    finally:
        document.close()
    assert drawn == pytest.approx(fonts.width(text, weight) * 20, rel=0.03)
    assert drawn <= fonts.width(text, weight) * 20


def test_the_web_font_is_one_small_file_with_all_weights() -> None:
    """The guide loads one WOFF2: weights from 400 to 800, the letters it uses, and under 60 kB."""
    content = fonts.web_font()
    assert content[:4] == b"wOF2"
    assert len(content) < 60_000
    with TTFont(io.BytesIO(content)) as font:
        (axis,) = font["fvar"].axes
        assert axis.axisTag == "wght"
        assert axis.minValue <= 400
        assert axis.maxValue >= 800
        letters = font.getBestCmap()
        assert all(ord(letter) in letters for letter in "Aaéß“”‘’–—…→×€ľŁź")
        assert ord("Ж") not in letters


def test_the_web_font_is_always_the_same() -> None:
    """Its date is the packaged font's, not today's, and so are its bytes."""
    content = fonts.web_font()
    assert content == fonts.web_font()
    (variable,) = fonts.FOLDER.glob("*VariableFont*.ttf")
    with TTFont(io.BytesIO(content)) as font, TTFont(variable) as source:
        assert font["head"].modified == source["head"].modified
