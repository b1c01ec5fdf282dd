"""What generator.build.downloads promises: made once, made the same, and mistakes in the author's words."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import builders
import products
import pytest
from jinja2 import Environment

from generator.build import cache as cache_module
from generator.build.cache import Cache
from generator.build.downloads import Made, make_downloads, web_font
from generator.load import load
from generator.model import Deck
from generator.problems import DeckError, Places
from generator.templating import environment

TEMPLATES = builders.REPOSITORY / "templates"
FRESH = """
import hashlib, json, sys
from pathlib import Path
from generator.build.downloads import make_downloads
from generator.load import load
from generator.templating import environment

root, cache = Path(sys.argv[1]), Path(sys.argv[2])
loaded = load(root / "deck")
env = environment(root / "templates", root / "docs")
made = make_downloads(loaded.deck, loaded.places, env, cache=cache, roots=[root / "templates"])
print(json.dumps({
    "files": {i.download.id: hashlib.sha256(i.pdf + i.picture).hexdigest() for i in made},
    "imported": [name for name in ("weasyprint", "pikepdf", "pypdfium2", "PIL") if name in sys.modules],
}))
"""
Make = Callable[..., dict[str, Made]]


@pytest.fixture
def env() -> Environment:
    """The environment with the real templates."""
    return environment(TEMPLATES, builders.REPOSITORY / "docs")


@pytest.fixture
def make(tmp_path: Path, env: Environment) -> Make:
    """Makes the products of a small deck; one cache for the whole test."""

    def make(deck: Deck, *, places: Places | None = None, env: Environment = env) -> dict[str, Made]:
        found = places or builders.places(deck)
        made = make_downloads(deck, found, env, cache=tmp_path / "cache", roots=[TEMPLATES])
        return {item.download.id: item for item in made}

    return make


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What WeasyPrint is asked to typeset from now on."""
    from generator.pdf import Press

    asked: list[str] = []
    typeset = Press.typeset
    monkeypatch.setattr(
        Press, "typeset", lambda self, html, **how: asked.append(html) or typeset(self, html, **how)
    )
    return asked


def kept(folder: Path, kind: str) -> set[str]:
    """The names of what a cache keeps of one kind."""
    return {path.name for path in folder.glob(f"*.{kind}")}


def deck_alone(**changes: object) -> Deck:
    """The small deck without a journal, which takes most of the time, and without programmes."""
    journal = builders.small_deck().deck.journal.model_copy(update={"editions": ()})
    return builders.deck(**{"journal": journal, "programmes": (), **changes})


def small_cards(**changes: object) -> Deck:
    """The small deck on cards that are too low for its words."""
    geometry = builders.small_deck().deck.geometry
    low = builders.card_size(**{"height": 60.0, **changes})
    return deck_alone(geometry=builders.changed(geometry, cards=(low,)))


# Made once, made the same


@pytest.fixture(scope="session")
def real(products_folder: Path) -> dict[str, Made]:
    """The real deck's products, made once."""
    return products.make(products_folder)


