"""The cards: asks, and the companions that stand beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import Id, Many, Some, Strict, at_most


class Challenge(Strict):
    """One ask. Its id is the file's name and its tier the folder's, so neither stands inside."""

    id: Id
    tier: Id
    title: Annotated[str, at_most(24)] = Field(description="A thing or a moment, 2 to 4 words.")
    setting: Id = Field(description="An id from settings.yaml.")
    ways: Some[Id] = Field(description="Ids from filters.yaml: how it can be asked.")
    company: Id = Field(description="An id from filters.yaml.")
    minutes: Annotated[int, Field(ge=1, le=240)] = Field(description="About how long it takes.")
    ask: Annotated[str, at_most(100)] = Field(description="One plain sentence, verb first, no dare.")
    words: Annotated[str, at_most(130)] = Field(description="What to say, with the easy no in it.")
    smaller: Annotated[str, at_most(65)] = Field(description="Instead of the ask, never after a no.")
    bigger: Annotated[str, at_most(90)] = Field(description="One thing more, or that there is none.")
    kind_check: Annotated[str, at_most(140)] = Field(description="What makes it fair. Not when ...")
    predict: Annotated[str, at_most(80)] = Field(description="A question that can turn out wrong.")
    after: Annotated[str, at_most(80)] = Field(description="A question about what happened.")
    practises: Annotated[str, at_most(60)] = Field(description="What it practises, in a few words.")
    leave_out: Many[Id] = Field(default=(), description="Ids from filters.yaml: what it involves.")
    cautions: Annotated[str, at_most(230)] | None = Field(
        default=None, description="Only where risk is unequal or rights are at stake."
    )
    prepare: Annotated[str, at_most(200)] | None = Field(
        default=None, description="What to have ready, for asks that matter in real life."
    )
    source: Annotated[str, at_most(100)] = Field(default="own", description="Whose idea it was.")


class Companion(Strict):
    """A card that is no ask: how to use, the promise, after a no, write your own ..."""

    id: Id
    title: Annotated[str, at_most(24)]
    order: Annotated[int, Field(ge=1, le=999)] = Field(description="Its place among the companions.")
    look: Literal["companion", "stop", "write"] = Field(
        default="companion", description="stop: the calm card with help; write: lines to write on."
    )
    lead: Annotated[str, at_most(90)] = Field(description="The one sentence in big type.")
    lines: Many[Annotated[str, at_most(110)]] = Field(
        default=(), description="Short steps, five at most.", max_length=5
    )
    writing_lines: Annotated[int, Field(ge=0, le=8)] = Field(default=0, description="Lines to write on.")
    foot: Annotated[str, at_most(90)] | None = Field(default=None, description="The last word, in the band.")
    copies: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="How many are printed.")


def ask_file(ask: Challenge) -> str:
    """Where an ask stands in the deck folder: its tier is the folder, its id the file's name."""
    return f"challenges/{ask.tier}/{ask.id}.yaml"


def companion_file(card: Companion) -> str:
    """Where a companion card stands in the deck folder."""
    return f"companions/{card.id}.yaml"
