"""A JSON Schema validator for what our schemas use, so that the tests need no further package.

A keyword that it does not know raises: then our schemas have grown, and this has to grow with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description", "default", "discriminator"}
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
_CHECKS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "minLength": ("string", lambda value, bound: len(value) >= bound),
    "maxLength": ("string", lambda value, bound: len(value) <= bound),
    "pattern": ("string", lambda value, pattern: bool(re.search(pattern, value))),
    "format": (
        "string",
        lambda value, form: form == "date" and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)),
    ),
    "minimum": ("number", lambda value, bound: value >= bound),
    "maximum": ("number", lambda value, bound: value <= bound),
    "exclusiveMaximum": ("number", lambda value, bound: value < bound),
    "exclusiveMinimum": ("number", lambda value, bound: value > bound),
    "minItems": ("array", lambda value, bound: len(value) >= bound),
    "maxItems": ("array", lambda value, bound: len(value) <= bound),
    "required": ("object", lambda value, names: set(names) <= set(value)),
}


def mistakes(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "") -> Iterator[str]:
    """Every place of `value` that `schema` does not allow; `root` is the schema's whole file."""
    for keyword, rule in schema.items():
        if keyword in _SAYS_NOTHING:
            continue
        if keyword in _CHECKS:
            kind, allows = _CHECKS[keyword]
            if _TYPES[kind](value) and not allows(value, rule):
                yield f"{where}: {keyword} {rule}"
        else:
            yield from _KEYWORDS[keyword](value, rule, schema, root, where)


Keyword = Callable[[Any, Any, dict[str, Any], dict[str, Any], str], Iterator[str]]


def _ref(value: Any, rule: str, _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    assert rule.startswith("#/$defs/")
    yield from mistakes(value, root["$defs"][rule.removeprefix("#/$defs/")], root, where)


def _type(value: Any, rule: str, *rest: Any) -> Iterator[str]:
    if not _TYPES[rule](value):
        yield f"{rest[-1]}: not of the type {rule}"


def _equals(value: Any, rule: Any, *rest: Any) -> Iterator[str]:
    if value not in (rule if isinstance(rule, list) else [rule]):
        yield f"{rest[-1]}: not {rule}"


def _any_of(value: Any, rules: list[Any], _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    found = [list(mistakes(value, rule, root, where)) for rule in rules]
    if all(found):
        yield from min(found, key=len)


def _one_of(value: Any, rules: list[Any], _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    found = [list(mistakes(value, rule, root, where)) for rule in rules]
    if found.count([]) != 1:
        yield from [f"{where}: {found.count([])} of the choices fit", *min(found, key=len)]


def _properties(value: Any, rules: Any, _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    for name, rule in rules.items():
        if isinstance(value, dict) and name in value:
            yield from mistakes(value[name], rule, root, f"{where}.{name}")


def _additional(value: Any, rule: Any, schema: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    for name in set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else ():
        if rule is False:
            yield f"{where}.{name}: unknown"
        else:
            yield from mistakes(value[name], rule, root, f"{where}.{name}")


def _names(value: Any, rule: Any, _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    for name in value:
        yield from mistakes(name, rule, root, f"{where}.{name}")


def _prefix(value: Any, rules: list[Any], _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    for index, (item, rule) in enumerate(zip(value, rules, strict=False)):
        yield from mistakes(item, rule, root, f"{where}[{index}]")


def _items(value: Any, rule: Any, _: object, root: dict[str, Any], where: str) -> Iterator[str]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from mistakes(item, rule, root, f"{where}[{index}]")


_KEYWORDS: dict[str, Keyword] = {
    "$ref": _ref,
    "type": _type,
    "const": _equals,
    "enum": _equals,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "prefixItems": _prefix,
    "items": _items,
}
