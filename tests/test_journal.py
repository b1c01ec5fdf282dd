"""generator.journal: which pages a booklet has, what stands on them, and what cannot be one."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import builders
import pikepdf
import pypdfium2
import pytest
from builders import REPOSITORY, changed
from pydantic import ValidationError

from generator import fonts, journal
from generator.load import load
from generator.model import Deck, Journal, JournalEdition, Tries
from generator.model.journal import Care, Notes, Prompt, Prompts, Ratings, Scale, Table
from generator.pdf import Press, checked_pages
from generator.problems import DeckError
from generator.templating import environment

REAL = builders.real_deck().deck
SMALL = builders.small_deck().deck
EDITION = REAL.journal.editions[0]


def edition(tries: int) -> JournalEdition:
    """The real edition with another number of tries."""
    return changed(EDITION, tries=tries)


def booklet(deck: Deck = REAL, of: JournalEdition = EDITION) -> str:
    """An edition as HTML."""
    env = environment(REPOSITORY / "templates", REPOSITORY / "docs")
    return journal.booklet(deck, env, of, fonts=fonts.addresses())


def words(text: str) -> str:
    """What a reader reads of some HTML, one space between words."""
    body = text.partition("<body>")[2] or text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(text: str, page: str) -> str:
    """The HTML of one page."""
    return next(part for part in text.split("<section") if f'id="start.{page}"' in part)


def with_pages(*entries: Any) -> Journal:
    """The small journal with other pages."""
    return changed(SMALL.journal, pages=entries)


def entry(kind: type) -> Any:
    """The real journal's first entry of one kind."""
    return next(page for page in REAL.journal.pages if isinstance(page, kind))


def faults(of: Journal, deck: Deck = SMALL) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a journal, without the help."""
    return [(loc, what) for loc, what, _ in journal.journal_problems(changed(deck, journal=of))]


def test_the_booklet_for_30_tries_in_order() -> None:
    """Thirty tries make 48 pages, twelve sheets: help inside the cover, nothing to read on the back."""
    order = [page.id for page in journal.pages(REAL.journal, EDITION)]
    assert order[:9] == [
        "cover", "care", "how-to-use", "promise", "ratings", "ladder-1", "ladder-2", "plan", "tracker",
    ]  # fmt: skip
    assert order[9:18] == [f"try-{number}" for number in range(1, 8)] + ["review-7", "try-8"]
    assert order[-6:] == ["try-30", "rate-again", "closing", "notes", "colophon", "back"]
    assert len(order) == 48


@pytest.mark.parametrize("tries", [1, 2, 7, 12, 30, 31, 100, 200])
def test_any_number_of_tries_folds(tries: int) -> None:
    """Each edition has all its tries, in order, and a multiple of four pages."""
    order = journal.pages(REAL.journal, edition(tries))
    assert [page.numbers[0] for page in order if page.kind == "try"] == list(range(1, tries + 1))
    assert len(order) % 4 == 0
    assert len({page.id for page in order}) == len(order)


@pytest.mark.parametrize(
    ("tries", "looks_back_on"),
    [
        (30, [(1, 7), (8, 14), (15, 21), (22, 28)]),
        (12, [(1, 7), (8, 12)]),
        (10, [(1, 7)]),
        (3, []),
    ],
)
def test_looking_back(tries: int, looks_back_on: list[tuple[int, int]]) -> None:
    """Every seventh try is followed by a look back, and so is the end if more than half as many are left."""
    order = journal.pages(REAL.journal, edition(tries))
    reviews = [(page.numbers[0], page.numbers[-1]) for page in order if page.kind == "review"]
    assert reviews == looks_back_on


def test_the_ladder_lies_open() -> None:
    """The ladder's two pages face each other (left pages are even) and share its rungs."""
    order = journal.pages(REAL.journal, EDITION)
    numbers = {page.id: number for number, page in enumerate(order, start=1)}
    assert numbers["ladder-1"] % 2 == 0
    assert numbers["ladder-2"] == numbers["ladder-1"] + 1
    rungs = [page.numbers for page in order if page.id.startswith("ladder")]
    assert [*rungs[0], *rungs[1]] == list(range(1, 27))


def test_one_section_a_page() -> None:
    """Every page is one section that begins with its own start marker and ends with its own end marker."""
    text = booklet()
    order = [page.id for page in journal.pages(REAL.journal, EDITION)]
    assert re.findall(r'<section class="page [a-z]+" id="start\.([^"]+)"', text) == order
    assert re.findall(r'<div id="end\.([^"]+)"></div>\s*</section>', text) == order
    assert text.count("<section") == len(order)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(set(ids)) == len(ids)


