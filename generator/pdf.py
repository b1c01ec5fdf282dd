"""HTML -> PDF bytes, and what a page turned out to be. The only room that knows WeasyPrint.

The press reads files only below the folders it is given and never the network, and a message
that WeasyPrint would only log (a property it ignores, a missing picture) stops the build.
"""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

MM = 96 / 25.4  # CSS pixels in a millimetre: the unit of WeasyPrint's pages
CHUNK = 50  # pages set together: WeasyPrint's time grows with the square of a document's pages


class PressError(Exception):
    """WeasyPrint could not do, or would not do silently, what a template asked for."""


class _OnlyUnder(URLFetcher):
    """Fetches `data:` addresses and files below `roots`; anything else stops the build."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(allow_redirects=False)
        self._roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            path = Path(url2pathname(unquote(parts.path))).resolve()
            if any(path.is_relative_to(root) for root in self._roots):
                return super().fetch(url, headers)
        raise FatalURLFetchingError(f"{url[:200]} is outside the folders that may be read")


@dataclass(frozen=True)
class Piece:
    """Something that must fit on one page: its key, and whether it did.

    `over` is by how many millimetres it is too long (0 or less: it fits); None if the page
    broke and cannot be measured.
    """

    key: str
    step: int
    over: float | None

    @property
    def fits(self) -> bool:
        return self.over is not None and self.over <= 0


class Press:
    """WeasyPrint with our fonts, our fences and no silence."""

    def __init__(self, roots: Sequence[Path], *, style: str = "", variant: str | None = None) -> None:
        """`roots`: the folders that may be read. `style`: a style sheet for every document, read once.

        `variant`: e.g. 'pdf/ua-1', which also tags.
        """
        self._fetcher = _OnlyUnder(roots)
        self._fonts = FontConfiguration()
        self._options: dict[str, Any] = {"pdf_variant": variant, "pdf_tags": bool(variant)}
        with _no_silence():
            sheet = weasyprint.CSS(string=style, url_fetcher=self._fetcher, font_config=self._fonts)
        self._options["stylesheets"] = [sheet]

    def typeset(self, html: str) -> weasyprint.Document:
        """One HTML document as pages."""
        with _no_silence():
            source = weasyprint.HTML(string=html, url_fetcher=self._fetcher)
            return source.render(font_config=self._fonts, **self._options)

    def pdf(self, documents: Sequence[weasyprint.Document]) -> bytes:
        """The pages of all documents as one PDF, with the first one's title and language."""
        whole = documents[0]
        if len(documents) > 1:
            whole = whole.copy([page for document in documents for page in document.pages])
        target = io.BytesIO()
        with _no_silence():
            whole.write_pdf(target, **self._options)
        return target.getvalue()

    def fit(
        self, keys: Sequence[str], html_of: Callable[[Sequence[tuple[str, int]]], str], steps: int
    ) -> tuple[list[weasyprint.Document], list[Piece]]:
        """Set one page for each key at the largest step (0) at which it fits.

        `html_of` makes a document with one page for each (key, step). On its page a piece has
        an `<a id="end.KEY">` after its flowing text and, if something is fixed below, an
        `<a id="floor.KEY">` where that begins; the end must not lie below the floor (or the
        page). Only pieces that are too long are set again. Returns the documents in the order of
        the keys, and the pieces that are too long even at the last step.
        """
        documents: list[weasyprint.Document] = []
        unfit: list[Piece] = []
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            pages: dict[str, Any] = {}
            steps_of = dict.fromkeys(chunk, 0)
            waiting = list(chunk)
            while waiting:
                document = self.typeset(html_of([(key, steps_of[key]) for key in waiting]))
                first = document
                again = []
                for piece, page in _pieces(document, waiting, steps_of):
                    if piece.fits or piece.step >= steps - 1:
                        pages[piece.key] = page
                        if not piece.fits:
                            unfit.append(piece)
                    else:
                        steps_of[piece.key] += 1
                        again.append(piece.key)
                waiting = again
            documents.append(first.copy([pages[key] for key in chunk]))
        return documents, unfit


def _pieces(
    document: weasyprint.Document, keys: Sequence[str], steps_of: Mapping[str, int]
) -> Iterator[tuple[Piece, Any]]:
    """Each key with how it fits and the page it begins on."""
    begins: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            if name.startswith("start.") and name not in begins:
                begins[name] = number
    for position, key in enumerate(keys):
        number = begins[f"start.{key}"]
        page = document.pages[number]
        following = begins[f"start.{keys[position + 1]}"] if position + 1 < len(keys) else len(document.pages)
        over: float | None = None
        if following == number + 1 and f"end.{key}" in page.anchors:
            floor = page.anchors.get(f"floor.{key}", (0, page.height))[1]
            over = round((page.anchors[f"end.{key}"][1] - floor) / MM, 2)
        yield Piece(key, steps_of[key], over), page


def checked_pages(document: weasyprint.Document, keys: Sequence[str]) -> list[Piece]:
    """The pieces of a document set without steps that do not fit their page."""
    return [piece for piece, _ in _pieces(document, keys, dict.fromkeys(keys, 0)) if not piece.fits]


def frugal_memory() -> None:
    """Collect garbage less often: a layout makes millions of small objects that stay alive.

    Measured: 26 % less CPU for a deck of 1,000 cards, at the same peak of memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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


