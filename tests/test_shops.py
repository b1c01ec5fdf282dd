"""What generator.shops promises: files exactly as a shop asks for them, or an error that says why not."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import builders
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image
from test_impose import MM, pdf

from generator import fonts
from generator.cards import faces
from generator.cards.fitting import Sentences
from generator.model import Deck, Shop, Table
from generator.model.shops import Mixture
from generator.pdf import Press
from generator.picture import drawn, png
from generator.rules import shops as rules
from generator.shops import look
from generator.shops.export import card_size, export
from generator.shops.faults import ShopError
from generator.shops.ink import coverage, inks
from generator.shops.press import bound, extents
from generator.shops.table import lay
from generator.templating import environment

ROOTS = [builders.REPOSITORY / "templates", fonts.FOLDER]
ENV = environment(builders.REPOSITORY / "templates")
REAL = builders.real_deck().deck
SHOPS = {shop.id: shop for shop in REAL.geometry.shops}
NAMES = list(SHOPS)
OF_PICTURES = [name for name, shop in SHOPS.items() if shop.pictures]
OF_PDF = [name for name, shop in SHOPS.items() if not shop.pictures]
DECK = builders.deck()
DTC = SHOPS["drivethrucards"]
INK = builders.changed(DTC.process, mixtures=())
TABLE = REAL.geometry.tables[0]
W, H = 63.5, 88.9
BLEED = 3.175
DARK, LIGHT, CORAL, WHITE = (32, 35, 63), (253, 247, 236), (255, 138, 92), (255, 255, 255)
PAGES = [("a-pen", 0, 2), ("a-discount", 1, 2)]


def rectangle(colour: tuple[int, int, int], x: float, y: float, width: float, height: float) -> str:
    """A field of one colour; millimetres from the lower left corner of the trim."""
    red, green, blue = (part / 255 for part in colour)
    sizes = " ".join(f"{length * MM:.4f}" for length in (x, y, width, height))
    return f"{red:.4f} {green:.4f} {blue:.4f} rg {sizes} re f\n"


def ground(colour: tuple[int, int, int], beyond: float = 20) -> str:
    """A ground that runs so far beyond the trim."""
    return rectangle(colour, -beyond, -beyond, W + 2 * beyond, H + 2 * beyond)


BAND = rectangle((46, 117, 89), -20, -20, W + 40, 36)
FRONT = BAND + rectangle(DARK, 10, 30, 40, 20)
BACK = ground(DARK) + rectangle(CORAL, 20, 30, 20, 20)


def cards(*contents: str, bleed: float = BLEED, size: tuple[float, float] = (W, H)) -> bytes:
    """Pages as the press makes them."""
    return pdf(*contents, size=size, bleed=bleed)


def made(
    name: str,
    content: bytes | None = None,
    pages: list[tuple[str, int, int]] = PAGES,
    patterned: Collection[int] = (),
) -> dict[str, bytes]:
    """The files of a shop for the small deck's two asks."""
    content = content or cards(FRONT, BAND, BACK)
    deck = DECK
    return export(SHOPS[name], deck, content, pages, env=ENV, draw=drawn, write=png, patterned=patterned)


def refused(name: str, content: bytes, patterned: Collection[int] = ()) -> list[str]:
    """What a shop would refuse, as it is said."""
    with pytest.raises(ShopError) as caught:
        made(name, content, patterned=patterned)
    return [str(fault) for fault in caught.value.faults]


