"""print.yaml: papers, cards and sheets. All geometry is data; lengths are millimetres."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import Id, Label, Length, Line, Many, Millimetres, Points, Some, Strict, at_most


class Paper(Strict):
    """A sheet as it comes out of the packet, upright."""

    id: Id
    label: Label
    width: Length
    height: Length


class TypeRange(Strict):
    """Sizes of type, in points, from the one we want to the smallest we accept."""

    largest: Points
    smallest: Points
    step: Annotated[float, Field(ge=0.05, le=5)]


class CardSize(Strict):
    """One card: its trim, what is printed beyond it, and how near text may come to it."""

    id: Id
    label: Label
    width: Length = Field(description="Of the finished card, after cutting.")
    height: Length
    bleed: Millimetres = Field(description="Printed beyond the trim, so that a cut may wander.")
    safe: Millimetres = Field(description="Nothing that matters comes nearer to the trim than this.")
    margin: Millimetres = Field(description="White space inside the trim.")
    ask: TypeRange = Field(description="The big sentence; shrinks to fit.")
    text: TypeRange = Field(description="Everything else; shrinks only when the ask is at its smallest.")


class Ruler(Strict):
    """A printed line of known length: it shows whether the printer kept the size."""

    length: Length
    edge: Literal["bottom", "left"] = Field(description="The margin it is printed in.")


class Marks(Strict):
    """Crop marks: where to cut. They lie on the sheet's edge, outside every card."""

    offset: Millimetres = Field(description="From the printed area to the mark.")
    inset: Millimetres = Field(description="From the mark's outer end to the edge of the paper.")
    weight: Points


class Sheet(Strict):
    """How cards lie on paper, and how the paper is turned."""

    id: Id
    label: Label
    card: Id
    paper: Id
    columns: Annotated[int, Field(ge=1, le=20)]
    rows: Annotated[int, Field(ge=1, le=20)]
    gap: Millimetres = Field(default=0.0, description="Between cards; 0 shares one cut.")
    flip: Literal["long-edge", "short-edge"] = Field(description="The edge the paper is turned over.")
    printer_edge: Millimetres = Field(description="What most printers cannot reach; only marks lie there.")
    marks: Marks
    ruler: Ruler


class DeckProduct(Strict):
    """A deck as a download: which cards, on what, for whom."""

    id: Id = Field(description="Follows the slug in the file name.")
    title: Annotated[str, at_most(60)]
    use: Line = Field(description="What it is for.")
    paper_advice: Line = Field(description="Which paper, and how to set the printer.")
    sheet: Id | None = Field(
        default=None, description="Without a sheet: one card a page, tagged, for screens."
    )
    card: Id
    ink: Literal["full", "low"] = Field(default="full", description="low: no dark grounds.")


class Geometry(Strict):
    """print.yaml."""

    papers: Some[Paper]
    cards: Some[CardSize]
    sheets: Many[Sheet]
    products: Some[DeckProduct]