def in_a_fresh_process(cache: Path, seed: str) -> dict[str, dict[str, str]]:
    """The real deck's products, made by a process of its own with another order of sets."""
    command = [sys.executable, "-W", "error", "-c", FRESH, str(builders.REPOSITORY), str(cache)]
    run = subprocess.run(
        command,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(builders.REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def hashes(made: dict[str, Made]) -> dict[str, str]:
    """Each product's fingerprint: its PDF and its picture."""
    return {name: hashlib.sha256(item.pdf + item.picture).hexdigest() for name, item in made.items()}


def test_two_processes_make_the_same_bytes(real: dict[str, Made], tmp_path: Path) -> None:
    """Every PDF and picture is byte for byte the same from a fresh process with another hash seed."""
    fresh = in_a_fresh_process(tmp_path / "cache", "4711")
    assert fresh["files"] == hashes(real)
    assert "weasyprint" in fresh["imported"]


def test_what_did_not_change_is_not_made(real: dict[str, Made], products_folder: Path) -> None:
    """With a full cache a fresh process gives the same products and imports nothing that makes them."""
    folder = products_folder
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    fresh = in_a_fresh_process(folder, "1")
    assert fresh["files"] == hashes(real)
    assert fresh["imported"] == []
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_cards_are_set_once_for_all_papers(real: dict[str, Made], products_folder: Path) -> None:
    """A4 and US Letter share the pages of their cards: one set for each size, ink and kind of back."""
    del real
    sold = products.DECK.geometry.products
    looks = {(product.card, product.ink, product.backs) for product in sold if product.sheet}
    assert len(kept(products_folder, "pages")) == len(looks)


def test_shared_pages_outlive_a_build_that_had_no_use_for_them(make: Make, tmp_path: Path) -> None:
    """When all finished PDFs are found, the cards they were made from are kept for the next change."""
    deck = deck_alone()
    make(deck)
    pages = kept(tmp_path / "cache", "pages")
    assert len(pages) == 1
    make(deck)
    assert kept(tmp_path / "cache", "pages") == pages


def test_a_new_title_does_not_set_the_cards_again(make: Make, pressed: list[str]) -> None:
    """What changes only the sheets makes only the sheets."""
    deck = deck_alone()
    make(deck)
    pressed.clear()
    products_of = deck.geometry.products
    later = builders.changed(deck.imprint, edition="2")
    made = make(builders.changed(deck, imprint=later))
    assert len(made) == len(products_of)
    assert [("card ask" in html, "this_line" in html or 'class="side"' in html) for html in pressed] == [
        (False, True)
    ]


def test_one_changed_ask_remakes_the_decks_and_not_the_journal(make: Make, pressed: list[str]) -> None:
    """Only products in which a text stands are made again."""
    deck = builders.deck()
    before = make(deck)
    pressed.clear()
    ask, *others = deck.challenges
    asks = (builders.changed(ask, ask="Ask for something else."), *others)
    after = make(builders.changed(deck, challenges=asks))
    assert pressed
    assert not any("journal" in html for html in pressed)
    for product in deck.geometry.products:
        assert before[product.id].pdf != after[product.id].pdf
    for edition in deck.journal.editions:
        assert before[edition.id].pdf == after[edition.id].pdf


def test_an_old_products_file_is_forgotten(make: Make, tmp_path: Path) -> None:
    """The cache holds what the last build could use, and does not grow."""
    deck = deck_alone()
    make(deck)
    first = kept(tmp_path / "cache", "pdf")
    ask, *others = deck.challenges
    make(builders.changed(deck, challenges=(builders.changed(ask, ask="Ask for more."), *others)))
    second = kept(tmp_path / "cache", "pdf")
    assert len(second) == len(first)
    assert not first & second


@pytest.mark.parametrize("kind", ["pdf", "json", "png", "pages"])
@pytest.mark.parametrize(
    "damage", [b"", b"x", b"\0" * 900, None, "cut"], ids=["empty", "short", "zeros", "gone", "cut off"]
)
def test_a_damaged_entry_is_made_again(
    make: Make, tmp_path: Path, kind: str, damage: bytes | str | None
) -> None:
    """An entry that is cut off, empty or overwritten is noticed and replaced; the result is as before."""
    deck = deck_alone()
    before = make(deck)
    folder = tmp_path / "cache"
    for path in folder.glob(f"*.{kind}"):
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-3] if isinstance(damage, str) else damage)
    if kind == "pages":  # they are asked for only when sheets are made
        for path in folder.glob("*.png"):
            path.unlink()
    assert make(deck) == before
    assert make(deck) == before


