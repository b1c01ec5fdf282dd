"""Cards -> places on sheets: pure geometry, all of it from print.yaml. Millimetres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from generator.model import CardSize, Deck, Paper, Sheet
from generator.model.layout import Line, Placement, Side


@dataclass(frozen=True)
class Grid:
    """Where the cells of a sheet lie, and how far print may reach beyond the outer ones."""

    sheet: Sheet
    paper: Paper
    card: CardSize

    @property
    def left(self) -> float:
        """From the paper's left edge to the first card."""
        columns = self.sheet.columns
        return (self.paper.width - columns * self.card.width - (columns - 1) * self.sheet.gap) / 2

    @property
    def top(self) -> float:
        """From the paper's top edge to the first card."""
        rows = self.sheet.rows
        return (self.paper.height - rows * self.card.height - (rows - 1) * self.sheet.gap) / 2

    @property
    def outer_bleed(self) -> tuple[float, float]:
        """Beside and above the cards: as much bleed as there is, but not where no printer reaches."""
        edge = self.sheet.printer_edge
        return min(self.card.bleed, self.left - edge), min(self.card.bleed, self.top - edge)

    @property
    def cells(self) -> int:
        """Cards on one side."""
        return self.sheet.columns * self.sheet.rows

    def x(self, column: int) -> float:
        """The left trim of a column."""
        return self.left + column * (self.card.width + self.sheet.gap)

    def y(self, row: int) -> float:
        """The top trim of a row."""
        return self.top + row * (self.card.height + self.sheet.gap)

    def place(self, cell: int, page: int) -> Placement:
        """A front in a cell, counted from the top left, row by row."""
        row, column = divmod(cell, self.sheet.columns)
        beside, above = self.outer_bleed
        between = min(self.card.bleed, self.sheet.gap / 2)
        bleed = (
            beside if column == 0 else between,
            above if row == 0 else between,
            beside if column == self.sheet.columns - 1 else between,
            above if row == self.sheet.rows - 1 else between,
        )
        return Placement(page, self.x(column), self.y(row), self.card.width, self.card.height, bleed)

    def behind(self, front: Placement, page: int) -> Placement:
        """The back of a card: where the front's place comes to lie when the paper is turned."""
        left, top, right, bottom = front.bleed
        if self.sheet.flip == "long-edge":
            x = self.paper.width - front.x - front.width
            return Placement(page, x, front.y, front.width, front.height, (right, top, left, bottom))
        y = self.paper.height - front.y - front.height
        return Placement(page, front.x, y, front.width, front.height, (left, bottom, right, top), turned=True)

    def marks(self) -> tuple[Line, ...]:
        """Crop marks on the edge of the sheet, at every cut, outside all that is printed."""
        beside, above = self.outer_bleed
        marks, paper = self.sheet.marks, self.paper
        lines: list[Line] = []
        start, end = marks.inset, self.top - above - marks.offset
        for x in _cuts([self.x(column) for column in range(self.sheet.columns)], self.card.width):
            lines += [Line(x, start, x, end), Line(x, paper.height - end, x, paper.height - start)]
        start, end = marks.inset, self.left - beside - marks.offset
        for y in _cuts([self.y(row) for row in range(self.sheet.rows)], self.card.height):
            lines += [Line(start, y, end, y), Line(paper.width - end, y, paper.width - start, y)]
        # Where the margin is too narrow, a mark would point inwards, into the cards: there is none.
        return tuple(line for line in lines if line.x1 <= line.x2 and line.y1 <= line.y2)


def _cuts(starts: Sequence[float], length: float) -> list[float]:
    """Where to cut, each place once: cards without a gap share a cut."""
    return sorted({round(place, 6) for start in starts for place in (start, start + length)})


def grid(deck: Deck, sheet: Sheet) -> Grid:
    """The grid of a sheet, with its paper and card looked up."""
    paper = next(paper for paper in deck.geometry.papers if paper.id == sheet.paper)
    card = next(card for card in deck.geometry.cards if card.id == sheet.card)
    return Grid(sheet, paper, card)


def sides(grid: Grid, fronts: Sequence[int], back: int) -> list[Side]:
    """Front, back, front, back ... for the card pages `fronts`, all with the page `back` behind."""
    found: list[Side] = []
    for start in range(0, len(fronts), grid.cells):
        number = start // grid.cells + 1
        front = tuple(grid.place(cell, page) for cell, page in enumerate(fronts[start : start + grid.cells]))
        found.append(Side(number, True, front, grid.marks()))
        found.append(Side(number, False, tuple(grid.behind(placed, back) for placed in front), ()))
    return found


def printed_order(deck: Deck, grid: Grid) -> list[str]:
    """The card of every cell: all copies, and write-your-own cards in what would stay empty."""
    order = [card.id for card in deck.companions for _ in range(card.copies)]
    order += [ask.id for ask in deck.challenges]
    blanks = [card.id for card in deck.companions if card.look == "write"]
    if blanks:
        while len(order) % grid.cells:
            order.append(blanks[len(order) % len(blanks)])
    return order


def overlay(deck: Deck, env: Environment, grid: Grid, sides: Sequence[Side], fonts: Mapping[int, str]) -> str:
    """One page for each side with what is printed beside the cards: marks, ruler, how to print."""
    return env.get_template("cards/sheet.html").render(
        deck=deck, labels=deck.labels, grid=grid, sides=sides, fonts=fonts
    )
