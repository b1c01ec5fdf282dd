"""What generator.rules.tools promises: leaves besides the cards are made of what there is."""

from __future__ import annotations

from typing import Any

import builders
import pytest
from pydantic import ValidationError

from generator.model import Deck, Tool
from generator.rules import tools

REAL = builders.real_deck().deck
BOX = next(tool for tool in REAL.geometry.tools if tool.kind == "box")


def deck_with(**geometry: Any) -> Deck:
    """The real deck with some parts of print.yaml replaced."""
    return builders.changed(REAL, geometry=builders.changed(REAL.geometry, **geometry))


def found(deck: Deck) -> list[str]:
    """What is wrong with the tools of a deck."""
    return [f"{problem.field}: {problem.what}" for problem in tools.problems(deck, builders.places(deck))]


def test_the_real_tools_are_right() -> None:
    """The deck's own test sheets and boxes have all they need."""
    assert found(REAL) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"paper": "a5"}, "tools[1].paper: no paper is called 'a5'"),
        ({"card": "pokr"}, "tools[1].card: no card is called 'pokr'"),
        ({"weight": 600}, "tools[1].weight: how thick such paper is, nobody has told"),
    ],
)
def test_what_a_tool_lacks_is_said(changes: dict[str, Any], said: str) -> None:
    """A paper, a card or a weight that is not there is named at its place."""
    assert found(deck_with(tools=(builders.changed(BOX, **changes),))) == [said]


def test_a_box_needs_its_measures() -> None:
    """Without the section on boxes, none can be offered."""
    assert found(deck_with(tools=(BOX,), box=None)) == [
        "tools[1]: a box needs 'box', which says how it is made"
    ]


def test_common_weights_are_known() -> None:
    """The guide's table has no weight of which nobody knows how thick it is."""
    box = builders.changed(REAL.geometry.box, common=(160, 500))
    assert found(deck_with(tools=(), box=box)) == ["box.common[2]: how thick such paper is, nobody has told"]


@pytest.mark.parametrize("changes", [{"card": None}, {"weight": None}, {"kind": "calibration"}])
def test_a_box_has_a_size_and_a_test_sheet_has_none(changes: dict[str, Any]) -> None:
    """A box without card or weight, or a test sheet with them, is refused."""
    with pytest.raises(ValidationError, match="a box has a card and a weight"):
        Tool(**{**BOX.model_dump(), **changes})
