"""What generator.problems promises: a mistake, its place, its words."""

from __future__ import annotations

import pytest

from generator.problems import DeckError, Places, Problem, Source, field_name, nearest

PLACES = Places(
    data={"a.yaml": {"lines": ({"call": "one"}, "two"), "count": 3}},
    sources={"a.yaml": {(): Source("d/a.yaml", 1, 1), ("lines", 0): Source("d/a.yaml", 2, 5)}},
    shown={"a.yaml": "d/a.yaml"},
)


def test_a_place_is_written_as_editors_open_it() -> None:
    """A place reads file:line:column, which terminals and editors turn into a link."""
    assert str(Source("deck/a.yaml", 7, 3)) == "deck/a.yaml:7:3"


def test_a_whole_file_has_no_line() -> None:
    """A problem of a whole file names the file alone."""
    assert str(Source("deck/a.yaml")) == "deck/a.yaml"


def test_a_problem_has_four_parts() -> None:
    """A problem says where, in which field, what is wrong, and on a line of its own what helps."""
    problem = Problem(
        Source("a.yaml", 7, 3), "setting", "no setting is called 'shpo'", "did you mean 'shop'?"
    )
    assert str(problem) == (
        "a.yaml:7:3: setting: no setting is called 'shpo'\n    help: did you mean 'shop'?"
    )


def test_a_problem_without_field_and_help_is_one_plain_line() -> None:
    """Parts that say nothing leave no trace: no empty field, no empty help."""
    assert str(Problem(Source("a.yaml"), "", "this file is empty")) == "a.yaml: this file is empty"


def test_problems_come_in_the_order_of_the_files() -> None:
    """DeckError sorts by file, line and column, so that an author works from top to bottom."""
    late, early, other = (
        Problem(Source("b.yaml", 20, 1), "", "late"),
        Problem(Source("b.yaml", 3, 9), "", "early"),
        Problem(Source("a.yaml", 99, 1), "", "other"),
    )
    assert DeckError([late, early, other]).problems == (other, early, late)


def test_one_problem_is_said_once() -> None:
    """A problem that two rules find is listed once."""
    problem = Problem(Source("a.yaml"), "", "this file is empty")
    assert DeckError([problem, problem]).problems == (problem,)


def test_the_error_itself_says_everything() -> None:
    """DeckError as text is the whole list, for whoever only prints it."""
    error = DeckError([Problem(Source("b"), "", "two"), Problem(Source("a"), "", "one")])
    assert str(error) == "a: one\nb: two"


@pytest.mark.parametrize(
    ("loc", "name"),
    [
        ((), ""),
        (("title",), "title"),
        (("lines", 3, "call"), "lines[4].call"),
        ((2, "icon"), "[3].icon"),
        (("rows", 0, 1), "rows[1][2]"),
    ],
)
def test_fields_are_named_as_people_count(loc: tuple[str | int, ...], name: str) -> None:
    """The name of a field counts list items from 1."""
    assert field_name(loc) == name


def test_the_place_of_a_value_without_one_is_that_around_it() -> None:
    """A value whose place nobody knows is looked for where the nearest thing around it stands."""
    assert PLACES.of("a.yaml", "lines", 0, "call") == Source("d/a.yaml", 2, 5)
    assert PLACES.of("a.yaml", "gone") == Source("d/a.yaml", 1, 1)


def test_a_problem_knows_its_place_and_its_field() -> None:
    """Places.problem puts the place, the field's name and the words together."""
    problem = PLACES.problem("a.yaml", ("lines", 0), "too long", "cut it")
    assert problem == Problem(Source("d/a.yaml", 2, 5), "lines[1]", "too long", "cut it")


def test_every_text_is_found_with_its_way() -> None:
    """Places.texts lists each text of each file, however deep, and nothing that is no text."""
    assert list(PLACES.texts()) == [
        ("a.yaml", ("lines", 0, "call"), "one"),
        ("a.yaml", ("lines", 1), "two"),
    ]


def test_a_slip_of_the_pen_is_recognised() -> None:
    """A word that is nearly a known one is answered with that one."""
    assert nearest("shpo", ["shop", "home", "street"]) == "did you mean 'shop'?"


def test_a_few_known_words_are_all_named() -> None:
    """A word that is like none of a few known ones is answered with all of them, sorted."""
    assert nearest("zzz", ["shop", "home"]) == "known here: home, shop"


def test_many_known_words_are_not_named() -> None:
    """A word that is like none of very many is not answered with a wall of words."""
    assert nearest("zzz", [f"name-{number}" for number in range(100)]) == ""
