"""A sheet with its paper and card looked up: where its cells lie. Pure arithmetic. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.model.cards import CardSize
from generator.model.geometry import Geometry
from generator.model.layout import Box, Line, Placement
from generator.model.sheets import Machine, Paper, Sheet, Stock
from generator.model.span import Cells, Span, most

_LYING = 270  # degrees clockwise: a card on its side has its head to the left


@dataclass(frozen=True)
class Grid:
    """Where the cells of a sheet lie, and how far print may reach beyond the outer ones."""

    sheet: Sheet
    paper: Paper
    card: CardSize
    stock: Stock | None = None
    machine: Machine | None = None

    @property
    def width(self) -> float:
        """Of a card as it lies on the sheet."""
        return self.card.height if self.sheet.turned else self.card.width

    @property
    def height(self) -> float:
        """Of a card as it lies on the sheet."""
        return self.card.width if self.sheet.turned else self.card.height

    @property
    def room(self) -> tuple[float, float]:
        """The width and height that a printer reaches."""
        edge = self.sheet.printer_edge
        return self.paper.width - 2 * edge, self.paper.height - 2 * edge

    @cached_property
    def needed(self) -> tuple[float, float]:
        """The width and height from the first trim to the last."""
        if stock := self.stock:
            return (
                (stock.columns - 1) * stock.across + self.width,
                (stock.rows - 1) * stock.down + self.height,
            )
        return self._across(self.columns), self._down(self.rows)

    @property
    def columns(self) -> int:
        """Cells beside each other, backs that lie beside their fronts included; 0 if not one fits."""
        return self._counts[0]

    @property
    def rows(self) -> int:
        """Cells above each other."""
        return self._counts[1]

    @property
    def cells(self) -> int:
        """Cards on one sheet."""
        return self.columns * self.rows // (2 if self.folds else 1)

    @property
    def folds(self) -> bool:
        """Whether fronts and backs are on one side of the paper."""
        return self.sheet.flip == "fold" and self.sheet.fold is not None

    @property
    def folds_upright(self) -> bool:
        """Whether backs lie beside their fronts, across an upright line."""
        return self.folds and self.sheet.fold is not None and self.sheet.fold.line == "upright"

    @property
    def folds_level(self) -> bool:
        """Whether backs lie below their fronts, across a level line."""
        return self.folds and not self.folds_upright

    @property
    def left(self) -> float:
        """From the paper's left edge to the first card."""
        if stock := self.stock:
            return stock.x + (stock.width - self.width) / 2
        return (self.paper.width - self.needed[0]) / 2

    @property
    def top(self) -> float:
        """From the paper's top edge to the first card."""
        if stock := self.stock:
            return stock.y + (stock.height - self.height) / 2
        return (self.paper.height - self.needed[1]) / 2

    @cached_property
    def across(self) -> Span:
        """The columns, as a front bleeds."""
        return self._columns(self.card.bleed)

    @cached_property
    def down(self) -> Span:
        """The rows, as a front bleeds."""
        return self._rows(self.card.bleed)

    @cached_property
    def back_across(self) -> Span:
        """The columns, as a back bleeds."""
        return self._columns(self._back_bleed)

    @cached_property
    def back_down(self) -> Span:
        """The rows, as a back bleeds."""
        return self._rows(self._back_bleed)

    @property
    def outer_bleed(self) -> tuple[float, float]:
        """Beside and above the cards: as much bleed as there is, but not where no printer reaches."""
        return self.across.before[0], self.down.before[0]

    @cached_property
    def registration(self) -> tuple[Box, ...]:
        """The marks that a cutting machine looks for, on the front."""
        if not (machine := self.machine):
            return ()
        inset, arm, weight = machine.inset, machine.arm, machine.weight
        right, bottom = self.paper.width - inset, self.paper.height - inset
        return (
            Box(inset, inset, machine.square, machine.square),
            Box(right - arm, inset, arm, weight),
            Box(right - weight, inset, weight, arm),
            Box(inset, bottom - weight, arm, weight),
            Box(inset, bottom - arm, weight, arm),
        )

    @property
    def clearance(self) -> float:
        """How far cards may bleed before they meet a machine's mark; below 0 they lie on one."""
        return self._clearance(*self.needed)

    def place(self, cell: int, page: int) -> Placement:
        """A front in a cell, counted from the top left, row by row."""
        row, column = divmod(cell, self.columns // 2 if self.folds_upright else self.columns)
        return self._placed(page, row, column, self.across, self.down, _LYING if self.sheet.turned else 0)

    def behind(self, cell: int, page: int) -> Placement:
        """The back of a card: where its front comes to lie when the paper is turned or folded."""
        fronts = self.columns // 2 if self.folds_upright else self.columns
        row, column = divmod(cell, fronts)
        across, down = self.back_across, self.back_down
        turn = _LYING if self.sheet.turned else 0
        if self.folds:
            if self.folds_upright:
                return self._placed(page, row, self.columns - 1 - column, across, down, -turn % 360)
            return self._placed(page, self.rows - 1 - row, column, across, down, (180 - turn) % 360)
        front = self._placed(page, row, column, across, down, turn)
        left, top, right, bottom = front.bleed
        if self.sheet.flip == "short-edge":
            y = self.paper.height - front.y - front.height
            bleed, turn = (left, bottom, right, top), (180 - turn) % 360
            return Placement(page, front.x, y, front.width, front.height, bleed, turn)
        x = self.paper.width - front.x - front.width
        return Placement(page, x, front.y, front.width, front.height, (right, top, left, bottom), -turn % 360)

    def marks(self) -> tuple[Line, ...]:
        """Crop marks on the edge of the sheet, at every cut, outside all that is printed."""
        if not (marks := self.sheet.marks):
            return ()
        (left, above), paper = (self.left, self.top), self.paper
        right, below = paper.width - left - self.needed[0], paper.height - above - self.needed[1]
        with_backs = self.folds or self.sheet.mark_backs
        beside, over = (self.back_across, self.back_down) if with_backs else (self.across, self.down)
        lines: list[Line] = []
        for x in self.across.cuts:
            lines += [
                Line(x, marks.inset, x, above - over.before[0] - marks.offset),
                Line(x, paper.height - below + over.after[-1] + marks.offset, x, paper.height - marks.inset),
            ]
        for y in self.down.cuts:
            lines += [
                Line(marks.inset, y, left - beside.before[0] - marks.offset, y),
                Line(paper.width - right + beside.after[-1] + marks.offset, y, paper.width - marks.inset, y),
            ]
        # Where the margin is too narrow, a mark would point inwards, into the cards: there is none.
        return tuple(line for line in lines if line.x1 <= line.x2 and line.y1 <= line.y2)

    @property
    def _back_bleed(self) -> float:
        return self.card.bleed_behind

    @cached_property
    def _counts(self) -> tuple[int, int]:
        """Columns and rows: of the stock, of the sheet, or as many as fit."""
        if self.stock:
            return self.stock.columns, self.stock.rows
        columns = self.sheet.columns or most(self._across, self.room[0], self.folds_upright)
        rows = self.sheet.rows or most(self._down, self.room[1], self.folds_level)
        if not self.machine or (self.sheet.columns and self.sheet.rows):
            return columns, rows
        ways = [
            (wide * high, wide, high)
            for wide in ([columns] if self.sheet.columns else range(1, columns + 1))
            for high in ([rows] if self.sheet.rows else range(1, rows + 1))
            if self._clearance(self._across(wide), self._down(high)) >= 0
        ]
        return max(ways, default=(0, 0, 0))[1:]

    def _across(self, columns: int) -> float:
        return self._length(columns, self.width, self.folds_upright)

    def _down(self, rows: int) -> float:
        return self._length(rows, self.height, self.folds_level)

    def _length(self, count: int, size: float, folded: bool) -> float:
        gaps = (count - 1) * self.sheet.gap
        if folded and self.sheet.fold:
            gaps += self.sheet.fold.gutter - self.sheet.gap
        return count * size + gaps

    def _clearance(self, width: float, height: float) -> float:
        """How far a block of cards in the middle may bleed before it meets a machine's mark."""
        if not self.machine:
            return self._back_bleed
        left, top = (self.paper.width - width) / 2, (self.paper.height - height) / 2
        right, bottom = left + width, top + height
        return min(
            max(
                left - (box.x + box.width),
                box.x - right,
                top - (box.y + box.height),
                box.y - bottom,
            )
            - self.machine.clear
            for box in self.registration
        )

    def _columns(self, bleed: float) -> Span:
        pitch = self.stock.across if self.stock else self.width + self.sheet.gap
        cells = Cells(self.columns, self.left, self.width, pitch, self._gutter(self.folds_upright))
        return self._span(cells, bleed, self.paper.width)

    def _rows(self, bleed: float) -> Span:
        pitch = self.stock.down if self.stock else self.height + self.sheet.gap
        cells = Cells(self.rows, self.top, self.height, pitch, self._gutter(self.folds_level))
        return self._span(cells, bleed, self.paper.height)

    def _gutter(self, folded: bool) -> float | None:
        return self.sheet.fold.gutter if folded and self.sheet.fold else None

    def _span(self, cells: Cells, bleed: float, paper: float) -> Span:
        clear = self.sheet.fold.clear if self.sheet.fold else 0.0
        return cells.span(bleed, min(bleed, self.clearance), clear, self.sheet.printer_edge, paper)

    def _placed(self, page: int, row: int, column: int, across: Span, down: Span, turn: int) -> Placement:
        bleed = (across.before[column], down.before[row], across.after[column], down.after[row])
        return Placement(page, across.starts[column], down.starts[row], self.width, self.height, bleed, turn)


def grid_of(geometry: Geometry, sheet: Sheet) -> Grid:
    """The grid of a sheet, with all that it names looked up."""
    return Grid(
        sheet,
        next(paper for paper in geometry.papers if paper.id == sheet.paper),
        next(card for card in geometry.cards if card.id == sheet.card),
        next((stock for stock in geometry.stocks if stock.id == sheet.stock), None),
        next((machine for machine in geometry.machines if machine.id == sheet.machine), None),
    )


def mirrored(lines: Sequence[Line], grid: Grid) -> Iterator[Line]:
    """Lines of a front as they lie on its back."""
    width, height = grid.paper.width, grid.paper.height
    for line in lines:
        if grid.sheet.flip == "short-edge":
            yield Line(line.x1, height - line.y2, line.x2, height - line.y1)
        else:
            yield Line(width - line.x2, line.y1, width - line.x1, line.y2)
