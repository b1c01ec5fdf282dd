"""journal.yaml: the booklet's pages in order, its prompts, scales, sizes and editions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.text import Id, Length, Line, Many, Millimetres, Points, Some, Strict, Text, at_most

Heading = Annotated[str, at_most(60)]
Word = Annotated[str, at_most(40)]  # a word or two beside something to fill in
End = Annotated[str, at_most(24)]  # the words of both ends of a scale share one short line
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
            raise ValueError(f"{self.high - self.low + 1} circles do not fit in one row; the most is {WIDEST_SCALE}")
        if self.suggested is not None and not self.low <= self.suggested <= self.high:
            raise ValueError(f"{self.suggested} is suggested, but the scale runs from {self.low} to {self.high}")
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
    hint: Annotated[str, at_most(140)] | None = Field(default=None, description="Under the label, in light type.")
    lines: Annotated[int, Field(ge=0, le=24)] = Field(
        default=0, description="Lines to write on. With choices: the rest of their row, and further lines."
    )
    blanks: Many[Blank] = Field(default=(), description="Gaps: alone a row of them, with lines at the end of the last line.")
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


class Cover(Strict):
    """The front, plain enough for a train: the deck's name and the edition's words, nothing else."""

    kind: Literal["cover"]


class Care(Strict):
    """Stop signs and help, taken from help.yaml and helplines.yaml."""

    kind: Literal["care"]
    id: Id
    title: Heading
    signs: Some[Id] = Field(description="Ids of help.yaml's stop signs, in the order they are printed.")
    help_title: Heading
    note: Line = Field(description="Under the numbers.")


class Reading(Strict):
    """A page to read."""

    kind: Literal["reading"]
    id: Id
    title: Heading
    text: Text


class Steps(Strict):
    """The practice in short, taken from protocol.yaml."""

    kind: Literal["steps"]
    id: Id
    title: Heading
    intro: Line | None = None
    steps_title: Heading


class Promise(Strict):
    """The promise to the people who are asked and the kindness test, taken from ethics.yaml."""

    kind: Literal["promise"]
    id: Id
    title: Heading
    test_title: Heading
    test_intro: Line | None = None
    note: Line | None = None


class Prompts(Strict):
    """A page of prompts."""

    kind: Literal["prompts"]
    id: Id
    title: Heading
    intro: Line | None = None
    turn_to: Many[Id] = Field(default=(), description="Pages that belong to this one; their numbers are printed.")
    prompts: Some[Prompt]


class Ratings(Strict):
    """Self-ratings by area, at several moments, side by side on one page so that change shows."""

    kind: Literal["ratings"]
    id: Id
    title: Heading
    intro: Line
    scale: Id
    areas: Some[Word]
    own_areas: Annotated[int, Field(ge=0, le=6)] = Field(default=0, description="Rows without a name, for one's own.")
    moments: Some[Annotated[str, at_most(20)]]
    note: Line | None = None


class TableColumn(Strict):
    """One column: its heading, its share of the width, and whether its cells hold a box to tick."""

    label: Word
    hint: Word | None = None
    share: Annotated[int, Field(ge=1, le=40)]
    tick: bool = False


class Table(Strict):
    """Rows to fill in: the ladder, a log."""

    kind: Literal["table"]
    id: Id
    title: Heading
    intro: Line
    more: Line | None = Field(default=None, description="In place of the intro on the pages after the first.")
    columns: Some[TableColumn]
    rows: Annotated[int, Field(ge=1, le=200)]
    pages: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="Pages that share the rows evenly.")
    numbered: bool = False


class Tracker(Strict):
    """One bubble a try, with repair boxes instead of a chain that can break."""

    kind: Literal["tracker"]
    id: Id
    title: Heading
    intro: Line
    milestones: Many[Annotated[int, Field(ge=1, le=1000)]] = Field(
        default=(), description="Counts of tries; those beyond an edition's tries are left out of it."
    )
    milestones_title: Heading
    milestone_hint: Line | None = None
    repair: Annotated[int, Field(ge=0, le=20)] = Field(description="Repair boxes.")
    repair_title: Heading
    repair_note: Line


class Review(Strict):
    """The page that looks back on a handful of tries."""

    title: Heading
    intro: Line | None = None
    prompts: Some[Prompt]
    turn_to: Many[Id] = Field(default=(), description="Pages that belong to this one; their numbers are printed.")
    note: Line | None = None


class Tries(Strict):
    """The try pages: a half before and a half after, and a look back after every few."""

    kind: Literal["tries"]
    id: Id
    part: Heading = Field(description="The name of this part in the list of bookmarks.")
    title: Annotated[str, at_most(20)] = Field(description="Before the number: 'Try' gives 'Try 7'.")
    day: Blank = Field(description="Beside the number.")
    before_title: Heading
    before: Some[Prompt]
    between: Annotated[str, at_most(80)] = Field(description="Between the halves: what happens there.")
    after_title: Heading
    after: Some[Prompt]
    review_every: Annotated[int, Field(ge=1, le=50)]
    review: Review


class Notes(Strict):
    """Ruled pages."""

    kind: Literal["notes"]
    id: Id
    title: Heading
    pages: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="At least so many.")
    fills_up: bool = Field(default=False, description="Gets as many more pages as a folded booklet needs.")


class Colophon(Strict):
    """Whose the journal is and what it is not, taken from deck.yaml. Inside, never on the back."""

    kind: Literal["colophon"]
    id: Id
    title: Heading


class Back(Strict):
    """The outside at the back: no words that a stranger could read."""

    kind: Literal["back"]


JournalPage = Annotated[
    Cover | Care | Reading | Steps | Promise | Prompts | Ratings | Table | Tracker | Tries | Notes | Colophon | Back,
    Field(discriminator="kind"),
]


class JournalSize(Strict):
    """A page size of the booklet and its margins in millimetres, its type in points."""

    id: Id
    label: Word
    width: Length
    height: Length
    inner: Millimetres = Field(description="Margin at the fold.")
    outer: Millimetres
    top: Millimetres
    bottom: Millimetres = Field(description="Also holds the page number.")
    rule: Annotated[float, Field(ge=5, le=20, strict=False)] = Field(description="Distance between lines to write on.")
    text: Annotated[Points, Field(ge=9)] = Field(description="Nothing in the booklet is smaller than 9 points.")

    @model_validator(mode="after")
    def _room_to_write(self) -> JournalSize:
        if self.inner + self.outer > self.width / 2 or self.top + self.bottom > self.height / 2:
            raise ValueError("the margins take more than half of the page")
        return self


class JournalEdition(Strict):
    """A journal as a download."""

    id: Id = Field(description="Follows the slug and 'journal' in the file name.")
    title: Heading
    cover: Heading = Field(description="On the cover, under the deck's name: quiet words.")
    use: Line
    paper_advice: Line
    size: Id
    tries: Annotated[int, Field(ge=1, le=200)]


class Journal(Strict):
    """journal.yaml."""

    privacy: Line = Field(description="No other person's name belongs here.")
    scales: Some[Scale]
    sizes: Some[JournalSize]
    editions: Some[JournalEdition]
    pages: Some[JournalPage]
