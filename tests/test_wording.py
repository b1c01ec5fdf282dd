"""What generator.rules.wording sees on a card. How each finding is said is in tests/broken."""

from __future__ import annotations

import builders
import pytest
from builders import changed

from generator.model import Avoided, Deck
from generator.rules import wording
from generator.rules.wording import found_in

SMALL = builders.small_deck().deck
ASK = SMALL.challenges[0]


def found(deck: Deck) -> list[str]:
    """Every finding as `field: what`."""
    return [f"{problem.field}: {problem.what}" for problem in wording.problems(deck, builders.places(deck))]


def with_ask(**changes: str) -> Deck:
    """The small deck with one ask in other words."""
    return builders.deck(challenges=(changed(ASK, **changes), *SMALL.challenges[1:]))


def test_a_plain_card_passes() -> None:
    """The cards of the small deck keep every count."""
    assert found(builders.deck()) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"ask": "Ask for a pen. Do it now."}, "ask: an ask is one sentence"),
        ({"ask": "Ask for a pen"}, "ask: an ask is one sentence"),
        ({"ask": "Ask " + "for a pen and " * 4 + "then go."}, "ask: this ask has 19 words; the most is 18"),
        ({"ask": "Ask for a pen, a cup, a key."}, "ask: this ask has 2 commas; the most is 1"),
        (
            {"ask": "Walk home with a pen."},
            "ask: an ask begins with what one does, and 'Walk'",
        ),
        (
            {"ask": "Ask a friend to come to hospital together tomorrow."},
            "ask: 3 words in the ask have 3 syllables or more, not 2",
        ),
        (
            {"words": "“An interesting opportunity, a university? If not, fine.”"},
            "ask: 2 words in the ask and the words have 4 syllables or more, not 1",
        ),
        (
            {"ask": "Ask an ostler to lend you a gimlet."},
            "ask: 2 words of this ask are not among the 3000 commonest",
        ),
        (
            {"kind_check": "Not " + "in the rain " * 7 + "."},
            "kind_check: the sentence “Not in the rain …” has 22",
        ),
        ({"after": "What/who?"}, "after: a card carries no /"),
        ({"bigger": "Dare to ask twice."}, "bigger: 'Dare' does not belong here"),
        ({"words": "“Could I borrow a pen?”"}, "words: the person you ask needs words for a no"),
    ],
)
def test_each_count_is_kept(changes: dict[str, str], finding: str) -> None:
    """A card that goes past one count gets one finding about it."""
    [said] = found(with_ask(**changes))
    assert said.startswith(finding)


def test_the_limits_are_those_of_the_deck() -> None:
    """Counts come from style.yaml: with other limits the same card passes."""
    style = SMALL.style
    looser = changed(style, counts=changed(style.counts, ask_commas=2), signs=())
    deck = builders.deck(
        style=looser, challenges=(changed(ASK, ask="Ask for a pen, a cup, a key.", after="What/who?"),)
    )
    assert found(deck) == []


def test_a_way_out_can_be_checked_by_eye() -> None:
    """An ask whose way out a person has seen passes with words that no list holds."""
    style = changed(SMALL.style, way_out=changed(SMALL.style.way_out, by_eye=(ASK.id,)))
    assert found(builders.deck(style=style, challenges=(changed(ASK, words="“A pen? Or a wave?”"),))) == []


def test_where_nobody_is_asked_a_script_may_be_a_no() -> None:
    """In a tier of imagined asks, words without a question need no way out; a question does."""
    imagined = changed(SMALL.tiers[0], mark=0)
    tiers = (imagined, *SMALL.tiers[1:])
    told = changed(ASK, words="“Thank you for telling me.”")
    asked = changed(ASK, words="“May I?”")
    assert found(builders.deck(tiers=tiers, challenges=(told,))) == []
    assert len(found(builders.deck(tiers=tiers, challenges=(asked,)))) == 1


def test_companion_cards_are_read_too() -> None:
    """Leads, lines and feet of companions keep the same words out."""
    card = builders.companion(lead="No dare here.", lines=("A dare.",), foot="Never a dare.")
    fields = [said.split(":")[0] for said in found(builders.deck(companions=(*SMALL.companions, card)))]
    assert fields == ["lead", "lines[1]", "foot"]


def entry(*phrases: str, fine: tuple[str, ...] = ()) -> Avoided:
    """Phrases to keep out."""
    return Avoided(id="one", why="because", where="cards", phrases=phrases, fine=fine)


@pytest.mark.parametrize(
    ("text", "phrases", "hit"),
    [
        ("A Dare.", ("dare",), "Dare"),
        ("Daredevils", ("dare",), None),
        ("it’s all in your head", ("it's all in your head",), "it’s all in your head"),
        ("a half-win", ("win",), None),
        ("Say “dare”.", ("dare",), "dare"),
    ],
)
def test_phrases_are_whole_words(text: str, phrases: tuple[str, ...], hit: str | None) -> None:
    """A phrase is found in any case and with either apostrophe, but never inside a longer word."""
    assert next((phrase for _, phrase in found_in(text, [entry(*phrases)])), None) == hit


def test_a_word_can_be_fine_in_a_phrase() -> None:
    """“Be in touch” is no touch."""
    touch = entry("touch", fine=("be in touch",))
    assert list(found_in("Would you like to be in touch?", [touch])) == []
    assert len(list(found_in("Be in touch, and touch me.", [touch]))) == 1
