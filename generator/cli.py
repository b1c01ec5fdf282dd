"""The command `askanyway`: the only room that prints and exits.

Exit codes: 0 fine, 1 the author's mistakes (all of them are listed), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.problems import DeckError, Problem, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except DeckError as error:
        _say(error.problems)
        count = len(error.problems)
        print(f"{count} {'problem' if count == 1 else 'problems'}. Nothing was written.", file=sys.stderr)
        return 1
    except UsageError as error:
        print(f"askanyway: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The last good site is as it was.", file=sys.stderr)
        return 130


def _check(arguments: argparse.Namespace) -> int:
    from generator.build import check

    checked = check(arguments.deck, datetime.date.today(), release=arguments.release)
    deck = checked.loaded.deck
    _say(checked.warnings)
    print(f"{deck.imprint.title}: {len(deck.challenges)} asks, {len(deck.companions)} companion cards. No mistakes.")
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from generator import build

    made = build.build(arguments.deck, arguments.out, datetime.date.today(), release=arguments.release)
    _say(made.warnings)
    print(f"{made.pages} pages and {made.downloads} PDFs in {arguments.out}: open {arguments.out / 'index.html'}")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from generator import build
    from generator.host import serve_site

    checked = build.check(arguments.deck, datetime.date.today())
    _say(checked.warnings)
    staged = build.stage(checked.loaded, build.work_folder(arguments.deck))
    os.environ["ASK_ANYWAY_DECK"] = str(arguments.deck.resolve())
    watch = [arguments.deck, build.HAND_WRITTEN, build.TEMPLATES]
    serve_site(build.CONFIG, watch, docs_dir=str(staged.folder), site_name=checked.loaded.deck.imprint.title)
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from generator.schema import schemas
    from generator.write import write_file

    if not arguments.deck.is_dir():
        raise UsageError(f"there is no folder {arguments.deck}")
    stale = [
        name
        for name, text in schemas().items()
        if (not (path := arguments.deck / name).is_file() or path.read_text("utf-8") != text)
    ]
    if arguments.check:
        for name in stale:
            print(f"{arguments.deck / name}: this schema is out of date; run 'askanyway schema'", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        write_file(arguments.deck / name, schemas()[name].encode())
        print(f"wrote {arguments.deck / name}")
    return 0


def _new(arguments: argparse.Namespace) -> int:
    from generator.load import load
    from generator.problems import nearest
    from generator.schema import blank_ask
    from generator.write import write_file

    deck = load(arguments.deck).deck
    for kind, name, known in (("tier", arguments.tier, deck.tier), ("setting", arguments.setting, deck.setting)):
        if name not in known:
            raise UsageError(f"no {kind} is called '{name}'; {nearest(name, known)}")
    if any(arguments.id == card.id for card in (*deck.challenges, *deck.companions)):
        raise UsageError(f"a card called '{arguments.id}' exists already")
    path = arguments.deck / "challenges" / arguments.tier / f"{arguments.id}.yaml"
    write_file(path, blank_ask(arguments.setting).encode())
    print(f"wrote {path}; fill it in, then run 'askanyway check'")
    return 0


def _say(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="askanyway",
        description="Turn a deck of asks, written in YAML, into a guide site, a printable deck and a journal.",
        epilog="Exit codes: 0 fine, 1 mistakes in the deck (all are listed), 2 wrong usage.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.add_argument("--deck", type=Path, default=Path("deck"), metavar="DIR", help="the deck (default: deck)")
        added.set_defaults(run=run)
        return added

    release = "treat what has grown old as a mistake"
    command("check", _check, "Look for mistakes; write nothing.").add_argument("--release", action="store_true", help=release)
    build = command("build", _build, "Build the site with every PDF.")
    build.add_argument("--out", type=Path, default=Path("site"), metavar="DIR", help="the site (default: site)")
    build.add_argument("--release", action="store_true", help=release)
    command("serve", _serve, "Preview the site and follow changes.")
    schema = command("schema", _schema, "Write the JSON Schemas that editors use.")
    schema.add_argument("--check", action="store_true", help="write nothing; say which are out of date")
    new = command("new", _new, "Begin a new ask.")
    new.add_argument("id", help="its id: small letters, digits and hyphens")
    new.add_argument("--tier", required=True, help="an id from tiers.yaml")
    new.add_argument("--setting", required=True, help="an id from settings.yaml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
