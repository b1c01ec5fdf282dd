"""What generator.cards.sheets promises: geometry that holds before anything is drawn."""

from __future__ import annotations

from itertools import combinations

import builders
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import fonts
from generator.cards import sheets
from generator.cards.sheets import Grid
from generator.model import Sheet
from generator.model.layout import Line, Placement, Side
from generator.templating import environment

EXACT = 0.01  # mm: what a cutter could never see
BACK = 999  # the page of the back
REAL = builders.real_deck().deck
SHEETS = [sheet.id for sheet in REAL.geometry.sheets]


def real_grid(name: str, **changes: object) -> Grid:
    """A sheet of print.yaml, with changes."""
    sheet = next(sheet for sheet in REAL.geometry.sheets if sheet.id == name)
    return sheets.grid(REAL, builders.changed(sheet, **changes))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any sheet whose cards fit into what a printer reaches."""
    paper = builders.paper(width=draw(st.floats(90, 330)), height=draw(st.floats(90, 490)))
    card = builders.card_size(
        width=draw(st.floats(30, 130)), height=draw(st.floats(30, 160)), bleed=draw(st.floats(0, 5))
    )
    flip = draw(st.sampled_from(["long-edge", "short-edge"]))
    gap = draw(st.one_of(st.just(0.0), st.floats(0.5, 12)))
    sheet = builders.sheet(columns=draw(st.integers(1, 5)), rows=draw(st.integers(1, 5)), gap=gap, flip=flip)
    grid = Grid(sheet, paper, card)
    assume(grid.left >= sheet.printer_edge)
    assume(grid.top >= sheet.printer_edge)
    return grid


def area(placed: Placement, *, bleed: bool = False) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of a placement, with or without its bleed."""
    left, top, right, bottom = placed.bleed if bleed else (0, 0, 0, 0)
    return (
        placed.x - left,
        placed.y - top,
        placed.x + placed.width + right,
        placed.y + placed.height + bottom,
    )


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Two areas share more than an edge."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > EXACT and down > EXACT


def turned_over(placed: Placement, grid: Grid) -> tuple[float, ...]:
    """Where an area of one side lies, seen from the other: the paper is turned over an edge.

    Papers are upright, so turning over the long edge swaps left and right, over the short edge
    top and bottom.
    """
    left, top, right, bottom = area(placed, bleed=True)
    if grid.sheet.flip == "long-edge":
        return (grid.paper.width - right, top, grid.paper.width - left, bottom)
    return (left, grid.paper.height - bottom, right, grid.paper.height - top)


def assert_backs_lie_behind_fronts(grid: Grid, found: list[Side]) -> None:
    """Each sheet's back, turned over, covers the same areas in the same order as its front."""
    for front, back in zip(found[::2], found[1::2], strict=True):
        assert front.sheet == back.sheet
        assert (front.front, back.front) == (True, False)
        assert len(front.placements) == len(back.placements)
        for printed, behind in zip(front.placements, back.placements, strict=True):
            assert area(printed, bleed=True) == pytest.approx(turned_over(behind, grid), abs=EXACT)
            assert behind.page == BACK
            # Turned over the long edge, heads stay up; over the short edge, they would hang down.
            assert behind.turned is (grid.sheet.flip == "short-edge")
            assert not printed.turned


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
@pytest.mark.parametrize("cards", [1, 2, 4, 8, 9, 10, 17, 90])
@pytest.mark.parametrize("name", SHEETS)
def test_every_back_lies_behind_its_front(name: str, cards: int, flip: str) -> None:
    """On every sheet of print.yaml, full or not, backs mirror fronts to within 0.01 mm."""
    grid = real_grid(name, flip=flip)
    assert_backs_lie_behind_fronts(grid, sheets.sides(grid, range(cards), BACK))


@given(grids(), st.integers(1, 40))
def test_backs_lie_behind_fronts_on_any_sheet(grid: Grid, cards: int) -> None:
    """Whatever the paper, the card, the gap and the edge of the flip, backs mirror fronts."""
    assert_backs_lie_behind_fronts(grid, sheets.sides(grid, range(cards), BACK))


