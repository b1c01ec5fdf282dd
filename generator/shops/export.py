"""Card pages -> the files for one shop: pictures in a ZIP file, or a PDF, with a list of what is in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from jinja2 import Environment
from PIL import Image

from generator.model import CardSize, Deck, Shop
from generator.shops import look, press
from generator.shops.around import BACK, FRONT, Draw, Face, Pages, Write, pages_faults, picture_faults, titles
from generator.shops.faults import Fault, ShopError

T = TypeVar("T")
_INCH = 25.4
_EXACT = 0.01  # millimetres
_CLOSE = 0.01  # dots per inch: a PNG counts in whole dots a metre


def card_size(size: CardSize, shop: Shop) -> CardSize:
    """The size in which a shop's cards are set: with its bleed, and nothing too near to the cut."""
    changes = {"bleed": max(size.bleed, shop.bleed), "safe": max(size.safe, shop.safe)}
    if (beyond := getattr(size, "back_bleed", None)) is not None:
        changes["back_bleed"] = max(beyond, changes["bleed"])
    return size.model_copy(update=changes)


def export(
    shop: Shop,
    deck: Deck,
    pdf: bytes,
    pages: Pages,
    *,
    env: Environment,
    draw: Draw,
    write: Write,
    patterned: Collection[int] = (),
) -> dict[str, bytes]:
    """The files for a shop by their names. Raises ShopError with all that the shop would refuse.

    `pdf` has a page for each face, with at least the shop's bleed (see `card_size`), counted from 0;
    `pages` says which of them are a card's front and back, in the order of printing, a card twice if
    there are two of it. `patterned` are pages with a pattern all over, in which only words can be too
    near to the cut. `draw` and `write` are `generator.picture.drawn` and `.png`.
    """
    if not pages:
        raise ShopError([Fault("", "there are no cards to print", "choose at least one")])
    if found := list(_unsuitable(shop, deck, press.extents(pdf), pages)):
        raise ShopError(found)
    name = f"{deck.imprint.slug}-{shop.id}"
    if shop.pictures:
        pictures, found = _pictures(shop, pdf, pages, draw, write, patterned)
        if found:
            raise ShopError(found)
        listed = [(file, card, side) for file, (card, side, _) in pictures.items()]
        lists = _lists(shop, deck, env, listed, len(pages))
        contents = {file: content for file, (_, _, content) in pictures.items()}
        return {f"{name}.zip": _zipped({**contents, **lists}, deck)}

    order = [page for _, front, back in pages for page in _turned(shop, front, back)]
    names = [(card, side) for card, _, _ in pages for side in _turned(shop, FRONT, BACK)]
    imprint = deck.imprint
    made = press.bound(
        pdf,
        order,
        shop.bleed,
        shop.process,
        title=f"{imprint.title} {imprint.edition}",
        creator=imprint.title,
        language=imprint.language,
        date=imprint.edition_date,
    )
    first = {page: place for place, page in reversed(list(enumerate(order)))}
    faces = [Face(*names[place], place, page in patterned) for page, place in first.items()]
    found = [*look.faults(made, shop, order, names), *pages_faults(shop, made, faces, draw)]
    if found:
        raise ShopError(found)
    listed = [(f"{name}.pdf, {place}", card, side) for place, (card, side) in enumerate(names, start=1)]
    lists = _lists(shop, deck, env, listed, len(pages))
    return {f"{name}.pdf": made, **{f"{name}-{file}": content for file, content in lists.items()}}


def _unsuitable(shop: Shop, deck: Deck, extents: Sequence[press.Extent], pages: Pages) -> Iterator[Fault]:
    """Pages of another size than the shop's cards, or without enough bleed: nothing can be made of those."""
    card = next((card for card in deck.geometry.cards if card.id == shop.card), None)
    sides = {(front, FRONT): id for id, front, _ in reversed(pages)}
    sides |= {(back, BACK): id for id, _, back in reversed(pages)}
    first = extents[pages[0][1]]
    wanted = (card.width, card.height) if card else (first.width, first.height)
    for (page, side), id in sides.items():
        here = extents[page]
        if any(abs(one - other) > _EXACT for one, other in zip((here.width, here.height), wanted)):
            sizes = f"{here.width:.2f} × {here.height:.2f} mm instead of {wanted[0]:g} × {wanted[1]:g} mm"
            what = f"the {side} is {sizes}"
            yield Fault(id, what, f"{shop.label} takes cards of one size: choose that one")
        elif (beyond := min(here.beyond)) < shop.bleed - _EXACT:
            what = f"the {side} is printed {beyond:.2f} mm beyond the cut instead of {shop.bleed:g} mm"
            yield Fault(id, what, "set the cards with a larger bleed")


