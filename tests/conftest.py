"""What the tests of several rooms share."""

from __future__ import annotations

import datetime
import fcntl
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time, so that only a change can fail a test. To look for new ones:
# pytest --hypothesis-profile=search
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("search", max_examples=3000, deadline=None)
settings.load_profile("steady")

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --rewrite: write down what is said now as what is expected. Read the diff before you commit it."""
    parser.addoption("--rewrite", action="store_true", help="rewrite tests/broken/*/expected.txt")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of this checkout."""
    return REPOSITORY


@pytest.fixture
def deck_copy(tmp_path: Path) -> Path:
    """A writable copy of the real deck, in a folder called `deck`."""
    return Path(shutil.copytree(REPOSITORY / "deck", tmp_path / "deck"))


@pytest.fixture
def small_deck(tmp_path: Path) -> Path:
    """A writable copy of the tests' own small deck, in a folder called `deck`."""
    from builders import write_small_deck

    return write_small_deck(tmp_path / "deck")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder for what is made once and used by all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def products_folder(shared_folder: Path) -> Path:
    """Where the real deck's products are kept; whoever comes first makes them."""
    folder = shared_folder / "products"
    with one_at_a_time(shared_folder / "products.lock"):
        import products

        products.make(folder)
    return folder


@pytest.fixture(scope="session")
def built_site(shared_folder: Path) -> Path:
    """The real deck, built once: the folder with the whole site and every PDF."""
    from generator.build import build

    out = shared_folder / "site"
    with one_at_a_time(shared_folder / "site.lock"):
        if not out.exists():
            build(REPOSITORY / "deck", out, datetime.date.today())
    return out


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Let only one worker do what is inside; the others wait, and find it done."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(autouse=True)
def library_warnings() -> Iterator[list[str]]:
    """What WeasyPrint and MkDocs log as warnings. Any that a test leaves in the list fails it.

    A test that expects some takes this fixture, asserts what it finds and clears the list.
    """
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.name}: {record.getMessage()}")

    listener = Listener(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "mkdocs")]
    for logger in loggers:
        logger.addHandler(listener)
    yield said
    for logger in loggers:
        logger.removeHandler(listener)
    assert said == [], "a library warned, and the test did not expect it"
