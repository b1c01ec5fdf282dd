"""HTML -> PDF bytes, and what a page turned out to be. The only room that knows WeasyPrint.

The press reads files only below the folders it is given and never the network; a message that
WeasyPrint would only log (a property it ignores, a missing picture) stops the build, and so does
a letter that our type does not have: WeasyPrint would take it from whatever the machine has.
"""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
from weasyprint.images import SVGImage
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

MM = 96 / 25.4  # CSS pixels in a millimetre: the unit of WeasyPrint's pages
_ENDLESS = "@page {{ size: {width}px 5000mm !important }}"
_OF_ONE_PAGE = ("XObject", "Pattern", "Shading")  # what cannot be repeated elsewhere
CHUNK = 50  # pages set together: WeasyPrint's time grows with the square of a document's pages


class PressError(Exception):
    """WeasyPrint could not do, or would not do silently, what a template asked for."""


class ForeignTypeError(PressError):
    """A finished PDF needs letters that our type does not have: `characters`."""

    def __init__(self, family: str, characters: str, instead: str) -> None:
        self.characters = characters
        named = ", ".join(f"'{character}' (U+{ord(character):04X})" for character in characters)
        super().__init__(f"{family} has no {named}; {instead} would be printed instead")


class _Drawing:
    """A picture that is drawn once in each size; from then on what was written for it is repeated."""

    def __init__(self, picture: Any) -> None:
        self._picture = picture
        self._written: dict[tuple[float, float], tuple[list[Any], dict[str, Any]]] = {}
        self.get_intrinsic_size = picture.get_intrinsic_size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw into a PDF stream, `width` by `height` CSS pixels."""
        resources = stream.extra.get("Resources")
        if resources is None or len(stream.stream) > 1:  # not a background, alone on a stream of its own
            self._picture.draw(stream, width, height, style)
        elif written := self._written.get((width, height)):
            stream.stream.extend(written[0])
            resources["ExtGState"].update(written[1])
        else:
            start = len(stream.stream)
            self._picture.draw(stream, width, height, style)
            states = dict(resources["ExtGState"])
            masks = any("SMask" in state for state in states.values())
            if not masks and not any(resources[kind] for kind in _OF_ONE_PAGE):
                self._written[width, height] = stream.stream[start:], states


class _Pictures(dict[str, Any]):
    """The pictures of all documents of a press, by their addresses."""

    def __setitem__(self, address: str, picture: Any) -> None:
        super().__setitem__(address, _Drawing(picture) if isinstance(picture, SVGImage) else picture)


class _PlainHTML(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint has no types
    """HTML that looks like nothing: the style sheet says all.

    WeasyPrint's own has rules for markers and notes, whose styles are made for every element.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return []


