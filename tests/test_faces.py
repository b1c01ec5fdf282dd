"""What generator.cards.faces and generator.cards.fitting promise: every card once, in readable HTML."""

from __future__ import annotations

import re
from itertools import pairwise

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from generator import fonts
from generator.cards import faces
from generator.cards.fitting import LEADING, POINT, Sentences, back_title, type_steps
from generator.model import Deck
from generator.templating import environment

REAL = builders.real_deck().deck
POKER = REAL.geometry.cards[0]
SENTENCES = Sentences(REAL, POKER, fonts.width)
CARDS = faces.keys(REAL)
SOLID = faces.Look(fonts.addresses(), fonts.width, solid=True)
LOW_INK = faces.Look(fonts.addresses(), fonts.width, solid=False)


@pytest.fixture(scope="module")
def env() -> Environment:
    """The environment with the real templates."""
    return environment(builders.REPOSITORY / "templates", builders.REPOSITORY / "docs")


def sections(html: str) -> list[str]:
    """The cards of a document."""
    return re.findall(r'<section class="card.*?</section>', html, re.DOTALL)


def words(html: str) -> list[str]:
    """The text of some HTML, in reading order."""
    return re.sub(r"<[^>]+>", " ", html).split()


def with_ask(text: str, **changes: object) -> Deck:
    """The small deck with one ask of these words."""
    ask = builders.challenge(ask=text, **changes)
    others = [other for other in builders.deck().challenges if other.id != ask.id]
    return builders.deck(challenges=(ask, *others))


def test_every_card_has_one_face() -> None:
    """Each companion and each ask is a key once; companions, which say how to use the rest, come first."""
    assert [card.id for card in REAL.companions] + [ask.id for ask in REAL.challenges] == CARDS
    assert len(set(CARDS)) == len(CARDS)


def test_no_card_can_be_called_as_the_back() -> None:
    """The key of the back cannot be an id, so no card of a deck can take its place."""
    with pytest.raises(ValueError, match="id"):
        builders.challenge(id=faces.BACK)


def test_the_sentence_shrinks_first_and_the_text_last() -> None:
    """Steps go down from the wanted sizes to the floor; the text keeps its size while the ask can give."""
    steps = type_steps(POKER)
    assert steps[0] == (POKER.ask.largest, POKER.text.largest)
    assert steps[-1] == (POKER.ask.smallest, POKER.text.smallest)
    for (ask, text), (smaller_ask, smaller_text) in pairwise(steps):
        assert (smaller_ask < ask) != (smaller_text < text)
        assert smaller_text == text or ask == POKER.ask.smallest


def test_steps_end_at_the_floor_exactly() -> None:
    """Sizes that the step does not divide evenly still end at the floor, and never below it."""
    span = {"largest": 16, "smallest": 12.2, "step": 0.5}
    asks = [ask for ask, _ in type_steps(builders.card_size(ask=span))]
    assert min(asks) == 12.2
    assert asks == sorted(asks, reverse=True)


def test_a_document_has_one_page_for_each_card(env: Environment) -> None:
    """A plan of cards becomes as many sections, in the order of the plan, each at its own step."""
    plan = [(CARDS[3], 2), (faces.BACK, 0), (CARDS[-1], 0), (CARDS[40], 7)]
    found = sections(faces.document(REAL, env, POKER, plan, SOLID))
    assert [re.search(r'id="start\.([^"]+)"', part)[1] for part in found] == [key for key, _ in plan]
    assert [" s2" in part.partition(">")[0] for part in found] == [True, False, False, False]


def test_every_face_can_be_measured(env: Environment) -> None:
    """Each face says where it starts and where its text ends, and each card where its floor is."""
    html = faces.document(REAL, env, POKER, [(key, 0) for key in (faces.BACK, *CARDS)], SOLID)
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for key in (faces.BACK, *CARDS):
        assert f"start.{key}" in ids
        assert f"end.{key}" in ids
    assert [name for name in ids if name.startswith("floor.")] == [f"floor.{key}" for key in CARDS]


