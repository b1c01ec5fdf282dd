"""Measures speed and memory, side by side in one run: `make bench`. Never a test.

Each row is whole processes: CPU seconds and peak memory of the command and its children, the
median of several runs, taken in turns so that a busy machine is unfair to all alike.
"""

from __future__ import annotations

import os
import platform
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


@dataclass(frozen=True)
class Row:
    """One command: what it is, how to run it, what to do before each run, what we allow it."""

    name: str
    command: list[str]
    before: Callable[[], None]
    cpu: str = ""
    memory: str = ""


def measure(row: Row) -> tuple[float, float]:
    """(CPU seconds, peak megabytes) of one run."""
    row.before()
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(row.command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=complaints)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            complaints.seek(0)
            sys.exit(f"{row.name} failed:\n{complaints.read().decode()}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


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


def main() -> None:
    """Print the table."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        site, bare = Path(folder) / "site", Path(folder) / "bare"
        build = [python, "-m", "generator.cli", "build", "--out", str(site)]
        mkdocs = (
            "import sys; from mkdocs.config import load_config; from mkdocs.commands.build import build;"
            f"c = load_config(config_file='mkdocs.yml', site_dir={str(bare)!r}, hooks=[]);"
            "c.plugins.on_startup(command='build', dirty=False); build(c)"
        )

        def cold() -> None:
            shutil.rmtree(ROOT / "build", ignore_errors=True)
            (ROOT / "build" / "docs").mkdir(parents=True)
            shutil.rmtree(site, ignore_errors=True)

        def nothing() -> None:
            pass

        rows = [
            Row("askanyway build, cold", build, cold, "12 s", "400 MB"),
            Row("askanyway build, nothing changed", build, nothing, "1.3 x the next row"),
            Row("bare mkdocs build of the same pages", [python, "-c", mkdocs], nothing),
            Row("askanyway check", [python, "-m", "generator.cli", "check"], nothing, "0.7 s"),
        ]
        figures: dict[str, list[tuple[float, float]]] = {row.name: [] for row in rows}
        for _ in range(RUNS):
            for row in rows:
                figures[row.name].append(measure(row))
    print(machine())
    print(f"CPU seconds and peak MB, median (smallest to largest) of {RUNS} runs taken in turns\n")
    print(f"{'':38}{'CPU s':>22}{'MB':>8}   allowed")
    for row in rows:
        cpu = [seconds for seconds, _ in figures[row.name]]
        memory = [megabytes for _, megabytes in figures[row.name]]
        spread = f"{statistics.median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f})"
        print(f"{row.name:38}{spread:>22}{statistics.median(memory):>8.0f}   {row.cpu} {row.memory}".rstrip())
    warm, plain = (statistics.median(cpu for cpu, _ in figures[row.name]) for row in rows[1:3])
    print(f"\nnothing changed / bare mkdocs: {warm / plain:.2f}")


if __name__ == "__main__":
    main()
