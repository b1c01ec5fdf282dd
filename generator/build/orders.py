"""What somebody asks for with `askanyway cards`: by which names, and what does not go together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from generator.cards.choose import Wanted as Wanted
from generator.model import Deck, Vendor
from generator.model.printing import Backs, Flip, Ink
from generator.problems import MisfitError, must_be_known


class _Named(Protocol):
    @property
    def id(self) -> str: ...


class _Labelled(_Named, Protocol):
    @property
    def label(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


@dataclass(frozen=True)
class Order:
    """What is asked for, by its names. None: as the deck, the stock or the rest of the order has it."""

    wanted: Wanted = field(default_factory=Wanted)
    size: str | None = None
    paper: str | None = None
    stock: str | None = None
    flip: Flip | None = None
    gap: float | None = None
    back: Backs | None = None
    ink: Ink = "full"
    marks: bool = True
    back_marks: bool = False
    corners: float = 0.0
    machine: str | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0


def choices(deck: Deck) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from: {kind: [(id, what it is)]}."""
    geometry, filters = deck.geometry, deck.filters
    return {
        "sizes": _labels(geometry.cards),
        "papers": _labels(geometry.papers),
        "stocks": [
            (stock.id, f"{stock.label}; sizes: {', '.join(stock.cards)}") for stock in geometry.stocks
        ],
        "machines": _labels(geometry.machines),
        "shops": _labels(geometry.shops),
        "tables": _labels(geometry.tables),
        "tiers": _labels(deck.tiers),
        "settings": _labels(deck.settings),
        "ways": _labels(filters.ways),
        "company": _labels(filters.company),
        "leave-out": _labels(filters.leave_out),
        "programmes": [(programme.id, programme.title) for programme in deck.programmes],
    }


def backs_and_flip(order: Order) -> tuple[Backs, Flip]:
    """Both, where one of them follows from the other. Raises MisfitError if they contradict each other."""
    if order.back == "none":
        if order.flip not in (None, "none"):
            raise MisfitError(
                "without backs there is nothing to flip", "leave out --flip, or choose a --back"
            )
        return "none", "none"
    if order.flip == "none" and order.back:
        raise MisfitError(
            f"fronts only have no backs, so '{order.back}' would not be printed",
            "choose --flip long-edge, short-edge or fold, or leave out --back",
        )
    return order.back or "pattern", order.flip or "long-edge"


def check_no_paper(order: Order, where: str) -> None:
    """Raise MisfitError if something is said about paper that nobody puts into a printer here."""
    said = {
        "--paper": order.paper,
        "--stock": order.stock,
        "--flip": order.flip,
        "--gap": order.gap,
        "--machine": order.machine,
        "--back-marks": order.back_marks,
        "--corners": order.corners,
        "--back-offset": any(order.offset),
        "--back-rotate": order.turn,
    }
    if found := [option for option, value in said.items() if value]:
        raise MisfitError(f"{where} needs cards without paper around them", f"leave out {', '.join(found)}")


def second_hand(vendor: Vendor) -> str:
    """What to say of figures that are not the vendor's own."""
    day = f"{vendor.checked.day} {vendor.checked:%B %Y}"
    return f"{vendor.label}: figures at second hand, as of {day}; check against the live template."


def _labels(things: Iterable[_Labelled]) -> list[tuple[str, str]]:
    return [(thing.id, thing.label) for thing in things]


def one(things: Iterable[Thing], what: str, name: str) -> Thing:
    """The thing of that id. Raises UsageError with the nearest one."""
    by_id = {thing.id: thing for thing in things}
    must_be_known(what, name, by_id)
    return by_id[name]
