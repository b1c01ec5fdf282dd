"""What generator.write promises: all or nothing, only what changed, and never somebody else's files."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import build as building
from generator.load import Loaded
from generator.problems import DeckError, Problem, Source, UsageError
from generator.write import (
    MADE,
    check_target,
    is_as_remembered,
    only_one,
    recover,
    remember,
    swap_in,
    write_file,
    write_tree,
)

Mark = tuple[int, int]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A finished site of two files, with a file that somebody else put there."""
    out = tmp_path / "site"
    swap_in(fresh(tmp_path, {"index.html": "old", "asks/a.html": "same"}), out)
    (out / "CNAME").write_text("ours.example", "utf-8")
    return out


def fresh(folder: Path, files: dict[str, str]) -> Path:
    """A folder of newly made files, ready to be swapped in."""
    new = folder / ".site.new"
    for name, content in files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_text(content, "utf-8")
    return new


def mark(path: Path) -> Mark:
    """What changes when a file is written: its inode and its time."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def content(folder: Path) -> dict[str, str]:
    """Every file of a folder, but the list that we keep there."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MADE
    }


def fail_at(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    """Make a function fail as if the disk were full."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(owner, name, full)


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """A new file comes with the folders it lies in, readable for everybody, and counts as changed."""
    path = tmp_path / "a/b/c.txt"
    assert write_file(path, b"words")
    assert path.read_bytes() == b"words"
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    """Writing what is there already touches nothing: neither inode nor time."""
    path = tmp_path / "a.txt"
    write_file(path, b"words")
    before = mark(path)
    assert not write_file(path, b"words")
    assert mark(path) == before


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Who has the old file open goes on reading the old words: the new ones are another file."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")
    with path.open("rb") as reader:
        write_file(path, b"new")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails, the old file is there, whole, and nothing half-written beside it."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")
    fail_at(monkeypatch, os, "replace")
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"new")
    assert content(tmp_path) == {"a.txt": "old"}


def test_a_tree_tells_what_it_rewrote(tmp_path: Path) -> None:
    """Only the files whose content changed are rewritten and named."""
    write_tree(tmp_path, {"a.md": b"a", "b/c.md": b"c"})
    before = mark(tmp_path / "a.md")
    assert write_tree(tmp_path, {"a.md": b"a", "b/c.md": b"changed"}) == ["b/c.md"]
    assert mark(tmp_path / "a.md") == before


def test_a_tree_that_did_not_change_is_not_touched(tmp_path: Path) -> None:
    """Writing the same tree again touches nothing, or live preview would never come to rest."""
    files = {"a.md": b"a", "b/c.md": b"c"}
    write_tree(tmp_path, files)
    before = {path: mark(path) for path in tmp_path.rglob("*")}
    assert write_tree(tmp_path, files) == []
    assert {path: mark(path) for path in tmp_path.rglob("*")} == before


def test_what_is_no_longer_made_disappears(tmp_path: Path) -> None:
    """A file that an earlier call made and this one does not is removed, with its empty folders."""
    write_tree(tmp_path, {"a.md": b"a", "b/c/d.md": b"d"})
    write_tree(tmp_path, {"a.md": b"a"})
    assert content(tmp_path) == {"a.md": "a"}
    assert not (tmp_path / "b").exists()


def test_what_somebody_else_wrote_stays(tmp_path: Path) -> None:
    """A file that we did not make stays, also beside files that disappear."""
    write_tree(tmp_path, {"b/c.md": b"c"})
    (tmp_path / "b/notes.txt").write_text("mine", "utf-8")
    write_tree(tmp_path, {"a.md": b"a"})
    assert content(tmp_path) == {"a.md": "a", "b/notes.txt": "mine"}


def test_a_page_can_become_a_folder_and_back(tmp_path: Path) -> None:
    """A name that was a file can be a folder next time, and the other way round."""
    write_tree(tmp_path, {"a": b"file"})
    write_tree(tmp_path, {"a/b": b"inside"})
    assert content(tmp_path) == {"a/b": "inside"}
    write_tree(tmp_path, {"a": b"file"})
    assert content(tmp_path) == {"a": "file"}


def test_an_interrupted_tree_leaves_nothing_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a call that was cut off are known as ours, and disappear when they are no longer made."""
    write_tree(tmp_path, {"a.md": b"a"})
    replace = os.replace

    def until_c(source: str, target: Path) -> None:
        if Path(target).name == "c.md":
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", until_c)
    with pytest.raises(KeyboardInterrupt):
        write_tree(tmp_path, {"a.md": b"a", "b.md": b"b", "c.md": b"c"})
    monkeypatch.undo()
    assert (tmp_path / "b.md").exists()
    write_tree(tmp_path, {"a.md": b"a"})
    assert content(tmp_path) == {"a.md": "a"}


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", ".."])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    """A name that leads out of the folder is refused before anything is written."""
    with pytest.raises(ValueError, match="outside"):
        write_tree(tmp_path / "out", {"a.md": b"a", name: b"x"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("listed", ["../precious.txt", "{folder}/precious.txt"])
def test_nothing_is_removed_outside(tmp_path: Path, listed: str) -> None:
    """A list of made files that was tampered with cannot make us remove what lies elsewhere."""
    (tmp_path / "precious.txt").write_text("mine", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MADE).write_text(listed.format(folder=tmp_path), "utf-8")
    write_tree(tmp_path / "out", {"a.md": b"a"})
    assert (tmp_path / "precious.txt").read_text("utf-8") == "mine"


def test_a_site_can_be_put_in_a_new_folder(tmp_path: Path) -> None:
    """A folder that is not there yet may be filled, and those above it are made."""
    out = tmp_path / "a/b/site"
    check_target(out)
    swap_in(fresh(tmp_path, {"index.html": "x"}), out)
    assert content(out) == {"index.html": "x"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """A folder with nothing in it is nobody's loss."""
    check_target(tmp_path)


def test_our_own_folder_may_be_filled_again(out: Path) -> None:
    """A folder that an earlier build made may be filled again, whatever else lies in it."""
    check_target(out)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: (path.mkdir(), (path / "letter.txt").touch()),
        lambda path: path.write_text("a file", "utf-8"),
        lambda path: path.symlink_to(path.parent),
        lambda path: path.symlink_to("gone"),
    ],
    ids=["a folder with files", "a file", "a link", "a link to nothing"],
)
def test_a_strangers_folder_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    """What is not ours to fill is refused, before anything is written: it may be somebody's home."""
    path = tmp_path / "site"
    make(path)
    with pytest.raises(UsageError):
        check_target(path)


