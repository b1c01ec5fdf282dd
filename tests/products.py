"""The real deck's PDFs, made once for all tests that ask, and ways to look into them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import builders
import pikepdf
import pypdfium2

from generator.build.downloads import Made, make_downloads
from generator.cards import choose, sheets
from generator.cards.choose import Wanted
from generator.cards.sheets import Grid
from generator.model import DeckProduct
from generator.model.layout import Placement, Side
from generator.templating import environment

REPOSITORY = builders.REPOSITORY
ROOTS = [REPOSITORY / "templates"]
MM = 72 / 25.4  # points
DECK = builders.real_deck().deck
TOOLS = [tool.id for tool in DECK.geometry.tools]
ON_SHEETS = [product.id for product in DECK.geometry.products if product.sheet]
ON_SCREENS = [product.id for product in DECK.geometry.products if not product.sheet]
JOURNALS = [edition.id for edition in DECK.journal.editions]
PLANS = [f"plan-{programme.id}-{paper.id}" for programme in DECK.programmes for paper in DECK.geometry.papers]
ALL = [*ON_SHEETS, *ON_SCREENS, *TOOLS, *JOURNALS, *PLANS]


@cache
def make(folder: Path) -> dict[str, Made]:
    """Every product of the real deck by its id, kept in `folder`."""
    loaded = builders.real_deck()
    env = environment(REPOSITORY / "templates", REPOSITORY / "docs")
    made = make_downloads(loaded.deck, loaded.places, env, cache=folder, roots=ROOTS)
    return {item.download.id: item for item in made}


def product(name: str) -> DeckProduct:
    """A deck of print.yaml."""
    return next(item for item in DECK.geometry.products if item.id == name)


def grid(name: str) -> Grid:
    """The grid on which a product is printed."""
    wanted = product(name).sheet
    return sheets.grid(DECK, next(sheet for sheet in DECK.geometry.sheets if sheet.id == wanted))


@dataclass(frozen=True)
class Cell:
    """A card's front, or what is behind it, in its place on one side of a sheet."""

    card: str
    front: bool
    place: Placement


def laid(name: str) -> list[tuple[Side, list[Cell]]]:
    """What ought to lie on each side of a product's sheets, worked out from the deck alone."""
    where = grid(name)
    order = choose.filled(DECK, choose.chosen(DECK, Wanted()), where.cells)
    numbers = range(len(order))
    plan = sheets.sides(where, list(numbers), [len(order) + number for number in numbers])
    return [
        (
            side,
            [Cell(order[put.page % len(order)], put.page < len(order), put) for put in side.placements],
        )
        for side in plan
    ]


@contextmanager
def opened(made: Made) -> Iterator[pikepdf.Pdf]:
    """A product to look at as a file."""
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        yield document


@contextmanager
def drawn(made: Made) -> Iterator[pypdfium2.PdfDocument]:
    """A product to look at as it is drawn."""
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        yield document
    finally:
        document.close()


def cell_text(page: Any, cell: Placement, height: float) -> str:
    """The words inside one cell's trim; `height` is the paper's, in millimetres."""
    left, top = cell.x, height - cell.y
    text = page.get_textpage().get_text_bounded(
        left * MM, (top - cell.height) * MM, (left + cell.width) * MM, top * MM
    )
    return " ".join(text.replace("\x02", "-").split())  # how PDFium writes a hyphen that ends a line


def fonts_in(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every font of a file that has letters of its own."""
    found = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if item.get("/Type") == "/Font" and "/DescendantFonts" not in item]
