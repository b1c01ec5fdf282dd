"""The model -> JSON Schemas for editors, and a blank ask to fill in."""

from __future__ import annotations

import json

from pydantic import BaseModel, TypeAdapter

from generator import model

_BY_PLACE: dict[str, tuple[type[BaseModel], set[str]]] = {
    "challenge": (model.Challenge, {"id", "tier"}),
    "companion": (model.Companion, {"id"}),
    "programme": (model.Programme, {"id"}),
}


def schemas() -> dict[str, str]:
    """{file name: JSON Schema} for every kind of file in a deck."""
    found = {}
    for name, (_, kind) in model.PARTS.items():
        found[f"{name.removesuffix('.yaml')}.schema.json"] = TypeAdapter(kind).json_schema()
    for name, (kind, by_place) in _BY_PLACE.items():
        schema = kind.model_json_schema()
        schema["properties"] = {
            key: value for key, value in schema["properties"].items() if key not in by_place
        }
        schema["required"] = [key for key in schema["required"] if key not in by_place]
        found[f"{name}.schema.json"] = schema
    return {
        name: json.dumps(_named(name, schema), indent=2, ensure_ascii=False) + "\n"
        for name, schema in found.items()
    }


def blank_ask(setting: str | None) -> str:
    """A file for a new ask: every field, with what belongs there. It is not valid until filled in."""
    lines = ["# yaml-language-server: $schema=../../challenge.schema.json"]
    for name, field in model.Challenge.model_fields.items():
        if name in ("id", "tier"):
            continue
        lines.append(f"# {field.description}")
        if name == "setting" and setting:
            lines.append(f"setting: {setting}")
        else:
            lines.append(f"{name}:" if field.is_required() else f"# {name}:")
    return "\n".join(lines) + "\n"


def _named(name: str, schema: dict[str, object]) -> dict[str, object]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **schema}
