"""What a print shop would send back: said before anything is handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with a card (its id), or with a file as a whole (an empty id)."""

    card: str
    what: str
    help: str = ""

    def __str__(self) -> str:
        said = f"{self.card}: {self.what}" if self.card else self.what
        return f"{said}\n    help: {self.help}" if self.help else said


class ShopError(Exception):
    """All that is wrong with the files for one shop."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))
