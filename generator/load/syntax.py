"""What the YAML parser stumbled over -> what an author can mend."""

from __future__ import annotations

from typing import Any

import yaml

from generator.problems import Problem, Source

_NEIGHBOURS = "begin it in the same column as its neighbours"
_QUOTE_IT = 'put the whole text in "quotes"'
_QUOTE_OR_CLOSE = 'close it, or put text in "quotes"'
_ESCAPES = "write \\\\ for a backslash, or use 'single quotes'"


def syntax_problem(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """The one place at which a file stops being YAML, in the author's words.

    The parser marks where it gave up; what it was reading then (its context) often began at the
    place that has to be mended.
    """
    there: Any = error.problem_mark or error.context_mark
    began: Any = error.context_mark or there
    context, reason = error.context or "", error.problem or ""
    lines = text.split("\n")
    line = lines[there.line] if there.line < len(lines) else ""
    before, character = line[: there.column], line[there.column : there.column + 1]

    def at(mark: Any, what: str, help: str) -> Problem:
        return Problem(Source(file, mark.line + 1, mark.column + 1), "", what, help)

    if "\t" in before or (character == "\t" and not before.strip()):
        return at(there, "a tab indents this line", "indent with spaces, never with tabs")
    if "quoted scalar" in context and ("end of stream" in reason or "document indicator" in reason):
        return at(
            began, "the quotation mark that opens here is never closed", "close it at the end of the text"
        )
    if "quoted scalar" in context:
        return at(there, 'a backslash inside "quotes" begins a code, and this is none', _ESCAPES)
    if "flow sequence" in context:
        return at(
            began,
            "the list that opens here with [ is not closed",
            "put commas between its items and ] at its end",
        )
    if "flow mapping" in context:
        return at(
            began,
            "the fields that open here with { are not closed",
            "put commas between them and } at their end",
        )
    if "simple key" in context:
        return at(
            began,
            "this line is neither a field nor a part of one",
            "write 'name: value', with a space after the colon",
        )
    if "mapping values" in reason and ":" in before:
        return at(there, "a second colon stands in this line", 'text that holds ": " goes in "quotes"')
    if not character and "flow" in context:
        opens = max(text.rfind("["), text.rfind("{"))  # the file ends right after it
        place = Source(file, text.count("\n", 0, opens) + 1, opens - text.rfind("\n", 0, opens))
        return Problem(place, "", "the bracket that opens here is never closed", _QUOTE_OR_CLOSE)
    if "cannot start" in reason or any(
        word in context + reason for word in ("alias", "anchor", "tag", "directive")
    ):
        return at(began, f"text cannot begin with {lines[began.line][began.column]}", _QUOTE_IT)
    if "node content" in reason:
        return at(there, f"text cannot begin with {character}", _QUOTE_IT)
    if "sequence entries" in reason:
        return at(there, "a list cannot begin here", "begin it on the next line, or write it in [brackets]")
    if "block scalar" in context:
        return at(
            there, "nothing can follow '|' or '>' in this line", "begin the text on the next line, indented"
        )
    if "expected key" in reason and before.rstrip()[-1:] in ("'", '"', "]", "}"):
        return at(there, "something follows the end of this value", _QUOTE_IT + " of the other kind")
    if "'-' indicator" in reason:
        help = _NEIGHBOURS + ", or with '- ' if it is a new item"
        return at(there, "this line does not fit those above it", help)
    return at(there, "this line does not fit those above it", _NEIGHBOURS)
