"""What the press promises: nothing cut in silence, nothing read that it was not given, only our type."""

from __future__ import annotations

import contextlib
import gc
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from weasyprint.urls import URLFetcher

from generator import fonts
from generator.pdf import ForeignTypeError, Piece, Press, PressError, checked_pages, without_collecting

MM = 72 / 25.4
CARD = (50.0, 80.0)  # mm
LINE = 10.0  # mm: the height of a line of the test cards
Plan = Sequence[tuple[str, int]]

STYLE = f"""
@font-face {{ font-family: "{fonts.FAMILY}"; src: url("{fonts.addresses()[400]}"); }}
@page {{ size: {CARD[0]}mm {CARD[1]}mm; margin: 0; }}
html {{ font-family: "{fonts.FAMILY}"; }}
body, p {{ margin: 0; }}
.card {{ position: relative; width: {CARD[0]}mm; height: {CARD[1]}mm; break-before: page; }}
.card:first-child {{ break-before: auto; }}
.top, .low {{ position: absolute; left: 0; right: 0; }}
.low {{ bottom: 0; height: 20mm; }}
p {{ height: {LINE}mm; font-size: 4mm; }}
"""


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """A press that may read the type and one folder of the test."""
    (tmp_path / "inside").mkdir()
    return Press([fonts.FOLDER, tmp_path / "inside"], fonts.FAMILY, style=STYLE)


@pytest.fixture
def forgiven(library_warnings: list[str]) -> list[str]:
    """WeasyPrint may warn in this test: it is the press that must not stay silent about it."""
    yield library_warnings
    library_warnings.clear()


def cards(lines_of: Callable[[str, int], int], *, fixed: bool = True) -> Callable[[Plan], str]:
    """Documents whose cards have `lines_of(key, step)` lines of 10 mm, and 20 mm fixed at the bottom."""

    def html_of(plan: Plan) -> str:
        return "".join(
            f'<div class="card" id="start.{key}"><div class="top">'
            + "".join(f"<p>{key} {number}</p>" for number in range(1, lines_of(key, step) + 1))
            + f'<div id="end.{key}"></div></div>'
            + (f'<div class="low" id="floor.{key}"></div>' if fixed else "")
            + "</div>"
            for key, step in plan
        )

    return html_of


def three_steps(key: str, step: int, over: float | None) -> int | None:
    """The next step, of three."""
    return step + 1 if step < 2 else None


def texts(pdf: bytes) -> list[str]:
    """The text of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


# Fitting


def test_cards_that_fit_are_set_once(press: Press) -> None:
    """A card that fits at the first step keeps it; all cards come back in order, one page each."""
    plans: list[Plan] = []

    def html_of(plan: Plan) -> str:
        plans.append(plan)
        return cards(lambda key, step: 6)(plan)

    document, unfit = press.fit({"b": 0, "a": 0, "c": 1}, html_of, three_steps)
    assert unfit == []
    assert plans == [[("b", 0), ("a", 0), ("c", 1)]]
    assert [text.split()[0] for text in texts(press.pdf(document))] == ["b", "a", "c"]


def test_only_cards_that_are_too_long_are_set_again(press: Press) -> None:
    """A card that is too long shrinks step by step; the others stay as they were."""
    plans: list[Plan] = []

    def html_of(plan: Plan) -> str:
        plans.append(list(plan))
        return cards(lambda key, step: {"long": 8, "short": 3}[key] - step)(plan)

    document, unfit = press.fit({"short": 0, "long": 0}, html_of, three_steps)
    assert unfit == []
    assert plans == [[("short", 0), ("long", 0)], [("long", 1)], [("long", 2)]]
    assert [text.split()[-1] for text in texts(press.pdf(document))] == ["3", "6"]


def test_what_spills_over_stays_off_the_next_card(press: Press) -> None:
    """The end of a card that breaks lies on the next card's page: that one is set again, alone."""
    html_of = cards(lambda key, step: {"long": 12, "short": 3}[key] - 4 * step, fixed=False)
    document, unfit = press.fit({"long": 0, "short": 0}, html_of, three_steps)
    assert unfit == []
    assert texts(press.pdf(document)) == [
        " ".join(f"long {number}" for number in range(1, 9)),
        " ".join(f"short {number}" for number in range(1, 4)),
    ]


