"""The real deck's PDFs, made once for all tests that ask, and ways to look into them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import builders
import pikepdf
import pypdfium2

from generator.build.downloads import Made, make_downloads
from generator.cards import sheets
from generator.cards.sheets import Grid
from generator.model import DeckProduct
from generator.model.layout import Placement
from generator.templating import environment

REPOSITORY = builders.REPOSITORY
ROOTS = [REPOSITORY / "templates"]
MM = 72 / 25.4  # points
DECK = builders.real_deck().deck
ON_SHEETS = [product.id for product in DECK.geometry.products if product.sheet]
ON_SCREENS = [product.id for product in DECK.geometry.products if not product.sheet]
JOURNALS = [edition.id for edition in DECK.journal.editions]
PLANS = [f"plan-{programme.id}-{paper.id}" for programme in DECK.programmes for paper in DECK.geometry.papers]
ALL = [*ON_SHEETS, *ON_SCREENS, *JOURNALS, *PLANS]


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
    return " ".join(text.split())


def fonts_in(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every font of a file that has letters of its own."""
    found = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if item.get("/Type") == "/Font" and "/DescendantFonts" not in item]
