"""Makes the README's pictures from the real things: `make pictures`, after `make build`."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
PICTURES = ROOT / "pictures"
GROUND = "#d9dbe1"


def home(width: int, height: int) -> Image.Image:
    """The home page as a browser shows it, from the built files."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto((SITE / "index.html").as_uri())
        page.wait_for_timeout(500)
        png = page.screenshot()
        browser.close()
    return Image.open(io.BytesIO(png))


def pdf_page(name: str, number: int, width: int) -> Image.Image:
    """One page (from 0) of a download, `width` pixels wide."""
    document = pypdfium2.PdfDocument(SITE / "downloads" / name)
    page = document[number]
    return page.render(scale=width / page.get_width()).to_pil().convert("RGB")


def page_with(name: str, words: str, width: int) -> Image.Image:
    """The first page of a download that says `words`."""
    document = pypdfium2.PdfDocument(SITE / "downloads" / name)
    number = next(i for i in range(len(document)) if words in document[i].get_textpage().get_text_range())
    return pdf_page(name, number, width)


def side_by_side(*images: Image.Image) -> Image.Image:
    """Pictures in a row on a quiet ground."""
    edge = 24
    height = max(image.height for image in images)
    row = Image.new("RGB", (sum(image.width + edge for image in images) + edge, height + 2 * edge), GROUND)
    x = edge
    for image in images:
        row.paste(image, (x, edge + (height - image.height) // 2))
        x += image.width + edge
    return row


def save(image: Image.Image, name: str) -> None:
    """Flat art needs few colours; a README wants small files."""
    PICTURES.mkdir(exist_ok=True)
    image.quantize(colors=128, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)
    print(f"wrote pictures/{name}, {(PICTURES / name).stat().st_size // 1024} kB")


if __name__ == "__main__":
    screen = "ask-anyway-deck-screen.pdf"
    journal = "ask-anyway-journal-30-a5.pdf"
    save(home(1280, 860).convert("RGB"), "home.png")
    front = page_with(screen, "in another colour", 360)
    save(side_by_side(front, pdf_page(screen, 0, 360)), "card.png")
    save(side_by_side(page_with(journal, "What I expect to happen", 520)), "journal.png")