def test_the_next_step_is_chosen_by_the_millimetres(press: Press) -> None:
    """Whoever chooses the next step is told by how many millimetres the card is too long."""
    asked: list[tuple[str, int, float | None]] = []

    def next_step(key: str, step: int, over: float | None) -> int | None:
        asked.append((key, step, over))
        return 2 if step < 2 else None

    document, unfit = press.fit({"a": 0}, cards(lambda key, step: 8 - 2 * step), next_step)
    assert asked == [("a", 0, 20.0)]
    assert unfit == []
    assert len(document.pages) == 1


@pytest.mark.parametrize("lines", [7, 8, 9, 12, 40, 200])
def test_past_the_floor_the_excess_is_reported(press: Press, lines: int) -> None:
    """A card that is too long at its last step is reported by name, with the excess in millimetres.

    However long it is: also where it runs off the page, over several pages, and among other cards.
    """
    html_of = cards(lambda key, step: lines if key == "long" else 2)
    document, unfit = press.fit({"before": 0, "long": 0, "after": 0}, html_of, three_steps)
    assert unfit == [Piece("long", 2, over=lines * LINE - (CARD[1] - 20))]
    assert len(document.pages) == 3


def test_a_card_may_reach_its_floor_and_not_further(press: Press) -> None:
    """Text that ends where the fixed part begins fits; a tenth of a millimetre more does not."""
    for extra, fits in ((0, True), (0.1, False)):
        html = cards(lambda key, step: 6)([("a", 0)]).replace("<p>", f'<p style="margin-top: {extra}mm">', 1)
        (piece,) = [*checked_pages(press.typeset(html), ["a"])] or [Piece("a", 0, 0.0)]
        assert piece.fits is fits


def test_without_a_fixed_part_the_page_is_the_floor(press: Press) -> None:
    """A card with nothing at the bottom may fill its page, and is reported when it runs off it."""
    _, unfit = press.fit({"a": 0}, cards(lambda key, step: 8, fixed=False), three_steps)
    assert unfit == []
    _, unfit = press.fit({"a": 0}, cards(lambda key, step: 9, fixed=False), three_steps)
    assert [(piece.key, piece.over) for piece in unfit] == [("a", LINE)]


def test_a_fixed_part_higher_than_its_card_is_reported(press: Press) -> None:
    """What is fixed at the bottom can be too long too: then the text above it has no room."""
    html = cards(lambda key, step: 1)
    _, unfit = press.fit(
        {"a": 0},
        lambda plan: html(plan).replace('class="low"', 'class="low" style="height: 95mm"'),
        three_steps,
    )
    assert unfit == [Piece("a", 2, over=LINE + 15)]


def test_many_cards_are_set_in_parts(press: Press) -> None:
    """More cards than one document should hold are set in several, and still come back in order."""
    keys = [f"k{number}" for number in range(120)]
    document, unfit = press.fit(dict.fromkeys(keys, 0), cards(lambda key, step: 1), three_steps)
    assert unfit == []
    assert [text.split()[0] for text in texts(press.pdf(document))] == keys


def test_a_template_without_an_end_is_an_error(press: Press) -> None:
    """If nothing marks where a card's text ends, nobody could see that it is cut: that stops the build."""

    def html_of(plan: Plan) -> str:
        return cards(lambda key, step: 2)(plan).replace("end.", "elsewhere.")

    with pytest.raises(PressError, match="where the text of 'a' ends"):
        press.fit({"a": 0}, html_of, three_steps)


def test_pages_without_steps_are_checked(press: Press) -> None:
    """A page that breaks in two is found by its name."""
    html = cards(lambda key, step: {"a": 5, "b": 30, "c": 2}[key])
    document = press.typeset(html([("a", 0), ("b", 0), ("c", 0)]))
    assert checked_pages(document, ["a", "b", "c"]) == [Piece("b", 0, None)]


