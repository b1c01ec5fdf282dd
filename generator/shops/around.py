"""Every page of a file, looked at around the cut; and what is found there, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from generator.model import Challenge, Companion, Deck, Shop
from generator.shops import press
from generator.shops.faults import Fault
from generator.shops.ring import Ring, blemishes, pattern_blemishes

Draw = Callable[[bytes, Iterable[int], int, float], Iterator[Image.Image]]
Write = Callable[[Image.Image, int | None], bytes]
Pages = Sequence[tuple[str, int, int]]  # of each card: its id, and the pages of its front and its back

FRONT, BACK = "front", "back"  # words in the names of files, and in faults
_FINE = 6  # pixels in a millimetre: how large a page of a PDF is drawn to look at


@dataclass(frozen=True)
class Face:
    """One side of a card: the card's id, which side, and its page, which may be patterned all over."""

    card: str
    side: str
    page: int
    patterned: bool


def titles(deck: Deck) -> dict[str, str]:
    """The title of every card by the card's id."""
    cards: list[Challenge | Companion] = [*deck.companions, *deck.challenges]
    return {card.id: card.title for card in cards}


def pages_faults(shop: Shop, pdf: bytes, faces: Sequence[Face], draw: Draw) -> Iterator[Fault]:
    """What pages of a PDF, all of one size, have around the cut that does not belong there."""
    width = press.extents(pdf)[0].width + 2 * shop.bleed
    images = draw(pdf, [face.page for face in faces], round(width * _FINE), shop.bleed)
    for face, image in zip(faces, images):
        yield from picture_faults(shop, pdf, face, image, image.width / width, draw)


def picture_faults(
    shop: Shop, pdf: bytes, face: Face, image: Image.Image, scale: float, draw: Draw
) -> Iterator[Fault]:
    """The same for one page that is drawn already, with its bleed, at `scale` pixels a millimetre."""
    ring = Ring(shop.bleed, shop.safe, scale)
    if face.patterned:
        (ground,) = draw(press.without_words(pdf, face.page), [0], image.width, shop.bleed)
        found = pattern_blemishes(image, ground, ring)
    else:
        found = blemishes(image, ring)
    for blemish in found:
        if blemish.near is not None:
            what = (
                f"on the {face.side} something stands {blemish.near:.2f} mm from the cut at the "
                f"{blemish.edge}, where {shop.safe:g} mm must stay free"
            )
            yield Fault(face.card, what, "move it inwards, or let it run on as ground to the edge")
        if blemish.bare is not None:
            what = (
                f"on the {face.side} the ground ends {blemish.bare:.2f} mm before the edge of the file "
                f"at the {blemish.edge}"
            )
            yield Fault(face.card, what, f"let it run {shop.bleed:g} mm beyond the cut")
