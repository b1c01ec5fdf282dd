"""The checker is checked: it passes what is right and finds what is wrong."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import verapdf

from generator import fonts
from generator.pdf import Press

PAGE = """<html lang="en"><head><title>A page</title><style>
@font-face {{ font-family: "{family}"; src: url("{address}"); }} html {{ font-family: "{family}"; }}
</style></head><body><h1>Ask</h1><p>Anyway.</p></body></html>"""


@pytest.fixture(scope="module")
def tagged() -> bytes:
    """A small page that is right."""
    html = PAGE.format(family=fonts.FAMILY, address=fonts.addresses()[400])
    press = Press([fonts.FOLDER], fonts.FAMILY, variant="pdf/ua-1")
    return press.pdf(press.typeset(html))


def test_a_tagged_page_passes(tagged: bytes, tmp_path: Path) -> None:
    """A page with title, language and tags has no faults."""
    (tmp_path / "right.pdf").write_bytes(tagged)
    assert verapdf.faults(tmp_path / "right.pdf") == []


@pytest.mark.parametrize(
    ("entry", "rule"), [("/Lang", "7.2-"), ("/ViewerPreferences", "7.1-10"), ("/StructTreeRoot", "7.1-11")]
)
def test_what_is_missing_is_found(tagged: bytes, entry: str, rule: str, tmp_path: Path) -> None:
    """Without its language, its title on show or its tags the same page fails, by the rule's number."""
    with pikepdf.open(io.BytesIO(tagged)) as document:
        del document.Root[entry]
        document.save(tmp_path / "wrong.pdf")
    assert any(fault.startswith(rule) for fault in verapdf.faults(tmp_path / "wrong.pdf"))
