"""{path: content} -> disk: atomically, only what changed. The only writer.

A folder that we fill holds a list of what we made (`.askanyway`), so that files which are no
longer made can disappear while files that somebody else put there stay.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.problems import UsageError

MADE = ".askanyway"


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
    if out.is_symlink() or (out.exists() and not out.is_dir()):
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


def swap_in(new: Path, out: Path) -> None:
    """Replace the folder `out` by `new` (on the same disk) in one move.

    Files that did not change keep their old file, date and all; files in `out` that somebody
    else put there are carried over. If anything fails, `out` is as it was.
    """
    names = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    write_file(new / MADE, _list(names))
    if out.exists():
        made = _made(out)
        for path in sorted(out.rglob("*")):
            name = path.relative_to(out).as_posix()
            if not path.is_file() or name == MADE:
                continue
            fresh = new / name
            if name in names:
                if _same(path, fresh):
                    fresh.unlink()
                    os.link(path, fresh)
            elif name not in made:
                fresh.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, fresh)
        out.rename(_kept(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.rename(out)
    except BaseException:
        recover(out)
        raise
    shutil.rmtree(_kept(out), ignore_errors=True)


def remember(note: Path, out: Path, key: str) -> None:
    """Note in the file `note` that the folder `out` was made from what `key` is the hash of."""
    write_file(note, json.dumps({"key": key, "out": str(out.resolve()), "files": _dates(out)}).encode())


def is_as_remembered(note: Path, out: Path, key: str) -> bool:
    """Whether `out` was made from `key` and nobody changed a file in it since."""
    try:
        said = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return False
    return bool(said == {"key": key, "out": str(out.resolve()), "files": _dates(out)})


def _dates(folder: Path) -> dict[str, list[int]]:
    """The size in bytes and the date in nanoseconds of every file, by its name in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            facts = path.stat()
            found[path.relative_to(folder).as_posix()] = [facts.st_size, facts.st_mtime_ns]
    return found


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
