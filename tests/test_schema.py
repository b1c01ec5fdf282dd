"""What generator.schema promises: editors know what a deck's files may hold, and a new ask says it too."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from json_schema import mistakes

from generator.load.parse import Parsed
from generator.model import PARTS, Challenge
from generator.schema import blank_ask, schemas

DECK = Path(__file__).resolve().parents[1] / "deck"
FILES = sorted(path.relative_to(DECK).as_posix() for path in DECK.rglob("*.yaml"))
NAMED = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
SCHEMAS = {name: json.loads(text) for name, text in schemas().items()}


def schema_of(file: str) -> str:
    """The name of the schema for a file of the deck."""
    folder = file.split("/")[0]
    kinds = {"challenges": "challenge", "companions": "companion", "programmes": "programme"}
    return f"{kinds.get(folder, Path(file).stem)}.schema.json"


def as_json(data: Any) -> Any:
    """Data as an editor sees it: dates are text, and there are only lists."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, tuple):
        return [as_json(item) for item in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def found(file: str, data: Any) -> list[str]:
    """What the schema of a file does not allow in some data."""
    schema = SCHEMAS[schema_of(file)]
    return list(mistakes(as_json(data), schema, schema))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schemas_in_the_deck_are_fresh(name: str) -> None:
    """The committed schema is what the model makes: after a change of the model, run `askanyway schema`."""
    assert (DECK / name).read_text("utf-8") == schemas()[name]


def test_no_schema_is_left_over() -> None:
    """A schema that is no longer made is not in the deck either."""
    assert {path.name for path in DECK.rglob("*.schema.json")} == set(SCHEMAS)


def test_every_kind_of_file_has_a_schema() -> None:
    """Each file of a deck has a schema: one a part, one for asks, companion cards and programmes each."""
    by_folder = ("challenges/a/b.yaml", "companions/c.yaml", "programmes/d.yaml")
    assert set(SCHEMAS) == {schema_of(name) for name in (*PARTS, *by_folder)}


@pytest.mark.parametrize("file", FILES)
def test_content_follows_its_schema(file: str) -> None:
    """What an editor checks with the schema holds for every file of the deck."""
    parsed = Parsed(file, (DECK / file).read_text("utf-8"))
    assert found(file, parsed.data) == []


@pytest.mark.parametrize("file", FILES)
def test_content_names_its_schema(file: str) -> None:
    """The first line of each file leads an editor to the schema of this kind of file."""
    named = NAMED.match((DECK / file).read_text("utf-8"))
    assert named, "the first line names no schema"
    target = (DECK / file).parent / named[1]
    assert target.resolve() == DECK / schema_of(file)


@pytest.mark.parametrize(
    ("file", "change", "mistake"),
    [
        ("challenges/a/b.yaml", {"title": "A title that is longer than a card"}, ".title: maxLength 24"),
        ("challenges/a/b.yaml", {"minutes": 0}, ".minutes: minimum 1"),
        ("challenges/a/b.yaml", {"ways": []}, ".ways: minItems 1"),
        ("challenges/a/b.yaml", {"setting": "The Shop"}, ".setting: pattern"),
        ("challenges/a/b.yaml", {"seting": "shop"}, ".seting: unknown"),
        ("challenges/a/b.yaml", {"tier": "bold"}, ".tier: unknown"),
        ("companions/b.yaml", {"look": "loud"}, ".look: not"),
        ("programmes/b.yaml", {"order": 0}, ".order: minimum 1"),
        ("programmes/b.yaml", {"weeks": []}, ".weeks: minItems 1"),
        ("helplines.yaml", {"everywhere_url": "findahelpline.com"}, ".everywhere_url: pattern"),
        ("journal.yaml", {"pages": [{"kind": "songs"}]}, ".pages[0]: 0 of the choices fit"),
        ("evidence.yaml", {"grades": {"certain": "We know."}}, ".grades.certain: not"),
    ],
)
def test_a_schema_sees_what_the_program_sees(file: str, change: dict[str, Any], mistake: str) -> None:
    """An editor marks the mistakes that `askanyway check` would find in one file."""
    example = next(name for name in FILES if schema_of(name) == schema_of(file))
    data = Parsed(example, (DECK / example).read_text("utf-8")).data
    assert any(said.startswith(mistake) for said in found(file, {**data, **change}))


def test_an_editor_can_say_what_every_field_of_an_ask_is_for() -> None:
    """Each field of an ask has a description, which editors show and `askanyway new` writes."""
    properties = SCHEMAS["challenge.schema.json"]["properties"]
    assert [name for name, field in properties.items() if not field.get("description")] == []


def test_place_is_not_asked_for() -> None:
    """A schema does not ask for the id and the tier, because the place of a file says them."""
    kinds = (("challenge", {"id", "tier"}), ("companion", {"id"}), ("programme", {"id"}))
    for kind, by_place in kinds:
        schema = SCHEMAS[f"{kind}.schema.json"]
        assert not by_place & {*schema["properties"], *schema["required"]}


def test_a_blank_ask_has_every_field() -> None:
    """A new ask shows all fields in their order: those that it needs, and the others as comments."""
    lines = blank_ask("shop").splitlines()
    fields = [name for name in Challenge.model_fields if name not in ("id", "tier")]
    assert [line.split(":")[0].removeprefix("# ") for line in lines[2::2]] == fields
    filled = yaml.safe_load(blank_ask("shop"))
    assert filled == {
        name: "shop" if name == "setting" else None
        for name, field in Challenge.model_fields.items()
        if field.is_required() and name not in ("id", "tier")
    }


def test_a_blank_ask_leads_to_its_schema() -> None:
    """The first line of a new ask names the schema from where the file will lie."""
    named = NAMED.match(blank_ask(None))
    assert named
    assert (DECK / "challenges/bold" / named[1]).resolve() == DECK / "challenge.schema.json"
