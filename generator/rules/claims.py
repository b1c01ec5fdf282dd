"""Claims: what the words cite exists, and what is said to be known rests on something."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import CITATION, Deck
from generator.problems import Loc, Places, Problem
from generator.rules.found import unknown

_MAY_CITE = {"ethics.yaml", "help.yaml", "evidence.yaml", "protocol.yaml", "journal.yaml"}
_TIER_MAY_CITE = {"promise", "advice"}  # the guide's words about a tier; its summary is printed on cards

_PROGRAMME_MAY_CITE = {"for_whom", "before", "after", "why"}  # all else is printed, or in calendars


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Citations that lead nowhere or stand where nobody can follow them, and claims without ground."""
    yield from _citations(deck, places)
    yield from _evidence(deck, places)


def _citations(deck: Deck, places: Places) -> Iterator[Problem]:
    for file, loc, text in places.texts():
        cites = CITATION.findall(text)
        if cites and not _may_cite(file, loc):
            yield places.problem(file, loc, "a citation cannot stand on a card", "say it in the guide")
            continue
        for cited in cites:
            yield from unknown(places, file, loc, "claim", cited, deck.claim)


def _may_cite(file: str, loc: Loc) -> bool:
    """Whether the guide shows this text, so that a reader can follow a citation in it."""
    if file == "tiers.yaml":
        return loc[-1] in _TIER_MAY_CITE
    if file.startswith("programmes/"):
        return loc[-1] in _PROGRAMME_MAY_CITE
    return file in _MAY_CITE and loc[:1] != ("stop_card",)


def _evidence(deck: Deck, places: Places) -> Iterator[Problem]:
    file = "evidence.yaml"
    for index, claim in enumerate(deck.evidence.claims):
        for number, name in enumerate(claim.references):
            loc = ("claims", index, "references", number)
            yield from unknown(places, file, loc, "reference", name, deck.reference)
        if claim.grade in ("supported", "mixed") and not claim.references:
            what = f"'{claim.id}' is graded {claim.grade} but rests on no reference"
            yield places.problem(file, ("claims", index, "grade"), what, "name one, or grade it untested")
        if claim.grade not in deck.evidence.grades:
            what = f"what '{claim.grade}' means is not said in grades"
            yield places.problem(
                file, ("claims", index, "grade"), what, f"add '{claim.grade}: ...' to grades"
            )
