"""Deck -> HTML: one page for each face of a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from generator.cards.fitting import LEADING, WEIGHT, EmWidth, Sentences, back_title, type_steps
from generator.model import CardSize, Challenge, Companion, Deck

BACK = "_back"  # the pattern that all cards share; no card can be called so


@dataclass(frozen=True)
class Look:
    """What does not come from the deck: the type, and how much ink a product may use.

    `fonts` maps a weight to the address of its file; `em_width(text, weight)` is a text's width
    in ems. `solid`: print dark grounds, or draw them as outlines.
    """

    fonts: Mapping[int, str]
    em_width: EmWidth
    solid: bool


def keys(deck: Deck) -> list[str]:
    """Every card once, companions first: they say how to use the rest."""
    return [card.id for card in deck.companions] + [ask.id for ask in deck.challenges]


def style(deck: Deck, env: Environment, size: CardSize, look: Look) -> str:
    """The style sheet of all card pages of one size."""
    title = back_title(deck.imprint.title, size, look.em_width)
    return env.get_template("cards/cards.css").render(
        voice_points=title.points if title else 7,
        voice_lines=len(title.lines) if title else 1,
        deck=deck,
        labels=deck.labels,
        size=size,
        steps=type_steps(size),
        big_weight=WEIGHT,
        big_leading=LEADING,
        look=look,
        fonts=look.fonts,
    )


def document(
    deck: Deck, env: Environment, size: CardSize, plan: Sequence[tuple[str, int]], look: Look
) -> str:
    """One page for each (key, step) of `plan`, at trim size plus bleed, without its style sheet."""
    cards: dict[str, Challenge | Companion] = {card.id: card for card in deck.companions}
    cards |= {ask.id: ask for ask in deck.challenges}
    title = back_title(deck.imprint.title, size, look.em_width)
    return env.get_template("cards/cards.html").render(
        title=title.lines if title else (deck.imprint.title,),
        deck=deck,
        labels=deck.labels,
        faces=[(key, step, cards.get(key)) for key, step in plan],
        opening={ask.tier: ask.id for ask in reversed(deck.challenges)}.values(),
        lines=Sentences(deck, size, look.em_width).lines,
        back=BACK,
    )
