"""What generator.cards.choose promises: the cards somebody wants, in order, and no silent mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cards import faces
from generator.cards.choose import Wanted, changes, chosen, filled, fingerprints
from generator.model import Challenge, Deck
from generator.problems import UsageError

DECK = builders.real_deck().deck
COMPANIONS = [card.id for card in DECK.companions for _ in range(card.copies)]
ASKS = [ask.id for ask in DECK.challenges]
PROGRAMME = DECK.programmes[0]
FILTERS: dict[str, Callable[[Challenge], Any]] = {
    "tiers": lambda ask: {ask.tier},
    "settings": lambda ask: {ask.setting},
    "ways": lambda ask: set(ask.ways),
    "company": lambda ask: {ask.company},
}


def test_the_whole_deck_has_companions_first_and_all_their_copies() -> None:
    """Without a wish, every card is printed: companions as often as they say, then the asks."""
    assert chosen(DECK, Wanted()) == [*COMPANIONS, *ASKS]
    assert Wanted().is_everything
    assert Wanted(kind="all", copies=2).is_everything


@pytest.mark.parametrize("field", FILTERS)
def test_a_filter_keeps_the_asks_that_have_one_of_the_words(field: str) -> None:
    """Two words of one kind mean either; what is chosen is exactly those asks, in the deck's order."""
    words = sorted(set().union(*(FILTERS[field](ask) for ask in DECK.challenges)))[:2]
    found = chosen(DECK, Wanted(**{field: tuple(words)}))
    assert found == [ask.id for ask in DECK.challenges if FILTERS[field](ask) & set(words)]
    assert 0 < len(found) < len(ASKS)


def test_filters_of_two_kinds_both_hold() -> None:
    """A tier and a time narrow each other."""
    found = chosen(DECK, Wanted(tiers=("first-steps",), minutes=10))
    assert found == [ask.id for ask in DECK.challenges if ask.tier == "first-steps" and ask.minutes <= 10]


def test_what_is_left_out_is_in_no_ask() -> None:
    """Nothing of what a reader leaves out is involved in what is printed."""
    left = {"strangers", "money"}
    found = chosen(DECK, Wanted(leave_out=tuple(left)))
    assert found == [ask.id for ask in DECK.challenges if not left & set(ask.leave_out)]


def test_a_programme_has_its_asks_once() -> None:
    """The asks of a programme are printed once each, however often they come up in it."""
    asks = {day.ask for week in PROGRAMME.weeks for day in week.days if day.ask}
    assert chosen(DECK, Wanted(programme=PROGRAMME.id)) == [id for id in ASKS if id in asks]


def test_ids_are_asks_and_companions_alike() -> None:
    """Cards can be named one by one; a companion named so comes with its copies."""
    found = chosen(DECK, Wanted(ids=("write-your-own", ASKS[3]), copies=2))
    copies = next(card.copies for card in DECK.companions if card.id == "write-your-own")
    assert found == ["write-your-own"] * (2 * copies) + [ASKS[3]] * 2


@pytest.mark.parametrize(
    ("wanted", "cards"),
    [
        (Wanted(kind="asks"), ASKS),
        (Wanted(kind="companions"), COMPANIONS),
        (
            Wanted(kind="all", tiers=("bold",)),
            [*COMPANIONS, *(ask.id for ask in DECK.challenges if ask.tier == "bold")],
        ),
    ],
    ids=["asks", "companions", "asks of a tier with all companions"],
)
def test_one_kind_of_card_can_be_printed_alone(wanted: Wanted, cards: list[str]) -> None:
    """Only asks, only companions, or companions together with chosen asks."""
    assert chosen(DECK, wanted) == cards


def test_blanks_come_last() -> None:
    """Cards to write on are added at the end, of every kind in turn."""
    blanks = [card.id for card in DECK.companions if card.look == "write"]
    found = chosen(DECK, Wanted(ids=(ASKS[0],), blanks=len(blanks) + 1))
    assert found == [ASKS[0], *blanks, blanks[0]]


@given(st.integers(1, 40), st.integers(1, 30))
def test_the_last_sheet_is_filled(cards: int, cells: int) -> None:
    """Cells that would stay empty get cards to write on, fewer than a sheet of them."""
    order = ASKS[:cards]
    full = filled(DECK, order, cells)
    assert full[:cards] == order
    assert len(full) % cells == 0
    assert len(full) - cards < cells
    assert all(id.startswith("write-your-own") for id in full[cards:])


