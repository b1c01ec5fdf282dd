"""How the words of a deck are held to its way of writing: counts, words to leave out, words for a no."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import Id, Line, Many, Some, Strict, at_most

Phrase = Annotated[str, at_most(60)]
Count = Annotated[int, Field(ge=0, le=1000)]


class LongWords(Strict):
    """How many long words a text may have."""

    syllables: Annotated[int, Field(ge=2, le=9)] = Field(description="A word is long from here on.")
    most: Count = Field(description="How many of them are still fine.")


class RareWords(Strict):
    """How many words a text may have that few people use every day."""

    commonest: Annotated[int, Field(ge=100, le=50000)] = Field(
        description="The so many commonest words of the language are not rare."
    )
    known: Many[Phrase] = Field(default=(), description="Words of this deck that are not rare here.")
    most: Count = Field(description="How many rare words are still fine.")


class Counts(Strict):
    """What can be counted on the card of an ask."""

    ask_words: Count = Field(description="The most words in an ask.")
    ask_commas: Count = Field(description="The most commas in an ask.")
    sentence_words: Count = Field(description="The most words in any sentence of a card.")
    ask: LongWords = Field(description="Long words in the ask.")
    ask_and_words: LongWords = Field(description="Long words in the ask and the words together.")
    rare: RareWords | None = Field(default=None, description="Rare words in the ask.")


class WayOut(Strict):
    """How the words of a card hand over a no."""

    phrases: Some[Phrase] = Field(description="The words of an ask hold at least one of these.")
    by_eye: Many[Id] = Field(default=(), description="Ids of asks whose way out a person has checked.")


class Avoided(Strict):
    """Words that do not belong where they are looked for."""

    id: Id
    why: Line = Field(description="Said to the author: what is wrong, and what to write instead.")
    where: Literal["ask", "asks", "cards", "everywhere"] = Field(
        description="ask: the one sentence; asks: what one does and says; cards: all words on cards; "
        "everywhere: the guide, too."
    )
    phrases: Some[Phrase] = Field(description="Whole words in any case; a hyphen stands for itself.")
    fine: Many[Phrase] = Field(default=(), description="Phrases in which such a word is fine.")


class Guide(Strict):
    """How the hand-written pages of the guide are read."""

    research: Many[Phrase] = Field(
        default=(),
        description="A sentence with one of these is about research, and cites a claim.",
    )
    fine: Many[Phrase] = Field(default=(), description="Phrases in which such a word is fine.")
    pages_for_makers: Many[Annotated[str, at_most(80)]] = Field(
        default=(), description="Pages that are not for readers: not looked at."
    )
    least_words: Count = Field(default=300, description="Shorter pages cannot be measured by a formula.")
    flesch_kincaid: Annotated[float, Field(gt=0, le=20)] = Field(description="The highest grade of a page.")
    smog: Annotated[float, Field(gt=0, le=20)] = Field(description="The highest grade of a page.")
    harder: dict[str, Annotated[float, Field(gt=0, le=10)]] = Field(
        default_factory=dict, description="Pages for readers of science: so many grades more."
    )


class Style(Strict):
    """style.yaml: the way a deck is written, as far as a machine can see it."""

    counts: Counts
    signs: Many[Annotated[str, at_most(1)]] = Field(description="Signs that no card carries.")
    first_words: Some[Phrase] = Field(description="An ask begins with one of these.")
    way_out: WayOut
    avoided: Many[Avoided]
    guide: Guide
