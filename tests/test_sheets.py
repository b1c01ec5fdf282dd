"""What generator.cards.sheets promises: geometry that holds before anything is drawn."""

from __future__ import annotations

import math
from itertools import combinations

import builders
import pypdfium2
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import fonts
from generator.cards import calibration, choose, marks, sheets
from generator.cards.choose import Wanted
from generator.cards.sheets import Grid
from generator.model import Deck, Sheet
from generator.model.layout import Line, Placement, Side
from generator.pdf import Press
from generator.problems import MisfitError, UsageError
from generator.templating import environment

EXACT = 0.01  # mm: what a cutter could never see
BACK = 999  # the page of the back
REAL = builders.real_deck().deck
SHEETS = [sheet.id for sheet in REAL.geometry.sheets]
MARKED = [sheet.id for sheet in REAL.geometry.sheets if sheet.marks]
CARDS = [card.id for card in REAL.geometry.cards]
PAPERS = [paper.id for paper in REAL.geometry.papers]


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
    flip = draw(st.sampled_from(["long-edge", "short-edge", "fold"]))
    line = draw(st.sampled_from(["upright", "level"])) if flip == "fold" else None
    fold = {"line": line, "gutter": draw(st.floats(4, 12)), "clear": 1.5} if line else None
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    sheet = builders.sheet(
        columns=columns * 2 if line == "upright" else columns,
        rows=rows * 2 if line == "level" else rows,
        gap=draw(st.one_of(st.just(0.0), st.floats(0.5, 12))),
        flip=flip,
        fold=fold,
        turned=draw(st.booleans()),
        mark_backs=draw(st.booleans()),
    )
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


def mirrored(box: tuple[float, ...], grid: Grid) -> tuple[float, ...]:
    """Where an area comes to lie when the paper is turned over or folded.

    Papers are upright, so turning over the long edge and folding along an upright line swap left
    and right, the other ways top and bottom.
    """
    left, top, right, bottom = box
    if grid.sheet.flip == "long-edge" or grid.folds_upright:
        return (grid.paper.width - right, top, grid.paper.width - left, bottom)
    return (left, grid.paper.height - bottom, right, grid.paper.height - top)


def head(turn: int) -> tuple[int, int]:
    """Where the head of a card points, to the right and down, after turning clockwise."""
    return {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}[turn]


