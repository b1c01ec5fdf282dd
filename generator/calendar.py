"""Programme -> a calendar file (.ics): the only room that knows icalendar.

An entry fills a whole day and is quiet: people see each other's calendars, so its title is that
of the card alone, it is marked as private, and the day stays free. Ids of entries stay the same
from edition to edition and whatever day a programme begins on, so that a file that is taken a
second time moves the entries instead of doubling them.
"""

from __future__ import annotations

import datetime

from icalendar import Calendar, Event

from generator.model import Day, Deck, Programme

_MONDAY = 0


def first_monday(deck: Deck) -> datetime.date:
    """The first Monday on or after the day of the deck's edition: where the guide's own files begin."""
    day = deck.imprint.edition_date
    return day + datetime.timedelta(days=(_MONDAY - day.weekday()) % 7)


def calendar(deck: Deck, programme: Programme, first_day: datetime.date) -> bytes:
    """The programme as an iCalendar file whose week 1, day 1 is `first_day`. Rest days have no entry.

    Raises OverflowError if the last day would lie beyond the year 9999.
    """
    imprint = deck.imprint
    made = Calendar()
    made.add("prodid", f"-//{imprint.slug}//{imprint.edition}//{imprint.language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    stamp = datetime.datetime.combine(imprint.edition_date, datetime.time(), datetime.UTC)
    for index, week in enumerate(programme.weeks):
        for day in week.days:
            date = first_day + datetime.timedelta(weeks=index, days=day.day - 1)
            entry = Event()
            entry.add("uid", f"{imprint.slug}-{programme.id}-week-{index + 1}-day-{day.day}")
            entry.add("dtstamp", stamp)
            entry.add("dtstart", date)
            entry.add("dtend", date + datetime.timedelta(days=1))
            title, words = _words(deck, day)
            entry.add("summary", title)
            entry.add("description", words)
            entry.add("class", "PRIVATE")
            entry.add("transp", "TRANSPARENT")
            made.add_component(entry)
    return bytes(made.to_ical())


def _words(deck: Deck, day: Day) -> tuple[str, str]:
    """What an entry is called, and what it says."""
    if day.ask is None:
        if day.task is None:
            return deck.labels["programme_review"], deck.labels["programme_review_how"]
        return deck.labels["programme_task"], day.task
    ask = deck.challenge[day.ask]
    lines = [ask.ask]
    if deck.imprint.site_url:
        lines.append(f"{deck.imprint.site_url.rstrip('/')}/asks/{ask.id}.html")
    return ask.title, "\n".join(lines)
