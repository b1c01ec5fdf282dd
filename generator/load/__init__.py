"""deck/ -> a Deck, or every problem of every file at once. The only room that knows YAML."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator import model
from generator.load.drawing import NotADrawing, drawing
from generator.load.explain import explain
from generator.load.parse import Parsed
from generator.load.read import read_text, shown_path
from generator.problems import DeckError, Places, Problem, Source, nearest

Labels = dict[str, model.Words]

PARTS: dict[str, tuple[str, Any]] = {
    "deck.yaml": ("imprint", model.Imprint),
    "labels.yaml": ("labels", Labels),
    "tiers.yaml": ("tiers", tuple[model.Tier, ...]),
    "settings.yaml": ("settings", tuple[model.Setting, ...]),
    "filters.yaml": ("filters", model.Filters),
    "ethics.yaml": ("ethics", model.Ethics),
    "help.yaml": ("help", model.Help),
    "helplines.yaml": ("helplines", model.Helplines),
    "evidence.yaml": ("evidence", model.Evidence),
    "protocol.yaml": ("protocol", model.Protocol),
    "journal.yaml": ("journal", model.Journal),
    "print.yaml": ("geometry", model.Geometry),
}
_ASK = re.compile(r"challenges/([^/]+)/([^/]+)\.yaml")
_COMPANION = re.compile(r"companions/([^/]+)\.yaml")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Loaded:
    """A deck that is clean file by file, and where its parts stand."""

    deck: model.Deck
    places: Places


def load(root: Path) -> Loaded:
    """Read and check every file of the deck folder `root`.

    Raises DeckError with every problem of every file. Rules that hold across files are the
    business of `generator.rules`, which is worth asking only when this succeeds.
    """
    if not root.is_dir():
        shown = Source(shown_path(root.parent, root.name) if root.name else str(root))
        what = "this is not a folder" if root.exists() else "there is no such folder"
        raise DeckError([Problem(shown, "", what, "name the folder that holds deck.yaml with --deck")])
    names, problems = _files(root)
    files: dict[str, Parsed] = {}
    values: dict[str, Any] = {}
    for name in sorted({*PARTS, *names}):
        value = _read(root, name, files, problems)
        if value is not None:
            values[name] = value
    icons = _icons(root, values.get("settings.yaml", ()), files, problems)
    if problems:
        raise DeckError(problems)
    places = Places(
        data={name: parsed.data for name, parsed in files.items()},
        sources={name: parsed.places for name, parsed in files.items()},
        shown={name: parsed.file for name, parsed in files.items()},
    )
    return Loaded(_deck(values, icons), places)


def _files(root: Path) -> tuple[list[str], list[Problem]]:
    """Every YAML file of the deck by its relative name, and what lies where it should not."""
    names: list[str] = []
    problems: list[Problem] = []
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        for name in sorted(folders):
            if (Path(folder) / name).is_symlink():
                place = Source(shown_path(root, (here / name).as_posix()))
                problems.append(Problem(place, "", "this folder is a link", "put the folder itself into the deck; links are not followed"))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            if file.startswith(".") or not file.endswith((".yaml", ".yml")):
                continue
            name = (here / file).as_posix()
            if problem := _misplaced(root, name):
                problems.append(problem)
            else:
                names.append(name)
    return names, problems


def _misplaced(root: Path, name: str) -> Problem | None:
    place = Source(shown_path(root, name))
    if name.endswith(".yml"):
        return Problem(place, "", "files of a deck end in .yaml", f"rename it to {Path(name).stem}.yaml")
    if name in PARTS:
        return None
    if not (_ASK.fullmatch(name) or _COMPANION.fullmatch(name)):
        return Problem(place, "", "a deck has no file of this name here", nearest(name, PARTS) or "asks are challenges/<tier>/<id>.yaml")
    stem = Path(name).stem
    if not _ID.fullmatch(stem):
        return Problem(place, "", f"'{stem}' cannot be an id", "small letters, digits and single hyphens, such as another-colour.yaml")
    return None


def _read(root: Path, name: str, files: dict[str, Parsed], problems: list[Problem]) -> Any:
    """One file as its part of the model, or None and a longer list of problems."""
    text = read_text(root, name)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    parsed = files[name] = Parsed(shown_path(root, name), text)
    if parsed.problems:
        problems.extend(parsed.problems)
        return None
    kind, given = _expected(name)
    data = parsed.data
    if given and isinstance(data, dict):
        if inside := sorted(given.keys() & data.keys()):
            for key in inside:
                place = parsed.source((key,))
                problems.append(Problem(place, key, "this does not stand in the file: the file's own place says it", "take the line out"))
            return None
        data = {**given, **data}
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        problems.extend(explain(error, parsed, kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None))
        return None


def _expected(name: str) -> tuple[Any, dict[str, str]]:
    """The part of the model that the file `name` must hold, and what its place already says."""
    if match := _ASK.fullmatch(name):
        return model.Challenge, {"tier": match[1], "id": match[2]}
    if match := _COMPANION.fullmatch(name):
        return model.Companion, {"id": match[1]}
    return PARTS[name][1], {}


def _icons(root: Path, settings: tuple[model.Setting, ...], files: dict[str, Parsed], problems: list[Problem]) -> dict[str, str]:
    icons: dict[str, str] = {}
    for index, setting in enumerate(settings):
        place = files["settings.yaml"].source((index, "icon"))
        field = f"[{index + 1}].icon"
        svg = read_text(root, setting.icon)
        if isinstance(svg, Problem):
            problems.append(Problem(place, field, f"{svg.source.file}: {svg.what}", svg.help))
            continue
        try:
            icons[setting.id] = drawing(svg)
        except NotADrawing as reason:
            problems.append(Problem(place, field, f"{setting.icon} is not a drawing we can print: {reason}"))
    return icons


def _deck(values: dict[str, Any], icons: dict[str, str]) -> model.Deck:
    tiers = [tier.id for tier in values["tiers.yaml"]]
    settings = [setting.id for setting in values["settings.yaml"]]

    def on_the_ladder(ask: model.Challenge) -> tuple[int, int, str]:
        tier = tiers.index(ask.tier) if ask.tier in tiers else len(tiers)
        setting = settings.index(ask.setting) if ask.setting in settings else len(settings)
        return tier, setting, ask.id

    asks = sorted((value for name, value in values.items() if _ASK.fullmatch(name)), key=on_the_ladder)
    companions = sorted(
        (value for name, value in values.items() if _COMPANION.fullmatch(name)), key=lambda card: (card.order, card.id)
    )
    parts = {field: values[name] for name, (field, _) in PARTS.items()}
    return model.Deck(**parts, challenges=tuple(asks), companions=tuple(companions), icons=icons)


__all__ = ["PARTS", "Loaded", "load"]