def unzipped(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files inside the one ZIP file."""
    ((_, content),) = files.items()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def the_pdf(files: dict[str, bytes]) -> bytes:
    """The one PDF among the files."""
    ((_, content),) = [item for item in files.items() if item[0].endswith(".pdf")]
    return content


# The figures


def test_the_game_crafter_takes_what_was_found_out() -> None:
    """825 by 1125 pixels at 300 dpi, the cut at 37.5 pixels and text from 75 on."""
    shop = SHOPS["the-game-crafter"]
    assert (shop.pictures.width, shop.pictures.height, shop.pictures.dpi) == (825, 1125, 300)
    assert shop.bleed / 25.4 * 300 == pytest.approx(37.5)
    assert (shop.bleed + shop.safe) / 25.4 * 300 == pytest.approx(75)


def test_makeplayingcards_takes_what_was_found_out() -> None:
    """822 by 1122 pixels at 300 dpi, the cut at 36 pixels and text from 72 on."""
    shop = SHOPS["makeplayingcards"]
    assert (shop.pictures.width, shop.pictures.height, shop.pictures.dpi) == (822, 1122, 300)
    assert shop.bleed / 25.4 * 300 == pytest.approx(36)
    assert (shop.bleed + shop.safe) / 25.4 * 300 == pytest.approx(72)


def test_drivethrucards_takes_what_was_found_out() -> None:
    """2.75 by 3.75 inches, an eighth of an inch of bleed, at most 240 % of ink, the back first."""
    assert (DTC.page.width / 25.4, DTC.page.height / 25.4) == pytest.approx((2.75, 3.75))
    assert DTC.bleed == DTC.safe == 25.4 / 8
    assert DTC.process.standard == "PDF/X-1a:2003"
    assert DTC.process.most_ink == 240
    assert DTC.order == "back-first"


@pytest.mark.parametrize("name", NAMES)
def test_cards_are_set_for_a_shop_with_its_bleed(name: str) -> None:
    """The size in which cards are set has the shop's bleed at least, and is the same card."""
    size = card_size(builders.card_size(), SHOPS[name])
    assert (size.width, size.height) == (W, H)
    assert size.bleed >= SHOPS[name].bleed
    assert size.safe >= SHOPS[name].safe


# Pictures


@pytest.mark.parametrize("name", OF_PICTURES)
def test_a_picture_is_exactly_as_large_as_the_shop_asks(name: str) -> None:
    """Every picture is a PNG in RGB, to the pixel, and says its resolution."""
    wanted = SHOPS[name].pictures
    pictures = [item for item in unzipped(made(name)).items() if item[0].endswith(".png")]
    for _, content in pictures:
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "RGB", (wanted.width, wanted.height))
            assert image.info["dpi"] == pytest.approx((wanted.dpi, wanted.dpi), abs=0.01)
    assert len(pictures) == 3


def test_names_of_pictures_speak() -> None:
    """A number in the order of printing, the side and the card; one back for all is one file."""
    assert list(unzipped(made("the-game-crafter"))) == [
        "01-front-a-pen.png",
        "02-front-a-discount.png",
        "back-of-all-cards.png",
        "manifest.txt",
        "manifest.json",
    ]


def test_cards_with_their_own_backs_have_a_file_each() -> None:
    """Each back follows its own front, and shows its own page."""
    pages = [("a-pen", 0, 1), ("a-discount", 2, 3)]
    colours = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)]
    found = unzipped(made("makeplayingcards", cards(*map(ground, colours)), pages))
    pictures = [name for name in found if name.endswith(".png")]
    assert pictures == [
        "01-front-a-pen.png",
        "01-back-a-pen.png",
        "02-front-a-discount.png",
        "02-back-a-discount.png",
    ]
    for name, colour in zip(pictures, colours):
        with Image.open(io.BytesIO(found[name])) as image:
            assert image.getcolors() == [(image.width * image.height, colour)]


def test_a_card_that_is_printed_twice_has_two_files() -> None:
    """Whoever loads up all files has the right number of cards."""
    found = unzipped(made("the-game-crafter", pages=[*PAGES, PAGES[0]]))
    assert found["01-front-a-pen.png"] == found["03-front-a-pen.png"]


def test_a_picture_holds_the_bleed_and_no_more() -> None:
    """What is printed farther out than the shop wants is cut off; the trim is where the shop cuts."""
    marked = ground(DARK) + rectangle(LIGHT, W / 2, -20, W, H + 40)  # the right half is light
    content = cards(marked, marked, marked, bleed=9)
    with Image.open(
        io.BytesIO(unzipped(made("the-game-crafter", content, patterned=(0, 1, 2)))["01-front-a-pen.png"])
    ) as image:
        assert [image.getpixel((x, 500)) for x in (0, 411, 413, 824)] == [DARK, DARK, LIGHT, LIGHT]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_cards_give_the_same_files(name: str) -> None:
    """No clock and no chance goes into what a shop gets, PDF/X included."""
    assert made(name) == made(name)


# The lists


@pytest.mark.parametrize("name", NAMES)
def test_every_export_says_what_is_in_it(name: str) -> None:
    """A list for people and one for programs: files, cards, where the figures come from and from when."""
    files = made(name)
    files = unzipped(files) if name in OF_PICTURES else files
    (text,) = [content.decode() for file, content in files.items() if file.endswith("manifest.txt")]
    (data,) = [json.loads(content) for file, content in files.items() if file.endswith("manifest.json")]
    shop = SHOPS[name]
    assert shop.label in text
    assert shop.source in text
    assert f"{shop.checked.day} {shop.checked.strftime('%B %Y')}" in text
    assert ("check against the live template" in text) is shop.second_hand
    assert ("no preflight program has seen this file" in text) is (shop.process is not None)
    assert data["shop"]["checked"] == shop.checked.isoformat()
    assert data["shop"]["second_hand"] is shop.second_hand
    assert {entry["card"] for entry in data["files"]} == {"a-pen", "a-discount"}
    for entry in data["files"]:
        assert f"{entry['file']}: {entry['side']}, {entry['title']}\n" in text
        assert entry["file"].split(", ")[0] in files
    assert "&" not in text


