"""Programmes: what a file says, how a guide shows it, and what a deck without any looks like."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import builders
import pytest
from builders import changed
from pydantic import ValidationError

from generator.build.plans import calendar_files
from generator.load import load
from generator.model import CITATION, Day, Deck, Programme, Week
from generator.rules import programmes as rules
from generator.site import Download, pages
from generator.templating import environment

ROOT = builders.REPOSITORY
SMALL = builders.small_deck().deck
PROGRAMME = builders.programme()
PLAN = Download(
    id="plan-two-weeks-a4",
    path="downloads/small-deck-plan-two-weeks-a4.pdf",
    title="Two weeks",
    use="Two asks.",
    paper="A4",
    paper_advice="",
    pages=1,
    size=1000,
    picture="downloads/small-deck-plan-two-weeks-a4.png",
    picture_width=480,
    picture_height=679,
    group="programme",
    programme="two-weeks",
)


def guide(deck: Deck, docs: Path, downloads: tuple[Download, ...] = (PLAN,)) -> dict[str, str]:
    """The guide of a deck whose only hand-written page is the list of programmes, without its citations."""
    text = (ROOT / "docs/programmes/index.md").read_text("utf-8")
    (docs / "programmes").mkdir(parents=True, exist_ok=True)
    (docs / "programmes/index.md").write_text(CITATION.sub("", text), "utf-8")
    env = environment(ROOT / "templates", docs)
    return pages(deck, env, ["programmes/index.md"], downloads, calendar_files(deck))


def a_week(*days: int) -> Week:
    """A week with a task on each of the days."""
    return Week(title="A week", why="Because.", days=tuple(Day(day=day, task="Wait.") for day in days))


def stretches(week: Week) -> list[tuple[int, int, bool]]:
    """The stretches of a week as (first day, last day, whether there is something to do)."""
    return [(stretch.first, stretch.last, stretch.todo is not None) for stretch in week.stretches]


# The model


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 4), [(1, 1, True), (2, 3, False), (4, 4, True), (5, 7, False)]),
        ((7,), [(1, 6, False), (7, 7, True)]),
        ((1, 2, 3, 4, 5, 6, 7), [(day, day, True) for day in range(1, 8)]),
    ],
)
def test_days_left_out_are_rest(days: tuple[int, ...], expected: list[tuple[int, int, bool]]) -> None:
    """A week is told from day 1 to day 7, and days of rest in a row are one stretch."""
    assert stretches(a_week(*days)) == expected


def test_only_asks_are_tries() -> None:
    """Tasks and reviews are not counted as tries."""
    assert PROGRAMME.tries == 2
    assert PROGRAMME.tries_a_week == (1, 1)
    assert [week.tries for week in PROGRAMME.weeks] == [1, 1]


@pytest.mark.parametrize("day", [0, 8])
def test_a_week_has_seven_days(day: int) -> None:
    """There is no day before the first and none after the seventh."""
    with pytest.raises(ValidationError):
        Day(day=day, review=True)


# The files


def test_programmes_come_in_their_order(small_deck: Path) -> None:
    """Programmes are ordered by `order`, then by id, and the file's name is the id."""
    folder = small_deck / "programmes"
    text = (folder / "two-weeks.yaml").read_text("utf-8")
    (folder / "b.yaml").write_text(text.replace("order: 1", "order: 2"), "utf-8")
    (folder / "a.yaml").write_text(text.replace("order: 1", "order: 2"), "utf-8")
    assert [programme.id for programme in load(small_deck).deck.programmes] == ["two-weeks", "a", "b"]


def test_a_deck_may_have_no_programmes(small_deck: Path) -> None:
    """Without the folder, a deck is whole and has no programmes."""
    shutil.rmtree(small_deck / "programmes")
    assert load(small_deck).deck.programmes == ()


# The rules; how they are said is in tests/broken


def said(*weeks: Week) -> list[str]:
    """What the rules say of a programme with these weeks."""
    deck = builders.deck(programmes=(changed(PROGRAMME, weeks=weeks),))
    return [problem.what for problem in rules.problems(deck, builders.places(deck))]


def test_a_task_and_a_look_back_make_a_week() -> None:
    """A week needs a look back and a day of rest, and no ask."""
    assert said(changed(a_week(1), days=(Day(day=1, task="Wait."), Day(day=7, review=True)))) == []


def test_a_week_of_six_days_and_a_look_back_has_no_rest() -> None:
    """Seven days with something to do leave none for rest."""
    days = (*(Day(day=day, task="Wait.") for day in range(1, 7)), Day(day=7, review=True))
    assert said(changed(a_week(1), days=days)) == ["this week has no rest day"]


def test_an_ask_comes_once_in_a_programme() -> None:
    """An ask that stands in two weeks is refused, and the first place is named."""
    first, second = PROGRAMME.weeks
    days = (Day(day=2, ask="a-pen"), Day(day=7, review=True))
    expected = "'a-pen' comes twice: it is also the ask of week 1, day 1"
    assert said(first, changed(second, days=days)) == [expected]


