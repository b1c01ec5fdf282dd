"""PDF page -> PNG picture. The only room that knows pypdfium2."""

from __future__ import annotations

import io

import pypdfium2


def picture(pdf: bytes, page: int, width: int) -> tuple[bytes, int, int]:
    """One page (counted from 0) as a PNG `width` pixels wide, with its width and height in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        image = sheet.render(scale=(width - 1e-3) / sheet.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    # A few dozen colours are enough for flat art and make the file a third as large.
    image = image.quantize(colors=64, dither=0)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue(), image.width, image.height
