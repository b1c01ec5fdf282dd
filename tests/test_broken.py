"""Decks with a mistake, and exactly what `askanyway check` says about them.

Each folder of tests/broken holds case.yaml (what is changed in a copy of tests/deck) and
expected.txt (all that the command then says). To add one: write case.yaml, run
`pytest tests/test_broken.py --rewrite`, and read expected.txt as an author would: does it name the
place, the mistake and the way out?
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.parent.name for path in BROKEN.glob("*/case.yaml"))
LEAKS = ["Traceback", "pydantic", "tag:", "Error", "NoneType", "dict", "tuple", "scalar", "mapping", "node"]


def replace(deck: Path, file: str, changes: dict[str, str]) -> None:
    """Put new words in the place of old ones, which stand there once."""
    text = (deck / file).read_text("utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands in {file} {text.count(old)} times"
        text = text.replace(old, new)
    (deck / file).write_text(text, "utf-8")


def write(deck: Path, file: str, content: str | dict[str, Any]) -> None:
    """Write a whole file: as UTF-8, or in another `encoding`, or one text many `times`."""
    options: dict[str, Any] = content if isinstance(content, dict) else {"text": content}
    text = options["text"] * options.get("times", 1)
    (deck / file).parent.mkdir(parents=True, exist_ok=True)
    (deck / file).write_bytes(text.encode(options.get("encoding", "utf-8")))


def remove(deck: Path, file: str, _: None) -> None:
    """Take a file or a folder away; "." is the deck itself."""
    path = deck / file
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def move(deck: Path, file: str, target: str) -> None:
    """Give a file another name or place."""
    (deck / target).parent.mkdir(parents=True, exist_ok=True)
    (deck / file).rename(deck / target)


def copy(deck: Path, file: str, target: str) -> None:
    """Put the same file in a second place."""
    shutil.copy(deck / file, deck / target)


def link(deck: Path, file: str, target: str) -> None:
    """Put a symbolic link in the place of whatever is there."""
    (deck / file).unlink(missing_ok=True)
    (deck / file).symlink_to(target)


CHANGES: dict[str, Callable[[Path, str, Any], None]] = {
    change.__name__: change for change in (replace, write, remove, move, copy, link)
}


def lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a file unreadable, also for root, whom file permissions do not stop."""
    path.chmod(0)
    read_bytes = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self.resolve() == path.resolve():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", locked)


@pytest.mark.parametrize("name", CASES)
def test_a_broken_deck_is_explained(
    name: str,
    small_deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """A deck with a mistake gets exactly the words that are written down for it, and exit code 1."""
    case = yaml.safe_load((BROKEN / name / "case.yaml").read_text("utf-8"))
    assert case.pop("about"), "say in one sentence what is wrong"
    for file in case.pop("lock", ()):
        lock(small_deck / file, monkeypatch)
    for change, files in case.items():
        for file, details in files.items():
            CHANGES[change](small_deck, file, details)
    monkeypatch.chdir(small_deck.parent)

    code = main(["check"])

    said = capsys.readouterr()
    expected = BROKEN / name / "expected.txt"
    if request.config.getoption("--rewrite"):
        expected.write_text(said.err, "utf-8")
    assert said.err == expected.read_text("utf-8")
    assert said.out == ""
    assert code == 1


def test_the_base_of_the_broken_decks_is_whole(small_deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The deck that every case changes has no mistake of its own."""
    assert main(["check", "--deck", str(small_deck)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", CASES)
def test_no_message_speaks_of_the_machinery(name: str) -> None:
    """What an author reads names no class, library or data structure of the program."""
    said = (BROKEN / name / "expected.txt").read_text("utf-8")
    assert [leak for leak in LEAKS if leak in said] == []


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_placed_and_counted(name: str) -> None:
    """Every problem begins with its file, and the last line counts the problems."""
    *lines, last = (BROKEN / name / "expected.txt").read_text("utf-8").splitlines()
    problems = [line for line in lines if not line.startswith("    help: ")]
    assert problems
    assert [line for line in problems if not line.startswith("deck")] == []
    count = len(problems)
    assert last == f"{count} {'problem' if count == 1 else 'problems'}. Nothing was written."
