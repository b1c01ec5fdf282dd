"""What earlier editions looked like: a fingerprint of every face, kept beside the deck."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator.cards import choose
from generator.model import Deck
from generator.problems import UsageError, must_be_known
from generator.write import write_file

_FOLDER = "editions"


def remember(deck_folder: Path, deck: Deck) -> Path:
    """Keep what the cards of this edition look like; return the file."""
    path = deck_folder / _FOLDER / f"{_file_name(deck.imprint.edition)}.json"
    said = {"edition": deck.imprint.edition, "faces": choose.fingerprints(deck)}
    write_file(path, (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode())
    return path


def remembered(deck_folder: Path, edition: str) -> dict[str, str]:
    """The fingerprints of an edition. Raises UsageError if it was not kept, or cannot be read."""
    kept = {path.stem: path for path in sorted((deck_folder / _FOLDER).glob("*.json"))}
    if not kept:
        raise UsageError("no edition is remembered yet; 'askanyway cards --remember' keeps this one")
    name = _file_name(edition)
    must_be_known("edition", name, kept)
    try:
        faces = json.loads(kept[name].read_text("utf-8"))["faces"]
        return {str(key): str(value) for key, value in faces.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UsageError(f"{kept[name]} is not as 'askanyway cards --remember' wrote it") from None


def _file_name(edition: str) -> str:
    """An edition's name as one that every system takes."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", edition).strip(".-") or "edition"
