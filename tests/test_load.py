"""What generator.load promises: a deck folder in, a Deck or every problem at once out.

What is said about each single mistake is in tests/broken.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import builders
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.load import load, load_part
from generator.load.drawing import DrawingError, drawing
from generator.load.parse import CONTROL, DEEPEST, Parsed
from generator.load.read import LARGEST, read_text
from generator.model import PARTS
from generator.problems import DeckError, Problem, Source

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{}</svg>'


def parsed(text: str) -> Parsed:
    """The text as if it stood in a file."""
    return Parsed("a.yaml", text)


def problems_of(folder: Path) -> list[str]:
    """What is wrong with a deck, as `place: what`, without help."""
    with pytest.raises(DeckError) as error:
        load(folder)
    return [f"{problem.source}: {problem.what}" for problem in error.value.problems]


def test_the_real_deck_is_whole() -> None:
    """The deck of this repository loads without a problem."""
    assert builders.real_deck().deck.challenges


def test_place_gives_an_ask_its_id_and_tier() -> None:
    """The file's name is the ask's id, the folder its tier."""
    deck = builders.small_deck().deck
    assert [(ask.tier, ask.id) for ask in deck.challenges] == [
        ("first-steps", "a-pen"),
        ("bold", "a-discount"),
    ]


def test_asks_come_in_the_order_of_the_ladder(small_deck: Path) -> None:
    """Asks are sorted by tier, then setting, each as in its file, then by id."""
    folder = small_deck / "challenges/first-steps"
    pen = (folder / "a-pen.yaml").read_text("utf-8")
    (folder / "a-bag.yaml").write_text(pen.replace("setting: home", "setting: shop"), "utf-8")
    (folder / "a-cup.yaml").write_text(pen, "utf-8")
    asks = load(small_deck).deck.challenges
    assert [ask.id for ask in asks] == ["a-cup", "a-pen", "a-bag", "a-discount"]


def test_companions_come_in_their_own_order(small_deck: Path) -> None:
    """Companion cards are sorted by the order they say, then by id."""
    card = small_deck / "companions/write-your-own.yaml"
    card.write_text(card.read_text("utf-8").replace("order: 20", "order: 5"), "utf-8")
    assert [card.id for card in load(small_deck).deck.companions] == ["write-your-own", "stop-here"]


def test_every_setting_has_its_drawing() -> None:
    """The inner drawing of each setting's icon is in the deck, under the setting's id."""
    icons = builders.small_deck().deck.icons
    assert icons["shop"] == '<circle cx="12" cy="12" r="9"></circle>'
    assert set(icons) == {"home", "shop"}


def test_places_know_line_and_column() -> None:
    """Every value has the place at which an editor finds it."""
    places = builders.small_deck().places
    place = places.of("helplines.yaml", "lines", 0, "text", "word")
    assert (place.line, place.column) == (11, 31)
    assert place.file.endswith("/deck/helplines.yaml")


def test_a_deck_may_stand_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck below the working folder is shown from there, any other with its whole path."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "tiers.yaml").write_text("", "utf-8")
    assert f"{folder}/tiers.yaml: this file is empty" in problems_of(folder)
    monkeypatch.chdir(tmp_path)
    assert "mine/tiers.yaml: this file is empty" in problems_of(folder)


def test_windows_files_are_read(small_deck: Path) -> None:
    """A byte order mark and lines that end as on Windows change nothing."""
    before = load(small_deck).deck
    for file in small_deck.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load(small_deck).deck == before


def test_notes_and_hidden_files_are_left_alone(small_deck: Path) -> None:
    """Files that are no YAML, and those that begin with a dot, belong to the author."""
    for name in ("README.md", "challenges/ideas.txt", ".cache/x.yaml", "challenges/bold/.a-pen.yaml.swp"):
        (small_deck / name).parent.mkdir(exist_ok=True)
        (small_deck / name).write_text("anything: [", "utf-8")
    assert load(small_deck).deck == builders.small_deck().deck


def test_a_link_inside_the_deck_is_followed(small_deck: Path) -> None:
    """A link from one file of the deck to another is a file like any other."""
    (small_deck / "icons/shop.svg").unlink()
    (small_deck / "icons/shop.svg").symlink_to("home.svg")
    icons = load(small_deck).deck.icons
    assert icons["shop"] == icons["home"]


def test_a_folder_that_cannot_be_read_is_said(small_deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks in a folder that may not be read are not silently missing."""
    locked = small_deck / "challenges/bold"
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    assert problems_of(small_deck) == [f"{locked}: this folder cannot be read: Permission denied"]


