"""Measures speed and memory, side by side in one run: `make bench`. Never a test.

Each row is whole processes: CPU seconds of the command and its children and the memory of the
largest of them, the median of several runs, taken in turns so that a busy machine is unfair to
all alike. `--only site` or `--only cards` measures one half; `--large` adds 5,000 cards, once.
Typst is measured if it can be imported, Chromium if it is there.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
PYTHON = sys.executable
CARDS = [PYTHON, "-m", "generator.cli", "cards"]
RIVALS = ROOT / "scripts" / "bench" / "rivals.py"


@dataclass(frozen=True)
class Row:
    """One command: what it is, how to run it, what to do before each run, what we allow it.

    `itself`: the command prints the seconds that count, those of one step of it.
    """

    name: str
    command: list[str]
    before: Callable[[], None]
    cpu: str = ""
    memory: str = ""
    runs: int = RUNS
    itself: bool = False


def measure(row: Row) -> tuple[float, float]:
    """(CPU seconds, peak megabytes) of one run."""
    row.before()
    with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(row.command, cwd=ROOT, stdout=said, stderr=complaints)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            complaints.seek(0)
            sys.exit(f"{row.name} failed:\n{complaints.read().decode()}")
        said.seek(0)
        seconds = float(said.read()) if row.itself else used.ru_utime + used.ru_stime
    return seconds, used.ru_maxrss / 1024


def machine() -> str:
    """What the figures were taken on."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("weasyprint", "mkdocs", "mkdocs-material", "pikepdf")
    )
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}"


def site_rows(folder: Path) -> list[Row]:
    """The whole site, and the bare MkDocs build that it is compared with."""
    site, bare = folder / "site", folder / "bare"
    build = [PYTHON, "-m", "generator.cli", "build", "--out", str(site)]
    mkdocs = (
        "import sys; from mkdocs.config import load_config; from mkdocs.commands.build import build;"
        f"c = load_config(config_file='mkdocs.yml', site_dir={str(bare)!r}, hooks=[]);"
        "c.plugins.on_startup(command='build', dirty=False); build(c)"
    )

    def cold() -> None:
        shutil.rmtree(ROOT / "build", ignore_errors=True)
        (ROOT / "build" / "docs").mkdir(parents=True)
        shutil.rmtree(site, ignore_errors=True)

    return [
        Row("askanyway build, cold", build, cold, "12 s", "400 MB"),
        Row("askanyway build, nothing changed", build, nothing, "1.3 x the next row"),
        Row("bare mkdocs build of the same pages", [PYTHON, "-c", mkdocs], nothing),
        Row("askanyway check", [PYTHON, "-m", "generator.cli", "check"], nothing, "0.7 s"),
    ]


