"""Colours of a screen -> four inks.

The colours that cover much of a card are mixed in print.yaml. All others follow a fixed rule, which
knows nothing of what inks look like on paper: what red, green and blue have in common is printed in
black, the rest in the two inks that are left (full grey component replacement); if all inks together
are more than a press can dry, the coloured ones give way. Text that is nearly grey is printed in
black alone, because three inks under small letters never lie exactly on each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.shops import Process

Inks = tuple[float, float, float, float]  # cyan, magenta, yellow, black, each from 0 to 1
_DIGITS = 3
_LIGHTEST = 0.05  # of black: less is no letter but a grey veil


def inks(colour: Sequence[float], process: Process, *, text: bool) -> Inks:
    """The inks for red, green and blue, each from 0 to 1."""
    most, least = max(colour), min(colour)
    black = 1 - most
    if text and most - least <= process.grey:
        black = 1.0 if black >= process.black else black
        return (0.0, 0.0, 0.0, 0.0 if black < _LIGHTEST else round(black, _DIGITS))
    hexadecimal = "#" + "".join(f"{round(255 * part):02x}" for part in colour)
    for mixture in process.mixtures:
        if mixture.colour == hexadecimal:
            cyan, magenta, yellow, black = (round(part / 100, _DIGITS) for part in mixture.inks)
            return (cyan, magenta, yellow, black)
    if black >= 1:
        return (0.0, 0.0, 0.0, 1.0)
    coloured = [(most - part) / most for part in colour]
    room = process.most_ink / 100 - black
    share = min(1.0, room / sum(coloured)) if any(coloured) else 1.0
    cyan, magenta, yellow = (round(part * share, _DIGITS) for part in coloured)
    return (cyan, magenta, yellow, round(black, _DIGITS))


def coverage(colour: Sequence[float]) -> float:
    """All inks together, in percent."""
    return round(100 * sum(colour), 1)
