"""Deck -> the PDFs that people print, each with a picture of its first page.

A product is made again only if something it is made of changed: its key is a hash of all its
HTML, the program that sets it, and the versions of what the program rests on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from generator import fonts, journal
from generator.build.cache import Cache
from generator.build.faults import as_problems, page_problem
from generator.build.leaves import box_leaf, box_net, calibration_sheet
from generator.build.plans import press_plan
from generator.build.printing import TAGGED, Job, Workshop
from generator.cards import choose, sheets
from generator.cards.choose import Wanted
from generator.model import Deck, DeckProduct, JournalEdition, Paper, Programme, Tool
from generator.plan import Plan
from generator.problems import DeckError, MisfitError, Places, Problem
from generator.site import Download

if TYPE_CHECKING:  # importing WeasyPrint takes half a second, and what is kept does not need it
    from generator.pdf import Press

_PICTURE_WIDTH = 480  # pixels: twice the width at which the Downloads page shows it


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

    for alike in _by_look(deck.geometry.products):
        for product in alike:
            attempt(workshop.deck_product, product)
        workshop.put_away()
    named = [product.id for product in deck.geometry.products]
    made.sort(key=lambda item: named.index(item.download.id))
    for tool in deck.geometry.tools:
        attempt(workshop.tool, tool)
    for edition in deck.journal.editions:
        attempt(workshop.journal_edition, edition)
    for programme in deck.programmes:
        for paper in deck.geometry.papers:
            attempt(workshop.plan, (programme, paper))
    if problems:
        raise DeckError(problems)
    workshop.kept.forget_the_rest()
    return made


def _by_look(products: Iterable[DeckProduct]) -> list[list[DeckProduct]]:
    """Products whose cards are set together, so that those of one look need not be kept for long."""
    looks: dict[tuple[str, str], list[DeckProduct]] = {}
    for product in products:
        looks.setdefault((product.card, product.ink), []).append(product)
    return list(looks.values())


def web_font(*, cache: Path) -> bytes:
    """The guide's own font, made from the packaged one."""
    kept = Cache(cache, "font")
    key = kept.key("web font")
    if (found := kept.get(key, "woff2")) is None:
        found = fonts.web_font()
        kept.put(key, "woff2", found)
    kept.forget_the_rest()
    return found


class _Workshop:
    """Makes products from one deck; what several products share is made once."""

    def __init__(
        self, deck: Deck, places: Places, env: Environment, roots: Sequence[Path], kept: Cache
    ) -> None:
        self.kept = kept
        self._deck, self._places, self._env = deck, places, env
        self._cards = Workshop(deck, places, env, roots, kept)

    def deck_product(self, product: DeckProduct) -> Made:
        """One deck: on sheets, or one card a page for screens."""
        said = {
            "id": product.id,
            "path": f"downloads/{self._deck.imprint.slug}-{product.id}.pdf",
            "title": product.title,
            "use": product.use,
            "paper_advice": product.paper_advice,
            "group": "deck",
            "shelf": product.shelf,
        }
        sheet = next((sheet for sheet in self._deck.geometry.sheets if sheet.id == product.sheet), None)
        if not sheet:
            size = next(size for size in self._deck.geometry.cards if size.id == product.card)
            cards = self._cards.faces(size, product.ink, product.backs)
            key = self._cards.screen_key(cards)
            return self._made(key, lambda: self._cards.screen(cards, product.title), paper="", **said)
        grid = sheets.grid(self._deck, sheet)
        order = choose.filled(self._deck, choose.chosen(self._deck, Wanted()), grid.cells)
        laid = self._cards.lay(Job(product.title, sheet, tuple(order), product.ink, product.backs))
        facts = {"paper": grid.paper.label, "sheets": laid.leaves, "flip": sheet.flip}
        return self._made(laid.key, laid.press, **facts, **said)

    def put_away(self) -> None:
        """Give back the memory that set cards take."""
        self._cards.put_away()

    def tool(self, tool: Tool) -> Made:
        """What helps to print and to keep cards: a calibration sheet, or a box."""
        deck, env = self._deck, self._env
        paper = next(paper for paper in deck.geometry.papers if paper.id == tool.paper)
        if tool.weight is None:
            html, template = calibration_sheet(deck, env, paper)
        else:
            card = next(card for card in deck.geometry.cards if card.id == tool.card)
            try:
                net = box_net(deck, card, paper, choose.chosen(deck, Wanted()), tool.weight)
            except MisfitError as error:
                loc = ("tools", deck.geometry.tools.index(tool))
                place = self._places.problem("print.yaml", loc, error.what, error.help)
                raise DeckError([place]) from None
            html, template = box_leaf(deck, env, net, card)
        return self._made(
            self.kept.key(html),
            lambda: self._cards.leaf(html, template),
            id=tool.id,
            path=f"downloads/{deck.imprint.slug}-{tool.id}.pdf",
            title=tool.title,
            use=tool.use,
            paper=paper.label,
            paper_advice=tool.paper_advice,
            group="tool",
        )

    def journal_edition(self, edition: JournalEdition) -> Made:
        """One edition of the journal."""
        html = journal.booklet(self._deck, self._env, edition, fonts=fonts.addresses())
        pages = {page.id: page for page in journal.pages(self._deck.journal, edition)}
        size = next(size for size in self._deck.journal.sizes if size.id == edition.size)

        def press() -> bytes:
            from generator.impose import true_size
            from generator.pdf import checked_pages

            with as_problems(self._places, "templates/journal/booklet.html"):
                machine = self._cards.press(variant=TAGGED)
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
        return self._cards.press(variant=TAGGED)

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
