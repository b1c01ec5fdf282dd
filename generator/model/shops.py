"""print.yaml: what print shops and virtual tables take. Lengths are millimetres."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import Colour, Id, Label, Length, Line, Many, Millimetres, Strict, at_most

Pixels = Annotated[int, Field(ge=1, le=20000)]
Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]


class Vendor(Strict):
    """Somebody else's figures: where they come from, and how well they are known."""

    id: Id
    label: Label
    use: Line = Field(description="What it is for, and how the files are handed over.")
    source: Line = Field(description="Where the figures come from.")
    checked: datetime.date = Field(description="When the figures were last compared with their source.")
    second_hand: bool = Field(description="Others quote the vendor; the vendor's own page was not seen.")


class Pictures(Strict):
    """One picture for each side of a card, bleed and all, in RGB."""

    width: Pixels
    height: Pixels
    dpi: Annotated[int, Field(ge=72, le=2400)]


class Page(Strict):
    """The size of a page of a PDF, bleed and all."""

    width: Length
    height: Length


class Mixture(Strict):
    """A colour of a screen, and the inks that look like it on paper."""

    colour: Colour
    inks: Annotated[tuple[Percent, Percent, Percent, Percent], Field(strict=False)] = Field(
        description="Cyan, magenta, yellow and black, in percent."
    )


class Process(Strict):
    """Printing in four inks: colours that were mixed for it, and a fixed rule for all others."""

    standard: Literal["PDF/X-1a:2003"]
    condition: Annotated[str, at_most(60)] = Field(description="The registered printing condition.")
    condition_name: Line = Field(description="The same in words.")
    registry: Line = Field(description="Who keeps the list of conditions.")
    most_ink: Annotated[float, Field(ge=100, le=400)] = Field(description="All four inks together, percent.")
    grey: Share = Field(
        description="Text whose red, green and blue differ by no more than this is printed in black alone."
    )
    black: Share = Field(description="Such text is full black if it is to be this dark, or darker.")
    mixtures: Many[Mixture] = ()
    mixtures_source: Line | None = Field(default=None, description="How the mixtures were found.")


class Shop(Vendor):
    """A print shop: pictures, or one PDF. Each file is looked at before it is handed out."""

    card: Id | None = Field(default=None, description="The one card it is for; none: for every size.")
    bleed: Millimetres = Field(description="Printed beyond the trim: exactly this much.")
    safe: Millimetres = Field(description="Inside the trim: nothing but ground.")
    order: Literal["front-first", "back-first"] = "front-first"
    pictures: Pictures | None = Field(default=None, description="Without pictures: one PDF.")
    page: Page | None = Field(default=None, description="The size the shop asks for, of a page of the PDF.")
    process: Process | None = Field(default=None, description="Without: colours as on a screen.")


class Table(Vendor):
    """Online play: all fronts in the cells of a picture, and what lies where as data."""

    columns: Annotated[int, Field(ge=1, le=50)]
    rows: Annotated[int, Field(ge=1, le=50)]
    longest: Pixels = Field(description="The longest edge of the picture.")
    spare: Annotated[int, Field(ge=0, le=10)] = Field(
        default=0, description="So many cells at the end show the back: what others see of a hidden card."
    )
