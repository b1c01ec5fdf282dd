"""Files of the deck folder -> text, with every way in which that can go wrong."""

from __future__ import annotations

import os
from pathlib import Path

from generator.problems import Problem, Source

LARGEST = 1_000_000  # bytes; the longest real file of a deck is under 100,000


def read_text(root: Path, name: str) -> str | Problem:
    """The text of `root/name`, or the one problem that keeps us from reading it.

    `name` is relative to the deck folder. Files that lie outside the deck (by `..` or by a
    link), that are too large, or that are not UTF-8 are problems, never exceptions.
    """
    path = root / name
    shown = Source(shown_path(root, name))
    if not path.resolve().is_relative_to(root.resolve()):
        return Problem(shown, "", "this file lies outside the deck folder", "put a copy into the deck; links out of it are not followed")
    try:
        if not path.is_file():
            return Problem(shown, "", "this is not a file" if path.exists() else "this file is missing")
        size = path.stat().st_size
        if size > LARGEST:
            return Problem(shown, "", f"this file is {size:,} bytes; the most is {LARGEST:,}", "is this really a part of the deck?")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(shown, "", f"this file is not UTF-8 text (byte {error.start})", "save it as UTF-8 in your editor")
    except OSError as error:
        return Problem(shown, "", f"this file cannot be read: {error.strerror}")
    if not text.strip():
        return Problem(shown, "", "this file is empty")
    return text


def shown_path(root: Path, name: str) -> str:
    """The path as the author would type it from where they stand."""
    path = root / name
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
