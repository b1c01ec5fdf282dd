"""What people print: facts of the real deck's finished PDFs, looked up in the files themselves."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import products
import pytest
import verapdf
from PIL import Image, ImageChops
from products import (
    ALL,
    DECK,
    JOURNALS,
    MM,
    ON_SCREENS,
    ON_SHEETS,
    PLANS,
    TOOLS,
    cell_text,
    drawn,
    grid,
    laid,
    opened,
)

from generator.build.downloads import Made
from generator.cards import faces, marks
from generator.model.layout import Placement

INK = 128  # of 255: darker than this is print, and lighter is paper
COPIES = [card.id for card in DECK.companions for _ in range(card.copies)]
COPIES += [ask.id for ask in DECK.challenges]
PRINTED = [card.id for card in DECK.companions] + [ask.id for ask in DECK.challenges]


@pytest.fixture(scope="session")
def made(products_folder: Path) -> dict[str, Made]:
    """The real deck's products, made once."""
    return products.make(products_folder)


def lead(key: str) -> str:
    """The big sentence of a card."""
    leads = {card.id: card.lead for card in DECK.companions} | {ask.id: ask.ask for ask in DECK.challenges}
    return leads[key]


# Every product


def test_every_product_of_the_deck_is_made(made: dict[str, Made]) -> None:
    """Each product of print.yaml, edition of journal.yaml and plan is one PDF, in that order."""
    assert list(made) == ALL


@pytest.mark.parametrize("name", ALL)
def test_a_download_says_what_is_in_the_file(made: dict[str, Made], name: str) -> None:
    """Pages, bytes and the size of the picture are the file's own; its name begins with the deck's slug."""
    said = made[name].download
    with opened(made[name]) as document:
        assert said.pages == len(document.pages)
    assert said.size == len(made[name].pdf)
    assert re.fullmatch(rf"downloads/{DECK.imprint.slug}-[a-z0-9-]+\.pdf", said.path)
    assert said.picture == said.path.removesuffix(".pdf") + ".png"


@pytest.mark.parametrize("name", ALL)
def test_a_file_has_title_and_language(made: dict[str, Made], name: str) -> None:
    """Readers show the title, which begins with the deck's, and know the language."""
    with opened(made[name]) as document:
        assert str(document.docinfo["/Title"]).startswith(f"{DECK.imprint.title}: ")
        assert str(document.Root.Lang) == DECK.imprint.language
        assert document.Root.ViewerPreferences.DisplayDocTitle is True


@pytest.mark.parametrize("name", ALL)
def test_only_our_type_is_inside(made: dict[str, Made], name: str) -> None:
    """Every font is our family, embedded, and cut down to the letters that are used."""
    with opened(made[name]) as document:
        found = products.fonts_in(document)
        for font in found:
            assert re.fullmatch(r"/[A-Z]{6}\+Ask-Sans(-[A-Za-z-]+)?", str(font.BaseFont))
            program = font.FontDescriptor.FontFile2.read_bytes()
            assert 2_000 < len(program) < 40_000  # the whole face has more than 90,000
        assert 1 <= len(found) <= 6


@pytest.mark.parametrize("name", ALL)
def test_subsets_have_names_of_their_own(made: dict[str, Made], name: str) -> None:
    """No two fonts of a file have one name: a printer that keeps type by name would mix their letters."""
    with opened(made[name]) as document:
        names = [str(font.BaseFont) for font in products.fonts_in(document)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ALL)
def test_everything_is_drawn(made: dict[str, Made], name: str) -> None:
    """There is no image of pixels in any file: all art is lines and areas, sharp at any size."""
    with opened(made[name]) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        assert [item for item in streams if item.get("/Subtype") == "/Image"] == []


@pytest.mark.parametrize("name", ALL)
def test_nothing_acts_by_itself(made: dict[str, Made], name: str) -> None:
    """No file has scripts, attachments or anything that happens when it is opened."""
    with opened(made[name]) as document:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.Root.keys())
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(document.Root.get("/Names", {}).keys())


@pytest.mark.parametrize("name", ALL)
def test_a_file_is_small(made: dict[str, Made], name: str) -> None:
    """A deck takes less than 4 kB a face, anything else less than 400 kB: a phone loads it in a moment."""
    most = 400_000
    if name in (*ON_SHEETS, *ON_SCREENS):
        own = products.product(name)
        size = next(size for size in DECK.geometry.cards if size.id == own.card)
        most = 4_000 * len(faces.pages(DECK, size, own.backs))
    assert len(made[name].pdf) < most


