"""A last look at a finished PDF: what a print shop's own check would complain about.

It knows nothing of how the file was made and trusts none of it. It is no preflight program: what it
does not ask for, it does not find.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.model import Shop
from generator.model.shops import Process
from generator.shops.faults import Fault
from generator.shops.ink import coverage
from generator.shops.press import MM

_EXACT = 0.01  # millimetres
_SCREEN = {"rg", "RG"}
_UNKNOWN = {"cs", "CS", "sc", "SC", "scn", "SCN", "sh", "INLINE IMAGE", "BI"}
_INFO = ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_PLAIN_SPACES = (Name.DeviceGray, Name.DeviceCMYK)


def faults(pdf: bytes, shop: Shop, order: Sequence[int], names: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    """What is wrong with a PDF whose pages should be those of `order`; `names`: (card, side) of each."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if len(document.pages) != len(order):
            yield Fault("", f"the file has {len(document.pages)} pages, but should have {len(order)}")
            return
        yield from _order(document, order, names)
        for page, (card, side) in zip(document.pages, names):
            yield from (Fault(card, f"on the {side} {what}") for what in _boxes(page, shop))
        yield from _fonts(document, for_press=shop.process is not None)
        if shop.process:
            yield from _declared(document, shop.process)
            first = {number: place for place, number in reversed(list(enumerate(order)))}
            press = _Press(shop.process)
            for place in first.values():
                card, side = names[place]
                found = press.refuses(document.pages[place].obj)
                yield from (Fault(card, f"on the {side} {what}", help) for what, help in found)