# Around the cut

NEAR = 1.5
SPOTS = {
    "left": rectangle(DARK, NEAR, 50, 8, 2),
    "right": rectangle(DARK, W - NEAR - 8, 50, 8, 2),
    "bottom": rectangle(LIGHT, 30, NEAR, 8, 4),
    "top": rectangle(DARK, 30, H - NEAR - 4, 8, 4),
}


@pytest.mark.parametrize("edge", SPOTS)
@pytest.mark.parametrize("name", NAMES)
def test_what_stands_too_near_to_the_cut_is_named(name: str, edge: str) -> None:
    """The card, the side, the edge and the millimetres, to within a pixel."""
    (said,) = refused(name, cards(FRONT, BAND + SPOTS[edge], BACK))
    found = re.match(
        rf"a-discount: on the front something stands (\S+) mm from the cut at the {edge}, where "
        rf"{SHOPS[name].safe:g} mm must stay free\n    help: ",
        said,
    )
    assert float(found[1]) == pytest.approx(NEAR, abs=0.2)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_cut_goes_through_is_named(name: str) -> None:
    """Something that reaches over the trim, but is no ground, is 0 mm from the cut."""
    (said,) = refused(name, cards(FRONT + rectangle(DARK, -1, 50, 3, 2), BAND, BACK))
    assert said.startswith("a-pen: on the front something stands 0.00 mm from the cut at the left")


@pytest.mark.parametrize("name", NAMES)
def test_what_keeps_its_distance_is_fine(name: str) -> None:
    """Right where text may begin, nothing is said."""
    safe = SHOPS[name].safe + 0.15
    corner = rectangle(DARK, safe, H - safe - 5, 5, 5) + rectangle(DARK, W - safe - 5, H - safe - 5, 5, 5)
    assert made(name, cards(FRONT + corner, BAND, BACK))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("missing", [0.3, 1.0, BLEED])
def test_a_ground_that_ends_before_the_edge_is_named(name: str, missing: float) -> None:
    """The card, the side and the millimetres of white that a cut could show."""
    bleed = SHOPS[name].bleed
    said = refused(name, cards(FRONT, BAND, ground(DARK, bleed - min(missing, bleed))))
    pattern = r"a-pen: on the back the ground ends (\S+) mm before the edge of the file at the (\w+)\n"
    found = {found[2]: float(found[1]) for one in said if (found := re.match(pattern, one))}
    wanted = min(missing, bleed)
    assert found == dict.fromkeys(("top", "bottom", "left", "right"), pytest.approx(wanted, abs=0.2))
    assert len(said) == 4


@pytest.mark.parametrize("name", NAMES)
def test_one_white_line_at_one_edge_is_found(name: str) -> None:
    """A sliver on one side alone, half as long as the card."""
    sliver = rectangle(WHITE, -SHOPS[name].bleed, 20, 0.25, 40)
    (said,) = refused(name, cards(FRONT, BAND, ground(DARK) + sliver))
    assert re.match(r"a-pen: on the back the ground ends 0\.[23]\d* mm before .+ at the left\n", said)


@pytest.mark.parametrize("name", NAMES)
def test_all_faults_are_said_at_once(name: str) -> None:
    """Each card at fault is named, with all its edges."""
    said = refused(name, cards(FRONT + SPOTS["left"] + SPOTS["top"], BAND + SPOTS["right"], BACK))
    assert [one.split(":")[0] for one in said] == ["a-discount", "a-pen", "a-pen"]


def pattern(colour: tuple[int, int, int] = (111, 108, 125)) -> str:
    """Spots all over a dark ground, the bleed and the ring included."""
    spots = (rectangle(colour, x, y, 3, 3) for x in range(-6, 70, 7) for y in range(-6, 95, 7))
    return ground(DARK) + "".join(spots)


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_may_run_over_the_cut(name: str) -> None:
    """Said to be a pattern, a back may have one; a back that is not said to be one may not."""
    content = cards(FRONT, BAND, pattern())
    assert made(name, content, patterned={2})
    assert any("on the back something stands" in said for said in refused(name, content))


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_has_no_white_edge_either(name: str) -> None:
    """A colour that only the edge of the file has is bleed that is missing."""
    said = refused(name, cards(FRONT, BAND, pattern() + rectangle(WHITE, -20, -20, W + 40, 18)), {2})
    assert any(
        re.match(r"a-pen: on the back the ground ends \S+ mm before .+ at the bottom", one) for one in said
    )


