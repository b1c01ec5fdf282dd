"""Print: sheets that fit their paper, cards with room for words, products of what there is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Deck, TypeRange
from generator.problems import Loc, Places, Problem
from generator.rules import sheets
from generator.rules.found import unknown

_LEAST_ROOM = 1 / 3  # of a card's width and height, between its margins


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Sizes that cannot be printed, and products of things that do not exist."""
    yield from sheets.problems(deck, places)
    yield from _cards(deck, places)
    yield from _products(deck, places)


def _cards(deck: Deck, places: Places) -> Iterator[Problem]:
    for index, card in enumerate(deck.geometry.cards):
        loc: Loc = ("cards", index)
        if card.margin < card.safe:
            what = f"text would stand {card.margin:g} mm from the cut, but {card.safe:g} mm must stay free"
            yield places.problem("print.yaml", (*loc, "margin"), what, "use a larger margin")
        if card.back_bleed is not None and card.back_bleed < card.bleed:
            what = f"backs bleed {card.back_bleed:g} mm, less than fronts, which bleed {card.bleed:g} mm"
            yield places.problem("print.yaml", (*loc, "back_bleed"), what, "backs wander more, not less")
        for side, length in (("width", card.width), ("height", card.height)):
            room = length - 2 * card.margin
            if room < length * _LEAST_ROOM:
                what = (
                    f"margins of {card.margin:g} mm leave {max(room, 0):g} mm of the card's {side} "
                    f"({length:g} mm); a third must stay for the text"
                )
                yield places.problem("print.yaml", (*loc, "margin"), what, "use a smaller margin")
        types: list[tuple[Loc, TypeRange]] = [
            (("ask",), card.ask),
            (("text",), card.text),
            (("guide", "text"), card.guide.text),
        ]
        for name, sizes in types:
            if sizes.smallest > sizes.largest:
                what = (
                    f"the smallest type ({sizes.smallest:g}) is larger than the largest ({sizes.largest:g})"
                )
                yield places.problem("print.yaml", (*loc, *name, "smallest"), what)


def _products(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "print.yaml"
    cards = {card.id: card for card in deck.geometry.cards}
    sheets = {sheet.id: sheet for sheet in deck.geometry.sheets}
    for index, product in enumerate(deck.geometry.products):
        loc: Loc = ("products", index)
        if product.id.startswith("journal-"):
            what = "ids that begin with 'journal-' are kept for the journals of journal.yaml"
            yield places.problem(file, (*loc, "id"), what, "begin it with 'deck-'")
        yield from unknown(places, file, (*loc, "card"), "card", product.card, cards)
        if product.card in cards and cards[product.card].shape == "small" and product.backs != "guide":
            what = f"on {cards[product.card].label} the words do not fit on the front"
            yield places.problem(file, (*loc, "backs"), what, "write 'backs: guide', or use a larger card")
        if product.sheet is None:
            continue
        yield from unknown(places, file, (*loc, "sheet"), "sheet", product.sheet, sheets)
        if product.sheet in sheets and sheets[product.sheet].card != product.card:
            what = f"the sheet '{product.sheet}' is for the card '{sheets[product.sheet].card}'"
            yield places.problem(file, (*loc, "card"), what, "use the same card, or another sheet")
