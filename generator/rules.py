"""What must hold across files. Asked only when every file is clean by itself.

`problems` are mistakes and stop a build. `warnings` are things that grow old; a release
treats them as mistakes.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from generator.model import CITATION, Deck, ask_file, companion_file
from generator.problems import Loc, Places, Problem, Source, nearest

STALE_AFTER = datetime.timedelta(days=183)  # helplines change: about half a year between checks


def problems(deck: Deck, places: Places) -> list[Problem]:
    """Every mistake that shows only when the files are read together."""
    return [
        *_asks(deck, places),
        *_twice(deck, places),
        *_citations(deck, places),
        *_evidence(deck, places),
        *_helplines(deck, places),
        *_companions(deck, places),
        *_journal(deck, places),
        *_geometry(deck, places),
    ]


def warnings(deck: Deck, places: Places, today: datetime.date) -> list[Problem]:
    """What was right once and may not be any more."""
    found = []
    for index, line in enumerate(deck.helplines.lines):
        age = today - line.checked.date
        if age > STALE_AFTER:
            place = places.of("helplines.yaml", "lines", index, "checked")
            what = f"the numbers of {line.name} were last checked {age.days} days ago"
            found.append(Problem(place, f"lines[{index + 1}].checked", what, f"open {line.source}, compare, write the new date"))
    return found


def _unknown(place: Source, field: str, kind: str, name: str, known: Iterable[str]) -> Problem:
    return Problem(place, field, f"no {kind} is called '{name}'", nearest(name, known))


def _asks(deck: Deck, places: Places) -> Iterator[Problem]:
    tiers = [tier.id for tier in deck.tiers]
    settings = [setting.id for setting in deck.settings]
    ways = [way.id for way in deck.filters.ways]
    company = [choice.id for choice in deck.filters.company]
    leave_out = [choice.id for choice in deck.filters.leave_out]
    for ask in deck.challenges:
        file = ask_file(ask)
        if ask.tier not in tiers:
            yield Problem(places.file(file), "", f"no tier is called '{ask.tier}', as this file's folder is", nearest(ask.tier, tiers))
        if ask.setting not in settings:
            yield _unknown(places.of(file, "setting"), "setting", "setting", ask.setting, settings)
        if ask.company not in company:
            yield _unknown(places.of(file, "company"), "company", "company", ask.company, company)
        for index, way in enumerate(ask.ways):
            if way not in ways:
                yield _unknown(places.of(file, "ways", index), f"ways[{index + 1}]", "way", way, ways)
        for index, tag in enumerate(ask.leave_out):
            if tag not in leave_out:
                yield _unknown(places.of(file, "leave_out", index), f"leave_out[{index + 1}]", "filter", tag, leave_out)


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
        ("helplines.yaml", ("lines",), deck.helplines.lines),
        ("evidence.yaml", ("claims",), deck.evidence.claims),
        ("evidence.yaml", ("references",), deck.evidence.references),
        ("protocol.yaml", ("steps",), deck.protocol.steps),
        ("protocol.yaml", ("faq",), deck.protocol.faq),
        ("journal.yaml", ("scales",), deck.journal.scales),
        ("journal.yaml", ("sizes",), deck.journal.sizes),
        ("journal.yaml", ("editions",), deck.journal.editions),
        ("print.yaml", ("papers",), deck.geometry.papers),
        ("print.yaml", ("cards",), deck.geometry.cards),
        ("print.yaml", ("sheets",), deck.geometry.sheets),
        ("print.yaml", ("products",), deck.geometry.products),
    ]
    for file, loc, items in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                yield Problem(places.of(file, *loc, index, "id"), "id", f"'{item.id}' is the id of two things in this list")
            seen.add(item.id)
    cards = Counter(card.id for card in (*deck.challenges, *deck.companions))
    for ask in deck.challenges:
        if cards[ask.id] > 1:
            yield Problem(places.file(ask_file(ask)), "", f"two cards are called '{ask.id}'", "an id is the address of one card, for ever")


def _citations(deck: Deck, places: Places) -> Iterator[Problem]:
    claims = [claim.id for claim in deck.evidence.claims]
    for name, data in places.data.items():
        for loc, text in _strings(data, ()):
            for cited in CITATION.findall(text):
                if cited not in claims:
                    yield _unknown(places.of(name, *loc), "", "claim", cited, claims)


def _strings(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, (*loc, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _strings(value, (*loc, index))


def _evidence(deck: Deck, places: Places) -> Iterator[Problem]:
    references = [reference.id for reference in deck.evidence.references]
    for index, claim in enumerate(deck.evidence.claims):
        for number, name in enumerate(claim.references):
            if name not in references:
                place = places.of("evidence.yaml", "claims", index, "references", number)
                yield _unknown(place, f"claims[{index + 1}].references[{number + 1}]", "reference", name, references)
        if claim.grade in ("supported", "mixed") and not claim.references:
            place = places.of("evidence.yaml", "claims", index)
            yield Problem(place, f"claims[{index + 1}]", f"'{claim.id}' is graded {claim.grade} but rests on no reference", "name one, or grade it untested")


def _helplines(deck: Deck, places: Places) -> Iterator[Problem]:
    for index, line in enumerate(deck.helplines.lines):
        if not (line.call or line.text or line.chat):
            place = places.of("helplines.yaml", "lines", index)
            yield Problem(place, f"lines[{index + 1}]", f"{line.name} has nothing to call, text or chat with", "add call, text or chat")


def _companions(deck: Deck, places: Places) -> Iterator[Problem]:
    for card in deck.companions:
        file = companion_file(card)
        if card.look == "stop" and card.lines:
            yield Problem(places.of(file, "lines"), "lines", "the stop card takes its lines from help.yaml", "take them out here")
        if card.look == "write" and not card.writing_lines:
            yield Problem(places.of(file, "look"), "look", "a card to write on needs lines to write on", "add writing_lines: 5")


def _journal(deck: Deck, places: Places) -> Iterator[Problem]:
    sizes = [size.id for size in deck.journal.sizes]
    scales = [scale.id for scale in deck.journal.scales]
    for index, edition in enumerate(deck.journal.editions):
        if edition.size not in sizes:
            yield _unknown(places.of("journal.yaml", "editions", index, "size"), f"editions[{index + 1}].size", "size", edition.size, sizes)
    for loc, scale in _scales(places.data["journal.yaml"]["pages"], ("pages",)):
        if scale not in scales:
            yield _unknown(places.of("journal.yaml", *loc), "scale", "scale", scale, scales)


def _scales(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every place in the journal's pages where a scale is named."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "scale":
                yield (*loc, key), str(value)
            else:
                yield from _scales(value, (*loc, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _scales(value, (*loc, index))


def _geometry(deck: Deck, places: Places) -> Iterator[Problem]:
    papers = {paper.id: paper for paper in deck.geometry.papers}
    cards = {card.id: card for card in deck.geometry.cards}
    sheets = [sheet.id for sheet in deck.geometry.sheets]
    for index, sheet in enumerate(deck.geometry.sheets):
        loc, field = ("sheets", index), f"sheets[{index + 1}]"
        paper, card = papers.get(sheet.paper), cards.get(sheet.card)
        if paper is None:
            yield _unknown(places.of("print.yaml", *loc, "paper"), f"{field}.paper", "paper", sheet.paper, papers)
        if card is None:
            yield _unknown(places.of("print.yaml", *loc, "card"), f"{field}.card", "card", sheet.card, cards)
        if paper and card:
            width = sheet.columns * card.width + (sheet.columns - 1) * sheet.gap
            height = sheet.rows * card.height + (sheet.rows - 1) * sheet.gap
            for side, needed, there in (("wide", width, paper.width), ("high", height, paper.height)):
                if needed > there - 2 * sheet.printer_edge:
                    what = f"the cards are {needed:g} mm {side}, but {paper.label} has {there - 2 * sheet.printer_edge:g} mm that a printer can reach"
                    yield Problem(places.of("print.yaml", *loc), field, what, "use fewer columns or rows, or a smaller gap")
    for index, card in enumerate(deck.geometry.cards):
        if card.margin < card.safe:
            place = places.of("print.yaml", "cards", index, "margin")
            yield Problem(place, f"cards[{index + 1}].margin", f"text would stand {card.margin:g} mm from the cut, but {card.safe:g} mm must stay free")
    for index, product in enumerate(deck.geometry.products):
        loc, field = ("products", index), f"products[{index + 1}]"
        if product.card not in cards:
            yield _unknown(places.of("print.yaml", *loc, "card"), f"{field}.card", "card", product.card, cards)
        if product.sheet and product.sheet not in sheets:
            yield _unknown(places.of("print.yaml", *loc, "sheet"), f"{field}.sheet", "sheet", product.sheet, sheets)
