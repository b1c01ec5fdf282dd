"""The one Jinja environment and its filters: the only room that knows Jinja.

Every value is escaped for HTML unless a filter made it HTML; a name that is not there stops the
build (`StrictUndefined`). Text in the deck is light Markdown: paragraphs, lists, emphasis and
links, never HTML.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from generator.model import CITATION

_SHORT_ENDING = 10  # characters: a last line shorter than this looks lonely
_light = MarkdownIt("zero").enable(["emphasis", "link", "list", "newline", "entity"])


def without_citations(text: str) -> str:
    """Text with its citations taken out, for paper, where nothing can be followed."""
    return re.sub(rf"\s*{CITATION.pattern}", "", text)


def html(text: str) -> Markup:
    """Light Markdown as HTML blocks; anything that looks like HTML is shown, not obeyed."""
    return Markup(_light.render(text))


def inline(text: str) -> Markup:
    """Light Markdown of one line as HTML, without a paragraph around it."""
    return Markup(_light.renderInline(text))


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
    return "data:image/svg+xml," + quote(" ".join(svg.split()), safe=" =:/'()-,.;")


def markdown(text: str) -> Markup:
    """Plain words made safe inside a Markdown page: no character of theirs acts as a mark."""
    return Markup(re.sub(r"([\\`*_{}\[\]()#+\-.!])", r"\\\1", str(escape(text))))


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
