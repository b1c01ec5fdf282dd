"""The same cards on the same sheets, set by other programs: for `make bench` alone.

`python scripts/bench/rivals.py typst|chromium DECK CARDS OUT` reads and checks the deck as
`askanyway cards` does, has the faces set by the other program, and lays them on sheets with our own
imposition. Neither has our marks, ruler and backs that bleed further; Typst looks for the largest type
that fits, as we do; Chromium prints our own HTML at the first size and looks for nothing.
`... faces DECK CARDS OUT` keeps our own faces for `... impose DECK CARDS FACES`, which says what
imposing alone takes.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

from generator import fonts
from generator.build import HAND_WRITTEN, TEMPLATES, without_mistakes
from generator.build.cache import Cache
from generator.build.faces import Faces
from generator.build.printing import Workshop
from generator.cards import faces, sheets
from generator.impose import impose
from generator.load import Loaded
from generator.model import Challenge
from generator.templating import environment

HERE = Path(__file__).resolve().parent
MM = 72 / 25.4
_CHILDREN_OF_CHILDREN_ARE_OURS = 36  # prctl(2), PR_SET_CHILD_SUBREAPER: so that their time is counted


def main() -> None:
    """Do what the command line says."""
    what, deck, cards, path = sys.argv[1:]
    loaded = without_mistakes(Path(deck))
    with tempfile.TemporaryDirectory() as folder:
        kept = Cache(Path(folder), "bench")
        env = environment(TEMPLATES, HAND_WRITTEN)
        workshop = Workshop(loaded.deck, loaded.places, env, [TEMPLATES], kept)
        fronts = faces.keys(loaded.deck)[: int(cards)]
        ours = workshop.faces(loaded.deck.geometry.cards[0], "full", "pattern", fronts)
        if what == "faces":
            Path(path).write_bytes(workshop.pages(ours, "bench"))
        elif what == "impose":
            started = time.process_time()
            _on_sheets(loaded, ours, fronts, Path(path).read_bytes())
            print(time.process_time() - started)
        else:
            pages = {"typst": _typst, "chromium": _chromium}[what](loaded, ours, Path(folder))
            Path(path).write_bytes(_on_sheets(loaded, ours, fronts, _at_trim(pages, ours.size.bleed)))


def _typst(loaded: Loaded, ours: Faces, folder: Path) -> bytes:
    import typst  # not one of our packages: whoever wants this row installs it

    deck = loaded.deck
    cards = {card.id: card for card in (*deck.companions, *deck.challenges)}
    said = []
    for key in ours.keys:
        card = cards.get(key)
        if card is None:
            said.append({"kind": "back"})
        elif isinstance(card, Challenge):
            texts = {"ask": card.ask, "words": card.words, "smaller": card.smaller}
            said.append({"kind": "ask", "tier": card.tier, "setting": card.setting, **texts})
        else:
            lines = [*card.lines, *([""] * card.writing_lines)]
            said.append({"kind": card.look, "name": card.title, "ask": card.lead, "lines": lines})
    data = {
        "cards": said,
        "labels": deck.labels,
        "title": deck.imprint.title.lower(),
        "size": json.loads(ours.size.model_dump_json()),
        "tiers": {
            tier.id: {"label": tier.label, "colour": tier.colour, "mark": tier.mark} for tier in deck.tiers
        },
        "settings": {
            place.id: {"label": place.label, "icon": deck.icons[place.id]} for place in deck.settings
        },
    }
    (folder / "cards.json").write_text(json.dumps(data), "utf-8")
    shutil.copy(HERE / "cards.typ", folder)
    made: bytes = typst.compile(folder / "cards.typ", font_paths=[fonts.FOLDER], ignore_system_fonts=True)
    return made


def _chromium(loaded: Loaded, ours: Faces, folder: Path) -> bytes:
    size = ours.size
    width, height = size.width + 2 * size.bleed, size.height + 2 * size.bleed
    page = f"@page {{ size: {width}mm {height}mm !important; margin: {size.bleed}mm !important; }}"
    html = ours.html_of([(key, 0) for key in ours.keys])
    source, target = folder / "cards.html", folder / "cards.pdf"
    source.write_text(html.replace("</head>", f"<style>{ours.style}{page}</style></head>"), "utf-8")
    ctypes.CDLL(None).prctl(_CHILDREN_OF_CHILDREN_ARE_OURS, 1, 0, 0, 0)
    command = [os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    subprocess.run([*command, source.as_uri()], check=True, capture_output=True)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return target.read_bytes()


def _at_trim(pages: bytes, bleed: float) -> bytes:
    """The same pages with their trim's corner at the origin, as our own have it."""
    away = bleed * MM
    with pikepdf.open(io.BytesIO(pages)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            page.contents_add(f"1 0 0 1 {-away:.3f} {-away:.3f} cm\n".encode(), prepend=True)
            page.mediabox = [left - away, bottom - away, right - away, top - away]
            page.cropbox = page.mediabox
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def _on_sheets(loaded: Loaded, ours: Faces, fronts: list[str], pages: bytes) -> bytes:
    deck = loaded.deck
    grid = sheets.grid(deck, sheets.sheet_for(deck, card=ours.size.id))
    pairs = [(ours.front_of(key), ours.back_of(key)) for key in fronts]
    sides = sheets.sides(grid, [front for front, _ in pairs], [back for _, back in pairs])
    size = grid.paper.width, grid.paper.height
    with pikepdf.new() as empty:
        for _ in sides:
            empty.add_blank_page(page_size=(size[0] * MM, size[1] * MM))
            empty.pages[-1].Resources = pikepdf.Dictionary()
        blank = io.BytesIO()
        empty.save(blank)
    return impose(pages, blank.getvalue(), sides, size, title="bench", language="en", flip="long-edge")


if __name__ == "__main__":
    main()