def test_a_broken_page_is_measured(press: Press) -> None:
    """Seen on a page without an end, it is clear by how much a page is too long, to its foot margin."""
    html = cards(lambda key, step: {"a": 5, "b": 30}[key], fixed=False)([("a", 0), ("b", 0)])
    page = press.typeset(html).pages[0]
    broken = [Piece("b", 0, None)]
    assert press.measured(broken, html, page) == [Piece("b", 0, 30 * LINE - CARD[1])]
    assert press.measured(broken, html, page, floor=70) == [Piece("b", 0, 30 * LINE - 70)]


# Fences

SECRET = "what nobody may read"
NET = "http://192.0.2.1/x"  # an address that leads nowhere (RFC 5737)
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
    " width='9' height='9'>{}</svg>"
)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file beside the folder that the press may read, and a link to it from inside."""
    secret = tmp_path / "secret.css"
    secret.write_text(f"/* {SECRET} */ p {{ color: red }}", "utf-8")
    (tmp_path / "inside").mkdir(exist_ok=True)
    (tmp_path / "inside" / "link.css").symlink_to(secret)
    return secret


WAYS = {
    "picture": '<img src="{}" alt="x">',
    "picture of several": '<img srcset="{}" src="{}" alt="x">',
    "style sheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import "{}";</style>',
    "import of a url": "<style>@import url({});</style>",
    "background": '<p style="background: url({})">x</p>',
    "bullet": '<ul><li style="list-style-image: url({})">x</li></ul>',
    "content": '<style>p::before {{ content: url("{}") }}</style><p>x</p>',
    "page ground": "<style>@page {{ background: url({}) }}</style><p>x</p>",
    "border": '<p style="border: 9px solid; border-image: url({}) 1">x</p>',
    "type": '<style>@font-face {{ font-family: F; src: url("{}") }}</style><p style="font-family: F">x</p>',
    "object": '<object data="{}">x</object>',
    "embedded": '<embed src="{}">',
    "attachment": '<link rel="attachment" href="{}"><p>x</p>',
    "attached link": '<a rel="attachment" href="{}">x</a>',
    "drawing in a drawing": SVG.format("<image href='{}' width='9' height='9'/>"),
    "drawing with xlink": SVG.format("<image xlink:href='{}' width='9' height='9'/>"),
    "drawing as a picture": '<img alt="x" src="data:image/svg+xml,'
    + SVG.replace("#", "%23").replace("<", "%3C").format("%3Cimage href='{}' width='9' height='9'/>")
    + '">',
}


def filled(template: str, address: str) -> str:
    """HTML with an address in every pair of braces."""
    return template.replace("{{", "{").replace("}}", "}").replace("{}", address)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("to", ["network", "file"])
@pytest.mark.usefixtures("forgiven")
def test_nothing_is_read_outside_the_fences(press: Press, outside: Path, way: str, to: str) -> None:
    """Whichever way a template asks for it, the network or a file outside the roots stops the build."""
    with pytest.raises(PressError, match="outside the folders that may be read"):
        press.pdf(press.typeset(filled(WAYS[way], NET if to == "network" else outside.as_uri())))


@pytest.mark.parametrize(
    "path", ["../secret.css", "%2e%2e/secret.css", "x/../../secret.css", "link.css", "../inside-out/x.css"]
)
@pytest.mark.usefixtures("forgiven")
def test_no_disguise_leads_outside(press: Press, outside: Path, path: str) -> None:
    """`..`, also when it is encoded, a link and a folder whose name begins like a root's are outside."""
    neighbour = outside.parent / "inside-out"
    neighbour.mkdir()
    (neighbour / "x.css").write_text("p { color: red }", "utf-8")
    address = (outside.parent / "inside").as_uri() + "/" + path
    with pytest.raises(PressError, match="outside the folders that may be read"):
        press.typeset(f'<link rel="stylesheet" href="{address}">')


