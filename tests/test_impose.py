"""What generator.impose promises: every page where the geometry says, nothing beyond its bleed."""

from __future__ import annotations

import io
import math

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from generator.impose import impose, on_ground, page_count, true_size
from generator.model.layout import Placement, Side

MM = 72 / 25.4
PAPER = (210.0, 297.0)
CARD = (60.0, 90.0)
BLEED = 3.0
DOTS = 10  # pixels in a millimetre of a rendered sheet
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def pdf(*contents: str, size: tuple[float, float] = CARD, bleed: float = BLEED) -> bytes:
    """Pages like WeasyPrint's: trim from (0, 0), bleed around it, one dictionary of resources for all."""
    width, height, around = size[0] * MM, size[1] * MM, bleed * MM
    with pikepdf.new() as made:
        resources = made.make_indirect(Dictionary(ExtGState=Dictionary(Unused=Dictionary(ca=1))))
        for number, content in enumerate(contents):
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([-around, -around, width + around, height + around]),
                TrimBox=Array([0, 0, width, height]),
                Resources=resources,
                Contents=made.make_stream(content.encode()),
                StructParents=number,
            )
            made.pages.append(pikepdf.Page(page))
        target = io.BytesIO()
        made.save(target)
    return target.getvalue()


def filled(colour: tuple[int, int, int]) -> str:
    """A page all of one colour, bleed and more, with a white field in its lower left corner."""
    red, green, blue = (part / 255 for part in colour)
    corner = f"1 1 1 rg 0 0 {10 * MM} {10 * MM} re f"
    return f"q {red} {green} {blue} rg -99 -99 9999 9999 re f {corner} Q"


def place(
    page: int,
    x: float,
    y: float,
    bleed: tuple[float, float, float, float] = (0, 0, 0, 0),
    *,
    turn: int = 0,
) -> Placement:
    """A card on the sheet."""
    width, height = CARD if turn % 180 == 0 else CARD[::-1]
    return Placement(page, x, y, width, height, bleed, turn)


def side(*placements: Placement, front: bool = True) -> Side:
    """One side without marks: those come with the overlay."""
    return Side(1, front, placements, ())


def on_sheets(
    pages: bytes, *sides: Side, overlays: bytes | None = None, flip: str = "long-edge", **calibrated: object
) -> bytes:
    """The sides as a PDF, with empty overlays unless the test has its own."""
    empty = pdf(*[""] * len(sides), size=PAPER, bleed=0)
    over = overlays or empty
    return impose(pages, over, sides, PAPER, title="Cards", language="en", flip=flip, **calibrated)


def picture(sheets: bytes, page: int = 0) -> Image.Image:
    """A rendered side, with whole pixels for millimetres."""
    document = pypdfium2.PdfDocument(sheets)
    try:
        drawn = document[page].render(scale=DOTS / MM, may_draw_forms=False, no_smoothpath=True)
        return drawn.to_pil().convert("RGB")
    finally:
        document.close()


