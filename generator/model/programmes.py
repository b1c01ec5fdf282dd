"""Programmes: tries laid out over weeks, with the reason for their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import Id, Line, Some, Strict, Text, at_most

DAYS = 7  # in a week; day 1 is the day on which a reader begins


class Day(Strict):
    """One day of a week: an ask from the deck, a task in own words, or a look back."""

    day: Annotated[int, Field(ge=1, le=DAYS)] = Field(description="1 to 7. Days left out are rest days.")
    ask: Id | None = Field(default=None, description="The id of an ask: its file's name.")
    task: Annotated[str, at_most(140)] | None = Field(
        default=None, description="Something to do that is no ask, in own words."
    )
    review: bool = Field(default=False, description="true: a day to look back at the week.")
    why: Annotated[str, at_most(140)] | None = Field(
        default=None, description="Why this stands here, if it helps to know."
    )

    @property
    def kind(self) -> Literal["ask", "task", "review"]:
        """What this day is for; an ask comes first, if the file names more than one thing."""
        if self.ask is not None:
            return "ask"
        return "task" if self.task is not None else "review"


class Stretch(Strict):
    """A part of a week as a reader is told of it: one day with something to do, or days of rest."""

    first: int
    last: int
    todo: Day | None

    @property
    def length(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


class Week(Strict):
    """Seven days with one idea."""

    title: Annotated[str, at_most(40)]
    why: Line = Field(description="Why this week stands here in the order.")
    days: Some[Day] = Field(description="Days with something to do, in order; the others are rest days.")

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole week from day 1 to day 7; days of rest that follow each other are one stretch."""
        return tuple(self._stretches())

    @property
    def tries(self) -> int:
        """How many asks this week has."""
        return sum(day.kind == "ask" for day in self.days)

    def _stretches(self) -> Iterator[Stretch]:
        free = 1
        for todo in self.days:
            if free < todo.day:
                yield Stretch(first=free, last=todo.day - 1, todo=None)
            yield Stretch(first=todo.day, last=todo.day, todo=todo)
            free = todo.day + 1
        if free <= DAYS:
            yield Stretch(first=free, last=DAYS, todo=None)


class Programme(Strict):
    """Asks over some weeks. Its id is the file's name."""

    id: Id
    title: Annotated[str, at_most(40)]
    order: Annotated[int, Field(ge=1, le=999)] = Field(description="Its place among the programmes.")
    for_whom: Line = Field(description="Who this suits, and who had better take another one.")
    summary: Annotated[str, at_most(200)] = Field(description="What it is, for lists and search.")
    before: Text = Field(description="What to do or have before week 1.")
    weeks: Annotated[tuple[Week, ...], Field(strict=False, min_length=1, max_length=52)]
    after: Text = Field(description="What comes at the end.")

    @property
    def tries(self) -> int:
        """How many asks it has."""
        return sum(week.tries for week in self.weeks)

    @property
    def tries_a_week(self) -> tuple[int, int]:
        """The fewest and the most asks that a week of it has."""
        counts = [week.tries for week in self.weeks]
        return min(counts), max(counts)


def programme_file(programme: Programme) -> str:
    """Where a programme stands in the deck folder."""
    return f"programmes/{programme.id}.yaml"