def _written(value: Any) -> Iterator[str]:
    """Every text that an author wrote to be read, without ids, kinds and references."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name not in ("id", "kind", "scale", "choices_from", "turn_to", "signs", "part"):
                yield from _written(inside)
    elif isinstance(value, (list, tuple)):
        for inside in value:
            yield from _written(inside)
    elif isinstance(value, str):
        yield value


def test_every_word_of_the_journal_is_printed() -> None:
    """Titles, prompts, hints, choices and notes of journal.yaml all stand in the booklet."""
    read = words(booklet())
    dumped = REAL.journal.model_dump()
    for text in _written([dumped["pages"], dumped["privacy"], EDITION.cover]):
        assert " ".join(text.split()) in read, text


@pytest.mark.parametrize("scale", REAL.journal.scales, ids=lambda scale: scale.id)
def test_a_scale_says_what_it_shows(scale: Scale) -> None:
    """The picture of a scale has words for those who do not see it; other scales are never drawn."""
    ends = [f"{scale.low}, {scale.low_label}", f"{scale.high}, {scale.high_label}"]
    sentence = f", {REAL.labels['journal_to']} ".join(ends) + "."
    asked = [prompt.scale for page in REAL.journal.pages for _, prompt in journal.prompts(page)]
    assert (f'{REAL.labels["journal_circle"]} {sentence}"' in booklet()) == (scale.id in asked)


def test_kinds_of_no_and_signs_come_from_the_protocol() -> None:
    """A try page offers the protocol's kinds of no, and a look back its signs of misuse."""
    text = booklet()
    for kind in REAL.protocol.kinds_of_no:
        assert kind.title in words(section(text, "try-30"))
    for sign in REAL.protocol.misuse_signs:
        assert sign in words(section(text, "review-28"))


def test_help_stands_inside_the_cover() -> None:
    """The second page has the chosen stop signs with what to do, the stop card's helplines and their date."""
    care = words(section(booklet(), "care"))
    lines = [line for line in REAL.helplines.lines if line.on_card]
    for name in entry(Care).signs:
        sign = next(sign for sign in REAL.help.stop_signs if sign.id == name)
        assert sign.sign in care
        assert sign.do in care
    for line in lines:
        assert str(line.on_card) in care
    assert REAL.help.emergency.heading in care
    assert REAL.helplines.everywhere_url.removeprefix("https://") in care
    checked = min(line.checked.date for line in lines)
    assert f"{checked.day} {checked:%B %Y}" in care


@pytest.mark.parametrize("against", ["copy", "live page"])
def test_the_inside_cover_says_what_checked_means(against: str) -> None:
    """One number that was only compared with a copy is enough to say so under all of them."""
    line = builders.helpline()
    lines = (line, changed(line, id="other", checked=changed(line.checked, against=against)))
    deck = builders.deck(helplines=changed(SMALL.helplines, lines=lines))
    live = changed(line, checked=changed(line.checked, against="live page"))
    if against == "live page":
        deck = changed(deck, helplines=changed(SMALL.helplines, lines=(live, lines[1])))
    care = words(section(booklet(deck, SMALL.journal.editions[0]), "care"))
    assert (REAL.labels["numbers_compared"] in care) == (against == "copy")
    assert (REAL.labels["journal_checked_live"] in care) == (against == "live page")


def test_a_stranger_reads_nothing_about_rejection() -> None:
    """The front has the deck's name, the edition's quiet words and the three steps; the back has no word."""
    text = booklet()
    steps = " · ".join(step.title for step in REAL.protocol.three)
    assert words("<body>" + section(text, "cover").partition(">")[2]) == f"ask anyway {EDITION.cover} {steps}"
    assert words("<body>" + section(text, "back").partition(">")[2]) == ""
    assert "rejection" not in words(section(text, "cover")).lower()


def test_quiet_bubbles_leave_room_for_the_one_that_speaks() -> None:
    """On the front the quiet bubbles stay clear of the big one and of the trim; the back has them all."""
    size = REAL.journal.sizes[0]
    around = set(journal.bubble_field(size, speaks=True))
    everywhere = set(journal.bubble_field(size, speaks=False))
    middle, height = journal.speaker(size)
    assert around < everywhere
    assert all(abs(x - middle) > 30 or abs(y - height) > 30 for x, y in around)
    assert all(13 <= x <= size.width - 13 and 13 <= y <= 0.8 * size.height for x, y in everywhere)


