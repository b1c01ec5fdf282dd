"""Deck -> the PDFs that people print, each with a picture of its first page.

A product is made again only if something it is made of changed: its key is a hash of all its
HTML, the program that sets it, and the versions of what the program rests on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment

from generator import fonts, journal
from generator.cards import faces, sheets
from generator.model import Deck, DeckProduct, JournalEdition, ask_file
from generator.problems import DeckError, Problem, Source
from generator.site import Download
from generator.write import write_file

PROGRAM = Path(__file__).resolve().parents[1]
_RESTS_ON = ("weasyprint", "pydyf", "pikepdf", "pypdfium2", "font-manrope")
_PICTURE_WIDTH = 480  # pixels: twice the width at which the Downloads page shows it


@dataclass(frozen=True)
class Made:
    """A product: what the Downloads page says of it, and its bytes."""

    download: Download
    pdf: bytes
    picture: bytes


def make_downloads(deck: Deck, env: Environment, *, cache: Path, roots: Sequence[Path]) -> list[Made]:
    """Every product of print.yaml and journal.yaml, from the cache where nothing changed.

    Raises DeckError naming every card and page whose text does not fit, and by how much.
    """
    kept = _Cache(cache)
    made: list[Made] = []
    problems: list[Problem] = []
    for make in (
        *(_deck_product(deck, env, product, roots) for product in deck.geometry.products),
        *(_journal_edition(deck, env, edition, roots) for edition in deck.journal.editions),
    ):
        try:
            made.append(make(kept))
        except DeckError as error:
            problems.extend(error.problems)
    if problems:
        raise DeckError(problems)
    kept.forget_the_rest()
    return made


def web_font(*, cache: Path) -> bytes:
    """The guide's own font, made from the packaged one."""
    kept = _Cache(cache, name="font")
    key = kept.key("web font")
    if (found := kept.get(key, "woff2")) is None:
        found = fonts.web_font()
        kept.put(key, "woff2", found)
    kept.forget_the_rest()
    return found


def _deck_product(
    deck: Deck, env: Environment, product: DeckProduct, roots: Sequence[Path]
) -> Callable[[_Cache], Made]:
    """How to make one deck: on sheets, or one card a page for screens."""
    geometry = deck.geometry
    size = next(card for card in geometry.cards if card.id == product.card)
    sheet = next((sheet for sheet in geometry.sheets if sheet.id == product.sheet), None)
    look = faces.Look(fonts.addresses(), fonts.width, ground=sheet is None, solid=product.ink == "full")
    keys = [faces.BACK if sheet else faces.COVER, *faces.keys(deck)]
    said: dict[str, Any] = {
        "id": product.id,
        "path": f"downloads/{deck.imprint.slug}-{product.id}.pdf",
        "title": product.title,
        "use": product.use,
        "paper_advice": product.paper_advice,
        "group": "deck",
    }
    style = faces.style(deck, env, size, look)

    def html_of(plan: Sequence[tuple[str, int]]) -> str:
        return faces.document(deck, env, size, plan, look)

    def press_cards() -> bytes:
        from generator.pdf import Press, frugal_memory  # WeasyPrint takes half a second to import

        frugal_memory()
        machine = Press([*roots, fonts.FOLDER], style=style, variant=None if sheet else "pdf/ua-1")
        documents, unfit = machine.fit(keys, html_of, len(faces.type_steps(size)))
        if unfit:
            raise DeckError(_card_problem(deck, piece, product.title) for piece in unfit)
        return machine.pdf(documents)

    largest = html_of([(key, 0) for key in keys])
    if not sheet:
        return lambda kept: _made(kept, kept.key(style, largest), press_cards, paper="", **said)

    grid = sheets.grid(deck, sheet)
    order = [keys.index(card) for card in sheets.printed_order(deck, grid)]
    sides = sheets.sides(grid, order, keys.index(faces.BACK))
    overlay = sheets.overlay(deck, env, grid, sides, look.fonts)

    def make(kept: _Cache) -> Made:
        pages_key = kept.key(style, largest)

        def press_sheets() -> bytes:
            from generator.impose import impose
            from generator.pdf import Press

            if (cards := kept.get(pages_key, "pages")) is None:
                cards = press_cards()
                kept.put(pages_key, "pages", cards)
            machine = Press([*roots, fonts.FOLDER])
            return impose(
                cards,
                machine.pdf([machine.typeset(overlay)]),
                sides,
                (grid.paper.width, grid.paper.height),
                title=f"{deck.imprint.title}: {product.title}",
                language=deck.imprint.language,
                flip=grid.sheet.flip,
            )

        key = kept.key(pages_key, overlay, repr(sides))
        return _made(kept, key, press_sheets, paper=grid.paper.label, **said)

    return make


