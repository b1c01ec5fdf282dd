"""What the room generator.site promises: a deck and pages in, a tree of Markdown out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment

from generator.load import load
from generator.model import Challenge, Claim, Deck
from generator.problems import DeckError, Problem
from generator.site import TIER_COLOURS, Download, pages
from generator.templating import environment

ROOT = Path(__file__).resolve().parents[1]
A_DOWNLOAD = Download(
    id="deck-a4",
    path="downloads/deck-a4.pdf",
    title="The deck on A4",
    use="To print at home.",
    paper="A4",
    paper_advice="Thick paper.",
    pages=20,
    size=472_100,
    picture="downloads/deck-a4.png",
    picture_width=480,
    picture_height=679,
    group="deck",
)


@pytest.fixture(scope="module")
def real_deck() -> Deck:
    """The deck of this repository, without its programmes: they lead to many pages."""
    return changed(load(ROOT / "deck").deck, programmes=())


def changed(deck: Deck, **changes: Any) -> Deck:
    """The same deck with some parts replaced, and nothing remembered of the old ones."""
    return Deck(**{**{name: getattr(deck, name) for name in Deck.model_fields}, **changes})


def an_ask(deck: Deck, **changes: Any) -> Challenge:
    """An ask in the deck's first tier and setting."""
    return Challenge(
        **{
            "id": "a-chair",
            "tier": deck.tiers[0].id,
            "setting": deck.settings[0].id,
            "ways": (deck.filters.ways[0].id,),
            "company": deck.filters.company[0].id,
            "title": "A chair",
            "minutes": 5,
            "ask": "Ask if one chair can stay near the door.",
            "words": "“Could one chair stay here? If not, say ‘rather not’.”",
            "smaller": "Ask in a message.",
            "bigger": "There is no bigger version.",
            "kind_check": "Only if it helps you. Not while others wait.",
            "predict": "What will their first word be?",
            "after": "What was it?",
            "practises": "saying what you need",
            **changes,
        }
    )


class Docs:
    """A folder of hand-written pages, and the way to make a guide of them."""

    def __init__(self, folder: Path, deck: Deck) -> None:
        self.folder = folder
        self.deck = deck
        self.downloads: tuple[Download, ...] = ()

    def env(self) -> Environment:
        """The environment that reads these pages."""
        return environment(ROOT / "templates", self.folder)

    def write(self, **texts: str) -> None:
        """Write pages; two underscores in a name stand for a slash."""
        for name, text in texts.items():
            path = self.folder / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")

    def pages(self) -> dict[str, str]:
        """The guide made of these pages."""
        names = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.md"))
        return pages(self.deck, self.env(), names, self.downloads)

    def problems(self) -> list[Problem]:
        """What is wrong with them."""
        with pytest.raises(DeckError) as caught:
            self.pages()
        return list(caught.value.problems)


@pytest.fixture
def docs(tmp_path: Path, real_deck: Deck) -> Docs:
    """An empty folder of pages beside this repository's deck."""
    return Docs(tmp_path, real_deck)


def front_matter(page: str) -> dict[str, Any]:
    """A page's front matter as data."""
    found = re.match(r"---\n(.*?\n)---\n", page, re.DOTALL)
    assert found is not None
    data = yaml.safe_load(found[1])
    assert isinstance(data, dict)
    return data


def test_a_hand_written_page_sees_the_deck(docs: Docs) -> None:
    """A hand-written page may use the deck, its labels and the downloads."""
    docs.downloads = (A_DOWNLOAD,)
    docs.write(page="{{ deck.imprint.title }}, {{ labels.all_asks }}, {{ downloads[0].title }}")
    assert docs.pages()["page.md"] == "Ask Anyway, The asks, The deck on A4"


def test_a_hand_written_page_knows_its_way_back(docs: Docs) -> None:
    """`root` leads from a page to the first page, from every folder."""
    docs.write(page="({{ root }})", make__page="({{ root }})")
    assert docs.pages()["page.md"] == "()"
    assert docs.pages()["make/page.md"] == "(../)"


