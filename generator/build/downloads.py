"""Deck -> the PDFs that people print, each with a picture of its first page.

A product is made again only if something it is made of changed: its key is a hash of all its
HTML, the program that sets it, and the versions of what the program rests on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from generator import fonts, journal
from generator.build.cache import Cache
from generator.build.faults import as_problems, card_problem, page_problem, title_problem, word_problem
from generator.build.plans import press_plan
from generator.cards import faces, sheets
from generator.cards.fitting import Sentences
from generator.model import CardSize, Deck, DeckProduct, JournalEdition, Paper, Programme
from generator.plan import Plan
from generator.problems import DeckError, Places, Problem
from generator.site import Download

if TYPE_CHECKING:  # importing WeasyPrint takes half a second, and what is kept does not need it
    from generator.pdf import Press

_PICTURE_WIDTH = 480  # pixels: twice the width at which the Downloads page shows it
_TAGGED = "pdf/ua-1"
_PAPER = "#fdf7ec"  # the ground of cards on a screen


@dataclass(frozen=True)
class Made:
    """A product: what the Downloads page says of it, and its bytes."""

    download: Download
    pdf: bytes
    picture: bytes


def make_downloads(
    deck: Deck, places: Places, env: Environment, *, cache: Path, roots: Sequence[Path]
) -> list[Made]:
    """Every product of print.yaml and journal.yaml and every plan, from the cache where nothing changed.

    Raises DeckError naming every card and page whose text does not fit, and by how much, every
    text with a letter that our type does not have, and what a template got wrong.
    """
    workshop = _Workshop(deck, places, env, roots, Cache(cache, "product"))
    made: list[Made] = []
    problems: list[Problem] = []

    def attempt(make: Callable[[Any], Made], what: Any) -> None:
        try:
            made.append(make(what))
        except DeckError as error:
            problems.extend(error.problems)

    for product in deck.geometry.products:
        attempt(workshop.deck_product, product)
    for edition in deck.journal.editions:
        attempt(workshop.journal_edition, edition)
    for programme in deck.programmes:
        for paper in deck.geometry.papers:
            attempt(workshop.plan, (programme, paper))
    if problems:
        raise DeckError(problems)
    workshop.kept.forget_the_rest()
    return made


def web_font(*, cache: Path) -> bytes:
    """The guide's own font, made from the packaged one."""
    kept = Cache(cache, "font")
    key = kept.key("web font")
    if (found := kept.get(key, "woff2")) is None:
        found = fonts.web_font()
        kept.put(key, "woff2", found)
    kept.forget_the_rest()
    return found


class _Cards:
    """The faces of all cards, of one size and look: a page for each, and what they are made of."""

    def __init__(self, deck: Deck, env: Environment, size: CardSize, look: faces.Look) -> None:
        self._parts = deck, env, size, look
        self.look = look
        self.keys = [faces.BACK, *faces.keys(deck)]
        self.sentences = Sentences(deck, size, look.em_width)
        self.style = faces.style(deck, env, size, look)
        self.was_set: tuple[Press, Any] | None = None  # the press, and the document it made
        self.source = self.style + self.html_of([(key, 0) for key in self.keys])

    def html_of(self, plan: Sequence[tuple[str, int]]) -> str:
        deck, env, size, look = self._parts
        return faces.document(deck, env, size, plan, look)