@pytest.mark.parametrize("name", ALL)
def test_the_picture_shows_the_first_page(made: dict[str, Made], name: str) -> None:
    """The picture is a PNG as wide as it says, in the proportions of the page, and not of one colour."""
    said = made[name].download
    with Image.open(io.BytesIO(made[name].picture)) as picture, drawn(made[name]) as document:
        assert picture.format == "PNG"
        assert picture.size == (said.picture_width, said.picture_height)
        page = document[0]
        assert picture.width / picture.height == pytest.approx(page.get_width() / page.get_height(), rel=0.01)
        shown = page.render(scale=picture.width / page.get_width()).to_pil().resize(picture.size)
        difference = ImageChops.difference(picture.convert("L"), shown.convert("L"))
        assert max(difference.reduce(16).getextrema()) < 24
        assert picture.convert("L").getextrema()[1] - picture.convert("L").getextrema()[0] > 100


# On sheets


@pytest.mark.parametrize("name", ON_SHEETS)
def test_there_are_as_many_sides_as_the_cards_need(made: dict[str, Made], name: str) -> None:
    """No sheet more than the cards need, copies counted: two sides each, or one if it is folded."""
    where = grid(name)
    cards = sum(card.copies for card in DECK.companions) + len(DECK.challenges)
    leaves = -(-cards // where.cells)
    assert made[name].download.sheets == leaves
    assert made[name].download.pages == leaves * (1 if where.sheet.flip == "fold" else 2)


@pytest.mark.parametrize("name", ON_SHEETS)
def test_sheets_have_the_size_of_the_paper(made: dict[str, Made], name: str) -> None:
    """MediaBox and TrimBox of every side are the paper, to 0.01 pt, from zero."""
    paper = grid(name).paper
    wanted = pytest.approx([0, 0, paper.width * MM, paper.height * MM], abs=0.01)
    with opened(made[name]) as document:
        for page in document.pages:
            assert [float(x) for x in page.MediaBox] == wanted
            assert [float(x) for x in page.TrimBox] == wanted
            assert "/Rotate" not in page


@pytest.mark.parametrize("name", [*ON_SHEETS, *TOOLS, *JOURNALS, *PLANS])
def test_printers_are_asked_to_keep_the_size(made: dict[str, Made], name: str) -> None:
    """What is made for paper asks not to be scaled."""
    with opened(made[name]) as document:
        assert document.Root.ViewerPreferences.PrintScaling == "/None"


@pytest.mark.parametrize("name", ON_SHEETS)
def test_printers_are_asked_for_both_sides(made: dict[str, Made], name: str) -> None:
    """The file asks to be turned over the edge for which its backs were laid out."""
    wanted = {"long-edge": "/DuplexFlipLongEdge", "short-edge": "/DuplexFlipShortEdge", "fold": "/Simplex"}
    with opened(made[name]) as document:
        assert document.Root.ViewerPreferences.Duplex == wanted[grid(name).sheet.flip]


@pytest.mark.parametrize("name", ON_SHEETS)
def test_every_cell_holds_its_own_card(made: dict[str, Made], name: str) -> None:
    """Read cell by cell, fronts are the cards in their order, and behind each lies its own back."""
    where, own = grid(name), products.product(name)
    pattern = " ".join(DECK.imprint.title.lower().split())
    fronts: list[str] = []
    with drawn(made[name]) as document:
        plan = laid(name)
        assert len(document) == len(plan)
        for page, (_, cells) in zip(document, plan, strict=True):
            for cell in cells:
                text = cell_text(page, cell.place, where.paper.height)
                if cell.front:
                    fronts.append(cell.card)
                    others = [other for other in PRINTED if other != cell.card and lead(other) in text]
                    assert lead(cell.card) in text
                    assert others == []
                elif faces.behind(DECK, where.card, cell.card, own.backs) == faces.BACK:
                    assert text == pattern
                else:
                    ask = DECK.challenge[cell.card]
                    assert [
                        words for words in (ask.title, ask.kind_check, ask.after) if words not in text
                    ] == []
    assert fronts[: len(COPIES)] == COPIES


@pytest.mark.parametrize("name", ON_SHEETS)
def test_words_keep_away_from_the_cut(made: dict[str, Made], name: str) -> None:
    """Every letter of every side lies inside one card's safe zone, or beside the cards and their bleed.

    Where a margin is narrow, words beside the cards may stand on the outermost part of the bleed.
    """
    where = grid(name)
    strip = marks.strip(where)
    kept = 1.0 if strip and not strip.two_lines else where.card.bleed - where.sheet.ruler.over
    safe, height = where.card.safe - 0.01, where.paper.height
    with drawn(made[name]) as document:
        for number, (_, cells) in enumerate(laid(name)):
            text = document[number].get_textpage()
            inner = [around(cell.place, (-safe,) * 4) for cell in cells]
            outer = [around(cell.place, tuple(min(b, kept) for b in cell.place.bleed)) for cell in cells]
            for index in range(text.count_chars()):
                box = [side / MM for side in text.get_charbox(index)]
                x1, y1, x2, y2 = box[0], height - box[3], box[2], height - box[1]
                if x1 == x2 or y1 == y2:
                    continue  # a blank
                inside = any(a <= x1 and x2 <= c and b <= y1 and y2 <= d for a, b, c, d in inner)
                beside = all(x2 < a or x1 > c or y2 < b or y1 > d for a, b, c, d in outer)
                assert inside or beside, (number, text.get_text_range(index, 20), box)


def around(place: Placement, more: tuple[float, ...]) -> tuple[float, float, float, float]:
    """The edges of a place, each moved outwards: left, top, right, bottom."""
    left, top, right, bottom = more
    return place.x - left, place.y - top, place.x + place.width + right, place.y + place.height + bottom


@pytest.mark.parametrize("name", ON_SHEETS)
def test_only_marks_lie_where_printers_do_not_reach(made: dict[str, Made], name: str) -> None:
    """In the outer 5 mm of every side there are crop marks on fronts, and nothing else."""
    where = grid(name)
    dots, edge = 8, where.sheet.printer_edge  # dots: pixels in a millimetre
    wide, high = round(where.paper.width * dots), round(where.paper.height * dots)
    inner = (round(edge * dots), round(edge * dots), wide - round(edge * dots), high - round(edge * dots))
    with drawn(made[name]) as document:
        for page, (side, _) in zip(document, laid(name), strict=True):
            image = page.render(scale=dots / MM).to_pil().convert("L").resize((wide, high))
            image.paste(255, inner)
            for mark in side.marks:
                near = 0.3
                edges = mark.x1 - near, mark.y1 - near, mark.x2 + near, mark.y2 + near
                image.paste(255, tuple(round(place * dots) for place in edges))
            assert image.getextrema()[0] > 250, f"sheet {side.sheet}"


@pytest.mark.parametrize("name", ON_SHEETS)
def test_crop_marks_are_where_the_cuts_are(made: dict[str, Made], name: str) -> None:
    """On the first sheet each mark is drawn where the geometry has it, as long and at least as thick."""
    where = grid(name)
    dots = 40
    with drawn(made[name]) as document:
        page = document[0]
        for mark in where.marks():
            middle = ((mark.x1 + mark.x2) / 2, (mark.y1 + mark.y2) / 2)
            long = mark.x2 - mark.x1 + mark.y2 - mark.y1
            image = window(page, middle, long / 2 + 0.4, where.paper.height, dots)
            centre, half = image.width / 2, 0.6 * dots  # words may stand beside a mark
            narrow = (0, centre - half, image.width, centre + half)
            if mark.x1 == mark.x2:
                narrow = (centre - half, 0, centre + half, image.height)
            image = image.crop(tuple(map(round, narrow)))
            box = ImageChops.invert(image).point(lambda level: 255 if level > INK else 0).getbbox()
            assert box is not None
            along, across = (
                (box[2] - box[0], box[3] - box[1])
                if mark.y1 == mark.y2
                else (box[3] - box[1], box[2] - box[0])
            )
            assert along / dots == pytest.approx(long, abs=0.06)
            assert across / dots == pytest.approx(where.sheet.marks.weight / 72 * 25.4, abs=0.05)


def window(page: Any, middle: tuple[float, float], half: float, height: float, dots: int) -> Image.Image:
    """A square part of a page, `half` millimetres around a point, at `dots` pixels in a millimetre."""
    x, y = middle[0], height - middle[1]
    width = page.get_width() / MM
    crop = (x - half, y - half, width - x - half, height - y - half)
    return page.render(scale=dots / MM, crop=tuple(max(side, 0) * MM for side in crop)).to_pil().convert("L")


@pytest.mark.parametrize("name", ON_SHEETS)
def test_the_ruler_is_true(made: dict[str, Made], name: str) -> None:
    """On every front the printed ruler measures what it says, between the outer ends of its ticks."""
    strip, dots = marks.strip(grid(name)), 600 / 25.4
    assert strip
    with drawn(made[name]) as document:
        for page, (side, cells) in zip(document, laid(name), strict=True):
            on_ground = not strip.two_lines and any(cell.card not in DECK.challenge for cell in cells)
            if not side.front or on_ground:  # a line on a dark ground is no line
                continue
            width, height, far = page.get_width(), page.get_height(), (strip.near + strip.depth) * MM
            crop = (0, 0, 0, height - far) if strip.edge == "bottom" else (0, 0, width - far, 0)
            image = page.render(scale=dots / MM, crop=crop).to_pil().convert("L")
            if strip.edge == "left":
                image = image.rotate(-90, expand=True)  # so that the ruler lies level, its words upright
            assert longest_line(image) / dots == pytest.approx(strip.ruler, abs=0.05)
            words = " ".join(page.get_textpage().get_text_range().split())
            assert DECK.labels["this_line_measures"].replace("{mm}", f"{strip.ruler:g}") in words


def longest_line(image: Image.Image) -> int:
    """The longest unbroken level run of ink, in pixels."""
    best = 0
    for y in range(image.height):
        row = image.crop((0, y, image.width, y + 1)).tobytes()
        runs = re.findall(rb"[\x00-\x80]+", row)
        best = max([best, *map(len, runs)])
    return best


@pytest.mark.parametrize("name", ON_SHEETS)
def test_every_front_says_how_to_print_it(made: dict[str, Made], name: str) -> None:
    """Each front names the edge to flip on, each side the deck, its edition and its number."""
    flips = {"long-edge": "flip_long_edge", "short-edge": "flip_short_edge", "fold": "flip_fold"}
    flip = DECK.labels[flips[grid(name).sheet.flip]]
    count = made[name].download.sheets
    with drawn(made[name]) as document:
        for page, (side, _) in zip(document, laid(name), strict=True):
            text = " ".join(page.get_textpage().get_text_range().split())
            assert (flip in text) is side.front
            assert DECK.labels["sheet_of"].format(sheet=side.sheet, sheets=count) in text
            assert f"{DECK.imprint.title} {DECK.imprint.edition}" in text


@pytest.mark.parametrize("name", ON_SHEETS)
def test_low_ink_uses_little(made: dict[str, Made], name: str) -> None:
    """A low-ink sheet covers less than a tenth of its paper, front and back; the full one covers more."""
    with drawn(made[name]) as document:
        covered = [
            1 - sum(level * count for level, count in enumerate(histogram(page))) / 255 / sum(histogram(page))
            for page in (document[0], document[1])
        ]
    low = products.product(name).ink == "low"
    assert all((share < 0.1) is low for share in covered), covered


def histogram(page: Any) -> list[int]:
    """How many pixels of a page have each level of grey."""
    return page.render(scale=0.5).to_pil().convert("L").histogram()


# For screens


@pytest.mark.parametrize("name", ON_SCREENS)
def test_screens_show_one_card_on_a_page(made: dict[str, Made], name: str) -> None:
    """A cover, then every card once, each with its own words and nobody else's."""
    with drawn(made[name]) as document:
        assert len(document) == 1 + len(PRINTED)
        for page, key in zip(list(document)[1:], PRINTED, strict=True):
            text = " ".join(page.get_textpage().get_text_range().split())
            assert lead(key) in text
            assert [other for other in PRINTED if other != key and lead(other) in text] == []


@pytest.mark.parametrize("name", ON_SCREENS)
def test_a_screen_page_is_one_card(made: dict[str, Made], name: str) -> None:
    """The trim of each page is the card, to 0.01 pt."""
    size = grid(ON_SHEETS[0]).card
    with opened(made[name]) as document:
        for page in document.pages:
            assert [float(x) for x in page.TrimBox] == pytest.approx(
                [0, 0, size.width * MM, size.height * MM], abs=0.01
            )


@pytest.mark.parametrize("name", ON_SCREENS)
def test_bookmarks_are_tiers_and_titles(made: dict[str, Made], name: str) -> None:
    """The deck and each tier are chapters; in them stand the cards by their titles, each on its page."""
    wanted = [(DECK.imprint.title, [card.title for card in DECK.companions])]
    for tier in DECK.tiers:
        titles = [ask.title for ask in DECK.challenges if ask.tier == tier.id]
        wanted += [(tier.label, titles)] if titles else []
    with opened(made[name]) as document, document.open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]
        assert found == wanted
        pages = [
            document.pages.index(child.destination[0]) for item in outline.root for child in item.children
        ]
        assert pages == list(range(1, len(PRINTED) + 1))


