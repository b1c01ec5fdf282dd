"""Cards -> places on sheets: pure geometry, all of it from print.yaml. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jinja2 import Environment

from generator.cards import marks
from generator.model import CardSize, Deck, Geometry, Home, Sheet, Stock
from generator.model.grid import Grid as Grid
from generator.model.grid import grid_of
from generator.model.layout import Side
from generator.model.printing import Flip
from generator.problems import MisfitError, must_be_known


def grid(deck: Deck, sheet: Sheet) -> Grid:
    """The grid of a sheet, with its paper and card looked up."""
    return grid_of(deck.geometry, sheet)


def sheet_for(
    deck: Deck,
    *,
    card: str,
    paper: str | None = None,
    stock: str | None = None,
    machine: str | None = None,
    flip: Flip = "long-edge",
    gap: float | None = None,
    marks: bool = True,
    mark_backs: bool = False,
    corners: float = 0.0,
) -> Sheet:
    """A sheet for any combination, the cards upright or on their side, whichever way holds more.

    All but the flip, the lengths (mm) and the switches are ids of print.yaml. A stock has its own
    paper and its own cuts, a machine finds its own way: neither has crop marks. Raises UsageError
    for names that nothing has, and MisfitError for what does not go together.
    """
    geometry = deck.geometry
    if not (home := geometry.home):
        raise MisfitError("this deck says nothing of sheets made to measure", "write 'home' in print.yaml")
    must_be_known("card", card, [each.id for each in geometry.cards])
    if stock:
        must_be_known("stock", stock, [each.id for each in geometry.stocks])
    if machine:
        must_be_known("machine", machine, [each.id for each in geometry.machines])
    size = next(each for each in geometry.cards if each.id == card)
    perforated = next((each for each in geometry.stocks if each.id == stock), None)
    if paper is None:
        paper = perforated.paper if perforated else geometry.papers[0].id
    must_be_known("paper", paper, [each.id for each in geometry.papers])
    if perforated:
        _check_stock(geometry, size, perforated, paper, flip, gap, machine)
    if machine and flip == "fold":
        raise MisfitError(
            "a cutting machine cannot follow a sheet that is folded", "use --flip long-edge, or none"
        )
    if corners > min(size.width, size.height) / 2:
        most = min(size.width, size.height) / 2
        raise MisfitError(
            f"corners of {corners:g} mm are larger than half of {size.label}", f"at most {most:g} mm"
        )
    sheet = Sheet(
        id=f"{paper}-{card}"[:48].rstrip("-"),
        label=next(each.label for each in geometry.papers if each.id == paper),
        card=card,
        paper=paper,
        stock=stock,
        machine=machine,
        gap=gap or 0.0,
        flip=flip,
        printer_edge=home.printer_edge,
        marks=home.marks if marks and not stock and not machine else None,
        mark_backs=mark_backs,
        corners=corners,
        ruler=home.ruler,
    )
    if perforated:
        upright = _fits(size.width, size.height, perforated)
        return sheet if upright else _changed(sheet, turned=True)
    return _best(geometry, sheet, home, size)


def sides(grid: Grid, fronts: Sequence[int], backs: Sequence[int] | int) -> list[Side]:
    """Front, back, front, back ... for the card pages `fronts`, each with its page of `backs` behind.

    One number stands for a back that all share. A sheet that is folded, or that has fronts only,
    has one side.
    """
    behind = [backs] * len(fronts) if isinstance(backs, int) else backs
    if len(behind) != len(fronts):
        raise ValueError("there must be one back for each front")
    cells = grid.cells
    front_marks, back_marks = marks.crop(grid, front=True), marks.crop(grid, front=False)
    found: list[Side] = []
    for start in range(0, len(fronts), cells):
        front = tuple(grid.place(cell, page) for cell, page in enumerate(fronts[start : start + cells]))
        printed = Side(start // cells + 1, True, front, front_marks, boxes=grid.registration)
        arcs = tuple(arc for placed in front for arc in marks.corners(grid, placed))
        printed = replace(printed, arcs=arcs, folds=marks.folds(grid))
        if grid.sheet.flip != "none":
            back = tuple(grid.behind(cell, page) for cell, page in enumerate(behind[start : start + cells]))
            if grid.folds:
                printed = replace(printed, placements=front + back)
            else:
                found += [printed, Side(printed.sheet, False, back, back_marks)]
                continue
        found.append(printed)
    return found


def overlay(deck: Deck, env: Environment, grid: Grid, sides: Sequence[Side], fonts: Mapping[int, str]) -> str:
    """One page for each side with what is printed beside the cards: marks, ruler, how to print."""
    return env.get_template("cards/sheet.html").render(
        deck=deck,
        labels=deck.labels,
        grid=grid,
        sides=sides,
        strip=marks.strip(grid),
        fonts=fonts,
    )


def _changed(sheet: Sheet, **changes: object) -> Sheet:
    return sheet.model_copy(update=changes)


def _best(geometry: Geometry, sheet: Sheet, home: Home, size: CardSize) -> Sheet:
    """The way of laying cards that holds most; of equals, the one with the fewest cards across a fold."""
    grids = [grid_of(geometry, way) for way in _ways(sheet, home)]

    def merit(grid: Grid) -> tuple[int, int]:
        beside = grid.columns if grid.folds_upright else grid.rows if grid.folds_level else 0
        return grid.cells, -beside

    best = max(grids, key=merit)
    if best.cells:
        return best.sheet
    flips = " on one side, to fold" if sheet.flip == "fold" else ""
    with_marks = " between the marks of the machine" if sheet.machine else ""
    what = f"{size.label} does not fit on {best.paper.label}{flips}{with_marks}"
    helps = [f"--{name} {value}" for name, value in _instead(geometry, sheet, home)]
    raise MisfitError(what, "this would work: " + ", or ".join(helps) if helps else "choose a smaller card")


def _ways(sheet: Sheet, home: Home) -> Iterator[Sheet]:
    for turned in (False, True):
        if sheet.flip != "fold":
            yield _changed(sheet, turned=turned)
            continue
        for line in ("upright", "level"):
            yield _changed(sheet, turned=turned, fold=home.fold.model_copy(update={"line": line}))


def _instead(geometry: Geometry, sheet: Sheet, home: Home) -> Iterator[tuple[str, str]]:
    """What would work instead: (option, value)."""
    tried: list[tuple[str, str, dict[str, object]]] = []
    if sheet.gap:
        tried.append(("gap", "0", {"gap": 0.0}))
    if sheet.flip == "fold":
        tried.append(("flip", "long-edge", {"flip": "long-edge"}))
    tried += [
        ("paper", paper.id, {"paper": paper.id}) for paper in geometry.papers if paper.id != sheet.paper
    ]
    tried += [("size", card.id, {"card": card.id}) for card in geometry.cards if card.id != sheet.card]
    for name, value, changes in tried:
        if any(grid_of(geometry, way).cells for way in _ways(_changed(sheet, **changes), home)):
            yield name, value


def _fits(width: float, height: float, stock: Stock) -> bool:
    """Whether a card goes into a cell."""
    return width <= stock.width and height <= stock.height


def _check_stock(
    geometry: Geometry,
    size: CardSize,
    stock: Stock,
    paper: str,
    flip: Flip,
    gap: float | None,
    machine: str | None,
) -> None:
    """Raise MisfitError unless the card goes into the cells of the stock, and the rest goes with it."""
    if size.id not in stock.cards:
        what = f"{size.label} is not for {stock.label}, whose cards are {stock.width:g} × {stock.height:g} mm"
        fitting = [each.id for each in geometry.stocks if size.id in each.cards]
        helps = [f"--size {card}" for card in stock.cards] + [f"--stock {each}" for each in fitting]
        raise MisfitError(what, "this would work: " + ", or ".join([*helps, "no --stock, and scissors"]))
    if paper != stock.paper:
        raise MisfitError(f"{stock.label} is not {paper}", f"use --paper {stock.paper}, or leave it out")
    if flip == "fold":
        raise MisfitError(f"{stock.label} cannot be folded and glued", "use --flip long-edge, or none")
    if gap:
        raise MisfitError(f"the gaps of {stock.label} cannot be chosen", "leave out --gap")
    if machine:
        raise MisfitError(f"{stock.label} needs no cutting machine", "leave out --machine, or --stock")
