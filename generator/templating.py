"""The one Jinja environment and its filters: the only room that knows Jinja.

Every value is escaped for HTML unless a filter made it HTML; a name that is not there stops the
build (`StrictUndefined`). Text in the deck is light Markdown: paragraphs, lists, emphasis and
links, never HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from generator.model import CITATION

_TEMPLATES = (".html", ".md", ".css", ".txt")
_CODE = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_SHORT_ENDING = 10  # characters: a last line shorter than this looks lonely
# What HTML and Markdown act on: marks anywhere in a line, and those that begin one. A citation stays
# as it is, because the guide resolves citations after a page is rendered.
_MARKS = re.compile(
    rf"(?P<citation>{CITATION.pattern})|(?P<html>[&<>\"'])|[\\`*_{{}}\[\]|#]|^[+\-=:~!]|^\d(?=\d*[.)])"
)


def _inert(text: str) -> str:
    """Plain text as HTML that says the same in a web page and inside a Markdown page."""

    def said(mark: re.Match[str]) -> str:
        if mark["citation"]:
            return mark[0]
        return str(escape(mark[0])) if mark["html"] else f"&#{ord(mark[0])};"

    return _MARKS.sub(said, text)


def _light_markdown() -> MarkdownIt:
    """Paragraphs, lists, emphasis and links, written so that no second Markdown acts on the result."""

    def text(renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
        return _inert(tokens[index].content)

    def link_open(renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
        title = tokens[index].attrGet("title")
        shown = f' title="{_inert(str(title))}"' if title else ""
        return f'<a href="{escape(tokens[index].attrGet("href"))}"{shown}>'

    light = MarkdownIt("zero").enable(["emphasis", "link", "list", "newline", "entity"])
    light.add_render_rule("text", text)
    light.add_render_rule("link_open", link_open)
    return light


_light = _light_markdown()


def without_citations(text: str) -> str:
    """Text with its citations taken out, for paper, where nothing can be followed."""
    return re.sub(rf"\s*{CITATION.pattern}", "", text)


def html(text: str) -> Markup:
    """Light Markdown as HTML blocks; anything that looks like HTML is shown, not obeyed."""
    return Markup(_light.render(text))


def inline(text: str) -> Markup:
    """Light Markdown of one line as HTML, without a paragraph around it."""
    return Markup(_light.renderInline(text.strip()))


def plain(text: str) -> str:
    """The words alone: no marks, no links, no citations."""
    markup = Markup(_light.render(without_citations(text)))
    return " ".join(markup.striptags().split())


def kept_together(text: str) -> str:
    """Text whose last words share a line until they are long enough: no lonely last word."""
    words = text.split(" ")
    ending = words.pop()
    while words and len(ending) < _SHORT_ENDING:
        ending = f"{words.pop()}\N{NO-BREAK SPACE}{ending}"
    return " ".join([*words, ending])


def svg_uri(svg: str) -> str:
    """A drawing as a `data:` address, for CSS backgrounds (which screen readers pass over)."""
    return "data:image/svg+xml," + quote(" ".join(svg.split()), safe=" =:/()-,.;")


def markdown(text: str) -> Markup:
    """Plain words made safe inside a Markdown page: no character of theirs acts as a mark."""
    return Markup(_inert(" ".join(text.split())))


def labels_used(*folders: Path) -> set[str]:
    """The labels that the templates in `folders` name. Those that a template puts together are not seen."""
    templates = (path for folder in folders for path in folder.rglob("*") if path.suffix in _TEMPLATES)
    code = (piece for path in templates for piece in _CODE.findall(path.read_text("utf-8", errors="replace")))
    return {name for piece in code for name in re.findall(r"\blabels\.(\w+)", piece)}


def environment(*folders: Path) -> Environment:
    """The environment in which every template is rendered, reading only below `folders`.

    Comments are written `{## ... ##}`, because `{#id}` is how Markdown names a heading.
    """
    env = Environment(
        loader=FileSystemLoader(folders, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",
        comment_end_string="##}",
    )
    env.filters.update(
        html=html,
        inline=inline,
        plain=plain,
        kept_together=kept_together,
        svg_uri=svg_uri,
        markdown=markdown,
        without_citations=without_citations,
    )
    return env