def test_a_link_is_called_a_link(tmp_path: Path) -> None:
    """A link to a folder is refused for what it is."""
    (tmp_path / "site").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="is a link"):
        check_target(tmp_path / "site")


@pytest.mark.parametrize("name", [".", "..", "a/..", "/"])
def test_a_place_without_a_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A folder that cannot be swapped for another is refused in words, though it may be empty."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        check_target(Path(name))


def test_only_what_changed_is_a_new_file(tmp_path: Path, out: Path) -> None:
    """After a swap, a file with the same content is the same file: upload tools see no change."""
    same, changed = mark(out / "asks/a.html"), mark(out / "index.html")
    swap_in(fresh(tmp_path, {"index.html": "new", "asks/a.html": "same"}), out)
    assert mark(out / "asks/a.html") == same
    assert mark(out / "index.html") != changed
    assert (out / "index.html").read_text("utf-8") == "new"


def test_pages_that_are_gone_leave_the_site(tmp_path: Path, out: Path) -> None:
    """A page that is no longer made is not in the new site; a stranger's file still is."""
    swap_in(fresh(tmp_path, {"index.html": "new"}), out)
    assert content(out) == {"index.html": "new", "CNAME": "ours.example"}


def test_a_strangers_file_survives_every_build(tmp_path: Path, out: Path) -> None:
    """A stranger's file does not become ours by being carried over once."""
    for number in range(3):
        swap_in(fresh(tmp_path, {"index.html": str(number)}), out)
    assert content(out) == {"index.html": "2", "CNAME": "ours.example"}


def test_ours_goes_before_a_strangers(tmp_path: Path, out: Path) -> None:
    """If we now make a file where a stranger's lay, ours is in the site."""
    swap_in(fresh(tmp_path, {"index.html": "old", "CNAME": "made"}), out)
    assert content(out) == {"index.html": "old", "CNAME": "made"}


