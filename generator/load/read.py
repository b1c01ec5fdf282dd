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

    def problem(what: str, help: str = "") -> Problem:
        return Problem(Source(shown_path(root, name)), "", what, help)

    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        return problem("this file lies outside the deck folder", "put a copy of it into the deck")
    try:
        if not path.exists():
            if path.is_symlink():
                return problem("this link leads nowhere", "put the file itself here")
            return problem("this file is missing", "put it back, or copy one from another deck")
        if path.is_dir():
            return problem("this is a folder, not a file", "rename it, or take it out of the deck")
        if not path.is_file():
            return problem("this is not a file")
        if (size := path.stat().st_size) > LARGEST:
            what = f"this file has {size:,} bytes; the most is {LARGEST:,}"
            return problem(what, "is this really a part of the deck?")
        content = path.read_bytes()
    except OSError as error:
        return problem(f"this file cannot be read: {error.strerror}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return problem(
            f"this file is not UTF-8 text (the first wrong byte is in line {line})", "save it as UTF-8"
        )
    if not text.strip():
        return problem("this file is empty")
    return text


def shown_path(root: Path, name: str) -> str:
    """The path as the author would type it from where they stand."""
    path = root / name
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
