"""Every point that the guide, the deck and the journal have to cover, and where each is met.

tests/coverage.tsv has a line for each: id, area, requirement, `where` (G guide, D deck, J journal,
S safety, T tools on the site) and `met`, which holds one or more of these, with semicolons between:

    site:page.html#anchor   card:id   journal:page-id   not J: the reason why it is left out there
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import builders
import products
import pytest

TABLE = Path(__file__).parent / "coverage.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:]]
MEETS = {"G": "site", "S": ("site", "card", "journal"), "D": "card", "J": "journal", "T": "site"}
DECK = builders.real_deck().deck
CARDS = {card.id: card.title for card in (*DECK.challenges, *DECK.companions)}
PAGES = {page.id: page for page in DECK.journal.pages if hasattr(page, "id")}


def parts(met: str) -> list[str]:
    """The targets and reasons of a line."""
    return [part.strip() for part in met.split(";")]


def targets(kind: str) -> list[str]:
    """Every target of one kind that any line names."""
    found = {part.partition(":")[2] for row in ROWS for part in parts(row[4]) if part.startswith(f"{kind}:")}
    return sorted(found)


@cache
def ids(page: Path) -> frozenset[str]:
    """Every id in a built page."""
    return frozenset(re.findall(r'\bid="?([^"\s>]+)', page.read_text("utf-8")))


def test_the_table_is_whole() -> None:
    """Each of the 274 points stands once, in order, with all five columns."""
    assert all(len(row) == 5 for row in ROWS)
    names = [row[0] for row in ROWS]
    assert len(names) == len(set(names)) == 274
    assert names == sorted(names)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_point_is_met_wherever_it_belongs(row: list[str]) -> None:
    """Each place that a point belongs to has a target of its kind, or the reason why not."""
    *_, where, met = row
    for letter in where.split():
        kinds = MEETS[letter]
        there = [part for part in parts(met) if part.startswith(kinds)]
        reasons = [part for part in parts(met) if part.startswith(f"not {letter}: ")]
        assert there or reasons, f"{row[0]}: nothing for {letter}"


def test_no_part_of_the_table_is_of_another_form() -> None:
    """Every part is a target of a known kind or a reason."""
    known = re.compile(r"site:\S+|card:[a-z0-9-]+|journal:[a-z0-9-]+|not [GDJST]: .{12,}")
    assert [part for row in ROWS for part in parts(row[4]) if not known.fullmatch(part)] == []


@pytest.mark.parametrize("address", targets("site"))
def test_every_place_in_the_guide_exists(address: str, built_site: Path) -> None:
    """A page of the built site has the anchor that a point is said to be met at."""
    name, _, anchor = address.partition("#")
    page = built_site / name
    assert page.is_file()
    assert not anchor or anchor in ids(page)


def test_every_card_exists_in_the_printed_deck(products_folder: Path) -> None:
    """A card that meets a point is in the deck, and a bookmark of the PDF leads to it."""
    made = products.make(products_folder)[products.ON_SCREENS[0]]
    with products.drawn(made) as document:
        chapters = {mark.get_title() for mark in document.get_toc()}
    missing = [name for name in targets("card") if name not in CARDS or CARDS[name] not in chapters]
    assert missing == []


def test_every_page_of_the_journal_exists(products_folder: Path) -> None:
    """A page that meets a point is in the journal, and its title stands in the PDF."""
    made = products.make(products_folder)[products.JOURNALS[0]]
    with products.drawn(made) as document:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    missing = [name for name in targets("journal") if name not in PAGES or PAGES[name].title not in text]
    assert missing == []
