"""Cells one after the other in one direction of a sheet. Pure arithmetic. Millimetres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_EXACT = 1e-6  # mm: rounding is no reason to lose a column


@dataclass(frozen=True)
class Span:
    """Cells in one direction: where the trim of each begins, and how far it may print before and after."""

    starts: tuple[float, ...]
    length: float
    before: tuple[float, ...]
    after: tuple[float, ...]

    @property
    def cuts(self) -> list[float]:
        """Where to cut, each place once: cards without a gap share a cut."""
        return sorted({round(place, 6) for start in self.starts for place in (start, start + self.length)})


@dataclass(frozen=True)
class Cells:
    """`count` cells of a `length`, the first at `first`, one every `pitch`.

    With a `gutter`, half of them lie before a line to fold along, which is in its middle.
    """

    count: int
    first: float
    length: float
    pitch: float
    gutter: float | None

    def span(self, bleed: float, outer: float, clear: float, edge: float, paper: float) -> Span:
        """The cells with their bleed: `outer` at both ends, or as far as a printer reaches.

        `clear` stays white on each side of a line to fold along. `edge` is what no printer
        reaches, `paper` the length of the paper.
        """
        fold = self.count if self.gutter is None else self.count // 2
        extra = 0.0 if self.gutter is None else self.gutter - self.pitch + self.length
        starts = tuple(
            self.first + index * self.pitch + (extra if index >= fold else 0) for index in range(self.count)
        )
        before = [min(outer, starts[0] - edge)]
        after: list[float] = []
        for index, (start, following) in enumerate(pairwise(starts)):
            between = (following - start - self.length) / 2 - (clear if index + 1 == fold else 0)
            after.append(max(min(bleed, between), 0))
            before.append(after[-1])
        after.append(min(outer, paper - starts[-1] - self.length - edge))
        return Span(starts, self.length, tuple(before), tuple(after))


def most(needed: Callable[[int], float], room: float, paired: bool) -> int:
    """The largest number whose cells need no more than `room`; if they are `paired`, an even one."""
    step = 2 if paired else 1
    count = 0
    while needed(count + step) <= room + _EXACT:
        count += step
    return count