def with_words(content: bytes, page: int, x: float, y: float) -> bytes:
    """The same pages, with a word in one of the 14 fonts that every reader has."""
    with pikepdf.open(io.BytesIO(content)) as document:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[page].obj.Resources.Font = Dictionary(F=font)
        words = f"1 1 1 rg BT /F 10 Tf {x * MM} {y * MM} Td (Ask) Tj ET"
        document.pages[page].contents_add(words.encode())
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", OF_PICTURES)
def test_words_on_a_pattern_keep_their_distance(name: str) -> None:
    """Words on a patterned back may stand in the middle, not at the cut."""
    content = cards(FRONT, BAND, pattern())
    assert made(name, with_words(content, 2, 25, 40), patterned={2})
    (said,) = refused(name, with_words(content, 2, 1, 40), {2})
    found = re.match(r"a-pen: on the back something stands (\S+) mm from the cut at the left", said)
    assert float(found[1]) == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("name", NAMES)
def test_pages_with_too_little_bleed_are_named(name: str) -> None:
    """Nothing is made of pages that end before the shop's bleed does."""
    said = refused(name, cards(FRONT, BAND, BACK, bleed=2))
    what = f"is printed 2.00 mm beyond the cut instead of {SHOPS[name].bleed:g} mm"
    assert [one.split("\n")[0] for one in said] == [
        f"a-discount: the front {what}",
        f"a-pen: the back {what}",
        f"a-pen: the front {what}",
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if SHOPS[name].card])
def test_cards_of_another_size_are_named(name: str) -> None:
    """A shop for poker cards gets no others."""
    said = refused(name, cards(FRONT, BAND, BACK, size=(70, 120)))
    assert said[0].startswith("a-discount: the front is 70.00 × 120.00 mm instead of 63.5 × 88.9 mm\n")


def test_any_size_can_be_had_as_a_general_pdf() -> None:
    """A shop without a size of its own takes every card."""
    found = extents(the_pdf(made("general-pdf", cards(*[ground(DARK)] * 3, size=(70, 120)))))
    assert [(round(page.width, 2), round(page.height, 2)) for page in found] == [(70, 120)] * 4


def test_no_cards_are_no_export() -> None:
    """An empty choice is said, not exported."""
    with pytest.raises(ShopError, match="there are no cards to print"):
        made("general-pdf", pages=[])


# PDFs