@given(grids())
def test_cards_do_not_overlap(grid: Grid) -> None:
    """No card's trim or bleed lies on another card's, and all lie where a printer reaches."""
    (front, back) = sheets.sides(grid, range(grid.cells), BACK)
    edge = grid.sheet.printer_edge
    for side in (front, back):
        areas = [area(placed, bleed=True) for placed in side.placements]
        assert not any(overlap(one, other) for one, other in combinations(areas, 2))
        for left, top, right, bottom in areas:
            assert min(left, top) >= edge - EXACT
            assert right <= grid.paper.width - edge + EXACT
            assert bottom <= grid.paper.height - edge + EXACT


@given(grids())
def test_the_cards_stand_in_the_middle(grid: Grid) -> None:
    """The margins left and right are equal, and those above and below."""
    (front, _) = sheets.sides(grid, range(grid.cells), BACK)
    areas = [area(placed) for placed in front.placements]
    assert min(a[0] for a in areas) == pytest.approx(grid.paper.width - max(a[2] for a in areas), abs=EXACT)
    assert min(a[1] for a in areas) == pytest.approx(grid.paper.height - max(a[3] for a in areas), abs=EXACT)


@given(grids())
def test_every_card_may_bleed_outwards(grid: Grid) -> None:
    """An outer card bleeds as far as it is drawn or a printer reaches, an inner one into half the gap."""
    (front, _) = sheets.sides(grid, range(grid.cells), BACK)
    first = front.placements[0]
    wanted = grid.card.bleed
    reach = min(wanted, first.x - grid.sheet.printer_edge)
    assert first.bleed[0] == pytest.approx(reach, abs=EXACT)
    inner = min(wanted, grid.sheet.gap / 2) if grid.sheet.columns > 1 else reach
    assert first.bleed[2] == pytest.approx(inner, abs=EXACT)


def assert_marks_are_right(grid: Grid) -> None:
    """Marks show every cut, at both ends, begin at the inset and never touch what is printed."""
    (front, _) = sheets.sides(grid, range(grid.cells), BACK)
    paper, marks = grid.paper, grid.sheet.marks
    areas = [area(placed, bleed=True) for placed in front.placements]
    upright = [mark for mark in front.marks if mark.x1 == mark.x2]
    level = [mark for mark in front.marks if mark.y1 == mark.y2]
    assert len(upright) + len(level) == len(front.marks)
    trims = [area(placed) for placed in front.placements]
    for cuts, shown in (
        ([side for left, _, right, _ in trims for side in (left, right)], [mark.x1 for mark in upright]),
        ([side for _, top, _, bottom in trims for side in (top, bottom)], [mark.y1 for mark in level]),
    ):
        for cut in cuts:
            assert len([place for place in shown if abs(place - cut) <= EXACT]) == 2
        assert all(min(abs(place - cut) for cut in cuts) <= EXACT for place in shown)
    for mark in front.marks:
        box = (min(mark.x1, mark.x2), min(mark.y1, mark.y2), max(mark.x1, mark.x2), max(mark.y1, mark.y2))
        for left, top, right, bottom in areas:
            assert distance(box, (left, top, right, bottom)) >= marks.offset - EXACT
        to_edge = min(box[0], box[1], paper.width - box[2], paper.height - box[3])
        assert to_edge == pytest.approx(marks.inset, abs=EXACT)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How far apart two areas are across or down, whichever is more; below 0 they overlap."""
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down)


@pytest.mark.parametrize("name", SHEETS)
def test_crop_marks_lie_outside_everything(name: str) -> None:
    """On every sheet of print.yaml marks keep their offset from trims and bleeds, and their inset."""
    assert_marks_are_right(real_grid(name))


@given(grids())
def test_crop_marks_lie_outside_everything_on_any_sheet(grid: Grid) -> None:
    """Wherever the edge leaves room for marks, they are outside all print and end at the inset."""
    beside, above = grid.outer_bleed
    room = grid.sheet.marks.inset + grid.sheet.marks.offset
    assume(min(grid.left - beside, grid.top - above) >= room)
    assert_marks_are_right(grid)


def test_no_mark_points_inwards() -> None:
    """Where the margin has no room for marks they are left out: none is drawn into the cards."""
    grid = Grid(
        builders.sheet(columns=1, rows=1, printer_edge=0.5),
        builders.paper(width=64.5, height=120),  # half a millimetre left and right of a poker card
        builders.card_size(),
    )
    assert {mark.y1 for mark in grid.marks() if mark.y1 == mark.y2} == set()
    assert len(grid.marks()) == 4
    assert all(mark.y2 > mark.y1 for mark in grid.marks())


def length(mark: Line) -> float:
    """How long a mark is, in the direction in which it is drawn."""
    return (mark.x2 - mark.x1) + (mark.y2 - mark.y1)


@pytest.mark.parametrize("name", SHEETS)
def test_marks_can_be_seen(name: str) -> None:
    """Every mark of print.yaml's sheets is at least 2.5 mm long and 0.25 pt thick."""
    grid = real_grid(name)
    assert min(map(length, grid.marks())) >= 2.5
    assert grid.sheet.marks.weight >= 0.25