def colour(image: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place in millimetres from the top left."""
    return image.getpixel((round(x * DOTS), round(y * DOTS)))


def test_a_card_lies_where_it_was_placed() -> None:
    """Its trim begins and ends at the millimetre; without bleed nothing is printed beyond."""
    image = picture(on_sheets(pdf(filled(RED)), side(place(0, 20, 30))))
    for x, y, wanted in [
        (20.2, 30.2, RED),
        (79.8, 30.2, RED),
        (79.8, 119.8, RED),
        (50, 75, RED),
        (19.8, 75, WHITE),
        (80.2, 75, WHITE),
        (50, 29.8, WHITE),
        (50, 120.2, WHITE),
    ]:
        assert colour(image, x, y) == wanted, (x, y)


def test_a_card_bleeds_only_as_far_as_it_may() -> None:
    """The bleed to the left, top, right and bottom is what the placement allows, each by itself."""
    image = picture(on_sheets(pdf(filled(RED)), side(place(0, 20, 30, (3, 2, 1, 0)))))
    for x, y, wanted in [
        (17.2, 75, RED),
        (16.8, 75, WHITE),
        (50, 28.2, RED),
        (50, 27.8, WHITE),
        (80.8, 75, RED),
        (81.2, 75, WHITE),
        (50, 119.8, RED),
        (50, 120.2, WHITE),
    ]:
        assert colour(image, x, y) == wanted, (x, y)


def test_a_card_is_never_drawn_upside_down_by_accident() -> None:
    """An upright card keeps its lower left corner there; a turned one has it at the upper right."""
    upright = picture(on_sheets(pdf(filled(RED)), side(place(0, 20, 30))))
    turned = picture(on_sheets(pdf(filled(RED)), side(place(0, 20, 30, turn=180))))
    assert (colour(upright, 25, 115), colour(upright, 75, 35)) == (WHITE, RED)
    assert (colour(turned, 25, 115), colour(turned, 75, 35)) == (RED, WHITE)
    assert colour(turned, 20.2, 119.8) == RED
    assert colour(turned, 19.8, 75) == WHITE


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (25, 115)), (90, (25, 35)), (180, (75, 35)), (270, (105, 85))]
)
def test_a_card_can_lie_on_its_side(turn: int, corner: tuple[float, float]) -> None:
    """Turned clockwise, its lower left corner goes to the upper left, upper right and lower right."""
    image = picture(on_sheets(pdf(filled(RED)), side(place(0, 20, 30, turn=turn))))
    right, bottom = (80, 120) if turn % 180 == 0 else (110, 90)
    for x, y in ((25, 35), (right - 5, 35), (25, bottom - 5), (right - 5, bottom - 5)):
        assert colour(image, x, y) == (WHITE if (x, y) == corner else RED)
    for x, y in ((19.8, 60), (right + 0.2, 60), (50, 29.8), (50, bottom + 0.2)):
        assert colour(image, x, y) == WHITE


def words_on(sheets: bytes, page: int) -> dict[str, tuple[float, float]]:
    """Where each word of one letter begins on a page: millimetres from the top left."""
    document = pypdfium2.PdfDocument(sheets)
    try:
        text = document[page].get_textpage()
        found = {}
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            if letter.strip():
                matrix = pypdfium2.raw.FS_MATRIX()
                assert pypdfium2.raw.FPDFText_GetMatrix(text, index, matrix)
                found[letter] = (matrix.e / MM, PAPER[1] - matrix.f / MM)
        return found
    finally:
        document.close()


def lettered(letter: str) -> str:
    """A page with one letter, 10 mm from its lower left corner."""
    return f"BT /F 12 Tf {10 * MM} {10 * MM} Td ({letter}) Tj ET"


def with_type(pages: bytes) -> bytes:
    """The same pages with a typeface that every reader has."""
    with pikepdf.open(io.BytesIO(pages)) as document:
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for page in document.pages:
            page.Resources.Font = Dictionary(F=document.make_indirect(face))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def calibrated(flip: str, **how: object) -> list[dict[str, tuple[float, float]]]:
    """Where letters stand on a front (A) and its back (B, and C in the overlay of the back)."""
    cards = with_type(pdf(lettered("A"), lettered("B")))
    over = with_type(pdf("", lettered("C"), size=PAPER, bleed=0))
    sides = (side(place(0, 20, 30)), side(place(1, 130, 30), front=False))
    made = on_sheets(cards, *sides, overlays=over, flip=flip, **how)
    return [words_on(made, 0), words_on(made, 1)]


@pytest.mark.parametrize(("flip", "sign"), [("long-edge", 1), ("short-edge", -1)])
def test_backs_are_moved_as_the_printer_needs_it(flip: str, sign: int) -> None:
    """All of a back goes to the right and down, or, where its feet lead, the other way; fronts stay."""
    plain, moved = calibrated(flip), calibrated(flip, back_offset=(1.5, 0.7))
    assert moved[0] == plain[0]
    assert set(moved[1]) == {"B", "C"}
    for letter, (x, y) in plain[1].items():
        wanted = (x + sign * 1.5, y + sign * 0.7)
        assert moved[1][letter] == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
@pytest.mark.parametrize("degrees", [0.3, -1.2, 90])
def test_backs_are_turned_about_the_middle_of_the_sheet(flip: str, degrees: float) -> None:
    """A turn is clockwise and leaves the middle of the sheet where it is; a shift comes after it."""
    plain = calibrated(flip)[1]
    turned = calibrated(flip, back_turn=degrees, back_offset=(2, 0))[1]
    angle = math.radians(degrees)
    middle = (PAPER[0] / 2, PAPER[1] / 2)
    for letter, (x, y) in plain.items():
        right, down = x - middle[0], y - middle[1]
        wanted = (
            middle[0] + right * math.cos(angle) - down * math.sin(angle) + (2 if flip == "long-edge" else -2),
            middle[1] + right * math.sin(angle) + down * math.cos(angle),
        )
        assert turned[letter] == pytest.approx(wanted, abs=0.01)


def test_a_calibrated_sheet_is_still_drawn() -> None:
    """A turned back is the same drawing under a matrix: nothing becomes pixels."""
    sides = (side(place(0, 20, 30)), side(place(0, 130, 30), front=False))
    with pikepdf.open(io.BytesIO(on_sheets(pdf(filled(RED)), *sides, back_turn=0.4))) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        assert not [item for item in streams if item.get("/Subtype") == "/Image"]
        assert b" cm" in document.pages[1].Contents.read_bytes().splitlines()[0]


def test_neighbours_do_not_print_on_each_other() -> None:
    """Two cards without a gap meet at their common cut."""
    image = picture(on_sheets(pdf(filled(RED), filled(BLUE)), side(place(0, 20, 30), place(1, 80, 30))))
    assert (colour(image, 79.8, 60), colour(image, 80.2, 60)) == (RED, BLUE)


def test_every_side_is_a_page_in_order() -> None:
    """Front, back, front, back: as the sides come."""
    sheets = on_sheets(
        pdf(filled(RED), filled(GREEN), filled(BLUE)),
        side(place(0, 20, 30)),
        side(place(2, 20, 30), front=False),
        side(place(1, 20, 30)),
    )
    assert page_count(sheets) == 3
    assert [colour(picture(sheets, page), 50, 75) for page in range(3)] == [RED, BLUE, GREEN]


def test_the_overlay_lies_on_top() -> None:
    """Each side gets its own page of marks and words, above the cards."""
    overlays = pdf("0 1 0 rg 0 0 9999 9999 re f", "", size=PAPER, bleed=0)
    sheets = on_sheets(
        pdf(filled(RED)), side(place(0, 20, 30)), side(place(0, 20, 30), front=False), overlays=overlays
    )
    assert colour(picture(sheets, 0), 50, 75) == GREEN
    assert colour(picture(sheets, 1), 50, 75) == RED


def test_a_page_is_drawn_once_and_placed_often() -> None:
    """Nine placements of a back on each of two sides are one drawing in the file."""
    nine = side(*(place(0, 5 + 61 * column, 5 + 91 * row) for row in range(3) for column in range(3)))
    with pikepdf.open(io.BytesIO(on_sheets(pdf(filled(RED)), nine, nine))) as document:
        backs = {page.Resources.XObject["/C0"].objgen for page in document.pages}
        assert len(backs) == 1
        forms = [item for item in document.objects if isinstance(item, pikepdf.Stream)
                 and item.get("/Subtype") == "/Form"]  # fmt: skip
        assert len(forms) == 3  # the back, and an overlay for each side


def test_resources_are_shared() -> None:
    """Cards of one file share one dictionary of type and drawings; copies would double a deck's size."""
    with pikepdf.open(
        io.BytesIO(on_sheets(pdf(filled(RED), filled(BLUE)), side(place(0, 5, 5), place(1, 65, 5))))
    ) as document:
        objects = document.pages[0].Resources.XObject
        assert objects["/C0"].Resources.objgen == objects["/C1"].Resources.objgen


def test_sheets_have_no_tags() -> None:
    """Tags make no sense on a sheet of cards in all directions: nothing claims that there are any."""
    with pikepdf.open(io.BytesIO(on_sheets(pdf(filled(RED)), side(place(0, 5, 5))))) as document:
        assert "/StructTreeRoot" not in document.Root
        assert "/MarkInfo" not in document.Root
        assert "/StructParents" not in document.pages[0].Resources.XObject["/C0"]


@pytest.mark.parametrize(
    ("flip", "duplex"),
    [
        ("long-edge", "/DuplexFlipLongEdge"),
        ("short-edge", "/DuplexFlipShortEdge"),
        ("fold", "/Simplex"),
        ("none", "/Simplex"),
    ],
)
def test_a_file_says_how_it_wants_to_be_printed(flip: str, duplex: str) -> None:
    """At true size, on both sides if it has backs, turned over the edge for which it was laid out."""
    with pikepdf.open(io.BytesIO(on_sheets(pdf(filled(RED)), side(place(0, 5, 5)), flip=flip))) as document:
        wishes = document.Root.ViewerPreferences
        assert (wishes.PrintScaling, wishes.Duplex, wishes.DisplayDocTitle) == ("/None", duplex, True)
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo["/Title"]) == "Cards"


