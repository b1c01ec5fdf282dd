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
from generator.build.faults import card_problem
from generator.cards import faces
from generator.cards.fitting import LEADING, POINT, Sentences, back_title, columns, guide_steps, type_steps
from generator.cards.qr import code
from generator.model import CardSize, Deck
from generator.pdf import Piece, Press
from generator.problems import MisfitError
from generator.templating import environment

REAL = builders.real_deck().deck
SIZES = {size.id: size for size in REAL.geometry.cards}
POKER = SIZES["poker"]
SENTENCES = Sentences(REAL, POKER, fonts.width)
CARDS = faces.keys(REAL)
SOLID = faces.Look(fonts.addresses(), fonts.width, ink="full")
LOW_INK = faces.Look(fonts.addresses(), fonts.width, ink="low")


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
        for line in SENTENCES.lines(ask.id, step):
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

    def height(at: int) -> float:
        return len(SENTENCES.lines(key, at)) * LEADING * steps[at][0] * POINT

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


# Sizes, and what is behind a card


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def set_whole(deck: Deck, env: Environment, size: CardSize, ink: str, keys: list[str]) -> list[str]:
    """What does not fit of these pages, with the millimetres it is too long by."""
    look = faces.Look(fonts.addresses(), fonts.width, ink=ink)
    sentences = Sentences(deck, size, fonts.width)
    style = faces.style(deck, env, size, look)
    press = Press([builders.REPOSITORY / "templates", fonts.FOLDER], fonts.FAMILY, style=style)
    document, unfit = press.fit(
        {key: sentences.first_step(key) for key in keys},
        lambda plan: faces.document(deck, env, size, plan, look),
        sentences.next_step,
    )
    assert len(document.pages) == len(keys)
    return [f"{piece.key}: {piece.over}" for piece in unfit]


def longest(count: int = 3) -> list[str]:
    """The asks and companions with most letters, on their fronts or their backs."""
    asks = {
        ask.id: (len(ask.ask), len(ask.words), len(ask.words + ask.smaller + ask.kind_check + ask.after))
        for ask in REAL.challenges
    }
    cards = {card.id: (len(card.lead), len("".join(card.lines))) for card in REAL.companions}
    found = [sorted(asks, key=lambda key: asks[key][n])[-count:] for n in range(3)]
    found += [sorted(cards, key=lambda key: cards[key][n])[-count:] for n in range(2)]
    found += [[card.id for card in REAL.companions if card.look != "companion"]]
    return list(dict.fromkeys(key for keys in found for key in keys))


@pytest.mark.parametrize("name", SIZES)
def test_the_fullest_cards_fit_every_size(env: Environment, name: str) -> None:
    """On every size the longest cards of the real deck fit, front and guide back, above the type floors."""
    size = SIZES[name]
    backs = [faces.behind(REAL, size, key, "guide") for key in longest()]
    keys = [*longest(), *dict.fromkeys(key for key in backs if key)]
    assert set_whole(REAL, env, size, "full", keys) == []


def test_a_back_that_is_too_long_is_found_by_measuring(env: Environment) -> None:
    """Text that would enter the safe zone of a guide back is reported with its key and millimetres."""
    deck = with_ask("Ask for a chair.", kind_check="Wide " * 27 + "on.", words="Long " * 25 + "on.")
    size = builders.changed(SIZES["mini"], height=45.0)
    (said,) = set_whole(deck, env, size, "full", [faces.guide_back(deck.challenges[0].id)])
    key, _, over = said.partition(": ")
    assert key == faces.guide_back(deck.challenges[0].id)
    assert float(over) > 1


def test_a_back_that_is_too_long_leads_to_its_own_text() -> None:
    """The problem names the file of the ask and its kind check, says it is the back, and by how much."""
    ask = builders.small_deck().deck.challenges[0]
    piece = Piece(faces.guide_back(ask.id), 3, 2.04)
    problem = card_problem(builders.small_deck().deck, builders.small_deck().places, piece, "The deck")
    assert problem.field == "kind_check"
    assert f"{ask.id}.yaml" in problem.source.file
    assert problem.what.startswith("on 'The deck' the text on the back is 2.0 mm too long")


def test_no_type_is_below_the_floor() -> None:
    """Nothing on a small card is below 7 pt, and nothing on a large-print card below 18 pt."""
    for size in SIZES.values():
        floor = 18 if size.id == "large" else 7
        sizes = (size.head, size.note, size.ask.smallest, size.text.smallest, size.guide.text.smallest)
        assert min(sizes) >= floor
    assert SIZES["large"].width >= 105
    assert SIZES["large"].height >= 148
    assert SIZES["large"].ask.smallest >= 26


