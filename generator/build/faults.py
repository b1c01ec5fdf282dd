"""What did not fit or could not be printed -> problems with a place, in the author's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.cards import faces
from generator.model import (
    Deck,
    JournalEdition,
    Paper,
    Programme,
    ask_file,
    companion_file,
    programme_file,
)
from generator.problems import DeckError, Loc, Places, Problem, Source

if TYPE_CHECKING:
    from generator.cards.fitting import WideWord
    from generator.journal import Page
    from generator.pdf import Piece


def card_problem(deck: Deck, places: Places, piece: Piece, product: str) -> Problem:
    """A card that is too long."""
    where = "the text on the back" if faces.card_of(piece.key) != piece.key else "the text"
    what = f"on '{product}' {where} is {_mm(piece.over)} too long, even at its smallest type"
    return places.problem(
        *_sentence(deck, piece.key), what, "say it in fewer words, here or elsewhere on the card"
    )


def word_problem(deck: Deck, places: Places, wide: WideWord, product: str) -> Problem:
    """A word that is wider than its card."""
    what = f"on '{product}' the word '{wide.word}' is {_mm(wide.over)} too wide, even at its smallest type"
    return places.problem(*_sentence(deck, wide.key), what, "choose a shorter word, or write it as two")


def title_problem(places: Places, product: str) -> Problem:
    """A title that is too long for the back of the cards."""
    what = f"on '{product}' the title is too long for the bubble on the back, even at its smallest type"
    return places.problem("deck.yaml", ("title",), what, "shorter words, or fewer of them")


def page_problem(deck: Deck, places: Places, piece: Piece, page: Page, edition: JournalEdition) -> Problem:
    """A page of the journal that is too long."""
    what = f"in '{edition.title}' the text of the page '{page.id}' is {_mm(piece.over)} too long"
    loc = ("pages", deck.journal.pages.index(page.content))
    return places.problem("journal.yaml", loc, what, "fewer lines to write on, or fewer words")


def plan_problem(places: Places, piece: Piece, programme: Programme, paper: Paper) -> Problem:
    """A programme that is too long for one page."""
    what = (
        f"the plan of '{programme.title}' is {_mm(piece.over)} too long for one page of {paper.label}, "
        "even at its smallest type"
    )
    help = "fewer weeks, fewer days with something to do, or shorter words"
    return places.problem(programme_file(programme), ("weeks",), what, help)


@contextmanager
def as_problems(places: Places, template: str) -> Iterator[None]:
    """Turn what the press refuses into a DeckError.

    It names the texts of the deck that need letters we do not have; anything else is the fault
    of `template`.
    """
    from generator.pdf import ForeignTypeError, PressError

    try:
        yield
    except ForeignTypeError as error:
        found = list(_texts_with(places, error.characters))
        help = "use another letter, or draw it"
        raise DeckError(found or [Problem(Source(template), "", str(error), help)]) from error
    except PressError as error:
        what = f"this cannot be printed: {error}"
        raise DeckError(
            [Problem(Source(template), "", what, "the template is at fault, not the deck")]
        ) from error


def _sentence(deck: Deck, key: str) -> tuple[str, Loc]:
    """The file of a card and the way to its big sentence, or to its kind check if the key is its own back.

    For the back that all cards share it is the deck's title.
    """
    card = faces.card_of(key)
    own_back = card != key
    for ask in deck.challenges:
        if ask.id == card:
            return ask_file(ask), ("kind_check" if own_back else "ask",)
    for companion in deck.companions:
        if companion.id == card:
            return companion_file(companion), ("lines" if own_back else "lead",)
    return "deck.yaml", ("title",)


def _texts_with(places: Places, characters: str) -> Iterator[Problem]:
    """Every text of the deck in which one of `characters` stands."""
    for name, loc, text in places.texts():
        for character in sorted(set(text) & set(characters)):
            what = f"the type we print with has no '{character}' (U+{ord(character):04X})"
            yield places.problem(name, loc, what, "use another letter, or words")


def _mm(length: float | None) -> str:
    """A length that is too much, and so never nothing."""
    return f"{max(length or 0, 0.1):.1f} mm"
