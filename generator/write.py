"""{path: content} -> disk: atomically, only what changed. The only writer.

A folder that we fill holds a list of what we made (`.askanyway`), so that files which are no
longer made can disappear while files that somebody else put there stay.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.problems import UsageError

MADE = ".askanyway"
Dates = dict[str, list[int]]  # size in bytes and date in nanoseconds of every file, by its name in a folder


@contextmanager
def only_one(place: Path) -> Iterator[None]:
    """Keep every other process out of the folder `place` meanwhile; UsageError if one is there already.

    The lock is an empty file beside the folder. Where the system has no such locks, nothing is kept out.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    path = place.with_name(f".{place.name}.lock")
    above = [folder for folder in path.parents if not folder.exists()]
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError("another build is running") from None
            if not _is_at(path, file.fileno()):  # who held it has just removed it: that lock is nobody's
                continue
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
                with suppress(OSError):  # not empty: the folder was filled
                    for folder in above:
                        folder.rmdir()
            return


def write_file(path: Path, content: bytes) -> bool:
    """Write `content` in one step; say whether anything changed. A crash leaves the old file."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
    return True


def write_tree(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Make `root` hold `files` (relative POSIX names); return the names that were rewritten.

    What an earlier call wrote and this one does not is removed; nothing else is touched.
    """
    for name in files:
        if not _stays_inside(name):
            raise ValueError(f"{name} would be written outside {root}")
    made = _made(root)
    if made - files.keys() or files.keys() - made:  # said first: an interrupted call leaves nothing unknown
        write_file(root / MADE, _list(made | files.keys()))
    for name in made - files.keys():
        _remove(root, name)
    changed = [name for name, content in files.items() if write_file(root / name, content)]
    write_file(root / MADE, _list(files.keys()))
    return changed


def check_target(out: Path) -> None:
    """Raise UsageError if `out` is a folder that we did not make: it may be somebody's home."""
    if out.name in ("", ".."):  # it is swapped for a new folder, which "." cannot be
        raise UsageError(f"{out} cannot be filled; name a folder inside it with --out")
    if out.is_symlink():  # the swap would put a folder in its place
        raise UsageError(f"{out} is a link; name the folder itself with --out")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MADE).is_file():
        raise UsageError(f"{out} holds files that are not ours; name an empty or a new folder with --out")


def recover(out: Path) -> None:
    """Put the last good folder back, if an earlier swap was cut off between its two moves."""
    kept = _kept(out)
    if kept.exists():
        if out.exists():
            shutil.rmtree(kept)
        else:
            kept.rename(out)


def swap_in(new: Path, out: Path) -> Dates:
    """Replace the folder `out` by `new` (on the same disk) in one move; return what is in it then.

    Files that did not change keep their old file, date and all; files, links and empty folders in
    `out` that somebody else put there are carried over. If anything fails, `out` is as it was.
    """
    names = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    write_file(new / MADE, _list(names))
    if out.exists():
        made = _made(out)
        for path in sorted(out.rglob("*")):
            name = path.relative_to(out).as_posix()
            fresh = new / name
            if name in names and not path.is_symlink() and path.is_file() and _same(path, fresh):
                fresh.unlink()
                _carry(path, fresh)
            elif not os.path.lexists(fresh) and (name not in made or path.is_symlink()):  # we make no links
                _carry(path, fresh)
        out.rename(_kept(out))
    dates = _dates(new)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.rename(out)
    except BaseException:
        recover(out)
        raise
    shutil.rmtree(_kept(out), ignore_errors=True)
    return dates


def remember(note: Path, out: Path, key: str, built: Dates) -> None:
    """Note in the file `note` that `built` was put into `out`, made from what `key` is the hash of."""
    write_file(note, json.dumps({"key": key, "out": str(out.resolve()), "files": built}).encode())


def is_as_remembered(note: Path, out: Path, key: str) -> bool:
    """Whether `out` was made from `key` and nobody changed a file in it since."""
    try:
        said = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return False
    return bool(said == {"key": key, "out": str(out.resolve()), "files": _dates(out)})


def _dates(folder: Path) -> Dates:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            facts = path.stat()
            found[path.relative_to(folder).as_posix()] = [facts.st_size, facts.st_mtime_ns]
    return found


def _carry(path: Path, fresh: Path) -> None:
    """Let a file, a link or an empty folder be at `fresh` too; a folder that is not empty comes by itself."""
    if path.is_dir() and not path.is_symlink() and any(path.iterdir()):
        return
    fresh.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        fresh.symlink_to(path.readlink())
    elif path.is_dir():
        fresh.mkdir()
    else:
        try:
            os.link(path, fresh)
        except OSError:  # a disk without hard links
            shutil.copy2(path, fresh)


def _kept(out: Path) -> Path:
    return out.with_name(f".{out.name}.last-good")


def _made(root: Path) -> set[str]:
    """What an earlier call made in `root`, if its list is ours: names that stay inside."""
    try:
        names = (root / MADE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for name in names if _stays_inside(name)}


def _list(names: Iterable[str]) -> bytes:
    return "\n".join(sorted(names)).encode()


def _stays_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _remove(root: Path, name: str) -> None:
    path = root / name
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _is_at(path: Path, handle: int) -> bool:
    """Whether the open file `handle` is the one that lies at `path` now."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
