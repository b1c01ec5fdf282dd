"""What `askanyway cards` promises: files that are what was asked for, and plain words about them."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import builders
import pikepdf
import pytest

from generator.cli import main, menu, printers

Capture = pytest.CaptureFixture[str]
OPTIONS = [
    *("--cards", "--tier", "--setting", "--way", "--company", "--leave-out", "--minutes", "--programme"),
    *("--ids", "--changed-since", "--copies", "--blank", "--size", "--paper", "--stock", "--gap", "--back"),
    *("--ink", "--marks", "--back-marks", "--corners", "--machine", "--flip", "--calibrate", "--printer"),
    *("--back-offset", "--back-rotate", "--shop", "--table", "--box", "--remember", "--list", "--out"),
]


@pytest.fixture
def here(small_deck: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The working folder, with the small deck in the real deck's sizes, and a home of its own."""
    shutil.copy(builders.REPOSITORY / "deck/print.yaml", small_deck)
    monkeypatch.setattr(printers, "memory", lambda: tmp_path / "home" / "printers.json")
    monkeypatch.chdir(small_deck.parent)
    return small_deck.parent


def made(folder: Path) -> list[str]:
    """The names of what was written."""
    return sorted(path.name for path in (folder / "cards").iterdir())


def matrix(path: Path) -> list[str]:
    """The first operator's numbers on the back of the first sheet."""
    with pikepdf.open(path) as document:
        return document.pages[1].Contents.read_bytes().split(b"\n")[0].decode().split()


def test_help_reads_like_a_menu(capsys: Capture) -> None:
    """Every option stands in a group, with its default, and examples that the program understands follow."""
    with pytest.raises(SystemExit) as exit:
        main(["cards", "--help"])
    assert exit.value.code == 0
    said = capsys.readouterr().out
    assert [option for option in OPTIONS if f"\n  {option}" not in said] == []
    groups = ("what to print", "size and paper", "backs and ink", "marks and cutting", "your printer")
    assert [said.index(f"\n{group}:") for group in groups] == sorted(
        said.index(f"\n{group}:") for group in groups
    )
    examples = re.findall(r"^  askanyway (cards.*?)(?:   .*)?$", said, re.MULTILINE)
    assert len(examples) >= 10
    from generator import cli

    for example in examples:
        assert cli._parser().parse_args(menu.joined(example.split()))


def test_nothing_asked_is_the_whole_deck(here: Path, capsys: Capture) -> None:
    """The bare command writes one PDF into cards/, says what it holds, and what to do next."""
    assert main(["cards"]) == 0
    assert made(here) == ["small-deck-poker-a4.pdf"]
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "wrote cards/small-deck-poker-a4.pdf"
    assert said[1] == "9 cards; Poker size, 63.5 × 88.9 mm; 1 sheet of A4; both sides, flip on the long edge."
    assert said[2].startswith("Next: print the first two pages at 100 %")
    with pikepdf.open(here / "cards/small-deck-poker-a4.pdf") as document:
        assert len(document.pages) == 2


