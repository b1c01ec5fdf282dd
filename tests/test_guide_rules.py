"""What generator.rules.guide sees in the hand-written pages: sources, words, reading level."""

from __future__ import annotations

import builders
import pytest
from builders import changed

from generator.model import Avoided
from generator.rules import guide

SMALL = builders.small_deck().deck
GUIDE = changed(builders.small_deck().deck.style.guide, research=("study", "studies"))
PLACES = builders.places(SMALL)
HYPE = Avoided(id="hype", why="say what happens", where="everywhere", phrases=("epic",))


def found(text: str, name: str = "page.md", **changes: object) -> list[str]:
    """Every finding about one page, as it is printed, without its help."""
    style = changed(SMALL.style, avoided=(HYPE,), guide=changed(GUIDE, **changes))
    pages = {name: text}
    return [
        str(problem).split("\n")[0] for problem in guide.warnings(builders.deck(style=style), PLACES, pages)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A study found this. [@strangers-kind]\n",
        "One study says a, and studies say b [@strangers-kind].\n",
        "We think so.\n",
        "Ask at work or study.\n",
        "# A study of asks\n",
        "`a study`\n",
        "{% if study %}\n",
        "---\ntitle: A study\n---\n",
    ],
)
def test_what_is_cited_or_is_no_sentence_passes(text: str) -> None:
    """Cited sentences, opinions, other uses of a word, headings, code and statements are fine."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A study found this.\n", "1:1"),
        ("Fine. A study found this.\n\nFine. [@strangers-kind]\n", "1:7"),
        ("Fine. [@strangers-kind]\n\n- A study\n  found this.\n- Fine. [@strangers-kind]\n", "3:3"),
        ("---\ntitle: A page\n---\n\nOne. “A study found this.” Two.\n", "5:6"),
    ],
)
def test_an_uncited_sentence_about_research_is_found_in_its_place(text: str, place: str) -> None:
    """The finding names the page, the line and the column at which the sentence begins."""
    [said] = found(text)
    assert said.startswith(f"docs/page.md:{place}: “")
    assert "cites nothing" in said


def test_the_deck_s_own_words_are_read_too() -> None:
    """A sentence about research in protocol.yaml is found at its field."""
    step = changed(SMALL.protocol.steps[0], text="Many studies say so.")
    protocol = changed(SMALL.protocol, steps=(step, *SMALL.protocol.steps[1:]))
    deck = builders.deck(protocol=protocol, style=changed(SMALL.style, guide=GUIDE))
    [problem] = guide.warnings(deck, builders.places(deck), {})
    assert problem.field == "steps[1].text"


def test_words_to_keep_out_of_the_guide_are_found() -> None:
    """A word that stands nowhere is found in a page with its line."""
    assert found("# A page\n\nAn epic ask.\n") == ["docs/page.md:3:4: 'epic' does not belong here"]


def test_pages_for_makers_are_left_alone() -> None:
    """Reasons and manuals for makers may speak of studies and epics."""
    assert found("An epic study.\n", name="make/authors.md", pages_for_makers=("make/*",)) == []


def test_a_hard_page_is_found_and_a_short_one_is_not_measured() -> None:
    """Formulas are asked about pages of some length, and only above their limit is anything said."""
    hard = "Considerable deliberation precedes every appropriate communication with unfamiliar people. " * 12
    limits = {"flesch_kincaid": 6.0, "smog": 8.0, "least_words": 100}
    assert [said.split(": ")[1:3] for said in found(hard, **limits)] == [
        ["this page is hard to read", said.split(": ")[2]] for said in found(hard, **limits)
    ]
    assert len(found(hard, **limits)) == 2
    assert found(hard, **{**limits, "least_words": 200}) == []
    assert found(hard, **limits, harder={"page.md": 10.0}) != found(hard, **limits)
    assert found("You ask once. Then you wait. Say thank you. " * 20, **limits) == []
