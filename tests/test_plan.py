"""What generator.plan promises: a programme on one page, as large and as full as the page allows."""

from __future__ import annotations

import re
from pathlib import Path

import builders
import pypdfium2
import pytest
import verapdf
from builders import changed
from jinja2 import Environment

from generator import fonts
from generator.build.plans import press_plan
from generator.model import Challenge, Day, Deck, Paper, Programme, Week
from generator.pdf import Press
from generator.plan import POINT, SPACING, Plan, Step
from generator.problems import DeckError
from generator.templating import environment

TEMPLATES = builders.REPOSITORY / "templates"
A4 = builders.paper()
LETTER = builders.paper(id="letter", label="US Letter", width=215.9, height=279.4)
PAPERS = [A4, LETTER]
SMALLEST = 7.5  # points
TITLES = ["A scene with an end", "Ten minutes of my work", "One clear sentence", "Behind the counter"]


@pytest.fixture(scope="module")
def env() -> Environment:
    """The environment with the real templates."""
    return environment(TEMPLATES)


@pytest.fixture(scope="module")
def press() -> Press:
    """One press for all plans, which tags."""
    return Press((TEMPLATES, fonts.FOLDER), fonts.FAMILY, variant="pdf/ua-1")


def of_weeks(weeks: int, tries: int) -> Deck:
    """A deck with one programme of so many weeks, each with so many tries and a look back on day 7."""
    asks = [
        builders.challenge(id=f"ask-{number}", title=TITLES[number % len(TITLES)])
        for number in range(weeks * tries)
    ]

    def week(number: int) -> Week:
        own = asks[number * tries : (number + 1) * tries]
        days = [Day(day=day, ask=ask.id) for day, ask in enumerate(own, start=1)]
        return Week(title="A little of their time", why="So.", days=(*days, Day(day=7, review=True)))

    programme = builders.programme(title="Many tries", weeks=tuple(week(number) for number in range(weeks)))
    return builders.deck(challenges=tuple(asks), programmes=(programme,))


def plan_of(deck: Deck, env: Environment, paper: Paper = A4) -> Plan:
    """The plan of the deck's one programme."""
    (programme,) = deck.programmes
    return Plan(deck, env, programme, paper, fonts.addresses(), fonts.width)


def pressed(deck: Deck, env: Environment, press: Press, paper: Paper = A4) -> bytes:
    """The plan as a PDF."""
    (programme,) = deck.programmes
    return press_plan(press, builders.places(deck), plan_of(deck, env, paper), programme, paper)


def step_of(deck: Deck, env: Environment, paper: Paper = A4) -> Step:
    """How a plan is set at first."""
    plan = plan_of(deck, env, paper)
    return plan.steps[plan.first_step]


def text_of(pdf: bytes) -> str:
    """The words of the one page of a file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


@pytest.fixture
def typeset(press: Press, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the press is asked to set from now on."""
    asked: list[str] = []
    original = press.typeset

    def noted(html: str, *, endless: float | None = None) -> object:
        asked.append(html)
        return original(html, endless=endless)

    monkeypatch.setattr(press, "typeset", noted)
    return asked


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_a_hundred_tries_fit_one_page(
    env: Environment, press: Press, typeset: list[str], paper: Paper
) -> None:
    """Thirty-four weeks with three tries each stand on a page, set once, at 7.5 pt or more."""
    deck = of_weeks(34, 3)
    text = text_of(pressed(deck, env, press, paper))
    assert len(typeset) == 1
    assert text.count(deck.labels["programme_review"]) == 34
    assert sum(text.count(title) for title in TITLES) >= 102
    assert step_of(deck, env, paper).points >= SMALLEST


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
@pytest.mark.parametrize(("weeks", "tries"), [(1, 3), (4, 3), (5, 4), (12, 3)])
def test_a_plan_is_set_once(
    env: Environment, press: Press, typeset: list[str], paper: Paper, weeks: int, tries: int
) -> None:
    """What is likely to fit does fit, so that the press sets each plan a single time."""
    pressed(of_weeks(weeks, tries), env, press, paper)
    assert len(typeset) == 1


def test_a_short_programme_has_room_to_write(env: Environment, press: Press) -> None:
    """A plan of one week shows each ask with both its questions."""
    deck = of_weeks(1, 3)
    ask = deck.challenges[0]
    text = text_of(pressed(deck, env, press))
    assert text.count(ask.ask) == text.count(ask.predict) == text.count(ask.after) == 3


