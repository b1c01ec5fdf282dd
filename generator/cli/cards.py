"""`askanyway cards`: from the options to an order, and from what was made to words."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli import printers
from generator.problems import MisfitError

if TYPE_CHECKING:
    from generator.build.desk import Desk, Printed
    from generator.build.orders import Order

_INSTEAD = ("calibrate", "box", "shop", "table", "remember", "list")  # each is made instead of sheets
_FLIPS = {
    "long-edge": "both sides, flip on the long edge",
    "short-edge": "both sides, flip on the short edge",
    "fold": "one side only; fold along the dashed line and glue",
    "none": "one side only",
}


def run(arguments: argparse.Namespace) -> int:
    """Make what was asked for, say what it is and what comes next; return the exit code."""
    from generator.build import without_mistakes
    from generator.build.desk import Desk

    asked = [name for name in _INSTEAD if getattr(arguments, name) not in (None, False)]
    if len(asked) > 1:
        first, second, *_ = asked
        raise MisfitError(f"--{first} and --{second} are two things", "ask for one after the other")
    desk = Desk(without_mistakes(arguments.deck), arguments.deck)
    if arguments.remember:
        return _remember(arguments, desk)
    if arguments.list:
        return _list(desk)
    order = _order(arguments)
    if arguments.calibrate:
        printed, following = desk.calibration(order), _after_calibration(arguments)
    elif arguments.box is not None:
        printed = desk.box(order, arguments.box)
        following = "print it on that paper at 100 %, cut, fold and glue."
    elif arguments.shop is not None:
        printed, following = desk.for_shop(order, arguments.shop), "read manifest.txt, then upload the files."
    elif arguments.table is not None:
        printed, following = desk.for_table(order, arguments.table), "load the picture where you play."
    else:
        printed, following = desk.cards(order), _after_cards(order)
    _tell(printed, arguments.out, following)
    return 0


def _order(arguments: argparse.Namespace) -> Order:
    from generator.build.editions import remembered
    from generator.build.orders import Order, Wanted

    since = arguments.changed_since
    wanted = Wanted(
        kind=arguments.kind,
        tiers=tuple(arguments.tier),
        settings=tuple(arguments.setting),
        ways=tuple(arguments.way),
        company=tuple(arguments.company),
        leave_out=tuple(arguments.leave_out),
        minutes=arguments.minutes,
        programme=arguments.programme,
        ids=tuple(arguments.ids),
        copies=arguments.copies,
        blanks=arguments.blank,
        before=None if since is None else remembered(arguments.deck, since),
    )
    correction = _correction(arguments)
    return Order(
        wanted,
        size=arguments.size,
        paper=arguments.paper,
        stock=arguments.stock,
        flip=arguments.flip,
        gap=arguments.gap,
        back=arguments.back,
        ink=arguments.ink,
        marks=arguments.marks,
        back_marks=arguments.back_marks,
        corners=arguments.corners,
        machine=arguments.machine,
        offset=(correction.right, correction.down),
        turn=correction.turn,
    )


def _correction(arguments: argparse.Namespace) -> printers.Correction:
    """What is done against the printer's slips: as told now, or as kept under its name."""
    offset, turn, name = arguments.back_offset, arguments.back_rotate, arguments.printer
    if offset is None and turn is None:
        first = arguments.calibrate and name not in printers.known(printers.memory())
        if name is None or first:
            return printers.Correction()
        correction = printers.recalled(printers.memory(), name)
        print(f"For the printer '{name}': {correction}.")
        return correction
    right, down = offset or (0.0, 0.0)
    correction = printers.Correction(right, down, turn or 0.0)
    if name is not None:
        printers.kept(printers.memory(), name, correction)
        print(f"Kept for the printer '{name}' in {printers.memory()}: {correction}.")
    return correction


def _remember(arguments: argparse.Namespace, desk: Desk) -> int:
    from generator.build.editions import remember

    path = remember(arguments.deck, desk.deck)
    edition = shlex.quote(desk.deck.imprint.edition)
    print(f"wrote {path}; from now on there is: askanyway cards --changed-since {edition}")
    return 0


def _list(desk: Desk) -> int:
    from generator.build.orders import choices

    for kind, things in choices(desk.deck).items():
        _table(kind, things)
    known = printers.known(printers.memory())
    _table("printers", [(name, str(correction)) for name, correction in known.items()])
    return 0


def _table(kind: str, things: Iterable[tuple[str, str]]) -> None:
    lines = [f"  {id:<26}{what}" for id, what in things]
    print("\n".join([kind, *(lines or ["  none"])]))


def _after_cards(order: Order) -> str:
    if order.back == "none" or order.flip == "none":
        return "print at 100 % (“actual size”), measure the line at the edge, then cut."
    if order.flip == "fold":
        return "print at 100 % (“actual size”), fold along the dashed line, glue, then cut."
    first = "print the first two pages at 100 % (“actual size”) and hold them against the light."
    return (
        first if any(order.offset) or order.turn else f"{first} If backs are off: askanyway cards --calibrate"
    )


def _after_calibration(arguments: argparse.Namespace) -> str:
    name = shlex.quote(arguments.printer or "NAME")
    return (
        "print it on both sides and do what it says; "
        f"then: askanyway cards --printer {name} --back-offset X,Y --back-rotate DEG"
    )


def _tell(printed: Printed, out: Path, following: str) -> None:
    """Write the files; say what they are, and what comes next."""
    from generator.write import write_file

    for name, content in printed.files.items():
        write_file(out / name, content)
    if len(printed.files) <= 4:
        print("\n".join(f"wrote {out / name}" for name in printed.files))
    else:
        print(f"wrote {len(printed.files)} files to {out}")
    facts = [_count(printed.cards, "card")] if printed.cards else []
    facts += [printed.size.label] if printed.size else []
    if printed.leaves and printed.paper:
        facts.append(f"{_count(printed.leaves, 'sheet')} of {printed.paper.label}")
    facts += [_FLIPS[printed.flip]] if printed.flip else []
    print("; ".join(facts) + ".")
    for note in printed.notes:
        print(f"Note: {note}")
    print(f"Next: {following}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
