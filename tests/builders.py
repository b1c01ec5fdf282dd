"""Small valid pieces of a deck, each with as few words as the model allows.

They come from tests/deck, which is also the base of the broken decks. Change what a test is
about and leave the rest: `challenge(ask="Ask for a chair.")`.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from generator.load import Loaded, load
from generator.model import (
    PARTS,
    CardSize,
    Challenge,
    Claim,
    Companion,
    Deck,
    Helpline,
    Paper,
    Programme,
    Reference,
    Setting,
    Sheet,
    Strict,
    Tier,
    ask_file,
    companion_file,
    programme_file,
)
from generator.problems import Places

REPOSITORY = Path(__file__).resolve().parents[1]
Model = TypeVar("Model", bound=Strict)


def changed(thing: Model, **changes: Any) -> Model:
    """The same thing with some fields replaced, checked anew, nothing remembered of the old ones."""
    fields = {name: getattr(thing, name) for name in type(thing).model_fields}
    return type(thing)(**{**fields, **changes})


def write_small_deck(folder: Path) -> Path:
    """Copy tests/deck to a new `folder`, with the real deck's labels: the templates need them all."""
    shutil.copytree(Path(__file__).parent / "deck", folder)
    shutil.copy(REPOSITORY / "deck/labels.yaml", folder)
    return folder


@cache
def small_deck() -> Loaded:
    """The small deck: two tiers, two settings, two asks, two companion cards, a programme."""
    with tempfile.TemporaryDirectory() as folder:
        return load(write_small_deck(Path(folder) / "deck"))


@cache
def real_deck() -> Loaded:
    """The deck of this repository."""
    return load(REPOSITORY / "deck")


def deck(**changes: Any) -> Deck:
    """The small deck with some parts replaced; with other asks, it has no programme either."""
    if "challenges" in changes:
        changes.setdefault("programmes", ())
    return changed(small_deck().deck, **changes)


def challenge(**changes: Any) -> Challenge:
    """An ask in the tier `first-steps` and the setting `home`."""
    return changed(small_deck().deck.challenges[0], **changes)


def companion(**changes: Any) -> Companion:
    """A companion card of the common look; the stop card is `small_deck().deck.companions[0]`."""
    plain = {"id": "rest-day", "look": "companion", "writing_lines": 0}
    return changed(small_deck().deck.companions[1], **{**plain, **changes})


def programme(**changes: Any) -> Programme:
    """Two weeks: an ask, a task and a look back, then an ask and a look back."""
    return changed(small_deck().deck.programmes[0], **changes)


def tier(**changes: Any) -> Tier:
    """The lowest tier, `first-steps`."""
    return changed(small_deck().deck.tiers[0], **changes)


def setting(**changes: Any) -> Setting:
    """The setting `home`."""
    return changed(small_deck().deck.settings[0], **changes)


def claim(**changes: Any) -> Claim:
    """A supported claim that rests on one reference."""
    return changed(small_deck().deck.evidence.claims[0], **changes)


def reference(**changes: Any) -> Reference:
    """An article with a DOI."""
    return changed(small_deck().deck.evidence.references[0], **changes)


def helpline(**changes: Any) -> Helpline:
    """A helpline to call and to text, with a line on the stop card."""
    return changed(small_deck().deck.helplines.lines[0], **changes)


def paper(**changes: Any) -> Paper:
    """A4."""
    return changed(small_deck().deck.geometry.papers[0], **changes)


def card_size(**changes: Any) -> CardSize:
    """A poker card."""
    return changed(small_deck().deck.geometry.cards[0], **changes)


def sheet(**changes: Any) -> Sheet:
    """Nine poker cards on A4, both sides."""
    return changed(small_deck().deck.geometry.sheets[0], **changes)


def places(of: Deck) -> Places:
    """Where the parts of a deck that was never in files would stand: in their files, on no line."""
    dumped = of.model_dump()
    data = {name: dumped[field] for name, (field, _) in PARTS.items()}
    cards = zip(of.challenges, dumped["challenges"], strict=True)
    data |= {ask_file(ask): fields for ask, fields in cards}
    companions = zip(of.companions, dumped["companions"], strict=True)
    data |= {companion_file(card): fields for card, fields in companions}
    programmes = zip(of.programmes, dumped["programmes"], strict=True)
    data |= {programme_file(each): fields for each, fields in programmes}
    return Places(
        data=data, sources={name: {} for name in data}, shown={name: f"deck/{name}" for name in data}
    )
