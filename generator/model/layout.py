"""Where pages lie on a sheet: what the geometry decides and the imposition obeys. Millimetres."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """One card page on one side of a sheet.

    `x`, `y`: from the sheet's top left corner to the trim's top left corner. `bleed`: how far the
    card may print beyond its trim at the left, top, right and bottom of the sheet. `turned`: by
    half a turn, about its own middle.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    bleed: tuple[float, float, float, float]
    turned: bool = False


@dataclass(frozen=True)
class Line:
    """A straight line, such as a crop mark."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Side:
    """One side of one sheet."""

    sheet: int
    front: bool
    placements: tuple[Placement, ...]
    marks: tuple[Line, ...]