@pytest.mark.parametrize("name", OF_PDF)
def test_a_pdf_has_exact_boxes(name: str) -> None:
    """Every page begins at (0, 0), is all bleed box, and has its trim inside the bleed."""
    shop = SHOPS[name]
    with pikepdf.open(io.BytesIO(the_pdf(made(name)))) as document:
        for page in document.pages:
            media, bleed, trim = (
                [float(edge) / MM for edge in page.obj[box]] for box in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert media == pytest.approx([0, 0, W + 2 * shop.bleed, H + 2 * shop.bleed], abs=0.001)
            assert bleed == media
            assert trim == pytest.approx([shop.bleed, shop.bleed, W + shop.bleed, H + shop.bleed], abs=0.001)


@pytest.mark.parametrize("name", OF_PDF)
def test_fronts_and_backs_come_in_the_order_of_the_shop(name: str) -> None:
    """Front, back, front, back; or, where the shop wants it so, the back before its front."""
    colours = [(200, 0, 0), (0, 200, 0), (0, 0, 200)]
    content = the_pdf(made(name, cards(*map(ground, colours))))
    dominant = [
        max(range(3), key=image.getpixel((50, 50)).__getitem__) for image in drawn(content, range(4), 100, 0)
    ]
    assert dominant == ([2, 0, 2, 1] if SHOPS[name].order == "back-first" else [0, 2, 1, 2])


@pytest.mark.parametrize("name", OF_PDF)
def test_a_page_that_comes_often_is_stored_once(name: str) -> None:
    """Ninety cards with one back are hardly larger than two."""
    few = the_pdf(made(name))
    many = the_pdf(made(name, pages=PAGES * 45))
    assert len(many) < len(few) + 45 * 2 * 800
    assert len(extents(many)) == 180


@pytest.fixture(scope="module")
def real_faces() -> tuple[Deck, bytes, list[str]]:
    """The small deck's cards as the press sets them, with the largest bleed that a shop asks for."""
    size = builders.card_size()
    for shop in SHOPS.values():
        size = card_size(size, shop)
    look = faces.Look(fonts.addresses(), fonts.width, ink="full")
    keys = [*faces.keys(DECK), faces.BACK]
    sentences = Sentences(DECK, size, fonts.width)
    press = Press(ROOTS, fonts.FAMILY, style=faces.style(DECK, ENV, size, look))
    document, unfit = press.fit(
        {key: sentences.first_step(key) for key in keys},
        lambda plan: faces.document(DECK, ENV, size, plan, look),
        sentences.next_step,
    )
    assert unfit == []
    return DECK, press.pdf(document), keys


@pytest.fixture(scope="module")
def real_pages(real_faces: tuple[Deck, bytes, list[str]]) -> list[tuple[str, int, int]]:
    """Every card of the small deck with the pattern behind it."""
    keys = real_faces[2]
    return [(key, number, len(keys) - 1) for number, key in enumerate(keys[:-1])]


@pytest.mark.parametrize("name", NAMES)
def test_our_cards_pass(
    name: str, real_faces: tuple[Deck, bytes, list[str]], real_pages: list[tuple[str, int, int]]
) -> None:
    """What we design is what every shop takes."""
    assert made(name, real_faces[1], real_pages, {len(real_faces[2]) - 1})


@pytest.fixture(scope="module")
def pressed(real_faces: tuple[Deck, bytes, list[str]], real_pages: list[tuple[str, int, int]]) -> bytes:
    """The small deck as PDF/X-1a."""
    return the_pdf(made(DTC.id, real_faces[1], real_pages, {len(real_faces[2]) - 1}))


def operators(content: bytes) -> Iterator[tuple[str, list[float]]]:
    """Every operator of every page and form with its numbers."""
    with pikepdf.open(io.BytesIO(content)) as document:
        forms = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        streams = [item for item in forms if item.get("/Subtype") == Name.Form]
        for stream in [*document.pages, *streams]:
            for instruction in pikepdf.parse_content_stream(stream):
                yield (
                    str(instruction.operator),
                    [o for o in instruction.operands if not isinstance(o, pikepdf.Object)],
                )


def test_a_file_for_a_press_has_inks_alone(pressed: bytes) -> None:
    """Every colour is grey or four inks, and no more of them than the press takes."""
    colours = [(name, numbers) for name, numbers in operators(pressed) if name in ("k", "K", "g", "G")]
    others = {"rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "gs", "ri"}
    assert len(colours) > 20
    assert not {name for name, _ in operators(pressed)} & others
    assert max(coverage([float(n) for n in numbers]) for name, numbers in colours if name in "kK") <= 240


def test_dark_words_are_printed_in_black_alone(pressed: bytes) -> None:
    """Small dark type is one ink; the dark ground of a card is more than one."""
    found = list(operators(pressed))
    assert ("k", [0, 0, 0, 1]) in [
        (name, [float(n) for n in numbers]) for name, numbers in found if name == "k"
    ]
    dark = [[float(n) for n in numbers] for name, numbers in found if name == "k"]
    assert any(cyan > 0.3 and black > 0.6 for cyan, _, _, black in dark)


def test_a_file_for_a_press_says_what_it_is(pressed: bytes) -> None:
    """PDF 1.4, the standard, the printing condition, a day, an identifier, and nothing to click."""
    with pikepdf.open(io.BytesIO(pressed)) as document:
        info = document.docinfo
        assert document.pdf_version == "1.4"
        assert str(info["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert "/GTS_PDFXConformance" not in info  # of the 2001 edition alone
        assert info["/Trapped"] == Name("/False")
        day = f"D:{DECK.imprint.edition_date:%Y%m%d}000000Z"
        assert str(info["/CreationDate"]) == str(info["/ModDate"]) == day
        (intent,) = document.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "CGATS TR 001"
        assert set(document.Root.keys()) == {"/Type", "/Pages", "/Lang", "/OutputIntents"}
        assert len(document.trailer.ID) == 2
    assert b"/ObjStm" not in pressed
    assert b"/Transparency" not in pressed


def test_fonts_stay_in_the_file(pressed: bytes) -> None:
    """Only our own type is in the file, all of it embedded."""
    with pikepdf.open(io.BytesIO(pressed)) as document:
        found = [item for item in document.objects if isinstance(item, Dictionary)]
        described = [item for item in found if item.get("/Type") == Name.FontDescriptor]
        assert len(described) == 3
        assert all("/FontFile2" in item and "Ask-Sans" in str(item.FontName) for item in described)


# The last look

Damage = Callable[[pikepdf.Pdf], None]


def _state(document: pikepdf.Pdf, **entries: object) -> None:
    """Let the first page begin with a graphics state."""
    form = document.pages[0].obj.Resources.XObject.Card
    form.Resources.ExtGState = Dictionary(Odd=Dictionary(**entries))
    form.write(b"/Odd gs\n" + form.read_bytes())


def _begin(content: bytes) -> Damage:
    def damage(document: pikepdf.Pdf) -> None:
        form = document.pages[0].obj.Resources.XObject.Card
        form.write(content + b"\n" + form.read_bytes())

    return damage


def _info(name: str, value: object = None) -> Damage:
    def damage(document: pikepdf.Pdf) -> None:
        if value is None:
            del document.docinfo[name]
        else:
            document.docinfo[name] = value

    return damage


def _box(name: str, *edges: float) -> Damage:
    return lambda document: document.pages[1].obj.__setitem__(name, Array([edge * MM for edge in edges]))


def _swap(document: pikepdf.Pdf) -> None:
    one, other = document.pages[1].obj.Resources.XObject, document.pages[3].obj.Resources.XObject
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Card=other.Card))
    assert one.Card.objgen != other.Card.objgen


def _without_type(document: pikepdf.Pdf) -> None:
    for item in document.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            del item["/FontFile2"]


def _group(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Group = Dictionary(S=Name.Transparency)


def _image(**entries: object) -> Damage:
    def damage(document: pikepdf.Pdf) -> None:
        form = document.pages[0].obj.Resources.XObject.Card
        image = document.make_stream(
            b"\0\0\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, **entries
        )
        form.Resources.XObject.Odd = image
        form.write(b"/Odd Do")

    return damage


GREY = Name.DeviceGray
DAMAGES: dict[str, tuple[Damage, str]] = {
    "a colour of a screen": (_begin(b"1 0 0 rg"), "a colour is one of a screen (RGB)"),
    "a line in RGB": (_begin(b"1 0 0 RG"), "a colour is one of a screen (RGB)"),
    "another space": (_begin(b"/DeviceRGB cs 1 0 0 sc"), "a colour is neither grey nor one of the four inks"),
    "too much ink": (_begin(b"1 1 0 .41 k"), "the inks add up to 241 %, and 240 % is the most"),
    "see-through": (lambda document: _state(document, ca=0.5), "something is see-through"),
    "see-through lines": (lambda document: _state(document, CA=0.5), "something is see-through"),
    "blended": (lambda document: _state(document, BM=Name.Multiply), "something is see-through"),
    "masked": (lambda document: _state(document, SMask=Dictionary(S=Name.Alpha)), "something is see-through"),
    "overprint": (lambda document: _state(document, OP=True), "an ink is printed over another"),
    "a group": (_group, "something may be see-through: a group"),
    "a picture in RGB": (_image(ColorSpace=Name.DeviceRGB), "a picture is not in inks"),
    "a mask": (_image(ColorSpace=GREY, SMask=Dictionary()), "a picture is see-through"),
    "no title": (_info("/Title"), "the file does not say its Title"),
    "no date": (_info("/ModDate"), "the file does not say its ModDate"),
    "no standard": (_info("/GTS_PDFXVersion"), "the file does not say that it is PDF/X-1a:2003"),
    "another": (_info("/GTS_PDFXVersion", "PDF/X-4"), "the file does not say that it is PDF/X-1a:2003"),
    "no trapping": (_info("/Trapped"), "the file does not say whether it is trapped"),
    "no intent": (
        lambda d: d.Root.__delitem__("/OutputIntents"),
        "the file does not say that it is for CGATS",
    ),
    "a script": (lambda d: d.Root.__setitem__("/OpenAction", Dictionary()), "the file has /OpenAction"),
    "a note": (lambda d: d.pages[0].obj.__setitem__("/Annots", Array()), "the file has links or notes"),
    "no type": (_without_type, "is not in the file"),
    "a page too few": (lambda d: d.pages.__delitem__(0), "the file has 7 pages, but should have 8"),
    "swapped": (_swap, "is another page than it should be"),
    "origin": (_box("/MediaBox", -1, 0, 69.85, 95.25), "the page begins at (-1, 0) mm instead of (0, 0)"),
    "no bleed": (_box("/TrimBox", 0, 0, 69.85, 95.25), "the bleed is 0.00, 0.00, 0.00, 0.00 mm (left, "),
    "bleed box": (_box("/BleedBox", 1, 1, 60, 90), "the bleed box is not the whole page"),
    "too large": (
        _box("/MediaBox", 0, 0, 71, 95.25),
        "the page is 71.00 × 95.25 mm instead of 69.85 × 95.25 mm",
    ),
}


def last_look(content: bytes, pages: list[tuple[str, int, int]]) -> list[str]:
    """What the last look at a file for DriveThruCards finds."""
    order = [page for _, front, back in pages for page in (back, front)]
    names = [(card, side) for card, _, _ in pages for side in ("back", "front")]
    return [str(fault) for fault in look.faults(content, DTC, order, names)]


@pytest.mark.parametrize("kind", DAMAGES)
def test_the_last_look_finds_what_a_preflight_would(
    kind: str, pressed: bytes, real_pages: list[tuple[str, int, int]]
) -> None:
    """A good file that is damaged in one way is no good file any more, and the reason is said."""
    damage, said = DAMAGES[kind]
    assert last_look(pressed, real_pages) == []
    with pikepdf.open(io.BytesIO(pressed)) as document:
        damage(document)
        target = io.BytesIO()
        document.save(target, force_version="1.4", deterministic_id=True)
    assert any(said in one for one in last_look(target.getvalue(), real_pages))


def test_a_file_of_a_newer_kind_is_found(pressed: bytes, real_pages: list[tuple[str, int, int]]) -> None:
    """PDF/X-1a is PDF 1.4."""
    with pikepdf.open(io.BytesIO(pressed)) as document:
        target = io.BytesIO()
        document.save(target, force_version="1.7", deterministic_id=True)
    found = last_look(target.getvalue(), real_pages)
    assert found == ["the file is PDF 1.7, but PDF/X-1a:2003 is PDF 1.4"]


def test_a_card_that_is_see_through_is_not_pressed() -> None:
    """Opacity cannot be turned into ink, and the card is named."""
    content = cards(FRONT, BAND, BACK)
    with pikepdf.open(io.BytesIO(content)) as document:
        document.pages[1].obj.Resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5))
        document.pages[1].contents_add(b"/Half gs", prepend=True)
        target = io.BytesIO()
        document.save(target)
    assert any(
        "on the front something is see-through\n" in said for said in refused(DTC.id, target.getvalue())
    )


# Inks

PART = st.floats(0, 1)
COLOUR = st.tuples(PART, PART, PART)


@given(COLOUR, st.booleans(), st.floats(100, 400))
def test_no_colour_needs_more_ink_than_dries(colour: tuple[float, ...], text: bool, most: float) -> None:
    """Whatever the colour and the limit, each ink is between none and full, and all keep the limit."""
    found = inks(colour, builders.changed(INK, most_ink=most), text=text)
    assert all(0 <= part <= 1 for part in found)
    assert coverage(found) <= most + 0.2  # each ink is written with three digits


@given(COLOUR)
def test_inks_give_the_colour_back(colour: tuple[float, ...]) -> None:
    """Where the limit does not bite, what the inks let through is the colour that was asked for."""
    *coloured, black = inks(colour, builders.changed(INK, most_ink=400), text=False)
    assert [(1 - part) * (1 - black) for part in coloured] == pytest.approx(colour, abs=0.002)
    assert min(coloured) == 0  # what all three have in common is printed in black


@pytest.mark.parametrize("mixture", DTC.process.mixtures, ids=lambda mixture: mixture.colour)
def test_a_colour_that_was_mixed_is_printed_so(mixture: Mixture) -> None:
    """A ground in a colour of print.yaml has its inks, within the limit."""
    colour = [int(mixture.colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    found = inks([round(part, 4) for part in colour], DTC.process, text=False)
    assert found == pytest.approx([part / 100 for part in mixture.inks])
    assert coverage(found) <= DTC.process.most_ink


def test_the_tiers_were_mixed() -> None:
    """The grounds of the deck's own tiers do not rest on the rule."""
    assert {tier.colour for tier in REAL.tiers} <= {mixture.colour for mixture in DTC.process.mixtures}


@given(PART)
def test_grey_text_is_one_ink(grey: float) -> None:
    """Small letters in grey are black alone: full if they are dark, none if they are white."""
    cyan, magenta, yellow, black = inks((grey, grey, grey), INK, text=True)
    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black == (
        1 if 1 - grey >= INK.black else 0 if 1 - grey < 0.05 else pytest.approx(1 - grey, abs=0.001)
    )


# The virtual table


def laid(
    table: Table, content: bytes, pages: list[tuple[str, int, int]]
) -> tuple[dict[str, Image.Image], dict]:
    """The pictures by their names, and the list."""
    files = lay(table, DECK, content, pages, draw=drawn, write=png)
    pictures = {
        name: Image.open(io.BytesIO(content)).convert("RGB")
        for name, content in files.items()
        if name.endswith(".png")
    }
    ((_, data),) = [item for item in files.items() if item[0].endswith(".json")]
    return pictures, json.loads(data)


SMALL_TABLE = builders.changed(TABLE, longest=600, columns=3, rows=2)
SHADES = [(40 * number, 255 - 40 * number, 90) for number in range(7)]


def test_every_card_of_a_table_lies_where_the_list_says() -> None:
    """Row by row from the top left; each place shows the front of the card that is listed there."""
    pages = [("a-pen" if number % 2 else "a-discount", number, 7) for number in range(7)]
    content = cards(*map(ground, SHADES), ground(DARK))
    pictures, data = laid(SMALL_TABLE, content, pages)
    width, height = data["card_width"], data["card_height"]
    listed = [(sheet, card) for sheet in data["sheets"] for card in sheet["cards"]]
    assert [card["id"] for _, card in listed] == [id for id, _, _ in pages]
    for (sheet, card), shade in zip(listed, SHADES):
        assert card["place"] == card["row"] * data["columns"] + card["column"]
        x, y = (card["column"] + 0.5) * width, (card["row"] + 0.5) * height
        assert pictures[sheet["fronts"]].getpixel((int(x), int(y))) == shade
    assert [len(sheet["cards"]) for sheet in data["sheets"]] == [5, 2]


def test_the_last_place_of_a_table_hides_cards() -> None:
    """What others see of a card in a hand is the back, in the last place of every picture of fronts."""
    pictures, data = laid(SMALL_TABLE, cards(ground(WHITE), ground(WHITE), ground(DARK)), PAGES)
    image = pictures[data["sheets"][0]["fronts"]]
    assert image.getpixel((image.width - 5, image.height - 5)) == DARK
    assert pictures[data["sheets"][0]["backs"]].size == (data["card_width"], data["card_height"])
    assert data["one_back"] is True


def test_a_table_with_many_backs_has_them_in_the_same_places() -> None:
    """Each back lies where its front lies."""
    pages = [("a-pen", 0, 2), ("a-discount", 1, 3)]
    pictures, data = laid(SMALL_TABLE, cards(*map(ground, SHADES[:4])), pages)
    (sheet,) = data["sheets"]
    assert data["one_back"] is False
    for card, back in zip(sheet["cards"], SHADES[2:4]):
        place = (card["column"] * data["card_width"] + 5, 5)
        assert pictures[sheet["backs"]].getpixel(place) == back


@pytest.mark.parametrize("size", [(63.5, 88.9), (85, 54), (70, 120), (44, 63), (148, 105)])
def test_a_table_is_as_large_as_it_may_be(size: tuple[float, float]) -> None:
    """No edge is longer than allowed, one is nearly that long, and cards keep their proportions."""
    pictures, data = laid(builders.changed(TABLE, longest=1000), cards(*[ground(DARK)] * 3, size=size), PAGES)
    (image,) = [image for name, image in pictures.items() if "fronts" in name]
    assert 1000 - max(TABLE.columns, TABLE.rows) * 2 < max(image.size) <= 1000
    assert image.size == (TABLE.columns * data["card_width"], TABLE.rows * data["card_height"])
    assert data["card_height"] == pytest.approx(data["card_width"] * size[1] / size[0], abs=1)


# The rules for print.yaml


def problems(**changes: object) -> list[str]:
    """What is wrong with print.yaml if one of its shops is changed."""
    shop: Shop = changes.pop("shop", SHOPS["the-game-crafter"])
    geometry = DECK.geometry.model_copy(update={"shops": (builders.changed(shop, **changes),)})
    deck = builders.deck(geometry=geometry)
    return [f"{each.field}: {each.what}" for each in rules.problems(deck, builders.places(deck))]


def test_the_shops_of_the_deck_follow_the_rules() -> None:
    """The figures of print.yaml agree with each other."""
    loaded = builders.real_deck()
    assert list(rules.problems(loaded.deck, loaded.places)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"card": "pocker"}, "shops[1].card: no card is called 'pocker'"),
        ({"bleed": 4.0}, "shops[1].pictures.width: the card with its bleed is 844.5 pixels wide"),
        ({"safe": 7.0}, "shops[1].safe: text begins 6 mm from the cut, but 7 mm must stay free"),
        ({"card": None}, "shops[1]: the size of a file is given, but not the card that it is for"),
        (
            {"process": INK},
            "shops[1].process: pictures have no pages and no inks: a shop takes pictures, or a PDF",
        ),
        (
            {"shop": DTC, "process": builders.changed(DTC.process, most_ink=195)},
            "shops[1].process.mixtures[1].inks: the inks add up to 197 %, and 195 % is the most",
        ),
        ({"shop": DTC, "bleed": 3.0}, "shops[1].page.width: the card with its bleed is 69.5 mm wide"),
    ],
)
def test_figures_that_contradict_each_other_are_named(changes: dict[str, object], said: str) -> None:
    """Where in print.yaml, and what the figure would have to be."""
    assert said in problems(**changes)


def test_templates_of_shops_are_where_they_are_looked_for(repository: Path) -> None:
    """The list of files is a template, so that its words are the deck's."""
    assert (repository / "templates" / "shops" / "manifest.txt").is_file()


def test_pages_keep_their_origin_wherever_their_trim_begins() -> None:
    """A page whose trim does not begin at (0, 0) comes out the same as one whose trim does."""
    content = cards(FRONT, BAND, BACK)
    facts = {"title": "x", "creator": "y", "language": "en", "date": DECK.imprint.edition_date}
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.contents_add(f"1 0 0 1 {5 * MM} {7 * MM} cm".encode(), prepend=True)
            for name in ("/MediaBox", "/TrimBox"):
                left, bottom, right, top = (float(edge) / MM for edge in page.obj[name])
                page.obj[name] = Array([e * MM for e in (left + 5, bottom + 7, right + 5, top + 7)])
        target = io.BytesIO()
        document.save(target)
    one, other = (
        [image.tobytes() for image in drawn(bound(pages, [0, 2], 3, None, **facts), [0, 1], 200, 3)]
        for pages in (content, target.getvalue())
    )
    assert one == other
