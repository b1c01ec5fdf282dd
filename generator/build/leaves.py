"""Sheets of paper without cards on them, as HTML: one to measure a printer with, and a box for cards."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment

from generator import box, fonts
from generator.cards import calibration, choose
from generator.model import CardSize, Deck, Paper
from generator.problems import UsageError
from generator.site import BoxSize


def calibration_sheet(deck: Deck, env: Environment, paper: Paper) -> tuple[str, str]:
    """The leaf that shows how far off a printer's backs are: (its HTML, the template's name)."""
    html = calibration.document(deck, env, paper, fonts.addresses())
    return html, "templates/cards/calibration.html"


def box_net(deck: Deck, card: CardSize, paper: Paper, cards: Sequence[str], weight: int) -> box.Net:
    """The box for so many cards. Raises UsageError if the deck says nothing about boxes, or it cannot be."""
    if deck.geometry.box is None:
        raise UsageError("print.yaml says nothing about a box")
    return box.net(deck.geometry.box, card, paper, len(cards), weight)


def box_leaf(deck: Deck, env: Environment, net: box.Net, card: CardSize) -> tuple[str, str]:
    """The box as a leaf: (its HTML, the template's name)."""
    html = box.document(deck, env, net, card, fonts.addresses(), fonts.width)
    return html, "templates/box/box.html"


def box_sizes(deck: Deck) -> list[BoxSize]:
    """The box for the whole deck in its first size, for every common weight of paper."""
    data, card = deck.geometry.box, deck.geometry.cards[0]
    count = len(choose.chosen(deck, choose.Wanted()))
    found: list[BoxSize] = []
    if data is None:
        return found
    for weight in data.common:
        depth = count * box.thickness(data, weight) + data.air
        most = {paper.label: box.most(data, card, paper, weight) for paper in deck.geometry.papers}
        boxes = {label: -(-count // room) for label, room in most.items() if room}
        inside = card.width + data.air, card.height + data.air, depth
        found.append(BoxSize(card.label, count, weight, *inside, boxes))
    return found