def _pictures(
    shop: Shop, pdf: bytes, pages: Pages, draw: Draw, write: Write, patterned: Collection[int]
) -> tuple[dict[str, tuple[str, str, bytes]], list[Fault]]:
    """{file name: (card, side, PNG)}, fronts and backs in the order of printing, and what is wrong.

    Backs that are all the same are one file.
    """
    assert shop.pictures
    wanted = shop.pictures
    shared = len({back for _, _, back in pages}) == 1
    digits = max(2, len(str(len(pages))))
    files: list[tuple[str, str, str, int]] = []
    for number, (id, front, back) in enumerate(pages, start=1):
        files.append((f"{number:0{digits}d}-{FRONT}-{id}.png", id, FRONT, front))
        if not shared:
            files.append((f"{number:0{digits}d}-{BACK}-{id}.png", id, BACK, back))
    if shared:
        files.append((f"{BACK}-of-all-cards.png", pages[0][0], BACK, pages[0][2]))

    faces = {page: Face(id, side, page, page in patterned) for _, id, side, page in reversed(files)}
    made: dict[int, bytes] = {}
    found: list[Fault] = []
    for face, image in zip(faces.values(), draw(pdf, faces, wanted.width, shop.bleed)):
        found += picture_faults(shop, pdf, face, image, wanted.dpi / _INCH, draw)
        made[face.page] = write(image, wanted.dpi)
        wrong = _wrong(made[face.page], shop)
        found += (Fault(face.card, f"the picture of the {face.side} {what}") for what in wrong)
    return {file: (id, side, made[page]) for file, id, side, page in files}, found


def _wrong(content: bytes, shop: Shop) -> Iterator[str]:
    """What a shop would say of a finished picture: its size, its resolution, its colours."""
    assert shop.pictures
    wanted = shop.pictures
    with Image.open(io.BytesIO(content)) as image:
        if image.size != (wanted.width, wanted.height):
            yield f"has {image.width} × {image.height} pixels instead of {wanted.width} × {wanted.height}"
        if any(abs(float(dpi) - wanted.dpi) > _CLOSE for dpi in image.info.get("dpi", (0, 0))):
            yield f"does not say that it has {wanted.dpi} dpi"
        if (image.format, image.mode) != ("PNG", "RGB"):
            yield f"is {image.format} in {image.mode} instead of PNG in RGB"


def _turned(shop: Shop, front: T, back: T) -> tuple[T, T]:
    return (front, back) if shop.order == "front-first" else (back, front)


def _lists(
    shop: Shop, deck: Deck, env: Environment, listed: Sequence[tuple[str, str, str]], cards: int
) -> dict[str, bytes]:
    """What is in the files, for people and for programs."""
    named = titles(deck)
    data = {
        "title": deck.imprint.title,
        "edition": deck.imprint.edition,
        "language": deck.imprint.language,
        "shop": shop.model_dump(mode="json", exclude_none=True),
        "cards": cards,
        "files": [
            {"file": file, "card": card, "side": side, "title": named[card]} for file, card, side in listed
        ],
    }
    said = env.get_template("shops/manifest.txt").render(
        deck=deck, labels=deck.labels, shop=shop, cards=cards, listed=listed, titles=named
    )
    return {
        "manifest.txt": said.encode(),
        "manifest.json": (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode(),
    }


def _zipped(files: dict[str, bytes], deck: Deck) -> bytes:
    """A ZIP file that is the same whenever it is made; pictures are packed already."""
    day = deck.imprint.edition_date
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return target.getvalue()
