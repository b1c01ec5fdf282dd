"""Which file of a deck folder holds which part of the deck."""

from __future__ import annotations

from typing import Any

from generator.model.care import Ethics, Help, Helplines
from generator.model.evidence import Evidence
from generator.model.geometry import Geometry
from generator.model.imprint import Filters, Imprint, Setting, Tier
from generator.model.journal import Journal
from generator.model.protocol import Protocol
from generator.model.style import Style
from generator.model.text import Some, Words

# {file name: (field of Deck, what the file holds)}. Asks and companion cards have a file each.
PARTS: dict[str, tuple[str, Any]] = {
    "deck.yaml": ("imprint", Imprint),
    "labels.yaml": ("labels", dict[str, Words]),
    "tiers.yaml": ("tiers", Some[Tier]),
    "settings.yaml": ("settings", Some[Setting]),
    "filters.yaml": ("filters", Filters),
    "ethics.yaml": ("ethics", Ethics),
    "help.yaml": ("help", Help),
    "helplines.yaml": ("helplines", Helplines),
    "evidence.yaml": ("evidence", Evidence),
    "protocol.yaml": ("protocol", Protocol),
    "journal.yaml": ("journal", Journal),
    "print.yaml": ("geometry", Geometry),
    "style.yaml": ("style", Style),
}
