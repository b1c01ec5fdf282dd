"""Print: sheets that fit their paper, cards with room for words, products of what there is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import CardSize, Deck, Paper, Sheet
from generator.problems import Loc, Places, Problem
from generator.rules.found import unknown

_LEAST_ROOM = 1 / 3  # of a card's width and height, between its margins


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Sizes that cannot be printed, and products of things that do not exist."""
    yield from _sheets(deck, places)
    yield from _cards(deck, places)
    yield from _products(deck, places)


def _sheets(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "print.yaml"
    papers = {paper.id: paper for paper in deck.geometry.papers}
    cards = {card.id: card for card in deck.geometry.cards}
    for index, sheet in enumerate(deck.geometry.sheets):
        yield from unknown(places, file, ("sheets", index, "paper"), "paper", sheet.paper, papers)
        yield from unknown(places, file, ("sheets", index, "card"), "card", sheet.card, cards)
        if card := cards.get(sheet.card):
            room = card.width if sheet.ruler.edge == "bottom" else card.height
            if sheet.ruler.length > room:
                what = f"the ruler is {sheet.ruler.length:g} mm long, but beside a card it has {room:g} mm"
                yield places.problem(file, ("sheets", index, "ruler", "length"), what, "50 mm are enough")
        if sheet.paper in papers and sheet.card in cards:
            for what in _too_large(sheet, cards[sheet.card], papers[sheet.paper]):
                help = "use fewer columns or rows, or a smaller gap"
                yield places.problem(file, ("sheets", index), what, help)


def _too_large(sheet: Sheet, card: CardSize, paper: Paper) -> Iterator[str]:
    """What of a sheet does not fit its paper. Millimetres."""
    width = sheet.columns * card.width + (sheet.columns - 1) * sheet.gap
    height = sheet.rows * card.height + (sheet.rows - 1) * sheet.gap
    for side, needed, there in (("wide", width, paper.width), ("high", height, paper.height)):
        room = there - 2 * sheet.printer_edge
        if needed > room:
            yield f"the cards are {needed:g} mm {side}, but on {paper.label} a printer can reach {room:g} mm"


def _cards(deck: Deck, places: Places) -> Iterator[Problem]:
    for index, card in enumerate(deck.geometry.cards):
        loc: Loc = ("cards", index)
        if card.margin < card.safe:
            what = f"text would stand {card.margin:g} mm from the cut, but {card.safe:g} mm must stay free"
            yield places.problem("print.yaml", (*loc, "margin"), what, "use a larger margin")
        for side, length in (("width", card.width), ("height", card.height)):
            room = length - 2 * card.margin
            if room < length * _LEAST_ROOM:
                what = (
                    f"margins of {card.margin:g} mm leave {max(room, 0):g} mm of the card's {side} "
                    f"({length:g} mm); a third must stay for the text"
                )
                yield places.problem("print.yaml", (*loc, "margin"), what, "use a smaller margin")
        for name, sizes in (("ask", card.ask), ("text", card.text)):
            if sizes.smallest > sizes.largest:
                what = (
                    f"the smallest type ({sizes.smallest:g}) is larger than the largest ({sizes.largest:g})"
                )
                yield places.problem("print.yaml", (*loc, name, "smallest"), what)


def _products(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "print.yaml"
    cards = [card.id for card in deck.geometry.cards]
    sheets = {sheet.id: sheet for sheet in deck.geometry.sheets}
    for index, product in enumerate(deck.geometry.products):
        loc: Loc = ("products", index)
        if product.id.startswith("journal-"):
            what = "ids that begin with 'journal-' are kept for the journals of journal.yaml"
            yield places.problem(file, (*loc, "id"), what, "begin it with 'deck-'")
        yield from unknown(places, file, (*loc, "card"), "card", product.card, cards)
        if product.sheet is None:
            continue
        yield from unknown(places, file, (*loc, "sheet"), "sheet", product.sheet, sheets)
        if product.sheet in sheets and sheets[product.sheet].card != product.card:
            what = f"the sheet '{product.sheet}' is for the card '{sheets[product.sheet].card}'"
            yield places.problem(file, (*loc, "card"), what, "use the same card, or another sheet")