def test_a_longer_programme_shows_less_of_each_ask(env: Environment) -> None:
    """The more weeks there are, the less is shown of each ask, down to the title alone."""
    details = [step_of(of_weeks(weeks, 3), env).detail for weeks in (1, 4, 12, 34)]
    assert details == ["questions", "asks", "titles", "dense"]


def test_no_type_is_too_small_to_read(env: Environment) -> None:
    """No way of setting a plan, and nothing around the weeks, goes below 7.5 pt."""
    steps = plan_of(of_weeks(6, 1), env).steps + plan_of(of_weeks(1, 1), env).steps
    assert min(step.points for step in steps) >= SMALLEST
    html = plan_of(of_weeks(34, 3), env).document([("two-weeks", 0)])
    style = html[html.index("<style>") : html.index("</style>")]
    assert min(map(float, re.findall(r"font-size: ([\d.]+)pt", style))) >= SMALLEST
    assert re.findall(r"font-size: (0?\.\d+)em", style) == []


def test_bubbles_are_large_enough_to_fill_in(env: Environment) -> None:
    """Even in the densest plan the bubble of a try has 3.5 mm for a pen."""
    html = plan_of(of_weeks(34, 3), env).document([("two-weeks", 0)])
    found = re.search(r"\.dense \.try, .*background-size: ([\d.]+)em", html)
    assert found
    assert float(found[1]) * SMALLEST * POINT >= 3.5


def test_rest_and_reviews_are_said(env: Environment, press: Press) -> None:
    """Days of rest, tasks and reviews stand in the plan by their words."""
    deck = builders.deck()
    text = text_of(pressed(deck, env, press))
    labels = deck.labels
    assert f"2–3 {labels['programme_rest']}" in text
    assert "Write down what you saw." in text
    assert text.count(labels["programme_review"]) == 2


def test_a_plan_says_what_counts_and_where_help_is(env: Environment, press: Press) -> None:
    """The promise, what counts, when to stop and whom to call stand on every plan."""
    deck = builders.deck()
    text = text_of(pressed(deck, env, press))
    assert deck.ethics.promise in text
    assert deck.labels["plan_count"] in text
    assert deck.help.stop_card[0] in text
    assert [line.on_card for line in deck.helplines.lines if line.on_card and line.on_card not in text] == []


@pytest.mark.parametrize("weeks", [1, 5, 20])
def test_screen_readers_get_all_of_it(env: Environment, press: Press, tmp_path: Path, weeks: int) -> None:
    """Plans of every density keep each rule of PDF/UA-1 that a program can check (veraPDF)."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(pressed(of_weeks(weeks, 3), env, press))
    assert verapdf.faults(path) == []


def test_a_programme_that_is_too_long_is_named(env: Environment, press: Press) -> None:
    """A programme that does not fit one page even at its smallest is refused by name, with a way out."""
    deck = of_weeks(52, 6)
    with pytest.raises(DeckError) as caught:
        pressed(deck, env, press)
    (problem,) = caught.value.problems
    assert problem.source.file == "deck/programmes/two-weeks.yaml"
    assert problem.field == "weeks"
    expected = r"the plan of 'Many tries' is [\d.]+ mm too long for one page of A4, even at its smallest type"
    assert re.fullmatch(expected, problem.what)
    assert problem.help


def test_weeks_stay_in_order(env: Environment) -> None:
    """Columns are read from left to right, and the highest is as low as can be."""
    html = plan_of(of_weeks(9, 3), env).document([("two-weeks", 0)])
    label = builders.small_deck().deck.labels["programme_week"]
    assert [int(number) for number in re.findall(rf"<span>{label} (\d+)</span>", html)] == list(range(1, 10))


def test_words_cannot_break_the_page(env: Environment) -> None:
    """HTML in a title or a task is printed and never obeyed."""
    ask: Challenge = builders.challenge(title="<b>A pen</b>")
    task = Day(day=2, task="<script>x</script>")
    days = (Day(day=1, ask=ask.id), task, Day(day=7, review=True))
    programme: Programme = builders.programme(weeks=(Week(title="<i>", why="So.", days=days),))
    deck = changed(builders.deck(), challenges=(ask,), programmes=(programme,))
    html = plan_of(deck, env).document([(programme.id, 0)])
    assert "&lt;b&gt;A pen&lt;/b&gt;" in html
    assert "<script" not in html
    assert "<i>" not in html


def test_every_way_has_its_spacing() -> None:
    """Each density has a spacing, and lines never touch."""
    assert set(SPACING) == {"questions", "asks", "titles", "dense"}
    assert min(space.leading for space in SPACING.values()) >= 1.2
