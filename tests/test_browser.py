"""The built guide in a real browser: for any eyes, by keyboard alone, from a folder, without scripts.

`built_site` (conftest.py) is the folder that `askanyway build` made.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ["light", "dark"]
WIDTHS = [390, 1366]  # a phone, a laptop
KINDS = [
    "index.html",
    "start.html",
    "how-it-works.html",
    "tiers.html",
    "ethics.html",
    "help.html",
    "helplines.html",
    "is-it-for-me.html",
    "when-it-stops-working.html",
    "glossary.html",
    "science.html",
    "history.html",
    "faq.html",
    "downloads.html",
    "about.html",
    "asks/index.html",
    "make/authors.html",
    "programmes/index.html",
    "programmes/a-week-for-the-very-shy.html",
    "404.html",
]
FIRST_VISIT = 75_000  # bytes that the first visit to an ask may cost, compressed
OWN_SCRIPT = 25_000  # bytes of script on all pages together, compressed


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Where the built site is served on this machine."""
    handler = functools.partial(Quiet, directory=str(built_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "these tests need Chromium: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def asks(built_site: Path) -> list[str]:
    """The address of every ask, from the site's root."""
    return sorted(
        f"asks/{path.name}" for path in (built_site / "asks").glob("*.html") if path.stem != "index"
    )


Opener = Callable[..., "contextmanager[Page]"]


@pytest.fixture
def opened(browser: Browser, address: str) -> Callable[..., object]:
    """Open a page; on leaving, fail if it asked another origin for anything or complained."""

    @contextmanager
    def open_page(
        path: str,
        *,
        width: int = 1366,
        look: str = "light",
        root: str = address,
        scripts: bool = True,
        still: bool = True,
    ) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=look,  # type: ignore[arg-type]
            reduced_motion="reduce" if still else "no-preference",
            java_script_enabled=scripts,
        )
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []

        def failed(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # we went on to the next page
                complaints.append(f"{request.failure}: {request.url}")

        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", failed)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.goto(root + path, wait_until="load")
        try:
            yield page
        finally:
            context.close()
        assert [url for url in asked if not url.startswith((root, "data:"))] == []
        assert complaints == []

    return open_page


def violations(page: Page) -> list[str]:
    """What axe finds, one line for each element."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]


def with_care(built_site: Path, asks: list[str]) -> str:
    """An ask that has a box 'take care'."""
    return next(path for path in asks if "ask__care" in (built_site / path).read_text("utf-8"))


# For any eyes, in any width


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible(opened: Opener, kind: str) -> None:
    """Axe finds nothing in light and dark, on a phone and on a laptop."""
    for look in LOOKS:
        for width in WIDTHS:
            with opened(kind, width=width, look=look) as page:
                assert violations(page) == [], (look, width)


def test_an_ask_is_accessible(opened: Opener, built_site: Path, asks: list[str]) -> None:
    """Axe finds nothing on an ask with everything an ask can have."""
    for look in LOOKS:
        for width in WIDTHS:
            with opened(with_care(built_site, asks), width=width, look=look) as page:
                assert violations(page) == [], (look, width)


@pytest.mark.parametrize("button", ["Menu", "Search"])
def test_open_dialogs_are_accessible(opened: Opener, button: str) -> None:
    """Axe finds nothing while the menu, or the search with what it found, is open."""
    for look in LOOKS:
        for width in WIDTHS:
            with opened("help.html", width=width, look=look) as page:
                page.get_by_role("button", name=button).click()
                if button == "Search":
                    page.get_by_role("searchbox").fill("no")
                    page.locator(".search__found li").first.wait_for()
                assert violations(page) == [], (look, width)


def test_a_turned_card_is_accessible(opened: Opener) -> None:
    """Axe finds nothing when the card on the first page shows its back."""
    with opened("index.html") as page:
        page.get_by_role("button", name="Turn the card over").click()
        assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(opened: Opener, kind: str) -> None:
    """At 320 px, which is a laptop at 400 % zoom, everything stands below each other."""
    with opened(kind, width=320) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_ask_scrolls_sideways(opened: Opener, asks: list[str]) -> None:
    """Nor does any ask, and no card hides a part of its text."""
    with opened(asks[0], width=320) as page:
        for path in asks:
            page.goto(urljoin(page.url, Path(path).name))
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            cut = page.locator(".card").evaluate("card => card.scrollHeight - card.clientHeight")
            assert cut <= 1, path


def test_targets_are_large_enough_for_a_thumb(opened: Opener) -> None:
    """Everything in the header is at least 44 px high and wide on a phone."""
    with opened("index.html", width=390) as page:
        for target in page.locator(".top__inner > a, .top__inner > button").all():
            if (box := target.bounding_box()) is not None:
                assert box["height"] >= 44, target.inner_text()
                assert box["width"] >= 44, target.inner_text()


def test_the_type_is_our_own(opened: Opener) -> None:
    """Manrope is loaded from the site itself and used."""
    with opened("start.html") as page:
        page.evaluate("document.fonts.ready")
        assert page.evaluate("[...document.fonts].some(f => f.family === 'Manrope' && f.status === 'loaded')")


# Light and dark


def test_the_look_follows_the_device(opened: Opener) -> None:
    """Without a choice, and without scripts, dark devices get the dark ground."""
    grounds = []
    for look in LOOKS:
        with opened("start.html", look=look, scripts=False) as page:
            grounds.append(page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor"))
    assert grounds == ["rgb(253, 247, 236)", "rgb(32, 35, 63)"]


def test_a_chosen_look_stays(opened: Opener) -> None:
    """A look chosen in the menu holds on the next page, and can be given back."""
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened("start.html", look="light") as page:
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("radio", name="Dark").check(force=True)
        page.goto(urljoin(page.url, "help.html"))
        assert page.evaluate(ground) == "rgb(32, 35, 63)"
        page.get_by_role("button", name="Menu").click()
        assert page.get_by_role("radio", name="Dark").is_checked()
        page.get_by_role("radio", name="As my device").check(force=True)
        assert page.evaluate(ground) == "rgb(253, 247, 236)"


# By keyboard


def test_the_first_key_leads_past_the_header(opened: Opener, asks: list[str]) -> None:
    """On every page the first stop is a link that skips to the text."""
    for path in ["index.html", "help.html", "downloads.html", "404.html", asks[0]]:
        with opened(path) as page:
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "text"


@pytest.mark.parametrize(
    ("button", "role", "inside"),
    [("Menu", "button", "Close"), ("Search", "searchbox", "What are you looking for?")],
)
def test_a_dialog_opens_and_closes_by_keyboard(
    opened: Opener, button: str, role: Literal["button", "searchbox"], inside: str
) -> None:
    """Enter opens it and moves into it, Escape closes it and goes back to its button."""
    focused = "element => element === document.activeElement"
    with opened("help.html", width=390) as page:
        opener = page.locator(f"button[aria-controls={button.lower()}]")
        assert opener.get_attribute("aria-expanded") == "false"
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=button)
        assert dialog.is_visible()
        assert opener.get_attribute("aria-expanded") == "true"
        assert dialog.get_by_role(role, name=inside).evaluate(focused)
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert opener.get_attribute("aria-expanded") == "false"
        assert opener.evaluate(focused)


def test_a_closed_menu_takes_no_focus(opened: Opener) -> None:
    """Going through a page by keyboard never leads to something that cannot be seen."""
    with opened("start.html", width=390) as page:
        page.keyboard.press("Tab")
        for _ in range(25):
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const box = document.activeElement.getBoundingClientRect();"
                " return [box.left, box.right, box.width, box.height] })()"
            )
            assert box[0] >= 0
            assert box[1] <= 390
            assert box[2] > 0
            assert box[3] > 0


def test_the_card_turns_by_keyboard(opened: Opener) -> None:
    """Each face can be reached, and the one that is turned away is hidden from everybody."""
    with opened("index.html") as page:
        front, back = page.locator(".deal__front"), page.locator(".deal__back")
        button = page.get_by_role("button", name="Turn the card over")
        assert (front.get_attribute("inert"), back.get_attribute("inert")) == (None, "")
        button.focus()
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-pressed") == "true"
        assert (front.get_attribute("inert"), back.get_attribute("inert")) == ("", None)
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-pressed") == "false"
        assert (front.get_attribute("inert"), back.get_attribute("inert")) == (None, "")


# Drawing a card


def test_drawing_gives_another_card(opened: Opener, built_site: Path) -> None:
    """Each draw lays another ask, says it, and leads to its page."""
    with opened("index.html") as page:
        before = page.locator(".deal__front .card__ask").inner_text()
        for _ in range(4):
            page.get_by_role("button", name="Draw a card").click()
            after = page.locator(".deal__front .card__ask").inner_text()
            assert after != before
            assert page.locator(".deal [role=status]").inner_text().split() == after.split()
            link = page.locator("[data-open]").get_attribute("href")
            assert link is not None
            assert (built_site / link).is_file()
            before = after


def test_nothing_moves_if_less_motion_is_asked_for(opened: Opener) -> None:
    """A card turns only where motion is welcome."""
    moving = "document.getAnimations().length"
    for still in (True, False):
        with opened("index.html", still=still) as page:
            page.get_by_role("button", name="Turn the card over").click()
            assert bool(page.evaluate(moving)) is not still


# Search


def test_search_leads_to_a_place(opened: Opener) -> None:
    """Words are found in the text of the guide, and Enter goes to the best place."""
    with opened("index.html") as page:
        page.get_by_role("button", name="Search").click()
        page.get_by_role("searchbox").fill("helplines")
        page.locator(".search__found li").first.wait_for()
        assert "fit" in page.locator(".search__count").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/helplines.html*")


def test_search_says_when_nothing_fits(opened: Opener) -> None:
    """No result is said in words."""
    with opened("asks/index.html") as page:
        page.get_by_role("button", name="Search").click()
        page.get_by_role("searchbox").fill("xylophonist")
        page.get_by_text("Nothing fits these words").wait_for()


def test_search_finds_asks_through_their_list(opened: Opener, built_site: Path, asks: list[str]) -> None:
    """An ask is found at its place in the list; its own page stays out of the index."""
    script = (built_site / "search/search_index.js").read_text("utf-8")
    index = json.loads(script.removeprefix("var __index = "))
    places = {entry["location"] for entry in index["docs"]}
    assert {f"asks/index.html#{Path(path).stem}" for path in asks} <= places
    assert not places & set(asks)


# From a folder, and without scripts


def test_the_guide_works_from_a_folder(opened: Opener, built_site: Path, asks: list[str]) -> None:
    """Opened as files, pages, card, menu and search work, and nothing is missing."""
    root = f"{built_site.resolve().as_uri()}/"
    for path in ["index.html", "asks/index.html", asks[0]]:
        with opened(path, root=root) as page:
            page.get_by_role("button", name="Search").click()
            page.get_by_role("searchbox").fill("help")
            page.locator(".search__found a").first.click()
            page.wait_for_url(f"{root}**")
            assert page.locator("h1").count() == 1


def test_both_faces_are_shown_without_scripts(opened: Opener) -> None:
    """Without scripts nothing is hidden behind a button."""
    for width in WIDTHS:
        with opened("index.html", scripts=False, width=width) as page:
            assert page.locator(".deal__front .card__ask").is_visible()
            assert page.locator(".deal__back .card__title").is_visible()
            front, back = (page.locator(side).bounding_box() for side in (".deal__front", ".deal__back"))
            assert front is not None
            assert back is not None
            assert front["x"] + front["width"] <= back["x"] or front["y"] + front["height"] <= back["y"]
            assert not page.get_by_role("button").all()
            assert page.get_by_role("link", name="Draw a card").get_attribute("href") == "asks/index.html"


def test_the_menu_is_a_link_without_scripts(opened: Opener) -> None:
    """Without scripts the menu leads to the list of all pages at the end."""
    with opened("help.html", scripts=False, width=390) as page:
        page.get_by_role("link", name="Menu").click()
        assert page.url.endswith("#all-pages")
        assert page.locator("#all-pages a").count() >= len(KINDS) - 2


def test_all_asks_are_listed_without_scripts(opened: Opener, asks: list[str]) -> None:
    """The list leads to every ask."""
    with opened("asks/index.html", scripts=False) as page:
        listed = [link.get_attribute("href") for link in page.locator(".slip a").all()]
        assert sorted(f"asks/{href}" for href in listed) == asks


# Calendar files

PROGRAMME = "programmes/a-week-for-the-very-shy.html"


def days(file: str) -> list[date]:
    """The first and last days of a calendar file's entries, in the file's order."""
    found = re.findall(r"^DT(?:START|END);VALUE=DATE:(\d{8})\r$", file, re.MULTILINE)
    return [date.fromisoformat(day) for day in found]


def static_file(built_site: Path, page: Page) -> str:
    """The calendar file that a programme's page links to."""
    address = page.locator("a[href$='.ics']").get_attribute("href") or ""
    return (built_site / "programmes" / address).resolve().read_bytes().decode()


@pytest.mark.parametrize("first_day", ["2027-03-01", "2028-02-27", "2027-10-30", "2026-01-01"])
def test_a_calendar_file_begins_on_the_chosen_day(opened: Opener, built_site: Path, first_day: str) -> None:
    """Every day of the file moves with the first, also over leap days and changes of the clock."""
    with opened(PROGRAMME, root=f"{built_site.as_uri()}/") as page:
        whole = static_file(built_site, page)
        page.get_by_label("The day on which you begin").fill(first_day)
        with page.expect_download() as download:
            page.get_by_role("button", name="Make the calendar file").click()
        made = Path(download.value.path()).read_bytes().decode()
        assert download.value.suggested_filename.endswith("-a-week-for-the-very-shy.ics")
        assert str(date.fromisoformat(first_day).year) in page.get_by_role("status").inner_text()
    shift = date.fromisoformat(first_day) - days(whole)[0]
    assert days(made) == [day + shift for day in days(whole)]
    assert re.sub(r"DATE:\d{8}", "", made) == re.sub(r"DATE:\d{8}", "", whole)


def test_a_monday_to_come_is_suggested(opened: Opener) -> None:
    """The field begins with a Monday, so that it works without being filled in."""
    with opened(PROGRAMME) as page:
        suggested = date.fromisoformat(page.get_by_label("The day on which you begin").input_value())
    assert suggested.weekday() == 0


def test_without_scripts_the_calendar_file_is_a_link(opened: Opener, built_site: Path) -> None:
    """Without scripts nothing is offered that does not work, and the file itself is there."""
    with opened(PROGRAMME, scripts=False) as page:
        assert not page.locator("input[type=date]").is_visible()
        assert page.get_by_role("link", name="The calendar file").is_visible()
        assert days(static_file(built_site, page))


# On paper


def test_paper_shows_the_text_alone(opened: Opener, built_site: Path, asks: list[str]) -> None:
    """Header, menu and footer stay off paper; taking care stays on it."""
    with opened(with_care(built_site, asks)) as page:
        page.emulate_media(media="print")
        assert not page.locator(".top, .foot, .ask__neighbours").filter(visible=True).all()
        assert page.locator(".ask__care").is_visible()
        assert page.locator(".card--front").is_visible()


# Every page there is


class Links(HTMLParser):
    """What a page names, asks for, and says about itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: set[str] = set()
        self.leads_to: list[str] = []
        self.needs: list[str] = []
        self.described = ""
        self.inline: list[str] = []
        self.titles = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one element."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            (self.twice if given["id"] in self.ids else self.ids).add(given["id"])
        if tag == "a" and "href" in given:
            self.leads_to.append(given["href"])
        if tag == "link" and given.get("rel") != "canonical":
            self.needs.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in given:
            self.needs.append(given["src"])
        if tag == "meta" and given.get("name") == "description":
            self.described = given.get("content", "")
        if "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(self.get_starttag_text() or tag)
        self.inline += [name for name in given if name.startswith("on")]
        self.titles += tag == "h1"


@pytest.fixture(scope="session")
def crawled(built_site: Path) -> dict[str, Links]:
    """Every page of the site by its address from the root."""
    return {
        path.relative_to(built_site).as_posix(): Links(path.read_text("utf-8"))
        for path in sorted(built_site.rglob("*.html"))
    }


def test_every_link_leads_somewhere(crawled: dict[str, Links], built_site: Path) -> None:
    """Every address within the site is a file, and every anchor an element of it."""
    dead = []
    for name, links in crawled.items():
        for href in links.leads_to + links.needs:
            address, anchor = urldefrag(urljoin(f"http://site/{name}", href))
            if urlsplit(address).netloc != "site" or urlsplit(address).scheme != "http":
                continue
            target = unquote(urlsplit(address).path).lstrip("/") or "index.html"
            there = (built_site / target).is_file()
            if not there or (anchor and unquote(anchor) not in crawled[target].ids):
                dead.append(f"{name} -> {href}")
    assert dead == []


def test_nothing_is_asked_of_others(crawled: dict[str, Links]) -> None:
    """No page needs a file from another place."""
    assert [need for links in crawled.values() for need in links.needs if urlsplit(need).netloc] == []


def test_nothing_is_inline(crawled: dict[str, Links]) -> None:
    """No page holds a script, a style or a handler of its own, so that a strict policy can come."""
    assert {name: links.inline for name, links in crawled.items() if links.inline} == {}


def test_every_page_says_what_it_is(crawled: dict[str, Links]) -> None:
    """One first heading, and a description (but for the page that is not there)."""
    assert [name for name, links in crawled.items() if links.titles != 1] == []
    assert [name for name, links in crawled.items() if not links.described] == []


def test_ids_are_unique(crawled: dict[str, Links]) -> None:
    """No page gives one id to two elements."""
    assert {name: links.twice for name, links in crawled.items() if links.twice} == {}


def test_help_is_one_step_away(crawled: dict[str, Links]) -> None:
    """Every page leads to help at its top and at its end."""
    for name, links in crawled.items():
        to_help = [href for href in links.leads_to if urldefrag(href)[0].endswith("help.html")]
        assert len(to_help) >= 2, name


def _compressed(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 9, mtime=0))


def test_an_ask_is_light(crawled: dict[str, Links], built_site: Path, asks: list[str]) -> None:
    """The first visit to an ask costs little, all its files and the type counted."""
    page = asks[0]
    files = {(built_site / page).parent / need for need in crawled[page].needs}
    font = built_site / "assets/fonts/manrope.woff2"
    assert sum(map(_compressed, {built_site / page, font, *files})) <= FIRST_VISIT


def test_our_scripts_are_small(built_site: Path) -> None:
    """All scripts together stay within what a phone loads without being noticed."""
    scripts = (Path(__file__).resolve().parents[1] / "docs/assets/javascripts").glob("*.js")
    assert sum(map(_compressed, scripts)) <= OWN_SCRIPT
