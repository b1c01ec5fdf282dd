"""MkDocs' door into the program."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import PluginError

from generator import hook
from generator.build import Staged


@pytest.fixture
def config(tmp_path: Path) -> SimpleNamespace:
    """What the hook needs of MkDocs' configuration."""
    folder = str(tmp_path / "work" / "docs")
    return SimpleNamespace(docs_dir=folder, extra={}, nav=None, site_name="", theme=SimpleNamespace(dirs=[]))


def test_a_bare_mkdocs_build_is_staged_first(
    config: SimpleNamespace, deck_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before MkDocs builds, the tree beside its docs_dir is staged, and the site is told its name."""
    staged: list[Path] = []

    def stage(loaded: object, work: Path) -> Staged:
        staged.append(work)
        return Staged(work / "docs", loaded, 1, 0, ())

    monkeypatch.setattr(hook, "stage", stage)
    monkeypatch.setenv("ASK_ANYWAY_DECK", str(deck_copy))
    hook.on_pre_build(config)
    assert staged == [tmp_path / "work"]
    assert config.site_name == "Ask Anyway"
    assert "Rejection Therapy" in config.extra["imprint"][2]


def test_the_authors_mistakes_stop_mkdocs(
    config: SimpleNamespace, deck_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake in the deck reaches MkDocs as its own kind of error, with the whole list of mistakes."""
    (deck_copy / "tiers.yaml").unlink()
    (deck_copy / "help.yaml").write_text("")
    monkeypatch.setenv("ASK_ANYWAY_DECK", str(deck_copy))
    with pytest.raises(PluginError) as error:
        hook.on_pre_build(config)
    assert "help.yaml: this file is empty" in str(error.value)
    assert "tiers.yaml: this file is missing" in str(error.value)
