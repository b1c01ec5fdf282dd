"""What a printer does wrong, kept by the printer's name in a small file of the user's own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_config_path

from generator.problems import UsageError, must_be_known
from generator.write import write_file


@dataclass(frozen=True)
class Correction:
    """How far backs are moved (mm, to the right and down) and turned (degrees, clockwise)."""

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0

    def __str__(self) -> str:
        return f"backs {self.right:+g} mm across, {self.down:+g} mm down, turned by {self.turn:g}°"


def memory() -> Path:
    """The file in which corrections are kept."""
    return user_config_path("askanyway", appauthor=False) / "printers.json"


def known(path: Path) -> dict[str, Correction]:
    """Every printer's correction by its name. Raises UsageError if the file is not as we wrote it."""
    if not path.exists():
        return {}
    try:
        said = json.loads(path.read_text("utf-8"))
        return {
            str(name): Correction(**{key: float(value) for key, value in numbers.items()})
            for name, numbers in said.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} cannot be read: {error}; mend or delete it") from None


def recalled(path: Path, name: str) -> Correction:
    """What is kept for one printer. Raises UsageError if nothing is."""
    printers = known(path)
    if not printers:
        raise UsageError(
            f"no printer is known yet; measure '{name}' with --calibrate, "
            "then name it together with --back-offset and --back-rotate"
        )
    must_be_known("printer", name, printers)
    return printers[name]


def kept(path: Path, name: str, correction: Correction) -> None:
    """Keep a correction for later."""
    printers = {**known(path), name: correction}
    said = {name: asdict(each) for name, each in sorted(printers.items())}
    write_file(path, (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode())
