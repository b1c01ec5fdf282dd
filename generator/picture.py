"""PDF page -> picture. The only room that knows pypdfium2."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator

import pypdfium2
from PIL import Image, ImageChops

_MM = 72 / 25.4  # PDF points in a millimetre
_INCH = 0.0254  # metres
_A_HAIR = 1e-3  # pixels: PDFium rounds up, and a whole number must stay what it is
_EFFORT = 3  # of zlib: more takes longer and saves next to nothing
_AS_ABOVE = b"\2"  # a line of a PNG that holds only how it differs from the line above


def picture(pdf: bytes, page: int, width: int) -> tuple[bytes, int, int]:
    """One page (counted from 0) as a PNG `width` pixels wide, with its width and height in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        image = sheet.render(scale=(width - _A_HAIR) / sheet.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    # A few dozen colours are enough for flat art and make the file a third as large.
    image = image.quantize(colors=64, dither=0)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue(), image.width, image.height


def drawn(pdf: bytes, pages: Iterable[int], width: int, bleed: float) -> Iterator[Image.Image]:
    """Each of `pages` (counted from 0) in RGB, `width` pixels wide.

    Drawn are the trim and `bleed` mm around it, so far as the page must reach; what it prints
    beyond is left out.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in pages:
            page = document[number]
            left, bottom, right, top = page.get_trimbox()
            around = bleed * _MM
            box = (left - around, bottom - around, right + around, top + around)
            page.set_mediabox(*box)
            page.set_cropbox(*box)
            image = page.render(scale=(width - _A_HAIR) / page.get_width()).to_pil()
            yield image if image.mode == "RGB" else image.convert("RGB")
            page.close()
    finally:
        document.close()


def png(image: Image.Image, dpi: int | None = None) -> bytes:
    """A picture in RGB as a PNG, with its size on paper if it has one.

    Every line is written as its difference from the one above, which suits flat art: half the time
    that Pillow takes to choose among five ways for each line (measured: 9 and 20 ms a card).
    """
    width, height = image.size
    above = Image.new("RGB", image.size)
    above.paste(image, (0, 1))
    differences = memoryview(ImageChops.subtract_modulo(image, above).tobytes())
    length = 3 * width
    lines = bytearray()
    for start in range(0, length * height, length):
        lines += _AS_ABOVE
        lines += differences[start : start + length]
    chunks = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    if dpi:
        chunks.append(_chunk(b"pHYs", struct.pack(">IIB", round(dpi / _INCH), round(dpi / _INCH), 1)))
    chunks += [_chunk(b"IDAT", zlib.compress(lines, _EFFORT)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    """One part of a PNG, with its length before and its checksum behind."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
