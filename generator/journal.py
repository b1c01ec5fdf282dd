"""Deck -> HTML: the booklet to write in by hand.

A journal is a list of pages in the order in which a reader turns them. `pages` makes that list
from journal.yaml for one edition; `booklet` sets it as one HTML document in which each page is
one `<section>` that has to fill exactly one sheet side, between the markers `start.ID` and
`end.ID` that the press measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor, hypot

from jinja2 import Environment

from generator.model import Deck, Journal, JournalEdition, JournalSize, Tries
from generator.model.journal import Care, JournalPage, Notes, Prompt, Prompts, Ratings, Table
from generator.problems import Loc, nearest

FOLDED = 4  # pages on one folded sheet: a booklet has a multiple of it
Fault = tuple[Loc, str, str]  # place in journal.yaml, what is wrong, help
PAGE_TITLE = 13.0  # mm that a page's title takes, for pages that are ruled down to the margin


@dataclass(frozen=True)
class Page:
    """One page: its id, the template that draws it, what the author wrote for it.

    `numbers` is what this page counts: the rungs of a ladder, the one try, the tries that are
    looked back on, the lines of a ruled page. It is empty where nothing is counted. `first` says
    that the page begins what the author wrote as one entry.
    """

    id: str
    kind: str
    content: JournalPage
    numbers: range = range(0)
    first: bool = True


def pages(journal: Journal, edition: JournalEdition) -> tuple[Page, ...]:
    """Every page of an edition in reading order, filled up with ruled pages to a whole sheet."""
    size = _size(journal, edition)
    bare = [page for entry in journal.pages for page in _pages_of(entry, edition, size, 0)]
    missing = -len(bare) % FOLDED
    if not missing:
        return tuple(bare)
    return tuple(page for entry in journal.pages for page in _pages_of(entry, edition, size, missing))


def booklet(deck: Deck, env: Environment, edition: JournalEdition, *, fonts: Mapping[int, str]) -> str:
    """The whole edition as one HTML document, to be printed as tagged PDF.

    `fonts` maps a weight (400, 600, 800) to the address of its file.
    """
    journal = deck.journal
    size = _size(journal, edition)
    order = pages(journal, edition)
    return env.get_template("journal/booklet.html").render(
        deck=deck,
        labels=deck.labels,
        journal=journal,
        edition=edition,
        size=size,
        pages=order,
        places=_places(order),
        scales={scale.id: scale for scale in journal.scales},
        ticks={
            "kinds-of-no": tuple(kind.title for kind in deck.protocol.kinds_of_no),
            "feelings": deck.protocol.feelings,
            "misuse-signs": deck.protocol.misuse_signs,
        },
        signs={sign.id: sign for sign in deck.help.stop_signs},
        quiet=tuple(bubble_field(size, speaks=False)),
        around=tuple(bubble_field(size, speaks=True)),
        speaker=speaker(size),
        fonts=fonts,
    )


def bubble_field(
    size: JournalSize, *, speaks: bool, pitch: float = 14.8, edge: float = 13.0
) -> Iterator[tuple[float, float]]:
    """Centres in mm of the quiet bubbles on the outside: staggered rows over the upper four fifths.

    They keep `edge` mm away from the trim, because printers at home cannot reach it. With
    `speaks` they leave room for the one that speaks.
    """
    columns = floor((size.width - 2 * edge) / pitch)
    rows = floor((0.8 * size.height - edge) / pitch)
    left = (size.width - columns * pitch) / 2
    middle, height = speaker(size)
    for row in range(rows):
        inset = pitch / 2 if row % 2 else 0.0
        for column in range(columns if inset else columns + 1):
            x, y = left + inset + column * pitch, edge + pitch / 2 + row * pitch
            if not speaks or hypot((x - middle) / 1.12, y - height) > 0.31 * size.width:
                yield round(x, 2), round(y, 2)


def speaker(size: JournalSize) -> tuple[float, float]:
    """The centre in mm of the cover's one bubble that speaks."""
    return size.width / 2, 0.43 * size.height


def journal_problems(deck: Deck) -> list[Fault]:
    """What does not hold together in journal.yaml, or between it and help.yaml."""
    journal = deck.journal
    return [
        *_edition_problems(journal),
        *_reference_problems(deck),
        *_order_problems(journal),
        *_id_problems(journal),
    ]


def _places(order: tuple[Page, ...]) -> dict[str, tuple[Page, int]]:
    """The first page of each entry of journal.yaml by the entry's id, with its page number."""
    found: dict[str, tuple[Page, int]] = {}
    for number, page in enumerate(order, start=1):
        found.setdefault(getattr(page.content, "id", page.kind), (page, number))
    return found


def _size(journal: Journal, edition: JournalEdition) -> JournalSize:
    return next(size for size in journal.sizes if size.id == edition.size)


