"""Cards -> a box for them: the net of a tuck box on one sheet of paper. Pure geometry, millimetres.

From left to right the net is a tab to glue, the back, a side, the front and the other side. The lid
with its tuck hangs on the back, and so does the bottom, which is glued onto the flaps below the sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from jinja2 import Environment

from generator.model import CardSize, Deck, Paper
from generator.model.box import Box
from generator.model.layout import Line
from generator.problems import MisfitError

EmWidth = Callable[[str, int], float]  # (text, weight) -> its width in ems
_WEIGHT, _POINT = 800, 25.4 / 72  # the title's type; millimetres in a point
_TITLE = (0.34, 22.0)  # of the front's width: the room for the longest word; the largest type


@dataclass(frozen=True)
class Panel:
    """A rectangle of the net, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Net:
    """A box laid flat on a sheet of `width` by `height`: upright paper, or the same on its side.

    `cards` go into one box, and `boxes` of them hold all; `depth` is the inside from front to back.
    """

    box: Box
    cards: int
    boxes: int
    weight: int
    inside: tuple[float, float, float]
    width: float
    height: float
    left: float
    top: float

    @property
    def depth(self) -> float:
        """Of the inside, from front to back."""
        return self.inside[2]

    @property
    def columns(self) -> tuple[float, ...]:
        """The folds from left to right: where back, side, front and side begin, and the end."""
        width, _, depth = self.inside
        starts = [self.left + self.box.glue]
        for length in (width, depth, width, depth):
            starts.append(starts[-1] + length)
        return tuple(starts)

    @property
    def rows(self) -> tuple[float, float]:
        """The folds above and below the walls."""
        upper = self.top + _above(self.box, self.depth)
        return upper, upper + self.inside[1]

    @property
    def flap(self) -> float:
        """The length of the flaps at the sides: two of them do not meet."""
        return min(self.box.dust, self.inside[0] / 2 - self.box.taper)

    @property
    def front(self) -> Panel:
        """Where the title stands."""
        return Panel(self.columns[2], self.rows[0], *self.inside[:2])

    @property
    def back(self) -> Panel:
        """The wall that lid and bottom hang on."""
        return Panel(self.columns[0], self.rows[0], *self.inside[:2])

    @property
    def spines(self) -> tuple[Panel, Panel]:
        """The two narrow walls."""
        (first, second), high = (self.columns[1], self.columns[3]), self.inside[1]
        return Panel(first, self.rows[0], self.depth, high), Panel(second, self.rows[0], self.depth, high)

    @property
    def glued(self) -> tuple[Panel, ...]:
        """The tabs that glue goes on: beside the back, below the sides, below the front."""
        (back, side, front, other, _), (upper, lower) = self.columns, self.rows
        width, height, depth = self.inside
        return (
            Panel(back - self.box.glue, upper, self.box.glue, height),
            Panel(side, lower, depth, self.flap),
            Panel(other, lower, depth, self.flap),
            Panel(front, lower, width, self.box.glue),
        )

    @property
    def outline(self) -> tuple[tuple[float, float], ...]:
        """Where to cut: the corners all around, clockwise. Between two of them (`notch`) lies an arc."""
        (back, side, front, other, end), (upper, lower) = self.columns, self.rows
        box, taper, depth = self.box, self.box.taper, self.depth
        lid, tuck = upper - depth, upper - depth - box.tuck
        return (
            (back, upper),
            *((back, lid), (back + taper, tuck), (side - taper, tuck), (side, lid), (side, upper)),
            *((side + taper, upper - self.flap), (front - taper, upper - self.flap), (front, upper)),
            *self.notch,
            *((other, upper), (other + taper, upper - self.flap), (end - taper, upper - self.flap)),
            *((end, upper), (end, lower)),
            *((end - taper, lower + self.flap), (other + taper, lower + self.flap), (other, lower)),
            *((other - taper, lower + box.glue), (front + taper, lower + box.glue), (front, lower)),
            *((front - taper, lower + self.flap), (side + taper, lower + self.flap), (side, lower)),
            *((side, lower + depth), (back, lower + depth), (back, lower)),
            *((back - box.glue, lower - taper), (back - box.glue, upper + taper)),
        )

    @property
    def notch(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Both ends of the half circle at the top of the front."""
        middle = self.front.x + self.front.width / 2
        return (middle - self.box.notch, self.rows[0]), (middle + self.box.notch, self.rows[0])

    @property
    def folds(self) -> tuple[Line, ...]:
        """Where to fold, all to the same side."""
        (back, side, front, other, end), (upper, lower) = self.columns, self.rows
        walls = (Line(x, upper, x, lower) for x in (back, side, front, other))
        lid = Line(back, upper - self.depth, side, upper - self.depth)
        above = (
            Line(back, upper, side, upper),
            Line(side, upper, front, upper),
            Line(other, upper, end, upper),
        )
        return (*walls, lid, *above, Line(back, lower, end, lower))


def thickness(box: Box, weight: int) -> float:
    """How thick one card of paper of `weight` g/m² is. Raises MisfitError for weights nobody measured."""
    boards = sorted(box.boards, key=lambda board: board.weight)
    for lighter, heavier in pairwise(boards):
        if lighter.weight <= weight <= heavier.weight:
            share = (weight - lighter.weight) / (heavier.weight - lighter.weight)
            return lighter.thickness + share * (heavier.thickness - lighter.thickness)
    if weight == boards[0].weight:
        return boards[0].thickness
    known = f"{boards[0].weight} to {boards[-1].weight} g/m²"
    raise MisfitError(f"how thick paper of {weight} g/m² is, nobody has told", f"known are {known}")


def most(box: Box, card: CardSize, paper: Paper, weight: int) -> int:
    """How many cards the deepest box holds that fits on this paper, 0 if there is none."""
    room = max(depth for depth, _, _ in _ways(box, card, paper))
    return max(0, floor((room - box.air) / thickness(box, weight) + 1e-9))


def net(box: Box, card: CardSize, paper: Paper, cards: int, weight: int) -> Net:
    """A box for so many cards, on the paper upright if it fits, else on its side.

    If there are too many for one box, it is one of several that are alike. Raises MisfitError if
    the paper is too small for a box of such cards at all.
    """
    room = most(box, card, paper, weight)
    if room < 1:
        what = f"a box for cards of {card.width:g} × {card.height:g} mm does not fit on {paper.label}"
        raise MisfitError(what, "use larger paper, or smaller cards")
    boxes = max(1, ceil(cards / room))
    each = ceil(cards / boxes)
    depth = each * thickness(box, weight) + box.air
    width, height = next((wide, high) for most, wide, high in _ways(box, card, paper) if most >= depth - 1e-9)
    inside = card.width + box.air, card.height + box.air, depth
    left = (width - box.glue - 2 * (inside[0] + depth)) / 2
    top = (height - _above(box, depth) - inside[1] - _below(box, depth)) / 2
    return Net(box, each, boxes, weight, inside, width, height, left, top)


def document(
    deck: Deck, env: Environment, net: Net, card: CardSize, fonts: Mapping[int, str], em_width: EmWidth
) -> str:
    """The page with the net, its title, and what to do with it."""
    words = deck.imprint.title.split()
    share, largest = _TITLE
    widest = max(em_width(word, _WEIGHT) for word in words)
    points = min(largest, share * net.front.width / _POINT / widest)
    spine = min(points, net.depth * share / _POINT)
    return env.get_template("box/box.html").render(
        deck=deck,
        labels=deck.labels,
        net=net,
        card=card,
        fonts=fonts,
        words=words,
        points=points,
        spine=spine,
    )


def _above(box: Box, depth: float) -> float:
    return max(depth + box.tuck, box.dust)


def _below(box: Box, depth: float) -> float:
    return max(depth, box.dust, box.glue)


def _ways(box: Box, card: CardSize, paper: Paper) -> list[tuple[float, float, float]]:
    """(the deepest box, the paper's width and height) for paper upright and on its side."""
    found = []
    for width, height in ((paper.width, paper.height), (paper.height, paper.width)):
        beside = (width - 2 * box.printer_edge - box.glue - 2 * (card.width + box.air)) / 2
        free = height - 2 * box.printer_edge - card.height - box.air
        depths = [beside, free - box.tuck - max(box.dust, box.glue), (free - box.tuck) / 2]
        found.append((min(depths), width, height))
    return found