def card_rows(folder: Path, *, large: bool) -> list[Row]:
    """Decks from YAML to PDF on A4, both sides; steps of it; and the same by other programs."""
    decks = {
        number: repeated(folder / f"deck-{number}", number) for number in (1000, *([5000] if large else []))
    }
    hundred = [*CARDS, "--ids", ",".join(first_cards(100))]
    allowed = {100: ("2.5 s", ""), 1000: ("9 s", "250 MB"), 5000: ("linear", "500 MB")}
    others = [name for name in ("typst", "chromium") if is_there(name)]
    rows: list[Row] = []
    for number, deck in {100: ROOT / "deck", **decks}.items():
        runs = {100: RUNS, 1000: 3}.get(number, 1)
        command = hundred if number == 100 else CARDS
        ours = [*command, "--deck", str(deck), "--out", str(folder / "cards")]
        rows.append(Row(f"askanyway cards, {number:,} cards", ours, forget(deck), *allowed[number], runs))
        for name in others:
            rival = [PYTHON, str(RIVALS), name, str(deck), str(number), str(folder / f"{name}.pdf")]
            rows.append(Row(f"{name}, {number:,} cards", rival, nothing, runs=runs))
    thousand, pages = decks[1000], str(folder / "faces.pdf")
    subprocess.run([PYTHON, str(RIVALS), "faces", str(thousand), "1000", pages], cwd=ROOT, check=True)
    impose = [PYTHON, str(RIVALS), "impose", str(thousand), "1000", pages]
    rows.append(Row("imposition of 1,000 cards", impose, nothing, "1 s", runs=3, itself=True))
    changing = repeated(folder / "deck-changing", 1000)
    again = [*CARDS, "--deck", str(changing), "--out", str(folder / "cards")]
    subprocess.run(again, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    rows.append(Row("one of 1,000 cards changed", again, change_one(changing), "0.6 s", runs=3))
    pngs = [*hundred, "--back", "guide", "--shop", "the-game-crafter", "--out", str(folder / "cards")]
    subprocess.run(pngs, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    rows.append(Row("PNGs of 100 cards, both sides", pngs, nothing, "4 s"))
    return rows


def repeated(folder: Path, number: int) -> Path:
    """The deck of this repository with its asks repeated under new ids until it has `number` cards."""
    shutil.copytree(ROOT / "deck", folder)
    asks = sorted(folder.glob("challenges/*/*.yaml"))
    have = len(asks) + len(list(folder.glob("companions/*.yaml")))
    for index in range(number - have):
        ask = asks[index % len(asks)]
        name = f"{ask.stem[:43].rstrip('-')}-{index // len(asks) + 2}.yaml"
        shutil.copy(ask, ask.with_name(name))
    return folder


def first_cards(number: int) -> list[str]:
    """The ids of so many cards, companions first."""
    from generator.cards.faces import keys
    from generator.load import load

    return keys(load(ROOT / "deck").deck)[:number]


def is_there(name: str) -> bool:
    """Whether another program can be measured; says so if not."""
    if name == "typst":
        found = importlib.util.find_spec("typst") is not None
    else:
        found = shutil.which(os.environ.get("CHROMIUM", "chromium")) is not None
    if not found:
        print(f"{name} is not here: its rows are left out")
    return found


def forget(deck: Path) -> Callable[[], None]:
    """What makes the next run of a deck start from nothing."""
    from generator.build import work_folder

    return lambda: shutil.rmtree(work_folder(deck) / "cache", ignore_errors=True)


def change_one(deck: Path) -> Callable[[], None]:
    """What changes one line on one card, another card each time."""
    cards = iter(sorted(deck.glob("challenges/bold/*.yaml")))

    def change() -> None:
        card = next(cards)
        text = card.read_text("utf-8")
        card.write_text(re.sub("(?m)^smaller: .*$", "smaller: Write the sentence down.", text), "utf-8")

    return change


def nothing() -> None:
    """Before a run that needs no preparation."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--only", choices=["site", "cards"])
    parser.add_argument("--large", action="store_true", help="5,000 cards as well: minutes")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = site_rows(Path(folder)) if wanted.only != "cards" else []
        rows += card_rows(Path(folder), large=wanted.large) if wanted.only != "site" else []
        figures: dict[str, list[tuple[float, float]]] = {row.name: [] for row in rows}
        for run in range(RUNS):
            for row in rows:
                if run < row.runs:
                    figures[row.name].append(measure(row))
    print(machine())
    print("CPU seconds and peak MB, median (smallest to largest) of runs taken in turns\n")
    print(f"{'':38}{'CPU s':>24}{'MB':>8}{'runs':>6}   allowed")
    for row in rows:
        cpu = [seconds for seconds, _ in figures[row.name]]
        memory = [megabytes for _, megabytes in figures[row.name]]
        spread = f"{statistics.median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f})"
        line = f"{row.name:38}{spread:>24}{statistics.median(memory):>8.0f}{row.runs:>6}"
        print(f"{line}   {row.cpu} {row.memory}".rstrip())
    ratios(figures)


def ratios(figures: dict[str, list[tuple[float, float]]]) -> None:
    """Print how we stand to others in the same run: above 1 we lose."""
    print("\nratios of CPU, pair by pair, median (above 1: the second is faster)")
    pairs = [("askanyway build, nothing changed", "bare mkdocs build of the same pages")]
    pairs += [
        (f"askanyway cards, {number} cards", f"{name}, {number} cards")
        for number in ("100", "1,000", "5,000")
        for name in ("typst", "chromium")
    ]
    for ours, other in pairs:
        if ours in figures and other in figures:
            found = [mine / theirs for (mine, _), (theirs, _) in zip(figures[ours], figures[other])]
            print(f"{ours} / {other}: {statistics.median(found):.2f}")


if __name__ == "__main__":
    main()
