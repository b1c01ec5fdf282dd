"""What can be wrong, and where. A leaf: it imports nothing of the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Loc = tuple[str | int, ...]  # the way to a value in a file: ("lines", 3, "call")


@dataclass(frozen=True, order=True)
class Source:
    """A place in a file, as an author finds it in an editor.

    `file` is written as the author would type it; `line` and `column` count from 1,
    and 0 means "the whole file".
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that the author can mend: where, in which field, what is wrong, what to do."""

    source: Source
    field: str
    what: str
    help: str = ""

    def __str__(self) -> str:
        where = f"{self.source}: {self.field}: " if self.field else f"{self.source}: "
        help_line = f"\n    help: {self.help}" if self.help else ""
        return f"{where}{self.what}{help_line}"


@dataclass(frozen=True)
class Places:
    """Where everything stands in the files: for messages about what was read.

    `data` holds the plain data of each file by its name in the deck, `sources` the place of
    every value in it, `shown` each file's name as the author would type it.
    """

    data: Mapping[str, Any]
    sources: Mapping[str, Mapping[Loc, Source]]
    shown: Mapping[str, str]

    def of(self, name: str, *loc: str | int) -> Source:
        """The place of a value in the file `name`, or of the nearest thing around it."""
        sources = self.sources[name]
        while loc and loc not in sources:
            loc = loc[:-1]
        return sources.get(loc, Source(self.shown[name]))

    def file(self, name: str) -> Source:
        """The file `name` as a whole."""
        return Source(self.shown[name])

    def problem(self, name: str, loc: Loc, what: str, help: str = "") -> Problem:
        """What is wrong with one value of the file `name`."""
        return Problem(self.of(name, *loc), field_name(loc), what, help)

    def texts(self) -> Iterator[tuple[str, Loc, str]]:
        """Every text of every file: (file name, the way to it, the text)."""
        for name, data in self.data.items():
            yield from ((name, loc, text) for loc, text in _texts(data, ()))


class DeckError(Exception):
    """The author's mistakes, all of them, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(Exception):
    """The command was called in a way that cannot work; no file of the deck is at fault."""


class MisfitError(UsageError):
    """What was asked for does not go together, such as a card that is larger than the stock."""

    def __init__(self, what: str, help: str = "") -> None:
        self.what, self.help = what, help
        super().__init__(f"{what}\n    help: {help}" if help else what)


def field_name(loc: Loc) -> str:
    """`("lines", 3, "call")` as an author would say it: `lines[4].call`, counting from 1."""
    name = ""
    for part in loc:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            name += f".{part}" if name else part
    return name


def nearest(word: str, known: Iterable[str]) -> str:
    """A help line that names the known word most like `word`, or all of them if few."""
    names = sorted(known)
    if close := get_close_matches(word, names, n=1, cutoff=0.6):
        return f"did you mean '{close[0]}'?"
    if 0 < len(names) <= 16:
        return "known here: " + ", ".join(names)
    return ""


def must_be_known(what: str, name: str, known: Iterable[str]) -> None:
    """Raise UsageError, with the nearest known name, if `name` is not among those."""
    names = list(known)
    if name not in names:
        raise UsageError("; ".join(filter(None, [f"no {what} is called '{name}'", nearest(name, names)])))


def _texts(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*loc, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _texts(value, (*loc, index))
