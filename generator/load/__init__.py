"""deck/ -> a Deck, or every problem of every file at once. The only room that knows YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import model
from generator.load.drawing import DrawingError, drawing
from generator.load.explain import explain
from generator.load.folder import ASK, COMPANION, PROGRAMME, deck_files, deck_folder, is_id
from generator.load.parse import Parsed
from generator.load.read import read_text, shown_path
from generator.model import PARTS
from generator.problems import DeckError, Places, Problem


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
    deck_folder(root)
    names, problems = deck_files(root)
    reading = _Reading(root, problems)
    values = {name: reading.value(name) for name in sorted({*PARTS, *names})}
    icons = reading.icons(values["settings.yaml"] or ())
    if problems:
        raise DeckError(problems)
    return Loaded(_deck(values, icons), reading.places())


def load_part(root: Path, name: str) -> Any:
    """What one of PARTS holds, without a look at the rest. Raises DeckError with its problems."""
    deck_folder(root)
    reading = _Reading(root, [])
    value = reading.value(name)
    if reading.problems:
        raise DeckError(reading.problems)
    return value


@dataclass
class _Reading:
    """One pass through a deck folder: what was read so far, and the problems found on the way."""

    root: Path
    problems: list[Problem]
    files: dict[str, Parsed] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """One file as its part of the model, or None and a longer list of problems."""
        text = read_text(self.root, name)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        parsed = self.files[name] = Parsed(shown_path(self.root, name), text)
        self.problems += parsed.problems
        if parsed.problems:
            return None
        kind, given = _expected(name)
        data = parsed.data
        if given and isinstance(data, dict):
            if inside := given.keys() & data.keys():
                self.problems += (_said_by_place(parsed, key) for key in inside)
                return None
            data = {**given, **data}
        try:
            return TypeAdapter(kind).validate_python(data)
        except ValidationError as error:
            self.problems += explain(error, parsed, kind)
            return None

    def icons(self, settings: Iterable[model.Setting]) -> dict[str, str]:
        """The drawing of every setting by the setting's id."""
        found: dict[str, str] = {}
        for index, setting in enumerate(settings):
            svg = read_text(self.root, setting.icon)
            if isinstance(svg, Problem):
                self._icon_problem(index, f"{setting.icon}: {svg.what}", svg.help)
                continue
            try:
                found[setting.id] = drawing(svg)
            except DrawingError as reason:
                self._icon_problem(index, f"{setting.icon} is not a drawing we can print: {reason}")
        return found

    def _icon_problem(self, index: int, what: str, help: str = "") -> None:
        self.problems.append(self.places().problem("settings.yaml", (index, "icon"), what, help))

    def places(self) -> Places:
        """Where everything stands that was read."""
        return Places(
            data={name: parsed.data for name, parsed in self.files.items()},
            sources={name: parsed.places for name, parsed in self.files.items()},
            shown={name: parsed.file for name, parsed in self.files.items()},
        )


def _said_by_place(parsed: Parsed, key: str) -> Problem:
    what = f"the {'folder' if key == 'tier' else 'file name'} says this, so it does not stand in the file"
    return Problem(parsed.source((key,)), key, what, "take the line out")


def _expected(name: str) -> tuple[Any, dict[str, str]]:
    """The part of the model that the file `name` must hold, and what its place already says."""
    if match := ASK.fullmatch(name):
        return model.Challenge, {"tier": match[1], "id": match[2]}
    if match := COMPANION.fullmatch(name):
        return model.Companion, {"id": match[1]}
    if match := PROGRAMME.fullmatch(name):
        return model.Programme, {"id": match[1]}
    return PARTS[name][1], {}


def _deck(values: dict[str, Any], icons: dict[str, str]) -> model.Deck:
    tiers = [tier.id for tier in values["tiers.yaml"]]
    settings = [setting.id for setting in values["settings.yaml"]]

    def on_the_ladder(ask: model.Challenge) -> tuple[int, int, str]:
        tier = tiers.index(ask.tier) if ask.tier in tiers else len(tiers)
        setting = settings.index(ask.setting) if ask.setting in settings else len(settings)
        return tier, setting, ask.id

    def in_order(kind: re.Pattern[str]) -> tuple[Any, ...]:
        found = (value for name, value in values.items() if kind.fullmatch(name))
        return tuple(sorted(found, key=lambda thing: (thing.order, thing.id)))

    asks = sorted((value for name, value in values.items() if ASK.fullmatch(name)), key=on_the_ladder)
    parts = {field: values[name] for name, (field, _) in PARTS.items()}
    return model.Deck(
        **parts,
        challenges=tuple(asks),
        companions=in_order(COMPANION),
        programmes=in_order(PROGRAMME),
        icons=icons,
    )


__all__ = ["Loaded", "deck_folder", "is_id", "load", "load_part"]
