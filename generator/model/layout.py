"""Where pages lie on a sheet: what the geometry decides and the imposition obeys. Millimetres."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """One card page on one side of a sheet.

    `x`, `y`: from the sheet's top left corner to the top left corner of the area that the trim
    covers, `width` by `height`. `bleed`: how far the card may print beyond it at the left, top,
    right and bottom of the sheet. `turn`: degrees clockwise, a multiple of 90.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    bleed: tuple[float, float, float, float]
    turn: int = 0


@dataclass(frozen=True)
class Line:
    """A straight line, such as a crop mark."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Box:
    """A filled rectangle, such as a mark that a cutting machine looks for."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Arc:
    """A quarter of a circle from one point to another, clockwise: a guide for a round corner."""

    x1: float
    y1: float
    x2: float
    y2: float
    radius: float


@dataclass(frozen=True)
class Side:
    """One side of one sheet."""

    sheet: int
    front: bool
    placements: tuple[Placement, ...]
    marks: tuple[Line, ...]
    folds: tuple[Line, ...] = ()
    arcs: tuple[Arc, ...] = ()
    boxes: tuple[Box, ...] = ()
