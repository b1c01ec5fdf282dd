"""A workshop for cards: faces are set once for each size, ink and back, and put on sheets from there.

The products of print.yaml and the command `askanyway cards` are made by the same hands. What is made
is kept by the hash of all it is made of: its HTML, the program, and what the program rests on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from generator import fonts
from generator.build.cache import Cache
from generator.build.faces import Faces
from generator.build.faults import as_problems, card_problem, title_problem, word_problem
from generator.cards import faces, sheets
from generator.model import CardSize, Deck, Paper, Sheet
from generator.model.layout import Side
from generator.model.printing import Backs, Ink
from generator.problems import DeckError, Places, Problem

if TYPE_CHECKING:  # importing WeasyPrint takes half a second, and what is kept does not need it
    from generator.pdf import Press

TAGGED = "pdf/ua-1"
_AT_ONCE = 400  # faces: more are set, written and kept in parts, which bounds memory and what a change costs
_PART = 50
_PAPER = "#fdf7ec"  # the ground of cards on a screen
_CARDS, _SHEET = "templates/cards/cards.html", "templates/cards/sheet.html"


@dataclass(frozen=True)
class Job:
    """Cards on sheets: which ones, in the order of the cells, and how they look.

    `title` is what messages and readers call it. Backs are moved by `offset` (mm, right and down)
    and turned by `turn` (degrees, clockwise), against what a printer does to them.
    """

    title: str
    sheet: Sheet
    order: tuple[str, ...]
    ink: Ink = "full"
    backs: Backs = "pattern"
    offset: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0


@dataclass(frozen=True)
class Laid:
    """A job laid out: the key of all it is made of, its sides, and how to make the PDF."""

    key: str
    grid: sheets.Grid
    sides: tuple[Side, ...]
    press: Callable[[], bytes]

    @property
    def leaves(self) -> int:
        """Sheets of paper."""
        return len({side.sheet for side in self.sides})


@dataclass(frozen=True)
class _Type:
    """Pages that are set, of one size and ink: their press, a document, and each page by its key."""

    press: Press
    document: Any
    pages: dict[str, Any]


class Workshop:
    """Sets and lays out the cards of one deck; what several products share is made once."""

    def __init__(
        self, deck: Deck, places: Places, env: Environment, roots: Sequence[Path], kept: Cache
    ) -> None:
        self.deck, self.places, self.env, self.kept = deck, places, env, kept
        self._roots = (*roots, fonts.FOLDER)
        self._faces: dict[tuple[str, ...], Faces] = {}
        self._type: dict[str, _Type] = {}  # by the style sheet of its cards

    def faces(self, size: CardSize, ink: Ink, backs: Backs, only: Sequence[str] | None = None) -> Faces:
        """The faces of all cards, or of `only` some, with the backs that belong to them.

        The pattern that cards share comes first, then the fronts, then the backs of single cards.
        Raises MisfitError if cards of this size cannot have such backs.
        """
        deck = self.deck
        fronts = [key for key in faces.keys(deck) if only is None or key in only]
        behind = {key: faces.behind(deck, size, key, backs) for key in fronts}
        own = [back for back in behind.values() if back not in (None, faces.BACK)]
        keys = [*([faces.BACK] if faces.BACK in behind.values() else []), *fronts, *filter(None, own)]
        name = repr(size), ink, *keys
        if name not in self._faces:
            look = faces.Look(fonts.addresses(), fonts.width, ink=ink)
            self._faces[name] = Faces(deck, self.env, size, look, keys, behind)
        return self._faces[name]

    def lay(self, job: Job, *, some: bool = False) -> Laid:
        """A job as sheets. `some`: only the cards of this job are set, not all of the deck's."""
        deck, grid = self.deck, sheets.grid(self.deck, job.sheet)
        cards = self.faces(grid.card, job.ink, job.backs, job.order if some else None)
        fronts = [cards.front_of(key) for key in job.order]
        backs = [cards.back_of(key) for key in job.order]
        sides = tuple(sheets.sides(grid, fronts, backs))
        overlay = sheets.overlay(deck, self.env, grid, sides, cards.look.fonts)
        title = f"{deck.imprint.title}: {job.title}"

        def press() -> bytes:
            from generator.impose import impose

            return impose(
                self.pages(cards, job.title),
                self._overlays(overlay),
                sides,
                (grid.paper.width, grid.paper.height),
                title=title,
                language=deck.imprint.language,
                flip=job.sheet.flip,
                back_offset=job.offset,
                back_turn=job.turn,
            )

        facts = (title, deck.imprint.language, repr(grid), repr(job))
        key = self.kept.key(self.kept.key(cards.source), self._overlay_key(overlay), repr(sides), *facts)
        return Laid(key, grid, sides, press)

    def pages(self, cards: Faces, title: str) -> bytes:
        """Every face on a page of its own, at trim size plus bleed."""
        if len(cards.keys) > _AT_ONCE:
            return self._in_parts(cards, title)
        key = self.kept.key(cards.source)
        if (found := self.kept.get(key, "pages")) is None:
            press, document = self._set(cards, title)
            with as_problems(self.places, _CARDS):
                found = press.pdf(document)
            self.kept.put(key, "pages", found)
        return found

    def screen_key(self, cards: Faces) -> str:
        """What the pages for screens are made of."""
        self.kept.key(cards.source)  # sheets have a use for it
        return self.kept.key(cards.source, TAGGED, _PAPER)

    def screen(self, cards: Faces, title: str) -> bytes:
        """The same pages, tagged, on paper of our own colour."""
        from generator.impose import on_ground

        press, document = self._set(cards, title)
        with as_problems(self.places, _CARDS):
            return on_ground(press.pdf(document, variant=TAGGED), _PAPER)

    def leaf(self, html: str, template: str) -> bytes:
        """A document that has no cards on it, printed at true size."""
        from generator.impose import true_size

        with as_problems(self.places, template):
            press = self.press()
            return true_size(press.pdf(press.typeset(html)))

    def leaf_corrected(self, leaf: bytes, paper: Paper, offset: tuple[float, float], turn: float) -> bytes:
        """The same leaf of two sides with its back moved and turned as the backs of cards are."""
        from generator.impose import impose

        return impose(
            leaf,
            leaf,
            [Side(1, True, (), ()), Side(1, False, (), ())],
            (paper.width, paper.height),
            title=self.deck.imprint.title,
            language=self.deck.imprint.language,
            flip="long-edge",
            back_offset=offset,
            back_turn=turn,
        )

    def press(self, *, style: str = "", plain: bool = False, variant: str | None = None) -> Press:
        """A press with our fonts and fences."""
        from generator.pdf import Press, without_collecting

        without_collecting()
        return Press(self._roots, fonts.FAMILY, style=style, plain=plain, variant=variant)

    def put_away(self) -> None:
        """Forget the pages that are set: a page takes more memory than the PDF of a deck."""
        self._type.clear()
        gc.collect()

    def _set(self, cards: Faces, title: str) -> tuple[Press, Any]:
        """Every face at the largest type at which it fits: set once, however often it is written."""
        found = self._type.get(cards.style)
        missing = [key for key in cards.keys if not found or key not in found.pages]
        if missing:
            self._check_words(cards, title)
            with as_problems(self.places, _CARDS):
                press = found.press if found else self.press(style=cards.style, plain=True)
                document = self._fitted(press, cards, missing, title)
            pages = {**(found.pages if found else {}), **dict(zip(missing, document.pages))}
            found = self._type[cards.style] = _Type(press, document, pages)
        assert found
        return found.press, found.document.copy([found.pages[key] for key in cards.keys])

    def _in_parts(self, cards: Faces, title: str) -> bytes:
        """The pages of a large deck: each part is written before the next is set, and kept by itself."""
        from generator.impose import joined

        self._check_words(cards, title)
        press = self.press(style=cards.style, plain=True)
        written: list[bytes] = []
        problems: list[Problem] = []
        gc.freeze()  # what is here now stays; only what parts leave behind is looked at
        try:
            for part in cards.parts(_PART):
                key = self.kept.key(part.source)
                if (found := self.kept.get(key, "pages")) is None:
                    try:
                        found = self._pressed(press, part, title)
                    except DeckError as error:
                        problems.extend(error.problems)
                        continue
                    self.kept.put(key, "pages", found)
                    gc.collect()
                written.append(found)
        finally:
            gc.unfreeze()
        if problems:
            raise DeckError(problems)
        return joined(written)

    def _pressed(self, press: Press, cards: Faces, title: str) -> bytes:
        with as_problems(self.places, _CARDS):
            return press.pdf(self._fitted(press, cards, cards.keys, title))

    def _fitted(self, press: Press, cards: Faces, keys: Sequence[str], title: str) -> Any:
        """A page for each of `keys`. Raises DeckError for all that fit at no step."""
        first = {key: cards.sentences.first_step(key) for key in keys}
        document, unfit = press.fit(first, cards.html_of, cards.sentences.next_step)
        if unfit:
            raise DeckError(card_problem(self.deck, self.places, piece, title) for piece in unfit)
        return document

    def _check_words(self, cards: Faces, title: str) -> None:
        """Raise DeckError for what is too wide for its card, however small."""
        deck, places = self.deck, self.places
        wide = [
            word_problem(deck, places, word, title)
            for word in cards.sentences.too_wide()
            if word.key in cards.keys
        ]
        if faces.BACK in cards.keys and not cards.sentences.has_title:
            wide.append(title_problem(places, title))
        if wide:
            raise DeckError(wide)

    def _overlay_key(self, html: str) -> str:
        return self.kept.key(html)

    def _overlays(self, html: str) -> bytes:
        """What the sheets carry besides the cards: the same for every ink."""
        key = self._overlay_key(html)
        if (found := self.kept.get(key, "overlays")) is None:
            with as_problems(self.places, _SHEET):
                press = self.press()
                found = press.pdf(press.typeset(html))
            self.kept.put(key, "overlays", found)
        return found
