"""The box in print.yaml: how thick paper is, and how a box for a stack of cards is cut and glued."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from generator.model.text import Length, Millimetres, Points, Some, Strict, Url


class Board(Strict):
    """Paper of one weight, as thick as a sheet of it is on average."""

    weight: Annotated[int, Field(ge=60, le=600)] = Field(description="Grams per square metre.")
    thickness: Annotated[float, Field(gt=0, le=2)] = Field(description="Of one sheet, in millimetres.")


class Box(Strict):
    """A tuck box from one sheet of paper."""

    boards: Some[Board] = Field(description="In order of weight; between two of them, the way is straight.")
    source: Url = Field(description="Where the thicknesses come from.")
    checked: datetime.date = Field(description="When somebody last compared them.")
    air: Millimetres = Field(description="What the inside is larger than the cards, each way.")
    glue: Length = Field(description="The width of the tabs that are glued.")
    tuck: Length = Field(description="The length of the flap that goes into the box.")
    dust: Length = Field(description="The length of the four flaps at the sides.")
    taper: Millimetres = Field(description="By how much flaps grow narrower, so that they slide in.")
    notch: Length = Field(description="The radius of the notch for a thumb.")
    printer_edge: Millimetres = Field(description="What most printers cannot reach.")
    line: Points = Field(description="The weight of the lines to cut and to fold.")
    common: Some[Annotated[int, Field(ge=60, le=600)]] = Field(
        description="Weights in g/m² that the guide's table shows."
    )