@pytest.mark.parametrize(
    "way", ["<use href='{}#x'/>", "<style>@import url({});</style><rect width='9' height='9'/>"]
)
@pytest.mark.usefixtures("forgiven")
def test_what_drawings_refer_to_is_not_followed(
    press: Press, outside: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts and style sheets that a drawing takes from elsewhere are never read."""
    asked: list[str] = []
    monkeypatch.setattr(URLFetcher, "fetch", lambda self, url, headers=None: asked.append(url))
    with contextlib.suppress(PressError):
        press.pdf(press.typeset(filled(SVG.format(way), outside.as_uri())))
    assert asked == []


@pytest.mark.parametrize(
    "address", ["ftp://192.0.2.1/x.css", "//192.0.2.1/x.css", "x.css", "/etc/passwd", "gopher:x"]
)
@pytest.mark.usefixtures("forgiven")
def test_no_other_kind_of_address_is_followed(press: Press, address: str) -> None:
    """Other protocols are fenced out, and an address without one leads nowhere, which is said."""
    with pytest.raises(PressError):
        press.typeset(f'<link rel="stylesheet" href="{address}">')


@pytest.mark.usefixtures("forgiven")
def test_a_file_on_another_machine_is_not_read(press: Press, outside: Path) -> None:
    """A file address that names a host is outside, whatever its path."""
    address = f"file://192.0.2.1{fonts.FOLDER}/Manrope-Regular.ttf"
    with pytest.raises(PressError, match="outside the folders"):
        press.typeset(f'<img alt="x" src="{address}">')


@pytest.mark.parametrize("name", ["a b.css", "100%.css", "100%25.css", "é#?.css", "+.css"])
def test_files_inside_are_read_whatever_their_name(press: Press, tmp_path: Path, name: str) -> None:
    """A name with blanks, per cent signs or accents is read as what it is, once decoded and not twice."""
    sheet = tmp_path / "inside" / name
    sheet.write_text(".found { height: 33mm }", "utf-8")
    html = f'<link rel="stylesheet" href="{sheet.as_uri()}"><div class="found"></div><p id="below">x</p>'
    (page,) = press.typeset(html).pages
    assert page.anchors["below"][1] / 96 * 25.4 == pytest.approx(33, abs=0.01)


def test_drawings_inside_the_document_are_drawn(press: Press) -> None:
    """A `data:` address holds its own content: it is followed."""
    drawing = quote(SVG.format("<rect width='9' height='9' fill='red'/>"))
    html = f'<div style="height: 9px; background: url(data:image/svg+xml,{drawing})"></div>'
    pdf = press.pdf(press.typeset(html))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        forms = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        assert any(item.get("/Subtype") == "/Form" for item in forms)


# No silence


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p style="text-wrap: balance">x</p>', "text-wrap"),
        ('<p style="color: octarine">x</p>', "color"),
        ("<style>p { width: min-content }</style><p>x</p>", "width"),
        ("<style>p::selection(3) { color: red }</style><p>x</p>", "selector"),
        ('<a href="#nowhere">x</a>', "nowhere"),
        ('<img src="data:image/png,broken" alt="x">', "image"),
    ],
    ids=["unknown property", "bad value", "unsupported value", "bad selector", "dead link", "broken picture"],
)
@pytest.mark.usefixtures("forgiven")
def test_what_weasyprint_ignores_is_an_error(press: Press, html: str, said: str) -> None:
    """What WeasyPrint would leave out with no more than a line in a log stops the build."""
    with pytest.raises(PressError, match=said):
        press.pdf(press.typeset(html))


@pytest.mark.usefixtures("forgiven")
def test_a_bad_style_sheet_is_an_error(tmp_path: Path) -> None:
    """The style sheet that all documents share is held to the same."""
    with pytest.raises(PressError, match="text-wrap"):
        Press([tmp_path], fonts.FAMILY, style="p { text-wrap: balance }")


def test_the_log_is_as_before_afterwards(press: Press, forgiven: list[str]) -> None:
    """The press listens to WeasyPrint's log only while it works."""
    import logging

    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.propagate)
    with pytest.raises(PressError):
        press.typeset('<p style="text-wrap: balance">x</p>')
    press.typeset("<p>x</p>")
    assert (list(logger.handlers), logger.propagate) == before
    assert len(forgiven) == 1


# Type


