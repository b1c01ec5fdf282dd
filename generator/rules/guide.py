"""The guide's hand-written pages: research is cited, some words stay out, and the text reads easily.

A page is read as its author wrote it, a template in Markdown, so that a finding has a line.
These are warnings: a machine that reads English makes mistakes. A release wants them settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch

from generator.model import CITATION, Deck
from generator.problems import Places, Problem, Source
from generator.rules.reading import Syllables, flesch_kincaid, smog, syllables, words
from generator.rules.wording import found_in, phrases

_FOLDER = "docs/"  # where an author finds these pages

# What is not prose: the page's head, code, statements and comments of the template, HTML.
_NOT_PROSE = re.compile(
    r"\A---\n.*?\n---\n|^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|\{##.*?##\}|\{%.*?%\}|<[^>]*>|`[^`\n]*`",
    re.DOTALL | re.MULTILINE,
)
_NOT_A_SENTENCE = re.compile(r"^(?:#.*|\|.*|\{:.*)$", re.MULTILINE)  # headings, tables, attributes
_MARKUP = re.compile(r"\]\([^)]*\)|\{[:#][^}]*\}|[*_\[\]]")
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# A sentence ends at its full stop, and at the end of a paragraph or of a line in a list. What is
# cited stands after the full stop.
_SENTENCE = re.compile(
    r"(?P<said>.+?(?:[.!?…][”’\"')*]*(?=\s|\Z)|\Z|(?=\n\s*\n|\n\s*[-*\d])))(?P<cited>(?:\s*\[@[a-z0-9-]+\])*)",
    re.DOTALL,
)
_BEFORE_WORDS = re.compile(r"\A\s*(?:[-*]\s+|\d+\.\s+|>\s+)?")  # of a sentence: the sign of its list


def warnings(deck: Deck, places: Places, pages: Mapping[str, str]) -> Iterator[Problem]:
    """What needs a second look, in the hand-written `pages` ({name below docs: text}) and in the deck."""
    guide = deck.style.guide
    avoided = [entry for entry in deck.style.avoided if entry.where == "everywhere"]
    readable: dict[str, str] = {}
    for name, source in pages.items():
        if any(fnmatch(name, pattern) for pattern in guide.pages_for_makers):
            continue
        prose = _blank(_NOT_PROSE, source)
        sayings = _blank(_NOT_A_SENTENCE, prose)
        for start, sentence in _uncited(deck, sayings):
            yield _at(name, source, start, *_uncited_problem(sentence))
        for entry, phrase in found_in(prose, avoided):
            start = prose.lower().find(phrase.lower())
            yield _at(name, source, start, f"'{phrase}' does not belong here", entry.why)
        readable[name] = _sentences(sayings)
    count = syllables(readable.values(), deck.imprint.language)
    for name, text in readable.items():
        yield from _reading(deck, name, text, count)
    for file, loc, text in places.texts():
        if file in ("protocol.yaml", "ethics.yaml", "help.yaml"):
            for _, sentence in _uncited(deck, text):
                yield places.problem(file, loc, *_uncited_problem(sentence))


def _uncited(deck: Deck, text: str) -> Iterator[tuple[int, str]]:
    """Every sentence about research that cites nothing, with where it begins."""
    if not deck.style.guide.research:
        return
    research = phrases(deck.style.guide.research)
    fine = phrases(deck.style.guide.fine) if deck.style.guide.fine else None
    for found in _SENTENCE.finditer(text):
        said = fine.sub("…", found["said"]) if fine else found["said"]
        if research.search(said) and not found["cited"] and not CITATION.search(said):
            start = len(found["said"]) - len(_BEFORE_WORDS.sub("", found["said"], count=1))
            yield found.start() + start, found["said"][start:].strip()


def _uncited_problem(sentence: str) -> tuple[str, str]:
    start = " ".join(sentence.split()[:6])
    what = f"“{start} …” says something about research and cites nothing"
    return what, "cite a claim, [@claim-id], or say it as an opinion"


def _sentences(sayings: str) -> str:
    """The whole sentences of a page, without markup."""
    text = _MARKUP.sub("", CITATION.sub("", _VALUE.sub("", sayings)))
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n\s*[-*]\s|\n\d+\.\s", text)]
    return " ".join(block for block in blocks if block.endswith((".", "?", "!", "”", "’")))


def _reading(deck: Deck, name: str, text: str, count: Syllables) -> Iterator[Problem]:
    """How hard a page is to read: two formulas, as an alarm."""
    guide = deck.style.guide
    if len(words(text)) < guide.least_words:
        return
    more = guide.harder.get(name, 0)
    for formula, grade, most in (
        ("Flesch-Kincaid", flesch_kincaid(text, count), guide.flesch_kincaid + more),
        ("SMOG", smog(text, count), guide.smog + more),
    ):
        if grade > most:
            what = f"this page is hard to read: {formula} grade {grade:.1f}, and {most:g} is the most"
            yield Problem(Source(f"{_FOLDER}{name}"), "", what, "shorter sentences, shorter words")


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches made blank, so that everything else stays where it was."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _at(name: str, source: str, position: int, what: str, help: str) -> Problem:
    line = source.count("\n", 0, position) + 1
    column = position - source.rfind("\n", 0, position)
    return Problem(Source(f"{_FOLDER}{name}", line, column), "", what, help)
