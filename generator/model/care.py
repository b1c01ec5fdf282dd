"""Care for people: ethics, stop signs, help and helplines."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.model.text import Id, Line, Many, Some, Strict, Text, Titled, Url, at_most


class Guideline(Strict):
    """A rule that protects somebody, and why."""

    id: Id
    rule: Annotated[str, at_most(120)]
    why: Line
    example: Line
    protects: Annotated[str, at_most(60)]


class Ethics(Strict):
    """ethics.yaml: how the person who is asked is protected."""

    promise: Annotated[str, at_most(160)] = Field(description="The one promise to the people we ask.")
    intro: Text
    kindness_test: Some[Annotated[str, at_most(120)]] = Field(
        description="Questions; one no means do not ask."
    )
    guidelines: Some[Guideline]
    unequal_risk: Text = Field(description="Why the same ask costs some people more.")


class Sign(Strict):
    """A sign a person notices, and one thing to do."""

    id: Id
    sign: Annotated[str, at_most(140)]
    do: Annotated[str, at_most(140)]


class Urgent(Strict):
    """A block that says what to do at once, and when."""

    heading: Annotated[str, at_most(60)]
    signs: Some[Annotated[str, at_most(140)]]
    note: Text


class Finder(Strict):
    """A way to find a therapist or doctor in one place."""

    place: Annotated[str, at_most(60)]
    how: Line
    page: Annotated[str, at_most(120)] | None = None


class Help(Strict):
    """help.yaml: when to stop, when to get help, and how to find it."""

    emergency: Urgent
    talk: Urgent
    stop_signs: Some[Sign]
    not_on_your_own: Some[Annotated[str, at_most(160)]] = Field(description="When not to use this alone.")
    what_to_expect: Text
    what_we_are_not: Text
    worried_about_someone: Text
    kinds_of_help: Some[Titled]
    questions_to_ask: Some[Annotated[str, at_most(120)]]
    find: Some[Finder]
    judge_a_group: Some[Annotated[str, at_most(120)]]
    checked_note: Line = Field(description="What 'checked' means today, said under the list.")
    stop_card: Some[Annotated[str, at_most(110)]] = Field(description="The stop card's sentences, in order.")


class Check(Strict):
    """When a number was last compared with its source, and with which kind of source."""

    date: datetime.date
    against: Literal["copy", "live page"] = Field(
        description="A stored copy of a page is not the page itself."
    )


class TextLine(Strict):
    """A number to text, and the word to send if one is needed."""

    to: Annotated[str, at_most(30)]
    word: Annotated[str, at_most(20)] | None = None


class Helpline(Strict):
    """A service people can call, text or chat with. Nothing is guessed: unknown is left out."""

    id: Id
    place: Annotated[str, at_most(40)]
    name: Annotated[str, at_most(60)]
    audience: Annotated[str, at_most(80)] | None = Field(default=None, description="If not for everybody.")
    call: Annotated[str, at_most(40)] | None = Field(default=None, description="As people read it.")
    text: TextLine | None = None
    chat: Url | None = None
    whatsapp: Annotated[str, StringConstraints(pattern=r"^\+[0-9 ]{6,20}$")] | None = Field(
        default=None, description="With the country's code: it also works from abroad."
    )
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[a-z]+$")] | None = None
    hours: Annotated[str, at_most(60)] | None = None
    languages: Many[Annotated[str, at_most(30)]] = ()
    cost: Annotated[str, at_most(60)] | None = None
    source: Url = Field(description="The service's own page or its government's, never a list.")
    checked: Check
    on_card: Annotated[str, at_most(60)] | None = Field(
        default=None, description="The line as the stop card prints it, if it does."
    )


class Emergency(Strict):
    """The number to call when somebody is in danger now."""

    place: Annotated[str, at_most(60)]
    numbers: Annotated[str, at_most(60)]


class Helplines(Strict):
    """helplines.yaml."""

    everywhere: Titled
    everywhere_url: Url
    elsewhere_emergency: Line = Field(description="What to do where no number is listed.")
    emergency: Some[Emergency]
    lines: Some[Helpline]
