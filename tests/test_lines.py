"""What generator.cards.lines promises: few lines, none too wide, nearly equally long."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.cards.lines import balanced, line_count

# `len` as the measure: every letter is one unit wide, so a line's width can be counted by eye.
WORDS = st.lists(st.text(alphabet="abcdefgh.?", min_size=1, max_size=14), max_size=24)
ROOM = st.integers(min_value=1, max_value=40)


@given(WORDS, ROOM)
def test_no_word_is_lost_or_moved(words: list[str], room: int) -> None:
    """The lines hold the same words in the same order, whatever the room."""
    lines = balanced(" ".join(words), room, len)
    assert " ".join(lines).split() == words


@given(WORDS, ROOM)
@example(words=["a" * 14, "b"], room=3)
def test_no_line_is_wider_than_the_room(words: list[str], room: int) -> None:
    """Only a word that is wider than the room by itself makes a line that is."""
    for line in balanced(" ".join(words), room, len):
        assert len(line) <= room or " " not in line


@given(WORDS, ROOM)
def test_there_are_as_few_lines_as_greedy_filling_needs(words: list[str], room: int) -> None:
    """Balancing never costs a line: it fills as many as taking each word as early as possible."""
    greedy = 0
    used = room + 1
    for word in words:
        if used + 1 + len(word) > room:
            greedy, used = greedy + 1, len(word)
        else:
            used += 1 + len(word)
    text = " ".join(words)
    assert len(balanced(text, room, len)) == greedy
    assert line_count(text, room, len) == greedy


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=6), min_size=1, max_size=9), ROOM)
def test_no_other_way_to_fill_the_lines_is_more_even(words: list[str], room: int) -> None:
    """Among all ways to fill as few lines, none costs less: squared slack, and hanging short words."""

    def cost(lines: tuple[str, ...]) -> float:
        hanging = sum(len(line.split()[-1]) <= 2 for line in lines[:-1])
        return sum(max(room - len(line), 0) ** 2 for line in lines) + hanging * 0.02 * room**2

    def ways(rest: tuple[str, ...], count: int) -> list[tuple[str, ...]]:
        """Every way to set the words `rest` in `count` lines that are no wider than they must be."""
        if count == 0:
            return [] if rest else [()]
        heads = [rest[:end] for end in range(1, len(rest) + 1)]
        fitting = [head for head in heads if len(head) == 1 or len(" ".join(head)) <= room]
        return [(" ".join(head), *tail) for head in fitting for tail in ways(rest[len(head) :], count - 1)]

    chosen = tuple(balanced(" ".join(words), room, len))
    assert cost(chosen) == pytest.approx(min(map(cost, ways(tuple(words), len(chosen)))))


@given(st.text(alphabet=" \t\n\N{NO-BREAK SPACE}", max_size=5))
def test_a_text_without_words_has_no_lines(text: str) -> None:
    """Nothing to set is no lines, and no error."""
    assert balanced(text, 10, len) == []
    assert line_count(text, 10, len) == 0


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Ask a shop for some tap water", 23, ["Ask a shop for", "some tap water"]),
        ("Ask once. Then thank them and go.", 24, ["Ask once.", "Then thank them and go."]),
        ("Ask a friend", 40, ["Ask a friend"]),
    ],
    ids=["the last line is not lonely", "a sentence may end early", "one line stays one"],
)
def test_lines_break_as_a_typesetter_would(text: str, room: int, lines: list[str]) -> None:
    """Lines are nearly equal; a line that ends a sentence may be short."""
    assert balanced(text, room, len) == lines
