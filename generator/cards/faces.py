"""Deck -> HTML: one page for each face of a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from generator.cards.lines import balanced
from generator.model import CardSize, Challenge, Companion, Deck, TypeRange

BACK = "the-back"  # the pattern that all cards share
COVER = "the-cover"  # the first page of the screen edition
BIG_WEIGHT = 800  # of the ask
POINT = 25.4 / 72  # millimetres


@dataclass(frozen=True)
class Look:
    """What does not come from the deck: the type, and how much ink a product may use.

    `fonts` maps a weight to the address of its file; `em_width(text, weight)` is a text's width
    in ems. `ground`: print the paper's own colour (screens, print shops) or leave it to the
    paper (at home). `solid`: print dark grounds, or draw them as outlines.
    """

    fonts: Mapping[int, str]
    em_width: Callable[[str, int], float]
    ground: bool
    solid: bool


def keys(deck: Deck) -> list[str]:
    """Every card once, companions first: they say how to use the rest."""
    return [card.id for card in (*deck.companions, *deck.challenges)]


def type_steps(size: CardSize) -> list[tuple[float, float]]:
    """(ask, text) sizes in points, from what we want to the least we accept.

    The ask shrinks first, down to its smallest; only then does the small text.
    """
    asks, texts = _sizes(size.ask), _sizes(size.text)
    return [(ask, texts[0]) for ask in asks] + [(asks[-1], text) for text in texts[1:]]


def style(deck: Deck, env: Environment, size: CardSize, look: Look) -> str:
    """The style sheet of all card pages of one size."""
    return env.get_template("cards/cards.css").render(
        deck=deck, labels=deck.labels, size=size, steps=type_steps(size), look=look, fonts=look.fonts
    )


def document(
    deck: Deck, env: Environment, size: CardSize, plan: Sequence[tuple[str, int]], look: Look
) -> str:
    """One page for each (key, step) of `plan`, at trim size plus bleed, without its style sheet."""
    cards: dict[str, Challenge | Companion] = {card.id: card for card in (*deck.challenges, *deck.companions)}
    steps = type_steps(size)
    room = (size.width - 2 * size.margin) / POINT

    def lines(text: str, step: int) -> list[str]:
        points = steps[step][0]
        return balanced(text, room, lambda part: look.em_width(part, BIG_WEIGHT) * points)

    return env.get_template("cards/cards.html").render(
        deck=deck,
        labels=deck.labels,
        faces=[(key, step, cards.get(key)) for key, step in plan],
        lines=lines,
        back=BACK,
        cover=COVER,
    )


def _sizes(span: TypeRange) -> list[float]:
    count = int(round((span.largest - span.smallest) / span.step))
    return [round(span.largest - index * span.step, 2) for index in range(count)] + [span.smallest]
