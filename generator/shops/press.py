"""Card pages -> one PDF for a print shop: zero origin, exact boxes and, if asked for, PDF/X-1a.

PDF/X-1a allows neither colours of a screen nor anything see-through. What WeasyPrint writes is
rewritten operator by operator; what this module does not understand it leaves alone, and the look
at the finished file (generator.shops.look) finds it.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

from generator.model.shops import Process
from generator.shops.ink import inks

MM = 72 / 25.4  # PDF points in a millimetre
_IN_INKS = {"rg": "k", "RG": "K"}
_PAINTS = {"BT", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
_COLOURS = {"cs", "CS", "sc", "SC", "scn", "SCN", "sh"}
_USED_BY = {"/ExtGState": {"gs"}, "/ColorSpace": _COLOURS, "/Pattern": _COLOURS, "/Shading": _COLOURS}


def bound(
    pages: bytes,
    order: Sequence[int],
    bleed: float,
    process: Process | None,
    *,
    title: str,
    creator: str,
    language: str,
    date: datetime.date,
) -> bytes:
    """The `pages` (counted from 0) in this order, each with `bleed` mm around its trim.

    A page that comes twice is drawn once. The same pages give the same bytes: the date of the file
    is `date`, and its identifier a hash.
    """
    with pikepdf.new() as out, pikepdf.open(io.BytesIO(pages)) as cards:
        sizes = {number: _size(cards, number) for number in sorted(set(order))}
        forms = {number: _form(out, cards, number) for number in sizes}
        if process:
            _to_inks([*forms.values(), *drawn_forms(forms.values())], process)
        around = bleed * MM
        for number in order:
            width, height = sizes[number]
            box = [0, 0, round(width + 2 * around, 3), round(height + 2 * around, 3)]
            trim = [around, around, around + width, around + height]
            out.pages.append(
                pikepdf.Page(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=Array(box),
                        BleedBox=Array(box),
                        TrimBox=Array([round(edge, 3) for edge in trim]),
                        Resources=Dictionary(XObject=Dictionary({"/Card": forms[number]})),
                        Contents=out.make_stream(
                            f"q 1 0 0 1 {around:.3f} {around:.3f} cm /Card Do Q".encode()
                        ),
                    )
                )
            )
        day = f"D:{date:%Y%m%d}000000Z"
        facts = {"/Title": title, "/Creator": creator, "/CreationDate": day, "/ModDate": day}
        facts["/Producer"] = str(cards.docinfo.get("/Producer", creator))
        for name, value in facts.items():
            out.docinfo[Name(name)] = String(value)
        out.Root.Lang = language
        if process:
            _declare(out, process)
        target = io.BytesIO()
        # PDF/X-1a is PDF 1.4, which has no compressed objects.
        out.save(
            target,
            force_version="1.4" if process else "1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return target.getvalue()


def without_words(pages: bytes, number: int) -> bytes:
    """One page as a file of its own, with nothing that is set in type."""
    with pikepdf.open(io.BytesIO(pages)) as cards, pikepdf.new() as out:
        out.pages.append(cards.pages[number])
        page = out.pages[0]
        page.obj.Contents = out.make_stream(_wordless(page))
        for form in list(drawn_forms([page.obj])):
            form.write(_wordless(form))
        target = io.BytesIO()
        out.save(target)
    return target.getvalue()


@dataclass(frozen=True)
class Extent:
    """A page: its trim, and how far it is printed beyond at the left, bottom, right and top. Millimetres."""

    width: float
    height: float
    beyond: tuple[float, float, float, float]


def extents(pages: bytes) -> list[Extent]:
    """The size of every page."""
    found = []
    with pikepdf.open(io.BytesIO(pages)) as cards:
        for page in cards.pages:
            trim, media = ([float(edge) / MM for edge in box] for box in (page.trimbox, page.mediabox))
            beyond = (trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
            found.append(Extent(trim[2] - trim[0], trim[3] - trim[1], beyond))
    return found


def drawn_forms(found: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Every form that these forms draw, and every form that one of those draws, each once.

    What is in their resources says nothing: all pages share one dictionary of those.
    """
    seen: set[tuple[int, int]] = set()
    waiting = list(found)
    while waiting:
        stream = waiting.pop()
        for name in named(stream, "Do"):
            item = stream.Resources.XObject[name]
            if item.get("/Subtype") == Name.Form and item.objgen not in seen:
                seen.add(item.objgen)
                waiting.append(item)
                yield item


