"""The practice itself, step by step, and what people ask about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.text import Id, Line, Some, Strict, Text, Titled, at_most


class Step(Strict):
    """One step of the practice."""

    id: Id
    title: Annotated[str, at_most(40)]
    short: Annotated[str, at_most(120)] = Field(description="One sentence, for cards and the journal.")
    text: Text = Field(description="A short paragraph or two, for the guide.")


class Obstacle(Strict):
    """A way in which the practice goes wrong, and what helps."""

    id: Id
    title: Annotated[str, at_most(60)]
    sign: Line
    instead: Line


class Question(Strict):
    """A question people ask, and a short honest answer."""

    id: Id
    question: Annotated[str, at_most(120)]
    answer: Text


class Protocol(Strict):
    """protocol.yaml: the practice in order, and what people ask about it."""

    three: Annotated[tuple[Step, Step, Step], Field(strict=False)] = Field(
        description="The heart of it: predict, ask once, compare."
    )
    steps: Some[Step]
    obstacles: Some[Obstacle]
    misuse_signs: Some[Annotated[str, at_most(140)]]
    after_a_no: Some[Annotated[str, at_most(140)]]
    after_a_yes: Some[Annotated[str, at_most(140)]]
    kinds_of_no: Some[Titled]
    feelings: Some[Annotated[str, at_most(24)]]
    faq: Some[Question]
