"""What pydantic found -> what an author can mend, in the author's words."""

from __future__ import annotations

import datetime
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from generator.load.parse import KEY, Parsed
from generator.problems import Loc, Problem, field_name, nearest

_AS_LIST = "write each item on its own line after '- ', or all in [brackets]"
_SINGLE_LINE = "use plain text, or '>-' to fold lines"
_COMPARED = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}


def explain(error: ValidationError, parsed: Parsed, kind: Any) -> list[Problem]:
    """Every finding of one file as a Problem with its place; `kind` is what the file must hold."""
    details = error.errors(include_url=False)
    findings = [_Finding(detail, parsed, kind) for detail in details]
    said = {(*finding.loc[:-1], finding.meant) for finding in findings if finding.meant}
    locs = [finding.loc for finding in findings]

    def only_follows(finding: _Finding) -> bool:
        """Whether another finding says it: a misspelt field is also missing, a list of wrong items empty."""
        if finding.type == "missing":
            return finding.loc in said
        loc = finding.loc
        return finding.type == "too_short" and any(
            other[: len(loc)] == loc and other != loc for other in locs
        )

    return [finding.problem() for finding in findings if not only_follows(finding)]


class _Finding:
    """One thing that pydantic complains of, and what the file says there."""

    def __init__(self, detail: Any, parsed: Parsed, kind: Any) -> None:
        self.type: str = detail["type"]
        self.value: Any = detail["input"]
        self.context: dict[str, Any] = detail.get("ctx", {})
        self.message: str = detail["msg"]
        self.parsed = parsed
        self.model = _model_at(kind, tuple(detail["loc"])[:-1])
        self.loc = _in_file(tuple(detail["loc"]), parsed.data)
        if self.type.startswith("union_tag"):  # about the field that says which kind it is
            self.loc = (*self.loc, str(self.context["discriminator"]).strip("'"))
            self.value = self.value.get(self.loc[-1]) if isinstance(self.value, dict) else None
        self.written = parsed.written.get(self.loc)
        self.meant = ""
        if self.type == "extra_forbidden" and self.model:
            guess = nearest(str(self.loc[-1]), self.model.model_fields)
            self.meant = guess.split("'")[1] if "'" in guess else ""

    def problem(self) -> Problem:
        """The finding in the author's words."""
        about_key = self.type == "extra_forbidden" or self._of_key()
        place = self.parsed.source((*self.loc, KEY) if about_key else self.loc)
        what, help = self._words()
        return Problem(place, field_name(self.loc), what, help)

    def _of_key(self) -> bool:
        return self.type == "literal_error" and bool(self.loc) and self.value == self.loc[-1]

    def _words(self) -> tuple[str, str]:
        """(what is wrong, what to do)."""
        value, context = self.value, self.context
        match self.type:
            case "missing" | "union_tag_not_found":
                if isinstance(self.loc[-1], int):
                    return "this item is missing", ""
                return "this field is missing", f"add a line '{self.loc[-1]}: ...'"
            case "extra_forbidden":
                known = self.model.model_fields if self.model else ()
                return "there is no field of this name", nearest(str(self.loc[-1]), known)
            case "string_type" | "string_too_short":
                return self._must_be("text")
            case "int_type":
                return self._must_be("a whole number")
            case "float_type":
                return self._must_be("a number")
            case "bool_type":
                return self._must_be("true or false")
            case "date_type":
                return self._must_be("a date such as 2026-11-21")
            case "tuple_type":
                return self._must_be("a list", _AS_LIST)
            case "dict_type" | "model_type" | "model_attributes_type":
                return self._must_be("fields ('name: value')")
            case "string_too_long":
                over = len(value) - context["max_length"]
                help = f"cut {over} {'character' if over == 1 else 'characters'}"
                return f"{len(value)} characters; the most is {context['max_length']}", help
            case "string_pattern_mismatch":
                return _pattern(context["pattern"], str(value))
            case "too_short" | "too_long":
                bound = context.get("min_length", context.get("max_length"))
                items = "1 item" if len(value) == 1 else f"{len(value)} items"
                rule = "it needs at least" if self.type == "too_short" else "the most is"
                return f"this list has {items}; {rule} {bound}", ""
            case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
                return (
                    f"this is {value}; it must be {_COMPARED[self.type]} {next(iter(context.values())):g}",
                    "",
                )
            case "literal_error" if self._of_key():
                return "there is no field of this name", nearest(str(value), _words_in(context["expected"]))
            case "literal_error":
                return self._one_of("the words that can stand here", _words_in(context["expected"]))
            case "union_tag_invalid":
                return self._one_of("the kinds there are", _words_in(context["expected_tags"]))
            case "value_error":
                return str(context["error"]), ""
        return self.message[:1].lower() + self.message[1:], ""

    def _must_be(self, wanted: str, help: str = "") -> tuple[str, str]:
        """This value is of another kind than what is wanted."""
        if self._is_empty():
            return f"this is empty; it must be {wanted}", self._fill_in()
        if isinstance(self.value, datetime.datetime):
            help = "leave the time of day out"
        if wanted == "text" and self.written:
            help = f'write "{self.written}"'
        if "number" in wanted and isinstance(self.value, str) and _is_number(self.value):
            help = "take the quotation marks away"
        return f"this must be {wanted}, not {self._what_stands_here()}", help

    def _one_of(self, choices: str, known: list[str]) -> tuple[str, str]:
        if self._is_empty():
            return f"this is empty; it must be one of {choices}", nearest("", known)
        if isinstance(self.value, str):
            return f"'{self.value[:40]}' is not one of {choices}", nearest(self.value, known)
        return f"this must be one of {choices}, not {self._what_stands_here()}", nearest("", known)

    def _is_empty(self) -> bool:
        return not (self.written if self.value is None else str(self.value).strip())

    def _fill_in(self) -> str:
        if self.parsed.after(self.loc).startswith("#"):
            return 'YAML reads what follows # as a comment; put it in "quotes"'
        field = self.model.model_fields.get(str(self.loc[-1])) if self.model and self.loc else None
        optional = field is not None and not field.is_required()
        return "fill it in, or take the line out" if optional else "fill it in"

    def _what_stands_here(self) -> str:
        match self.value:
            case None | bool():
                meaning = {None: "nothing", True: "true", False: "false"}[self.value]
                return f"'{self.written}', which YAML reads as {meaning}"
            case int() | float():
                return f"the number {self.written or self.value}"
            case str():
                return f"the text '{self.value[:30]}'"
            case dict():
                return "a set of fields"
            case tuple() | list():
                return "a list"
        return f"the date {self.written}"  # nothing else comes out of YAML


