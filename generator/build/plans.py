"""Programmes -> what a reader takes along: the plan on one page, and the calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.build.faults import as_problems, plan_problem
from generator.model import Deck, Paper, Programme
from generator.plan import Plan
from generator.problems import DeckError, Places
from generator.site import CalendarFile

if TYPE_CHECKING:
    from generator.pdf import Press

_TEMPLATE = "templates/plan/plan.html"


def press_plan(press: Press, places: Places, plan: Plan, programme: Programme, paper: Paper) -> bytes:
    """One page of `paper`, tagged if the press tags. Raises DeckError if the programme needs more."""
    from generator.impose import true_size

    with as_problems(places, _TEMPLATE):
        first = {programme.id: plan.first_step}
        document, unfit = press.fit(first, plan.document, plan.next_step)
        if unfit:
            raise DeckError(plan_problem(places, piece, programme, paper) for piece in unfit)
        return true_size(press.pdf(document))


def calendar_files(deck: Deck) -> dict[str, CalendarFile]:
    """The calendar file of every programme by the programme's id, from the first Monday of the edition on."""
    from generator.calendar import calendar, first_monday  # takes a tenth of a second, and checks need none

    first_day = first_monday(deck)
    return {
        programme.id: CalendarFile(
            path=f"downloads/{deck.imprint.slug}-{programme.id}.ics",
            text=calendar(deck, programme, first_day).decode(),
            first_day=first_day,
        )
        for programme in deck.programmes
    }
