"""What is printed beside cards, and on their corners: fold lines, guides, and room for words. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.model.grid import Grid, mirrored
from generator.model.layout import Arc, Line, Placement

_CENTIMETRE = 10


@dataclass(frozen=True)
class Strip:
    """The room beside the cards for a ruler and words.

    `start`: from the paper's left edge (bottom) or top edge (left) to the strip, `length` along
    that edge, `near`: from the edge of the paper to the strip. `slots` are (start, length) of
    places between the crop marks, from the strip's beginning; on the left edge a strip begins at
    the bottom. `ruler` is the length of the line, which fits into a slot.
    """

    edge: Literal["bottom", "left"]
    start: float
    length: float
    near: float
    depth: float
    two_lines: bool
    slots: tuple[tuple[float, float], ...]
    ruler: float


def strip(grid: Grid) -> Strip | None:
    """Where a sheet has room for its ruler; None if its margins are too narrow for it."""
    wanted = grid.sheet.ruler.edge
    found = [_beside(grid, edge) for edge in (("bottom", "left") if wanted is None else (wanted,))]
    there = [(room, -number, strip) for number, (room, strip) in enumerate(found) if strip]
    return max(there)[2] if there else None


def crop(grid: Grid, *, front: bool) -> tuple[Line, ...]:
    """The crop marks of one side."""
    if front:
        return grid.marks()
    return tuple(mirrored(grid.marks(), grid)) if grid.sheet.mark_backs else ()


def corners(grid: Grid, placed: Placement) -> Iterator[Arc]:
    """A quarter of a circle in each corner of a card."""
    r = grid.sheet.corners
    if not r:
        return
    left, top, right, bottom = placed.x, placed.y, placed.x + placed.width, placed.y + placed.height
    yield Arc(left, top + r, left + r, top, r)
    yield Arc(right - r, top, right, top + r, r)
    yield Arc(right, bottom - r, right - r, bottom, r)
    yield Arc(left + r, bottom, left, bottom - r, r)


def folds(grid: Grid) -> tuple[Line, ...]:
    """The line to fold along: beside the cards and in the strip that lies between them."""
    if not grid.folds:
        return ()
    paper, inset = grid.paper, grid.sheet.printer_edge
    if grid.folds_upright:
        middle = paper.width / 2
        return (Line(middle, inset, middle, paper.height - inset),)
    middle = paper.height / 2
    return (Line(inset, middle, paper.width - inset, middle),)


def _beside(grid: Grid, edge: Literal["bottom", "left"]) -> tuple[float, Strip | None]:
    """(millimetres to spare, the strip) along one edge of the paper."""
    sheet, paper, ruler = grid.sheet, grid.paper, grid.sheet.ruler
    spans = (grid.back_across, grid.back_down) if grid.folds else (grid.across, grid.down)
    along, across = spans if edge == "bottom" else reversed(spans)
    far = paper.height if edge == "bottom" else paper.width
    margin = far - across.starts[-1] - across.length if edge == "bottom" else across.starts[0]
    bleed = max(across.after[-1] if edge == "bottom" else across.before[0], 0)
    room = margin - bleed - sheet.printer_edge
    start, end = along.starts[0], along.starts[-1] + along.length
    if grid.machine:
        reach = grid.machine.inset + grid.machine.arm + grid.machine.clear
        other = paper.width if edge == "bottom" else paper.height
        start, end = max(start, reach), min(end, other - reach)
    slots = _slots(grid, along.starts, along.length, start, end, edge)
    most = room + min(ruler.over, bleed)
    if most < ruler.least or not slots:
        return room, None
    depth = ruler.depth if most >= ruler.depth else ruler.least
    length = min(slot for _, slot in slots)
    line = ruler.length if ruler.length <= length else length // _CENTIMETRE * _CENTIMETRE
    if not line:
        return room, None
    near = sheet.printer_edge + max(room - depth, 0) / 2
    return room, Strip(edge, start, end - start, near, depth, depth == ruler.depth, slots, line)


def _slots(
    grid: Grid, starts: tuple[float, ...], length: float, start: float, end: float, edge: str
) -> tuple[tuple[float, float], ...]:
    """Places for the ruler and for words: in each cell, or with nothing to avoid, side by side."""
    ruler = grid.sheet.ruler.length
    if grid.sheet.marks or grid.folds:
        cells = [(begin - start, length) for begin in starts]
    else:
        cells = [(0.0, end - start)]
    found: list[tuple[float, float]] = []
    for begin, whole in cells:
        parts = max(int(whole // ruler), 1)
        found += [(begin + part * whole / parts, whole / parts) for part in range(parts)]
    if edge == "left":  # read from the bottom upwards
        found = [(end - start - begin - size, size) for begin, size in reversed(found)]
    return tuple((round(max(begin, 0), 4), round(size, 4)) for begin, size in found)
