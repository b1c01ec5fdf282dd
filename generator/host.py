"""Runs MkDocs on the staged tree. The only room that knows MkDocs."""

from __future__ import annotations

import logging
import os
import re
from html import escape
from pathlib import Path
from typing import Any

from generator.model import Imprint
from generator.problems import DeckError, Problem, Source

_PAGE = re.compile(r"Doc file '([^']+)'")
_MAY_BE_LEFT_OUT = "programmes/index.md"  # the navigation names it, and a deck may have no programmes


# What Material brings and our theme never loads: its scripts, other palettes, source maps.
_UNUSED = (
    "assets/images/favicon.png",
    "assets/javascripts/bundle.*",
    "assets/javascripts/lunr/**/*",
    "assets/javascripts/workers/*",
    "assets/stylesheets/*.map",
    "assets/stylesheets/palette.*",
    "search/search_index.json",
)


def build_site(config_file: Path, *, staged: Path, out: Path, imprint: Imprint) -> None:
    """Build the folder `staged` into the new folder `out`, strictly.

    Raises DeckError with everything that MkDocs complains of: dead links, missing anchors.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a banner about MkDocs 2, which we pin away
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    listener = Listener(logging.WARNING)
    logger.addHandler(listener)
    propagate, logger.propagate = logger.propagate, False
    try:
        config = load_config(
            config_file=str(config_file),
            docs_dir=str(staged),
            site_dir=str(out),
            strict=True,
            hooks=[],  # the hook stages for a bare `mkdocs build`; here that is done
        )
        introduce(config, imprint)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        if not complaints:
            complaints.append(str(error))
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
    if complaints:
        raise DeckError(_problem(complaint) for complaint in complaints)
    for pattern in _UNUSED:
        for path in out.glob(pattern):
            if path.is_file():
                path.unlink()


def introduce(config: Any, imprint: Imprint) -> None:
    """Tell the site whose it is: name, language, address, and the lines at the foot of every page.

    MkDocs' templates do not escape what they print, so that is done here.
    """
    config.site_name = escape(imprint.title)
    config.site_description = escape(imprint.description)
    config.site_url = imprint.site_url or ""
    if config.nav and not (Path(config.docs_dir) / _MAY_BE_LEFT_OUT).is_file():
        config.nav = _without(config.nav, _MAY_BE_LEFT_OUT)
    config.copyright = escape(f"{imprint.copyright}. {imprint.licence}")
    config.extra["imprint"] = [
        escape(line) for line in (imprint.adults, imprint.not_reviewed, imprint.not_connected)
    ]
    for language in (imprint.language, imprint.language.split("-")[0]):
        if any(
            (Path(folder) / "partials/languages" / f"{language}.html").is_file()
            for folder in config.theme.dirs
        ):
            config.theme["language"] = language
            break


def _without(nav: Any, page: str) -> Any:
    """The navigation without one page, however deep it stands."""
    if isinstance(nav, list):
        return [_without(entry, page) for entry in nav if entry != page and page not in _values(entry)]
    if isinstance(nav, dict):
        return {title: _without(entry, page) for title, entry in nav.items()}
    return nav


def _values(entry: Any) -> list[Any]:
    return list(entry.values()) if isinstance(entry, dict) else []


def serve_site(config_file: Path, watch: list[Path], **settings: Any) -> None:
    """Serve with live preview; the hook in mkdocs.yml stages before every build."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.serve import serve

    logger = logging.getLogger("mkdocs")
    logger.addHandler(logging.StreamHandler())  # or an author would not see what stops a rebuild
    logger.setLevel(logging.INFO)
    serve(config_file=str(config_file), watch=[str(path) for path in watch], **settings)


def _problem(complaint: str) -> Problem:
    match = _PAGE.search(complaint)
    place = Source(f"docs/{match[1]}" if match else "mkdocs.yml")
    return Problem(place, "", " ".join(complaint.split()))