def test_pages_that_belong_together_name_their_numbers() -> None:
    """Each look back says on which pages help and the ratings stand."""
    order = [page.id for page in journal.pages(REAL.journal, EDITION)]
    review = words(section(booklet(), "review-14"))
    for name in entry(Tries).review.turn_to:
        title = next(page.title for page in REAL.journal.pages if getattr(page, "id", "") == name)
        assert f"{title}: {REAL.labels['journal_page']} {order.index(name) + 1}" in review


def test_milestones_beyond_the_tries_are_left_out() -> None:
    """An edition for ten tries has no milestone at thirty."""
    tracker = words(section(booklet(of=edition(10)), "tracker"))
    assert "Try 10" in tracker
    assert "Try 30" not in tracker


def test_what_an_author_writes_is_shown_and_not_obeyed() -> None:
    """Angle brackets, quotes and braces in a journal are printed as they are."""
    odd = '<b>x</b> & "{{ y }}"'
    prompt = Prompt(id="odd", label=odd, lines=1)
    pages = (*SMALL.journal.pages[:2], Prompts(kind="prompts", id="why", title=odd, prompts=(prompt,)))
    deck = builders.deck(journal=with_pages(*pages, *SMALL.journal.pages[3:]))
    text = section(booklet(deck, SMALL.journal.editions[0]), "why")
    assert "<b>x</b>" not in text
    assert text.count(html.escape(odd).replace("&quot;", "&#34;")) == 2


def test_a_page_to_read_has_paragraphs() -> None:
    """A page to read is light Markdown, and its citations are left out on paper."""
    page = {"kind": "reading", "id": "read", "title": "Read", "text": "One *word*. [@first]\n\n- two"}
    small = SMALL.journal.model_dump()
    of = Journal.model_validate({**small, "pages": [*small["pages"][:-1], page, small["pages"][-1]]})
    text = section(booklet(builders.deck(journal=of), SMALL.journal.editions[0]), "read")
    assert "<p>One <em>word</em>.</p>" in text
    assert "<li>two</li>" in text
    assert "@" not in text


def test_the_real_journal_and_the_small_one_hold_together() -> None:
    """Nothing is wrong with the journals that the other tests change."""
    assert journal.journal_problems(REAL) == []
    assert journal.journal_problems(SMALL) == []


def test_what_a_journal_names_is_there() -> None:
    """Sizes, scales, stop signs and pages that are named exist; if not, the nearest name is offered."""
    cover, care, prompts, tries, *rest = SMALL.journal.pages
    assert isinstance(tries, Tries)
    assert isinstance(prompts, Prompts)
    ratings = changed(entry(Ratings), scale="tensoin")
    of = with_pages(
        cover,
        changed(care, signs=("wors",)),
        changed(prompts, turn_to=("notse",)),
        changed(tries, review=changed(tries.review, turn_to=("whi",))),
        ratings,
        *rest,
    )
    of = changed(of, scales=(changed(of.scales[0], id="tensions"),))
    assert journal.journal_problems(changed(SMALL, journal=of)) == [
        (("pages", 1, "signs", 0), "no stop sign is called 'wors'", "did you mean 'worse'?"),
        (("pages", 2, "turn_to", 0), "no page is called 'notse'", "did you mean 'notes'?"),
        (("pages", 3, "before", 1, "scale"), "no scale is called 'tension'", "did you mean 'tensions'?"),
        (("pages", 3, "review", "turn_to", 0), "no page is called 'whi'", "did you mean 'why'?"),
        (("pages", 4, "scale"), "no scale is called 'tensoin'", "did you mean 'tensions'?"),
    ]


def test_an_edition_has_a_size() -> None:
    """An edition of a size that nobody described is a mistake, and nothing else is said about it."""
    of = changed(SMALL.journal, sizes=(changed(SMALL.journal.sizes[0], id="a6"),))
    assert faults(of) == [(("editions", 0, "size"), "no size is called 'a5'")]


def test_a_booklet_that_does_not_fold() -> None:
    """Without notes that fill up, the number of pages has to be right by itself."""
    notes = next(page for page in SMALL.journal.pages if isinstance(page, Notes))
    pages = [changed(page, fills_up=False) if page == notes else page for page in SMALL.journal.pages]
    assert len(journal.pages(with_pages(*pages), SMALL.journal.editions[0])) == 8
    assert faults(with_pages(*pages)) == []
    one_more = [*pages[:-1], changed(notes, id="more", fills_up=False), pages[-1]]
    assert faults(with_pages(*one_more)) == [
        (("editions", 0), "this edition has 9 pages, but a folded sheet has 4"),
    ]


