"""What a page of the journal asks, and what there is to answer with: lines, gaps, scales, words to tick."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.text import Id, Many, Strict, at_most

Word = Annotated[str, at_most(40)]  # a word or two beside something to fill in
End = Annotated[str, at_most(24)]  # the words of both ends of a scale share one short line
LETTERS_A_CIRCLE = 4.4  # that fit over one circle, for the words at both ends
WIDEST_SCALE = 11  # circles that a finger or a pen can still tell apart in one row


class Scale(Strict):
    """Whole numbers to circle, with words at both ends. Prompts refer to it by its id."""

    id: Id
    low: Annotated[int, Field(ge=0, le=99)]
    high: Annotated[int, Field(ge=1, le=100)]
    low_label: End = Field(description="What the lowest number means, such as 'calm'.")
    high_label: End = Field(description="What the highest number means.")
    suggested: Annotated[int, Field(ge=0, le=100)] | None = Field(
        default=None, description="A number to start from if nothing else is known; it gets a second ring."
    )

    @model_validator(mode="after")
    def _numbers_in_order(self) -> Scale:
        if self.low >= self.high:
            raise ValueError(f"the scale runs from {self.low} to {self.high}; low must be less than high")
        if self.high - self.low >= WIDEST_SCALE:
            raise ValueError(
                f"{self.high - self.low + 1} circles do not fit in one row; the most is {WIDEST_SCALE}"
            )
        if self.suggested is not None and not self.low <= self.suggested <= self.high:
            raise ValueError(
                f"{self.suggested} is suggested, but the scale runs from {self.low} to {self.high}"
            )
        room = int(len(self.numbers) * LETTERS_A_CIRCLE)
        if len(self.low_label) + len(self.high_label) > room:
            raise ValueError(
                f"the words at both ends meet over {len(self.numbers)} circles; {room} letters fit"
            )
        return self

    @property
    def numbers(self) -> range:
        """Every number on the scale."""
        return range(self.low, self.high + 1)


class Blank(Strict):
    """A short gap for a number or a word, within a line."""

    id: Id
    label: Word = Field(description="Before the gap.")
    after: Word | None = Field(default=None, description="After the gap, such as '%'.")


class Prompt(Strict):
    """Something to answer by hand: on lines, in gaps, on a scale, or by ticking words."""

    id: Id = Field(description="Names the field, also in a fillable edition.")
    label: Annotated[str, at_most(100)]
    hint: Annotated[str, at_most(140)] | None = Field(
        default=None, description="Under the label, in light type."
    )
    lines: Annotated[int, Field(ge=0, le=24)] = Field(
        default=0, description="Lines to write on. With choices: the rest of their row, and further lines."
    )
    blanks: Many[Blank] = Field(
        default=(), description="Gaps: alone a row of them, with lines at the end of the last line."
    )
    scale: Id | None = Field(default=None, description="An id of this file's scales.")
    choices: Many[Word] = Field(default=(), description="Words to tick.")
    choices_from: Literal["kinds-of-no", "feelings", "misuse-signs"] | None = Field(
        default=None, description="Words to tick that protocol.yaml keeps."
    )

    @model_validator(mode="after")
    def _one_way_to_answer(self) -> Prompt:
        ways = [bool(self.scale), bool(self.choices), bool(self.choices_from)]
        if not any((*ways, self.lines, self.blanks)):
            raise ValueError("there is nothing to answer with: add lines, blanks, a scale or choices")
        if sum(ways) > 1:
            raise ValueError("a prompt has a scale, or choices, or choices_from, not two of them")
        if self.scale and (self.lines or self.blanks):
            raise ValueError("a scale stands alone; lines and blanks need a prompt of their own")
        if self.blanks and (self.choices or self.choices_from):
            raise ValueError("blanks go with lines, not with choices")
        return self
