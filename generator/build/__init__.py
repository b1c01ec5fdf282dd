"""deck/ -> site/, with everything in it. Read it from top to bottom.

Pages and PDFs are made in memory; when all of them are right they are written to a work folder.
MkDocs makes a new site of them beside the old one, and the two are swapped. A failed build leaves
the last good site alone, and two builds never work in one place at the same time.
"""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import rules
from generator.build.cache import PROGRAM, fingerprint
from generator.build.downloads import Made, make_downloads, web_font
from generator.build.leaves import box_sizes
from generator.build.plans import calendar_files
from generator.host import build_site
from generator.journal import journal_problems
from generator.load import Loaded, load
from generator.problems import DeckError, Places, Problem, Source, UsageError
from generator.site import pages
from generator.templating import environment, labels_used
from generator.write import check_target, is_as_remembered, only_one, recover, remember, swap_in, write_tree

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
HAND_WRITTEN = ROOT / "docs"
CONFIG = ROOT / "mkdocs.yml"
WORK = ROOT / "build"
_TEXT = (".md",)


@dataclass(frozen=True)
class Checked:
    """A deck without mistakes, and what may have grown old in it."""

    loaded: Loaded
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Staged:
    """The tree that MkDocs builds from, written to disk."""

    folder: Path
    loaded: Loaded
    pages: int
    downloads: int
    changed: tuple[str, ...]


def check(deck_folder: Path, today: datetime.date, *, release: bool = False) -> Checked:
    """Load a deck and hold it against every rule.

    Raises DeckError with all mistakes. In a release, what has grown old is a mistake too.
    """
    loaded = load(deck_folder)
    deck, places = loaded.deck, loaded.places
    problems = _mistakes(loaded)
    warnings = rules.warnings(deck, places, today, _hand_written_pages())
    if problems or (release and warnings):
        raise DeckError([*problems, *(warnings if release else ())])
    return Checked(loaded, tuple(warnings))


def without_mistakes(deck_folder: Path) -> Loaded:
    """Load a deck that no rule finds a mistake in. Raises DeckError with all mistakes."""
    loaded = load(deck_folder)
    if problems := _mistakes(loaded):
        raise DeckError(problems)
    return loaded


def _mistakes(loaded: Loaded) -> list[Problem]:
    deck, places = loaded.deck, loaded.places
    return [
        *rules.problems(deck, places),
        *rules.labels(deck, places, labels_used(TEMPLATES, HAND_WRITTEN)),
        *(places.problem("journal.yaml", *found) for found in journal_problems(deck)),
    ]


def _hand_written_pages() -> dict[str, str]:
    """The guide's own pages as their authors wrote them: {name below docs: text}."""
    paths = sorted(path for path in HAND_WRITTEN.rglob("*") if path.suffix in _TEXT)
    return {
        path.relative_to(HAND_WRITTEN).as_posix(): path.read_text("utf-8", errors="replace") for path in paths
    }


def stage(loaded: Loaded, work: Path) -> Staged:
    """Write the Markdown tree, with assets and PDFs, to `work`/docs; only what changed.

    Raises DeckError if a text does not fit its card or page, or two files want one place.
    """
    deck = loaded.deck
    env = environment(TEMPLATES, HAND_WRITTEN)
    made = make_downloads(deck, loaded.places, env, cache=work / "cache", roots=[TEMPLATES])
    found = (path for path in HAND_WRITTEN.rglob("*") if path.is_file())
    hand_written = sorted(path.relative_to(HAND_WRITTEN).as_posix() for path in found)
    texts = [name for name in hand_written if name.endswith(_TEXT)]
    calendars = calendar_files(deck)
    files = {name: (HAND_WRITTEN / name).read_bytes() for name in hand_written if name not in texts}
    files["assets/fonts/manrope.woff2"] = web_font(cache=work / "cache")
    if problems := list(_clashes(made, files, loaded.places)):
        raise DeckError(problems)
    downloads = [item.download for item in made]
    for name, text in pages(deck, env, texts, downloads, calendars, box_sizes(deck)).items():
        files[name] = text.encode()
    for item in made:
        files |= _files_of(item)
    files |= {calendar.path: calendar.text.encode() for calendar in calendars.values()}
    folder = work / "docs"
    changed = write_tree(folder, files)
    page_count = sum(name.endswith(_TEXT) for name in files)
    return Staged(folder, loaded, page_count, len(made), tuple(changed))


def _files_of(item: Made) -> dict[str, bytes]:
    return {item.download.path: item.pdf, item.download.picture: item.picture}


def _clashes(made: Iterable[Made], files: Iterable[str], places: Places) -> Iterator[Problem]:
    """Downloads that want the place of an earlier one, or of one of `files`."""
    others = set(files)
    owners: dict[str, str] = {}
    for item in made:
        id, names = item.download.id, _files_of(item)
        if taken := [name for name in names if name in others]:
            what = f"the download '{id}' has the same name; rename one of them"
            yield Problem(Source(f"docs/{taken[0]}"), "", what)
        elif taken := [name for name in names if name in owners]:
            what = f"two downloads are called '{taken[0]}': '{owners[taken[0]]}' and '{id}'"
            yield Problem(places.file("print.yaml"), "", what, "give one of them another id")
        owners |= dict.fromkeys(names, id)


@dataclass(frozen=True)
class Built:
    """What a build made; None where nothing had changed since the last one."""

    staged: Staged | None
    warnings: tuple[Problem, ...]


def build(deck_folder: Path, out: Path, today: datetime.date, *, release: bool = False) -> Built:
    """The whole road: check, stage, run MkDocs beside `out`, swap the new site in.

    Raises DeckError for the author's mistakes and UsageError if `out` is not ours to fill, or if
    another build is at work there or on the same deck.
    """
    work = work_folder(deck_folder)
    check_target(out)
    _check_apart(out, deck_folder, HAND_WRITTEN, TEMPLATES, PROGRAM, WORK, work)
    with only_one(work), only_one(out):
        return _build(deck_folder, out, work, today, release)


def _build(deck_folder: Path, out: Path, work: Path, today: datetime.date, release: bool) -> Built:
    recover(out)
    checked = check(deck_folder, today, release=release)
    note = work / "last-build.json"
    key = fingerprint(deck_folder, HAND_WRITTEN, TEMPLATES, CONFIG)
    if is_as_remembered(note, out, key):
        return Built(None, checked.warnings)
    staged = stage(checked.loaded, work)
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        build_site(CONFIG, staged=staged.folder, out=fresh, imprint=checked.loaded.deck.imprint)
        built = swap_in(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    remember(note, out, key, built)
    return Built(staged, checked.warnings)


def _check_apart(out: Path, *places: Path) -> None:
    """Raise UsageError if `out` lies in one of `places`, is one or holds one."""
    target = out.resolve()
    for place in places:
        other = place.resolve()
        if target == other or other in target.parents:
            how = "is" if target == other else "lies in"
        elif target in other.parents:
            how = "holds"
        else:
            continue
        raise UsageError(f"{out} {how} {place}, which is needed to build; name another folder with --out")


def work_folder(deck_folder: Path) -> Path:
    """Where a deck is staged: this repository's own in build/, any other in a folder of its own."""
    if deck_folder.resolve() == ROOT / "deck":
        return WORK
    name = hashlib.sha256(str(deck_folder.resolve()).encode()).hexdigest()[:12]
    return WORK / "decks" / name
