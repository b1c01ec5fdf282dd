"""Papers, sheets, perforated stock and cutting machines in print.yaml. Lengths are millimetres."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from generator.model.printing import Flip
from generator.model.text import Id, Label, Length, Millimetres, Some, Strict, Url

Count = Annotated[int, Field(ge=1, le=20)]
Thickness = Annotated[float, Field(ge=0.25, le=5)]  # points: a thinner line is lost in print


class Paper(Strict):
    """A sheet as it comes out of the packet, upright."""

    id: Id
    label: Label
    width: Length
    height: Length


class Ruler(Strict):
    """A printed line of known length: it shows whether the printer kept the size."""

    length: Length
    edge: Literal["bottom", "left"] | None = Field(
        default=None, description="The margin it is printed in; without one, where there is more room."
    )
    depth: Length = Field(default=4.5, description="Of the ruler and the words beside it, in two lines.")
    least: Length = Field(default=2.5, description="The same in one line, where there is no room for two.")
    over: Millimetres = Field(default=2.0, description="How far these may lie on the bleed of the cards.")


class Marks(Strict):
    """Crop marks: where to cut. They lie on the sheet's edge, outside every card."""

    offset: Millimetres = Field(description="From the printed area to the mark.")
    inset: Millimetres = Field(description="From the mark's outer end to the edge of the paper.")
    weight: Thickness


class Fold(Strict):
    """Fronts and backs on one side of the paper: a strip between them holds the line to fold along."""

    line: Literal["upright", "level"] = Field(
        default="upright", description="upright: backs to the right of fronts; level: below them."
    )
    gutter: Length = Field(description="Between a front and the back beside it.")
    clear: Millimetres = Field(description="On each side of the line; no card bleeds into that.")


class Stock(Strict):
    """Perforated paper: cards lie in its cells and need no scissors."""

    id: Id
    label: Label
    paper: Id
    cards: Some[Id] = Field(description="The cards that go into a cell without much white around them.")
    width: Length = Field(description="Of a cell.")
    height: Length
    x: Millimetres = Field(description="From the paper's left edge to the first cell.")
    y: Millimetres = Field(description="From the paper's top edge to the first cell.")
    across: Length = Field(description="From one cell's left edge to the next one's.")
    down: Length = Field(description="From one cell's top edge to the next one's.")
    columns: Count
    rows: Count
    source: Url = Field(description="Where the figures come from.")
    checked: datetime.date = Field(description="When somebody last compared them.")
    second_hand: bool = Field(default=True, description="The source is not the maker of the stock.")


class Machine(Strict):
    """A cutting machine that looks for three marks: a square at the top left, and two corners."""

    id: Id
    label: Label
    square: Length = Field(description="The side of the filled square.")
    inset: Millimetres = Field(description="From the edge of the paper to the marks' outer edges.")
    arm: Length = Field(description="The length of a corner's two arms.")
    weight: Length = Field(description="How thick the arms are.")
    clear: Millimetres = Field(description="Around the marks; nothing is printed there.")
    source: Url = Field(description="Where the figures come from.")
    checked: datetime.date = Field(description="When somebody last compared them.")
    second_hand: bool = Field(default=True, description="The source is not the maker of the machine.")


class Sheet(Strict):
    """How cards lie on paper, and how the paper is turned."""

    id: Id
    label: Label
    card: Id
    paper: Id
    stock: Id | None = Field(default=None, description="Perforated paper; it says where the cells lie.")
    machine: Id | None = Field(default=None, description="Print the marks that this machine looks for.")
    columns: Count | None = Field(
        default=None, description="On one side of the paper; without a number, as many as fit."
    )
    rows: Count | None = None
    turned: bool = Field(default=False, description="Cards lie on their side, their heads to the left.")
    gap: Millimetres = Field(default=0.0, description="Between cards; 0 shares one cut.")
    flip: Flip = Field(description="The edge the paper is turned over; or fold; or none, for fronts only.")
    fold: Fold | None = Field(default=None, description="Where to fold, if the flip is 'fold'.")
    printer_edge: Millimetres = Field(description="What most printers cannot reach; only marks lie there.")
    marks: Marks | None = Field(default=None, description="Without them, nothing shows where to cut.")
    mark_backs: bool = Field(default=False, description="Crop marks on backs too.")
    corners: Millimetres = Field(
        default=0.0, description="The radius of thin guides for round corners; 0 draws none."
    )
    ruler: Ruler


class Crosses(Strict):
    """The two crosses of a calibration sheet, one above the other in its middle."""

    inset: Length = Field(description="From the top and the bottom of the paper to their middles.")
    reach: Annotated[int, Field(ge=2, le=20)] = Field(description="How far their scales go each way.")
    ruler: Length = Field(description="The length of the line that shows whether the size is kept.")


class Home(Strict):
    """What sheets have that are made to measure, for any card, paper and printer."""

    printer_edge: Millimetres = Field(description="What most printers cannot reach.")
    marks: Marks
    ruler: Ruler
    fold: Fold
    crosses: Crosses
