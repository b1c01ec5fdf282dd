"""The kinds of text and number that every part of the deck is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

CITATION = re.compile(r"\[@([a-z0-9-]+)\]")  # in a text: this sentence rests on that claim

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
Some = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]


def _seen(text: Any) -> Any:
    """Text of which nobody would see anything (spaces, characters without a shape) as no text at all."""
    if isinstance(text, str) and not any(letter.isprintable() and not letter.isspace() for letter in text):
        return ""
    return text


class Visible(StringConstraints):
    """Limits on a text; one of only invisible characters counts as empty."""

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield BeforeValidator(_seen)


def at_most(characters: int) -> Visible:
    """A single line of text, never empty, of at most `characters` characters."""
    return Visible(strip_whitespace=True, min_length=1, max_length=characters, pattern=r"^[^\n\r\t]*$")


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Label = Annotated[str, at_most(40)]
Words = Annotated[str, at_most(200)]
Line = Annotated[str, at_most(400)]
Text = Annotated[str, Visible(strip_whitespace=True, min_length=1, max_length=4000)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]
Length = Annotated[float, Field(gt=0, le=2000)]
Millimetres = Annotated[float, Field(ge=0, le=2000)]
Points = Annotated[float, Field(gt=0, le=200)]


class Strict(BaseModel):
    """Frozen, no silent conversion, no unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Titled(Strict):
    """A short heading with a few sentences under it."""

    id: Id
    title: Annotated[str, at_most(80)]
    text: Text
