"""What generator.templating promises: no word of a deck ever acts, in HTML or inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape as html_escape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import builders
import markdown as python_markdown  # type: ignore[import-untyped]
import pytest
import tinyhtml5  # type: ignore[import-untyped]
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, UndefinedError
from markdown_it import MarkdownIt

from generator.load.parse import CONTROL
from generator.templating import (
    environment,
    html,
    inline,
    kept_together,
    labels_used,
    markdown,
    plain,
    svg_uri,
    without_citations,
)

REPOSITORY = Path(__file__).resolve().parents[1]
ALLOWED = {
    "p": set(),
    "em": set(),
    "strong": set(),
    "a": {"href", "title"},
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "br": set(),
}
SAFE = {"", "http", "https", "mailto"}

# Pieces that together have every mark of HTML, Markdown, its extensions, templates and CSS.
PIECES = [
    *"abz 019 <>&\"'`*_{}[]()#+-.!|:=~\\/@$%^;,?",
    *("<script>", "</script>", "</p>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "<?x"),
    *("javascript:alert(1)", "[x](", "](", "![", "](data:text/html,", "&lt;", "&#60;", "&amp;lt;", "&colon;"),
    *(
        "{: onclick=x }",
        "{#id .class}",
        "{{ labels }}",
        "{% raw %}",
        "[TOC]",
        "[@a-claim]",
        "[^1]",
        "*[HTML]:",
    ),
    *("[id]: http://x", "http://x.org", "<http://x.org>", "<a@b.org>", "!!! note", "??? x", "| a |", "---"),
    *(
        "===",
        "1. ",
        "- ",
        "+ ",
        "> ",
        "# ",
        "    ",
        "***",
        "__",
        "```",
        "url(",
        "</style>",
        "\N{NO-BREAK SPACE}",
    ),
    *("é", "“", "”", "‘", "😀", "\u200d", "Ä", "ﬁ"),
]
LINE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text().map(
    lambda text: CONTROL.sub("", text.replace("\n", " ").replace("\r", " "))
)
TEXT = st.lists(LINE, max_size=4).map("\n".join)
WORDS = LINE.map(lambda text: " ".join(text.split())).filter(bool)  # as a field of one line holds it


def parse(page: str) -> Element:
    """The body of a page, as a browser understands it."""
    padding = " " * 200  # the parser takes anything shorter for a file's name
    root = tinyhtml5.parse(f"<!doctype html>{padding}<body>{page}", namespace_html_elements=False)
    body = root.find("body")
    assert isinstance(body, Element)
    return body


def said(element: Element) -> str:
    """The text of an element, as a browser shows it: spaces and line ends are all one."""
    return " ".join("".join(element.itertext()).split())


def heading_words(heading: Element) -> str:
    """The text of a heading without the link to itself that MkDocs adds."""
    *_, permalink = heading
    assert permalink.get("class") == "headerlink"
    heading.remove(permalink)
    return said(heading)


def assert_harmless(body: Element) -> None:
    """Nothing is in the page but what light Markdown makes."""
    for element in body.iter():
        if element is body:
            assert element.attrib == {}
            continue
        assert element.tag in ALLOWED, element.tag
        assert set(element.attrib) <= ALLOWED[element.tag], element.attrib
        assert urlsplit(element.get("href", "").strip()).scheme in SAFE


@cache
def extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """The Markdown extensions of mkdocs.yml, with their settings, and those that MkDocs adds."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    Loader.add_constructor("!ENV", lambda *_: None)
    config = yaml.load((REPOSITORY / "mkdocs.yml").read_text("utf-8"), Loader)
    names, settings = ["toc", "tables", "fenced_code"], {}
    for entry in config["markdown_extensions"]:
        for name, options in (entry if isinstance(entry, dict) else {entry: {}}).items():
            names.append(name)
            settings[name] = options or {}
    return list(dict.fromkeys(names)), settings


def rendered(page: str) -> Element:
    """A Markdown page of the guide, as a browser understands what Python-Markdown makes of it."""
    names, settings = extensions()
    return parse(python_markdown.markdown(page, extensions=names, extension_configs=settings))


def only(page: Element, path: str) -> Element:
    """The one element at a path: if there are two, some text has acted."""
    found = page.findall(path)
    assert len(found) == 1, found
    return found[0]


@given(TEXT)
def test_html_makes_nothing_but_light_markdown(text: str) -> None:
    """Whatever a text holds, `html` makes paragraphs, lists, emphasis and safe links of it, no more."""
    assert_harmless(parse(html(text)))


@given(LINE)
def test_inline_makes_nothing_but_light_markdown(text: str) -> None:
    """Whatever a line holds, `inline` makes emphasis and safe links of it, no more."""
    body = parse(inline(text))
    assert_harmless(body)
    assert {element.tag for element in body.iter()} <= {"body", "em", "strong", "a", "br"}


