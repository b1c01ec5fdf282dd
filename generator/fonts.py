"""The one type family: its files, its widths, and its form for the web. Knows fontTools.

Manrope comes as a package from PyPI (`font-manrope`, SIL Open Font Licence 1.1).
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import font_manrope
from fontTools.ttLib import TTFont

FAMILY = "Ask Sans"  # what our style sheets call it: no system has a family of this name
FOLDER = Path(font_manrope.__file__).parent / "files"
_FILES = {400: "Manrope-Regular.ttf", 600: "Manrope-SemiBold.ttf", 800: "Manrope-ExtraBold.ttf"}
_VARIABLE = "Manrope-VariableFont_wght.ttf"
# Latin with its accents, punctuation, arrows and the few signs that the guide uses.
_WEB_RANGES = "U+0020-007E,U+00A0-017F,U+2010-2027,U+2030-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+00D7"


def addresses() -> dict[int, str]:
    """The file of each weight, as an address for style sheets."""
    return {weight: (FOLDER / name).as_uri() for weight, name in _FILES.items()}


@cache
def _widths(weight: int) -> tuple[dict[str, float], float]:
    with TTFont(FOLDER / _FILES[weight], lazy=True) as font:
        metrics, scale = font["hmtx"].metrics, font["head"].unitsPerEm
        widths = {chr(code): metrics[name][0] / scale for code, name in font.getBestCmap().items()}
    return widths, max(widths.values())


def width(text: str, weight: int) -> float:
    """The width of `text` in ems, without kerning (which narrows; only around T may it widen a little)."""
    widths, unknown = _widths(weight)
    return sum([widths.get(character, unknown) for character in text])


def web_font() -> bytes:
    """All weights in one WOFF2 file, with the characters that the guide uses."""
    from fontTools import subset  # takes longer to import than everything else here

    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "locl", "mark", "mkmk", "ccmp"])
    target = io.BytesIO()
    with subset.load_font(str(FOLDER / _VARIABLE), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(_WEB_RANGES.replace("U+", "")))
        subsetter.subset(font)
        subset.save_font(font, target, options)
    return target.getvalue()
