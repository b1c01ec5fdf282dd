"""What generator.calendar promises: a quiet calendar file that any calendar reads, the same each time."""

from __future__ import annotations

import datetime
from typing import Any

import builders
import pytest
from builders import changed
from icalendar import Calendar

from generator.calendar import calendar, first_monday
from generator.model import Deck

SMALL = builders.small_deck().deck
PROGRAMME = builders.programme()
MONDAY = datetime.date(2026, 12, 7)


def file(deck: Deck = SMALL, first_day: datetime.date = MONDAY) -> bytes:
    """The calendar file of the small programme."""
    return calendar(deck, PROGRAMME, first_day)


def entries(content: bytes) -> list[Any]:
    """Every entry of a calendar file."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_each_day_with_something_to_do_is_one_day_long() -> None:
    """Asks, tasks and reviews are whole days, counted from the first; rest days have no entry."""
    found = entries(file())
    days = [(entry["DTSTART"].dt - MONDAY).days + 1 for entry in found]
    assert days == [1, 4, 7, 9, 14]
    assert all(type(entry["DTSTART"].dt) is datetime.date for entry in found)
    assert {entry["DTEND"].dt - entry["DTSTART"].dt for entry in found} == {datetime.timedelta(days=1)}


def test_titles_are_discreet() -> None:
    """An entry is called like its card and nothing more; tasks and reviews by a plain label."""
    titles = [str(entry["SUMMARY"]) for entry in entries(file())]
    task, review = SMALL.labels["programme_task"], SMALL.labels["programme_review"]
    assert titles == ["A pen", task, review, "A discount", review]


def test_entries_are_private_and_leave_the_day_free() -> None:
    """Nobody else reads what an entry says, and nobody is shown as busy."""
    for entry in entries(file()):
        assert str(entry["CLASS"]) == "PRIVATE"
        assert str(entry["TRANSP"]) == "TRANSPARENT"


def test_an_entry_says_the_ask() -> None:
    """The description is the ask or the task, without an address if the guide has none."""
    found = [str(entry["DESCRIPTION"]) for entry in entries(file())]
    assert found[0] == "Ask somebody at home to lend you a pen."
    assert found[1] == "Write down what you saw."
    assert found[2] == SMALL.labels["programme_review_how"]
    assert b"http" not in file()


@pytest.mark.parametrize("address", ["https://ask.example", "https://ask.example/"])
def test_a_published_guide_is_named(address: str) -> None:
    """If the guide has an address, an ask leads to its page."""
    deck = builders.deck(imprint=changed(SMALL.imprint, site_url=address))
    said = str(entries(file(deck))[0]["DESCRIPTION"])
    assert said == "Ask somebody at home to lend you a pen.\nhttps://ask.example/asks/a-pen.html"


def test_ids_stay_when_the_days_move() -> None:
    """A file for another day has the same ids, so that it moves entries instead of doubling them."""
    other = entries(file(first_day=datetime.date(2027, 1, 1)))
    ids = [str(entry["UID"]) for entry in entries(file())]
    assert [str(entry["UID"]) for entry in other] == ids
    assert len(set(ids)) == len(ids)


def test_no_clock_is_looked_at() -> None:
    """The file is the same each time; its stamp is the day of the edition."""
    assert file() == file()
    stamps = {entry["DTSTAMP"].dt for entry in entries(file())}
    assert stamps == {datetime.datetime(2026, 11, 18, tzinfo=datetime.UTC)}


def test_lines_are_as_calendars_want_them() -> None:
    """Every line ends in CR LF and has at most 75 bytes."""
    lines = file()
    assert lines.endswith(b"\r\n")
    assert b"\n" not in lines.replace(b"\r\n", b"")
    assert max(map(len, lines.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    ("edition", "monday"),
    [("2026-11-18", "2026-11-23"), ("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-30")],
)
def test_the_guides_own_file_begins_on_a_monday(edition: str, monday: str) -> None:
    """The first Monday on or after the day of the edition, that day included."""
    imprint = changed(SMALL.imprint, edition_date=datetime.date.fromisoformat(edition))
    assert first_monday(builders.deck(imprint=imprint)) == datetime.date.fromisoformat(monday)


def test_every_real_programme_has_a_file() -> None:
    """Each programme of this repository makes a file that has all its days."""
    deck = builders.real_deck().deck
    assert deck.programmes
    for programme in deck.programmes:
        found = entries(calendar(deck, programme, MONDAY))
        assert len(found) == sum(len(week.days) for week in programme.weeks)
