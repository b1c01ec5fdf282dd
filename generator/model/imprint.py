"""What the deck is called and how it is sorted: imprint, tiers, settings, filters."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from generator.model.text import Colour, Id, Label, Line, Some, Strict, Url, at_most


class Imprint(Strict):
    """deck.yaml: what this deck is called, which edition it is, whose it is."""

    title: Annotated[str, at_most(40)] = Field(description="The name of the deck.")
    slug: Id = Field(description="Starts the name of every download; never changes.")
    tagline: Annotated[str, at_most(100)] = Field(description="One sentence: what this is.")
    description: Annotated[str, at_most(200)] = Field(description="For search engines and previews.")
    front_card: Id | None = Field(default=None, description="The ask that the home page shows first.")
    edition: Annotated[str, at_most(20)] = Field(description="Printed on every product.")
    edition_date: datetime.date = Field(
        description="The day of this edition; calendar files begin on the first Monday from then on."
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    licence: Annotated[str, at_most(100)] = Field(description="The licence of words and art.")
    copyright: Annotated[str, at_most(100)]
    site_url: Url | None = Field(default=None, description="Where the guide is published, if it is.")
    not_connected: Line = Field(description="Whose name and work this deck is not connected to.")
    not_reviewed: Line = Field(description="Who has, or has not, reviewed the deck.")
    adults: Annotated[str, at_most(100)] = Field(description="Who this is for, by age.")


class Tier(Strict):
    """How big an ask is. The order of the file is the order of the ladder."""

    id: Id
    label: Annotated[str, at_most(20)]
    mark: Annotated[int, Field(ge=0, le=3)] = Field(description="How many speech bubbles are filled.")
    colour: Colour = Field(description="On paper; carries white text, contrast 4.5 or more both ways.")
    colour_dark: Colour = Field(description="The same tier as text on the dark ground.")
    summary: Annotated[str, at_most(120)]
    promise: Line
    advice: Line


class Setting(Strict):
    """Where, or with whom, an ask takes place."""

    id: Id
    label: Annotated[str, at_most(20)]
    icon: Annotated[str, at_most(80)] = Field(description="An SVG file, relative to the deck folder.")
    summary: Annotated[str, at_most(160)]


class Choice(Strict):
    """One word that asks can be chosen or left out by."""

    id: Id
    label: Label


class Filters(Strict):
    """filters.yaml: the words by which a reader narrows the deck."""

    ways: Some[Choice] = Field(description="How an ask can be made.")
    company: Some[Choice] = Field(description="Alone, or with somebody.")
    leave_out: Some[Choice] = Field(description="What a reader may want to leave out.")
