"""What somebody orders with `askanyway cards` -> files. Names become things, and things are made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import cuts
from generator.build import HAND_WRITTEN, TEMPLATES, work_folder
from generator.build.cache import Cache
from generator.build.faces import Faces
from generator.build.leaves import box_leaf, box_net, calibration_sheet
from generator.build.orders import Order, backs_and_flip, check_no_paper, one, second_hand
from generator.build.printing import Job, Laid, Workshop
from generator.cards import choose, faces, sheets
from generator.load import Loaded
from generator.model import CardSize, Deck, Paper, Sheet, Stock
from generator.model.printing import Backs, Flip
from generator.problems import MisfitError, UsageError, must_be_known
from generator.templating import environment


@dataclass(frozen=True)
class Printed:
    """What was made: files by name, and what there is to know about them."""

    files: dict[str, bytes]
    cards: int = 0
    leaves: int = 0
    size: CardSize | None = None
    paper: Paper | None = None
    flip: Flip | None = None
    notes: tuple[str, ...] = field(default=())


class Desk:
    """Takes orders for one deck."""

    def __init__(self, loaded: Loaded, deck_folder: Path) -> None:
        self.deck: Deck = loaded.deck
        kept = Cache(work_folder(deck_folder) / "cache", "cards")
        self._env, self._places = environment(TEMPLATES, HAND_WRITTEN), loaded.places
        self._workshop = Workshop(loaded.deck, loaded.places, self._env, [TEMPLATES], kept)

    def cards(self, order: Order) -> Printed:
        """Cards on sheets, and the paths of a cutting machine if one is named.

        Raises MisfitError for what does not go together, UsageError for names the deck does not have
        and if there is nothing to print.
        """
        backs, flip = backs_and_flip(order)
        sheet = self._sheet(order, flip)
        if flip == "none":
            backs = "none"
        laid = self._lay(order, sheet, backs)
        name = self._name(order, sheet, backs)
        files = {f"{name}.pdf": self._made(laid)}
        if order.machine:
            files |= {
                f"{name}.svg": cuts.svg(laid.grid).encode(),
                f"{name}.dxf": cuts.dxf(laid.grid).encode(),
            }
        shown = sum(len(side.placements) for side in laid.sides if side.front)
        size, paper = laid.grid.card, one(self.deck.geometry.papers, "paper", sheet.paper)
        return Printed(files, shown, laid.leaves, size, paper, sheet.flip)

    def calibration(self, order: Order) -> Printed:
        """The sheet that shows how far off a printer's backs are."""
        paper = self._paper(order)
        pdf = self._workshop.leaf(*calibration_sheet(self.deck, self._env, paper))
        if any(order.offset) or order.turn:
            pdf = self._workshop.leaf_corrected(pdf, paper, order.offset, order.turn)
        return Printed({f"{self._slug}-calibration-{paper.id}.pdf": pdf}, leaves=1, paper=paper)

    def box(self, order: Order, weight: int) -> Printed:
        """A box for the cards of an order, on paper of `weight` g/m²."""
        size, paper = self._size(order), self._paper(order)
        cards = self._order_of_cards(order, guide=order.back == "guide")
        net = box_net(self.deck, size, paper, cards, weight)
        pdf = self._workshop.leaf(*box_leaf(self.deck, self._env, net, size))
        name = f"{self._slug}-box-{size.id}-{net.cards}-cards-{weight}-{paper.id}.pdf"
        notes = (
            (f"One box is too small for {len(cards)} cards: print it {net.boxes} times.",)
            if net.boxes > 1
            else ()
        )
        return Printed({name: pdf}, net.cards, 1, size, paper, notes=notes)

    def for_shop(self, order: Order, name: str) -> Printed:
        """The files that a print shop takes, looked at before they are handed out.

        Raises DeckError with all that the shop would refuse.
        """
        from generator.build import shops
        from generator.shops.export import card_size

        shop = one(self.deck.geometry.shops, "shop", name)
        check_no_paper(order, shop.label)
        if shop.card and order.size not in (None, shop.card):
            raise MisfitError(f"{shop.label} does not take '{order.size}' cards", f"use --size {shop.card}")
        size = self._size(replace(order, size=shop.card or order.size))
        cards, pages, pdf = self._pages(order, card_size(size, shop))
        pattern = [cards.keys.index(faces.BACK)] if faces.BACK in cards.keys else []
        files = shops.for_shop(shop, self.deck, self._places, self._env, pdf, pages, pattern)
        notes = (second_hand(shop),) if shop.second_hand else ()
        return Printed(files, len(pages), size=size, notes=notes)

    def for_table(self, order: Order, name: str) -> Printed:
        """Pictures of all cards side by side, to play over the net."""
        from generator.build import shops

        tables = self.deck.geometry.tables
        if not tables:
            raise UsageError("print.yaml says nothing about a table")
        table = one(tables, "table", name) if name else tables[0]
        check_no_paper(order, table.label)
        _, pages, pdf = self._pages(order, self._size(order))
        files = shops.for_table(table, self.deck, self._places, pdf, pages)
        notes = (second_hand(table),) if table.second_hand else ()
        return Printed(files, len(pages), size=self._size(order), notes=notes)

    @property
    def _slug(self) -> str:
        return self.deck.imprint.slug

    def _lay(self, order: Order, sheet: Sheet, backs: Backs) -> Laid:
        cards = self._order_of_cards(order, guide=backs == "guide")
        grid = sheets.grid(self.deck, sheet)
        if order.wanted.is_everything:
            cards = choose.filled(self.deck, cards, grid.cells)
        title = f"{self.deck.labels['the_deck']}, {grid.card.label}, {grid.paper.label}"
        job = Job(title, sheet, tuple(cards), order.ink, backs, order.offset, order.turn)
        return self._workshop.lay(job, some=not order.wanted.is_everything)

    def _made(self, laid: Laid) -> bytes:
        kept = self._workshop.kept
        if (pdf := kept.get(laid.key, "pdf")) is None:
            pdf = laid.press()
            kept.put(laid.key, "pdf", pdf)
        kept.forget_the_rest()
        return pdf

    def _pages(self, order: Order, size: CardSize) -> tuple[Faces, list[tuple[str, int, int]], bytes]:
        """The faces of an order, the pages of each card's front and back, and the PDF they stand in."""
        backs, _ = backs_and_flip(order)
        if backs == "none":
            raise MisfitError("both sides of each card are needed here", "leave out --back none")
        order_of_cards = self._order_of_cards(order, guide=backs == "guide")
        some = None if order.wanted.is_everything else order_of_cards
        cards = self._workshop.faces(size, order.ink, backs, some)
        pages = [(key, cards.front_of(key), cards.back_of(key)) for key in order_of_cards]
        return cards, pages, self._workshop.pages(cards, size.label)

    def _order_of_cards(self, order: Order, *, guide: bool) -> list[str]:
        cards = choose.chosen(self.deck, order.wanted, guide=guide)
        if not cards:
            raise UsageError("no card has changed since that edition: there is nothing to print")
        return cards

    def _sheet(self, order: Order, flip: Flip) -> Sheet:
        size, paper = self._size(order), self._paper(order)
        if order.machine:
            must_be_known("machine", order.machine, [machine.id for machine in self.deck.geometry.machines])
        return sheets.sheet_for(
            self.deck,
            card=size.id,
            paper=paper.id,
            stock=order.stock,
            machine=order.machine,
            flip=flip,
            gap=order.gap,
            marks=order.marks,
            mark_backs=order.back_marks,
            corners=order.corners,
        )

    def _size(self, order: Order) -> CardSize:
        """The size that is named, or that the stock is made for, or the deck's first."""
        stock = self._stock(order)
        name = order.size or (stock.cards[0] if stock else self.deck.geometry.cards[0].id)
        return one(self.deck.geometry.cards, "size", name)

    def _paper(self, order: Order) -> Paper:
        stock = self._stock(order)
        name = order.paper or (stock.paper if stock else self.deck.geometry.papers[0].id)
        return one(self.deck.geometry.papers, "paper", name)

    def _stock(self, order: Order) -> Stock | None:
        return one(self.deck.geometry.stocks, "stock", order.stock) if order.stock else None

    def _name(self, order: Order, sheet: Sheet, backs: Backs) -> str:
        """The file's name: what makes this one different from others of the same deck."""
        parts = [self._slug, sheet.card, order.stock or sheet.paper]
        parts += [sheet.flip] if sheet.flip != "long-edge" else []
        parts += [backs] if backs == "guide" else []
        parts += [order.ink] if order.ink != "full" else []
        parts += ["chosen"] if not order.wanted.is_everything else []
        return "-".join(parts)
