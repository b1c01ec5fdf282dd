"""Names: what a file names exists, and no name stands for two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from generator.model import Deck, ask_file, companion_file
from generator.problems import Loc, Places, Problem, nearest
from generator.rules.found import unknown

_AN_ID = "an id is the address of one card, for ever"
_TAKEN = {
    "index": "this name is taken by a page of the guide",
    "the-back": "this name is taken by the back of the cards",
    "the-cover": "this name is taken by the cover of the deck",
}


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Names that lead nowhere, and names that two things share."""
    yield from _asks(deck, places)
    yield from _twice(deck, places)
    yield from _names(deck, places)


def _asks(deck: Deck, places: Places) -> Iterator[Problem]:
    if front := deck.imprint.front_card:
        asks = [ask.id for ask in deck.challenges]
        yield from unknown(places, "deck.yaml", ("front_card",), "ask", front, asks)
    ways = [way.id for way in deck.filters.ways]
    company = [choice.id for choice in deck.filters.company]
    leave_out = [choice.id for choice in deck.filters.leave_out]
    strange: set[str] = set()
    for ask in deck.challenges:
        file = ask_file(ask)
        if ask.tier not in deck.tier and ask.tier not in strange:
            strange.add(ask.tier)  # said once for the whole folder
            what = f"no tier is called '{ask.tier}', as this file's folder is"
            yield Problem(places.file(file), "", what, nearest(ask.tier, deck.tier))
        yield from unknown(places, file, ("setting",), "setting", ask.setting, deck.setting)
        yield from unknown(places, file, ("company",), "company", ask.company, company)
        for index, way in enumerate(ask.ways):
            yield from unknown(places, file, ("ways", index), "way", way, ways)
        for index, tag in enumerate(ask.leave_out):
            yield from unknown(places, file, ("leave_out", index), "filter", tag, leave_out)


def _twice(deck: Deck, places: Places) -> Iterator[Problem]:
    """Ids name one thing each: within their list, and cards among all cards."""
    lists: list[tuple[str, Loc, Iterable[Any]]] = [
        ("tiers.yaml", (), deck.tiers),
        ("settings.yaml", (), deck.settings),
        ("filters.yaml", ("ways",), deck.filters.ways),
        ("filters.yaml", ("company",), deck.filters.company),
        ("filters.yaml", ("leave_out",), deck.filters.leave_out),
        ("ethics.yaml", ("guidelines",), deck.ethics.guidelines),
        ("help.yaml", ("stop_signs",), deck.help.stop_signs),
        ("help.yaml", ("kinds_of_help",), deck.help.kinds_of_help),
        ("helplines.yaml", ("lines",), deck.helplines.lines),
        ("evidence.yaml", ("claims",), deck.evidence.claims),
        ("evidence.yaml", ("references",), deck.evidence.references),
        ("protocol.yaml", ("three",), deck.protocol.three),
        ("protocol.yaml", ("steps",), deck.protocol.steps),
        ("protocol.yaml", ("obstacles",), deck.protocol.obstacles),
        ("protocol.yaml", ("kinds_of_no",), deck.protocol.kinds_of_no),
        ("protocol.yaml", ("faq",), deck.protocol.faq),
        ("journal.yaml", ("scales",), deck.journal.scales),
        ("journal.yaml", ("sizes",), deck.journal.sizes),
        ("journal.yaml", ("editions",), deck.journal.editions),
        ("style.yaml", ("avoided",), deck.style.avoided),
        ("print.yaml", ("papers",), deck.geometry.papers),
        ("print.yaml", ("cards",), deck.geometry.cards),
        ("print.yaml", ("sheets",), deck.geometry.sheets),
        ("print.yaml", ("stocks",), deck.geometry.stocks),
        ("print.yaml", ("machines",), deck.geometry.machines),
        ("print.yaml", ("products",), deck.geometry.products),
        ("print.yaml", ("tools",), deck.geometry.tools),
        ("print.yaml", ("shops",), deck.geometry.shops),
        ("print.yaml", ("tables",), deck.geometry.tables),
    ]
    for file, loc, items in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                what = f"'{item.id}' is the id of two things in this list"
                yield places.problem(file, (*loc, index, "id"), what, "an id names one thing")
            seen.add(item.id)
    files: dict[str, list[str]] = defaultdict(list)
    for ask in deck.challenges:
        files[ask.id].append(ask_file(ask))
    for card in deck.companions:
        files[card.id].append(companion_file(card))
    for name, where in files.items():
        for file in where[1:]:
            what = f"there is another card called '{name}': {places.shown[where[0]]}"
            yield Problem(places.file(file), "", what, _AN_ID)


def _names(deck: Deck, places: Places) -> Iterator[Problem]:
    """Names of cards that something else already has."""
    files = [(ask.id, ask_file(ask)) for ask in deck.challenges]
    files += [(card.id, companion_file(card)) for card in deck.companions]
    for name, file in files:
        if name in _TAKEN:
            yield Problem(places.file(file), "", _TAKEN[name], "give the file another name")
