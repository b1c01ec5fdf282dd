"""Deck + hand-written pages -> the guide as a tree of Markdown: {path: text}.

Nothing is read or written here but templates, through the environment that is passed in.
The tree is plain Markdown and style sheets, so that any program that knows `mkdocs.yml` can
build it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from traceback import walk_tb
from types import TracebackType
from typing import Any, Literal

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from markupsafe import escape

from generator.model import CITATION, Challenge, Deck, programme_file
from generator.problems import DeckError, Problem, Source, nearest

CLAIMS_PAGE = "science.md"  # the table of claims follows this hand-written page
PROGRAMMES_PAGE = "programmes/index.md"  # a hand-written page for decks that have programmes
TIER_COLOURS = "assets/stylesheets/tiers.css"
_PAGES = "docs/"  # where an author finds the hand-written pages

# A page may show how a citation is written: in code, nothing is resolved.
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|`[^`\n]+`|<(?P<tag>code|pre)\b.*?</(?P=tag)>",
    re.DOTALL | re.MULTILINE,
)
_CITATION_AND_SPACE = re.compile(rf" ?{CITATION.pattern}")
_NO_BREAK = "&nbsp;"  # a mark stays with the sentence that it is about
_PAGE_LINK = re.compile(r'href="(?!https?:)([A-Za-z0-9/_-]+)\.md(#[^"]*)?"')


@dataclass(frozen=True)
class Download:
    """A file the guide offers, with what a reader wants to know before taking it.

    `path` and `picture` (a PNG of the first page) are paths in the staged tree; `size` counts
    bytes, the picture's width and height pixels. `paper` is empty for screens. `programme` is the
    id of the programme whose plan it is, if it is one; `shelf`, `sheets` (of paper) and `flip` are a
    deck's.
    """

    id: str
    path: str
    title: str
    use: str
    paper: str
    paper_advice: str
    pages: int
    size: int
    picture: str
    picture_width: int
    picture_height: int
    group: Literal["deck", "tool", "journal", "programme"]
    programme: str = ""
    shelf: str = ""
    sheets: int = 0
    flip: str = ""


@dataclass(frozen=True)
class BoxSize:
    """The inside of a box for the whole deck on paper of one weight, in millimetres.

    `boxes`: how many alike it takes, by the paper's label, because one may be too deep for its paper.
    """

    card: str
    cards: int
    weight: int
    width: float
    height: float
    depth: float
    boxes: Mapping[str, int]


@dataclass(frozen=True)
class CalendarFile:
    """A programme as a calendar file: its path in the staged tree, what is in it, where it begins."""

    path: str
    text: str
    first_day: datetime.date


def pages(
    deck: Deck,
    env: Environment,
    hand_written: Sequence[str],
    downloads: Sequence[Download],
    calendars: Mapping[str, CalendarFile] | None = None,
    boxes: Sequence[BoxSize] = (),
) -> dict[str, str]:
    """Every page of the guide, by its path in the staged tree.

    `hand_written` names the Markdown files below docs/. Each is a template that sees `deck`,
    `labels`, `downloads`, `calendars` (by the programme's id), `boxes` and `root` (the way back to the first
    page, "" or "../"); the list of programmes is passed over if there are none. Raises
    DeckError with every page that cannot be rendered, every citation of a claim that does not
    exist, every link from the deck's own words to a page that does not exist, and every
    generated page that would take the place of a hand-written one.
    """
    seen_by_all: dict[str, Any] = {"deck": deck, "labels": deck.labels, "downloads": tuple(downloads)}
    seen_by_all |= {"calendars": calendars or {}, "boxes": tuple(boxes)}
    if not deck.programmes:
        hand_written = [name for name in hand_written if name != PROGRAMMES_PAGE]
    problems: list[Problem] = []
    written: dict[str, str] = {}
    for name in hand_written:
        try:
            written[name] = _render(env, name, seen_by_all, name)
            if name == CLAIMS_PAGE:
                written[name] += _render(env, "site/claims.md", seen_by_all, name)
        except _UnrenderableError as error:
            problems.append(error.problem)
    generated = {**_asks(deck, env, seen_by_all), **_programmes(deck, env, seen_by_all)}
    problems += [_taken(name) for name in generated if name in hand_written]
    if problems:
        raise DeckError(problems)
    texts = {**written, **generated}
    owners = {f"programmes/{programme.id}.md": programme_file(programme) for programme in deck.programmes}
    for name, text in texts.items():
        source = _source(env, name) if name in written else ""
        problems += _unknown_citations(name, source, text, deck)
        problems += _unknown_links(owners.get(name, f"{_PAGES}{name}"), text, texts)
    if problems:
        raise DeckError(problems)
    resolved = {
        name: _with_links(_with_citations(text, deck, _root(name)), _root(name))
        for name, text in texts.items()
    }
    return {**resolved, TIER_COLOURS: tier_colours(deck)}


def tier_colours(deck: Deck) -> str:
    """A style sheet that gives every tier its colour, and the colour of words on it.

    `light-dark()` takes the first colour on paper and the second on the dark ground; a card's
    face says which of the two grounds it is.
    """
    rules = (
        f".tier--{tier.id} {{ --tier: light-dark({tier.colour}, {tier.colour_dark}); "
        "--on-tier: light-dark(#ffffff, var(--ink)); }"
        for tier in deck.tiers
    )
    return "\n".join(rules) + "\n"


def _asks(deck: Deck, env: Environment, seen_by_all: Mapping[str, Any]) -> dict[str, str]:
    generated = {}
    for tier in deck.tiers:
        row = [ask for ask in deck.challenges if ask.tier == tier.id]
        for before, ask, after in zip([None, *row], row, [*row[1:], None]):
            name = f"asks/{ask.id}.md"
            neighbours = _Neighbours(before, after)
            generated[name] = _render(
                env, "site/ask.md", {**seen_by_all, "challenge": ask, "neighbours": neighbours}, name
            )
    return generated


def _programmes(deck: Deck, env: Environment, seen_by_all: Mapping[str, Any]) -> dict[str, str]:
    generated = {}
    for programme, following in zip(deck.programmes, [*deck.programmes[1:], None]):
        name = f"programmes/{programme.id}.md"
        calendar = seen_by_all["calendars"].get(programme.id)
        own = {"programme": programme, "following": following, "calendar": calendar}
        generated[name] = _render(env, "site/programme.md", {**seen_by_all, **own}, name)
    return generated


@dataclass(frozen=True)
class _Neighbours:
    """The asks beside one in its tier."""

    previous: Challenge | None
    next: Challenge | None


class _UnrenderableError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def _render(env: Environment, template: str, variables: Mapping[str, Any], name: str) -> str:
    """The template for the page `name`. Raises _UnrenderableError if it is a hand-written page's fault."""
    try:
        return env.get_template(template).render({**variables, "root": _root(name)})
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        if template != name:  # not an author's mistake
            raise
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error.__traceback__, name)
        place = Source(f"{_PAGES}{name}", line, min(line, 1))
        what = f"this page cannot be made: {error}"
        if isinstance(error, UnicodeDecodeError):
            what = f"this file is not UTF-8 text (byte {error.start})"
        raise _UnrenderableError(Problem(place, "", what)) from None