def test_a_deck_without_cards_to_write_on_is_not_filled() -> None:
    """Nothing is put into empty cells if there is nothing, and blanks cannot be asked for."""
    alone = builders.deck(companions=(builders.small_deck().deck.companions[0],))
    assert filled(alone, ["a-pen"], 9) == ["a-pen"]
    with pytest.raises(UsageError, match="no cards to write on"):
        chosen(alone, Wanted(blanks=1))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(tiers=("blod",)), "no tier is called 'blod'; did you mean 'bold'?"),
        (Wanted(settings=("shpo",)), "no setting is called 'shpo'; did you mean 'shop'?"),
        (Wanted(ways=("phon",)), "no way of asking is called 'phon'; did you mean 'phone'?"),
        (Wanted(company=("nobody",)), "no company is called 'nobody'; known here: alone, either, friend"),
        (Wanted(leave_out=("mony",)), "no thing to leave out is called 'mony'; did you mean 'money'?"),
        (Wanted(programme="gentle-30-day"), "no programme is called 'gentle-30-day'; did you mean"),
        (Wanted(ids=("stop-her",)), "no card is called 'stop-her'; did you mean 'stop-here'?"),
        (Wanted(kind="companions", minutes=5), "companion cards have no tier"),
        (Wanted(ids=("stop-here",), tiers=("bold",)), "no card is left"),
    ],
)
def test_a_wish_that_cannot_be_is_said(wanted: Wanted, said: str) -> None:
    """A name the deck does not have gets the nearest one; a choice of nothing is said to be one."""
    with pytest.raises(UsageError) as caught:
        chosen(DECK, wanted)
    assert said in str(caught.value)


def with_other_ask(**changed: str) -> Deck:
    """The small deck with its first ask changed."""
    first, *others = builders.small_deck().deck.challenges
    return builders.deck(challenges=(builders.changed(first, **changed), *others))


@pytest.mark.parametrize(
    ("changed", "front", "back"),
    [
        ({"ask": "Ask for a chair."}, True, False),
        ({"words": "“May I?” If not, fine."}, True, True),
        ({"title": "Another title"}, False, True),
        ({"kind_check": "Nobody is at work."}, False, True),
        ({"practises": "something else"}, False, False),
        ({"source": "someone"}, False, False),
    ],
)
def test_only_what_is_printed_counts_as_a_change(changed: dict[str, str], front: bool, back: bool) -> None:
    """A card is new if its face is; its back counts only if the words of the ask stand there."""
    old = fingerprints(builders.small_deck().deck)
    deck = with_other_ask(**changed)
    id = deck.challenges[0].id
    assert changes(deck, old, guide=False) == ([id] if front else [])
    assert changes(deck, old, guide=True) == ([id] if front or back else [])


def test_cards_that_did_not_change_are_not_printed() -> None:
    """Of a deck with one new text, one card is left; of the same deck, none."""
    old = fingerprints(builders.small_deck().deck)
    deck = with_other_ask(ask="Ask for a chair.")
    assert chosen(deck, Wanted(before=old)) == [deck.challenges[0].id]
    assert chosen(builders.small_deck().deck, Wanted(before=old)) == []


def test_a_helpline_changes_the_stop_card() -> None:
    """The stop card is printed again when a number on it is another one."""
    deck = builders.small_deck().deck
    line = builders.helpline(on_card="Small Line: 0800 000")
    lines = builders.changed(deck.helplines, lines=(line, *deck.helplines.lines[1:]))
    later = builders.changed(deck, helplines=lines)
    assert changes(later, fingerprints(deck), guide=False) == ["stop-here"]


def test_every_face_has_its_own_fingerprint() -> None:
    """Fronts and guide backs of the whole deck are told apart, and a new card counts as changed."""
    prints = fingerprints(DECK)
    backs = [faces.guide_back(id) for id in ASKS]
    assert set(prints) == {*faces.keys(DECK), *backs}
    assert len(set(prints.values())) == len(prints)
    assert changes(DECK, {}, guide=False) == faces.keys(DECK)
