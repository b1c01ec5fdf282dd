"""Care: somebody to call, a card that says stop, and numbers that were checked lately."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.model import Deck, companion_file
from generator.problems import Loc, Places, Problem

STALE_AFTER = datetime.timedelta(days=183)  # helplines change: about half a year between checks


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Help that is missing, and companion cards that contradict themselves."""
    yield from _helplines(deck, places)
    yield from _stop(deck, places)
    yield from _companions(deck, places)


def stale(deck: Deck, places: Places, today: datetime.date) -> Iterator[Problem]:
    """Numbers that were right once and may not be any more, and checks that have not happened yet."""
    for index, line in enumerate(deck.helplines.lines):
        age = today - line.checked.date
        loc: Loc = ("lines", index, "checked", "date")
        if line.checked.date > today:
            what = f"the numbers of {line.name} were checked on {line.checked.date}, which is in the future"
            yield places.problem("helplines.yaml", loc, what, "write the date of the last check")
        elif age > STALE_AFTER:
            what = f"the numbers of {line.name} were last checked {age.days} days ago"
            help = f"open {line.source}, compare, write the new date"
            yield places.problem("helplines.yaml", loc, what, help)


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
