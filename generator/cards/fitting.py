"""How big the big sentence of a card can be: what can be known before the card is set.

A card's type shrinks by steps: the big sentence first, the small text only when the sentence is
at its smallest. Where a sentence breaks, and so how high it is, follows from the widths of its
letters; that spares the press most of the steps on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.cards.lines import balanced, line_count
from generator.model import CardSize, Deck, TypeRange

WEIGHT = 800  # of the big sentence
LEADING = 1.2  # the height of its lines, in ems
POINT = 25.4 / 72  # millimetres
_AIRY = 4  # lines of the big sentence that leave air below it
_NEAR = 1.0  # points: as much smaller as nobody sees
_SLACK = 0.01  # mm: rounding is no reason to pass over a step

_VOICE = (0.36, 0.235)  # of the card's width: the room for words in the bubble on the back
_VOICE_POINTS = (14.5, 7.0)  # the largest and the smallest type there
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
    width, height = (share * size.width / POINT for share in _VOICE)
    largest, smallest = _VOICE_POINTS
    for half_points in range(round(largest * 2), round(smallest * 2) - 1, -1):
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


class Sentences:
    """The big sentences of a deck's cards, on cards of one size."""

    def __init__(self, deck: Deck, size: CardSize, em_width: EmWidth) -> None:
        self._texts = {card.id: card.lead for card in deck.companions} | {
            ask.id: ask.ask for ask in deck.challenges
        }
        self._title, self._size = deck.imprint.title, size
        self._steps = type_steps(size)
        self._room = (size.width - 2 * size.margin) / POINT
        self._em_width = em_width

    def lines(self, text: str, step: int) -> list[str]:
        """A sentence as the lines it is printed in."""
        points = self._steps[step][0]
        return balanced(text, self._room / points, self._ems)

    def first_step(self, key: str) -> int:
        """The largest step at which every word of a card's sentence fits across the card.

        A sentence of more than a few lines leaves no air; it begins up to a point smaller, if that
        saves it a line.
        """
        widest = max(map(self._ems, self._texts.get(key, "").split()), default=0)
        fitting = [step for step, (points, _) in enumerate(self._steps) if widest * points <= self._room]
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
            if (over := self._ems(word) * points - self._room) > 0
        ]

    def _height(self, key: str, step: int) -> float:
        return self._lines(key, step) * LEADING * self._steps[step][0] * POINT

    def _lines(self, key: str, step: int) -> int:
        return line_count(self._texts.get(key, ""), self._room / self._steps[step][0], self._ems)

    def _ems(self, text: str) -> float:
        return self._em_width(text, WEIGHT)


def _sizes(span: TypeRange) -> list[float]:
    count = round((span.largest - span.smallest) / span.step)
    return [round(span.largest - index * span.step, 2) for index in range(count)] + [span.smallest]