def tags(document: pikepdf.Pdf) -> list[tuple[int, str | int]]:
    """(page, tag) of every element of a file's tree of tags, in reading order.

    A piece of the page's content stands there by its number, which counts what is drawn.
    """
    found: list[tuple[int, str | int]] = []

    def walk(element: Any, page: int = -1) -> None:
        if isinstance(element, int):
            found.append((page, element))
        elif isinstance(element, pikepdf.Array):
            for child in element:
                walk(child, page)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            page = document.pages.index(pikepdf.Page(element.Pg)) if "/Pg" in element else page
            found.append((page, str(element.S)))
            walk(element.get("/K", pikepdf.Array()), page)

    walk(document.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("name", ON_SCREENS)
def test_every_card_is_tagged_in_order(made: dict[str, Made], name: str) -> None:
    """One heading a card, after one for the deck; the pages come in the order of the tags."""
    with opened(made[name]) as document:
        found = tags(document)
        count = len(document.pages)
    headings = [(page, tag) for page, tag in found if re.fullmatch(r"/H[1-6]?", str(tag))]
    assert headings == [(0, "/H1"), *((page, "/H2") for page in range(1, count))]
    pages = [page for page, _ in found if page >= 0]
    assert all(earlier <= later for earlier, later in pairwise(pages))
    for number in range(count):
        drawn_parts = [part for page, part in found if page == number and isinstance(part, int)]
        assert drawn_parts == list(range(len(drawn_parts)))
        assert len(drawn_parts) >= 2
    assert not {"/Table", "/Figure"} & {tag for _, tag in found}


@pytest.mark.parametrize("name", ON_SCREENS)
def test_a_card_is_read_in_its_order(made: dict[str, Made], name: str) -> None:
    """An ask is drawn, and so (the test above) tagged and read: tier, setting, ask, words, smaller."""
    with drawn(made[name]) as document:
        pages = list(document)[-len(DECK.challenges) :]
        for page, ask in zip(pages, DECK.challenges, strict=True):
            wanted = [
                DECK.tier[ask.tier].label,
                DECK.setting[ask.setting].label,
                ask.ask,
                DECK.labels["words_with_a_way_out"],
                ask.words,
                DECK.labels["smaller"],
                ask.smaller,
            ]
            assert " ".join(page.get_textpage().get_text_range().split()) == " ".join(wanted)


@pytest.mark.parametrize("name", [*ON_SCREENS, *JOURNALS, *PLANS])
def test_screen_readers_get_all_of_it(made: dict[str, Made], name: str, tmp_path: Path) -> None:
    """The tagged products keep every rule of PDF/UA-1 that a program can check (veraPDF)."""
    path = tmp_path / "product.pdf"
    path.write_bytes(made[name].pdf)
    assert verapdf.faults(path) == []


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal_folds(made: dict[str, Made], name: str) -> None:
    """A journal has a multiple of four pages, all of the edition's size to 0.01 pt."""
    edition = next(edition for edition in DECK.journal.editions if edition.id == name)
    size = next(size for size in DECK.journal.sizes if size.id == edition.size)
    with opened(made[name]) as document:
        assert len(document.pages) % 4 == 0
        for page in document.pages:
            assert [float(x) for x in page.TrimBox] == pytest.approx(
                [0, 0, size.width * MM, size.height * MM], abs=0.01
            )


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_one_page_of_its_paper(made: dict[str, Made], name: str) -> None:
    """A plan is a single upright page, to 0.01 pt the size of its paper."""
    paper = next(paper for paper in DECK.geometry.papers if paper.label == made[name].download.paper)
    with opened(made[name]) as document:
        (page,) = document.pages
        wanted = pytest.approx([0, 0, paper.width * MM, paper.height * MM], abs=0.01)
        assert [float(x) for x in page.MediaBox] == wanted


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_has_all_of_its_programme(made: dict[str, Made], name: str) -> None:
    """Every week, every card's title, the promise and somebody to call stand on the page."""
    programme = next(each for each in DECK.programmes if each.id == made[name].download.programme)
    with drawn(made[name]) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    wanted = [programme.title, DECK.ethics.promise, DECK.labels["plan_count"]]
    wanted += [week.title for week in programme.weeks]
    wanted += [DECK.challenge[day.ask].title for week in programme.weeks for day in week.days if day.ask]
    wanted += [line.on_card for line in DECK.helplines.lines if line.on_card]
    assert [words for words in wanted if words not in text] == []