def test_a_second_time_nothing_is_set(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same order twice is the same file, and the press stays cold the second time."""
    main(["cards"])
    first = (here / "cards/small-deck-poker-a4.pdf").read_bytes()
    from generator.pdf import Press

    monkeypatch.setattr(Press, "typeset", lambda *_, **__: pytest.fail("the press was used"))
    assert main(["cards"]) == 0
    assert (here / "cards/small-deck-poker-a4.pdf").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "name", "pages"),
    [
        (["--flip", "short-edge"], "small-deck-poker-a4-short-edge.pdf", 2),
        (["--flip", "fold"], "small-deck-poker-a4-fold.pdf", None),
        (["--back", "none"], "small-deck-poker-a4-none.pdf", 1),
        (["--back", "guide", "--ink", "low"], "small-deck-poker-a4-guide-low.pdf", 2),
        (["--ids", "a-pen", "--copies", "10"], "small-deck-poker-a4-chosen.pdf", 4),
        (["--tier", "bold", "--blank", "3", "--no-marks"], "small-deck-poker-a4-chosen.pdf", 2),
    ],
)
def test_an_order_is_a_file(here: Path, arguments: list[str], name: str, pages: int | None) -> None:
    """The file's name says what is special about it, and it has the pages that the cards need."""
    assert main(["cards", *arguments]) == 0
    assert made(here) == [name]
    if pages:
        with pikepdf.open(here / "cards" / name) as document:
            assert len(document.pages) == pages


def test_a_machine_gets_its_paths(here: Path) -> None:
    """With a cutting machine, the paths lie beside the sheets as SVG and DXF."""
    assert main(["cards", "--machine", "silhouette", "--corners", "3"]) == 0
    assert made(here) == [f"small-deck-poker-a4.{kind}" for kind in ("dxf", "pdf", "svg")]
    assert 'width="210mm"' in (here / "cards/small-deck-poker-a4.svg").read_text("utf-8")


def test_backs_are_moved_for_a_printer(here: Path, capsys: Capture) -> None:
    """What is told once with a printer's name is kept, said, and done again by the name alone."""
    told = ["--printer", "kitchen", "--back-offset", "-0.5,1", "--back-rotate", "-0.2"]
    assert main(["cards", *told]) == 0
    file = here / "cards/small-deck-poker-a4.pdf"
    first = matrix(file)
    assert json.loads(printers.memory().read_text("utf-8")) == {
        "kitchen": {"right": -0.5, "down": 1.0, "turn": -0.2}
    }
    assert "Kept for the printer 'kitchen'" in capsys.readouterr().out
    assert main(["cards"]) == 0
    assert matrix(file) != first
    assert main(["cards", "--printer", "kitchen"]) == 0
    assert matrix(file) == first
    said = capsys.readouterr().out
    assert "For the printer 'kitchen': backs -0.5 mm across, +1 mm down, turned by -0.2°." in said


def test_the_calibration_sheet_has_two_sides(here: Path, capsys: Capture) -> None:
    """One leaf with a front and a back, and the command with which its numbers are told."""
    assert main(["cards", "--calibrate", "--printer", "kitchen"]) == 0
    assert made(here) == ["small-deck-calibration-a4.pdf"]
    with pikepdf.open(here / "cards/small-deck-calibration-a4.pdf") as document:
        assert len(document.pages) == 2
        assert document.Root.ViewerPreferences.PrintScaling == "/None"
    said = capsys.readouterr().out
    assert "askanyway cards --printer kitchen --back-offset X,Y --back-rotate DEG" in said


def test_a_printer_that_is_known_is_measured_again(here: Path) -> None:
    """With the numbers of a printer, the back of the calibration sheet is moved as the cards' backs are."""
    printers.kept(printers.memory(), "kitchen", printers.Correction(-0.5, 1, 0))
    assert main(["cards", "--printer", "kitchen"]) == 0
    assert main(["cards", "--calibrate", "--printer", "kitchen"]) == 0
    sheet = here / "cards/small-deck-calibration-a4.pdf"
    assert matrix(sheet) == matrix(here / "cards/small-deck-poker-a4.pdf")
    with pikepdf.open(sheet) as document:
        assert document.Root.ViewerPreferences.PrintScaling == "/None"


def test_a_box_for_the_chosen_cards(here: Path, capsys: Capture) -> None:
    """The box is for as many cards as are chosen; it says so, also in its name."""
    assert main(["cards", "--box", "250", "--ids", "a-pen", "--copies", "30"]) == 0
    assert made(here) == ["small-deck-box-poker-30-cards-250-a4.pdf"]
    assert "30 cards; Poker size, 63.5 × 88.9 mm; 1 sheet of A4." in capsys.readouterr().out


def test_a_stack_too_thick_for_one_box_gets_more(here: Path, capsys: Capture) -> None:
    """Whoever wants more cards in a box than the paper allows hears how many boxes to print."""
    assert main(["cards", "--box", "300", "--ids", "a-pen", "--copies", "400"]) == 0
    assert "Note: One box is too small for 400 cards: print it 3 times." in capsys.readouterr().out


def test_a_shop_gets_its_files(here: Path, capsys: Capture) -> None:
    """Pictures for a shop come in a ZIP file; figures at second hand are said to be."""
    assert main(["cards", "--shop", "the-game-crafter"]) == 0
    (name,) = made(here)
    with zipfile.ZipFile(io.BytesIO((here / "cards" / name).read_bytes())) as packed:
        assert "manifest.txt" in packed.namelist()
    assert "check against the live template" in capsys.readouterr().out


def test_a_table_gets_a_picture(here: Path) -> None:
    """For play over the net there are pictures and a list."""
    assert main(["cards", "--table"]) == 0
    assert {name.rsplit(".", 1)[1] for name in made(here)} == {"png", "json"}


def test_only_what_changed_is_printed(here: Path, capsys: Capture) -> None:
    """After --remember nothing has changed; after a new text, one card has."""
    assert main(["cards", "--remember"]) == 0
    edition = re.search(r"wrote deck/editions/(.+)\.json", capsys.readouterr().out)
    assert edition
    assert main(["cards", "--changed-since", edition[1]]) == 2
    assert "no card has changed since that edition" in capsys.readouterr().err
    path = here / "deck/challenges/first-steps/a-pen.yaml"
    path.write_text(re.sub(r"(?m)^minutes: .*$", "minutes: 7", path.read_text("utf-8")), "utf-8")
    assert main(["cards", "--changed-since", edition[1]]) == 2
    path.write_text(re.sub(r"(?m)^smaller: .*$", "smaller: Ask a friend.", path.read_text("utf-8")), "utf-8")
    capsys.readouterr()
    assert main(["cards", "--changed-since", edition[1]]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("1 card; ")
    assert main(["check"]) == 0


def test_the_list_names_what_there_is(here: Path, capsys: Capture) -> None:
    """--list writes nothing and names sizes, papers, stocks, shops and the printers that are known."""
    printers.kept(printers.memory(), "kitchen", printers.Correction(1, 2, 0))
    assert main(["cards", "--list"]) == 0
    said = capsys.readouterr().out
    for word in ("sizes\n  poker", "papers\n  a4", "avery-5371", "the-game-crafter", "printers\n  kitchen"):
        assert word in said
    assert not (here / "cards").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--size", "pokr"], "no size is called 'pokr'; did you mean 'poker'?"),
        (["--paper", "lettre"], "no paper is called 'lettre'; did you mean 'letter'?"),
        (["--tier", "blod"], "no tier is called 'blod'; did you mean 'bold'?"),
        (["--printer", "kitchen"], "no printer is known yet; measure 'kitchen' with --calibrate"),
        (["--changed-since", "1"], "no edition is remembered yet"),
        (["--back", "none", "--flip", "fold"], "without backs there is nothing to flip"),
        (["--back", "guide", "--flip", "none"], "fronts only have no backs"),
        (["--box", "5000"], "how thick paper of 5000 g/m² is, nobody has told"),
        (["--box", "200", "--table"], "--box and --table are two things"),
        (["--shop", "the-game-crafte"], "no shop is called 'the-game-crafte'; did you mean"),
        (
            ["--shop", "the-game-crafter", "--paper", "a4"],
            "The Game Crafter needs cards without paper",
        ),
        (["--shop", "the-game-crafter", "--back", "none"], "both sides of each card are needed"),
        (["--stock", "avery-5371", "--gap", "3"], "the gaps of Avery 5371"),
        (["--corners", "100"], "corners of 100 mm are larger than half of"),
    ],
)
def test_what_cannot_be_is_said(here: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    """Names that are unknown and things that do not go together exit with 2, with a word, and no file."""
    assert main(["cards", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"askanyway: {said}")
    assert not (here / "cards").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--back-offset", "1"], "'1' is not X,Y"),
        (["--back-offset", "a,b"], "'a' is no number"),
        (["--gap", "-1"], "-1 mm is less than nothing"),
        (["--copies", "0"], "'0' is no number from 1 to 1000"),
        (["--back", "blue"], "invalid choice: 'blue'"),
    ],
)
def test_numbers_are_explained(capsys: Capture, arguments: list[str], said: str) -> None:
    """A value that cannot be understood gets its own sentence, and exit code 2."""
    with pytest.raises(SystemExit) as exit:
        main(["cards", *arguments])
    assert exit.value.code == 2
    assert said in capsys.readouterr().err