def test_a_newer_program_trusts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the program or of what it rests on gives every entry another key."""
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "a.py").write_text("one = 1", "utf-8")
    monkeypatch.setattr(cache_module, "PROGRAM", tmp_path / "program")
    first = Cache(tmp_path, "product").key("same")
    assert Cache(tmp_path, "product").key("same") == first
    (tmp_path / "program" / "a.py").write_text("one = 2", "utf-8")
    second = Cache(tmp_path, "product").key("same")
    monkeypatch.setattr(cache_module, "version", lambda package: "99")
    third = Cache(tmp_path, "product").key("same")
    assert len({first, second, third}) == 3


def test_parts_of_a_key_cannot_run_together() -> None:
    """('ab', 'c') and ('a', 'bc') are different things."""
    kept = Cache(Path("unused"), "product")
    assert len({kept.key("ab", "c"), kept.key("a", "bc"), kept.key("abc")}) == 3


def test_owners_of_a_cache_leave_each_other_alone(make: Make, tmp_path: Path) -> None:
    """Making the web font forgets no product, and the products leave the font."""
    font = web_font(cache=tmp_path / "cache")
    deck = deck_alone()
    make(deck)
    files = sorted((tmp_path / "cache").iterdir())
    assert web_font(cache=tmp_path / "cache") == font
    make(deck)
    assert sorted((tmp_path / "cache").iterdir()) == files


# The author's words


def problems_of(make: Make, deck: Deck, **how: object) -> list[str]:
    """What an author reads."""
    with pytest.raises(DeckError) as caught:
        make(deck, **how)
    return [str(problem) for problem in caught.value.problems]


def test_a_text_that_does_not_fit_is_named_with_its_place(make: Make, small_deck: Path) -> None:
    """The file, line and column of the ask, the product, the millimetres, and what to do."""
    geometry = small_deck / "print.yaml"
    geometry.write_text(geometry.read_text("utf-8").replace("height: 88.9", "height: 50"), "utf-8")
    loaded = load(small_deck)
    journal = loaded.deck.journal.model_copy(update={"editions": ()})
    deck = builders.changed(loaded.deck, labels=products.DECK.labels, journal=journal)
    file = small_deck / "challenges" / "bold" / "a-discount.yaml"
    lines = enumerate(file.read_text("utf-8").splitlines(), start=1)
    line = next(number for number, text in lines if text.startswith("ask: "))
    found = problems_of(make, deck, places=loaded.places)
    said = next(text for text in found if "a-discount" in text)
    assert re.fullmatch(
        rf"\S*deck/challenges/bold/a-discount\.yaml:{line}:6: ask: on 'The deck for screens' the text is "
        r"\d+\.\d mm too long, even at its smallest type\n    help: say it in fewer words, .+",
        said,
    )


def test_a_page_of_the_journal_that_does_not_fit_is_named(make: Make) -> None:
    """The place of the entry in journal.yaml, the edition, the page, and by how many millimetres."""
    real = products.DECK
    larger = [size.model_copy(update={"text": size.text * 1.3}) for size in real.journal.sizes]
    journal = real.journal.model_copy(update={"sizes": tuple(larger)})
    geometry = real.geometry.model_copy(update={"products": ()})
    deck = real.model_copy(update={"journal": journal, "geometry": geometry})
    found = problems_of(make, deck, places=builders.real_deck().places)
    edition = real.journal.editions[0].title
    assert len(found) >= 2
    for text in found:
        assert re.fullmatch(
            rf"\S*deck/journal\.yaml:\d+:\d+: pages\[\d+\]: in '{edition}' the text of the page '[a-z0-9-]+'"
            r" is \d+\.\d mm too long\n    help: fewer lines to write on, or fewer words",
            text,
        )
        assert " is 0.0 mm" not in text


def test_every_card_that_does_not_fit_is_named_at_once(make: Make) -> None:
    """All cards of all products are tried before the build fails."""
    found = problems_of(make, small_cards(height=40.0))
    assert found
    for product in ("The deck on A4", "The deck for screens"):
        for file in ("challenges/first-steps/a-pen", "challenges/bold/a-discount", "companions/stop-here"):
            assert any(f"{file}.yaml" in text and product in text for text in found), (product, file)


def test_the_millimetres_are_the_ones_that_are_missing(make: Make) -> None:
    """A card lower by 5 mm is too long by 5 mm more."""

    def excess(height: float) -> float:
        found = problems_of(make, small_cards(height=height))
        (said,) = [text for text in found if "a-discount" in text and "on A4'" in text]
        return float(re.search(r"is (\d+\.\d) mm too long", said)[1])

    assert excess(45.0) - excess(50.0) == pytest.approx(5, abs=0.11)


def test_nothing_is_kept_of_a_product_that_failed(make: Make, tmp_path: Path) -> None:
    """A failed product leaves nothing behind that a later build could take for finished."""
    problems_of(make, small_cards(height=40.0))
    assert kept(tmp_path / "cache", "pdf") == set()
    assert kept(tmp_path / "cache", "pages") == set()


def test_a_word_wider_than_a_card_is_named(make: Make) -> None:
    """A word that no line can hold fails the build instead of running over the edge."""
    ask = builders.challenge(ask="Ask for the Donaudampfschifffahrtsgesellschaft.")
    others = [other for other in builders.deck().challenges if other.id != ask.id]
    found = problems_of(make, deck_alone(challenges=(ask, *others)))
    assert found[0].startswith(
        f"deck/challenges/first-steps/{ask.id}.yaml: ask: on 'The deck for screens' the word "
        "'Donaudampfschifffahrtsgesellschaft.' is "
    )
    assert "mm too wide" in found[0]


@pytest.mark.usefixtures("forgiven")
def test_letters_we_lack_are_named_where_they_stand(make: Make) -> None:
    """The author reads which letter in which text cannot be printed."""
    ask = builders.challenge(words="“May I ☞ this? If not, ‘no’ is fine.”")
    others = [other for other in builders.deck().challenges if other.id != ask.id]
    found = problems_of(make, deck_alone(challenges=(ask, *others)))
    assert found == [
        f"deck/challenges/first-steps/{ask.id}.yaml: words: the type we print with has no '☞' (U+261E)\n"
        "    help: use another letter, or words"
    ]


@pytest.fixture
def forgiven(library_warnings: list[str]) -> list[str]:
    """WeasyPrint may warn in this test."""
    yield library_warnings
    library_warnings.clear()


@pytest.mark.parametrize(
    ("template", "content", "said"),
    [
        ("cards/cards.css", "p { text-wrap: balance }", "text-wrap"),
        ("cards/sheet.html", "<p>☞</p>", "U+261E"),
        ("cards/sheet.html", '<img src="http://192.0.2.1/x.png" alt="x">', "outside the folders"),
        ("journal/booklet.html", '<p style="text-wrap: balance">x</p>', "text-wrap"),
    ],
    ids=["ignored property", "letter of a template", "address", "journal"],
)
@pytest.mark.usefixtures("forgiven")
def test_a_template_at_fault_is_named(
    make: Make, tmp_path: Path, template: str, content: str, said: str
) -> None:
    """What the press refuses reaches the author as a problem of the template, not as a traceback."""
    broken = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    with (broken / template).open("a", encoding="utf-8") as file:
        file.write(content)
    found = problems_of(make, builders.deck(), env=environment(broken, builders.REPOSITORY / "docs"))
    room = template.split("/")[0]
    assert all(text.startswith(f"templates/{room}/") for text in found), found
    assert any(said in text for text in found)
