"""Print shops: figures that agree with each other, for cards that there are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import CardSize, Deck, Shop
from generator.model.shops import Process
from generator.problems import Loc, Places, Problem
from generator.rules.found import unknown

_FILE = "print.yaml"
_INCH = 25.4
_EXACT = 0.01  # mm: a page is that long, or it is not
_PIXEL = 0.5


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Sizes that no card of ours can have, and figures that contradict each other."""
    cards = {card.id: card for card in deck.geometry.cards}
    for index, shop in enumerate(deck.geometry.shops):
        loc: Loc = ("shops", index)
        if shop.card is not None:
            yield from unknown(places, _FILE, (*loc, "card"), "card", shop.card, cards)
        elif shop.pictures or shop.page:
            what = "the size of a file is given, but not the card that it is for"
            yield places.problem(_FILE, loc, what, "add a line 'card: ...'")
        if shop.pictures and (shop.page or shop.process):
            what = "pictures have no pages and no inks: a shop takes pictures, or a PDF"
            field = "page" if shop.page else "process"
            yield places.problem(_FILE, (*loc, field), what, "leave one of them out")
        if shop.process:
            yield from _inks(places, (*loc, "process"), shop.process)
        if card := cards.get(shop.card or ""):
            yield from _sizes(places, loc, shop, card)


def _inks(places: Places, loc: Loc, process: Process) -> Iterator[Problem]:
    """No colour that was mixed by hand has more ink than dries."""
    for index, mixture in enumerate(process.mixtures):
        if (ink := sum(mixture.inks)) > process.most_ink:
            what = f"the inks add up to {ink:g} %, and {process.most_ink:g} % is the most"
            yield places.problem(_FILE, (*loc, "mixtures", index, "inks"), what, "use less of some")


def _sizes(places: Places, loc: Loc, shop: Shop, card: CardSize) -> Iterator[Problem]:
    """What the shop asks for is the card with its bleed, and leaves the card's text alone."""
    for side, length in (("width", card.width), ("height", card.height)):
        with_bleed = length + 2 * shop.bleed
        if shop.pictures:
            pixels = with_bleed / _INCH * shop.pictures.dpi
            if abs(getattr(shop.pictures, side) - pixels) > _PIXEL:
                what = f"the card with its bleed is {pixels:.1f} pixels {_WAY[side]}"
                yield places.problem(_FILE, (*loc, "pictures", side), what, "mend this, the bleed or the dpi")
        if shop.page and abs(getattr(shop.page, side) - with_bleed) > _EXACT:
            what = f"the card with its bleed is {with_bleed:g} mm {_WAY[side]}"
            yield places.problem(_FILE, (*loc, "page", side), what, "mend this, or the bleed")
    if shop.safe > card.margin:
        what = f"text begins {card.margin:g} mm from the cut, but {shop.safe:g} mm must stay free"
        yield places.problem(_FILE, (*loc, "safe"), what, "use a card with a larger margin")


_WAY = {"width": "wide", "height": "high"}
