"""What pydantic found -> what an author can mend, in the author's words."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from generator.load.parse import KEY, Parsed, field_name
from generator.problems import Loc, Problem, nearest

_QUOTES = 'put it in "quotes"'


def explain(error: ValidationError, parsed: Parsed, model: type[BaseModel] | None) -> list[Problem]:
    """Every finding of one file as a Problem with its place."""
    details = error.errors(include_url=False)
    locs = [tuple(detail["loc"]) for detail in details]

    def only_follows(detail: Any) -> bool:
        """A list whose items are wrong is also called too short: that says nothing new."""
        loc = tuple(detail["loc"])
        return detail["type"] == "too_short" and any(other[: len(loc)] == loc and other != loc for other in locs)

    return [_problem(detail, parsed, model) for detail in details if not only_follows(detail)]


def _problem(detail: Any, parsed: Parsed, model: type[BaseModel] | None) -> Problem:
    loc = _in_file(tuple(detail["loc"]), parsed.data)
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    place = parsed.source((*loc, KEY) if kind == "extra_forbidden" else loc)
    what, help = _words(kind, value, context, detail["msg"])
    if kind == "missing":
        help = f"add a line '{loc[-1]}: ...'"
    if kind == "extra_forbidden":
        help = nearest(str(loc[-1]), _fields(model, tuple(detail["loc"])[:-1]))
    return Problem(place, field_name(loc), what, help)


def _words(kind: str, value: Any, context: dict[str, Any], message: str) -> tuple[str, str]:
    """(what is wrong, what to do) for one kind of finding."""
    length = len(value) if isinstance(value, (str, tuple, list)) else 0
    match kind:
        case "missing":
            return "this field is missing", ""
        case "extra_forbidden":
            return "there is no field of this name", ""
        case "string_type":
            if value is None:
                return "this is empty; it must be text", "write the text, or take the line out"
            return f"this must be text, not {_kind_of(value)}", "" if isinstance(value, (dict, tuple)) else _QUOTES
        case "string_too_long":
            over = length - context["max_length"]
            return f"{length} characters; the most is {context['max_length']}", f"cut {over} {'character' if over == 1 else 'characters'}"
        case "string_too_short":
            return "this is empty; it must be text", "write the text, or take the line out"
        case "string_pattern_mismatch":
            return _pattern(context["pattern"], str(value))
        case "int_type" | "int_parsing" | "int_from_float":
            return f"this must be a whole number, not {_kind_of(value)}", ""
        case "float_type" | "float_parsing":
            return f"this must be a number, not {_kind_of(value)}", ""
        case "bool_type":
            return f"this must be true or false, not {_kind_of(value)}", ""
        case "tuple_type":
            return f"this must be a list, not {_kind_of(value)}", "write each item on its own line after '- ', or all in [brackets]"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"this must hold fields ('name: value'), not {_kind_of(value)}", ""
        case "too_short":
            return f"this list has {length} {_items(length)}; it needs at least {context['min_length']}", ""
        case "too_long":
            return f"this list has {length} {_items(length)}; the most is {context['max_length']}", ""
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            bound = next(iter(context.values()))
            rule = {"greater_than": "more than", "greater_than_equal": "at least", "less_than": "less than", "less_than_equal": "at most"}
            return f"{value} must be {rule[kind]} {bound:g}", ""
        case "literal_error":
            known = [name.strip(" '") for name in context["expected"].replace(" or ", ",").split(",")]
            return f"'{value}' is not one of the words that can stand here", nearest(str(value), known)
        case "union_tag_invalid":
            known = [name.strip(" '") for name in context["expected_tags"].split(",")]
            return f"there is no {context['discriminator'].strip(chr(39))} called '{context['tag']}'", nearest(context["tag"], known)
        case "union_tag_not_found":
            return f"the field {context['discriminator']} is missing", ""
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"this must be a date, not {_kind_of(value)}", "write it as 2026-11-21"
        case "value_error":
            return str(context.get("error", message)), ""
    return message[:1].lower() + message[1:], ""


def _pattern(pattern: str, value: str) -> tuple[str, str]:
    if "a-z0-9" in pattern and "#" not in pattern:
        return f"'{value[:48]}' is not an id", "small letters, digits and single hyphens, such as 'another-colour'"
    if "#" in pattern:
        return f"'{value[:20]}' is not a colour", "six hexadecimal digits in quotes, such as \"#2b7458\""
    if "https" in pattern:
        return "this is not a web address", "it begins with https:// and holds no spaces"
    if "10" in pattern:
        return "this is not a DOI", "it looks like 10.1016/j.jesp.2022.104356, without https"
    if r"\n" in pattern:
        return "this must be a single line without tabs", "use plain text or '>-' to fold lines"
    return f"'{value[:40]}' has the wrong form", ""


def _kind_of(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false (YAML reads a bare yes, no, on, off so)"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text '{value[:30]}'"
        case dict():
            return "a set of fields"
        case tuple() | list():
            return "a list"
    return f"a {type(value).__name__}"


def _items(count: int) -> str:
    return "item" if count == 1 else "items"


def _in_file(loc: Loc, data: Any) -> Loc:
    """`loc` without the parts that pydantic adds for the kinds of a union."""
    kept: list[str | int] = []
    for position, part in enumerate(loc):
        inside = isinstance(data, dict) and part in data or isinstance(data, (tuple, list)) and isinstance(part, int)
        if inside:
            data = data[part] if not isinstance(part, int) or part < len(data) else None
            kept.append(part)
        elif position == len(loc) - 1:
            is_kind = isinstance(data, dict) and data.get("kind") == part
            if not is_kind:
                kept.append(part)
    return tuple(kept)


def _fields(model: type[BaseModel] | None, loc: Loc) -> list[str]:
    """The fields that could stand at `loc` (with pydantic's names of kinds), for a hint."""
    choices = [model] if model else []
    for part in loc:
        if isinstance(part, int):
            continue
        inside = [_models_in(choice.model_fields[part].annotation) for choice in choices if part in choice.model_fields]
        choices = sum(inside, []) or [choice for choice in choices if _is_kind(choice, part)]
    return list(choices[0].model_fields) if len(choices) == 1 else []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models inside an annotation such as `tuple[Sign, ...]`, `Help | None` or a union of kinds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]


def _is_kind(model: type[BaseModel], name: str) -> bool:
    return "kind" in model.model_fields and get_args(model.model_fields["kind"].annotation) == (name,)