def test_a_table_for_two_pages_faces_itself() -> None:
    """Two pages of one table that lie back to back are a mistake; on a left page it is none."""
    cover, care, prompts, *rest = SMALL.journal.pages
    ladder = entry(Table)
    assert faults(with_pages(cover, care, prompts, ladder, *rest)) == []
    assert faults(with_pages(cover, care, ladder, prompts, *rest)) == [
        (("pages", 2), "'ladder' begins on page 3, so its two pages do not face each other")
    ]


def test_two_pages_have_two_names() -> None:
    """An id names one page, even if the other one got its name from counting."""
    cover, care, prompts, *rest = SMALL.journal.pages
    of = with_pages(cover, care, prompts, changed(prompts, id="try-2"), *rest)
    assert faults(of) == [
        (("pages", 4, "id"), "two pages of 'Journal for 2 tries, A5' are called 'try-2'"),
    ]


def test_two_prompts_of_a_page_have_two_names() -> None:
    """Fields are told apart by their ids within a page; a try's two halves may use the same one."""
    cover, care, prompts, tries, *rest = SMALL.journal.pages
    assert isinstance(prompts, Prompts)
    assert isinstance(tries, Tries)
    same = changed(tries.after[0], id=tries.before[0].id)
    assert faults(with_pages(cover, care, prompts, changed(tries, after=(same,)), *rest)) == []
    twice = changed(prompts, prompts=(*prompts.prompts, *prompts.prompts))
    assert faults(with_pages(cover, care, twice, tries, *rest)) == [
        (("pages", 2, "prompts", 1, "id"), "'wish' is the id of two prompts here")
    ]


def test_the_outside_is_outside() -> None:
    """The cover is first, help second, the back last, each once."""
    cover, care, *inside, back = SMALL.journal.pages
    assert faults(with_pages(care, cover, *inside, back)) == [
        (("pages", 1), "one page is of the kind 'cover', and it stands first"),
        (("pages", 0), "one page is of the kind 'care', and it stands second, inside the cover"),
    ]
    last = len(inside) + 1
    assert faults(with_pages(cover, care, *inside)) == [
        (("pages", last), "one page is of the kind 'back', and it stands last")
    ]


def test_an_unknown_kind_of_page_is_named(deck_copy: Any) -> None:
    """A page of a kind that does not exist is shown with its place and the kinds there are."""
    file = deck_copy / "journal.yaml"
    file.write_text(file.read_text("utf-8").replace("- kind: ratings", "- kind: rating"), "utf-8")
    with pytest.raises(DeckError) as error:
        load(deck_copy)
    (problem,) = error.value.problems
    assert problem.field.startswith("pages[5]")
    assert "'rating'" in problem.what
    assert problem.help == "did you mean 'ratings'?"


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({}, "there is nothing to answer with"),
        ({"scale": "a", "lines": 1}, "a scale stands alone"),
        ({"scale": "a", "choices": ["b"]}, "not two of them"),
        ({"choices": ["a"], "choices_from": "feelings"}, "not two of them"),
        ({"choices": ["a"], "blanks": [{"id": "b", "label": "c"}]}, "blanks go with lines"),
        ({"choices_from": "moods"}, "kinds-of-no"),
    ],
)
def test_a_prompt_is_answered_in_one_way(fields: dict[str, Any], what: str) -> None:
    """A prompt without anything to answer with, or with two ways that exclude each other, is refused."""
    with pytest.raises(ValidationError, match=what):
        Prompt.model_validate({"id": "x", "label": "X", **fields})


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"low": 5, "high": 5}, "low must be less than high"),
        ({"low": 0, "high": 11}, "12 circles do not fit in one row"),
        ({"low": 1, "high": 7, "suggested": 8}, "8 is suggested"),
        ({"low": 1, "high": 5, "low_label": "not in the least"}, "meet over 5 circles; 22 letters fit"),
    ],
)
def test_a_scale_can_be_circled(fields: dict[str, Any], what: str) -> None:
    """A scale goes up, fits in one row, has room for its words and suggests a number that it has."""
    with pytest.raises(ValidationError, match=what):
        Scale.model_validate({"id": "x", "low_label": "a", "high_label": "very much", **fields})


def test_nothing_is_pushed_off_a_try_page() -> None:
    """A scale's long label makes its row higher, so that it is either all there or reported."""
    tries = next(page for page in SMALL.journal.pages if isinstance(page, Tries))
    label = "How tense I was when it was at its worst, or so I remember"
    long = changed(tries, before=(changed(tries.before[1], label=label),))
    deck = builders.deck(
        journal=with_pages(*[long if page == tries else page for page in SMALL.journal.pages])
    )
    press = Press([REPOSITORY / "templates", fonts.FOLDER], fonts.FAMILY)
    document = press.typeset(booklet(deck, SMALL.journal.editions[0]))
    drawn = pypdfium2.PdfDocument(press.pdf(document))
    text = drawn[3].get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    size = SMALL.journal.sizes[0]
    assert max(box[2] for box in boxes) < (size.width - size.inner) * 72 / 25.4
    assert " ".join(text.get_text_range().split()).startswith("Try 1 Before Day calm very tense " + label)