def test_an_ask_reads_in_order(env: Environment) -> None:
    """Tier, setting, ask, words, smaller version: nothing is told by colour or drawing alone."""
    for ask in REAL.challenges:
        (card,) = sections(faces.document(REAL, env, POKER, [(ask.id, 0)], SOLID))
        wanted = [
            REAL.tier[ask.tier].label,
            REAL.setting[ask.setting].label,
            ask.ask,
            REAL.labels["words_with_a_way_out"],
            ask.words,
            REAL.labels["smaller"],
            ask.smaller,
        ]
        assert words(card) == " ".join(wanted).split()


def test_a_companion_reads_in_order(env: Environment) -> None:
    """Name, sentence, steps, last word."""
    for card in REAL.companions:
        if card.look == "stop":
            continue
        (face,) = sections(faces.document(REAL, env, POKER, [(card.id, 0)], SOLID))
        assert words(face) == " ".join([card.title, card.lead, *card.lines, card.foot or ""]).split()


def test_the_stop_card_has_the_numbers_and_when_they_were_checked(env: Environment) -> None:
    """Every helpline that belongs on the card is there, with the oldest day of a check."""
    (stop,) = [card for card in REAL.companions if card.look == "stop"]
    (face,) = sections(faces.document(REAL, env, POKER, [(stop.id, 0)], SOLID))
    said = " ".join(words(face))
    lines = [line for line in REAL.helplines.lines if line.on_card]
    assert len(lines) >= 3
    for line in lines:
        assert line.on_card in said
    checked = min(line.checked.date for line in lines)
    assert f"{checked.day} {checked:%B %Y}" in said


def test_words_of_the_deck_are_never_markup(env: Environment) -> None:
    """What looks like HTML in a deck is printed as it stands."""
    deck = with_ask("Ask <b>Ann & Bob</b> for one.", words="“<script>x</script>”", smaller="Ask <i>one</i>.")
    html = faces.document(deck, env, POKER, [(deck.challenges[0].id, 0)], SOLID)
    assert "<b>" not in html
    assert "<script" not in html
    assert "<i>" not in html
    assert "Ask &lt;b&gt;Ann &amp; Bob" in " ".join(words(html))


def test_the_first_card_of_every_tier_opens_a_chapter(env: Environment) -> None:
    """In the whole deck one card of each tier that has asks is marked, in the order of the ladder."""
    html = faces.document(REAL, env, POKER, [(key, 0) for key in CARDS], SOLID)
    opening = [part for part in sections(html) if " opens" in part.partition(">")[0]]
    tiers = [re.search(r" t-([a-z-]+) ", part)[1] for part in opening]
    assert tiers == [tier.id for tier in REAL.tiers if any(ask.tier == tier.id for ask in REAL.challenges)]


def test_a_chunk_does_not_open_a_chapter_of_its_own(env: Environment) -> None:
    """A card is marked for its place in the deck, not in the document that happens to hold it."""
    html = faces.document(REAL, env, POKER, [(REAL.challenges[1].id, 0)], SOLID)
    assert REAL.challenges[0].tier == REAL.challenges[1].tier
    assert " opens" not in html


def test_low_ink_has_no_dark_ground(env: Environment) -> None:
    """Without solid ink no page and no band has a ground, and the drawings are outlines."""
    css = faces.style(REAL, env, POKER, LOW_INK)
    assert not re.search(r"@page dark|background: #20233f", css)
    for tier in REAL.tiers:
        assert f"background: {tier.colour}" not in css
        assert f"background: {tier.colour}" in faces.style(REAL, env, POKER, SOLID)


def test_the_paper_is_the_ground(env: Environment) -> None:
    """Cards are set without a paper colour; only the screen edition is laid on one, afterwards."""
    assert "background: #fdf7ec" not in faces.style(REAL, env, POKER, SOLID)


def test_the_style_has_every_step(env: Environment) -> None:
    """Each step of type is a class of the style sheet, in points."""
    css = faces.style(REAL, env, POKER, SOLID)
    for step, (ask, text) in enumerate(type_steps(POKER)):
        assert f".s{step} {{ font-size: {text}pt; }}" in css
        assert f".s{step} .big {{ font-size: {ask}pt; }}" in css


