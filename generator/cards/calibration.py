"""Deck -> HTML: a sheet of two sides that shows by how much a printer misplaces backs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from jinja2 import Environment

from generator.model import Deck, Home, Paper


def document(deck: Deck, env: Environment, paper: Paper, fonts: Mapping[int, str]) -> str:
    """Front and back of the calibration sheet for one paper, to be turned over its long edge.

    On the front, scales count to the right and upwards: where the lines of the back show through,
    they say how far the backs have to be moved to the right and down as one looks at a back, which
    is what `impose` takes. Raises ValueError if the deck has no `home` in print.yaml.
    """
    if not (home := deck.geometry.home):
        raise ValueError("print.yaml has no 'home'")
    return env.get_template("cards/calibration.html").render(
        deck=deck,
        labels=deck.labels,
        paper=paper,
        home=home,
        crosses=[
            (paper.width / 2, home.crosses.inset),
            (paper.width / 2, paper.height - home.crosses.inset),
        ],
        degrees=degrees(home, paper),
        fonts=fonts,
    )


def degrees(home: Home, paper: Paper) -> float:
    """By how much a back is turned for each millimetre between what the two crosses say of x."""
    return math.degrees(math.atan(1 / (paper.height - 2 * home.crosses.inset)))
