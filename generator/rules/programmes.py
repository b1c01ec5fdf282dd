"""Programmes: each day says one thing, each week has a look back and a rest, each ask comes once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Day, Deck, Programme, Week, programme_file
from generator.model.programmes import DAYS
from generator.problems import Loc, Places, Problem
from generator.rules.found import unknown

_INDEX = "index"  # the list of programmes


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Programmes that cannot be followed as they stand, or leave out what the practice needs."""
    for programme in deck.programmes:
        file = programme_file(programme)
        if programme.id == _INDEX:
            what, help = "this name is taken by a page of the guide", "give the file another name"
            yield Problem(places.file(file), "", what, help)
        for index, week in enumerate(programme.weeks):
            yield from _week(places, file, ("weeks", index), week)
        yield from _asks(deck, places, file, programme)


def _week(places: Places, file: str, loc: Loc, week: Week) -> Iterator[Problem]:
    before = 0
    for index, day in enumerate(week.days):
        at: Loc = (*loc, "days", index)
        if day.day == before:
            what = f"day {day.day} stands in this week twice"
            yield places.problem(file, (*at, "day"), what, "a day has one thing to do")
        elif day.day < before:
            what = f"day {day.day} comes after day {before}"
            yield places.problem(file, (*at, "day"), what, "write the days of a week in order")
        before = max(before, day.day)
        yield from _one_thing(places, file, at, day)
    if not any(day.kind == "review" for day in week.days):
        help = "add a day with 'review: true'"
        yield places.problem(file, (*loc, "days"), "this week has no look back", help)
    if len({day.day for day in week.days}) == DAYS:
        help = "leave out a day; a day that is left out is a rest day"
        yield places.problem(file, (*loc, "days"), "this week has no rest day", help)


def _one_thing(places: Places, file: str, loc: Loc, day: Day) -> Iterator[Problem]:
    said = [
        name
        for name, there in (
            ("ask", day.ask is not None),
            ("task", day.task is not None),
            ("review", day.review),
        )
        if there
    ]
    if not said:
        help = "give it an ask, a task or 'review: true'; a rest day is left out"
        yield places.problem(file, loc, "this day has nothing to do", help)
    elif len(said) > 1:
        what = f"this day has {' and '.join(said)}, but a day has one thing to do"
        yield places.problem(file, (*loc, said[1]), what, "move one of them to another day, or take it out")


def _asks(deck: Deck, places: Places, file: str, programme: Programme) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for index, week in enumerate(programme.weeks):
        for number, day in enumerate(week.days):
            if day.ask is None:
                continue
            loc: Loc = ("weeks", index, "days", number, "ask")
            yield from unknown(places, file, loc, "ask", day.ask, deck.challenge)
            if day.ask in first:
                what = f"'{day.ask}' comes twice: it is also the ask of {first[day.ask]}"
                yield places.problem(file, loc, what, "choose another ask")
            first.setdefault(day.ask, f"week {index + 1}, day {day.day}")