@pytest.mark.parametrize("step", range(len(type_steps(POKER))))
def test_every_line_of_a_sentence_fits_across(step: int) -> None:
    """At every step all lines of all real asks are narrower than the card without its margins."""
    points = type_steps(POKER)[step][0]
    room = POKER.width - 2 * POKER.margin
    for ask in REAL.challenges:
        for line in SENTENCES.lines(ask.ask, step):
            assert fonts.width(line, 800) * points * POINT <= room


@given(
    st.sampled_from(CARDS),
    st.integers(0, len(type_steps(POKER)) - 1),
    st.one_of(st.none(), st.floats(0.01, 60)),
)
def test_no_step_that_could_fit_is_passed_over(key: str, step: int, over: float | None) -> None:
    """The next step is smaller, and each step between saves fewer lines than the card is too long by."""
    steps = type_steps(POKER)
    following = SENTENCES.next_step(key, step, over)
    text = {card.id: card.lead for card in REAL.companions} | {ask.id: ask.ask for ask in REAL.challenges}

    def height(at: int) -> float:
        return len(SENTENCES.lines(text[key], at)) * LEADING * steps[at][0] * POINT

    assert (following is None) == (step == len(steps) - 1)
    assert following is None or following > step
    for between in range(step + 1, len(steps) if following is None else following):
        assert over is not None
        assert steps[between][1] == steps[step][1], "a step that shrinks the small text is always tried"
        assert height(step) - height(between) < over


def test_after_the_last_step_there_is_none() -> None:
    """A card that is too long at the floor cannot shrink further."""
    assert SENTENCES.next_step(CARDS[0], len(type_steps(POKER)) - 1, 3.0) is None


def test_a_long_word_begins_at_the_step_where_it_fits() -> None:
    """A word that is too wide for the wanted size starts smaller; other cards start at the top."""
    deck = with_ask("Ask them for an Überraschungsfeier.")
    sentences = Sentences(deck, POKER, fonts.width)
    step = sentences.first_step(deck.challenges[0].id)
    room = POKER.width - 2 * POKER.margin
    widths = [fonts.width("Überraschungsfeier.", 800) * ask * POINT for ask, _ in type_steps(POKER)]
    assert 0 < step < len(type_steps(POKER)) - 1
    assert widths[step] <= room < widths[step - 1]
    assert sentences.first_step(deck.challenges[1].id) == 0
    assert sentences.first_step(faces.BACK) == 0
    assert sentences.too_wide() == []


def test_a_word_wider_than_its_card_is_named() -> None:
    """A word that is too wide even at the floor is found, with its card and by how many millimetres."""
    deck = with_ask("Ask for the Donaudampfschifffahrtsgesellschaft now.")
    (wide,) = Sentences(deck, POKER, fonts.width).too_wide()
    drawn = fonts.width("Donaudampfschifffahrtsgesellschaft", 800) * POKER.ask.smallest * POINT
    assert (wide.key, wide.word) == (deck.challenges[0].id, "Donaudampfschifffahrtsgesellschaft")
    assert wide.over == pytest.approx(drawn - (POKER.width - 2 * POKER.margin), abs=0.01)
    assert wide.over > 0


def test_the_real_deck_has_no_word_that_is_too_wide() -> None:
    """Every word of every big sentence fits across a card."""
    assert SENTENCES.too_wide() == []


@pytest.mark.parametrize(
    ("title", "most_lines"), [("Ask Anyway", 2), ("One very long name of a deck of asks", 5), ("Ask", 1)]
)
def test_the_title_on_the_back_is_as_large_as_its_bubble_allows(title: str, most_lines: int) -> None:
    """The deck's name keeps all its words and fits the bubble, in smaller type if it must."""
    back = back_title(title, POKER, fonts.width)
    assert back
    assert " ".join(back.lines) == title.lower()
    assert len(back.lines) <= most_lines
    for line in back.lines:
        assert fonts.width(line, 800) * back.points * 25.4 / 72 <= 0.36 * POKER.width + 0.01


def test_a_title_too_long_for_the_back_is_noticed() -> None:
    """A name that no type is small enough for has no title on the back, so that the build can say so."""
    assert back_title("Donaudampfschifffahrtsgesellschaftskarte", POKER, fonts.width) is None
