"""The faces that are set together: which ones, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from jinja2 import Environment

from generator.cards import faces
from generator.cards.fitting import Sentences
from generator.model import CardSize, Deck


class Faces:
    """The faces of cards of one size and look: a page for each, and what they are made of."""

    def __init__(
        self,
        deck: Deck,
        env: Environment,
        size: CardSize,
        look: faces.Look,
        keys: Sequence[str],
        behind: Mapping[str, str | None],
    ) -> None:
        self._parts = deck, env, size, look
        self._behind = behind
        self.size, self.look, self.keys = size, look, list(keys)
        self.sentences = Sentences(deck, size, look.em_width)
        self.style = faces.style(deck, env, size, look)
        self.source = self.style + self.html_of([(key, 0) for key in self.keys])

    def html_of(self, plan: Sequence[tuple[str, int]]) -> str:
        """A page for each (key, step)."""
        deck, env, size, look = self._parts
        return faces.document(deck, env, size, plan, look)

    def parts(self, length: int) -> Iterator[Faces]:
        """The same faces in the same order, so many at a time."""
        for start in range(0, len(self.keys), length):
            part = copy(self)
            part.keys = self.keys[start : start + length]
            part.source = self.style + self.html_of([(key, 0) for key in part.keys])
            yield part

    def front_of(self, key: str) -> int:
        """The number of the page with a card's front."""
        return self.keys.index(key)

    def back_of(self, key: str) -> int:
        """The number of the page behind it; the front's own if there is none."""
        return self.keys.index(self._behind[key] or key)
