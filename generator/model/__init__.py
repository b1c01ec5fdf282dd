"""What a deck is: frozen, strict data with no files, no YAML and no look.

Every class is one thing an author can write. The limits on lengths are editorial: they are
what fits a poker card at the smallest type we allow. The JSON Schemas beside the deck are
made from these classes, so a description here is what an editor shows.
"""

from generator.model.asks import Challenge, Companion, ask_file, companion_file
from generator.model.care import Help, Helpline, Helplines
from generator.model.deck import Deck
from generator.model.evidence import Claim, Reference
from generator.model.files import PARTS
from generator.model.geometry import CardSize, DeckProduct, Geometry, Marks, Paper, Sheet, TypeRange
from generator.model.imprint import Imprint, Setting, Tier
from generator.model.journal import Journal, JournalEdition, JournalSize, Tries
from generator.model.programmes import Day, Programme, Week, programme_file
from generator.model.style import Avoided, Style
from generator.model.text import CITATION, Strict, Words

__all__ = [
    "CITATION",
    "PARTS",
    "Avoided",
    "CardSize",
    "Challenge",
    "Claim",
    "Companion",
    "Day",
    "Deck",
    "DeckProduct",
    "Geometry",
    "Help",
    "Helpline",
    "Helplines",
    "Imprint",
    "Journal",
    "JournalEdition",
    "JournalSize",
    "Marks",
    "Paper",
    "Programme",
    "Reference",
    "Setting",
    "Sheet",
    "Strict",
    "Style",
    "Tier",
    "Tries",
    "TypeRange",
    "Week",
    "Words",
    "ask_file",
    "companion_file",
    "programme_file",
]
