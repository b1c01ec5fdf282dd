"""The ring around a card, from the edge of the file to where text may begin: nothing but ground.

A cutter wanders. What lies in this ring must look the same wherever it cuts, so every colour at
the trim goes straight on, out to the edge of the file and in to where text may begin. Knows Pillow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops
from PIL.Image import Transpose

_NOTICED = 10  # of 255: a smaller difference comes from drawing the same thing in another place
_EDGES: dict[str, Transpose | None] = {
    "top": None,
    "bottom": Transpose.ROTATE_180,
    "left": Transpose.ROTATE_270,
    "right": Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Ring:
    """How wide the ring is: `bleed` outside the trim, `safe` inside (mm), drawn at `scale` pixels a mm."""

    bleed: float
    safe: float
    scale: float

    @property
    def trim(self) -> int:
        """The first line of pixels inside the trim, counted from the edge of the file."""
        return round(self.bleed * self.scale)

    @property
    def depth(self) -> int:
        """Lines of pixels from the edge of the file to where text may begin."""
        return int((self.bleed + self.safe) * self.scale)


@dataclass(frozen=True)
class Blemish:
    """What is wrong along one edge, in millimetres.

    `bare`: so far from the edge of the file the ground of the card is missing. `near`: so far from
    the cut stands something that is not ground.
    """

    edge: str
    bare: float | None = None
    near: float | None = None


def blemishes(image: Image.Image, ring: Ring) -> Iterator[Blemish]:
    """What a card of flat grounds has in its ring: at most two things at each edge."""
    for edge, strip in _strips(image, ring):
        if not _unlike(strip, _line(strip, 0)).getbbox():
            continue
        inside = strip.crop((0, ring.trim, strip.width, strip.height))
        inner = _unlike(inside, _line(inside, 0))
        busy = _columns(inner, strip.height)  # where the ring is not even inside the trim
        unlike_edge = ImageChops.darker(_unlike(strip, _line(strip, 0)), busy)
        if found := unlike_edge.getbbox():
            yield Blemish(edge, near=_mm(found[1] - ring.trim, ring))
        outside = strip.crop((0, 0, strip.width, ring.trim))
        outer = ImageChops.subtract(_unlike(outside, _line(inside, 0)), busy.crop((0, 0, *outside.size)))
        if found := outer.getbbox():
            yield Blemish(edge, bare=_mm(found[3], ring))


def pattern_blemishes(image: Image.Image, ground: Image.Image, ring: Ring) -> Iterator[Blemish]:
    """The same for a card that is patterned all over; `ground` is the card without its words.

    A pattern has few colours: none may turn up outside the trim alone.
    """
    trimmed = ground.crop((ring.trim, ring.trim, ground.width - ring.trim, ground.height - ring.trim))
    allowed = [(low - _NOTICED, high + _NOTICED) for low, high in _extremes(trimmed)]
    strange = [0 if low <= value <= high else 255 for low, high in allowed for value in range(256)]
    for (edge, strip), (_, bare) in zip(_strips(image, ring), _strips(ground, ring)):
        if found := _seen(ImageChops.difference(strip, bare)).getbbox():
            yield Blemish(edge, near=_mm(found[1] - ring.trim, ring))
        outside = bare.crop((0, 0, bare.width, ring.trim))
        if found := _any(outside.point(strange)).getbbox():
            yield Blemish(edge, bare=_mm(found[3], ring))


def _extremes(image: Image.Image) -> list[tuple[int, int]]:
    """The least and the most of red, green and blue that a picture has."""
    return [(values[0], values[-1]) for values in map(_values, image.split())]


def _values(band: Image.Image) -> list[int]:
    return [value for value, count in enumerate(band.histogram()) if count]


def _strips(image: Image.Image, ring: Ring) -> Iterator[tuple[str, Image.Image]]:
    """The four edges of the ring, each turned so that the edge of the file is its first line."""
    width, height, depth = *image.size, ring.depth
    boxes = {
        "top": (0, 0, width, depth),
        "bottom": (0, height - depth, width, height),
        "left": (0, 0, depth, height),
        "right": (width - depth, 0, width, height),
    }
    for edge, turn in _EDGES.items():
        strip = image.crop(boxes[edge])
        yield edge, strip if turn is None else strip.transpose(turn)


def _line(strip: Image.Image, number: int) -> Image.Image:
    return strip.crop((0, number, strip.width, number + 1))


def _unlike(strip: Image.Image, line: Image.Image) -> Image.Image:
    """White where a strip does not look like `line`, which goes all through it; else black."""
    return _seen(ImageChops.difference(strip, line.resize(strip.size, Image.Resampling.NEAREST)))


def _seen(difference: Image.Image) -> Image.Image:
    return _any(difference.point([255 if value > _NOTICED else 0 for value in range(256)] * 3))


def _any(image: Image.Image) -> Image.Image:
    """White where any of the three colours is."""
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _columns(mask: Image.Image, height: int) -> Image.Image:
    """A mask `height` lines high: white from top to bottom wherever a column has any white."""
    line = mask.reduce((1, mask.height)).point([0] + [255] * 255)
    return line.resize((mask.width, height), Image.Resampling.NEAREST)


def _mm(pixels: int, ring: Ring) -> float:
    return round(max(pixels, 0) / ring.scale, 2)
