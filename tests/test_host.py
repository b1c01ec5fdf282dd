"""MkDocs on a staged tree: what it builds, what it complains of, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import deck

from generator.host import build_site
from generator.problems import DeckError

CONFIG = """
site_name: Another name
docs_dir: docs
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, offline]
validation: {links: {anchors: warn}}
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of one page with its configuration."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n")
    return tmp_path


def test_a_page_is_built_under_the_decks_name(tree: Path) -> None:
    """The site has the deck's name, whatever mkdocs.yml says."""
    build_site(tree / "mkdocs.yml", staged=tree / "docs", out=tree / "out", imprint=deck().imprint)
    assert "Small Deck" in (tree / "out" / "index.html").read_text("utf-8")


def test_what_the_theme_never_loads_is_left_out(tree: Path) -> None:
    """Material's script bundle, its workers and its source maps are not in the site."""
    build_site(tree / "mkdocs.yml", staged=tree / "docs", out=tree / "out", imprint=deck().imprint)
    names = [path.name for path in (tree / "out").rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith(".map") or name.startswith(("bundle.", "lunr."))]
    assert [name for name in names if name.startswith("main.")], "its base style is needed"


def test_every_dead_link_is_a_problem(tree: Path, library_warnings: list[str]) -> None:
    """MkDocs' complaints become problems with the page they stand on, all of them."""
    (tree / "docs" / "index.md").write_text("# Home\n\n[one](no-page.md) [two](index.md#no-heading)\n")
    with pytest.raises(DeckError) as error:
        build_site(tree / "mkdocs.yml", staged=tree / "docs", out=tree / "out", imprint=deck().imprint)
    said = [str(problem) for problem in error.value.problems]
    assert len(said) == 2
    assert all(text.startswith("docs/index.md: ") for text in said)
    assert ["no-heading" in text for text in said].count(True) == 1
    assert ["no-page.md" in text for text in said].count(True) == 1
    assert len(library_warnings) == 2
    library_warnings.clear()


def test_what_a_deck_says_of_itself_is_never_markup(tree: Path) -> None:
    """The imprint is printed by templates that escape nothing; still no word of it becomes a tag."""
    from builders import changed

    nasty = changed(
        deck().imprint,
        title="<script>alert(1)</script>",
        description='He said "hi"><script>alert(2)</script>',
        adults="<img src=x onerror=alert(3)>",
        copyright="</p><script>alert(4)</script>",
    )
    theme = Path(__file__).resolve().parents[1] / "templates" / "theme"
    config = CONFIG.replace("theme: {name: material,", f"theme: {{name: material, custom_dir: '{theme}',")
    pages = "front: [], help: index.html, asks: index.html, print: index.html, about: index.html"
    words = f"extra: {{words: {{}}, pages: {{{pages}}}}}\n"
    (tree / "mkdocs.yml").write_text(config + words)
    build_site(tree / "mkdocs.yml", staged=tree / "docs", out=tree / "out", imprint=nasty)
    html = (tree / "out" / "index.html").read_text("utf-8")
    assert "alert(1)" in html
    assert "alert(4)" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'content="He said "' not in html


def test_a_site_is_in_the_decks_language(tree: Path) -> None:
    """A screen reader is told the language of the deck, or of its nearest kin that the theme knows."""
    from builders import changed

    for language, said in (("de", "de"), ("de-AT", "de"), ("pt-BR", "pt")):
        out = tree / language
        build_site(
            tree / "mkdocs.yml",
            staged=tree / "docs",
            out=out,
            imprint=changed(deck().imprint, language=language),
        )
        assert f'<html lang="{said}"' in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize("there", [True, False])
def test_a_list_of_programmes_may_be_left_out(tree: Path, there: bool) -> None:
    """The navigation leads to the list of programmes only if the staged tree has one."""
    nav = "nav: [Home: index.md, More: [Programmes: programmes/index.md, Other: other.md]]\n"
    (tree / "mkdocs.yml").write_text(CONFIG + nav)
    (tree / "docs" / "other.md").write_text("# Other\n")
    if there:
        (tree / "docs" / "programmes").mkdir()
        (tree / "docs" / "programmes" / "index.md").write_text("# Programmes\n")
    build_site(tree / "mkdocs.yml", staged=tree / "docs", out=tree / "out", imprint=deck().imprint)
    page = (tree / "out" / "index.html").read_text("utf-8")
    assert ("programmes/index.html" in page) is there
    assert "other.html" in page