def test_backs_carry_no_marks() -> None:
    """Marks are on fronts alone: a printer that shifts the back would give two marks for one cut."""
    (_, back) = sheets.sides(real_grid(SHEETS[0]), range(9), BACK)
    assert back.marks == ()


@pytest.mark.parametrize("name", SHEETS)
def test_all_cards_are_on_the_sheets(name: str) -> None:
    """Every ask is printed once, every companion as often as it says, and no cell stays empty."""
    grid = real_grid(name)
    order = sheets.printed_order(REAL, grid)
    assert len(order) % grid.cells == 0
    blanks = {card.id for card in REAL.companions if card.look == "write"}
    for ask in REAL.challenges:
        assert order.count(ask.id) == 1
    for card in REAL.companions:
        if card.id in blanks:
            assert order.count(card.id) >= card.copies
        else:
            assert order.count(card.id) == card.copies
    assert set(order) == {card.id for card in REAL.companions} | {ask.id for ask in REAL.challenges}


def test_empty_cells_are_filled_with_cards_to_write_on() -> None:
    """Two asks, a stop card and a blank card leave five of nine cells: five more blank cards."""
    deck = builders.deck()
    order = sheets.printed_order(deck, sheets.grid(deck, deck.geometry.sheets[0]))
    assert sorted(order) == ["a-discount", "a-pen", "stop-here", *["write-your-own"] * 6]


def test_without_cards_to_write_on_cells_stay_empty() -> None:
    """A deck without blank cards prints what it has; backs lie only behind cards."""
    small = builders.deck()
    deck = builders.deck(companions=tuple(card for card in small.companions if card.look != "write"))
    grid = sheets.grid(deck, deck.geometry.sheets[0])
    order = sheets.printed_order(deck, grid)
    assert sorted(order) == ["a-discount", "a-pen", "stop-here"]
    (front, back) = sheets.sides(grid, range(len(order)), BACK)
    assert len(front.placements) == len(back.placements) == 3


def test_cards_lie_in_reading_order() -> None:
    """Cards fill a sheet from the top left, row by row, and sheets are numbered from 1."""
    found = sheets.sides(real_grid(SHEETS[0]), range(20), BACK)
    assert [(side.sheet, side.front) for side in found] == [
        (1, True), (1, False), (2, True), (2, False), (3, True), (3, False)
    ]  # fmt: skip
    placed = found[0].placements
    assert [item.page for item in placed] == list(range(9))
    assert sorted(placed, key=lambda item: (item.y, item.x)) == list(placed)
    assert [item.page for item in found[4].placements] == [18, 19]


def test_the_overlay_has_a_page_for_each_side() -> None:
    """Marks, ruler and directions come as one page for each side, in the order of the sides."""
    grid = real_grid(SHEETS[0])
    found = sheets.sides(grid, range(10), BACK)
    root = builders.REPOSITORY
    env = environment(root / "templates", root / "docs")
    html = sheets.overlay(REAL, env, grid, found, fonts.addresses())
    assert html.count('<section class="side">') == len(found) == 4
    assert html.count("<line ") == sum(len(side.marks) for side in found)


def test_a_sheet_looks_up_its_paper_and_card() -> None:
    """A grid holds the paper and the card that its sheet names."""
    deck = builders.deck()
    sheet: Sheet = deck.geometry.sheets[0]
    grid = sheets.grid(deck, sheet)
    assert (grid.paper.id, grid.card.id) == (sheet.paper, sheet.card)


def test_copies_are_counted() -> None:
    """A companion that wants three copies is printed three times, one beside the other."""
    deck = builders.deck(
        companions=(builders.companion(id="rest-day", copies=3), builders.companion(id="again", copies=1))
    )
    order = sheets.printed_order(deck, sheets.grid(deck, deck.geometry.sheets[0]))
    assert order == ["rest-day", "rest-day", "rest-day", "again", "a-pen", "a-discount"]
