"""Text -> plain data, with the place of every value.

PyYAML forgives too much for an author's file: it keeps the last of two equal keys, follows
aliases (a few lines can expand to gigabytes), makes objects from tags, and its fast tree
builder crashes Python on deep nesting. So we build the data from the parser's events ourselves,
which also gives us a line and a column for every value.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from generator.load.syntax import syntax_problem
from generator.problems import Loc, Problem, Source, field_name

DEEPEST = 20  # levels; a real deck file has six
KEY = "\0key"  # the last part of a loc that means "the key itself", not its value
# What no text of a deck may hold: characters without a shape, which break HTML and PDF.
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NO_CONTROL = "delete it; such characters come in by copying from a PDF or a terminal"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster
_OTHER_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp")}
_resolver: Any = yaml.resolver.Resolver()


class Parsed:
    """The data of one file, where each value stands, and the problems of its YAML.

    `written` holds what an author wrote for every value that YAML does not read as text:
    a bare `yes` is True in `data` and "yes" here.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = text.split("\n")
        self.data: Any = None
        self.problems: list[Problem] = []
        self.places: dict[Loc, Source] = {}
        self.written: dict[Loc, str] = {}
        self._aliases: list[Source] = []
        if found := CONTROL.search(text):
            line_start = text.rfind("\n", 0, found.start()) + 1
            place = Source(file, text.count("\n", 0, found.start()) + 1, found.start() - line_start + 1)
            self._complain(place, (), _control(found), _NO_CONTROL)
            return
        self._events = yaml.parse(text, Loader=_LOADER)
        try:
            self._document()
        except yaml.MarkedYAMLError as error:
            self.problems.append(syntax_problem(file, text, error))
        except _TooDeepError:
            pass  # said already
        if self._aliases:
            what = "this is an alias (*name); a deck has none"
            if more := len(self._aliases) - 1:
                what += f" (and {more} more in this file)"
            self._complain(
                self._aliases[0], (), what, 'write the value out, or, if it is text, put it in "quotes"'
            )

    def source(self, loc: Loc) -> Source:
        """The place of the value at `loc`, or of the nearest thing around it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, Source(self.file))

    def after(self, loc: Loc) -> str:
        """What stands in the line of the value at `loc`, from where the value begins."""
        place = self.source(loc)
        return self._lines[place.line - 1][place.column - 1 :].strip() if place.line else ""

    def _document(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.places:
                    what = "a second document begins here; a file holds one"
                    self._complain(
                        self._place(event), (), what, "take the line '---' out, or make it two files"
                    )
                    return
                self.data = self._value(next(self._events), ())
        if not self.places:
            self._complain(Source(self.file), (), "this file holds only comments")

    def _place(self, event: yaml.Event) -> Source:
        mark: Any = event.start_mark
        return Source(self.file, mark.line + 1, mark.column + 1)

    def _complain(self, place: Source, loc: Loc, what: str, help: str = "") -> None:
        self.problems.append(Problem(place, field_name(loc), what, help))

    def _value(self, event: Any, loc: Loc) -> Any:
        place = self.places[loc] = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            self._aliases.append(place)
            return None
        if event.tag is not None:
            self._complain(
                place, loc, "this begins with '!', which YAML reads as a tag", 'put text in "quotes"'
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, loc)
        if len(loc) == DEEPEST:
            self._too_deep(place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(loc)
        return self._sequence(loc)

    def _sequence(self, loc: Loc) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*loc, len(items))))
        return tuple(items)

    def _mapping(self, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                help = 'text that begins with { or [ goes in "quotes"'
                what = "this stands where the name of a field belongs"
                self._complain(self._place(event), loc, what, help)
                self._skip(event)
                self._skip(next(self._events))
                continue
            key = str(event.value)
            if key in found:
                self._complain(
                    self._place(event), (*loc, key), "this field stands here twice", "keep one of the two"
                )
            self.places[(*loc, key, KEY)] = self._place(event)
            found[key] = self._value(next(self._events), (*loc, key))
        return found

    def _too_deep(self, place: Source) -> NoReturn:
        self._complain(place, (), f"this is nested more than {DEEPEST} levels deep")
        raise _TooDeepError  # the parser takes for ever on deep nesting, so the rest is not read

    def _skip(self, event: yaml.Event) -> None:
        """Pass over one value and all that is in it."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            if depth > DEEPEST:
                self._too_deep(self._place(event))
            event = next(self._events)

    def _scalar(self, event: yaml.ScalarEvent, loc: Loc) -> Any:
        written = str(event.value)
        if character := CONTROL.search(written):
            self._complain(self.places[loc], loc, _control(character), _NO_CONTROL)
            return None
        tag = _resolver.resolve(yaml.ScalarNode, written, event.implicit)
        if tag not in _OTHER_TAGS:
            return written
        self.written[loc] = written
        try:
            return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, written))
        except (ValueError, OverflowError):
            what = f"'{written[:40]}' looks like a number or a date, but there is no such one"
            self._complain(self.places[loc], loc, what, 'if it is text, put it in "quotes"')
            return None


class _TooDeepError(Exception):
    """Nested deeper than any deck: the rest of the file is not read."""


def _control(found: re.Match[str]) -> str:
    return f"this holds a control character (U+{ord(found[0]):04X})"
