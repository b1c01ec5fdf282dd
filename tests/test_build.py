"""The whole road, from a deck to a site, with MkDocs and the press replaced by something quick."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator import build as building
from generator.problems import DeckError, Problem, Source

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def road(tmp_path: Path, deck_copy: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A quick road: staging and MkDocs only write down that they were called."""
    called: list[str] = []

    def stage(loaded: object, work: Path) -> building.Staged:
        called.append("stage")
        return building.Staged(work / "docs", loaded, 1, 0, ())

    def build_site(config: Path, *, staged: Path, out: Path, imprint: object) -> None:
        called.append("mkdocs")
        out.mkdir(parents=True)
        (out / "index.html").write_text("a page")

    monkeypatch.setattr(building, "stage", stage)
    monkeypatch.setattr(building, "build_site", build_site)
    monkeypatch.setattr(building, "work_folder", lambda _: tmp_path / "work")
    return called


def test_a_second_build_does_nothing(road: list[str], deck_copy: Path, tmp_path: Path) -> None:
    """A build after which nothing changed neither stages nor runs MkDocs."""
    first = building.build(deck_copy, tmp_path / "site", TODAY)
    second = building.build(deck_copy, tmp_path / "site", TODAY)
    assert first.staged
    assert second.staged is None
    assert road == ["stage", "mkdocs"]


def test_a_changed_deck_is_built_again(road: list[str], deck_copy: Path, tmp_path: Path) -> None:
    """One changed letter in the deck is enough for a new build."""
    building.build(deck_copy, tmp_path / "site", TODAY)
    imprint = deck_copy / "deck.yaml"
    imprint.write_text(imprint.read_text("utf-8") + "# seen\n", "utf-8")
    assert building.build(deck_copy, tmp_path / "site", TODAY).staged


@pytest.mark.parametrize("harm", ["edit", "remove", "add"])
def test_a_touched_site_is_built_again(road: list[str], deck_copy: Path, tmp_path: Path, harm: str) -> None:
    """A site in which a file was edited, removed or added is not taken for the last build."""
    site = tmp_path / "site"
    building.build(deck_copy, site, TODAY)
    if harm == "edit":
        (site / "index.html").write_text("another page")
    elif harm == "remove":
        (site / "index.html").unlink()
    else:
        (site / "CNAME").write_text("mine")
    assert building.build(deck_copy, site, TODAY).staged
    assert (site / "index.html").read_text() == "a page"


def test_another_target_is_built(road: list[str], deck_copy: Path, tmp_path: Path) -> None:
    """What was built into one folder is not taken for built in another."""
    building.build(deck_copy, tmp_path / "site", TODAY)
    assert building.build(deck_copy, tmp_path / "other", TODAY).staged
    assert (tmp_path / "other" / "index.html").is_file()


def test_a_failed_build_leaves_the_last_good_site(
    road: list[str], deck_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If MkDocs fails half-way, the site is as it was, and nothing half-written lies beside it."""
    site = tmp_path / "site"
    building.build(deck_copy, site, TODAY)
    (deck_copy / "deck.yaml").write_text((deck_copy / "deck.yaml").read_text("utf-8") + "# seen\n", "utf-8")

    def fails(config: Path, *, staged: Path, out: Path, imprint: object) -> None:
        out.mkdir()
        (out / "index.html").write_text("half a p")
        raise DeckError([Problem(Source("docs/start.md"), "", "a link leads nowhere")])

    monkeypatch.setattr(building, "build_site", fails)
    with pytest.raises(DeckError, match="a link leads nowhere"):
        building.build(deck_copy, site, TODAY)
    assert (site / "index.html").read_text() == "a page"
    assert sorted(path.name for path in tmp_path.iterdir() if "site" in path.name) == ["site"]


def test_each_deck_is_staged_apart() -> None:
    """This repository's deck is staged in build/, any other in a folder of its own."""
    own, other, third = (
        building.work_folder(path) for path in (building.ROOT / "deck", Path("/other"), Path("/third"))
    )
    assert own == building.ROOT / "build"
    assert len({own, other, third}) == 3
    assert other.parent == third.parent == own / "decks"
