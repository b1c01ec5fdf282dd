"""journal.yaml: the booklet's pages in order, its sizes and editions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.prompts import Prompt as Prompt
from generator.model.prompts import Scale, Word
from generator.model.text import Id, Length, Line, Many, Millimetres, Points, Some, Strict, Text, at_most

Heading = Annotated[str, at_most(60)]


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
    turn_to: Many[Id] = Field(
        default=(), description="Pages that belong to this one; their numbers are printed."
    )
    prompts: Some[Prompt]


class Ratings(Strict):
    """Self-ratings by area, at several moments, side by side on one page so that change shows."""

    kind: Literal["ratings"]
    id: Id
    title: Heading
    intro: Line
    scale: Id
    areas: Some[Word]
    own_areas: Annotated[int, Field(ge=0, le=6)] = Field(
        default=0, description="Rows without a name, for one's own."
    )
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
    pages: Annotated[int, Field(ge=1, le=20)] = Field(
        default=1, description="Pages that share the rows evenly."
    )
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
    turn_to: Many[Id] = Field(
        default=(), description="Pages that belong to this one; their numbers are printed."
    )
    note: Line | None = None


class Tries(Strict):
    """The try pages: a half before and a half after, and a look back after every few."""

    kind: Literal["tries"]
    id: Id
    part: Heading = Field(description="The name of this part in the list of bookmarks.")
    title: Annotated[str, at_most(20)] = Field(description="Before the number: 'Try' gives 'Try 7'.")
    day: Word = Field(description="Before the line for the date, beside the number.")
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
    Cover
    | Care
    | Reading
    | Steps
    | Promise
    | Prompts
    | Ratings
    | Table
    | Tracker
    | Tries
    | Notes
    | Colophon
    | Back,
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
    rule: Annotated[float, Field(ge=5, le=20)] = Field(description="Distance between lines to write on.")
    text: Annotated[Points, Field(ge=9)] = Field(
        description="Nothing in the booklet is smaller than 9 points."
    )

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
