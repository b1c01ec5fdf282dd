"""Wording: what a machine can see of how a card is written. The limits and lists are in style.yaml.

A machine sees neither a weak ask nor an unkind one. It sees long sentences, words that do not
belong on a card, and a script that hands over no words for a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from generator.model import Avoided, Challenge, Companion, Deck, ask_file, companion_file
from generator.problems import Loc, Places, Problem, nearest
from generator.rules.reading import Syllables, commonest, sentences, syllables, words

_SAID_AND_DONE = ("title", "ask", "words", "smaller", "bigger")
_ON_THE_CARD = (*_SAID_AND_DONE, "kind_check", "predict", "after", "practises", "cautions", "prepare")
_LOOKED_AT = {"ask": ("ask",), "asks": _SAID_AND_DONE, "cards": _ON_THE_CARD, "everywhere": _ON_THE_CARD}
_STYLE = "style.yaml"


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Everything about the words of the cards that stands against style.yaml."""
    count = syllables((f"{ask.ask} {ask.words}" for ask in deck.challenges), deck.imprint.language)
    for ask in deck.challenges:
        yield from _sentence(deck, ask, count, places)
        yield from _way_out(deck, ask, places)
    yield from _rare(deck, places)
    for file, loc, text, avoided in _texts(deck):
        yield from _long_sentences(deck, places, file, loc, text)
        yield from _signs(deck, places, file, loc, text)
        for entry, phrase in found_in(text, avoided):
            yield places.problem(file, loc, f"'{phrase}' does not belong here", entry.why)
    yield from _by_eye(deck, places)


def found_in(text: str, avoided: Iterable[Avoided]) -> Iterator[tuple[Avoided, str]]:
    """Each avoided phrase that a text holds, once."""
    plain = text.replace("'", "’")
    for entry in avoided:
        if match := phrases(entry.phrases).search(_without(plain, entry.fine)):
            yield entry, match[0]


@cache
def phrases(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some phrases as whole words, in any case. One that ends in a quotation mark is open."""
    longest_first = sorted((phrase.replace("'", "’") for phrase in wanted), key=len, reverse=True)
    any_of = "|".join(
        re.escape(phrase) + ("" if phrase[-1] in "‘“" else r"(?![\w-])") for phrase in longest_first
    )
    return re.compile(rf"(?<![\w’-])(?:{any_of})", re.IGNORECASE)


def _without(text: str, fine: tuple[str, ...]) -> str:
    return phrases(fine).sub("…", text) if fine else text


def _texts(deck: Deck) -> Iterator[tuple[str, Loc, str, list[Avoided]]]:
    """Every text on every card, with what is not to stand in it."""
    for ask in deck.challenges:
        for name in _ON_THE_CARD:
            if text := getattr(ask, name):
                here = [entry for entry in deck.style.avoided if name in _LOOKED_AT[entry.where]]
                yield ask_file(ask), (name,), text, here
    on_all = [entry for entry in deck.style.avoided if entry.where in ("cards", "everywhere")]
    for card in deck.companions:
        for loc, text in _companion_texts(card):
            yield companion_file(card), loc, text, on_all


def _companion_texts(card: Companion) -> Iterator[tuple[Loc, str]]:
    yield ("title",), card.title
    yield ("lead",), card.lead
    yield from ((("lines", index), line) for index, line in enumerate(card.lines))
    if card.foot:
        yield ("foot",), card.foot


def _sentence(deck: Deck, ask: Challenge, count: Syllables, places: Places) -> Iterator[Problem]:
    """The ask: one plain sentence, verb first, short words."""
    file, counts = ask_file(ask), deck.style.counts
    found = words(ask.ask)

    def wrong(what: str, help: str) -> Problem:
        return places.problem(file, ("ask",), what, help)

    if len(sentences(ask.ask)) != 1 or ask.ask[-1] not in ".?":
        yield wrong("an ask is one sentence", "end it with a full stop; what else there is belongs elsewhere")
    if len(found) > counts.ask_words:
        yield wrong(f"this ask has {len(found)} words; the most is {counts.ask_words}", "cut it")
    if (commas := ask.ask.count(",")) > counts.ask_commas:
        yield wrong(f"this ask has {commas} commas; the most is {counts.ask_commas}", "ask for one thing")
    if found and found[0] not in deck.style.first_words:
        help = nearest(found[0], deck.style.first_words) or f"first_words in {_STYLE} names the verbs"
        yield wrong(f"an ask begins with what one does, and '{found[0]}' is not in the list", help)
    for name, text, long in (
        ("the ask", ask.ask, counts.ask),
        ("the ask and the words", f"{ask.ask} {ask.words}", counts.ask_and_words),
    ):
        many = [word for word in words(text) if count(word) >= long.syllables]
        if len(many) > long.most:
            what = f"{len(many)} words in {name} have {long.syllables} syllables or more, not {long.most}"
            yield wrong(what, f"shorter words for: {', '.join(many)}")


def _way_out(deck: Deck, ask: Challenge, places: Places) -> Iterator[Problem]:
    """Words that ask for something hand over words for a no."""
    asks_somebody = deck.tier[ask.tier].mark > 0 if ask.tier in deck.tier else True
    if not asks_somebody and "?" not in ask.words:
        return
    way_out = deck.style.way_out
    if ask.id in way_out.by_eye or phrases(way_out.phrases).search(ask.words.replace("'", "’")):
        return
    what = "the person you ask needs words for a no, and none are handed over here"
    help = f"such as “If not, say ‘not today’.”; if they are there, add their phrase to way_out in {_STYLE}"
    yield places.problem(ask_file(ask), ("words",), what, help)


def _rare(deck: Deck, places: Places) -> Iterator[Problem]:
    """Asks with words that few people use every day."""
    rare = deck.style.counts.rare
    if rare is None or not (common := commonest(deck.imprint.language, rare.commonest)):
        return
    known = common | {word.lower() for word in rare.known}
    for ask in deck.challenges:
        many = [word for word in words(ask.ask) if _stem(word) not in known and word.lower() not in known]
        if len(many) > rare.most:
            what = f"{len(many)} words of this ask are not among the {rare.commonest} commonest"
            help = f"plainer words for: {', '.join(many)}; or add one to known in {_STYLE}"
            yield places.problem(ask_file(ask), ("ask",), what, help)


def _stem(word: str) -> str:
    """A word without the s of a plural or the ’s of an owner: who knows one knows the other."""
    return re.sub(r"(?:’s|s)$", "", word.lower())


def _long_sentences(deck: Deck, places: Places, file: str, loc: Loc, text: str) -> Iterator[Problem]:
    most = deck.style.counts.sentence_words
    for sentence in sentences(text):
        if (number := len(words(sentence))) > most:
            start = " ".join(sentence.split()[:4])
            what = f"the sentence “{start} …” has {number} words; the most is {most}"
            yield places.problem(file, loc, what, "make two of it")


def _signs(deck: Deck, places: Places, file: str, loc: Loc, text: str) -> Iterator[Problem]:
    for sign in deck.style.signs:
        if sign in text:
            yield places.problem(file, loc, f"a card carries no {sign}", "say it in a sentence of its own")


def _by_eye(deck: Deck, places: Places) -> Iterator[Problem]:
    asks = [ask.id for ask in deck.challenges]
    for index, name in enumerate(deck.style.way_out.by_eye):
        if name not in asks:
            what = f"no ask is called '{name}'"
            yield places.problem(_STYLE, ("way_out", "by_eye", index), what, nearest(name, asks))
