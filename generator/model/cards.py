"""print.yaml: sizes of cards, and what is printed on each. Lengths are millimetres."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.text import Id, Label, Length, Millimetres, Points, Some, Strict

Share = Annotated[float, Field(gt=0, lt=1)]
GuidePart = Literal["words", "smaller", "bigger", "kind-check", "after"]


class TypeRange(Strict):
    """Sizes of type, in points, from the one we want to the smallest we accept."""

    largest: Points
    smallest: Points
    step: Annotated[float, Field(ge=0.05, le=5)]


class Columns(Strict):
    """How a wide card is divided: one column on the left, and what is left on the right."""

    ask: Share = Field(description="Of the room between the margins: the ask; beside it, its words.")
    companion: Share = Field(description="The sentence of a companion card; beside it, its steps.")
    gap: Millimetres = Field(description="Between the columns.")


class GuideBack(Strict):
    """A back with help for its own card, for those who do not want the pattern there."""

    text: TypeRange
    parts: Some[GuidePart] = Field(description="What is on it, in this order; the last one in the band.")
    code: Annotated[float, Field(ge=12, le=60)] | None = Field(
        default=None, description="The width of the code that leads to the ask's page, if there is one."
    )


class CardSize(Strict):
    """One card: its trim, what is printed beyond it, and how near text may come to it."""

    id: Id
    label: Label
    shape: Literal["tall", "wide", "small"] = Field(
        description="The design. wide: in two columns; small: the words are on the back."
    )
    width: Length = Field(description="Of the finished card, after cutting.")
    height: Length
    bleed: Millimetres = Field(description="Printed beyond the trim, so that a cut may wander.")
    back_bleed: Millimetres | None = Field(
        default=None, description="The same on backs, which wander more: never less than the bleed."
    )
    safe: Millimetres = Field(description="Nothing that matters comes nearer to the trim than this.")
    margin: Millimetres = Field(description="White space inside the trim.")
    columns: Columns | None = Field(default=None, description="Of a wide card, and only there.")
    head: Points = Field(description="The type of level and name.")
    note: Points = Field(description="The smallest type: setting, headings, the date of a check.")
    ask: TypeRange = Field(description="The big sentence; shrinks to fit.")
    text: TypeRange = Field(description="Everything else; shrinks only when the ask is at its smallest.")
    writing_line: Length = Field(description="The height of a line to write on.")
    guide: GuideBack

    @model_validator(mode="after")
    def _columns_if_wide(self) -> CardSize:
        if self.shape == "wide" and not self.columns:
            raise ValueError("a wide card needs 'columns'")
        if self.shape != "wide" and self.columns:
            raise ValueError(f"only a wide card has columns; this one is {self.shape}")
        return self

    @property
    def bleed_behind(self) -> float:
        """What is printed beyond the trim of a back. Millimetres."""
        return max(self.bleed, self.back_bleed or 0)
