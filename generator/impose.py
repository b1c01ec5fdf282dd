"""Card and journal pages -> sheets. The only room that knows pikepdf.

Pages become form XObjects: drawn once, placed often, still vectors, still the same fonts.
Tags do not survive being placed on a sheet, so they are left out: the screen edition has them.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.model.layout import Placement, Side
from generator.model.printing import Flip

MM = 72 / 25.4  # PDF points in a millimetre
_DUPLEX: dict[Flip, str] = {
    "long-edge": "/DuplexFlipLongEdge",
    "short-edge": "/DuplexFlipShortEdge",
    "fold": "/Simplex",
    "none": "/Simplex",
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def impose(
    pages: bytes,
    overlays: bytes,
    sides: Sequence[Side],
    size: tuple[float, float],
    *,
    title: str,
    language: str,
    flip: Flip,
    back_offset: tuple[float, float] = (0.0, 0.0),
    back_turn: float = 0.0,
) -> bytes:
    """Place card pages and one overlay page for each side on paper of `size` (mm, upright).

    `pages` have their trim's lower left corner at (0, 0), as WeasyPrint makes them. The file asks
    readers to print at true size, and on both sides if it has backs.

    `back_offset` and `back_turn` make up for a printer that puts backs in the wrong place: all
    that is printed on a back is turned about the middle of the sheet (degrees clockwise) and moved
    to the right and down (mm), as one looks at the back of a calibration sheet. A sheet turned
    over its short edge goes through the printer with its back upside down: there, both directions
    are the opposite ones.
    """
    width, height = size[0] * MM, size[1] * MM
    with (
        pikepdf.new() as out,
        pikepdf.open(io.BytesIO(pages)) as cards,
        pikepdf.open(io.BytesIO(overlays)) as over,
    ):
        _rename_subsets(over, -1)
        placed = sorted({placement.page for side in sides for placement in side.placements})
        forms = {page: _form(out, cards, page) for page in placed}
        for number, side in enumerate(sides):
            resources = {f"/C{page}": forms[page] for page in sorted({p.page for p in side.placements})}
            resources["/Over"] = _form(out, over, number)
            content = [_draw(placement, height) for placement in side.placements]
            content.append("q /Over Do Q")
            if not side.front and (back_turn or any(back_offset)):
                content = [f"q {_moved(back_offset, back_turn, (width, height), flip)} cm", *content, "Q"]
            out.pages.append(
                pikepdf.Page(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
                        TrimBox=Array([0, 0, round(width, 3), round(height, 3)]),
                        Resources=Dictionary(XObject=Dictionary(resources)),
                        Contents=out.make_stream("\n".join(content).encode()),
                    )
                )
            )
        out.Root.Lang = language
        out.Root.ViewerPreferences = Dictionary(
            PrintScaling=Name("/None"),
            DisplayDocTitle=True,
            Duplex=Name(_DUPLEX[flip]),
        )
        out.docinfo["/Title"] = title
        target = io.BytesIO()
        out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def true_size(pdf: bytes) -> bytes:
    """The same file, asking readers to show its title, and not to scale it when they print it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        preferences = document.Root.get("/ViewerPreferences", Dictionary())
        preferences.DisplayDocTitle = True
        preferences.PrintScaling = Name("/None")
        document.Root.ViewerPreferences = preferences
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()


def on_ground(pdf: bytes, colour: str) -> bytes:
    """The same file with every page on a ground of `colour` (#rrggbb), below all that is printed.

    The ground is marked as decoration, so that a tagged file stays one that can be read aloud.
    """
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            box = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re"
            ground = f"/Artifact BMC q {red:.4f} {green:.4f} {blue:.4f} rg {box} f Q EMC\n"
            page.contents_add(ground.encode(), prepend=True)
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def joined(parts: Sequence[bytes]) -> bytes:
    """The pages of several files in one, each with its own fonts under its own names."""
    with pikepdf.new() as out:
        for number, part in enumerate(parts):
            with pikepdf.open(io.BytesIO(part)) as document:
                _rename_subsets(document, number)
                out.pages.extend(document.pages)
        target = io.BytesIO()
        out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a file has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _form(out: pikepdf.Pdf, source: pikepdf.Pdf, number: int) -> pikepdf.Object:
    page = source.pages[number]
    page.trimbox = page.mediabox  # a form is cut at the page's TrimBox, and the bleed must stay
    form = page.as_form_xobject()
    form.Resources = page.obj.Resources  # the one dictionary that all pages share, not a copy for each
    return out.copy_foreign(form)


def _rename_subsets(document: pikepdf.Pdf, by: int) -> None:
    """Change the tags of the subset fonts ('ABCDEF+Name') to those that are `by` further on.

    Files that become one each hold their own letters of the same face under the same name, and a
    printer that keeps type by its name would set one in the other's letters.
    """
    for item in document.objects:
        for entry in ("/BaseFont", "/FontName"):
            if isinstance(item, Dictionary) and entry in item:
                tag, plus, name = str(item[entry])[1:].partition("+")
                if plus:
                    item[entry] = Name(f"/{_further(tag, by)}+{name}")


def _further(tag: str, by: int) -> str:
    """The tag that comes `by` places after another, counted as AAAAAA, AAAAAB ... ZZZZZZ."""
    place = by
    for distance, letter in enumerate(reversed(tag)):
        place += _LETTERS.index(letter) * 26**distance
    return "".join(_LETTERS[place // 26**distance % 26] for distance in reversed(range(len(tag))))


def _draw(placed: Placement, sheet_height: float) -> str:
    """Operators that draw a card page, clipped to its trim and the bleed it is allowed here."""
    left, top, right, bottom = (side * MM for side in placed.bleed)
    x, y = placed.x * MM, sheet_height - (placed.y + placed.height) * MM
    width, height = placed.width * MM, placed.height * MM
    clip = f"{x - left:.3f} {y - bottom:.3f} {width + left + right:.3f} {height + bottom + top:.3f} re W n"
    turns, corner_x, corner_y = {
        0: ("1 0 0 1", x, y),
        90: ("0 -1 1 0", x, y + height),
        180: ("-1 0 0 -1", x + width, y + height),
        270: ("0 1 -1 0", x + width, y),
    }[placed.turn]
    return f"q {clip} {turns} {corner_x:.3f} {corner_y:.3f} cm /C{placed.page} Do Q"


def _moved(offset: tuple[float, float], turn: float, size: tuple[float, float], flip: Flip) -> str:
    """The matrix that turns a page of `size` (points) about its middle and then moves it."""
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x, y = size[0] / 2, size[1] / 2
    sign = -MM if flip == "short-edge" else MM
    right = x - x * cosine - y * sine + sign * offset[0]
    up = y + x * sine - y * cosine - sign * offset[1]
    return f"{cosine:.7f} {-sine:.7f} {sine:.7f} {cosine:.7f} {right:.4f} {up:.4f}"
