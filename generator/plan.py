"""Programme -> HTML: the whole programme on one page, to hang up or to fold into the journal.

A short programme shows each ask with its questions and room to answer them, a longer one each ask,
a long one the titles of the cards alone, in columns. Which of these fits, and at which size of
type, is estimated from the widths of letters; the press then sets it once, and again only where
the estimate was too bold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from jinja2 import Environment

from generator.model import Day, Deck, Paper, Programme, Week

Detail = Literal["questions", "asks", "titles", "dense"]
EmWidth = Callable[[str, int], float]  # (text, weight) -> its width in ems

POINT = 25.4 / 72  # millimetres
MARGIN = 13.0  # mm around the page: printers at home cannot reach much further
_HEAD, _FOOT = 49.0, 52.0  # mm, about: from the edge to the weeks, and from there to the other edge
_TEXT = 600  # the weight by which texts are measured: a little too wide is on the safe side
_RULE = 2.1  # ems: the room above a line to write on


@dataclass(frozen=True)
class Spacing:
    """How a way of setting is spaced: ems, but for `gap`, which is millimetres between columns."""

    leading: float  # of every line
    heading: float  # how large a week's heading is
    hang: float  # before a day's text: its number and the bubble
    between: float  # after a day
    below: float  # after a week
    gap: float


SPACING: Mapping[Detail, Spacing] = {
    "questions": Spacing(leading=1.3, heading=1.1, hang=4.6, between=0.85, below=1.2, gap=8),
    "asks": Spacing(leading=1.3, heading=1.1, hang=4.6, between=0.45, below=1.2, gap=7),
    "titles": Spacing(leading=1.3, heading=1.1, hang=3.3, between=0.12, below=1.2, gap=6),
    "dense": Spacing(leading=1.2, heading=1.0, hang=2.75, between=0.05, below=0.7, gap=4),
}
_BELOW_HEADING = 0.4  # ems
_PILL = 0.9  # ems: the frame around a week's number
_SLACK = 0.05  # mm: columns that are together a hair wider than the page would stand below each other


@dataclass(frozen=True)
class Step:
    """One way to set a plan: how much of each ask, in how many columns, at which size of type."""

    detail: Detail
    columns: int
    points: float


# From the one we like best to the one that holds most.
_STEPS = (
    *(Step("questions", 1, points) for points in (12, 11, 10)),
    *(Step("questions", 2, points) for points in (10, 9.5, 9)),
    *(Step("asks", 1, points) for points in (12, 11, 10)),
    *(Step("asks", 2, points) for points in (11.5, 11, 10.5, 10, 9.5, 9)),
    *(Step("asks", 3, points) for points in (9, 8.5, 8)),
    *(Step("titles", 1, points) for points in (11, 9)),
    *(Step("titles", 2, points) for points in (11, 10)),
    *(Step("titles", 3, points) for points in (11, 10, 9.5, 9)),
    *(Step("titles", 4, points) for points in (9.5, 9, 8.5)),
    *(Step("dense", 4, points) for points in (9, 8.5, 8)),
    *(Step("dense", 5, points) for points in (8.5, 8, 7.5)),
)


@dataclass(frozen=True)
class _Block:
    """A week in its column: its number, and about how high it is, in millimetres."""

    number: int
    week: Week
    height: float


class Plan:
    """One programme on one paper. `fonts` maps a weight to the address of its file."""

    def __init__(
        self,
        deck: Deck,
        env: Environment,
        programme: Programme,
        paper: Paper,
        fonts: Mapping[int, str],
        em_width: EmWidth,
    ) -> None:
        self._deck, self._env, self._programme, self._paper = deck, env, programme, paper
        self._fonts, self._em_width = fonts, em_width
        weeks = len(programme.weeks)
        self.steps = [step for step in _STEPS if min(2, weeks) <= step.columns <= weeks]

    @cached_property
    def first_step(self) -> int:
        """The first way of setting it that is likely to fit; the last one if none is."""
        room = self._paper.height - _HEAD - _FOOT
        for number, step in enumerate(self.steps):
            if max(sum(block.height for block in column) for column in self._columns(step)) <= room:
                return number
        return len(self.steps) - 1

    def next_step(self, key: str, step: int, over: float | None) -> int | None:
        """The way to try after one that was too long, if there is one."""
        return step + 1 if step + 1 < len(self.steps) else None

    def document(self, pages: Sequence[tuple[str, int]]) -> str:
        """The plan set in the ways that `pages` names: (the programme's id, number of the step)."""
        steps = [self.steps[number] for _, number in pages]
        return self._env.get_template("plan/plan.html").render(
            deck=self._deck,
            labels=self._deck.labels,
            programme=self._programme,
            paper=self._paper,
            pages=[(step, self._width(step), self._columns(step)) for step in steps],
            margin=MARGIN,
            spacing=SPACING,
            below_heading=_BELOW_HEADING,
            rule=_RULE,
            fonts=self._fonts,
        )

    def _width(self, step: Step) -> float:
        """How wide a column is, in millimetres."""
        gaps = (step.columns - 1) * SPACING[step.detail].gap
        return (self._paper.width - 2 * MARGIN - gaps) / step.columns - _SLACK

    def _columns(self, step: Step) -> list[list[_Block]]:
        """The weeks in their columns: in order, and the highest column as low as can be."""
        blocks = self._blocks(step)
        limit = max(block.height for block in blocks)
        while True:
            columns: list[list[_Block]] = [[]]
            filled = 0.0
            for block in blocks:
                if columns[-1] and filled + block.height > limit:
                    columns.append([])
                    filled = 0.0
                columns[-1].append(block)
                filled += block.height
            if len(columns) <= step.columns:
                return columns
            limit += 0.5

    def _blocks(self, step: Step) -> list[_Block]:
        """Every week with its number and height."""
        em = step.points * POINT
        width, spacing = self._width(step) / em, SPACING[step.detail]
        found = []
        for number, week in enumerate(self._programme.weeks, start=1):
            week_label = "" if step.detail == "dense" else self._deck.labels["programme_week"]
            heading = f"{week_label} {number} {week.title}"
            lines = spacing.heading * self._count(heading, width / spacing.heading - _PILL, weight=800)
            rests = sum(stretch.todo is None for stretch in week.stretches)
            rests = {"dense": 0, "titles": 1}.get(step.detail, rests)
            ems = spacing.below + _BELOW_HEADING + rests * (spacing.leading + spacing.between)
            for day in week.days:
                written, rules = self._day(day, step.detail, width - spacing.hang)
                lines += written
                ems += spacing.between + rules * _RULE
            found.append(_Block(number, week, (ems + lines * spacing.leading) * em))
        return found

    def _day(self, day: Day, detail: Detail, width: float) -> tuple[int, int]:
        """(lines of text, lines to write on) of one day; `width` is the room for its text, in ems."""
        if day.ask is None:
            return self._count(day.task or self._deck.labels["programme_review"], width), 0
        ask = self._deck.challenge[day.ask]
        shown = [ask.title]
        if detail in ("questions", "asks"):
            shown.append(ask.ask)
        questions = [ask.predict, ask.after] if detail == "questions" else []
        return sum(self._count(text, width) for text in [*shown, *questions]), len(questions)

    def _count(self, text: str, width: float, weight: int = _TEXT) -> int:
        """How many lines of `width` ems a text takes."""
        lines, filled = 1, 0.0
        for word in text.split():
            ems = self._em_width(f"{word} ", weight)
            if filled and filled + ems > width:
                lines, filled = lines + 1, 0.0
            filled += ems
        return lines
