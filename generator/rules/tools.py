"""Leaves besides the cards: their paper and card are there, and a box has something to be made from."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Deck
from generator.problems import Places, Problem
from generator.rules.found import unknown

_FILE = "print.yaml"


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Tools of things that do not exist, and weights of paper of which nobody knows how thick it is."""
    geometry = deck.geometry
    papers, cards = [paper.id for paper in geometry.papers], [card.id for card in geometry.cards]
    weights = [board.weight for board in geometry.box.boards] if geometry.box else []
    for index, tool in enumerate(geometry.tools):
        yield from unknown(places, _FILE, ("tools", index, "paper"), "paper", tool.paper, papers)
        if tool.card is None or tool.weight is None:
            continue
        yield from unknown(places, _FILE, ("tools", index, "card"), "card", tool.card, cards)
        if not weights:
            what = "a box needs 'box', which says how it is made"
            yield places.problem(_FILE, ("tools", index), what, "add a section 'box'")
        elif not min(weights) <= tool.weight <= max(weights):
            yield _unknown_weight(places, ("tools", index, "weight"), weights)
    for index, weight in enumerate(geometry.box.common if geometry.box else ()):
        if not min(weights) <= weight <= max(weights):
            yield _unknown_weight(places, ("box", "common", index), weights)


def _unknown_weight(places: Places, loc: tuple[str | int, ...], weights: list[int]) -> Problem:
    known = f"{min(weights)} to {max(weights)} g/m²"
    return places.problem(_FILE, loc, "how thick such paper is, nobody has told", f"known are {known}")
