"""print.yaml: papers, cards and sheets. All geometry is data; lengths are millimetres."""

from __future__ import annotations

from pydantic import Field

from generator.model.box import Box
from generator.model.cards import CardSize
from generator.model.products import DeckProduct as DeckProduct
from generator.model.products import Tool
from generator.model.sheets import Home, Machine, Paper, Sheet, Stock
from generator.model.shops import Shop, Table
from generator.model.text import Many, Some, Strict


class Geometry(Strict):
    """print.yaml."""

    papers: Some[Paper]
    cards: Some[CardSize]
    home: Home | None = Field(default=None, description="What sheets have that are made to measure.")
    sheets: Many[Sheet]
    stocks: Many[Stock] = ()
    machines: Many[Machine] = ()
    products: Some[DeckProduct]
    tools: Many[Tool] = ()
    shops: Many[Shop] = ()
    tables: Many[Table] = ()
    box: Box | None = Field(default=None, description="A box to cut out and glue.")
