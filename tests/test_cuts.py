"""What generator.cuts promises: paths for cutting machines where the cards are printed."""

from __future__ import annotations

import io
import math
import re

import builders
import ezdxf
import pytest

from generator import cuts
from generator.cards import sheets
from generator.cards.sheets import Grid
from generator.model.layout import Placement

REAL = builders.real_deck().deck
EXACT = 0.01  # mm
NUMBER = r"(-?[0-9.]+)"


def grid(corners: float = 3.0, **wish: object) -> Grid:
    """Poker cards for a cutting machine, or what else a test is about."""
    wish = {"card": "poker", "paper": "a4", "machine": "silhouette", **wish}
    return sheets.grid(REAL, sheets.sheet_for(REAL, corners=corners, **wish))


def cells(where: Grid) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of the cards of a full sheet, as they are printed."""
    front = sheets.sides(where, range(where.cells), 99)[0].placements[: where.cells]
    return [(cell.x, cell.y, cell.x + cell.width, cell.y + cell.height) for cell in front]


def paths(svg: str) -> list[tuple[float, float, float, float]]:
    """The box around each path of an SVG, from the ends of its lines and arcs."""
    found = []
    for path in re.findall(r'<path d="([^"]+)"', svg):
        xs = [float(x) for x in re.findall(rf"H{NUMBER}", path)]
        ys = [float(y) for y in re.findall(rf"V{NUMBER}", path)]
        for x, y in re.findall(rf"(?:M|0 0 1 ){NUMBER} {NUMBER}", path):
            xs.append(float(x))
            ys.append(float(y))
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


WISHES = [
    {},
    {"corners": 0},
    {"paper": "letter"},
    {"card": "mini", "gap": 2.0},
    {"flip": "fold", "machine": None},
]


@pytest.mark.parametrize("wish", WISHES)
def test_an_svg_cuts_where_the_cards_are(wish: dict[str, object]) -> None:
    """One closed path for each card, on a page as large as the paper, to a hundredth of a millimetre."""
    where = grid(**wish)
    svg = cuts.svg(where)
    size = (f"{where.paper.width:g}", f"{where.paper.height:g}")
    assert f'width="{size[0]}mm" height="{size[1]}mm" viewBox="0 0 {size[0]} {size[1]}"' in svg
    assert svg.count("Z") == where.cells
    found = paths(svg)
    for path, cell in zip(found, cells(where), strict=True):
        assert path == pytest.approx(cell, abs=EXACT)


@pytest.mark.parametrize("wish", WISHES)
def test_a_dxf_cuts_where_the_cards_are(wish: dict[str, object]) -> None:
    """One closed polyline for each card, in millimetres, counted up from the lower left of the paper."""
    where = grid(**wish)
    drawing = ezdxf.read(io.StringIO(cuts.dxf(where)))
    assert drawing.header["$INSUNITS"] == ezdxf.units.MM
    lines = list(drawing.modelspace())
    assert {(line.dxftype(), line.dxf.layer, line.is_closed) for line in lines} == {("POLYLINE", "CUT", True)}
    for line, cell in zip(lines, cells(where), strict=True):
        ends = [vertex.dxf.location for vertex in line.vertices]
        box = (min(e.x for e in ends), min(e.y for e in ends), max(e.x for e in ends), max(e.y for e in ends))
        left, top, right, bottom = cell
        wanted = (left, where.paper.height - bottom, right, where.paper.height - top)
        assert box == pytest.approx(wanted, abs=EXACT)
    assert not drawing.audit().errors


def test_corners_are_round_in_both() -> None:
    """With a radius, every corner is a quarter of a circle that bends outwards; without one, none is."""
    where = grid(corners=3)
    assert len(re.findall(r"A3 3 0 0 1", cuts.svg(where))) == 4 * where.cells
    (line, *_) = ezdxf.read(io.StringIO(cuts.dxf(where))).modelspace()
    bulges = [round(vertex.dxf.bulge, 6) for vertex in line.vertices]
    assert sorted(bulges) == [0] * 4 + [round(math.tan(math.pi / 8), 6)] * 4
    ends = [vertex.dxf.location for vertex in line.vertices]
    turned = sum(one.x * two.y - two.x * one.y for one, two in zip(ends, [*ends[1:], ends[0]]))
    assert turned > 0  # against the clock, so that a bulge above 0 bends outwards
    assert "A" not in "".join(re.findall(r' d="([^"]+)"', cuts.svg(grid(corners=0))))


def test_cutting_twice_gives_the_same_file() -> None:
    """No clock and no chance goes into a path."""
    assert cuts.dxf(grid()) == cuts.dxf(grid())
    assert cuts.svg(grid()) == cuts.svg(grid())


def test_a_folded_sheet_is_cut_once() -> None:
    """Backs lie behind fronts when a sheet is glued: only fronts are cut."""
    where = grid(flip="fold", machine=None)
    placed: list[Placement] = list(sheets.sides(where, range(where.cells), 99)[0].placements)
    assert len(placed) == 2 * cuts.svg(where).count("<path")
