"""Text -> plain data, with the place of every value.

PyYAML forgives too much for an author's file: it keeps the last of two equal keys, follows
aliases (a few lines can expand to gigabytes) and makes objects from tags. So we walk its node
tree ourselves, which also gives us a line and a column for every value.
"""

from __future__ import annotations

from typing import Any

import yaml

from generator.problems import Loc, Problem, Source

DEEPEST = 20  # levels; a real deck file has six
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}


class Parsed:
    """The data of one file, where each value stands, and the problems of its YAML."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.data: Any = None
        self.problems: list[Problem] = []
        self.places: dict[Loc, Source] = {}
        self._seen: set[int] = set()
        self._scalars = yaml.constructor.SafeConstructor()
        try:
            root = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._source(mark) if mark else Source(file)
            self.problems.append(Problem(place, "", f"this is not YAML: {error.problem or error.context}", _syntax_help(text, mark)))
        except yaml.YAMLError as error:  # a character that YAML does not allow
            reason = str(error).splitlines()[0]
            self.problems.append(Problem(Source(file), "", f"this is not YAML: {reason}"))
        except RecursionError:
            self.problems.append(Problem(Source(file), "", f"this is nested more than {DEEPEST} levels deep"))
        else:
            if root is None:
                self.problems.append(Problem(Source(file), "", "this file holds only comments"))
            else:
                self.data = self._value(root, ())

    def source(self, loc: Loc) -> Source:
        """The place of the value at `loc`, or of the nearest thing around it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, Source(self.file))

    def _source(self, mark: Any) -> Source:
        return Source(self.file, mark.line + 1, mark.column + 1)

    def _complain(self, node: yaml.Node, loc: Loc, what: str, help: str = "") -> None:
        self.problems.append(Problem(self._source(node.start_mark), field_name(loc), what, help))

    def _value(self, node: yaml.Node, loc: Loc) -> Any:
        self.places[loc] = self._source(node.start_mark)
        if id(node) in self._seen:
            self._complain(node, loc, "aliases (*name) are not used in a deck", "write the value out")
            return None
        self._seen.add(id(node))
        if len(loc) > DEEPEST:
            self._complain(node, loc, f"this is nested more than {DEEPEST} levels deep")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._value(item, (*loc, index)) for index, item in enumerate(node.value))
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, loc, "a key must be a single word")
                continue
            key = str(key_node.value)
            if key in found:
                self._complain(key_node, (*loc, key), "this key stands here twice", "keep one of the two")
                continue
            found[key] = self._value(value_node, (*loc, key))
            self.places[(*loc, key, KEY)] = self._source(key_node.start_mark)
        return found

    def _scalar(self, node: yaml.Node, loc: Loc) -> Any:
        if node.tag not in _PLAIN_TAGS:
            self._complain(node, loc, f"tags ({node.tag.rsplit(':', 1)[-1]}) are not used in a deck", "remove the part that begins with '!'")
            return None
        try:
            return self._scalars.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            self._complain(node, loc, f"'{str(node.value)[:40]}' is not a value that can exist", 'if it is text, put it in "quotes"')
            return None


KEY = "\0key"  # the last part of a loc that means "the key itself", not its value


def field_name(loc: Loc) -> str:
    """`('lines', 3, 'call')` as an author would say it: `lines[4].call`, counting from 1."""
    name = ""
    for part in loc:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        elif part != KEY:
            name += f".{part}" if name else part
    return name


def _syntax_help(text: str, mark: Any) -> str:
    if mark is None or mark.line >= len(lines := text.splitlines()):
        return "is a quotation mark or a bracket left open above?"
    line = lines[mark.line]
    if "\t" in line[: max(mark.column, 1)]:
        return "indent with spaces, never with tabs"
    if line.count(": ") > 1:
        return 'text that holds ": " goes in "quotes"'
    return "look at this line and the one above: an indent, a colon or a quotation mark"