def test_words_of_the_deck_are_escaped(docs: Docs) -> None:
    """HTML in an ask is shown and never obeyed, in the text and in the front matter."""
    words = "<script>alert(1)</script> & “b”"
    docs.deck = changed(docs.deck, challenges=(an_ask(docs.deck, words=words, ask="Say: <b> & 'c'."),))
    page = docs.pages()["asks/a-chair.md"]
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    said = front_matter(page)["description"]  # the theme prints it as it stands
    assert said == "Say: &lt;b&gt; &amp; &#39;c&#39;."


def test_every_ask_has_a_page(docs: Docs) -> None:
    """There is one page for each ask, named by its id."""
    made = {name for name in docs.pages() if name.startswith("asks/")}
    assert made == {f"asks/{ask.id}.md" for ask in docs.deck.challenges}


def test_an_ask_stays_out_of_the_search_index(docs: Docs) -> None:
    """An ask has title and description, and leaves the search index alone."""
    docs.deck = changed(docs.deck, challenges=(an_ask(docs.deck, title="Yes: or no"),))
    head = front_matter(docs.pages()["asks/a-chair.md"])
    assert head["title"] == "Yes: or no"
    assert head["description"] == "Ask if one chair can stay near the door."
    assert head["search"] == {"exclude": True}


def test_an_ask_shows_all_its_fields(docs: Docs) -> None:
    """Everything an author wrote about an ask stands on its page."""
    ask = an_ask(
        docs.deck,
        cautions="A door can be unsafe.",
        prepare="A pen.",
        leave_out=(docs.deck.filters.leave_out[0].id,),
    )
    docs.deck = changed(docs.deck, challenges=(ask,))
    page = docs.pages()["asks/a-chair.md"]
    fields = [
        "title",
        "words",
        "smaller",
        "bigger",
        "kind_check",
        "predict",
        "after",
        "practises",
        "cautions",
        "prepare",
    ]
    assert [field for field in fields if getattr(ask, field) not in page] == []
    assert docs.deck.filters.leave_out[0].label in page
    assert "<details" not in page


def test_asks_lead_to_their_neighbours(docs: Docs) -> None:
    """Previous and next stay within the tier and stop at its ends."""
    one, two, other = (
        an_ask(docs.deck, id="one"),
        an_ask(docs.deck, id="two"),
        an_ask(docs.deck, id="other", tier=docs.deck.tiers[1].id),
    )
    docs.deck = changed(docs.deck, challenges=(one, two, other))
    made = docs.pages()
    assert 'rel="next" href="two.html"' in made["asks/one.md"]
    assert 'rel="prev" href="one.html"' in made["asks/two.md"]
    assert 'rel="next"' not in made["asks/two.md"]
    assert "rel=" not in made["asks/other.md"]


def test_a_citation_becomes_a_mark(docs: Docs) -> None:
    """A citation says how well its claim is known and leads to it, from every folder."""
    claim = docs.deck.evidence.claims[0]
    docs.write(page=f"So it is. [@{claim.id}]", make__page=f"<p>So. [@{claim.id}]</p>")
    word = docs.deck.labels[f"grade_{claim.grade}"]
    mark = docs.pages()["page.md"]
    assert mark.startswith(f'So it is.&nbsp;<a class="claim claim--{claim.grade}"')
    assert f'href="science.html#claim-{claim.id}"' in mark
    assert mark.endswith(f">{word}</a>")
    assert re.search(f'aria-label="[^"]+ {word}"', mark)
    assert f'href="../science.html#claim-{claim.id}"' in docs.pages()["make/page.md"]


def test_a_citation_in_code_is_left_alone(docs: Docs) -> None:
    """A page may show how a citation is written."""
    text = (
        "Write `[@some-claim]`, or:\n\n```yaml\nwhy: So. [@some-claim]\n```\n\n<code>[@some-claim]</code>\n"
    )
    docs.write(page=text)
    assert docs.pages()["page.md"] == text


def test_an_unknown_claim_is_named_with_its_place(docs: Docs) -> None:
    """A citation of a claim that does not exist is reported with file, line and column."""
    claim = docs.deck.evidence.claims[0].id
    docs.write(page=f"---\ntitle: T\n---\nYes [@{claim}x] and [@{claim}].\n")
    (problem,) = docs.problems()
    assert str(problem.source) == "docs/page.md:4:5"
    assert problem.what == f"no claim is called '{claim}x'"
    assert problem.help == f"did you mean '{claim}'?"