def test_style_sheets_have_no_other_type(env: Environment) -> None:
    """Every size of type in a style sheet is one of the card's own, or of the title on the back."""
    for size in SIZES.values():
        css = faces.style(REAL, env, size, SOLID)
        found = {float(points) for points in re.findall(r"font-size: ([\d.]+)pt", css)}
        own = {size.head, size.note} | {points for points, _ in guide_steps(size)}
        own |= {points for step in type_steps(size) for points in step}
        title = back_title(REAL.imprint.title, size, fonts.width)
        assert title
        assert found == own | {title.points}
        assert not re.search(r"font-size: [\d.]+em", css)


def test_tiers_can_be_read_in_greys() -> None:
    """White text differs enough from every tier's ground in lightness alone, and so does the reverse."""
    for tier in REAL.tiers:
        assert 1.05 / (luminance(tier.colour) + 0.05) >= 4.5
    ink, voice = luminance("#20233f"), luminance("#ff8a5c")
    assert (voice + 0.05) / (ink + 0.05) >= 4.5


@pytest.mark.parametrize("name", SIZES)
def test_the_level_is_words_and_bubbles(env: Environment, name: str) -> None:
    """On every front the level is a word, and each tier's drawing differs in more than colour."""
    css = faces.style(REAL, env, SIZES[name], SOLID)
    marks = {
        re.sub(r"%23[0-9a-f]{6}", "", re.search(rf"\.t-{tier.id} \.tier {{ (.*?) }}", css)[1])
        for tier in REAL.tiers
    }
    assert len(marks) == len(REAL.tiers)
    for ask in REAL.challenges[::9]:
        (card,) = sections(faces.document(REAL, env, SIZES[name], [(ask.id, 0)], SOLID))
        assert " ".join(words(card)).startswith(REAL.tier[ask.tier].label)


def test_a_wide_card_reads_in_the_order_of_a_tall_one(env: Environment) -> None:
    """Two columns change where the words of an ask stand, not which ones or in which order."""
    for ask in REAL.challenges[::7]:
        wide, tall = (
            sections(faces.document(REAL, env, SIZES[name], [(ask.id, 0)], SOLID))[0]
            for name in ("business", "poker")
        )
        assert words(wide) == words(tall)


def test_columns_share_the_room_between_the_margins() -> None:
    """Both columns of a wide card and the gap between them are as wide as the card without its margins."""
    size = SIZES["business"]
    assert size.columns
    for kind in ("ask", "companion"):
        assert sum(columns(size, kind)) + size.columns.gap == pytest.approx(size.width - 2 * size.margin)
    with pytest.raises(ValueError, match="only a wide card has columns"):
        builders.changed(size, shape="tall")
    with pytest.raises(ValueError, match="needs 'columns'"):
        builders.changed(POKER, shape="wide")


def test_a_guide_back_has_its_parts(env: Environment) -> None:
    """Name, words, smaller, bigger, kind check, what to take care of, after: all from its own ask."""
    for ask in REAL.challenges:
        (back,) = sections(faces.document(REAL, env, POKER, [(faces.guide_back(ask.id), 0)], SOLID))
        said = " ".join(words(back))
        wanted = (ask.title, ask.words, ask.smaller, ask.bigger, ask.kind_check, ask.cautions, ask.after)
        places = [said.index(" ".join(text.split())) for text in wanted if text]
        assert places == sorted(places)
        assert ask.ask not in said


def test_cautions_move_to_the_page_before_type_goes_below_its_floor(env: Environment) -> None:
    """Steps of a guide back go down with cautions on it, then begin again with a line that names the page."""
    steps = guide_steps(POKER)
    half = len(steps) // 2
    assert [cautions for _, cautions in steps] == [True] * half + [False] * half
    ask = next(ask for ask in REAL.challenges if ask.cautions)
    key = faces.guide_back(ask.id)
    assert SENTENCES.next_step(key, half - 1, 3.0) == half
    assert SENTENCES.next_step(key, len(steps) - 1, 3.0) is None
    calm = next(ask for ask in REAL.challenges if not ask.cautions)
    assert SENTENCES.next_step(faces.guide_back(calm.id), half - 1, 3.0) is None
    (back,) = sections(faces.document(REAL, env, POKER, [(key, half)], SOLID))
    assert REAL.labels["guide_cautions_elsewhere"] in " ".join(words(back))
    assert ask.cautions not in " ".join(words(back))


