"""What generator.box promises: a box that holds the cards, closes, and fits its paper."""

from __future__ import annotations

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import box, fonts
from generator.model import CardSize, Paper
from generator.problems import MisfitError
from generator.templating import environment

DECK = builders.real_deck().deck
DATA = DECK.geometry.box
assert DATA is not None
POKER = next(card for card in DECK.geometry.cards if card.id == "poker")
WEIGHTS = [board.weight for board in DATA.boards]
papers = st.sampled_from(DECK.geometry.papers)
cards = st.sampled_from(DECK.geometry.cards)
weights = st.integers(min(WEIGHTS), max(WEIGHTS))


def length(net: box.Net, start: int, end: int) -> float:
    """Between two upright folds."""
    return net.columns[end] - net.columns[start]


@given(cards, papers, st.integers(1, 400), weights)
def test_a_box_fits_its_paper_and_holds_its_cards(
    card: CardSize, paper: Paper, count: int, weight: int
) -> None:
    """Whatever is cut lies where a printer reaches, and inside there is room for the stack."""
    if box.most(DATA, card, paper, weight) < 1:
        return
    net = box.net(DATA, card, paper, count, weight)
    assert {net.width, net.height} == {paper.width, paper.height}
    edge = DATA.printer_edge - 1e-6
    for x, y in net.outline:
        assert edge <= x <= net.width - edge
        assert edge <= y <= net.height - edge
    assert net.cards * net.boxes >= count
    assert net.inside[0] == pytest.approx(card.width + DATA.air)
    assert net.inside[1] == pytest.approx(card.height + DATA.air)
    assert net.depth >= net.cards * box.thickness(DATA, weight)


@given(cards, papers, st.integers(1, 400), weights)
def test_walls_meet_when_they_are_folded(card: CardSize, paper: Paper, count: int, weight: int) -> None:
    """Front and back are equally wide, so are the sides; lid and bottom are as deep as the sides."""
    if box.most(DATA, card, paper, weight) < 1:
        return
    net = box.net(DATA, card, paper, count, weight)
    assert length(net, 0, 1) == pytest.approx(length(net, 2, 3))
    assert length(net, 1, 2) == pytest.approx(length(net, 3, 4)) == pytest.approx(net.depth)
    upper, lower = net.rows
    assert lower - upper == pytest.approx(net.inside[1])
    lid = min(fold.y1 for fold in net.folds)
    assert upper - lid == pytest.approx(net.depth)
    assert max(y for x, y in net.outline if x == net.columns[0]) - lower == pytest.approx(net.depth)
    assert 2 * net.flap <= net.inside[0]


@given(cards, papers, weights)
def test_one_card_more_than_the_most_needs_another_box(card: CardSize, paper: Paper, weight: int) -> None:
    """`most` is the most: so many go into one box, and one more into two that are alike."""
    most = box.most(DATA, card, paper, weight)
    if most < 1:
        return
    assert box.net(DATA, card, paper, most, weight).boxes == 1
    assert box.net(DATA, card, paper, most + 1, weight).boxes == 2


def test_heavier_paper_is_thicker() -> None:
    """The table is climbed without a step back, and told weights are met exactly."""
    steps = [box.thickness(DATA, weight) for weight in range(min(WEIGHTS), max(WEIGHTS) + 1)]
    assert steps == sorted(steps)
    for board in DATA.boards:
        assert box.thickness(DATA, board.weight) == pytest.approx(board.thickness)


@pytest.mark.parametrize("weight", [min(WEIGHTS) - 1, max(WEIGHTS) + 1])
def test_a_weight_nobody_measured_is_refused(weight: int) -> None:
    """Beyond the table nothing is made up: the known weights are named."""
    with pytest.raises(MisfitError, match=f"known are {min(WEIGHTS)} to {max(WEIGHTS)}"):
        box.thickness(DATA, weight)


def test_paper_too_small_for_any_box_is_said() -> None:
    """A box for which there is no room at all names the cards and the paper."""
    tiny = builders.paper(id="tiny", label="A7", width=74, height=105)
    with pytest.raises(MisfitError, match=r"cards of 63\.5 × 88\.9 mm does not fit on A7"):
        box.net(DATA, POKER, tiny, 10, 200)


def test_the_page_says_what_the_box_holds() -> None:
    """The net is drawn on its paper, with the title, the number of cards, and when to print it twice."""
    env = environment(builders.REPOSITORY / "templates", builders.REPOSITORY / "docs")
    net = box.net(DATA, POKER, DECK.geometry.papers[0], 170, 300)
    html = box.document(DECK, env, net, POKER, fonts.addresses(), fonts.width)
    assert f"size: {net.width}mm {net.height}mm" in html
    assert DECK.labels["box_holds"].format(cards=net.cards, weight=300) in html
    assert net.boxes == 2
    assert DECK.labels["box_several"].format(boxes=2) in html
    assert html.count("<line ") == len(net.folds)
