"""The deck folder -> the files that belong to it, and what lies where it should not."""

from __future__ import annotations

import os
import re
from pathlib import Path

from generator.load.read import shown_path
from generator.model import PARTS
from generator.problems import DeckError, Problem, Source, nearest

ASK = re.compile(r"challenges/([^/]+)/([^/]+)\.yaml")
COMPANION = re.compile(r"companions/([^/]+)\.yaml")
PROGRAMME = re.compile(r"programmes/([^/]+)\.yaml")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 48
_NEARLY_YAML = re.compile(r"\.ya?ml(\.txt)?", re.IGNORECASE)  # what editors and habits make of .yaml
_PLACES = (
    "asks are challenges/<tier>/<id>.yaml, companion cards companions/<id>.yaml, "
    "programmes programmes/<id>.yaml"
)
_WHICH = "name the folder that holds deck.yaml with --deck"


def deck_folder(root: Path) -> None:
    """Raise DeckError unless `root` is a folder in which a deck could be."""
    what = ""
    if not root.exists():
        what = "there is no such folder"
    elif not root.is_dir():
        what = "this is not a folder"
    elif not any((root / name).exists() for name in PARTS):
        what = "this folder holds no deck"
    if what:
        shown = shown_path(root.parent, root.name) if root.name else str(root)
        raise DeckError([Problem(Source(shown), "", what, _WHICH)])


def deck_files(root: Path) -> tuple[list[str], list[Problem]]:
    """Every YAML file of the deck by its name relative to `root`, and what is misplaced."""
    names: list[str] = []
    problems: list[Problem] = []

    def cannot_read(error: OSError) -> None:
        name = Path(error.filename).relative_to(root).as_posix()
        place = Source(shown_path(root, name))
        problems.append(Problem(place, "", f"this folder cannot be read: {error.strerror}"))

    for folder, folders, files in os.walk(root, onerror=cannot_read):
        here = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if not name.startswith(".")]
        odd = [name for name in folders if _is_ours(name) or Path(folder, name).is_symlink()]
        folders[:] = [name for name in folders if name not in odd]
        for file in (*files, *odd):  # a folder that is a link, or called like a file, is looked at as one
            name = (here / file).as_posix()
            if problem := _link_problem(root / name) or _name_problem(name):
                problems.append(Problem(Source(shown_path(root, name)), "", *problem))
            elif _is_ours(file):
                names.append(name)
    if not problems and not any(map(ASK.fullmatch, names)):
        place = Source(shown_path(root, "challenges"))
        problems.append(Problem(place, "", "this deck has no ask", "begin one with 'askanyway new TIER/ID'"))
    return sorted(names), problems


def is_id(name: str) -> bool:
    """Whether `name` can be the id of a card or a programme."""
    return bool(_ID.fullmatch(name)) and len(name) <= _LONGEST_ID


def _is_ours(file: str) -> bool:
    return not file.startswith(".") and bool(_NEARLY_YAML.search(file))


def _link_problem(path: Path) -> tuple[str, str] | None:
    """(what is wrong, what to do) about a folder that is a link."""
    if path.is_symlink() and path.is_dir():
        return "this folder is a link", "put the folder itself into the deck; links are not followed"
    return None


def _name_problem(name: str) -> tuple[str, str] | None:
    """(what is wrong, what to do) about the name of a file, if it is one of a deck."""
    path = Path(name)
    if not _is_ours(path.name):
        return None
    if path.suffix != ".yaml":
        stem = _NEARLY_YAML.split(path.name)[0]
        return "files of a deck end in .yaml", f"rename it to {stem}.yaml"
    if name in PARTS:
        return None
    if match := ASK.fullmatch(name) or COMPANION.fullmatch(name) or PROGRAMME.fullmatch(name):
        wrong = next((part for part in match.groups() if not is_id(part)), None)
        if wrong is None:
            return None
        if len(wrong) > _LONGEST_ID:
            return f"'{wrong}' cannot be an id: it has {len(wrong)} characters", f"the most is {_LONGEST_ID}"
        help = "small letters, digits and single hyphens, such as another-colour.yaml"
        return f"'{wrong}' cannot be an id", help
    help = nearest(name, PARTS) if len(path.parts) == 1 else ""
    return "a deck has no file of this name here", help if "mean" in help else _PLACES
