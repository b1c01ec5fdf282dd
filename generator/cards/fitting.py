"""How big the big sentence of a card can be: what can be known before the card is set.

A card's type shrinks by steps: the big sentence first, the small text only when the sentence is
at its smallest. Where a sentence breaks, and so how high it is, follows from the widths of its
letters; that spares the press most of the steps on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from generator.cards.lines import balanced, line_count
from generator.model import CardSize, Deck, TypeRange

WEIGHT = 800  # of the big sentence
_NAME_WEIGHT = 600
LEADING = 1.2  # the height of its lines, in ems
POINT = 25.4 / 72  # millimetres
_AIRY = 4  # lines of the big sentence that leave air below it
_NEAR = 1.0  # points: as much smaller as nobody sees
_SLACK = 0.01  # mm: rounding is no reason to pass over a step

GUIDE = ".back"  # what follows a card's id in the key of its own back; no id has a full stop

BUBBLE = 0.47  # of the card's shorter side: the bubble on the back
_VOICE = (0.36, 0.235)  # the room for words in it
_VOICE_LARGEST = 0.2284  # points of type there for each millimetre of that side
_VOICE_SMALLEST = 7.0
_VOICE_LEADING = 1.08

EmWidth = Callable[[str, int], float]  # (text, weight) -> its width in ems


@dataclass(frozen=True)
class WideWord:
    """A word that is wider than its card, by `over` millimetres, at the smallest type."""

    key: str
    word: str
    over: float


@dataclass(frozen=True)
class BackTitle:
    """The deck's title in the bubble on the back: its lines, and its type in points."""

    lines: tuple[str, ...]
    points: float


def back_title(title: str, size: CardSize, em_width: EmWidth) -> BackTitle | None:
    """The title as large as the bubble allows; None if it is too long even at the smallest type."""
    side = min(size.width, size.height)
    width, height = (share * side / POINT for share in _VOICE)
    for half_points in range(round(_VOICE_LARGEST * side * 2), round(_VOICE_SMALLEST * 2) - 1, -1):
        points = half_points / 2
        lines = balanced(title.lower(), width / points, lambda text: em_width(text, WEIGHT))
        widest = max(em_width(line, WEIGHT) for line in lines) * points
        if widest <= width and len(lines) * _VOICE_LEADING * points <= height:
            return BackTitle(tuple(lines), points)
    return None


def type_steps(size: CardSize) -> list[tuple[float, float]]:
    """(sentence, text) sizes in points, from what we want to the least we accept."""
    asks, texts = _sizes(size.ask), _sizes(size.text)
    return [(ask, texts[0]) for ask in asks] + [(asks[-1], text) for text in texts[1:]]


def guide_steps(size: CardSize) -> list[tuple[float, bool]]:
    """(text size in points, whether cautions are on the card) of guide backs, in the order of trial."""
    return [(points, cautions) for cautions in (True, False) for points in _sizes(size.guide.text)]


def columns(size: CardSize, kind: Literal["ask", "companion"]) -> tuple[float, float]:
    """The widths of the left and the right column, in millimetres; without columns, both are all of it."""
    room = size.width - 2 * size.margin
    if not size.columns:
        return room, room
    room -= size.columns.gap
    left = round(room * getattr(size.columns, kind), 2)
    return left, round(room - left, 2)


def name_lines(title: str, room: float, points: float, em_width: EmWidth) -> list[str]:
    """A card's name as lines of nearly equal length, `room` millimetres wide, in type of `points`."""
    return balanced(title, room / POINT / points, lambda text: em_width(text, _NAME_WEIGHT))


class Sentences:
    """The big sentences of a deck's cards, on cards of one size; and the steps of all their pages."""

    def __init__(self, deck: Deck, size: CardSize, em_width: EmWidth) -> None:
        self._texts = {card.id: card.lead for card in deck.companions} | {
            ask.id: ask.ask for ask in deck.challenges
        }
        self._title, self._size = deck.imprint.title, size
        self._steps = type_steps(size)
        self._rooms = {card.id: columns(size, "companion")[0] / POINT for card in deck.companions}
        self._rooms |= {ask.id: columns(size, "ask")[0] / POINT for ask in deck.challenges}
        self._guides = len(guide_steps(size))
        self._cautious = {ask.id for ask in deck.challenges if ask.cautions}
        self._em_width = em_width

    def lines(self, key: str, step: int) -> list[str]:
        """The sentence of a card as the lines it is printed in."""
        points = self._steps[step][0]
        return balanced(self._texts[key], self._rooms[key] / points, self._ems)

    def first_step(self, key: str) -> int:
        """The largest step at which every word of a card's sentence fits across the card.

        A sentence of more than a few lines leaves no air; it begins up to a point smaller, if that
        saves it a line.
        """
        if key not in self._texts:
            return 0
        widest = max(map(self._ems, self._texts[key].split()), default=0)
        room = self._rooms[key]
        fitting = [step for step, (points, _) in enumerate(self._steps) if widest * points <= room]
        if not fitting:
            return len(self._steps) - 1
        largest = self._steps[fitting[0]][0]
        near = [step for step in fitting if self._steps[step][0] >= largest - _NEAR]
        few = [step for step in near if self._lines(key, step) <= _AIRY]
        return few[0] if few else fitting[0]

    def next_step(self, key: str, step: int, over: float | None) -> int | None:
        """The largest step that may do for a card that is `over` mm too long at `step`.

        Steps are passed over if all they save is lines of the sentence, and too few of them.
        `over` is None if nobody knows by how much. None: there is no smaller step.
        """
        if key.endswith(GUIDE):
            last = self._guides if key.removesuffix(GUIDE) in self._cautious else self._guides // 2
            return step + 1 if step + 1 < last else None
        for later in range(step + 1, len(self._steps)):
            if over is None or self._steps[later][1] < self._steps[step][1]:
                return later
            if self._height(key, step) - self._height(key, later) >= over - _SLACK:
                return later
        return None

    @property
    def has_title(self) -> bool:
        """Whether the deck's title fits the bubble on the back."""
        return back_title(self._title, self._size, self._em_width) is not None

    def too_wide(self) -> list[WideWord]:
        """Every word that is wider than its card even at the smallest type."""
        points = self._steps[-1][0]
        return [
            WideWord(key, word, round(over * POINT, 2))
            for key, text in self._texts.items()
            for word in text.split()
            if (over := self._ems(word) * points - self._rooms[key]) > 0
        ]

    def _height(self, key: str, step: int) -> float:
        return self._lines(key, step) * LEADING * self._steps[step][0] * POINT

    def _lines(self, key: str, step: int) -> int:
        if key not in self._texts:
            return 0
        return line_count(self._texts[key], self._rooms[key] / self._steps[step][0], self._ems)

    def _ems(self, text: str) -> float:
        return self._em_width(text, WEIGHT)


def _sizes(span: TypeRange) -> list[float]:
    count = round((span.largest - span.smallest) / span.step)
    return [round(span.largest - index * span.step, 2) for index in range(count)] + [span.smallest]