def test_the_real_programmes_follow_the_rules() -> None:
    """The programmes of this repository have no mistake."""
    loaded = builders.real_deck()
    assert list(rules.problems(loaded.deck, loaded.places)) == []


# The guide


def test_a_programme_has_a_page(tmp_path: Path) -> None:
    """The page has each week with its reason, and each day with its ask, task, review or rest."""
    page = guide(SMALL, tmp_path)["programmes/two-weeks.md"]
    assert "# Two weeks" in page
    assert "## Week 1: At home {: #week-1 }" in page
    assert "<p>Home comes first.</p>" in page
    assert '<a href="../asks/a-pen.html">A pen</a>' in page
    assert "<p>Ask somebody at home to lend you a pen.</p>" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Write down what you saw." in page
    days = re.findall(r'day__when">(.*?)</p>', page)
    assert days[:5] == ["Day 1", "Days 2 to 3", "Day 4", "Days 5 to 6", "Day 7"]
    assert page.count(f"<p>{SMALL.labels['programme_rest']}</p>") == 4


def test_a_look_back_leads_to_how_it_is_done(tmp_path: Path) -> None:
    """Days for looking back link to a heading that the guide has."""
    page = guide(SMALL, tmp_path)["programmes/two-weeks.md"]
    assert page.count('href="../step-by-step.html#review"') == 2
    assert "{#review}" in (ROOT / "docs/step-by-step.md").read_text("utf-8")


def test_a_page_offers_plan_and_calendar(tmp_path: Path) -> None:
    """The plan on each paper and the calendar file stand on the page, with the day it begins on."""
    page = guide(SMALL, tmp_path)["programmes/two-weeks.md"]
    assert 'href="../downloads/small-deck-plan-two-weeks-a4.pdf"' in page
    assert 'href="../downloads/small-deck-two-weeks.ics" download' in page
    assert "Monday, 23 November 2026." in page


def test_what_a_page_carries_cannot_break_out(tmp_path: Path) -> None:
    """Words that look like HTML or quotes stay words inside the calendar file that a page carries."""
    nasty = "Write </form><script>alert('\"')</script> down."
    days = (Day(day=1, task=nasty), Day(day=7, review=True))
    weeks = (changed(PROGRAMME.weeks[0], days=days),)
    deck = builders.deck(programmes=(changed(PROGRAMME, weeks=weeks),))
    page = guide(deck, tmp_path)["programmes/two-weeks.md"]
    carried = re.search(r"data-calendar='([^']*)'>", page)
    assert carried
    assert "\\u003cscript\\u003e" in carried[1]
    assert "<script" not in page


def test_programmes_lead_to_each_other(tmp_path: Path) -> None:
    """A programme ends with help and the next programme, the last one with the page for those asked."""
    programmes = (PROGRAMME, changed(PROGRAMME, id="again", title="Again"))
    made = guide(builders.deck(programmes=programmes), tmp_path)
    first, last = made["programmes/two-weeks.md"], made["programmes/again.md"]
    assert first.rstrip().splitlines()[-2] == "Next: [Again](again.md)"
    assert last.rstrip().splitlines()[-2].endswith("](../ethics.md)")
    assert "](../help.md)" in first


def test_the_list_names_every_programme(tmp_path: Path) -> None:
    """The list has each programme with its weeks and tries, and leads on."""
    page = guide(SMALL, tmp_path)["programmes/index.md"]
    assert '<a href="two-weeks.html">Two weeks</a>' in page
    assert "2 weeks, 2 tries, 1 a week" in page
    assert page.rstrip().splitlines()[-2].endswith("](../ethics.md)")


def test_without_programmes_there_is_no_page(tmp_path: Path) -> None:
    """The guide of a deck without programmes has no list of them either."""
    made = guide(builders.deck(programmes=()), tmp_path, ())
    assert [name for name in made if name.startswith("programmes/")] == []


def test_a_long_programme_has_no_long_contents(tmp_path: Path) -> None:
    """A programme of many weeks does not list them all at its beginning."""

    def hides(programme: Programme) -> bool:
        page = guide(builders.deck(programmes=(programme,)), tmp_path)["programmes/two-weeks.md"]
        return "hide:" in page.split("---")[1]

    assert not hides(PROGRAMME)
    assert hides(changed(PROGRAMME, weeks=(PROGRAMME.weeks[0],) * 9))


def test_no_page_leads_to_programmes_that_are_not_there() -> None:
    """The hand-written pages of a deck without programmes do not link to the list of them."""
    deck = changed(builders.real_deck().deck, programmes=())
    docs = ROOT / "docs"
    names = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    made = pages(deck, environment(ROOT / "templates", docs), names, ())
    linked = re.compile(r"""(\]\(|href=["'])[^)"']*programmes/""")
    assert [name for name, page in made.items() if linked.search(page)] == []