def _pages_of(entry: JournalPage, edition: JournalEdition, size: JournalSize, missing: int) -> Iterator[Page]:
    """The pages of one entry of journal.yaml; `missing` pages are added where notes fill up."""
    match entry:
        case Table():
            share = -(-entry.rows // entry.pages)
            for index in range(entry.pages):
                name = _numbered(entry.id, index, entry.pages)
                numbers = range(1 + index * share, 1 + min(entry.rows, (index + 1) * share))
                yield Page(name, entry.kind, entry, numbers, index == 0)
        case Notes():
            count = entry.pages + (missing if entry.fills_up else 0)
            lines = floor((size.height - size.top - size.bottom - PAGE_TITLE) / size.rule)
            for index in range(count):
                name = _numbered(entry.id, index, count)
                yield Page(name, entry.kind, entry, range(1, lines + 1), index == 0)
        case Tries():
            yield from _tries(entry, edition.tries)
        case _:
            yield Page(getattr(entry, "id", entry.kind), entry.kind, entry)


def _tries(entry: Tries, count: int) -> Iterator[Page]:
    """Every try, and a look back after every few; the last few get one only if they are many enough."""
    every = entry.review_every
    seen = 0
    for number in range(1, count + 1):
        yield Page(f"try-{number}", "try", entry, range(number, number + 1), number == 1)
        since = number - seen
        if since == every or (number == count and since > every / 2):
            yield Page(f"review-{number}", "review", entry, range(seen + 1, number + 1), False)
            seen = number


def _numbered(name: str, index: int, count: int) -> str:
    return name if count == 1 else f"{name}-{index + 1}"


def _edition_problems(journal: Journal) -> Iterator[Fault]:
    """Each edition has a size, folds, and calls no two of its pages the same."""
    sizes = [size.id for size in journal.sizes]
    for index, edition in enumerate(journal.editions):
        if edition.size not in sizes:
            yield from _unknown(("editions", index, "size"), "size", edition.size, sizes)
            continue
        order = pages(journal, edition)
        if len(order) % FOLDED:
            what = f"this edition has {len(order)} pages, but a folded sheet has {FOLDED}"
            yield ("editions", index), what, "write 'fills_up: true' at one of the pages of notes"
        seen: set[str] = set()
        for number, page in enumerate(order, start=1):
            place = ("pages", journal.pages.index(page.content))
            if page.id in seen:
                what = f"two pages of '{edition.title}' are called '{page.id}'"
                yield (*place, "id"), what, "an id names one page"
            seen.add(page.id)
            if isinstance(page.content, Table) and page.content.pages == 2 and page.first and number % 2:
                what = f"'{page.content.id}' begins on page {number}, so its two pages do not face each other"
                yield place, what, "move a single page before or after it"


def _reference_problems(deck: Deck) -> Iterator[Fault]:
    """Every scale, stop sign and page that is named is there."""
    scales = [scale.id for scale in deck.journal.scales]
    signs = [sign.id for sign in deck.help.stop_signs]
    titled = [entry.id for entry in deck.journal.pages if hasattr(entry, "id")]
    for index, entry in enumerate(deck.journal.pages):
        loc: Loc = ("pages", index)
        for place, prompt in prompts(entry):
            if prompt.scale is not None:
                yield from _unknown((*loc, *place, "scale"), "scale", prompt.scale, scales)
        match entry:
            case Ratings():
                yield from _unknown((*loc, "scale"), "scale", entry.scale, scales)
            case Care():
                for number, name in enumerate(entry.signs):
                    yield from _unknown((*loc, "signs", number), "stop sign", name, signs)
            case Prompts():
                for number, name in enumerate(entry.turn_to):
                    yield from _unknown((*loc, "turn_to", number), "page", name, titled)
            case Tries():
                for number, name in enumerate(entry.review.turn_to):
                    yield from _unknown((*loc, "review", "turn_to", number), "page", name, titled)


def _unknown(loc: Loc, kind: str, name: str, known: Sequence[str]) -> Iterator[Fault]:
    """A fault if `name`, which stands at `loc`, is not among the `known` ones."""
    if name not in known:
        yield loc, f"no {kind} is called '{name}'", nearest(name, known)


def _order_problems(journal: Journal) -> Iterator[Fault]:
    """The outside is outside, and help stands inside the cover."""
    kinds: list[str] = [entry.kind for entry in journal.pages]
    last = len(kinds) - 1
    for kind, position, words in (
        ("cover", 0, "first"),
        ("care", 1, "second, inside the cover"),
        ("back", last, "last"),
    ):
        if kinds.count(kind) != 1 or kinds.index(kind) != position:
            index = kinds.index(kind) if kind in kinds else min(position, last)
            yield ("pages", index), f"one page is of the kind '{kind}', and it stands {words}", ""


def _id_problems(journal: Journal) -> Iterator[Fault]:
    """Within a page or a half of it, an id names one field: a fillable edition needs them apart."""
    for index, entry in enumerate(journal.pages):
        seen: set[Loc] = set()
        for place, prompt in prompts(entry):
            field = (*place[:-1], prompt.id)
            if field in seen:
                what = f"'{prompt.id}' is the id of two prompts here"
                yield ("pages", index, *place, "id"), what, "an id names one thing"
            seen.add(field)


def prompts(entry: JournalPage) -> Iterator[tuple[Loc, Prompt]]:
    """Every prompt of an entry, with its place inside the entry."""
    match entry:
        case Prompts():
            yield from ((("prompts", number), prompt) for number, prompt in enumerate(entry.prompts))
        case Tries():
            for half, asked in (("before", entry.before), ("after", entry.after)):
                yield from (((half, number), prompt) for number, prompt in enumerate(asked))
            for number, prompt in enumerate(entry.review.prompts):
                yield ("review", "prompts", number), prompt


__all__ = ["Page", "booklet", "bubble_field", "journal_problems", "pages", "prompts", "speaker"]
