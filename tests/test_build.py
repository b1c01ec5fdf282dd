"""The whole road, from a deck to a site, with MkDocs and the press replaced by something quick."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import build as building
from generator.build.downloads import Made
from generator.load import load
from generator.problems import DeckError, Problem, Source, UsageError
from generator.site import Download
from generator.write import only_one

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


@pytest.mark.parametrize("held", ["site", "work"])
def test_two_builds_do_not_meet(road: list[str], deck_copy: Path, tmp_path: Path, held: str) -> None:
    """While another build fills the same site, or stages the same deck, a build is refused untouched."""
    building.build(deck_copy, tmp_path / "site", TODAY)
    road.clear()
    (deck_copy / "deck.yaml").write_text((deck_copy / "deck.yaml").read_text("utf-8") + "# seen\n", "utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with only_one(tmp_path / held), pytest.raises(UsageError, match="another build is running"):
        building.build(deck_copy, tmp_path / "site", TODAY)
    assert road == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert building.build(deck_copy, tmp_path / "site", TODAY).staged


def test_a_failed_build_leaves_no_folders(road: list[str], deck_copy: Path, tmp_path: Path) -> None:
    """A build that fails at the deck leaves no empty folders on the way to a site that is not there."""
    (deck_copy / "tiers.yaml").write_text("[", "utf-8")
    with pytest.raises(DeckError):
        building.build(deck_copy, tmp_path / "a/b/site", TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]


@pytest.mark.parametrize(
    ("place", "how"),
    [
        ("{root}", "holds"),
        ("{root}/docs", "is"),
        ("{root}/docs/site", "lies in"),
        ("{root}/templates/site", "lies in"),
        ("{root}/generator/site", "lies in"),
        ("{root}/build", "is"),
        ("{root}/build/site", "lies in"),
        ("{deck}", "is"),
        ("{deck}/new/site", "lies in"),
        ("{deck}/..", "cannot be filled"),
        ("{work}", "is"),
        ("{above}", "holds"),
    ],
)
def test_a_site_keeps_apart_from_what_it_is_made_of(
    road: list[str],
    deck_copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    how: str,
) -> None:
    """A site that would lie in, be or hold what a build needs is refused, though the folder may be ours."""
    monkeypatch.setattr(building, "check_target", _only_its_name(building.check_target))
    out = place.format(root=building.ROOT, deck=deck_copy, work=tmp_path / "work", above=tmp_path)
    with pytest.raises(UsageError, match=how):
        building.build(deck_copy, Path(out), TODAY)
    assert road == []
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]


def _only_its_name(check_target: Callable[[Path], None]) -> Callable[[Path], None]:
    """The check of a target as if every folder were an earlier site of ours."""
    return lambda out: check_target(out if out.name == ".." else out / "nothing here")


def test_the_usual_places_are_fine(deck_copy: Path) -> None:
    """A folder inside this repository, and one beside a deck, can hold a site."""
    inputs = [deck_copy, building.HAND_WRITTEN, building.TEMPLATES, building.PROGRAM, building.WORK]
    for out in (building.ROOT / "site", building.ROOT / "docs-site", deck_copy.parent / "site"):
        building._check_apart(out, *inputs)


def _made(id: str, name: str) -> Made:
    paths = {"path": f"downloads/{name}.pdf", "picture": f"downloads/{name}.png"}
    words = {"title": id, "use": "", "paper": "", "paper_advice": "", "group": "deck"}
    return Made(
        Download(id=id, pages=1, size=1, picture_width=1, picture_height=1, **paths, **words), b"", b""
    )


def test_two_downloads_cannot_be_one_file(
    deck_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two downloads with one path are refused by both their names, before anything is staged."""
    made = [_made("journal-a5", "x-journal-a5"), _made("b", "b"), _made("a5", "x-journal-a5")]
    monkeypatch.setattr(building, "make_downloads", lambda *_, **__: made)
    with pytest.raises(DeckError) as error:
        building.stage(load(deck_copy), tmp_path / "work")
    assert [problem.what for problem in error.value.problems] == [
        "two downloads are called 'downloads/x-journal-a5.pdf': 'journal-a5' and 'a5'"
    ]
    assert {problem.source.file for problem in error.value.problems} == {str(deck_copy / "print.yaml")}
    assert not (tmp_path / "work" / "docs").exists()


def test_a_download_cannot_be_a_hand_written_file(
    deck_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of docs/ with the path of a download is refused: one of the two would be lost."""
    logo = next(path for path in building.HAND_WRITTEN.rglob("*.svg"))
    name = logo.relative_to(building.HAND_WRITTEN).as_posix()
    made = _made("a", "a")
    made = replace(made, download=replace(made.download, picture=name))
    monkeypatch.setattr(building, "make_downloads", lambda *_, **__: [made])
    with pytest.raises(DeckError) as error:
        building.stage(load(deck_copy), tmp_path / "work")
    said = f"docs/{name}: the download 'a' has the same name; rename one of them"
    assert [str(problem) for problem in error.value.problems] == [said]


def test_each_deck_is_staged_apart() -> None:
    """This repository's deck is staged in build/, any other in a folder of its own."""
    own, other, third = (
        building.work_folder(path) for path in (building.ROOT / "deck", Path("/other"), Path("/third"))
    )
    assert own == building.ROOT / "build"
    assert len({own, other, third}) == 3
    assert other.parent == third.parent == own / "decks"
