"""A sheet's cards as paths for a cutting machine. The only room that knows ezdxf. Millimetres.

The paths lie where the cards are printed, in the coordinates of the upright paper: an SVG counts
down from its top left corner, a DXF up from its lower left one.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

from generator.model.grid import Grid
from generator.model.layout import Placement

_LAYER = "CUT"
_MILLIMETRES = 4  # $INSUNITS of DXF
_QUARTER = math.tan(math.pi / 8)  # the bulge of a quarter of a circle


def svg(grid: Grid) -> str:
    """One closed path for each card, in the size of the paper."""
    width, height = grid.paper.width, grid.paper.height
    paths = "".join(f'<path d="{_path(cell, grid.sheet.corners)}"/>\n' for cell in _cells(grid))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}">\n'
        f'<g id="{_LAYER}" fill="none" stroke="#f00" stroke-width="0.1">\n{paths}</g>\n</svg>\n'
    )


def dxf(grid: Grid) -> str:
    """One closed polyline for each card; the same grid gives the same text."""
    from ezdxf.addons.r12writer import r12writer  # takes longer to import than everything else here

    target = io.StringIO()
    with r12writer(target) as drawing:
        for cell in _cells(grid):
            points = _points(cell, grid.sheet.corners, grid.paper.height)
            drawing.add_polyline_2d(points, format="xyb", closed=True, layer=_LAYER)
    return _with_units(target.getvalue())


def _cells(grid: Grid) -> Iterator[Placement]:
    """Where the cards of a full sheet lie."""
    yield from (grid.place(cell, 0) for cell in range(grid.cells))


def _path(cell: Placement, radius: float) -> str:
    """The outline of a card from its top left corner, clockwise."""
    left, top, right, bottom = cell.x, cell.y, cell.x + cell.width, cell.y + cell.height
    if not radius:
        return f"M{_n(left)} {_n(top)}H{_n(right)}V{_n(bottom)}H{_n(left)}Z"
    arc = f"A{_n(radius)} {_n(radius)} 0 0 1"
    return (
        f"M{_n(left + radius)} {_n(top)}H{_n(right - radius)}{arc} {_n(right)} {_n(top + radius)}"
        f"V{_n(bottom - radius)}{arc} {_n(right - radius)} {_n(bottom)}"
        f"H{_n(left + radius)}{arc} {_n(left)} {_n(bottom - radius)}"
        f"V{_n(top + radius)}{arc} {_n(left + radius)} {_n(top)}Z"
    )


def _points(cell: Placement, radius: float, paper: float) -> Iterator[tuple[float, float, float]]:
    """(x, y, bulge) around a card from its lower left corner, against the clock."""
    left, right = cell.x, cell.x + cell.width
    low, high = paper - cell.y - cell.height, paper - cell.y
    if not radius:
        yield from ((x, y, 0.0) for x, y in ((left, low), (right, low), (right, high), (left, high)))
        return
    for x, y, bulge in (
        (left + radius, low, 0.0),
        (right - radius, low, _QUARTER),
        (right, low + radius, 0.0),
        (right, high - radius, _QUARTER),
        (right - radius, high, 0.0),
        (left + radius, high, _QUARTER),
        (left, high - radius, 0.0),
        (left, low + radius, _QUARTER),
    ):
        yield round(x, 6), round(y, 6), bulge


def _with_units(drawing: str) -> str:
    """A drawing that says that it is in millimetres."""
    values = {"$ACADVER": (1, "AC1009"), "$INSUNITS": (70, _MILLIMETRES), "$MEASUREMENT": (70, 1)}
    header = "".join(f"9\n{name}\n{kind}\n{value}\n" for name, (kind, value) in values.items())
    return f"0\nSECTION\n2\nHEADER\n{header}0\nENDSEC\n{drawing}"


def _n(length: float) -> str:
    """A length as SVG writes it: to a thousandth of a millimetre."""
    return f"{round(length, 3):g}" if length < 1000 else f"{length:.3f}"