def named(stream: pikepdf.Object, operator: str) -> list[str]:
    """What a page or a form names with an operator, each once."""
    content = pikepdf.parse_content_stream(stream, operator)
    return list(dict.fromkeys(str(one.operands[0]) for one in content if str(one.operator) == operator))


def _wordless(stream: pikepdf.Object | pikepdf.Page) -> bytes:
    """What a page or a form draws, without anything between the beginning and the end of a text."""
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    inside = False
    for instruction in pikepdf.parse_content_stream(stream):
        inside = inside or str(instruction.operator) == "BT"
        if not inside:
            kept.append(instruction)
        inside = inside and str(instruction.operator) != "ET"
    return pikepdf.unparse_content_stream(kept)


def _size(cards: pikepdf.Pdf, number: int) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in cards.pages[number].trimbox)
    return right - left, top - bottom


def _form(out: pikepdf.Pdf, cards: pikepdf.Pdf, number: int) -> pikepdf.Object:
    """A page as something to draw, with all of its bleed; its trim's lower left corner is at (0, 0)."""
    page = cards.pages[number]
    left, bottom, _, _ = (float(edge) for edge in page.trimbox)
    page.trimbox = page.mediabox  # a form is cut at the page's TrimBox, and the bleed must stay
    form = page.as_form_xobject()
    form.Resources = page.obj.Resources  # the one dictionary that all pages share, not a copy for each
    if left or bottom:
        form.Matrix = Array([1, 0, 0, 1, -left, -bottom])
    return out.copy_foreign(form)


def _to_inks(forms: Sequence[pikepdf.Object], process: Process) -> None:
    """Rewrite all forms of a file in inks, without what PDF/X-1a forbids and nobody would miss."""
    used: set[str] = set()
    for form in forms:
        instructions = list(pikepdf.parse_content_stream(form))
        names = [str(instruction.operator) for instruction in instructions]
        kept: list[ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        for place, (name, instruction) in enumerate(zip(names, instructions)):
            if name == "gs" and _is_plain(form.Resources.ExtGState[str(instruction.operands[0])]):
                continue
            if name in _IN_INKS:
                colour = [float(part) for part in instruction.operands]
                text = name == "rg" and _next_paint(names[place:]) == "BT"
                found = [Decimal(str(part)) for part in inks(colour, process, text=text)]
                instruction = ContentStreamInstruction(found, Operator(_IN_INKS[name]))
            kept.append(instruction)
            used.add(name)
        form.write(pikepdf.unparse_content_stream(kept))
    for form in forms:
        needless = [name for name, users in _USED_BY.items() if not used & users and name in form.Resources]
        for name in needless:
            del form.Resources[name]
        # Nothing is see-through any more: what is drawn together needs no page of its own.
        if "gs" not in used and "/Group" in form:
            del form.Group


def _is_plain(state: pikepdf.Object) -> bool:
    """Whether a graphics state only says that nothing is see-through."""
    return all(name in ("/ca", "/CA") and value == 1 for name, value in state.items() if name != "/Type")


def _next_paint(names: Iterable[str]) -> str:
    """The next operator that leaves something on the page, or begins to set type."""
    return next((name for name in names if name in _PAINTS), "")


def _declare(out: pikepdf.Pdf, process: Process) -> None:
    """Say which standard the file keeps, and which inks on which paper it is for."""
    out.docinfo["/GTS_PDFXVersion"] = String(process.standard)
    out.docinfo["/Trapped"] = Name("/False")
    out.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name("/GTS_PDFX"),
                OutputConditionIdentifier=String(process.condition),
                OutputCondition=String(process.condition_name),
                RegistryName=String(process.registry),
                Info=String(process.condition_name),
            )
        ]
    )
