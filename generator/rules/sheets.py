"""Print: sheets that fit their paper, stocks whose cells hold their cards, machines with room for marks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import CardSize, Deck, Geometry, Sheet, Stock
from generator.model.grid import Grid, grid_of
from generator.problems import Loc, Places, Problem
from generator.rules.found import unknown

_FILE = "print.yaml"


def problems(deck: Deck, places: Places) -> Iterator[Problem]:
    """Sheets and stocks that cannot be printed."""
    geometry = deck.geometry
    for index, paper in enumerate(geometry.papers):
        if paper.width > paper.height:
            what = f"{paper.label} is wider than high; papers are written upright"
            yield places.problem(_FILE, ("papers", index), what, "swap width and height")
    for index, stock in enumerate(geometry.stocks):
        yield from _stock(geometry, stock, ("stocks", index), places)
    for index, sheet in enumerate(geometry.sheets):
        loc: Loc = ("sheets", index)
        missing = list(_unknown(geometry, sheet, loc, places))
        yield from missing
        card = next((card for card in geometry.cards if card.id == sheet.card), None)
        if card:
            yield from _ruler(sheet, card, loc, places)
            most = min(card.width, card.height) / 2
            if sheet.corners > most:
                what = f"the corners are {sheet.corners:g} mm round, but half of the card is {most:g} mm"
                yield places.problem(_FILE, (*loc, "corners"), what)
        if (sheet.flip == "fold") != (sheet.fold is not None):
            what = "a sheet with the flip 'fold' says where to fold, and no other does"
            yield places.problem(_FILE, (*loc, "flip"), what, "write 'fold', or another flip")
        elif not missing:
            yield from _grid(grid_of(geometry, sheet), loc, places)


def _unknown(geometry: Geometry, sheet: Sheet, loc: Loc, places: Places) -> Iterator[Problem]:
    """Names on a sheet that lead nowhere."""
    for kind, name, known in (
        ("paper", sheet.paper, geometry.papers),
        ("card", sheet.card, geometry.cards),
        ("stock", sheet.stock, geometry.stocks),
        ("machine", sheet.machine, geometry.machines),
    ):
        if name is not None:
            yield from unknown(places, _FILE, (*loc, kind), kind, name, [each.id for each in known])


def _ruler(sheet: Sheet, card: CardSize, loc: Loc, places: Places) -> Iterator[Problem]:
    """A ruler that is longer than the card beside which it lies; without an edge, it may be shortened."""
    if sheet.ruler.edge is None:
        return
    room = card.width if (sheet.ruler.edge == "bottom") != sheet.turned else card.height
    if sheet.ruler.length > room:
        what = f"the ruler is {sheet.ruler.length:g} mm long, but beside a card it has {room:g} mm"
        yield places.problem(_FILE, (*loc, "ruler", "length"), what, "50 mm are enough")


def _grid(grid: Grid, loc: Loc, places: Places) -> Iterator[Problem]:
    """A grid that does not fit its paper, its stock, its fold or between the marks of its machine."""
    sheet, stock = grid.sheet, grid.stock
    if stock:
        for field in ("columns", "rows", "gap", "fold", "marks", "machine"):
            if getattr(sheet, field):
                what = f"the stock '{stock.id}' has cells of its own, and needs no {field}"
                yield places.problem(_FILE, (*loc, field), what, "leave it out")
        if sheet.paper != stock.paper:
            what = f"the stock '{stock.id}' is {stock.paper}"
            yield places.problem(_FILE, (*loc, "paper"), what, f"write '{stock.paper}'")
        if sheet.card not in stock.cards or grid.width > stock.width or grid.height > stock.height:
            what = f"the card '{sheet.card}' is not for the stock '{stock.id}'"
            yield places.problem(_FILE, (*loc, "card"), what, "its cards: " + ", ".join(stock.cards))
        return
    paper, help = grid.paper.label, "use fewer columns or rows, or a smaller gap"
    for name, is_paired in (("columns", grid.folds_upright), ("rows", grid.folds_level)):
        if is_paired and getattr(grid, name) % 2:
            what = f"{getattr(grid, name)} {name} cannot be half fronts and half backs"
            yield places.problem(_FILE, (*loc, name), what, "use an even number")
            return
    if not grid.cells:
        yield places.problem(_FILE, loc, f"not one card fits on {paper}", "use a larger paper")
        return
    for side, needed, room in zip(("wide", "high"), grid.needed, grid.room):
        if needed > room:
            what = f"the cards are {needed:g} mm {side}, but on {paper} a printer can reach {room:g} mm"
            yield places.problem(_FILE, loc, what, help)
    if grid.machine and grid.clearance < 0:
        what = f"the cards lie {-grid.clearance:.2g} mm too near to the marks of '{grid.machine.id}'"
        yield places.problem(_FILE, loc, what, help)


def _stock(geometry: Geometry, stock: Stock, loc: Loc, places: Places) -> Iterator[Problem]:
    """Cells that do not fit their paper, and cards that do not fit the cells."""
    yield from unknown(places, _FILE, (*loc, "paper"), "paper", stock.paper, [p.id for p in geometry.papers])
    for paper in geometry.papers:
        right = stock.x + (stock.columns - 1) * stock.across + stock.width
        bottom = stock.y + (stock.rows - 1) * stock.down + stock.height
        if paper.id == stock.paper and (right > paper.width or bottom > paper.height):
            what = f"the cells end at {right:g} × {bottom:g} mm, beyond {paper.label}"
            yield places.problem(_FILE, loc, what)
    for one, (pitch, length) in {
        "across": (stock.across, stock.width),
        "down": (stock.down, stock.height),
    }.items():
        if pitch < length:
            what = f"cells of {length:g} mm cannot begin every {pitch:g} mm"
            yield places.problem(_FILE, (*loc, one), what, "cells do not overlap")
    cards = {card.id: card for card in geometry.cards}
    for number, name in enumerate(stock.cards):
        yield from unknown(places, _FILE, (*loc, "cards", number), "card", name, cards)
        if card := cards.get(name):
            sizes = ((card.width, card.height), (card.height, card.width))
            if not any(wide <= stock.width and high <= stock.height for wide, high in sizes):
                what = f"the card '{name}' is larger than a cell ({stock.width:g} × {stock.height:g} mm)"
                yield places.problem(_FILE, (*loc, "cards", number), what, "name a smaller card")
