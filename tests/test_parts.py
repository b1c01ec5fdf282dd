"""What the workshop promises of large decks: set in parts, each kept by itself, and no different to print."""

from __future__ import annotations

import io
from pathlib import Path

import builders
import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from generator.build import printing
from generator.build.cache import Cache
from generator.build.faces import Faces
from generator.build.printing import Workshop
from generator.cards import faces
from generator.impose import joined
from generator.model import Deck
from generator.problems import DeckError
from generator.templating import environment

ROOT = builders.REPOSITORY
ASKS = [builders.challenge(id=f"ask-{number}", ask=f"Ask for {number} things.") for number in range(5)]


def workshop(deck: Deck, kept: Path) -> Workshop:
    """A workshop with the real templates that keeps what it makes in one folder."""
    env = environment(ROOT / "templates", ROOT / "docs")
    return Workshop(deck, builders.places(deck), env, [ROOT / "templates"], Cache(kept, "test"))


def cards(shop: Workshop) -> Faces:
    """All faces of its deck."""
    return shop.faces(shop.deck.geometry.cards[0], "full", "pattern")


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck of three cards is a large one."""
    monkeypatch.setattr(printing, "_AT_ONCE", 2)
    monkeypatch.setattr(printing, "_PART", 2)


def test_a_large_deck_looks_like_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether cards are set at once or in parts, their pages look the same and are in the same order."""
    deck = builders.deck(challenges=tuple(ASKS))
    shop = workshop(deck, tmp_path / "whole")
    whole = pypdfium2.PdfDocument(shop.pages(cards(shop), "Cards"))
    monkeypatch.setattr(printing, "_AT_ONCE", 2)
    monkeypatch.setattr(printing, "_PART", 2)
    shop = workshop(deck, tmp_path / "parts")
    parts = pypdfium2.PdfDocument(shop.pages(cards(shop), "Cards"))
    assert len(whole) == len(parts) == len(cards(shop).keys)
    for one, other in zip(whole, parts):
        assert one.get_textpage().get_text_bounded() == other.get_textpage().get_text_bounded()
        pictures = [page.render().to_pil().convert("L") for page in (one, other)]
        darkest = max(ImageChops.difference(*pictures).getextrema())
        assert darkest < 96  # of 255: the edges of letters, nothing else


@pytest.mark.usefixtures("in_parts")
def test_a_changed_card_sets_its_part_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not change comes from the cache."""
    shop = workshop(builders.deck(challenges=tuple(ASKS)), tmp_path)
    before = shop.pages(cards(shop), "Cards")
    changed = [*ASKS[:-1], builders.changed(ASKS[-1], ask="Ask for something else.")]
    shop = workshop(builders.deck(challenges=tuple(changed)), tmp_path)
    put: list[str] = []
    monkeypatch.setattr(shop.kept, "put", lambda key, kind, content: put.append(kind))
    after = shop.pages(cards(shop), "Cards")
    assert put == ["pages"]
    assert after != before
    assert shop.pages(cards(workshop(builders.deck(challenges=tuple(ASKS)), tmp_path)), "Cards") == before


@pytest.mark.usefixtures("in_parts")
def test_the_mistakes_of_all_parts_are_told_at_once(tmp_path: Path) -> None:
    """A card that does not fit in one part does not hide one in another."""
    long = {"ask": "Ask " + "about one more thing " * 18 + "today."}  # more than the model takes
    asks = [ask.model_copy(update=long) if number in (0, 4) else ask for number, ask in enumerate(ASKS)]
    shop = workshop(builders.deck(challenges=tuple(asks)), tmp_path)
    with pytest.raises(DeckError) as caught:
        shop.pages(cards(shop), "Cards")
    assert len(caught.value.problems) == 2


@pytest.mark.usefixtures("in_parts")
def test_parts_keep_their_own_letters(tmp_path: Path) -> None:
    """No two fonts of one file share a name: printers keep type by its name."""
    shop = workshop(builders.deck(challenges=tuple(ASKS)), tmp_path)
    with pikepdf.open(io.BytesIO(shop.pages(cards(shop), "Cards"))) as document:
        names = [
            str(item["/FontName"])
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        ]
    assert len(names) > 3
    assert len(set(names)) == len(names)


def test_joined_files_keep_their_order() -> None:
    """Pages follow each other as their files do."""
    parts = []
    for width in (100, 200):
        with pikepdf.new() as made:
            made.add_blank_page(page_size=(width, 100))
            target = io.BytesIO()
            made.save(target)
        parts.append(target.getvalue())
    assert [page.get_width() for page in pypdfium2.PdfDocument(joined(parts))] == [100, 200]


def test_parts_hold_every_card_once(tmp_path: Path) -> None:
    """The parts of a deck are its faces, in order."""
    whole = cards(workshop(builders.deck(challenges=tuple(ASKS)), tmp_path))
    assert [key for part in whole.parts(2) for key in part.keys] == whole.keys
    assert whole.keys[0] == faces.BACK