def _pattern(pattern: str, value: str) -> tuple[str, str]:
    """(what is wrong, what to do) for text of the wrong form."""
    match pattern:
        case _ if r"\n" in pattern:
            return "this must be a single line without tabs", _SINGLE_LINE
        case _ if pattern.startswith("^[a-z0-9]"):
            help = "small letters, digits and single hyphens, such as 'another-colour'"
            return f"'{value[:48]}' is not an id", help
        case _ if pattern.startswith("^#"):
            return f"'{value[:20]}' is not a colour", 'six hexadecimal digits in quotes, such as "#2b7458"'
        case _ if pattern.startswith("^https"):
            return "this is not a web address", "it begins with https:// and holds no spaces"
        case _ if pattern.startswith(r"^10\."):
            return "this is not a DOI", "it looks like 10.1016/j.jesp.2022.104356, without https"
        case _ if pattern.startswith("^[a-z]{2,3}"):
            return (
                f"'{value[:20]}' is not the code of a language",
                "two or three letters, such as en, or pt-BR",
            )
    return f"'{value[:40]}' has the wrong form", ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _words_in(expected: str) -> list[str]:
    """pydantic's "'a', 'b' or 'c'" as words."""
    return expected.split("'")[1::2]


def _in_file(loc: Loc, data: Any) -> Loc:
    """`loc` without the parts that pydantic adds: the kind of a page, '[key]' for a key."""
    kept: list[str | int] = []
    inside_kind = False
    for part in loc:
        if isinstance(part, int):
            data = data[part] if isinstance(data, tuple) and part < len(data) else None
            inside_kind = False
        elif part == "[key]":
            continue
        elif isinstance(data, dict) and data.get("kind") == part and not inside_kind:
            inside_kind = True  # what follows may be a field of the same name
            continue
        else:
            data = data.get(part) if isinstance(data, dict) else None
        kept.append(part)
    return tuple(kept)


def _model_at(kind: Any, loc: Loc) -> type[BaseModel] | None:
    """The class of the fields at `loc` (with pydantic's names of kinds) inside `kind`, for hints."""
    choices = _models_in(kind)
    for part in loc:
        if isinstance(part, int):
            continue
        if len(choices) > 1:
            choices = [choice for choice in choices if _is_kind(choice, part)]
        elif choices:
            field = choices[0].model_fields.get(part)
            choices = _models_in(field.annotation) if field else []
    return choices[0] if len(choices) == 1 else None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models inside an annotation such as `tuple[Sign, ...]`, `Help | None` or a union of kinds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]


def _is_kind(model: type[BaseModel], name: str) -> bool:
    return "kind" in model.model_fields and get_args(model.model_fields["kind"].annotation) == (name,)