def test_links_and_empty_folders_survive_every_build(tmp_path: Path, out: Path) -> None:
    """Links that somebody put there, also to folders and to nothing, and empty folders stay as they are."""
    links = {"to-file": "CNAME", "asks/to-folder": "../asks", "to-nothing": "gone"}
    for name, target in links.items():
        (out / name).symlink_to(target)
    (out / "uploads/empty").mkdir(parents=True)
    for number in range(2):
        swap_in(fresh(tmp_path, {"index.html": str(number), "asks/a.html": "same"}), out)
        assert {name: str((out / name).readlink()) for name in links} == links
        assert list((out / "uploads/empty").iterdir()) == []


def test_a_link_in_place_of_a_page_stays_a_strangers(tmp_path: Path, out: Path) -> None:
    """A link put where a page was gives way to the page, and stays once the page is no longer made."""
    (out / "index.html").unlink()
    (out / "index.html").symlink_to("asks/a.html")
    swap_in(fresh(tmp_path, {"asks/a.html": "same"}), out)
    assert (out / "index.html").is_symlink()
    swap_in(fresh(tmp_path, {"index.html": "same", "asks/a.html": "same"}), out)
    assert not (out / "index.html").is_symlink()


def test_ours_goes_before_a_strangers_of_another_kind(tmp_path: Path, out: Path) -> None:
    """Where we now make a folder, a stranger's file of that name does not get in the way."""
    swap_in(fresh(tmp_path, {"CNAME/index.html": "made"}), out)
    assert content(out) == {"CNAME/index.html": "made"}


