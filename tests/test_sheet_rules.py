"""What generator.rules.sheets sees: sheets, stocks and machines that nobody could print on."""

from __future__ import annotations

import datetime

import builders
import pytest
from builders import changed

from generator.model import Geometry, Machine, Stock
from generator.rules import sheets

SMALL = builders.small_deck().deck
SOURCE = {"source": "https://example.org", "checked": datetime.date(2026, 1, 1)}
STOCK = Stock(
    id="ready-cut",
    label="Ready cut",
    paper="a4",
    cards=("poker",),
    width=90,
    height=66,
    x=15,
    y=16.5,
    across=90,
    down=66,
    columns=2,
    rows=4,
    **SOURCE,
)
MACHINE = Machine(id="cutter", label="Cutter", square=5, inset=10, arm=8, weight=1, clear=1, **SOURCE)
FOLD = {"line": "upright", "gutter": 9, "clear": 1.5}
ON_STOCK = {"stock": "ready-cut", "columns": None, "rows": None, "turned": True, "marks": None}


def said(**parts: object) -> list[str]:
    """What is wrong with the small deck's print.yaml, with some of its parts replaced."""
    parts = {"stocks": (STOCK,), "machines": (MACHINE,), **parts}
    deck = builders.deck(geometry=Geometry(**{**dict(SMALL.geometry), **parts}))
    found = sheets.problems(deck, builders.places(deck))
    return [f"{problem.field}: {problem.what}" for problem in found]


def on(**changes: object) -> list[str]:
    """What is wrong with the small deck's sheet after some changes."""
    return said(sheets=(builders.sheet(**changes),))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"columns": None, "rows": None},
        {"columns": None, "turned": True},
        {"flip": "none", "marks": None, "corners": 3},
        {"columns": 2, "rows": None, "turned": True, "flip": "fold", "fold": FOLD},
        {"columns": None, "rows": None, "turned": True, "machine": "cutter", "marks": None},
        ON_STOCK,
    ],
)
def test_a_sheet_that_works_is_allowed(changes: dict[str, object]) -> None:
    """Counted or not, upright or not, folded, perforated or for a machine: what fits is fine."""
    assert on(**changes) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"stock": "dots"}, "sheets[1].stock: no stock is called 'dots'"),
        ({"machine": "saw"}, "sheets[1].machine: no machine is called 'saw'"),
        (
            {"flip": "fold"},
            "sheets[1].flip: a sheet with the flip 'fold' says where to fold, and no other does",
        ),
        (
            {"fold": FOLD},
            "sheets[1].flip: a sheet with the flip 'fold' says where to fold, and no other does",
        ),
        (
            {"columns": 1, "flip": "fold", "fold": FOLD},
            "sheets[1].columns: 1 columns cannot be half fronts and half backs",
        ),
        (
            {"rows": 3, "columns": 2, "flip": "fold", "fold": {**FOLD, "line": "level"}},
            "sheets[1].rows: 3 rows cannot be half fronts and half backs",
        ),
        (
            {"columns": 2, "turned": True, "flip": "fold", "fold": {**FOLD, "gutter": 30}},
            "sheets[1]: the cards are 207.8 mm wide, but on A4 a printer can reach 200 mm",
        ),
        (
            {"gap": 200, "columns": None, "rows": None, "printer_edge": 80},
            "sheets[1]: not one card fits on A4",
        ),
        (
            {"machine": "cutter", "marks": None},
            "sheets[1]: the cards lie 2.2 mm too near to the marks of 'cutter'",
        ),
        ({"corners": 40}, "sheets[1].corners: the corners are 40 mm round, but half of the card is 31.75 mm"),
        (
            {**ON_STOCK, "columns": 2},
            "sheets[1].columns: the stock 'ready-cut' has cells of its own, and needs no columns",
        ),
        ({**ON_STOCK, "turned": False}, "sheets[1].card: the card 'poker' is not for the stock 'ready-cut'"),
    ],
)
def test_a_sheet_that_cannot_be_printed_is_named(changes: dict[str, object], wrong: str) -> None:
    """Each mistake is found in its field, with the figures."""
    assert on(**changes) == [wrong]


def test_a_stock_is_on_its_own_paper() -> None:
    """A sheet on a stock names the stock's paper."""
    letter = builders.paper(id="letter", label="US Letter", width=215.9, height=279.4)
    found = said(papers=(builders.paper(), letter), sheets=(builders.sheet(**ON_STOCK, paper="letter"),))
    assert found == ["sheets[1].paper: the stock 'ready-cut' is a4"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"paper": "a5"}, "stocks[1].paper: no paper is called 'a5'"),
        ({"x": 40}, "stocks[1]: the cells end at 220 × 280.5 mm, beyond A4"),
        ({"across": 80}, "stocks[1].across: cells of 90 mm cannot begin every 80 mm"),
        ({"down": 60}, "stocks[1].down: cells of 66 mm cannot begin every 60 mm"),
        ({"cards": ("poker", "tarot")}, "stocks[1].cards[2]: no card is called 'tarot'"),
        ({"width": 80}, "stocks[1].cards[1]: the card 'poker' is larger than a cell (80 × 66 mm)"),
    ],
)
def test_a_stock_that_cannot_be_is_named(changes: dict[str, object], wrong: str) -> None:
    """Cells lie on their paper, do not overlap, and hold the cards that are named."""
    assert said(stocks=(changed(STOCK, **changes),)) == [wrong]


def test_papers_are_upright() -> None:
    """A paper that is wider than high would be turned over the wrong edge."""
    wide = builders.paper(width=297, height=210)
    assert "papers[1]: A4 is wider than high; papers are written upright" in said(papers=(wide,))


def test_the_real_deck_can_be_printed() -> None:
    """No sheet, stock or paper of the deck is a mistake."""
    loaded = builders.real_deck()
    assert list(sheets.problems(loaded.deck, loaded.places)) == []
