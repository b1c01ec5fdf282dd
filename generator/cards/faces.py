"""Deck -> HTML: one page for each face of a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from generator.cards.fitting import (
    BUBBLE,
    GUIDE,
    LEADING,
    POINT,
    WEIGHT,
    EmWidth,
    Sentences,
    back_title,
    columns,
    guide_steps,
    name_lines,
    type_steps,
)
from generator.cards.qr import Code, code
from generator.model import CardSize, Challenge, Companion, Deck
from generator.model.printing import Backs, Ink
from generator.problems import MisfitError

BACK = "_back"  # the pattern that all cards share; no card can be called so


@dataclass(frozen=True)
class Look:
    """What does not come from the deck: the type, and how much ink a product may use.

    `fonts` maps a weight to the address of its file; `em_width(text, weight)` is a text's width
    in ems. `ink`: 'full' prints dark grounds, 'low' draws them as outlines. Both can be read in
    greys: levels are words and bubbles, and every ground carries its text by lightness alone.
    """

    fonts: Mapping[int, str]
    em_width: EmWidth
    ink: Ink

    @property
    def solid(self) -> bool:
        """Whether grounds are printed."""
        return self.ink != "low"


def keys(deck: Deck) -> list[str]:
    """Every card once, companions first: they say how to use the rest."""
    return [card.id for card in deck.companions] + [ask.id for ask in deck.challenges]


def guide_back(card: str) -> str:
    """The key of the back that helps with one card."""
    return f"{card}{GUIDE}"


def card_of(key: str) -> str:
    """The card whose front or own back a key is."""
    return key.removesuffix(GUIDE)


def behind(deck: Deck, size: CardSize, key: str, backs: Backs) -> str | None:
    """The page behind a card's front; None if there is none.

    Companions keep the pattern: they are read on one side. On small cards, what does not fit
    on a front stands on its own back, a companion's too. Raises MisfitError for small cards
    without guide backs.
    """
    if size.shape == "small" and backs != "guide":
        what = f"on {size.label} the words do not fit on the front"
        raise MisfitError(what, "choose guide backs (--back guide), or a larger card")
    if backs == "none":
        return None
    if backs == "pattern":
        return BACK
    steps = {card.id: bool(card.lines) or card.look == "stop" for card in deck.companions}
    if key in steps and not (size.shape == "small" and steps[key]):
        return BACK
    return guide_back(key)


def pages(deck: Deck, size: CardSize, backs: Backs) -> list[str]:
    """Every page that a deck of one size needs, once: fronts first, then what is behind them."""
    fronts = keys(deck)
    found = [behind(deck, size, key, backs) for key in fronts]
    return [*fronts, *dict.fromkeys(key for key in found if key)]


def style(deck: Deck, env: Environment, size: CardSize, look: Look) -> str:
    """The style sheet of all card pages of one size."""
    title = back_title(deck.imprint.title, size, look.em_width)
    return env.get_template("cards/cards.css").render(
        voice_points=title.points if title else 7,
        voice_lines=len(title.lines) if title else 1,
        voice_bubble=min(size.width, size.height) * BUBBLE,
        deck=deck,
        labels=deck.labels,
        size=size,
        steps=type_steps(size),
        guide_steps=guide_steps(size),
        ask_columns=columns(size, "ask"),
        companion_columns=columns(size, "companion"),
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

    def name(card: Challenge | Companion, room: float, taken: float) -> str:
        """A card's name in `room` mm less `taken` ems, words that share a line held together."""
        lines = name_lines(card.title, room - taken * size.head * POINT, size.head, look.em_width)
        return " ".join(line.replace(" ", "\N{NO-BREAK SPACE}") for line in lines)

    return env.get_template("cards/cards.html").render(
        title=title.lines if title else (deck.imprint.title,),
        deck=deck,
        labels=deck.labels,
        size=size,
        faces=[(key, step, cards.get(card_of(key)), key.endswith(GUIDE)) for key, step in plan],
        codes={key: made for key, _ in plan if (made := _code(deck, size, key))},
        cautions=[cautions for _, cautions in guide_steps(size)],
        opening={ask.tier: ask.id for ask in reversed(deck.challenges)}.values(),
        lines=Sentences(deck, size, look.em_width).lines,
        back=BACK,
        name=name,
        room=size.width - 2 * size.margin,
        beside=columns(size, "companion")[0],
    )


def _code(deck: Deck, size: CardSize, key: str) -> Code | None:
    """The code on the guide back of an ask, if the guide is published somewhere."""
    site, ask = deck.imprint.site_url, deck.challenge.get(card_of(key))
    if not (site and ask and size.guide.code and key.endswith(GUIDE)):
        return None
    return code(f"{site.rstrip('/')}/asks/{ask.id}.html", size.guide.code)
