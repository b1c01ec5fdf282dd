"""Card pages -> pictures of many cards for a virtual table, and a list of what lies where."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from PIL import Image

from generator.model import Deck, Table
from generator.shops.around import Draw, Pages, Write, titles
from generator.shops.faults import Fault, ShopError
from generator.shops.press import Extent, extents


def lay(table: Table, deck: Deck, pdf: bytes, pages: Pages, *, draw: Draw, write: Write) -> dict[str, bytes]:
    """The files for a virtual table by their names: fronts, backs (one picture if all are the same), JSON.

    Cards are as large as the longest edge of a picture allows, and cut at their trim. `draw` and
    `write` are `generator.picture.drawn` and `.png`. Raises ShopError if there are no cards.
    """
    if not pages:
        raise ShopError([Fault("", "there are no cards to lay out", "choose at least one")])
    width, height = _card(table, extents(pdf)[pages[0][1]])
    places = table.columns * table.rows - table.spare
    shared = len({back for _, _, back in pages}) == 1
    name = f"{deck.imprint.slug}-{table.id}"
    named = titles(deck)
    (back,) = draw(pdf, [pages[0][2]], width, 0.0)
    files: dict[str, bytes] = {f"{name}-back.png": write(back, None)} if shared else {}

    def picture(numbers: Sequence[int]) -> bytes:
        """Cards row by row; what stays empty is white, and the spare cells at the end show the back."""
        whole = Image.new("RGB", (table.columns * width, table.rows * height), "white")
        drawn = dict(enumerate(draw(pdf, numbers, width, 0.0)))
        drawn |= {places + extra: back for extra in range(table.spare)}
        for cell, image in drawn.items():
            whole.paste(image, (cell % table.columns * width, cell // table.columns * height))
        return write(whole, None)

    sheets = []
    for start in range(0, len(pages), places):
        lying = pages[start : start + places]
        number = start // places + 1
        fronts, backs = f"{name}-{number}-fronts.png", f"{name}-{number}-backs.png"
        files[fronts] = picture([front for _, front, _ in lying])
        if shared:
            backs = f"{name}-back.png"
        else:
            files[backs] = picture([back for _, _, back in lying])
        cards = [
            {
                "place": cell,
                "row": cell // table.columns,
                "column": cell % table.columns,
                "id": id,
                "name": named[id],
            }
            for cell, (id, _, _) in enumerate(lying)
        ]
        sheets.append({"fronts": fronts, "backs": backs, "cards": cards})
    data = {
        "title": deck.imprint.title,
        "edition": deck.imprint.edition,
        "language": deck.imprint.language,
        "columns": table.columns,
        "rows": table.rows,
        "card_width": width,
        "card_height": height,
        "one_back": shared,
        "spare": table.spare,
        "source": table.source,
        "checked": table.checked.isoformat(),
        "second_hand": table.second_hand,
        "sheets": sheets,
    }
    files[f"{name}.json"] = (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def _card(table: Table, card: Extent) -> tuple[int, int]:
    """The size of a card in pixels: as many as fit, and the picture no longer than it may be."""
    width = int(min(table.longest / table.columns, table.longest / table.rows * card.width / card.height))
    while (height := math.ceil(width / card.width * card.height)) * table.rows > table.longest:
        width -= 1
    return width, height