class _Workshop:
    """Makes products from one deck; what several products share is made once."""

    def __init__(
        self, deck: Deck, places: Places, env: Environment, roots: Sequence[Path], kept: Cache
    ) -> None:
        self.kept = kept
        self._deck, self._places, self._env = deck, places, env
        self._roots = (*roots, fonts.FOLDER)
        self._cards: dict[tuple[str, bool], _Cards] = {}

    def deck_product(self, product: DeckProduct) -> Made:
        """One deck: on sheets, or one card a page for screens."""
        said = {
            "id": product.id,
            "path": f"downloads/{self._deck.imprint.slug}-{product.id}.pdf",
            "title": product.title,
            "use": product.use,
            "paper_advice": product.paper_advice,
            "group": "deck",
        }
        sheet = next((sheet for sheet in self._deck.geometry.sheets if sheet.id == product.sheet), None)
        cards = self._cards_of(product)
        pages_key = self.kept.key(cards.source)
        if not sheet:
            key = self.kept.key(cards.source, _TAGGED, _PAPER)
            return self._made(key, lambda: self._press_screen(cards, product), paper="", **said)

        grid = sheets.grid(self._deck, sheet)
        order = [cards.keys.index(card) for card in sheets.printed_order(self._deck, grid)]
        sides = sheets.sides(grid, order, cards.keys.index(faces.BACK))
        overlay = sheets.overlay(self._deck, self._env, grid, sides, cards.look.fonts)
        overlay_key = self.kept.key(overlay)

        def press_sheets() -> bytes:
            from generator.impose import impose

            if (pages := self.kept.get(pages_key, "pages")) is None:
                pages = self._press_cards(cards, product)
                self.kept.put(pages_key, "pages", pages)
            return impose(
                pages,
                self._overlays(overlay_key, overlay),
                sides,
                (grid.paper.width, grid.paper.height),
                title=f"{self._deck.imprint.title}: {product.title}",
                language=self._deck.imprint.language,
                flip=grid.sheet.flip,
            )

        facts = (product.title, self._deck.imprint.title, self._deck.imprint.language, repr(grid))
        key = self.kept.key(pages_key, overlay, repr(sides), *facts)
        return self._made(key, press_sheets, paper=grid.paper.label, **said)

    def journal_edition(self, edition: JournalEdition) -> Made:
        """One edition of the journal."""
        html = journal.booklet(self._deck, self._env, edition, fonts=fonts.addresses())
        pages = {page.id: page for page in journal.pages(self._deck.journal, edition)}
        size = next(size for size in self._deck.journal.sizes if size.id == edition.size)

        def press() -> bytes:
            from generator.impose import true_size
            from generator.pdf import checked_pages

            with as_problems(self._places, "templates/journal/booklet.html"):
                machine = self._press(variant=_TAGGED)
                document = machine.typeset(html)
                if broken := checked_pages(document, list(pages)):
                    unfit = machine.measured(broken, html, document.pages[0], size.height - size.bottom)
                    raise DeckError(
                        page_problem(self._deck, self._places, piece, pages[piece.key], edition)
                        for piece in unfit
                    )
                return true_size(machine.pdf(document))

        return self._made(
            self.kept.key(html),
            press,
            id=edition.id,
            path=f"downloads/{self._deck.imprint.slug}-journal-{edition.id}.pdf",
            title=edition.title,
            use=edition.use,
            paper=size.label,
            paper_advice=edition.paper_advice,
            group="journal",
        )

    def plan(self, what: tuple[Programme, Paper]) -> Made:
        """A programme on one page of a paper."""
        programme, paper = what
        plan = Plan(self._deck, self._env, programme, paper, fonts.addresses(), fonts.width)
        id = f"plan-{programme.id}-{paper.id}"
        return self._made(
            self.kept.key(plan.document([(programme.id, plan.first_step)])),
            lambda: press_plan(self._plan_press, self._places, plan, programme, paper),
            id=id,
            path=f"downloads/{self._deck.imprint.slug}-{id}.pdf",
            title=programme.title,
            use=programme.summary,
            paper=paper.label,
            paper_advice="",
            group="programme",
            programme=programme.id,
        )

    @cached_property
    def _plan_press(self) -> Press:
        return self._press(variant=_TAGGED)

    def _cards_of(self, product: DeckProduct) -> _Cards:
        solid = product.ink == "full"
        key = product.card, solid
        if key not in self._cards:
            size = next(card for card in self._deck.geometry.cards if card.id == product.card)
            look = faces.Look(fonts.addresses(), fonts.width, solid=solid)
            self._cards[key] = _Cards(self._deck, self._env, size, look)
        return self._cards[key]

    def _press_cards(self, cards: _Cards, product: DeckProduct) -> bytes:
        """Every card on a page of its own, for sheets."""
        press, document = self._set_cards(cards, product)
        with as_problems(self._places, "templates/cards/cards.html"):
            return press.pdf(document)

    def _press_screen(self, cards: _Cards, product: DeckProduct) -> bytes:
        """The same pages, tagged, on paper of our own colour."""
        from generator.impose import on_ground

        press, document = self._set_cards(cards, product)
        with as_problems(self._places, "templates/cards/cards.html"):
            return on_ground(press.pdf(document, variant=_TAGGED), _PAPER)

    def _set_cards(self, cards: _Cards, product: DeckProduct) -> tuple[Press, Any]:
        """Every card at the largest type at which it fits: set once, however often it is written."""
        if cards.was_set:
            return cards.was_set
        wide = [
            word_problem(self._deck, self._places, word, product.title) for word in cards.sentences.too_wide()
        ]
        if not cards.sentences.has_title:
            wide.append(title_problem(self._places, product.title))
        if wide:
            raise DeckError(wide)
        first = {key: cards.sentences.first_step(key) for key in cards.keys}
        with as_problems(self._places, "templates/cards/cards.html"):
            press = self._press(style=cards.style)
            document, unfit = press.fit(first, cards.html_of, cards.sentences.next_step)
            if unfit:
                raise DeckError(
                    card_problem(self._deck, self._places, piece, product.title) for piece in unfit
                )
        cards.was_set = press, document
        return cards.was_set

    def _overlays(self, key: str, html: str) -> bytes:
        """What the sheets carry besides the cards: the same for every ink."""
        if (found := self.kept.get(key, "overlays")) is None:
            with as_problems(self._places, "templates/cards/sheet.html"):
                press = self._press()
                found = press.pdf(press.typeset(html))
            self.kept.put(key, "overlays", found)
        return found

    def _press(self, *, style: str = "", variant: str | None = None) -> Press:
        from generator.pdf import Press, without_collecting

        without_collecting()
        return Press(self._roots, fonts.FAMILY, style=style, variant=variant)

    def _made(self, key: str, press: Callable[[], bytes], **said: Any) -> Made:
        pdf, facts, picture = (self.kept.get(key, kind) for kind in ("pdf", "json", "png"))
        if pdf is None or facts is None or picture is None:
            from generator.impose import page_count
            from generator.picture import picture as picture_of

            pdf = press()
            picture, width, height = picture_of(pdf, 0, _PICTURE_WIDTH)
            facts = json.dumps(
                {"pages": page_count(pdf), "picture_width": width, "picture_height": height}
            ).encode()
            for kind, content in (("pdf", pdf), ("json", facts), ("png", picture)):
                self.kept.put(key, kind, content)
        png = said["path"].removesuffix(".pdf") + ".png"
        return Made(Download(size=len(pdf), picture=png, **said, **json.loads(facts)), pdf, picture)