class _OnlyUnder(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Fetches `data:` addresses and files below `roots`; anything else stops the build."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(allow_redirects=False)
        self._roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            path = Path(url2pathname(parts.path)).resolve()
            if any(path.is_relative_to(root) for root in self._roots):
                return super().fetch(path.as_uri(), headers)  # what was looked at, with no links left
        refused = f"{url[:200]} is outside the folders that may be read"
        logging.getLogger("weasyprint").error(refused)  # inside a drawing, what is raised is swallowed
        raise FatalURLFetchingError(refused)


@dataclass(frozen=True)
class Piece:
    """Something that must fit on one page: its key, and whether it did.

    `over` is by how many millimetres it is too long (0 or less: it fits); None if the page broke
    in the middle of it, so that only an endless page can tell.
    """

    key: str
    step: int
    over: float | None

    @property
    def fits(self) -> bool:
        """Nothing of it would be cut."""
        return self.over is not None and self.over <= 0


class Press:
    """WeasyPrint with our fonts, our fences and no silence."""

    def __init__(
        self,
        roots: Sequence[Path],
        family: str,
        *,
        style: str = "",
        plain: bool = False,
        variant: str | None = None,
    ) -> None:
        """`roots`: the folders that may be read. `family`: the one type family that may be printed.

        `style`: a style sheet for every document, read once. `plain`: it says all, down to what is
        a block; otherwise it adds to WeasyPrint's own. `variant`: e.g. 'pdf/ua-1', which also tags.
        """
        self._fetcher = _OnlyUnder(roots)
        self._family = family
        self._fonts = FontConfiguration()
        self._html = _PlainHTML if plain else weasyprint.HTML
        self._options: dict[str, Any] = {"pdf_variant": variant, "pdf_tags": bool(variant)}
        self._options["cache"] = _Pictures()
        with _no_silence():
            sheet = weasyprint.CSS(string=style, url_fetcher=self._fetcher, font_config=self._fonts)
        self._options["stylesheets"] = [sheet]

    def typeset(self, html: str, *, endless: float | None = None) -> weasyprint.Document:
        """One HTML document as pages; or, `endless` CSS pixels wide, pages that nothing is longer than."""
        options = dict(self._options)
        with _no_silence():
            if endless:
                sheet = weasyprint.CSS(string=_ENDLESS.format(width=endless))
                options["stylesheets"] = [*options["stylesheets"], sheet]
            source = self._html(string=html, url_fetcher=self._fetcher)
            return source.render(font_config=self._fonts, **options)

    def pdf(self, document: weasyprint.Document, *, variant: str | None = None) -> bytes:
        """A document as a PDF. Raises ForeignTypeError if it needs letters that our type does not have.

        `variant` here instead of for the whole press writes pages that are set once in two ways.
        """
        target = io.BytesIO()
        options = self._options | ({"pdf_variant": variant, "pdf_tags": True} if variant else {})
        with _no_silence():
            document.write_pdf(target, finisher=lambda drawn, _: self._check_type(drawn), **options)
        return target.getvalue()

    def fit(
        self,
        first: Mapping[str, int],
        html_of: Callable[[Sequence[tuple[str, int]]], str],
        next_step: Callable[[str, int, float | None], int | None],
    ) -> tuple[weasyprint.Document, list[Piece]]:
        """Set one page for each key of `first`, from its step there on, until it fits.

        `html_of` makes a document with one page for each (key, step). Each piece has the id
        `start.KEY`; on its page an element `end.KEY` stands after its flowing text and, if something
        is fixed below, `floor.KEY` where that begins; the end must not lie below the floor (or the
        page). `next_step` says at which step a piece is tried next that was too long at one step
        (by so many mm), or None if there is none. Only pieces that are too long are set again.
        Returns a document with one page for each key, in order, and the pieces that do not fit.
        """
        pages: dict[str, Any] = {}
        unfit: list[Piece] = []
        waiting = dict(first)
        whole: weasyprint.Document = None
        while waiting:
            again: dict[str, int] = {}
            plan = list(waiting.items())
            for chunk in (plan[start : start + CHUNK] for start in range(0, len(plan), CHUNK)):
                document = self.typeset(html_of(chunk))
                whole = whole or document
                spilled = False  # what a piece has too much may lie on the page of the next one
                for piece, page in _pieces(document, chunk):
                    pages[piece.key] = page
                    if spilled:
                        again[piece.key] = piece.step
                    spilled = piece.over is None
                    if spilled:
                        (piece,) = self.measured([piece], html_of([(piece.key, piece.step)]), page)
                    step = None if piece.fits else next_step(piece.key, piece.step, piece.over)
                    if step is not None:
                        again[piece.key] = step
                    elif not piece.fits:
                        unfit.append(piece)
            waiting = again
        return whole.copy([pages[key] for key in first]), unfit

    def measured(
        self, broken: Sequence[Piece], html: str, page: weasyprint.Page, floor: float | None = None
    ) -> list[Piece]:
        """By how much the pieces that broke are too long for `page`, seen on pages without an end.

        `html` holds all of them; `floor` is how many millimetres down the text of a page may reach,
        if that is not the whole page.
        """
        height = page.height if floor is None else floor * MM
        endless = self.typeset(html, endless=page.width)
        found = []
        for piece in broken:
            ((whole, _),) = _pieces(endless, [(piece.key, piece.step)], height)
            if whole.over is None:
                raise PressError(f"nothing says where the text of '{piece.key}' ends")
            found.append(replace(piece, over=max(whole.over, 0.01)))
        return found

    def _check_type(self, document: weasyprint.Document) -> None:
        """Raise ForeignTypeError unless every letter of a drawn document is our own type's."""
        fonts = document.fonts.values()
        foreign = [font for font in fonts if font.family != self._family]
        characters = {letter for font in foreign for text in font.to_unicode.values() for letter in text}
        characters |= {chr(code) for font in fonts for code in font.missing}
        if foreign or characters:
            instead = ", ".join(sorted({font.family for font in foreign})) or "an empty box"
            raise ForeignTypeError(self._family, "".join(sorted(characters)), instead)


def _pieces(
    document: weasyprint.Document, plan: Sequence[tuple[str, int]], height: float | None = None
) -> Iterator[tuple[Piece, Any]]:
    """Each (key, step) as a piece that was set, and the page it begins on.

    `height` (CSS pixels) is how far down a piece may reach, if that is not the page's own height.
    """
    begins: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            if name.startswith("start."):
                begins.setdefault(name, number)
    numbers = [begins[f"start.{key}"] for key, _ in plan]
    for (key, step), number, following in zip(plan, numbers, [*numbers[1:], len(document.pages)]):
        page = document.pages[number]
        floor = page.anchors.get(f"floor.{key}", (0, height or page.height))[1]
        over: float | None = None
        if f"end.{key}" in page.anchors and (height or (following == number + 1 and floor > 0)):
            over = round((page.anchors[f"end.{key}"][1] - floor) / MM, 2)
        yield Piece(key, step, over), page


def checked_pages(document: weasyprint.Document, keys: Sequence[str]) -> list[Piece]:
    """The pieces of a document set without steps that do not fit their page."""
    return [piece for piece, _ in _pieces(document, [(key, 0) for key in keys]) if not piece.fits]


def without_collecting() -> None:
    """Stop looking for garbage: a layout makes millions of small objects that stay alive.

    Measured on six products: 12 % less CPU, 13 % more memory (250 to 280 MB).
    """
    gc.disable()


@contextmanager
def _no_silence() -> Iterator[None]:
    """Turn what WeasyPrint would only log into a PressError."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    propagate = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield
    except FatalURLFetchingError as error:
        raise PressError(str(error)) from None
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
    if complaints:
        raise PressError("; ".join(dict.fromkeys(complaints)))
