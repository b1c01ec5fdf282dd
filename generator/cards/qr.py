"""An address -> a code that a phone's camera reads. The only module that knows segno."""

from __future__ import annotations

from dataclasses import dataclass

import segno

_QUIET = 4  # modules of white that readers need around a code
_INK = "#20233f"


@dataclass(frozen=True)
class Code:
    """A code as a drawing, and how wide it is with its white border: `width` in millimetres."""

    svg: str
    width: float


def code(address: str, width: float) -> Code:
    """The code of an address, `width` millimetres wide without its border."""
    made = segno.make_qr(address, error="m")
    modules, _ = made.symbol_size(border=0)
    svg = made.svg_inline(border=_QUIET, dark=_INK, light="#ffffff", omitsize=True)
    return Code(svg, round(width * (modules + 2 * _QUIET) / modules, 2))
