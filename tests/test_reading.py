"""How words, sentences and syllables are counted, and what two formulas make of them."""

from __future__ import annotations

import pytest

from generator.rules.reading import commonest, flesch_kincaid, sentences, smog, syllables, words


def test_a_hyphen_and_an_apostrophe_join() -> None:
    """What a hyphen or an apostrophe joins is one word, and figures are none."""
    assert words("I’d like a half-made thing, at 7:30.") == ["I’d", "like", "a", "half-made", "thing", "at"]


def test_a_sentence_ends_behind_its_quotation_marks() -> None:
    """Closing quotation marks belong to the sentence that they close."""
    text = "“Could I? If not, say ‘no’.” Then go."
    assert [len(words(sentence)) for sentence in sentences(text)] == [2, 4, 2]


@pytest.mark.parametrize(
    ("word", "count"),
    [("library", 3), ("neighbour", 2), ("every", 2), ("Wednesday", 2), ("you’d", 1), ("half-made", 2)],
)
def test_english_is_counted_as_it_is_spoken(word: str, count: int) -> None:
    """English syllables come from a dictionary of spoken words, the shorter way to say them."""
    assert syllables([word], "en")(word) == count


def test_words_that_no_dictionary_has_are_counted_by_their_hyphens() -> None:
    """A word of another language, or a made-up one, is counted where it could be hyphenated."""
    assert syllables(["Nachbarschaft"], "de")("Nachbarschaft") == 3
    assert syllables(["gooseplanner"], "en")("gooseplanner") == 3


def test_long_words_and_long_sentences_raise_both_grades() -> None:
    """A text of long words in long sentences gets higher grades than one of short ones."""
    plain = "Ask once. Say thank you. Then you can go home. " * 10
    hard = "Immediate consideration of interpersonal expectations is recommended to everybody involved. " * 10
    count = syllables([plain, hard], "en")
    assert flesch_kincaid(plain, count) < 2 < 15 < flesch_kincaid(hard, count)
    assert smog(plain, count) < 4 < 15 < smog(hard, count)


def test_the_formulas_give_what_their_authors_wrote() -> None:
    """Ten words of one syllable in two sentences, and one long word in three sentences."""
    short = "You ask once and wait. Then you say thank you."
    assert flesch_kincaid(short, syllables([short], "en")) == pytest.approx(0.39 * 5 + 11.8 * 1 - 15.59)
    mixed = "Ask the library. Go. Wait."
    assert smog(mixed, syllables([mixed], "en")) == pytest.approx(1.0430 * (30 / 3) ** 0.5 + 3.1291)


def test_a_language_that_nobody_counted_has_no_common_words() -> None:
    """The commonest words are known for many languages, and the others have none."""
    assert {"the", "ask", "friend"} <= commonest("en", 3000)
    assert commonest("tlh", 3000) == frozenset()
