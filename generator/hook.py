"""MkDocs' door into the program: stages the tree before `mkdocs build` and `mkdocs serve`."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from generator.build import ROOT, check, stage
from generator.host import introduce
from generator.problems import DeckError


def on_pre_build(config: Any) -> None:
    """Stage what changed; say the author's mistakes instead of building over them."""
    folder = Path(os.environ.get("ASK_ANYWAY_DECK", ROOT / "deck"))
    try:
        checked = check(folder, datetime.date.today())
        stage(checked.loaded, Path(config.docs_dir).parent)
        introduce(config, checked.loaded.deck.imprint)
    except DeckError as error:
        raise PluginError(str(error)) from None