def test_a_page_has_room_to_write() -> None:
    """Margins that take more than half of a page are refused."""
    size = REAL.journal.sizes[0]
    with pytest.raises(ValidationError, match="more than half of the page"):
        changed(size, inner=50, outer=30)


@pytest.fixture(scope="module")
def pressed() -> pikepdf.Pdf:
    """The real edition as a PDF, after every page was seen to fit."""
    press = Press([REPOSITORY / "templates", fonts.FOLDER], fonts.FAMILY, variant="pdf/ua-1")
    document = press.typeset(booklet())
    assert checked_pages(document, [page.id for page in journal.pages(REAL.journal, EDITION)]) == []
    return pikepdf.open(io.BytesIO(press.pdf(document)))


@pytest.mark.parametrize("tries", [1, 12, 100, 200])
def test_other_numbers_of_tries_fit(tries: int) -> None:
    """From one try to the most that are allowed, no page is too full."""
    press = Press([REPOSITORY / "templates", fonts.FOLDER], fonts.FAMILY, variant="pdf/ua-1")
    order = [page.id for page in journal.pages(REAL.journal, edition(tries))]
    # Page kinds that are the same in every edition were looked at above: keep what depends on the tries.
    kept = {name for name in order if not name.startswith(("try-", "review-"))} | {f"try-{tries}"}
    text = booklet(of=edition(tries))
    head, *sections = text.split("<section")
    sections[-1], end = sections[-1].split("</body>")
    few = [part for name, part in zip(order, sections, strict=True) if name in kept]
    document = press.typeset(head + "".join(f"<section{part}" for part in few) + f"</body>{end}")
    assert checked_pages(document, [name for name in order if name in kept]) == []


def test_bookmarks_lead_to_parts(pressed: pikepdf.Pdf) -> None:
    """The list of bookmarks names each part once, and not each try."""
    with pressed.open_outline() as outline:
        titles = [item.title for item in outline.root]
    parts = [getattr(page, "part", getattr(page, "title", None)) for page in REAL.journal.pages]
    assert list(dict.fromkeys(titles)) == [part for part in parts if part]
    assert "Try 2" not in titles


def test_metadata(pressed: pikepdf.Pdf) -> None:
    """The file says what it is called, in which language it is and whose it is."""
    assert str(pressed.docinfo["/Title"]) == f"{REAL.imprint.title}: {EDITION.title}"
    assert str(pressed.docinfo["/Author"]) == REAL.imprint.copyright
    assert str(pressed.Root.Lang) == REAL.imprint.language


def _colours(holder: Any) -> Iterator[tuple[float, ...]]:
    """Every colour that a page, or a drawing in it, sets."""
    for operands, operator in pikepdf.parse_content_stream(holder):
        if str(operator) in ("rg", "RG", "g", "G", "k", "K", "sc", "SC", "scn", "SCN"):
            yield tuple(float(number) for number in operands)
    for drawing in holder.get("/Resources", {}).get("/XObject", {}).values():
        if drawing.get("/Subtype") == "/Form":
            yield from _colours(drawing)


def test_black_ink_is_enough(pressed: pikepdf.Pdf) -> None:
    """Everything is black, or the white of the paper: no greys to rasterise, no colour."""
    for page in pressed.pages:
        assert set(_colours(page.obj)) <= {(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)}


def test_no_type_is_smaller_than_nine_points() -> None:
    """Type is 9 points or more on every page, also in the tracker of the longest journal."""
    for tries in (30, 100, 200):
        text = booklet(of=edition(tries))
        style = text[text.index("<style>") : text.index("</style>")]
        sizes = [float(size) for size in re.findall(r"(?:font-size:|font: \d+) ?([\d.]+)pt", style)]
        assert min(sizes) >= 9
        drawing = html.unescape(section(text, "tracker"))
        size = REAL.journal.sizes[0]
        units = float(re.search(r"viewBox=%220 0 (\d+)", drawing)[1])  # type: ignore[index]
        letters = float(re.search(r"font-size=%22([\d.]+)%22", drawing)[1])  # type: ignore[index]
        millimetres = letters * (size.width - size.inner - size.outer) / units
        assert millimetres * 72 / 25.4 == pytest.approx(9, abs=0.05)
