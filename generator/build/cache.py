"""What earlier builds made, by the hash of all it is made of."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from generator.write import write_file

PROGRAM = Path(__file__).resolve().parents[1]
_RESTS_ON = ("weasyprint", "pydyf", "pikepdf", "pypdfium2", "pillow", "fonttools", "font-manrope")
_SITE_RESTS_ON = ("icalendar", "jinja2", "markdown", "mkdocs", "mkdocs-material")
_DIGEST = hashlib.sha256().digest_size


def fingerprint(*inputs: Path) -> str:
    """The hash of every file in `inputs` (files and folders), of the program, and of what it rests on."""
    whole = _base(*_SITE_RESTS_ON)
    for place in inputs:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                whole.update(f"{path}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return whole.hexdigest()


class Cache:
    """Files in one folder, each behind its own checksum; `name` keeps the owners of a folder apart."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._used: set[str] = set()
        self._base = _base()

    def key(self, *parts: str) -> str:
        """The hash of `parts`, the program and what it rests on. What has a key in this build is kept."""
        whole = self._base.copy()
        for part in parts:
            whole.update(b"\0" + part.encode())
        key = f"{self._name}-{whole.hexdigest()[:32]}"
        self._used.add(key)
        return key

    def get(self, key: str, kind: str) -> bytes | None:
        """What was kept, if it was and is whole."""
        try:
            kept = (self._folder / f"{key}.{kind}").read_bytes()
        except OSError:
            return None
        checksum, content = kept[:_DIGEST], kept[_DIGEST:]
        return content if hashlib.sha256(content).digest() == checksum else None

    def put(self, key: str, kind: str, content: bytes) -> None:
        """Keep something for next time."""
        write_file(self._folder / f"{key}.{kind}", hashlib.sha256(content).digest() + content)

    def forget_the_rest(self) -> None:
        """Delete what this build has no use for."""
        for path in self._folder.glob(f"{self._name}-*"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)


def _base(*more: str) -> hashlib._Hash:
    whole = hashlib.sha256()
    for path in sorted(PROGRAM.rglob("*.py")):
        whole.update(path.read_bytes() + b"\0")
    for package in (*_RESTS_ON, *more):
        whole.update(f"{package} {version(package)}\0".encode())
    return whole