def _journal_edition(
    deck: Deck, env: Environment, edition: JournalEdition, roots: Sequence[Path]
) -> Callable[[_Cache], Made]:
    """How to make one edition of the journal."""
    html = journal.booklet(deck, env, edition, fonts=fonts.addresses())
    size = next(size for size in deck.journal.sizes if size.id == edition.size)

    def press() -> bytes:
        from generator.impose import true_size
        from generator.pdf import Press, checked_pages, frugal_memory

        frugal_memory()
        machine = Press([*roots, fonts.FOLDER], variant="pdf/ua-1")
        document = machine.typeset(html)
        keys = [page.id for page in journal.pages(deck.journal, edition)]
        if unfit := checked_pages(document, keys):
            raise DeckError(_page_problem(piece, edition) for piece in unfit)
        return true_size(machine.pdf([document]))

    def make(kept: _Cache) -> Made:
        return _made(
            kept,
            kept.key(html),
            press,
            id=edition.id,
            path=f"downloads/{deck.imprint.slug}-journal-{edition.id}.pdf",
            title=edition.title,
            use=edition.use,
            paper=size.label,
            paper_advice=edition.paper_advice,
            group="journal",
        )

    return make


def _made(kept: _Cache, key: str, press: Callable[[], bytes], **said: Any) -> Made:
    pdf, facts, picture = kept.get(key, "pdf"), kept.get(key, "json"), kept.get(key, "png")
    if pdf is None or facts is None or picture is None:
        from generator.impose import page_count
        from generator.picture import picture as picture_of

        pdf = press()
        picture, width, height = picture_of(pdf, 0, _PICTURE_WIDTH)
        facts = json.dumps({"pages": page_count(pdf), "picture_width": width, "picture_height": height}).encode()
        for kind, content in (("pdf", pdf), ("json", facts), ("png", picture)):
            kept.put(key, kind, content)
    png = said["path"].removesuffix(".pdf") + ".png"
    return Made(Download(size=len(pdf), picture=png, **said, **json.loads(facts)), pdf, picture)


def _card_problem(deck: Deck, piece: Any, product: str) -> Problem:
    ask = next((ask for ask in deck.challenges if ask.id == piece.key), None)
    file = ask_file(ask) if ask else f"companions/{piece.key}.yaml"
    return Problem(Source(file), "ask" if ask else "lead", f"on '{product}' {_too_long(piece.over)}", "say it in fewer words")


def _page_problem(piece: Any, edition: JournalEdition) -> Problem:
    what = f"on '{edition.title}' the page '{piece.key}' {_too_long(piece.over)}"
    return Problem(Source("journal.yaml"), "pages", what, "fewer lines to write on, or fewer words")


def _too_long(over: float | None) -> str:
    by = "by more than a page" if over is None else f"by {over:.1f} mm"
    return f"the text is too long {by}, even at its smallest type"


class _Cache:
    """Files by the hash of what they are made of, in one folder; `name` keeps owners apart."""

    def __init__(self, folder: Path, name: str = "product") -> None:
        self._folder, self._name = folder, name
        self._used: set[str] = set()
        program = [path.read_bytes() for path in sorted(PROGRAM.rglob("*.py"))]
        versions = [f"{package} {version(package)}" for package in _RESTS_ON]
        self._base = hashlib.sha256(b"\0".join([*program, *(text.encode() for text in versions)]))

    def key(self, *parts: str) -> str:
        """The hash of `parts`, the program and what it rests on."""
        whole = self._base.copy()
        for part in parts:
            whole.update(b"\0" + part.encode())
        return f"{self._name}-{whole.hexdigest()[:32]}"

    def get(self, key: str, kind: str) -> bytes | None:
        """What was kept, if it was."""
        self._used.add(key)
        try:
            return (self._folder / f"{key}.{kind}").read_bytes()
        except OSError:
            return None

    def put(self, key: str, kind: str, content: bytes) -> None:
        """Keep something for next time."""
        write_file(self._folder / f"{key}.{kind}", content)

    def forget_the_rest(self) -> None:
        """Delete what this build did not ask for."""
        for path in self._folder.glob(f"{self._name}-*"):
            if path.stem not in self._used:
                path.unlink()