@given(TEXT)
def test_html_says_what_commonmark_says(text: str) -> None:
    """Text comes out of `html` as the reference Markdown would show it, with HTML as plain words."""
    reference = MarkdownIt("zero").enable(["emphasis", "link", "list", "newline", "entity"])
    assert said(parse(html(text))) == said(parse(reference.render(text)))


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zs"], exclude_characters="\\`*_[]&-+.)"))
)
def test_text_without_marks_survives(text: str) -> None:
    """Words without marks of Markdown come out of every filter as they went in."""
    words = " ".join(text.split())
    for made in (html(text), inline(text), html_escape(plain(text)), markdown(text)):
        assert said(parse(made)) == words


@given(TEXT)
def test_plain_keeps_words_only(text: str) -> None:
    """`plain` is text, not HTML: escaped as any other text, it shows no tag and has no line end."""
    made = plain(text)
    assert type(made) is str
    assert list(parse(html_escape(made)).iter())[1:] == []
    assert "\n" not in made


@given(WORDS)
def test_plain_words_are_inert_in_a_markdown_page(text: str) -> None:
    """Whatever a text holds, `markdown` shows exactly that in a paragraph, a heading, a list and a table."""
    words = without_citations(text).strip() or "x"
    page = rendered(
        f"{markdown(words)}\n\n## {markdown(words)} {{: #here }}\n\n- {markdown(words)}\n\n"
        f"a | b\n--- | ---\n{markdown(words)} | c\n\n<p>{markdown(words)}</p>\n"
    )
    expected = " ".join(words.split())
    for path in ("p[1]", "ul/li", "table/tbody/tr/td[1]", "p[2]"):
        assert said(only(page, path)) == expected
    heading = only(page, "h2")
    assert heading_words(heading) == expected
    assert heading.attrib == {"id": "here"}


@given(WORDS)
@example("a {: onclick=alert(1) }")
@example('[x](y "a [b](c) d")')
@example('it\'s "quoted" & more')
@example("[TOC]")
def test_light_markdown_is_inert_in_a_markdown_page(text: str) -> None:
    """What `inline` made says the same after Python-Markdown, and gets no tag or attribute from it."""
    made = inline(without_citations(text).strip() or "x")
    expected = said(parse(made))
    tags = sorted(element.tag for element in parse(f"<p>{made}</p>").iter())
    page = rendered(f"Before {made} after\n\n<p>{made}</p>\n\n## {made} {{: #here }}\n")
    paragraphs = page.findall("p")
    assert said(paragraphs[0]) == " ".join(f"Before {expected} after".split())
    assert said(paragraphs[1]) == expected
    assert_harmless(paragraphs[0])
    assert sorted(element.tag for element in parse(python_markdown.markdown(f"<p>{made}</p>")).iter()) == tags
    heading = only(page, "h2")
    assert heading.attrib == {"id": "here"}
    assert heading_words(heading) == expected


@given(TEXT)
def test_blocks_are_inert_in_a_markdown_page(text: str) -> None:
    """What `html` made says the same after Python-Markdown, and gets no tag or attribute from it."""
    made = html(without_citations(text))
    before, after = parse(made), rendered(f"Before\n\n{made}\n\nAfter\n")
    assert [said(element) for element in after] == ["Before", *map(said, before), "After"]
    assert_harmless(after)


@given(LINE)
def test_a_page_escapes_by_itself(text: str) -> None:
    """A value that no filter touched is the same words, in an element and in an attribute."""
    template = environment().from_string('<p title="{{ text }}">{{ text }}</p>')
    (paragraph,) = parse(template.render(text=text))
    assert paragraph.text or text == ""
    assert (paragraph.text or "", dict(paragraph.attrib)) == (text, {"title": text})


@given(LINE)
def test_the_words_of_a_deck_are_no_template(text: str) -> None:
    """Braces in a text are braces: what a template printed is not read as a template again."""
    template = environment().from_string("{{ text | plain }}|{{ text | html }}|{{ text | inline }}")
    template.render(text=text + "{{ 1 / 0 }}{% include 'x' %}")


@given(LINE)
def test_a_drawing_becomes_an_address(text: str) -> None:
    """What `svg_uri` makes is one address: it ends no attribute, no style sheet and no `url("...")`."""
    address = svg_uri(text)
    assert not set(address) & set("<>&\"'\n{}\\")
    assert unquote(address) == "data:image/svg+xml," + " ".join(text.split())
    template = environment().from_string('<p style="background: url(&quot;{{ text | svg_uri }}&quot;)">x</p>')
    (paragraph,) = parse(template.render(text=text))
    assert paragraph.attrib == {"style": f'background: url("{address}")'}


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
        "data:text/html,x",
    ],
)
def test_a_link_runs_nothing(target: str) -> None:
    """A link to a script, a file of the machine or a page in an address is not made a link."""
    assert "<a" not in html(f"[x]({target})")
    assert "<a" not in inline(f"[x]({target})")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a *b* **c**", "a <em>b</em> <strong>c</strong>"),
        ("[here](help.md#now)", '<a href="help.md#now">here</a>'),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("A no. [@words-for-no]", "A no. [@words-for-no]"),
        ("* b_c `d` | e", "&#42; b&#95;c &#96;d&#96; &#124; e"),
        ("12. May", "&#49;2. May"),
        ("12 May", "12 May"),
    ],
)
def test_light_markdown_of_a_line(text: str, made: str) -> None:
    """Emphasis and links are made; HTML is shown; citations stay for the guide to resolve."""
    assert inline(text) == made


def test_light_markdown_of_blocks() -> None:
    """Paragraphs and lists are made, and a line that looks like a heading stays a line."""
    made = html("One.\n\n- a\n- b\n\n# Two")
    assert [(element.tag, said(element)) for element in parse(made)] == [
        ("p", "One."),
        ("ul", "a b"),
        ("p", "# Two"),
    ]


def test_plain_takes_marks_links_and_citations_away() -> None:
    """`plain` is what a person would read aloud."""
    assert plain("A *kind* [no](help.md). [@words-for-no]\n\n- Then rest.") == "A kind no. Then rest."


def test_a_citation_goes_with_the_space_before_it() -> None:
    """Without its citations, a sentence ends with its full stop."""
    assert without_citations("It helps. [@one] [@two] And more.") == "It helps. And more."


def test_the_last_words_stay_together() -> None:
    """A short last word brings the one before it along, until both are long enough together."""
    assert kept_together("ask for it") == "ask\N{NO-BREAK SPACE}for\N{NO-BREAK SPACE}it"
    assert kept_together("ask for a demonstration") == "ask for a demonstration"
    assert kept_together("no") == "no"


@given(WORDS)
def test_keeping_together_changes_spaces_only(text: str) -> None:
    """`kept_together` never changes a word."""
    assert kept_together(text).replace("\N{NO-BREAK SPACE}", " ") == text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_name_that_is_not_there_stops_the_build() -> None:
    """A slip in a template raises; it does not print nothing."""
    with pytest.raises(UndefinedError):
        environment().from_string("{{ labels.gone }}").render(labels={})


def test_templates_read_only_below_their_folders(tmp_path: Path) -> None:
    """A template cannot include a file that lies outside the template folders."""
    (tmp_path / "secret.html").write_text("secret", "utf-8")
    (tmp_path / "templates").mkdir()
    env = environment(tmp_path / "templates")
    for name in ("../secret.html", str(tmp_path / "secret.html"), "/secret.html"):
        with pytest.raises(TemplateNotFound):
            env.get_template(name)


def test_comments_leave_headings_alone() -> None:
    """`{## ... ##}` is a comment, and `{#id}` stays what Markdown makes of it."""
    assert environment().from_string("{## gone ##}## Two {#two}\n").render() == "## Two {#two}\n"


def test_a_block_leaves_no_empty_line() -> None:
    """A line that holds only a block leaves nothing behind, not even its indent."""
    source = "a\n  {% if true %}\n  b\n  {% endif %}\nc\n"
    assert environment().from_string(source).render() == "a\n  b\nc\n"


@pytest.fixture
def templates(repository: Path) -> tuple[Path, Path]:
    """Where templates are: the templates themselves, and the hand-written pages."""
    return repository / "templates", repository / "docs"


def test_labels_are_found_where_templates_use_them(tmp_path: Path) -> None:
    """A label counts as used inside the braces of a template, and not where prose mentions labels.yaml."""
    (tmp_path / "a.html").write_text("<p>{{ labels.one }}</p>{% if labels.two %}x{% endif %}", "utf-8")
    (tmp_path / "b.md").write_text("Write labels.yaml: {{ deck.title\n ~ labels.three | lower }}", "utf-8")
    assert labels_used(tmp_path) == {"one", "two", "three"}


def test_every_label_is_there(templates: tuple[Path, Path]) -> None:
    """Each label that a template names stands in the real deck's labels.yaml."""
    assert labels_used(*templates) - builders.real_deck().deck.labels.keys() == set()


def test_no_label_is_left_over(templates: tuple[Path, Path], repository: Path) -> None:
    """Each label of the real deck is named by a template or the program, or put together by one."""
    files = [*(repository / "generator").rglob("*.py"), *(repository / "templates").rglob("*.md")]
    code = "".join(path.read_text("utf-8") for path in files)
    named = {*labels_used(*templates), *re.findall(r"labels\['(\w+)'\]", code)}
    beginnings = tuple(re.findall(r"labels\[f?\"(\w+_)", code))
    left = builders.real_deck().deck.labels.keys() - named
    assert {name for name in left if not name.startswith(beginnings)} == set()


def test_filters_are_all_there() -> None:
    """Every filter that templates rely on is in the environment."""
    filters: dict[str, Callable[..., object]] = environment().filters
    names = ("html", "inline", "plain", "kept_together", "svg_uri", "markdown", "without_citations")
    assert [name for name in names if name not in filters] == []