def test_an_unknown_claim_from_a_macro_is_reported_too(docs: Docs) -> None:
    """Without a place in the page's own text, the page is named."""
    docs.write(page='{% set name = "none" %}So. [@{{ name }}]')
    (problem,) = docs.problems()
    assert str(problem.source) == "docs/page.md"


def test_links_in_the_decks_words_reach_their_page(docs: Docs) -> None:
    """A link in a text of the deck is written from the first page, and works from every page."""
    docs.write(help="# Help", make__page='{{ "[Get help](help.md#talk)" | html }}')
    assert 'href="../help.html#talk"' in docs.pages()["make/page.md"]


def test_a_link_to_no_page_is_reported(docs: Docs) -> None:
    """A link in a text of the deck to a page that does not exist stops the build."""
    docs.write(help="# Help", page='{{ "[Get help](helo.md)" | html }}')
    (problem,) = docs.problems()
    assert (str(problem.source), problem.what, problem.help) == (
        "docs/page.md",
        "no page is called 'helo.md'",
        "did you mean 'help.md'?",
    )


def test_a_generated_page_never_takes_a_hand_written_ones_place(docs: Docs) -> None:
    """If a page made from the deck has the name of a hand-written one, neither is written."""
    name = docs.deck.challenges[0].id
    docs.write(**{f"asks__{name}": "# Mine"})
    (problem,) = docs.problems()
    assert str(problem.source) == f"docs/asks/{name}.md"
    assert "made from the deck" in problem.what


@pytest.mark.parametrize(
    ("text", "place"),
    [("one\n{{ deck.nothing }}\n", "docs/page.md:2:1"), ("one\ntwo\n{% if %}\n", "docs/page.md:3:1")],
)
def test_a_page_that_cannot_be_rendered_is_named(docs: Docs, text: str, place: str) -> None:
    """A wrong name or a broken template is reported with its line, never as a traceback."""
    docs.write(page=text, other="{{ nothing }}")
    assert [str(problem.source) for problem in docs.problems()] == ["docs/other.md:1:1", place]


def test_science_ends_with_every_claim(docs: Docs) -> None:
    """Each claim stands below the science page with its grade, limits and sources."""
    docs.write(**{path.stem: "" for path in (ROOT / "docs").glob("*.md")})  # claims may link to them
    docs.write(science="# Science\n")
    page = docs.pages()["science.md"]
    assert page.startswith("# Science\n")
    for claim in docs.deck.evidence.claims:
        assert f'id="claim-{claim.id}"' in page
        for source in claim.references:
            assert f'href="#reference-{source}"' in page
    for reference in docs.deck.evidence.references:
        assert f'id="reference-{reference.id}"' in page
        assert not reference.doi or f'href="https://doi.org/{reference.doi}"' in page


def test_a_claim_says_its_limits(docs: Docs) -> None:
    """What was studied, and the limits, are beside the claim."""
    claim = Claim(
        id="one", sentence="It is so.", grade="mixed", studied="Three people.", limits="Only three."
    )
    docs.deck = changed(docs.deck, evidence=docs.deck.evidence.model_copy(update={"claims": (claim,)}))
    docs.write(science="# Science\n")
    finding = docs.pages()["science.md"].split('id="claim-one"')[1].split("</section>")[0]
    for said in ("It is so.", "Three people.", "Only three.", docs.deck.labels["grade_mixed"]):
        assert said in finding


def test_tiers_bring_their_colours(docs: Docs) -> None:
    """The style sheet holds each tier's colour for paper and for the dark ground."""
    sheet = docs.pages()[TIER_COLOURS]
    for tier in docs.deck.tiers:
        assert f".tier--{tier.id} {{ --tier: light-dark({tier.colour}, {tier.colour_dark});" in sheet


def test_the_real_pages_render_without_downloads() -> None:
    """The guide can be made before the first PDF is."""
    real_deck = load(ROOT / "deck").deck
    folder = ROOT / "docs"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")]
    made = pages(real_deck, environment(ROOT / "templates", folder), names, ())
    assert set(names) < set(made)