def test_only_our_type_is_embedded(press: Press) -> None:
    """A PDF holds our family alone, embedded and cut down to the letters that it needs."""
    pdf = press.pdf(press.typeset("<p>Ask “anyway” – naïve café, 1 × 2</p>"))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (font,) = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)
                   and item.get("/Subtype") == "/Type0"]  # fmt: skip
        assert re.fullmatch(r"/[A-Z]{6}\+Ask-Sans", str(font.BaseFont))
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert len(pdf) < 20_000


@pytest.mark.parametrize(
    ("text", "missing"),
    [("Ask ☞ go", "☞"), ("ב and א", "אב"), ("問", "問"), ("A \U000f1234 B", "\U000f1234")],
    ids=["sign", "another script", "a script of many letters", "no letter at all"],
)
@pytest.mark.usefixtures("forgiven")
def test_letters_that_our_type_lacks_are_named(press: Press, text: str, missing: str) -> None:
    """A letter that would come from another family, or be an empty box, stops the build and is named."""
    with pytest.raises(ForeignTypeError, match=f"U\\+{ord(missing[0]):04X}") as caught:
        press.pdf(press.typeset(f"<p>{text}</p>"))
    assert caught.value.characters == missing


def test_another_family_is_foreign_even_if_it_has_the_letters(press: Press) -> None:
    """Text that a template sets in a family of the system is not printed, though nothing is missing."""
    with pytest.raises(ForeignTypeError, match="would be printed instead"):
        press.pdf(press.typeset('<p style="font-family: monospace">x</p>'))


# Files


def test_a_page_has_its_size_and_its_bleed(press: Press) -> None:
    """The trim is the size of the page; the bleed lies around it."""
    pdf = press.pdf(press.typeset("<style>@page { bleed: 3mm }</style><p>x</p>"))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        assert [float(x) for x in page.TrimBox] == pytest.approx([0, 0, CARD[0] * MM, CARD[1] * MM], abs=0.01)
        bleed = 3 * MM
        outer = [-bleed, -bleed, CARD[0] * MM + bleed, CARD[1] * MM + bleed]
        assert [float(x) for x in page.MediaBox] == pytest.approx(outer, abs=0.01)


def test_the_same_page_gives_the_same_file(press: Press) -> None:
    """No clock and no chance goes into a PDF."""
    html = cards(lambda key, step: 3)([("a", 0), ("b", 0)])
    assert press.pdf(press.typeset(html)) == press.pdf(press.typeset(html))


def test_nothing_is_collected_while_pages_are_set() -> None:
    """The press turns Python's garbage collector off."""
    enabled = gc.isenabled()
    try:
        without_collecting()
        assert not gc.isenabled()
    finally:
        if enabled:
            gc.enable()


@pytest.mark.parametrize("paint", ["fill='#804020'", "fill='#804020' opacity='.5'", "fill='url(#g)'"])
def test_a_drawing_that_stands_often_looks_the_same_everywhere(press: Press, paint: str) -> None:
    """What is drawn once and repeated is what would be drawn anew, wherever it stands."""
    shade = (
        "<linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient>"
    )
    shape = f"{shade}<path d='M1 1h6v3z' {paint}/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'>{shape}</svg>"
    drawing = f"background: no-repeat url(&quot;data:image/svg+xml,{quote(svg)}&quot;)"
    page = f'<div class="card"><p style="width: 20mm; {drawing}"></p></div>'
    whole = pypdfium2.PdfDocument(press.pdf(press.typeset(page * 3)))
    pictures = [drawn.render(scale=2).to_pil().convert("RGB") for drawn in whole]
    assert len({colour for _, colour in pictures[0].getcolors()}) > 1
    assert pictures[0] == pictures[1] == pictures[2]


def test_a_plain_press_knows_no_style_but_its_own(tmp_path: Path) -> None:
    """Without a style that says so, nothing is a block, and margins are none."""
    html = '<style>.end { display: block }</style><p>Words</p><div class="end" id="end"></div>'
    heights = [
        Press(
            [fonts.FOLDER], fonts.FAMILY, style=STYLE.replace("margin: 0; }\n.card", "}\n.card"), plain=plain
        )
        .typeset(html)
        .pages[0]
        .anchors["end"][1]
        for plain in (False, True)
    ]
    assert heights[1] < heights[0]