def test_a_disk_without_hard_links_will_do(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files cannot be linked they are copied, with their dates."""
    fail_at(monkeypatch, os, "link")
    dates = {name: (out / name).stat().st_mtime_ns for name in ("asks/a.html", "CNAME")}
    swap_in(fresh(tmp_path, {"index.html": "new", "asks/a.html": "same"}), out)
    assert content(out) == {"index.html": "new", "asks/a.html": "same", "CNAME": "ours.example"}
    assert {name: (out / name).stat().st_mtime_ns for name in dates} == dates


def test_what_was_built_is_remembered(tmp_path: Path, out: Path) -> None:
    """A folder that is as it was swapped in is known again, with the stranger's file in it."""
    built = swap_in(fresh(tmp_path, {"index.html": "new"}), out)
    remember(tmp_path / "note", out, "key", built)
    assert {"index.html", "CNAME"} <= built.keys()
    assert is_as_remembered(tmp_path / "note", out, "key")
    assert not is_as_remembered(tmp_path / "note", out, "another key")


@pytest.mark.parametrize("harm", ["a page is gone", "a page is another", "everything is gone"])
def test_what_happened_since_is_not_remembered(tmp_path: Path, out: Path, harm: str) -> None:
    """What somebody did to the folder between the swap and the note is not taken for built."""
    built = swap_in(fresh(tmp_path, {"index.html": "new"}), out)
    if harm == "a page is another":
        (out / "index.html").write_text("harmed", "utf-8")
    else:
        (out / "index.html").unlink()
    if harm == "everything is gone":
        out.rename(tmp_path / "elsewhere")
    remember(tmp_path / "note", out, "key", built)
    assert json.loads((tmp_path / "note").read_bytes())["files"].keys() == built.keys()
    assert not is_as_remembered(tmp_path / "note", out, "key")


def test_another_process_is_kept_out(tmp_path: Path) -> None:
    """While one process holds a folder, another is refused in words; afterwards it is let in."""
    code = (
        "import pathlib, sys; from generator.write import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    place = tmp_path / "a/site"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(place)],
        cwd=Path(__file__).resolve().parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        with pytest.raises(UsageError, match="another build is running"), only_one(place):
            pytest.fail("let in while another was there")
        assert place.with_name(".site.lock").exists()
        other.communicate()
    with only_one(place):
        assert place.with_name(".site.lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_was_left_behind_locks_nothing(tmp_path: Path) -> None:
    """The lock of a process that was killed keeps nobody out."""
    (tmp_path / ".site.lock").touch()
    with only_one(tmp_path / "site"):
        (tmp_path / "site").mkdir()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_lock_that_was_just_removed_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who locks a file that its last holder has just removed begins again with a new one."""
    import fcntl

    flock, calls = fcntl.flock, []

    def late(file: int, how: int) -> None:
        calls.append(how)
        if len(calls) == 1:
            (tmp_path / ".site.lock").unlink()
        flock(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with only_one(tmp_path / "site"), pytest.raises(UsageError), only_one(tmp_path / "site"):
        pytest.fail("two are in")
    assert len(calls) == 3


def test_without_locks_there_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without such locks, work goes on without."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with only_one(tmp_path / "site"):
        assert list(tmp_path.iterdir()) == []


def test_a_swap_leaves_nothing_beside_the_site(tmp_path: Path, out: Path) -> None:
    """After a swap, neither the new folder nor the last good one lies beside the site."""
    swap_in(fresh(tmp_path, {"index.html": "new"}), out)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("move", [1, 2], ids=["the first move", "the second move"])
def test_a_swap_that_fails_leaves_the_site(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, move: int
) -> None:
    """If either move of a swap fails, the site is as it was."""
    before = content(out)
    rename, moves = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == move:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    new = fresh(tmp_path, {"index.html": "new"})
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"):
        swap_in(new, out)
    assert content(out) == before


def test_a_swap_that_was_cut_off_is_mended(tmp_path: Path, out: Path) -> None:
    """If the machine stopped between the two moves, the next run puts the last good site back."""
    before = content(out)
    out.rename(tmp_path / ".site.last-good")
    recover(out)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_swap_that_was_cut_off_late_is_cleared_up(tmp_path: Path, out: Path) -> None:
    """If the machine stopped after both moves, the new site stays and the old one goes."""
    out.rename(tmp_path / ".site.last-good")
    swap_in(fresh(tmp_path, {"index.html": "new"}), out)
    (tmp_path / ".site.last-good").mkdir(exist_ok=True)
    recover(out)
    assert content(out) == {"index.html": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_an_accident_nothing_is_mended(out: Path) -> None:
    """A site that is whole is left alone."""
    before = {path: mark(path) for path in out.rglob("*")}
    recover(out)
    assert {path: mark(path) for path in out.rglob("*")} == before


def test_a_broken_deck_leaves_the_last_good_site(out: Path, small_deck: Path) -> None:
    """A build that fails at the deck does not touch the site at all."""
    before = {path: mark(path) for path in out.rglob("*")}
    (small_deck / "tiers.yaml").write_text("[", "utf-8")
    with pytest.raises(DeckError):
        building.build(small_deck, out, datetime.date(2026, 11, 21))
    assert {path: mark(path) for path in out.rglob("*")} == before


@pytest.mark.parametrize("step", ["stage", "build_site", "swap_in"])
def test_a_build_that_fails_anywhere_leaves_the_last_good_site(
    out: Path, small_deck: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whichever step of a build fails, the site is as it was, and nothing half-made lies beside it."""
    before = {path: mark(path) for path in out.rglob("*")}

    def staged(loaded: Loaded, work: Path) -> building.Staged:
        return building.Staged(work, loaded, 1, 0, ())

    def built(*_: object, out: Path, **__: object) -> None:
        write_file(out / "index.html", b"new")

    def fails(*_: object, **__: object) -> None:
        raise DeckError([Problem(Source("docs/index.md"), "", "this link leads nowhere")])

    monkeypatch.setattr(building, "stage", staged)
    monkeypatch.setattr(building, "build_site", built)
    monkeypatch.setattr(building, step, fails)
    with pytest.raises(DeckError):
        building.build(small_deck, out, datetime.date(2026, 11, 21))
    assert {path: mark(path) for path in out.rglob("*")} == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["deck", "site"]


def test_a_strangers_folder_is_refused_before_any_work(small_deck: Path, tmp_path: Path) -> None:
    """A build into somebody's folder stops at once and leaves it as it is."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(UsageError, match="not ours"):
        building.build(small_deck, home, datetime.date(2026, 11, 21))
    assert content(home) == {"letter.txt": "dear"}
