"""What the guide offers to print, in print.yaml: decks, and what helps to print and to keep them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.printing import Backs, Ink
from generator.model.text import Id, Line, Strict, at_most

Shelf = Literal["home", "one-side", "guide", "large", "stock", "screen"]


class DeckProduct(Strict):
    """A deck as a download: which cards, on what, for whom."""

    id: Id = Field(description="Follows the slug in the file name.")
    title: Annotated[str, at_most(60)]
    use: Line = Field(description="What it is for.")
    paper_advice: Line = Field(description="Which paper, and how to set the printer.")
    shelf: Shelf = Field(default="home", description="The part of the Downloads page it stands in.")
    sheet: Id | None = Field(
        default=None, description="Without a sheet: one card a page, tagged, for screens."
    )
    card: Id
    ink: Ink = Field(default="full", description="low: no dark grounds.")
    backs: Backs = Field(default="pattern", description="guide: on each back, the words for its own ask.")


class Tool(Strict):
    """One leaf besides the cards: a sheet to measure a printer with, or a box to cut out and glue."""

    id: Id = Field(description="Follows the slug in the file name.")
    kind: Literal["calibration", "box"]
    title: Annotated[str, at_most(60)]
    use: Line = Field(description="What it is for.")
    paper_advice: Line = Field(description="Which paper, and how to set the printer.")
    paper: Id
    card: Id | None = Field(default=None, description="A box holds the whole deck in this size.")
    weight: Annotated[int, Field(ge=60, le=600)] | None = Field(
        default=None, description="Of the cards' own paper, in g/m²: it says how deep the box is."
    )

    @model_validator(mode="after")
    def _a_box_has_its_size(self) -> Tool:
        if (self.kind == "box") != (self.card is not None and self.weight is not None):
            raise ValueError("a box has a card and a weight, a calibration sheet neither")
        return self