def test_sheets_are_as_large_as_the_paper() -> None:
    """MediaBox and TrimBox are the paper, from zero, to 0.01 pt."""
    with pikepdf.open(io.BytesIO(on_sheets(pdf(filled(RED)), side(place(0, 5, 5))))) as document:
        (page,) = document.pages
        wanted = pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.01)
        assert [float(x) for x in page.MediaBox] == wanted
        assert [float(x) for x in page.TrimBox] == wanted


def test_imposing_twice_gives_the_same_bytes() -> None:
    """No clock and no chance goes into a sheet."""
    pages, cards = pdf(filled(RED), filled(BLUE)), side(place(0, 5, 5), place(1, 65, 5))
    assert on_sheets(pages, cards) == on_sheets(pages, cards)


def test_true_size_changes_nothing_else() -> None:
    """The wish not to be scaled joins the file's other wishes; its pages, tags and title stay."""
    with pikepdf.open(io.BytesIO(pdf(filled(RED), filled(BLUE)))) as document:
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document.docinfo["/Title"] = "Journal"
        target = io.BytesIO()
        document.save(target)
    with pikepdf.open(io.BytesIO(true_size(target.getvalue()))) as document:
        assert document.Root.ViewerPreferences.PrintScaling == "/None"
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        assert document.Root.StructTreeRoot.Type == "/StructTreeRoot"
        assert str(document.docinfo["/Title"]) == "Journal"
        assert [page.StructParents for page in document.pages] == [0, 1]


def test_true_size_gives_the_same_bytes_each_time() -> None:
    """Neither the file's own id nor a date changes."""
    pages = pdf(filled(RED))
    assert true_size(pages) == true_size(pages)
    with pikepdf.open(io.BytesIO(true_size(pages))) as document:
        assert document.Root.ViewerPreferences.PrintScaling == "/None"


def test_a_ground_lies_below_everything() -> None:
    """Every page gets the colour over its whole box, marked as decoration, before all that it prints."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 50))
        made.pages[0].mediabox = pikepdf.Array([-5, -5, 105, 55])
        made.pages[0].Contents = made.make_stream(b"0 0 10 10 re f")
        target = io.BytesIO()
        made.save(target)
    with pikepdf.open(io.BytesIO(on_ground(target.getvalue(), "#fdf7ec"))) as document:
        content = b" ".join(stream.read_bytes() for stream in document.pages[0].Contents)
    ground = b"q 0.9922 0.9686 0.9255 rg -5.000 -5.000 110.000 60.000 re f Q"
    assert content.startswith(b"/Artifact BMC " + ground + b" EMC")
    assert content.rstrip().endswith(b"0 0 10 10 re f")