def pairs(grid: Grid, found: list[Side]) -> list[tuple[Placement, Placement]]:
    """Every front with the back that is printed for it."""
    if grid.folds:
        halves = [(side.placements, len(side.placements) // 2) for side in found]
        return [pair for cells, half in halves for pair in zip(cells[:half], cells[half:], strict=True)]
    assert [(side.sheet, side.front) for side in found] == [
        (number // 2 + 1, number % 2 == 0) for number in range(len(found))
    ]
    return [
        pair
        for front, back in zip(found[::2], found[1::2], strict=True)
        for pair in zip(front.placements, back.placements, strict=True)
    ]


def assert_backs_lie_behind_fronts(grid: Grid, cards: int) -> None:
    """Each front's own back lies where the front is, seen from the other side, its head at the same end."""
    backs = range(BACK, BACK + cards)
    found = pairs(grid, sheets.sides(grid, range(cards), backs))
    assert [front.page for front, _ in found] == list(range(cards))
    assert [back.page for _, back in found] == list(backs)
    for front, back in found:
        assert area(front) == pytest.approx(mirrored(area(back), grid), abs=EXACT)
        assert all(
            behind >= before - EXACT for before, behind in zip(sorted(front.bleed), sorted(back.bleed))
        )
        right, down = head(front.turn)
        sideways = grid.sheet.flip == "long-edge" or grid.folds_upright
        assert head(back.turn) == ((-right, down) if sideways else (right, -down))


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
@pytest.mark.parametrize("cards", [1, 2, 4, 8, 9, 10, 17, 90])
@pytest.mark.parametrize("name", SHEETS)
def test_every_back_lies_behind_its_front(name: str, cards: int, flip: str) -> None:
    """On every sheet of print.yaml, full or not, backs mirror fronts to within 0.01 mm."""
    assert_backs_lie_behind_fronts(real_grid(name, flip=flip, fold=None), cards)
    assert_backs_lie_behind_fronts(real_grid(name), cards)


@given(grids(), st.integers(1, 40))
def test_backs_lie_behind_fronts_on_any_sheet(grid: Grid, cards: int) -> None:
    """Whatever the paper, the card, the gap and the flip, backs mirror fronts."""
    assert_backs_lie_behind_fronts(grid, cards)


def test_all_cards_can_share_one_back() -> None:
    """A number instead of a list is the back of every card."""
    found = sheets.sides(real_grid(SHEETS[0]), range(10), BACK)
    assert {placed.page for side in found if not side.front for placed in side.placements} == {BACK}
    with pytest.raises(ValueError, match="one back for each front"):
        sheets.sides(real_grid(SHEETS[0]), range(10), range(9))


def test_fronts_can_be_alone() -> None:
    """Without a flip, a sheet has one side, and none is asked for its back."""
    found = sheets.sides(real_grid(SHEETS[0], flip="none"), range(10), BACK)
    assert [(side.sheet, side.front, len(side.placements)) for side in found] == [(1, True, 9), (2, True, 1)]


@pytest.mark.parametrize("name", [name for name in SHEETS if name.endswith("-fold")])
def test_a_fold_line_lies_between_fronts_and_backs(name: str) -> None:
    """The line is in the middle of the paper, and no card or bleed comes nearer than it may."""
    grid = real_grid(name)
    (side,) = sheets.sides(grid, range(grid.cells), BACK)
    (line,) = side.folds
    assert line.x1 == line.x2 == pytest.approx(grid.paper.width / 2)
    for left, _, right, _ in (area(placed, bleed=True) for placed in side.placements):
        assert max(left - line.x1, line.x1 - right) >= grid.sheet.fold.clear - EXACT
    fronts = side.placements[: grid.cells]
    assert min(placed.bleed[2] for placed in fronts) > 2


@given(grids())
def test_cards_do_not_overlap(grid: Grid) -> None:
    """No card's trim or bleed lies on another card's, and all lie where a printer reaches."""
    edge = grid.sheet.printer_edge
    for side in sheets.sides(grid, range(grid.cells), BACK):
        areas = [area(placed, bleed=True) for placed in side.placements]
        assert not any(overlap(one, other) for one, other in combinations(areas, 2))
        for left, top, right, bottom in areas:
            assert min(left, top) >= edge - EXACT
            assert right <= grid.paper.width - edge + EXACT
            assert bottom <= grid.paper.height - edge + EXACT


@given(grids())
def test_the_cards_stand_in_the_middle(grid: Grid) -> None:
    """The margins left and right are equal, and those above and below."""
    front = sheets.sides(grid, range(grid.cells), BACK)[0]
    areas = [area(placed) for placed in front.placements]
    assert min(a[0] for a in areas) == pytest.approx(grid.paper.width - max(a[2] for a in areas), abs=EXACT)
    assert min(a[1] for a in areas) == pytest.approx(grid.paper.height - max(a[3] for a in areas), abs=EXACT)


@given(grids())
def test_every_card_may_bleed_outwards(grid: Grid) -> None:
    """An outer card bleeds as far as it is drawn or a printer reaches, an inner one into half the gap."""
    assume(not grid.folds)
    first = sheets.sides(grid, range(grid.cells), BACK)[0].placements[0]
    wanted = grid.card.bleed
    reach = min(wanted, first.x - grid.sheet.printer_edge)
    assert first.bleed[0] == pytest.approx(reach, abs=EXACT)
    inner = min(wanted, grid.sheet.gap / 2) if grid.columns > 1 else reach
    assert first.bleed[2] == pytest.approx(inner, abs=EXACT)


def assert_marks_are_right(grid: Grid) -> None:
    """Marks show every cut, at both ends, begin at the inset and never touch what is printed."""
    front, *back = sheets.sides(grid, range(grid.cells), BACK)
    assert front.marks
    for side in (front, *back) if grid.sheet.mark_backs else (front,):
        assert_marks_of_a_side(grid, side)


def assert_marks_of_a_side(grid: Grid, side: Side) -> None:
    """The same for the front or the back."""
    paper, marks = grid.paper, grid.sheet.marks
    areas = [area(placed, bleed=True) for placed in side.placements]
    upright = [mark for mark in side.marks if mark.x1 == mark.x2]
    level = [mark for mark in side.marks if mark.y1 == mark.y2]
    assert len(upright) + len(level) == len(side.marks)
    trims = [area(placed) for placed in side.placements]
    for cuts, shown in (
        ([side for left, _, right, _ in trims for side in (left, right)], [mark.x1 for mark in upright]),
        ([side for _, top, _, bottom in trims for side in (top, bottom)], [mark.y1 for mark in level]),
    ):
        for cut in cuts:
            assert len([place for place in shown if abs(place - cut) <= EXACT]) == 2
        assert all(min(abs(place - cut) for cut in cuts) <= EXACT for place in shown)
    for mark in side.marks:
        box = (min(mark.x1, mark.x2), min(mark.y1, mark.y2), max(mark.x1, mark.x2), max(mark.y1, mark.y2))
        for printed in areas:
            assert distance(box, printed) >= marks.offset - EXACT
        to_edge = min(box[0], box[1], paper.width - box[2], paper.height - box[3])
        assert to_edge == pytest.approx(marks.inset, abs=EXACT)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How far apart two areas are across or down, whichever is more; below 0 they overlap."""
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return max(across, down)


@pytest.mark.parametrize("name", MARKED)
def test_crop_marks_lie_outside_everything(name: str) -> None:
    """On every sheet of print.yaml marks keep their offset from trims and bleeds, and their inset."""
    assert_marks_are_right(real_grid(name))


@given(grids())
def test_crop_marks_lie_outside_everything_on_any_sheet(grid: Grid) -> None:
    """Wherever the edge leaves room for marks, they are outside all print and end at the inset."""
    beside, above = grid.back_across.before[0], grid.back_down.before[0]
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


@pytest.mark.parametrize("name", MARKED)
def test_marks_can_be_seen(name: str) -> None:
    """Every mark of print.yaml's sheets is at least 2.5 mm long and 0.25 pt thick."""
    grid = real_grid(name)
    assert min(map(length, grid.marks())) >= 2.5
    assert grid.sheet.marks.weight >= 0.25


def test_backs_carry_no_marks() -> None:
    """Marks are on fronts alone: a printer that shifts the back would give two marks for one cut."""
    (_, back) = sheets.sides(real_grid(SHEETS[0]), range(9), BACK)
    assert back.marks == ()


def printed_order(deck: Deck, grid: Grid) -> list[str]:
    """The cards of the whole deck as they come to lie in the cells."""
    return choose.filled(deck, choose.chosen(deck, Wanted()), grid.cells)


@pytest.mark.parametrize("name", SHEETS)
def test_all_cards_are_on_the_sheets(name: str) -> None:
    """Every ask is printed once, every companion as often as it says, and no cell stays empty."""
    grid = real_grid(name)
    order = printed_order(REAL, grid)
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
    order = printed_order(deck, sheets.grid(deck, deck.geometry.sheets[0]))
    assert sorted(order) == ["a-discount", "a-pen", "stop-here", *["write-your-own"] * 6]


def test_without_cards_to_write_on_cells_stay_empty() -> None:
    """A deck without blank cards prints what it has; backs lie only behind cards."""
    small = builders.deck()
    deck = builders.deck(companions=tuple(card for card in small.companions if card.look != "write"))
    grid = sheets.grid(deck, deck.geometry.sheets[0])
    order = printed_order(deck, grid)
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
    order = printed_order(deck, sheets.grid(deck, deck.geometry.sheets[0]))
    assert order == ["rest-day", "rest-day", "rest-day", "again", "a-pen", "a-discount"]


# Sheets made to measure


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, object]:
    """What somebody could ask for, of the cards, papers and machines of print.yaml."""
    flip = draw(st.sampled_from(["long-edge", "short-edge", "fold", "none"]))
    machine = draw(st.sampled_from([None, "silhouette"])) if flip != "fold" else None
    return {
        "card": draw(st.sampled_from(CARDS)),
        "paper": draw(st.sampled_from(PAPERS)),
        "flip": flip,
        "machine": machine,
        "gap": draw(st.one_of(st.none(), st.floats(0, 12))),
    }


def fits(grid: Grid, columns: int, rows: int, edge: float) -> bool:
    """Whether so many cells, counted one by one, lie where a printer reaches and off a machine's marks."""
    size, paper, fold = (grid.width, grid.height), grid.paper, grid.sheet.fold
    spans = []
    for count, length, paired in zip((columns, rows), size, (grid.folds_upright, grid.folds_level)):
        gaps = [grid.sheet.gap] * (count - 1)
        if paired:
            gaps[count // 2 - 1] = fold.gutter
        spans.append(count * length + sum(gaps))
    left, top = (paper.width - spans[0]) / 2, (paper.height - spans[1]) / 2
    if min(left, top) < edge - 1e-6:
        return False
    block = (left, top, paper.width - left, paper.height - top)
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in grid.registration]
    return all(distance(block, box) >= grid.machine.clear for box in boxes)


@given(wishes())
def test_as_many_cards_as_fit(wish: dict[str, object]) -> None:
    """Of all numbers of columns and rows, upright or on their side, none that fits holds more cards."""
    try:
        made = sheets.grid(REAL, sheets.sheet_for(REAL, **wish))
    except MisfitError:
        made = None
    found = [0]
    home = REAL.geometry.home
    plain = builders.sheet(
        card=wish["card"],
        paper=wish["paper"],
        machine=wish["machine"],
        gap=wish["gap"] or 0.0,
        flip=wish["flip"],
    )
    for turned in (False, True):
        for line in ("upright", "level") if wish["flip"] == "fold" else (None,):
            fold = builders.changed(home.fold, line=line) if line else None
            grid = sheets.grid(REAL, builders.changed(plain, turned=turned, fold=fold))
            found += [
                columns * rows // (2 if line else 1)
                for columns in range(2 if line == "upright" else 1, 9, 2 if line == "upright" else 1)
                for rows in range(2 if line == "level" else 1, 9, 2 if line == "level" else 1)
                if fits(grid, columns, rows, home.printer_edge)
            ]
    assert (made.cells if made else 0) == max(found)


@given(wishes(), st.integers(1, 30))
def test_a_sheet_made_to_measure_is_right(wish: dict[str, object], cards: int) -> None:
    """Its backs lie behind its fronts, and all but the marks lies where a printer reaches, off each other."""
    try:
        grid = sheets.grid(REAL, sheets.sheet_for(REAL, **wish))
    except MisfitError:
        assume(False)
    if grid.sheet.flip != "none":
        assert_backs_lie_behind_fronts(grid, cards)
    edge, width, height = grid.sheet.printer_edge, grid.paper.width, grid.paper.height
    for side in sheets.sides(grid, range(cards), BACK):
        areas = [area(placed, bleed=True) for placed in side.placements]
        assert not any(overlap(one, other) for one, other in combinations(areas, 2))
        for left, top, right, bottom in areas:
            assert min(left, top, width - right, height - bottom) >= edge - EXACT
        for box in side.boxes:
            mark = (box.x, box.y, box.x + box.width, box.y + box.height)
            assert all(distance(mark, printed) >= grid.machine.clear - EXACT for printed in areas)


@given(wishes())
def test_the_ruler_lies_in_the_margin(wish: dict[str, object]) -> None:
    """Ruler and words lie where a printer reaches, off the trims, the crop marks and a machine's marks."""
    try:
        grid = sheets.grid(REAL, sheets.sheet_for(REAL, **wish))
    except MisfitError:
        assume(False)
    strip = marks.strip(grid)
    assume(strip)
    far = grid.paper.height if strip.edge == "bottom" else grid.paper.width
    margin = grid.top if strip.edge == "bottom" else grid.left
    assert strip.near >= grid.sheet.printer_edge
    assert (
        strip.near + strip.depth <= margin - min(grid.card.bleed, margin - 5) + grid.sheet.ruler.over + EXACT
    )
    assert strip.ruler <= strip.slots[0][1] + EXACT
    side = sheets.sides(grid, range(grid.cells), BACK)[0]
    for begin, long in strip.slots:
        if strip.edge == "bottom":
            start = strip.start + begin
            slot = (start, far - strip.near - strip.depth, start + long, far - strip.near)
        else:
            end = strip.start + strip.length - begin
            slot = (strip.near, end - long, strip.near + strip.depth, end)
        lines = [(line.x1, line.y1, line.x2, line.y2) for line in (*side.marks, *side.folds)]
        boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in side.boxes]
        assert all(distance(slot, taken) >= -EXACT for taken in (*lines, *boxes))


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("flip", ["long-edge", "short-edge", "none"])
def test_every_card_goes_on_every_paper(card: str, paper: str, flip: str) -> None:
    """At least two cards of every size lie on every paper, with a ruler beside them or no room for it."""
    grid = sheets.grid(REAL, sheets.sheet_for(REAL, card=card, paper=paper, flip=flip))
    assert grid.cells >= 2
    assert marks.strip(grid) or min(grid.left, grid.top) < 9


# What a public collection of label templates says: first cell, pitch, cells (FACTS of the field).
INCH = 25.4
STOCKS = {
    "avery-5371": ((0.75 * INCH, 0.5 * INCH), (3.5 * INCH, 2 * INCH), (2, 5), "letter"),
    "avery-l7414": ((15.0, 18.5), (90.0, 52.0), (2, 5), "a4"),
    "avery-c32011": ((15.0, 13.5), (95.0, 54.0), (2, 5), "a4"),
}


@pytest.mark.parametrize("flip", ["long-edge", "short-edge", "none"])
@pytest.mark.parametrize(
    ("stock", "card"), [(stock.id, card) for stock in REAL.geometry.stocks for card in stock.cards]
)
def test_cards_lie_in_the_cells_of_a_stock(stock: str, card: str, flip: str) -> None:
    """Each card is in the middle of its cell, where the perforation is, and nothing shows where to cut."""
    (x, y), (across, down), (columns, rows), paper = STOCKS[stock]
    cell = next(each for each in REAL.geometry.stocks if each.id == stock)
    grid = sheets.grid(REAL, sheets.sheet_for(REAL, card=card, stock=stock, flip=flip))
    front = sheets.sides(grid, range(grid.cells), BACK)[0]
    assert (grid.paper.id, len(front.placements), front.marks) == (paper, columns * rows, ())
    for number, placed in enumerate(front.placements):
        row, column = divmod(number, columns)
        assert placed.x + placed.width / 2 == pytest.approx(x + column * across + cell.width / 2, abs=EXACT)
        assert placed.y + placed.height / 2 == pytest.approx(y + row * down + cell.height / 2, abs=EXACT)
        assert placed.width <= cell.width + EXACT
        assert placed.height <= cell.height + EXACT
    if flip != "none":
        assert_backs_lie_behind_fronts(grid, 10)


@pytest.mark.parametrize(
    ("wish", "what", "help"),
    [
        ({"card": "tarot", "stock": "avery-5371"}, "is not for Avery 5371", "--size business-us"),
        ({"card": "business", "stock": "avery-l7414"}, "90 × 52 mm", "--stock avery-c32011"),
        ({"card": "business-us", "stock": "avery-5371", "paper": "a4"}, "is not a4", "--paper letter"),
        ({"card": "business-us", "stock": "avery-5371", "flip": "fold"}, "cannot be folded", "long-edge"),
        ({"card": "business-us", "stock": "avery-5371", "gap": 2}, "cannot be chosen", "--gap"),
        ({"card": "business-us", "stock": "avery-5371", "machine": "silhouette"}, "no cutting", "--machine"),
        ({"card": "poker", "machine": "silhouette", "flip": "fold"}, "cannot follow", "long-edge"),
        ({"card": "poker", "corners": 40}, "larger than half", "31.75 mm"),
        ({"card": "large", "flip": "fold", "paper": "letter"}, "not fit on US Letter", "--paper a4"),
    ],
)
def test_what_does_not_go_together_is_said(wish: dict[str, object], what: str, help: str) -> None:
    """An impossible combination is an error that names what is wrong and what would work."""
    with pytest.raises(MisfitError) as caught:
        sheets.sheet_for(REAL, **wish)
    assert what in caught.value.what
    assert help in caught.value.help


@pytest.mark.parametrize("kind", ["card", "paper", "stock", "machine"])
def test_unknown_names_are_said(kind: str) -> None:
    """A name that print.yaml does not have is an error too."""
    with pytest.raises(UsageError, match=f"no {kind} is called 'nothing'"):
        sheets.sheet_for(REAL, **{"card": "poker", kind: "nothing"})


def test_a_deck_without_a_home_makes_nothing_to_measure() -> None:
    """What sheets have in common stands in print.yaml, and nowhere in the program."""
    deck = builders.deck(geometry=builders.changed(builders.deck().geometry, home=None))
    with pytest.raises(MisfitError, match="home"):
        sheets.sheet_for(deck, card="poker")


def test_round_corners_are_drawn_on_fronts() -> None:
    """Each card has a quarter of a circle in each corner, which meets both of its cuts."""
    grid = real_grid(SHEETS[0], corners=3)
    front, back = sheets.sides(grid, range(2), BACK)
    assert (len(front.arcs), len(back.arcs)) == (8, 0)
    left, top, right, bottom = area(front.placements[0])
    ends = {
        (round(x, 6), round(y, 6)) for arc in front.arcs[:4] for x, y in ((arc.x1, arc.y1), (arc.x2, arc.y2))
    }
    assert ends == {
        (round(x, 6), round(y, 6))
        for x, y in (
            *((left + 3, top), (right - 3, top), (right, top + 3), (right, bottom - 3)),
            *((right - 3, bottom), (left + 3, bottom), (left, bottom - 3), (left, top + 3)),
        )
    }


def test_a_machine_finds_its_marks() -> None:
    """A square at the top left and two corners, as large and as far from the edge as the machine wants."""
    grid = sheets.grid(REAL, sheets.sheet_for(REAL, card="poker", paper="a4", machine="silhouette"))
    front, back = sheets.sides(grid, range(8), BACK)
    boxes = {tuple(round(side, 2) for side in (box.x, box.y, box.width, box.height)) for box in front.boxes}
    assert boxes == {
        (10, 10, 5, 5),
        (191.62, 10, 8.38, 0.99),
        (199.01, 10, 0.99, 8.38),
        (10, 286.01, 8.38, 0.99),
        (10, 278.62, 0.99, 8.38),
    }
    assert (front.marks, back.boxes) == ((), ())


def texts(html: str) -> list[str]:
    """The words of a document whose body is set by our press, page by page."""
    press = Press([builders.REPOSITORY / "templates", fonts.FOLDER], fonts.FAMILY)
    document = pypdfium2.PdfDocument(press.pdf(press.typeset(html)))
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("flip", ["long-edge", "short-edge", "fold", "none"])
def test_every_sheet_says_how_to_print_it(flip: str) -> None:
    """Each front names the flip and what to do if the ruler is not true; a fold line says what it is."""
    grid = sheets.grid(REAL, sheets.sheet_for(REAL, card="poker", paper="a4", flip=flip))
    root = builders.REPOSITORY
    env = environment(root / "templates", root / "docs")
    found = sheets.sides(grid, range(grid.cells), BACK)
    said = texts(sheets.overlay(REAL, env, grid, found, fonts.addresses()))
    assert REAL.labels[f"flip_{flip.replace('-', '_')}"] in said[0]
    assert "This line is 50 mm long." in said[0]
    assert REAL.labels["if_it_does_not"] in said[0]
    assert (REAL.labels["fold_here"] in said[0]) is (flip == "fold")
    assert len(said) == (2 if flip.endswith("edge") else 1)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_calibration_sheet_has_two_sides(paper: str) -> None:
    """One leaf: five steps and the options on the front, and two crosses behind those of the front."""
    root = builders.REPOSITORY
    env = environment(root / "templates", root / "docs")
    leaf = next(each for each in REAL.geometry.papers if each.id == paper)
    html = calibration.document(REAL, env, leaf, fonts.addresses())
    front, back = texts(html)
    assert html.count("<li>") == 5
    assert "askanyway cards --printer NAME --back-offset=X,Y --back-rotate=DEG" in front
    assert REAL.labels["calibration_other_side"] in back
    halves = html.split('<section class="side">')[1:]
    crosses = REAL.geometry.home.crosses
    for half, reach in zip(halves, (crosses.reach, 3 * crosses.reach), strict=True):
        for y in (crosses.inset, leaf.height - crosses.inset):
            middle = leaf.width / 2
            assert f'x1="{middle - reach}" y1="{y}" x2="{middle + reach}" y2="{y}"' in half
            assert f'x1="{middle}" y1="{y - reach}" x2="{middle}" y2="{y + reach}"' in half


@pytest.mark.parametrize("paper", PAPERS)
def test_a_degree_of_the_calibration_sheet_is_a_degree(paper: str) -> None:
    """Turning a sheet by what it says for 1 mm moves one cross 1 mm to the side of the other."""
    home = REAL.geometry.home
    leaf = next(each for each in REAL.geometry.papers if each.id == paper)
    apart = leaf.height - 2 * home.crosses.inset
    assert math.tan(math.radians(calibration.degrees(home, leaf))) * apart == pytest.approx(1)