def test_one_file_can_be_read_alone(small_deck: Path) -> None:
    """A part of the deck can be had while other files are broken."""
    (small_deck / "help.yaml").write_text("[", "utf-8")
    assert [tier.id for tier in load_part(small_deck, "tiers.yaml")] == ["first-steps", "bold"]


def test_one_file_alone_still_says_its_problems(small_deck: Path) -> None:
    """A part of the deck that is broken itself raises its own problems, and no others."""
    (small_deck / "help.yaml").write_text("[", "utf-8")
    (small_deck / "tiers.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(DeckError) as error:
        load_part(small_deck, "tiers.yaml")
    assert [Path(problem.source.file).name for problem in error.value.problems] == ["tiers.yaml"]


def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    """The largest file that is read has exactly the limit, and one byte more is a problem."""
    (tmp_path / "a.yaml").write_bytes(b"a" * LARGEST)
    assert read_text(tmp_path, "a.yaml") == "a" * LARGEST
    (tmp_path / "a.yaml").write_bytes(b"a" * (LARGEST + 1))
    assert isinstance(read_text(tmp_path, "a.yaml"), Problem)


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """Something that is neither file nor folder is named, not read: a pipe would block for ever."""
    os.mkfifo(tmp_path / "a.yaml")
    problem = read_text(tmp_path, "a.yaml")
    assert isinstance(problem, Problem)
    assert problem.what == "this is not a file"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1", {"a": 1}),
        ("a: -0.5", {"a": -0.5}),
        ("a: 'x'", {"a": "x"}),
        ("a: yes\nb: off", {"a": True, "b": False}),
        ("a:\nb: ~", {"a": None, "b": None}),
        ("yes: no", {"yes": False}),
        ("1: x", {"1": "x"}),
        ("- a\n- [b, c]\n- {d: e}", ("a", ("b", "c"), {"d": "e"})),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: =", {"a": "="}),
        ("a: “quoted” ‘words’", {"a": "“quoted” ‘words’"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("%YAML 1.1\n---\na: b\n...\n", {"a": "b"}),
    ],
)
def test_yaml_becomes_plain_data(text: str, data: Any) -> None:
    """What YAML says comes out as text, numbers, truth, dates, tuples and dicts; keys are text."""
    found = parsed(text)
    assert found.problems == []
    assert found.data == data


def test_what_yaml_reads_differently_is_kept_as_written() -> None:
    """The author's own letters are kept beside every value that is not text."""
    found = parsed("a: yes\nb: 000\nc: 2026-11-21\nd: 'yes'")
    assert found.written == {("a",): "yes", ("b",): "000", ("c",): "2026-11-21"}


def test_lists_may_be_as_deep_as_the_limit() -> None:
    """A list in a list is read to the limit, and not one level deeper."""
    assert parsed("[" * DEEPEST + "]" * DEEPEST).problems == []
    assert parsed("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).problems


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? [", "[{? "])
def test_deep_nesting_ends_the_reading(opening: str) -> None:
    """However deep a file is nested, it neither crashes us, as it does PyYAML, nor keeps us for minutes."""
    what = [problem.what for problem in parsed(opening * 100_000).problems]
    assert what[-1] == f"this is nested more than {DEEPEST} levels deep"
    assert len(what) <= DEEPEST


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, 0xFFFE, 0xFFFF])
def test_a_control_character_is_found_in_any_form(code: int) -> None:
    """A character without a shape is a problem, typed as itself or as a code in quotation marks."""
    what = [f"this holds a control character (U+{code:04X})"]
    for text in (f"a: b{chr(code)}c", f'a: "b\\u{code:04x}c"'):
        assert [problem.what for problem in parsed(text).problems] == what


def test_the_place_counts_letters_not_bytes() -> None:
    """A column is what an editor shows, also after letters of several bytes."""
    assert parsed("é: {ü: ö, ü: a}").problems[0].source == Source("a.yaml", 1, 11)


@given(st.text(alphabet=st.sampled_from("ab:-?,[]{}#&*!|>'\"%@` \n\t0\\é")))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever stands in a file becomes data or problems with a place, never an exception."""
    found = parsed(text)
    lines = text.split("\n")
    for problem in found.problems:
        assert problem.source.line <= len(lines) + 1
        assert problem.what
        assert "\n" not in problem.what


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: - b", 1, 4, "a list cannot begin here"),
        ('a: "\\s"', 1, 5, 'a backslash inside "quotes" begins a code, and this is none'),
        ("a: | x\n  y", 1, 6, "nothing can follow '|' or '>' in this line"),
        ("a: ]", 1, 4, "text cannot begin with ]"),
        ("a: & b", 1, 4, "text cannot begin with &"),
        ("%x: 1", 1, 1, "text cannot begin with %"),
        ("a: [b]]", 1, 7, "something follows the end of this value"),
        ("a: {b: c\nd: e", 1, 4, "the fields that open here with { are not closed"),
        ("a: [\n", 1, 4, "the bracket that opens here is never closed"),
        ("a: 1\n- b", 2, 1, "this line does not fit those above it"),
        ("a: b\n\tc: d", 2, 1, "a tab indents this line"),
    ],
)
def test_a_slip_in_yaml_is_said_in_words(text: str, line: int, column: int, what: str) -> None:
    """Where a file stops being YAML, the message names what an author sees there, at its place."""
    (problem,) = parsed(text).problems
    assert (problem.source, problem.what) == (Source("a.yaml", line, column), what)
    assert problem.help


PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.dates(),
        st.text().filter(lambda text: not CONTROL.search(text)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(alphabet="abcxyz", min_size=1), inner, max_size=3),
    ),
    max_leaves=12,
)


def as_tuples(data: Any) -> Any:
    """The same data with tuples for lists."""
    if isinstance(data, list):
        return tuple(map(as_tuples, data))
    if isinstance(data, dict):
        return {key: as_tuples(value) for key, value in data.items()}
    return data


@given(PLAIN)
def test_what_yaml_writes_is_read_back(data: Any) -> None:
    """Data that PyYAML wrote comes back the same, so our reading is YAML's reading."""
    found = parsed(yaml.safe_dump(data, allow_unicode=True))
    assert found.problems == []
    assert found.data == as_tuples(data)


def ways_into(data: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value in some data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, tuple) else ()
    return [way, *(found for key, value in inside for found in ways_into(value, (*way, key)))]


def with_another(data: Any, way: tuple[str | int, ...], value: Any) -> Any:
    """The same data, as lists and dicts, with another value at the end of one way."""
    if not way:
        return value
    items = dict(data.items() if isinstance(data, dict) else enumerate(data))
    items[way[0]] = with_another(items[way[0]], way[1:], value)
    return items if isinstance(data, dict) else list(items.values())


@given(st.data(), st.sampled_from(sorted(PARTS)), PLAIN)
def test_no_value_is_too_strange(data: st.DataObject, name: str, value: Any) -> None:
    """Whatever stands in the place of any value, what is wrong is said in words, at a place."""
    before = builders.small_deck().places.data[name]
    way = data.draw(st.sampled_from(ways_into(before)))
    text = yaml.safe_dump(with_another(before, way, value), allow_unicode=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(text, "utf-8")
        try:
            load_part(Path(folder), name)
        except DeckError as error:
            for problem in error.problems:
                assert problem.source.line or "file" in problem.what
                said = re.sub(r"'.*'", "", problem.what).lower()
                assert not re.search(r"\b(input|valid|nonetype|tuple|dict|string|integer|bool)\b", said)


@pytest.mark.parametrize(
    "inner",
    [
        '<path d="M0 0h9" style="fill:url(http://x)"/>',
        '<path d="M0 0h9" href="http://x"/>',
        '<path d="url(&quot;http://x&quot;)"/>',
        '<g onload="x"><path d="M0 0h9"/></g>',
        '<image href="http://x"/>',
        '<use href="#x"/>',
        "<style>path{fill:red}</style>",
        "<text>hello</text>",
        "<title>hello</title>",
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="http://x"><path d="M0 0h9"/></a>',
        '<path xmlns="urn:other" d="M0 0h9"/>',
        "words",
        '<path d="M0 0h9"/>words',
        "<g>" * 5_000 + "</g>" * 5_000,
        "",
    ],
)
def test_an_icon_only_draws(inner: str) -> None:
    """An SVG file that does anything but draw lines is refused with a reason."""
    with pytest.raises(DrawingError, match=r"\w"):
        drawing(SVG.format(inner))


def test_what_lies_around_a_drawing_falls_away() -> None:
    """Attributes of the SVG file itself, comments and instructions do not reach a page."""
    svg = '<?xml-stylesheet href="x"?>' + SVG.format('<!-- by me --><g><path d="M0 0h9"/></g>')
    svg = svg.replace("<svg ", '<svg onload="alert(1)" style="color:red" ')
    assert drawing(svg) == '<g><path d="M0 0h9"></path></g>'


def test_every_icon_of_the_real_deck_is_used(repository: Path) -> None:
    """The icon folder holds the settings' icons and nothing else."""
    icons = {setting.icon for setting in builders.real_deck().deck.settings}
    assert {f"icons/{path.name}" for path in (repository / "deck/icons").iterdir()} == icons


def test_a_copied_deck_is_the_same_deck(deck_copy: Path) -> None:
    """A deck says the same wherever it stands."""
    assert load(deck_copy).deck == builders.real_deck().deck
    shutil.rmtree(deck_copy)
