"""What is known about the practice, how well, and from where."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.model.text import Id, Line, Many, Some, Strict, Url, at_most


class Reference(Strict):
    """A published source, as far as it was verified."""

    id: Id
    authors: Annotated[str, at_most(200)]
    year: Annotated[int, Field(ge=1800, le=2100)]
    title: Line
    where: Line = Field(description="Journal, volume, pages; or publisher.")
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Url | None = None
    note: Line | None = Field(default=None, description="What could not be checked yet.")


class Claim(Strict):
    """One sentence that can be true or false, with its grade and its limits."""

    id: Id
    sentence: Line
    grade: Literal["supported", "mixed", "untested", "wrong"]
    studied: Line | None = Field(default=None, description="What was tested, on whom.")
    limits: Line
    references: Many[Id] = ()


class Evidence(Strict):
    """evidence.yaml: what is known, how well, and from where."""

    grades: dict[Literal["supported", "mixed", "untested", "wrong"], Line]
    claims: Some[Claim]
    references: Some[Reference]
