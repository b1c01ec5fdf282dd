"""What `askanyway cards` offers: the options, in the order in which one decides."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

CARDS = Path("cards")  # where cards are written if nobody says otherwise
_MAY_BE_LESS = ("--back-offset", "--back-rotate")  # than 0
_ABOUT = """\
Print cards: this deck, or some of it, in the size and on the paper you have.

Without any option you get the whole deck in its first size on its first paper, to print on both
sides and to cut. What there is in this deck (sizes, papers, stocks, shops, tables, machines) and
which printers are known: askanyway cards --list"""
_EXAMPLES = """\
examples:
  askanyway cards                                      the whole deck, as it comes
  askanyway cards --paper letter --ink low             the same on US Letter, saving ink
  askanyway cards --flip fold                          your printer prints one side: fold and glue
  askanyway cards --tier first-steps --minutes 10      only short asks of one tier
  askanyway cards --ids somewhere-to-sit --copies 4    one card, four times
  askanyway cards --stock avery-5371                   perforated paper, no scissors
  askanyway cards --size large --back guide            large print, the words on the back
  askanyway cards --calibrate                          first: measure what your printer does, then
  askanyway cards --printer kitchen --back-offset 0.8,-0.4
  askanyway cards --printer kitchen                    ... and from then on
  askanyway cards --changed-since 2026.11              only cards that are new or different
  askanyway cards --shop the-game-crafter              files to upload to a print shop
  askanyway cards --box 250                            a box for the cards, of 250 g/m² paper

Exit codes: 0 fine, 1 mistakes in the deck (all are listed), 2 what you asked for does not go together."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `askanyway cards` its options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    parser.usage = "askanyway cards [OPTION ...]"
    _what(
        parser.add_argument_group("what to print", "several words: --tier bold,stretching, or name it twice")
    )
    _paper(parser.add_argument_group("size and paper"))
    _look(parser.add_argument_group("backs and ink"))
    _marks(parser.add_argument_group("marks and cutting"))
    _printer(parser.add_argument_group("your printer"))
    other = parser.add_argument_group("for somebody else's machine")
    other.add_argument("--shop", metavar="SHOP", help="files for a print shop, checked against what it asks")
    other.add_argument(
        "--table", nargs="?", const="", metavar="TABLE", help="one picture of all cards for play over the net"
    )
    more = parser.add_argument_group("and besides")
    more.add_argument(
        "--box", type=int, metavar="GSM", help="a box for these cards, on paper of so many g/m²"
    )
    more.add_argument(
        "--remember", action="store_true", help="keep what this edition looks like; print nothing"
    )
    more.add_argument("--list", action="store_true", help="say what there is to choose from; print nothing")
    more.add_argument(
        "--out", type=Path, default=CARDS, metavar="DIR", help="where to write (default: cards)"
    )


def _what(group: argparse._ArgumentGroup) -> None:
    def words(name: str, metavar: str, help: str) -> None:
        group.add_argument(name, type=_words, action="extend", default=[], metavar=metavar, help=help)

    group.add_argument(
        "--cards",
        choices=["all", "asks", "companions"],
        dest="kind",
        help="default: all; only asks, as soon as you choose asks by one of the next seven",
    )
    words("--tier", "TIER", "asks of this tier")
    words("--setting", "SETTING", "asks of this setting")
    words("--way", "WAY", "asks that can be made in this way: in-person, message ...")
    words("--company", "WHO", "asks for: alone, friend, either")
    words("--leave-out", "WHAT", "no asks that involve this: strangers, phone ...")
    group.add_argument("--minutes", type=_count, metavar="N", help="asks that take N minutes at most")
    group.add_argument("--programme", metavar="PROGRAMME", help="the asks of one programme")
    words("--ids", "CARD", "these cards, by the names of their files")
    group.add_argument(
        "--changed-since", metavar="EDITION", help="cards that changed since an edition kept with --remember"
    )
    group.add_argument("--copies", type=_count, default=1, metavar="N", help="of each card (default: 1)")
    group.add_argument(
        "--blank", type=_count, default=0, metavar="N", help="so many more cards to write on (default: 0)"
    )


def _paper(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--size", metavar="SIZE", help="of a card (default: the deck's first, poker)")
    group.add_argument("--paper", metavar="PAPER", help="a4 or letter (default: the deck's first, a4)")
    group.add_argument(
        "--stock", metavar="STOCK", help="perforated paper; it brings its size and paper along"
    )
    group.add_argument(
        "--gap", type=_length, metavar="MM", help="between cards, printed up to (default: 0, one shared cut)"
    )


def _look(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--back",
        choices=["pattern", "guide", "none"],
        help="pattern: all alike (default); guide: words for each ask; none: fronts only",
    )
    group.add_argument(
        "--ink",
        choices=["full", "low"],
        default="full",
        help="full (default); low: outlines instead of dark grounds; both can be read in grey",
    )


def _marks(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--marks",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="where to cut, on the edge of the paper (default: yes)",
    )
    group.add_argument("--back-marks", action="store_true", help="the same on the backs (default: no)")
    group.add_argument(
        "--corners",
        type=_length,
        default=0.0,
        metavar="MM",
        help="show where to round the corners (default: 0)",
    )
    group.add_argument(
        "--machine", metavar="MACHINE", help="marks for a cutting machine, and its paths as SVG and DXF"
    )


def _printer(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--flip",
        choices=["long-edge", "short-edge", "fold", "none"],
        help="how the paper turns between the sides (default: long-edge); "
        "fold: one side only, fold and glue; none: fronts only",
    )
    group.add_argument(
        "--calibrate", action="store_true", help="one sheet that shows by how much the backs are off"
    )
    group.add_argument(
        "--back-offset",
        type=_pair,
        metavar="X,Y",
        help="move backs by so many mm to the right and down (default: 0,0)",
    )
    group.add_argument("--back-rotate", type=_number, metavar="DEG", help="turn backs clockwise (default: 0)")
    group.add_argument(
        "--printer", metavar="NAME", help="keep the two under a name, or use what was kept under it"
    )


def joined(argv: Sequence[str]) -> list[str]:
    """The same words, with a value that begins with a minus tied to its option: else it looks like one."""
    words: list[str] = []
    for word in argv:
        if words and words[-1] in _MAY_BE_LESS and word[:1] == "-" and word[1:2].isdecimal():
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is no number")
    return number


def _length(text: str) -> float:
    if (length := _number(text)) < 0:
        raise argparse.ArgumentTypeError(f"{text} mm is less than nothing")
    return length


def _pair(text: str) -> tuple[float, float]:
    across, comma, down = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"'{text}' is not X,Y; write 0.8,-0.4 for 0.8 mm right, 0.4 mm up")
    return _number(across), _number(down)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 to 1000")
    return int(text)