def test_large_cards_on_business_card_paper_get_advice(repository: Path, capsys: Capture) -> None:
    """Tarot on Avery 5371 cannot be; the sizes that would work are named."""
    deck = str(repository / "deck")
    assert main(["cards", "--deck", deck, "--size", "tarot", "--stock", "avery-5371"]) == 2
    said = capsys.readouterr().err
    assert "Tarot size" in said
    assert "--size business-us" in said


def test_a_broken_memory_is_said(here: Path, capsys: Capture) -> None:
    """A file of printers that is not ours is named, not overwritten."""
    path = printers.memory()
    path.parent.mkdir(parents=True)
    path.write_text("[1]", "utf-8")
    assert main(["cards", "--printer", "kitchen"]) == 2
    assert f"askanyway: {path} cannot be read" in capsys.readouterr().err
    assert path.read_text("utf-8") == "[1]"


def test_an_edition_that_is_not_ours_is_said(here: Path, capsys: Capture) -> None:
    """A file of another form among the editions is named."""
    (here / "deck/editions").mkdir()
    (here / "deck/editions/1.json").write_text("{}", "utf-8")
    assert main(["cards", "--changed-since", "1"]) == 2
    assert "1.json is not as 'askanyway cards --remember' wrote it" in capsys.readouterr().err