def _order(document: pikepdf.Pdf, order: Sequence[int], names: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    """The same page of the deck is the same drawing everywhere, and no other page is."""
    drawn: dict[int, object] = {}
    for page, number, (card, side) in zip(document.pages, order, names):
        what = page.obj.Resources.XObject.Card.objgen
        if drawn.setdefault(number, what) != what:
            yield Fault(card, f"the {side} is another page than it should be")
    if len(set(drawn.values())) != len(drawn):
        yield Fault("", "two different pages of the deck have become one")


def _boxes(page: pikepdf.Page, shop: Shop) -> Iterator[str]:
    """Media, bleed and trim: zero origin, and the bleed that the shop asks for on every side."""
    media, trim = ([float(edge) / MM for edge in box] for box in (page.mediabox, page.trimbox))
    bleed = [float(edge) / MM for edge in page.obj.get("/BleedBox", Array([0, 0, 0, 0]))]
    if media[:2] != [0, 0]:
        yield f"the page begins at ({media[0]:g}, {media[1]:g}) mm instead of (0, 0)"
    if any(abs(one - other) > _EXACT for one, other in zip(media, bleed)):
        yield "the bleed box is not the whole page"
    around = (trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
    if any(abs(edge - shop.bleed) > _EXACT for edge in around):
        said = ", ".join(f"{edge:.2f}" for edge in around)
        yield f"the bleed is {said} mm (left, bottom, right, top) instead of {shop.bleed:g} mm"
    if shop.page:
        size = media[2] - media[0], media[3] - media[1]
        if any(abs(one - other) > _EXACT for one, other in zip(size, (shop.page.width, shop.page.height))):
            wanted = f"{shop.page.width:g} × {shop.page.height:g} mm"
            yield f"the page is {size[0]:.2f} × {size[1]:.2f} mm instead of {wanted}"


def _fonts(document: pikepdf.Pdf, *, for_press: bool) -> Iterator[Fault]:
    for item in document.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != Name.Font or "/DescendantFonts" in item:
            continue
        described = item.get("/FontDescriptor", Dictionary())
        file = next((described[name] for name in _FONT_FILES if name in described), None)
        name = str(item.get("/BaseFont", item.get("/Name", "/?")))[1:]
        if file is None and item.get("/Subtype") != Name.Type3:
            yield Fault("", f"the font {name} is not in the file")
        elif for_press and file is not None and file.get("/Subtype") == Name.OpenType:
            yield Fault("", f"the font {name} is embedded in a way that PDF 1.4 does not know")


def _declared(document: pikepdf.Pdf, process: Process) -> Iterator[Fault]:
    """What the file says of itself, and what a file of its standard must not have at all."""
    if document.pdf_version != "1.4":
        yield Fault("", f"the file is PDF {document.pdf_version}, but {process.standard} is PDF 1.4")
    info = document.docinfo
    for name in _INFO:
        if not str(info.get(name, "")):
            yield Fault("", f"the file does not say its {name[1:]}")
    if str(info.get("/GTS_PDFXVersion", "")) != process.standard:
        yield Fault("", f"the file does not say that it is {process.standard}")
    if info.get("/Trapped") not in (Name("/False"), Name("/True")):
        yield Fault("", "the file does not say whether it is trapped")
    written = document.Root.get("/OutputIntents", Array()).as_list()
    intents = [intent for intent in written if str(intent.get("/S")) == "/GTS_PDFX"]
    if [str(item.OutputConditionIdentifier) for item in intents] != [process.condition]:
        yield Fault("", f"the file does not say that it is for {process.condition}")
    if "/ID" not in document.trailer:
        yield Fault("", "the file has no identifier")
    if document.is_encrypted:
        yield Fault("", "the file is encrypted")
    for name in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/OCProperties"):
        if name in document.Root:
            yield Fault("", f"the file has {name}, which {process.standard} does not allow")
    if any("/Annots" in page.obj for page in document.pages):
        yield Fault("", f"the file has links or notes, which {process.standard} does not allow here")


class _Press:
    """Finds colours that are no inks, too much ink, and what is see-through; asks each form once."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._known: dict[tuple[int, int], list[tuple[str, str]]] = {}

    def refuses(self, stream: pikepdf.Object) -> list[tuple[str, str]]:
        """What is wrong with a page or a form, and with all that it draws: (what, help)."""
        if stream.objgen not in self._known:
            self._known[stream.objgen] = []  # a form that draws itself ends here
            self._known[stream.objgen] = list(dict.fromkeys(self._found(stream)))
        return self._known[stream.objgen]

    def _found(self, stream: pikepdf.Object) -> Iterator[tuple[str, str]]:
        if "/Group" in stream and stream.Group.get("/S") == Name.Transparency:
            yield "something may be see-through: a group", "use colours instead of opacity"
        resources = stream.get("/Resources", Dictionary())
        for instruction in pikepdf.parse_content_stream(stream):
            name = str(instruction.operator)
            if name in _SCREEN:
                yield "a colour is one of a screen (RGB)", ""
            elif name in _UNKNOWN:
                yield "a colour is neither grey nor one of the four inks", "use plain colours, no gradients"
            elif name in ("k", "K"):
                ink = coverage([float(part) for part in instruction.operands])
                if ink > self._process.most_ink:
                    yield f"the inks add up to {ink:g} %, and {self._process.most_ink:g} % is the most", ""
            elif name == "gs":
                yield from _see_through(resources.ExtGState[str(instruction.operands[0])])
            elif name == "Do":
                item = resources.XObject[str(instruction.operands[0])]
                yield from self.refuses(item) if item.get("/Subtype") == Name.Form else _picture(item)


def _picture(image: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if image.get("/ColorSpace") not in _PLAIN_SPACES and not image.get("/ImageMask"):
        yield "a picture is not in inks", "draw it, or leave it out"
    if "/SMask" in image:
        yield "a picture is see-through", "draw it, or leave it out"


def _see_through(state: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if (
        any(float(state.get(name, 1)) != 1 for name in ("/ca", "/CA"))
        or state.get("/SMask", Name("/None")) != Name("/None")
        or state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    ):
        yield "something is see-through", "use colours instead of opacity"
    if any(state.get(name, False) for name in ("/OP", "/op")):
        yield "an ink is printed over another (overprint)", ""