def _line(traceback: TracebackType | None, name: str) -> int:
    """The line of the page `name` in which rendering stopped, 0 if it was not in the page itself."""
    lines = [line for frame, line in walk_tb(traceback) if frame.f_code.co_filename.endswith(f"/{name}")]
    return lines[-1] if lines else 0


def _taken(name: str) -> Problem:
    what = "a page made from the deck has this name"
    return Problem(Source(f"{_PAGES}{name}"), "", what, "rename this page, or move it to another folder")


def _root(name: str) -> str:
    return "../" * name.count("/")


def _with_citations(text: str, deck: Deck, root: str) -> str:
    """Every citation as a mark that says how well the claim is known and leads to it."""

    def mark(citation: re.Match[str]) -> str:
        cited = citation[1]
        grade = deck.claim[cited].grade
        word = deck.labels[f"grade_{grade}"]
        address = f"{root}{CLAIMS_PAGE.removesuffix('.md')}.html#claim-{cited}"
        said = escape(f"{deck.labels['claim_mark']} {word}")
        link = f'<a class="claim claim--{grade}" href="{address}" aria-label="{said}">{escape(word)}</a>'
        return f"{_NO_BREAK}{link}"

    pieces = (piece if code else _CITATION_AND_SPACE.sub(mark, piece) for _, piece, code in _pieces(text))
    return "".join(pieces)


def _citations(text: str) -> Iterator[tuple[int, str]]:
    for start, piece, code in _pieces(text):
        for found in () if code else CITATION.finditer(piece):
            yield start + found.start(), found[1]


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """The text cut at its code: (where a piece starts, the piece, whether it is code)."""
    position = 0
    for code in _CODE.finditer(text):
        yield position, text[position : code.start()], False
        yield code.start(), code[0], True
        position = code.end()
    yield position, text[position:], False


def _unknown_citations(name: str, source: str, text: str, deck: Deck) -> Iterator[Problem]:
    """Citations in the page `text` of claims that do not exist, at their places in its `source`."""
    unknown = {cited for _, cited in _citations(text)} - deck.claim.keys()
    placed = {cited: position for position, cited in reversed(list(_citations(source)))}
    for cited in unknown:
        yield Problem(
            _place(name, source, placed.get(cited)),
            "",
            f"no claim is called '{cited}'",
            nearest(cited, deck.claim),
        )


def _place(name: str, source: str, position: int | None) -> Source:
    if position is None:  # it came in through a loop or a macro
        return Source(f"{_PAGES}{name}")
    line = source.count("\n", 0, position) + 1
    column = position - source.rfind("\n", 0, position)
    return Source(f"{_PAGES}{name}", line, column)


def _source(env: Environment, name: str) -> str:
    return env.loader.get_source(env, name)[0] if env.loader else ""


def _with_links(text: str, root: str) -> str:
    """Links in the deck's own words, written from the guide's first page, as links from here."""
    return _PAGE_LINK.sub(lambda found: f'href="{root}{found[1]}.html{found[2] or ""}"', text)


def _unknown_links(file: str, text: str, known: Iterable[str]) -> Iterator[Problem]:
    for found in _PAGE_LINK.finditer(text):
        page = f"{found[1]}.md"
        if page not in known:
            yield Problem(Source(file), "", f"no page is called '{page}'", nearest(page, known))
