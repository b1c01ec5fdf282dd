"""What must hold across files. Asked only when every file is clean by itself.

`problems` are mistakes and stop a build. `warnings` are things that grow old or want a second
look; a release treats them as mistakes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from generator.model import Deck
from generator.problems import Places, Problem
from generator.rules import care, claims, guide, names, printing, programmes, shops, tools, wording

BLANKS = {  # filled in by templates
    "this_line_measures": ("{mm}",),
    "sheet_of": ("{sheet}", "{sheets}"),
    "box_holds": ("{cards}", "{weight}"),
    "box_several": ("{boxes}",),
    "calibration_turn": ("{degrees}",),
    "shop_checked": ("{date}",),
    "shop_second_hand": ("{date}",),
}


def problems(deck: Deck, places: Places) -> list[Problem]:
    """Every mistake that shows only when the files are read together."""
    return [
        *names.problems(deck, places),
        *claims.problems(deck, places),
        *care.problems(deck, places),
        *printing.problems(deck, places),
        *shops.problems(deck, places),
        *tools.problems(deck, places),
        *programmes.problems(deck, places),
        *wording.problems(deck, places),
    ]


def labels(deck: Deck, places: Places, used: Iterable[str]) -> list[Problem]:
    """Every label that is `used` and missing, and the word for every grade."""
    place = places.file("labels.yaml")
    needed = {*used, *(f"grade_{claim.grade}" for claim in deck.evidence.claims)}
    missing = [
        Problem(place, name, "this label is missing", f"add a line '{name}: ...'")
        for name in sorted(needed - deck.labels.keys())
    ]
    blanks = [
        places.problem(
            "labels.yaml", (name,), f"this label has no {blank}", f"write {blank} where the number goes"
        )
        for name, wanted in BLANKS.items()
        for blank in wanted
        if name in deck.labels and blank not in deck.labels[name]
    ]
    return missing + blanks


def warnings(deck: Deck, places: Places, today: datetime.date, pages: Mapping[str, str]) -> list[Problem]:
    """What was right once and may not be any more, and what needs a second look.

    `pages` are the guide's hand-written pages: {name below docs: text of the file}.
    """
    return [*care.stale(deck, places, today), *guide.warnings(deck, places, pages)]
