"""Card pages -> files for print shops and virtual tables, and what they would refuse as problems."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from jinja2 import Environment

from generator.model import Deck, Shop, Table, ask_file, companion_file
from generator.picture import drawn, png
from generator.problems import DeckError, Places, Problem
from generator.shops.around import Pages
from generator.shops.export import export
from generator.shops.faults import Fault, ShopError
from generator.shops.table import lay


def for_shop(
    shop: Shop,
    deck: Deck,
    places: Places,
    env: Environment,
    pdf: bytes,
    pages: Pages,
    patterned: Collection[int] = (),
) -> dict[str, bytes]:
    """The files for a shop by their names: see `generator.shops.export.export`.

    Raises DeckError naming every card that the shop would refuse, and why.
    """
    with _as_problems(deck, places, shop.label):
        return export(shop, deck, pdf, pages, env=env, draw=drawn, write=png, patterned=patterned)


def for_table(table: Table, deck: Deck, places: Places, pdf: bytes, pages: Pages) -> dict[str, bytes]:
    """The files for a virtual table by their names: see `generator.shops.table.lay`."""
    with _as_problems(deck, places, table.label):
        return lay(table, deck, pdf, pages, draw=drawn, write=png)


@contextmanager
def _as_problems(deck: Deck, places: Places, vendor: str) -> Iterator[None]:
    try:
        yield
    except ShopError as error:
        raise DeckError(_problem(deck, places, vendor, fault) for fault in error.faults) from error


def _problem(deck: Deck, places: Places, vendor: str, fault: Fault) -> Problem:
    """What is wrong with one card, in the card's own file; with a whole file, in print.yaml."""
    files = {ask.id: ask_file(ask) for ask in deck.challenges}
    files |= {card.id: companion_file(card) for card in deck.companions}
    what = f"for {vendor}: {fault.what}"
    if file := files.get(fault.card):
        return Problem(places.file(file), "", what, fault.help)
    return places.problem("print.yaml", ("shops",), what, fault.help)
