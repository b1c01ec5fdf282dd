"""What must hold across files. Asked only when every file is clean by itself.

`problems` are mistakes and stop a build. `warnings` are things that grow old; a release
treats them as mistakes.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from generator.model import CITATION, CardSize, Deck, Paper, Sheet, ask_file, companion_file
from generator.problems import Loc, Places, Problem, nearest

BLANKS = {"this_line_measures": ("{mm}",), "sheet_of": ("{sheet}", "{sheets}")}  # filled in by templates
STALE_AFTER = datetime.timedelta(days=183)  # helplines change: about half a year between checks
_AN_ID = "an id is the address of one card, for ever"
_TAKEN = {
    "index": "this name is taken by a page of the guide",
    "the-back": "this name is taken by the back of the cards",
    "the-cover": "this name is taken by the cover of the deck",
}
_MAY_CITE = {"ethics.yaml", "help.yaml", "evidence.yaml", "protocol.yaml", "journal.yaml"}
_TIER_MAY_CITE = {"promise", "advice"}  # the guide's words about a tier; its summary is printed on cards
_LEAST_ROOM = 1 / 3  # of a card's width and height, between its margins


def problems(deck: Deck, places: Places) -> list[Problem]:
    """Every mistake that shows only when the files are read together."""
    return [
        *_asks(deck, places),
        *_twice(deck, places),
        *_names(deck, places),
        *_citations(deck, places),
        *_evidence(deck, places),
        *_helplines(deck, places),
        *_stop(deck, places),
        *_companions(deck, places),
        *_sheets(deck, places),
        *_cards(deck, places),
        *_products(deck, places),
    ]


def labels(deck: Deck, places: Places, used: Iterable[str]) -> list[Problem]:
    """Every label that is `used` and missing, and the word for every grade."""
    place = places.file("labels.yaml")
    needed = {*used, *(f"grade_{claim.grade}" for claim in deck.evidence.claims)}
    missing = [
        Problem(place, name, "this label is missing", f"add a line '{name}: ...'")
        for name in sorted(needed - deck.labels.keys())
    ]
    blanks = [
        places.problem(
            "labels.yaml", (name,), f"this label has no {blank}", f"write {blank} where the number goes"
        )
        for name, wanted in BLANKS.items()
        for blank in wanted
        if name in deck.labels and blank not in deck.labels[name]
    ]
    return missing + blanks


def warnings(deck: Deck, places: Places, today: datetime.date) -> list[Problem]:
    """What was right once and may not be any more, and checks that have not happened yet."""
    found = []
    for index, line in enumerate(deck.helplines.lines):
        age = today - line.checked.date
        loc: Loc = ("lines", index, "checked", "date")
        if line.checked.date > today:
            what = f"the numbers of {line.name} were checked on {line.checked.date}, which is in the future"
            found.append(places.problem("helplines.yaml", loc, what, "write the date of the last check"))
        elif age > STALE_AFTER:
            what = f"the numbers of {line.name} were last checked {age.days} days ago"
            help = f"open {line.source}, compare, write the new date"
            found.append(places.problem("helplines.yaml", loc, what, help))
    return found


def _unknown(
    places: Places, file: str, loc: Loc, kind: str, name: str, known: Iterable[str]
) -> Iterator[Problem]:
    """A problem if `name`, which stands at `loc`, is not among the `known` ones."""
    known = list(known)
    if name not in known:
        yield places.problem(file, loc, f"no {kind} is called '{name}'", nearest(name, known))


def _asks(deck: Deck, places: Places) -> Iterator[Problem]:
    if front := deck.imprint.front_card:
        asks = [ask.id for ask in deck.challenges]
        yield from _unknown(places, "deck.yaml", ("front_card",), "ask", front, asks)
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
        yield from _unknown(places, file, ("setting",), "setting", ask.setting, deck.setting)
        yield from _unknown(places, file, ("company",), "company", ask.company, company)
        for index, way in enumerate(ask.ways):
            yield from _unknown(places, file, ("ways", index), "way", way, ways)
        for index, tag in enumerate(ask.leave_out):
            yield from _unknown(places, file, ("leave_out", index), "filter", tag, leave_out)


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
        ("print.yaml", ("papers",), deck.geometry.papers),
        ("print.yaml", ("cards",), deck.geometry.cards),
        ("print.yaml", ("sheets",), deck.geometry.sheets),
        ("print.yaml", ("products",), deck.geometry.products),
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


def _may_cite(file: str, loc: Loc) -> bool:
    """Whether the guide shows this text, so that a reader can follow a citation in it."""
    if file == "tiers.yaml":
        return loc[-1] in _TIER_MAY_CITE
    return file in _MAY_CITE and loc[:1] != ("stop_card",)


def _citations(deck: Deck, places: Places) -> Iterator[Problem]:
    for file, loc, text in places.texts():
        cites = CITATION.findall(text)
        if cites and not _may_cite(file, loc):
            yield places.problem(file, loc, "a citation cannot stand on a card", "say it in the guide")
            continue
        for cited in cites:
            yield from _unknown(places, file, loc, "claim", cited, deck.claim)


def _evidence(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "evidence.yaml"
    for index, claim in enumerate(deck.evidence.claims):
        for number, name in enumerate(claim.references):
            loc = ("claims", index, "references", number)
            yield from _unknown(places, file, loc, "reference", name, deck.reference)
        if claim.grade in ("supported", "mixed") and not claim.references:
            what = f"'{claim.id}' is graded {claim.grade} but rests on no reference"
            yield places.problem(file, ("claims", index, "grade"), what, "name one, or grade it untested")
        if claim.grade not in deck.evidence.grades:
            what = f"what '{claim.grade}' means is not said in grades"
            yield places.problem(
                file, ("claims", index, "grade"), what, f"add '{claim.grade}: ...' to grades"
            )


def _helplines(deck: Deck, places: Places) -> Iterator[Problem]:
    for index, line in enumerate(deck.helplines.lines):
        if not (line.call or line.text or line.chat or line.whatsapp or line.email):
            what = f"{line.name} has nothing to call, text or chat with"
            yield places.problem("helplines.yaml", ("lines", index), what, "add call, text or chat")


def _stop(deck: Deck, places: Places) -> Iterator[Problem]:
    """Whoever feels bad finds a card that says so, and somebody to call on it."""
    if not any(card.look == "stop" for card in deck.companions):
        what = "no card says this: a deck needs a card for moments when somebody should stop"
        help = "add companions/stop-here.yaml with 'look: stop'"
        yield places.problem("help.yaml", ("stop_card",), what, help)
    elif not any(line.on_card for line in deck.helplines.lines):
        what = "the stop card would name nobody to call: no line says how it stands there"
        help = 'add on_card to at least one line, such as on_card: "UK and Ireland: call 116 123"'
        yield places.problem("helplines.yaml", ("lines",), what, help)


def _companions(deck: Deck, places: Places) -> Iterator[Problem]:
    for card in deck.companions:
        file = companion_file(card)
        if card.look == "stop" and card.lines:
            what = "the stop card takes its lines from help.yaml"
            yield places.problem(file, ("lines",), what, "take them out here")
        if card.look == "write" and not card.writing_lines:
            what = "a card to write on needs lines to write on"
            yield places.problem(file, ("look",), what, "add writing_lines: 5")


def _sheets(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "print.yaml"
    papers = {paper.id: paper for paper in deck.geometry.papers}
    cards = {card.id: card for card in deck.geometry.cards}
    for index, sheet in enumerate(deck.geometry.sheets):
        yield from _unknown(places, file, ("sheets", index, "paper"), "paper", sheet.paper, papers)
        yield from _unknown(places, file, ("sheets", index, "card"), "card", sheet.card, cards)
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
        yield from _unknown(places, file, (*loc, "card"), "card", product.card, cards)
        if product.sheet is None:
            continue
        yield from _unknown(places, file, (*loc, "sheet"), "sheet", product.sheet, sheets)
        if product.sheet in sheets and sheets[product.sheet].card != product.card:
            what = f"the sheet '{product.sheet}' is for the card '{sheets[product.sheet].card}'"
            yield places.problem(file, (*loc, "card"), what, "use the same card, or another sheet")