def test_what_is_behind_a_card() -> None:
    """The pattern, nothing, or an ask's own back; companions keep the pattern."""
    ask, card = REAL.challenges[0].id, REAL.companions[0].id
    assert faces.behind(REAL, POKER, ask, "pattern") == faces.BACK
    assert faces.behind(REAL, POKER, ask, "none") is None
    assert faces.behind(REAL, POKER, ask, "guide") == faces.guide_back(ask)
    assert faces.behind(REAL, POKER, card, "guide") == faces.BACK
    assert faces.card_of(faces.guide_back(ask)) == faces.card_of(ask) == ask


def test_small_cards_need_their_own_backs() -> None:
    """On a small card the words, and a companion's steps, are on the back; without it, nobody prints it."""
    mini = SIZES["mini"]
    for card in REAL.companions:
        own = bool(card.lines) or card.look == "stop"
        wanted = faces.guide_back(card.id) if own else faces.BACK
        assert faces.behind(REAL, mini, card.id, "guide") == wanted
    for backs in ("pattern", "none"):
        with pytest.raises(MisfitError, match="44 × 63 mm the words do not fit on the front"):
            faces.behind(REAL, mini, CARDS[0], backs)


@pytest.mark.parametrize("name", SIZES)
def test_nothing_of_a_card_is_lost_on_a_smaller_one(env: Environment, name: str) -> None:
    """Every size tells the sentence, the words, the smaller step, and all that a companion says."""
    size = SIZES[name]
    for card in (*REAL.companions, *REAL.challenges[::5]):
        keys = [card.id, faces.behind(REAL, size, card.id, "guide")]
        html = faces.document(REAL, env, size, [(key, 0) for key in keys if key], SOLID)
        said = " ".join(words(html[html.index("<body>") :]))
        if card.id in REAL.challenge:
            told = [card.ask, card.words, card.smaller, card.kind_check, card.after if name != "mini" else ""]
        else:
            told = [card.title, card.lead, *card.lines, card.foot or ""]
        for text in told:
            assert " ".join(text.split()) in said


def test_pages_are_every_front_and_every_back_once() -> None:
    """A deck with the pattern has one back, one with guide backs as many as asks and the pattern."""
    assert faces.pages(REAL, POKER, "pattern") == [*CARDS, faces.BACK]
    assert faces.pages(REAL, POKER, "none") == CARDS
    with_guides = faces.pages(REAL, POKER, "guide")
    assert len(with_guides) == len(set(with_guides)) == len(CARDS) + 1 + len(REAL.challenges)


def test_grounds_reach_the_full_bleed(env: Environment) -> None:
    """Bands and the pattern are drawn as far beyond the trim as their page, and backs further than fronts."""
    for size in SIZES.values():
        css = faces.style(REAL, env, size, SOLID)
        assert size.bleed_behind >= size.bleed
        assert f"bleed: {size.bleed}mm; }}" in css
        assert f"@page pattern {{ bleed: {size.bleed_behind}mm; }}" in css
        assert f"margin: 0 -{size.bleed}mm -{size.bleed}mm" in css
        assert f".guide .band {{ margin: 0 -{size.bleed_behind}mm -{size.bleed_behind}mm" in css
        assert f"left: -{size.bleed_behind}mm; top: -{size.bleed_behind}mm" in css
    assert builders.card_size(bleed=3.5, back_bleed=None).bleed_behind == 3.5


def test_a_code_leads_to_the_page_of_its_ask(env: Environment) -> None:
    """With an address of the guide, each ask's own back has a code, wide enough and with a quiet zone."""
    imprint = builders.changed(REAL.imprint, site_url="https://example.org/asks/")
    deck = REAL.model_copy(update={"imprint": imprint})
    key = faces.guide_back(deck.challenges[0].id)
    html = faces.document(deck, env, POKER, [(key, 0), (deck.challenges[0].id, 0)], SOLID)
    wanted = code(f"https://example.org/asks/asks/{deck.challenges[0].id}.html", POKER.guide.code)
    assert html.count('class="code"') == 1
    assert f'style="width: {wanted.width}mm" alt="{REAL.labels["guide_code"]}"' in html
    assert POKER.guide.code >= 12
    modules = int(re.search(r'viewBox="0 0 (\d+)', wanted.svg)[1]) - 8
    assert wanted.width * modules / (modules + 8) == pytest.approx(POKER.guide.code, abs=0.01)
    assert 'class="code"' not in faces.document(REAL, env, POKER, [(key, 0)], SOLID)
