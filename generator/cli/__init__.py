"""The command `askanyway`: the only room that prints and exits.

Exit codes: 0 fine, 1 the author's mistakes (all of them are listed), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.cli import cards, menu
from generator.problems import DeckError, Problem, UsageError, must_be_known

DECK, SITE = Path("deck"), Path("site")  # where they are if nobody says otherwise


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(menu.joined(sys.argv[1:] if argv is None else argv))
    try:
        return int(arguments.run(arguments))
    except DeckError as error:
        _say(error.problems)
        left = "The site is as it was." if arguments.run is _build else "Nothing was written."
        print(f"{_count(len(error.problems), 'problem')}. {left}", file=sys.stderr)
        return 1
    except UsageError as error:
        print(f"askanyway: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a full disk, a folder that we may not write to
        if error.strerror is None:  # not from the system: a fault of ours, so show all of it
            raise
        print(f"askanyway: {error.filename or 'the system'}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The last good site is as it was.", file=sys.stderr)
        return 130


def _check(arguments: argparse.Namespace) -> int:
    from generator.build import check

    checked = check(arguments.deck, datetime.date.today(), release=arguments.release)
    deck = checked.loaded.deck
    _say(checked.warnings, "warning: ")
    asks, companions = _count(len(deck.challenges), "ask"), _count(len(deck.companions), "companion card")
    print(f"{deck.imprint.title}: {asks}, {companions}. No mistakes.")
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from generator import build

    out = arguments.out
    made = build.build(arguments.deck, out, datetime.date.today(), release=arguments.release)
    _say(made.warnings, "warning: ")
    what = "Nothing has changed since the last build"
    if made.staged:
        what = f"{_count(made.staged.pages, 'page')} and {_count(made.staged.downloads, 'PDF')} in {out}"
    print(f"{what}: open {out / 'index.html'}")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from generator import build
    from generator.host import serve_site

    checked = build.check(arguments.deck, datetime.date.today())
    _say(checked.warnings, "warning: ")
    staged = build.stage(checked.loaded, build.work_folder(arguments.deck))
    os.environ["ASK_ANYWAY_DECK"] = str(arguments.deck.resolve())
    watch = [arguments.deck, build.HAND_WRITTEN, build.TEMPLATES]
    name = checked.loaded.deck.imprint.title
    serve_site(build.CONFIG, watch, docs_dir=str(staged.folder), site_name=name)
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from generator.load import deck_folder
    from generator.schema import schemas
    from generator.write import write_file

    deck_folder(arguments.deck)
    stale = {
        path: text
        for name, text in schemas().items()
        if not (path := arguments.deck / name).is_file() or path.read_bytes() != text.encode()
    }
    for path, text in stale.items():
        if arguments.check:
            print(f"{path}: this schema is out of date; run 'askanyway schema'", file=sys.stderr)
        else:
            write_file(path, text.encode())
            print(f"wrote {path}")
    return 1 if arguments.check and stale else 0


def _new(arguments: argparse.Namespace) -> int:
    from generator.load import is_id, load_part
    from generator.schema import blank_ask
    from generator.write import write_file

    folder, setting = arguments.deck, arguments.setting
    tier, slash, name = arguments.ask.partition("/")
    if not slash or not is_id(name):
        an_id = "an id has small letters, digits and single hyphens, 48 at most"
        raise UsageError(f"'{arguments.ask}' is not TIER/ID; {an_id}")
    must_be_known("tier", tier, [tier.id for tier in load_part(folder, "tiers.yaml")])
    if setting is not None:
        must_be_known("setting", setting, [setting.id for setting in load_part(folder, "settings.yaml")])
    for taken in (*folder.glob(f"challenges/*/{name}.yaml"), *folder.glob(f"companions/{name}.yaml")):
        raise UsageError(f"a card called '{name}' exists already: {taken}")
    path = folder / "challenges" / tier / f"{name}.yaml"
    write_file(path, blank_ask(setting).encode())
    which = "" if folder == DECK else f" --deck {shlex.quote(str(folder))}"
    print(f"wrote {path}; fill it in, then run: askanyway check{which}")
    return 0


def _calendar(arguments: argparse.Namespace) -> int:
    from generator.build import check
    from generator.calendar import calendar
    from generator.write import write_file

    deck = check(arguments.deck, datetime.date.today()).loaded.deck
    programmes = {programme.id: programme for programme in deck.programmes}
    if not programmes:
        raise UsageError("this deck has no programmes")
    must_be_known("programme", arguments.programme, programmes)
    programme, first_day = programmes[arguments.programme], arguments.first_day
    path = arguments.out or Path(f"{deck.imprint.slug}-{programme.id}.ics")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the file with --out")
    try:
        content = calendar(deck, programme, first_day)
    except OverflowError:
        raise UsageError(f"{first_day} is too late: no calendar goes on for that long") from None
    write_file(path, content)
    print(f"wrote {path}; day 1 is {first_day:%A} {first_day}")
    return 0


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-12-07") from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _say(problems: Sequence[Problem], prefix: str = "") -> None:
    for problem in problems:
        print(f"{prefix}{problem}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="askanyway",
        description="Turn a deck of asks, written in YAML, into a guide site, printable cards and a journal.",
        epilog="Exit codes: 0 fine, 1 mistakes in the deck (all are listed), 2 wrong usage.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        which = "the deck (default: deck)"
        added.add_argument("--deck", type=Path, default=DECK, metavar="DIR", help=which)
        added.set_defaults(run=run)
        return added

    release = "treat what has grown old as a mistake"
    check = command("check", _check, "Look for mistakes; write nothing.")
    check.add_argument("--release", action="store_true", help=release)
    build = command("build", _build, "Build the site with every PDF.")
    build.add_argument("--out", type=Path, default=SITE, metavar="DIR", help="the site (default: site)")
    build.add_argument("--release", action="store_true", help=release)
    command("serve", _serve, "Preview the site and follow changes.")
    schema = command("schema", _schema, "Write the JSON Schemas that editors use.")
    schema.add_argument("--check", action="store_true", help="write nothing; say which are out of date")
    new = command("new", _new, "Begin a new ask.")
    new.add_argument("ask", metavar="TIER/ID", help="its tier, and its id: small letters, digits and hyphens")
    new.add_argument("--setting", help="an id from settings.yaml; without it, the line is left to fill in")
    menu.fill(command("cards", cards.run, "Print cards: what you choose, on the paper you have."))
    calendar = command("calendar", _calendar, "Write a programme's calendar file.")
    calendar.add_argument("programme", metavar="PROGRAMME", help="its id: the name of its file")
    day, file = "the day on which week 1 begins, such as 2026-12-07", "the file (default: SLUG-PROGRAMME.ics)"
    calendar.add_argument("--from", type=_day, required=True, dest="first_day", metavar="DAY", help=day)
    calendar.add_argument("--out", type=Path, metavar="FILE", help=file)
    return parser
