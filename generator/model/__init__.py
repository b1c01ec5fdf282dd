"""What a deck is: frozen, strict data with no files, no YAML and no look.

Every class is one thing an author can write. The limits on lengths are editorial: they are
what fits a poker card at the smallest type we allow. The JSON Schemas beside the deck are
made from these classes, so a description here is what an editor shows.
"""

from generator.model.asks import Challenge, Companion, ask_file, companion_file
from generator.model.cards import CardSize, GuideBack, TypeRange
from generator.model.care import Help, Helpline, Helplines
from generator.model.deck import Deck
from generator.model.evidence import Claim, Reference
from generator.model.files import PARTS
from generator.model.geometry import DeckProduct, Geometry
from generator.model.imprint import Imprint, Setting, Tier
from generator.model.journal import Journal, JournalEdition, JournalSize, Tries
from generator.model.products import Tool
from generator.model.programmes import Day, Programme, Week, programme_file
from generator.model.sheets import Fold, Home, Machine, Marks, Paper, Sheet, Stock
from generator.model.shops import Shop, Table, Vendor
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
    "Fold",
    "Geometry",
    "GuideBack",
    "Help",
    "Helpline",
    "Helplines",
    "Home",
    "Imprint",
    "Journal",
    "JournalEdition",
    "JournalSize",
    "Machine",
    "Marks",
    "Paper",
    "Programme",
    "Reference",
    "Setting",
    "Sheet",
    "Shop",
    "Stock",
    "Strict",
    "Style",
    "Table",
    "Tier",
    "Tool",
    "Tries",
    "TypeRange",
    "Vendor",
    "Week",
    "Words",
    "ask_file",
    "companion_file",
    "programme_file",
]
