"""What generator.cli promises: a command that says what it did, what is wrong, and never a traceback."""

from __future__ import annotations

import datetime
import errno
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import builders
import pytest

from generator import build as building
from generator import cli
from generator.cli import main
from generator.load import load, load_part
from generator.problems import DeckError, Problem, Source
from generator.write import only_one

Capture = pytest.CaptureFixture[str]
COMMANDS = ["check", "build", "serve", "schema", "new", "cards", "calendar"]
A_PROBLEM = Problem(Source("deck/a.yaml", 7, 3), "title", "too long", "cut it")


@pytest.fixture
def here(small_deck: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the small deck in `deck`."""
    monkeypatch.chdir(small_deck.parent)
    return small_deck.parent


def set_clock(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let the command believe that it is another day."""

    class Clock:
        class date:  # noqa: N801 (stands for datetime.date)
            @staticmethod
            def today() -> datetime.date:
                return datetime.date.fromisoformat(day)

    monkeypatch.setattr(cli, "datetime", Clock)


def fenced(page: str, language: str) -> list[str]:
    """Every block of code of one language on a Markdown page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


@pytest.fixture
def authors_deck(repository: Path, deck_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real deck called `my-deck`, with the ask and the programme of the page for authors."""
    page = (repository / "docs/make/authors.md").read_text("utf-8")
    ask, programme = fenced(page, "yaml")
    folder = deck_copy.rename(deck_copy.with_name("my-deck"))
    (folder / "challenges/first-steps/a-chair-by-the-door.yaml").write_text(ask, "utf-8")
    (folder / "programmes/a-week-of-writing.yaml").write_text(programme, "utf-8")
    monkeypatch.chdir(folder.parent)
    return folder


def usage(capsys: Capture, *arguments: str) -> str:
    """What argparse says of arguments that it does not understand, having exited with code 2."""
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    return capsys.readouterr().err


def askanyway(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "generator.cli", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_deck_passes(here: Path, capsys: Capture) -> None:
    """`check` on a whole deck counts its cards, on the usual output, and exits with 0."""
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out == "Small Deck: 2 asks, 2 companion cards. No mistakes.\n"
    assert said.err == ""


def test_one_ask_is_counted_in_the_singular(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A deck of one ask and one companion card is not said to have `1 asks`."""
    loaded = load(here / "deck")
    one_each = {"challenges": loaded.deck.challenges[:1], "companions": loaded.deck.companions[:1]}
    deck = loaded.deck.model_copy(update=one_each)
    checked = building.Checked(replace(loaded, deck=deck), ())
    monkeypatch.setattr(building, "check", lambda *_, **__: checked)
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Small Deck: 1 ask, 1 companion card. No mistakes.\n"


def test_the_real_deck_passes(repository: Path, capsys: Capture) -> None:
    """`check` finds nothing wrong in the deck of this repository."""
    assert main(["check", "--deck", str(repository / "deck")]) == 0
    assert "No mistakes." in capsys.readouterr().out


def test_mistakes_exit_with_one(here: Path, capsys: Capture) -> None:
    """Mistakes go to the error output, all of them and their number, and the code is 1."""
    (here / "deck/tiers.yaml").write_text("[", "utf-8")
    (here / "deck/help.yaml").write_text("[", "utf-8")
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == "2 problems. Nothing was written."


def test_one_mistake_is_one_problem(here: Path, capsys: Capture) -> None:
    """A single mistake is counted in the singular."""
    (here / "deck/tiers.yaml").write_text("[", "utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "1 problem. Nothing was written."


def test_check_writes_nothing(here: Path) -> None:
    """`check` leaves the deck and the folder around it as they are."""
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    assert main(["check"]) == 0
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == before


def test_old_numbers_are_a_warning(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Helplines that were compared long ago are said, as warnings, and the deck still passes."""
    set_clock(monkeypatch, "2030-01-01")
    assert main(["check"]) == 0
    said = capsys.readouterr()
    warnings = [line for line in said.err.splitlines() if not line.startswith("    help: ")]
    assert [line.split(": ")[:2] for line in warnings] == [
        ["warning", "deck/helplines.yaml:13:21"],
        ["warning", "deck/helplines.yaml:20:21"],
    ]
    assert said.out.endswith("No mistakes.\n")


def test_a_release_takes_old_numbers_for_mistakes(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With --release, a helpline that was compared long ago stops everything with code 1."""
    set_clock(monkeypatch, "2030-01-01")
    assert main(["check", "--release"]) == 1
    said = capsys.readouterr().err
    assert "lines[1].checked.date: the numbers of The Line were last checked 1157 days ago" in said
    assert said.endswith("2 problems. Nothing was written.\n")


def test_a_release_with_new_numbers_passes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --release, a deck whose numbers are fresh passes."""
    set_clock(monkeypatch, "2026-11-21")
    assert main(["check", "--release"]) == 0


def test_build_says_where_the_site_is(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """`build` hands on what it was told and ends with the page to open."""
    told: list[object] = []

    def build(deck: Path, out: Path, today: datetime.date, *, release: bool) -> building.Built:
        told.extend([deck, out, release])
        loaded = builders.small_deck()
        staged = building.Staged(folder=out, loaded=loaded, pages=12, downloads=3, changed=())
        return building.Built(staged, warnings=(A_PROBLEM,))

    monkeypatch.setattr(building, "build", build)
    assert main(["build", "--deck", "mine", "--out", "mine-site", "--release"]) == 0
    assert told == [Path("mine"), Path("mine-site"), True]
    said = capsys.readouterr()
    assert said.out == "12 pages and 3 PDFs in mine-site: open mine-site/index.html\n"
    assert said.err == f"warning: {A_PROBLEM}\n"


def test_build_says_when_nothing_has_changed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Where nothing has changed, `build` says so and names the page to open."""
    monkeypatch.setattr(building, "build", lambda *_, **__: building.Built(None, warnings=()))
    assert main(["build", "--out", "mine-site"]) == 0
    said = "Nothing has changed since the last build: open mine-site/index.html\n"
    assert capsys.readouterr().out == said


def test_build_refuses_to_meet_another(here: Path, capsys: Capture) -> None:
    """A second build into the same folder is wrong usage, said in one line."""
    with only_one(here / "site"):
        assert main(["build"]) == 2
    assert capsys.readouterr().err == "askanyway: another build is running\n"


@pytest.mark.parametrize("target", ["deck", "deck/tiers.yaml", "."])
def test_build_refuses_a_strangers_folder(here: Path, capsys: Capture, target: str) -> None:
    """`build --out` with somebody's folder, a file, or the working folder is wrong usage."""
    assert main(["build", "--out", target]) == 2
    assert capsys.readouterr().err.startswith(f"askanyway: {target} ")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_or_locked_disk_is_said_in_words(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, fault: int
) -> None:
    """What the system refuses is one line, with the file and the system's own words."""
    error = OSError(fault, "the disk says no", "site/index.html")
    monkeypatch.setattr(building, "build", _raises(error))
    assert main(["build"]) == 2
    assert capsys.readouterr().err == "askanyway: site/index.html: the disk says no\n"


def test_a_fault_of_ours_is_not_hidden(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that is no author's and no system's keeps its traceback: somebody has to mend the program."""
    monkeypatch.setattr(building, "build", _raises(OSError("a template is missing")))
    with pytest.raises(OSError, match="template"):
        main(["build"])


def test_an_interruption_is_no_accident(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Ctrl-C ends in one calm line, and with the code that shells expect."""
    monkeypatch.setattr(building, "build", _raises(KeyboardInterrupt()))
    assert main(["build"]) == 130
    assert capsys.readouterr().err == "Stopped. The last good site is as it was.\n"


def _raises(error: BaseException) -> object:
    def raises(*_: object, **__: object) -> None:
        raise error

    return raises


@pytest.mark.parametrize("command", ["check", "build", "serve", "schema", "new bold/a-chair", "cards"])
def test_every_command_explains_a_missing_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: str
) -> None:
    """Each command says the same one thing if the deck is not there, and exits with 1."""
    monkeypatch.chdir(tmp_path)
    assert main([*command.split(), "--deck", "gone"]) == 1
    assert capsys.readouterr().err == (
        "gone: there is no such folder\n"
        "    help: name the folder that holds deck.yaml with --deck\n"
        f"1 problem. {'The site is as it was.' if command == 'build' else 'Nothing was written.'}\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["chekc"], "invalid choice: 'chekc'"),
        (["check", "--relase"], "--relase"),
        (["check", "deck"], "unrecognized arguments: deck"),
        (["build", "--out"], "--out"),
        (["new"], "TIER/ID"),
    ],
)
def test_wrong_usage_exits_with_two(capsys: Capture, arguments: list[str], words: str) -> None:
    """A command line that cannot be understood is explained, with the usage, and exits with 2."""
    said = usage(capsys, *arguments)
    assert said.startswith("usage: askanyway")
    assert words in said


def test_help_names_every_command(capsys: Capture) -> None:
    """`--help` names each command and what the exit codes mean."""
    with pytest.raises(SystemExit) as exit:
        main(["--help"])
    assert exit.value.code == 0
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n    {name} " not in said] == []
    assert "0 fine, 1 mistakes in the deck (all are listed), 2 wrong usage" in " ".join(said.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_takes_a_deck(capsys: Capture, command: str) -> None:
    """Each command explains itself, and each takes --deck, so that another deck can be used."""
    with pytest.raises(SystemExit) as exit:
        main([command, "--help"])
    assert exit.value.code == 0
    assert "--deck DIR" in capsys.readouterr().out


def test_the_authors_page_shows_the_commands_as_they_are(repository: Path) -> None:
    """Each command line on the page for authors is one that the program understands."""
    text = (repository / "docs/make/authors.md").read_text("utf-8")
    shown = [line.strip() for line in text.splitlines() if line.startswith("askanyway ")]
    assert {line.split()[1] for line in shown} >= {"check", "build", "schema", "new"}
    for line in shown:
        cli._parser().parse_args(line.split()[1:])


def test_the_authors_page_shows_an_ask_that_passes(authors_deck: Path, capsys: Capture) -> None:
    """The ask that is shown whole on the page for authors is one without a mistake."""
    assert main(["check", "--deck", authors_deck.name]) == 0, capsys.readouterr().err


def test_the_authors_page_shows_what_the_command_says(
    repository: Path, authors_deck: Path, capsys: Capture
) -> None:
    """The mistakes shown on the page for authors are said word for word as they stand there."""
    page = (repository / "docs/make/authors.md").read_text("utf-8")
    first, second, third = (block for block in fenced(page, "text") if "help:" in block)
    ask, tiers = (
        authors_deck / "challenges" / "first-steps" / "a-chair-by-the-door.yaml",
        authors_deck / "tiers.yaml",
    )
    whole, summary = ask.read_text("utf-8"), load_part(authors_deck, "tiers.yaml")[0].summary

    ask.write_text(whole.replace("setting:", "seting:").replace("minutes: 5", "minutes: five"), "utf-8")
    tiers.write_text(tiers.read_text("utf-8").replace(summary, "x" * 131), "utf-8")
    assert main(["check", "--deck", authors_deck.name]) == 1
    assert capsys.readouterr().err == f"{first}3 problems. Nothing was written.\n"

    ask.write_text(whole.replace("setting: creative", "setting: creativ"), "utf-8")
    tiers.write_text(tiers.read_text("utf-8").replace("x" * 131, summary), "utf-8")
    assert main(["check", "--deck", authors_deck.name]) == 1
    assert capsys.readouterr().err == f"{second}1 problem. Nothing was written.\n"

    no = "If that is hard, say ‘rather not’ and I’ll take any seat."
    ask.write_text(whole.replace(no, "Thank you."), "utf-8")
    assert main(["check", "--deck", authors_deck.name]) == 1
    assert capsys.readouterr().err == f"{third}1 problem. Nothing was written.\n"


def test_new_begins_an_ask(here: Path, capsys: Capture) -> None:
    """`new TIER/ID --setting SETTING` writes a file in the tier's folder, with the setting filled in."""
    assert main(["new", "bold/a-chair", "--setting", "shop"]) == 0
    path = here / "deck/challenges/bold/a-chair.yaml"
    assert "\nsetting: shop\n" in path.read_text("utf-8")
    assert capsys.readouterr().out == (
        "wrote deck/challenges/bold/a-chair.yaml; fill it in, then run: askanyway check\n"
    )


def test_new_names_a_command_that_can_be_pasted(here: Path, capsys: Capture) -> None:
    """A folder with a space in its name is quoted in the command to go on with."""
    (here / "deck").rename(here / "my deck")
    assert main(["new", "bold/a-chair", "--deck", "my deck"]) == 0
    assert capsys.readouterr().out.endswith("then run: askanyway check --deck 'my deck'\n")


def test_new_leaves_the_setting_open(here: Path) -> None:
    """Without --setting, the line is there to be filled in."""
    assert main(["new", "bold/a-chair"]) == 0
    assert "\nsetting:\n" in (here / "deck/challenges/bold/a-chair.yaml").read_text("utf-8")


def test_what_new_wrote_gets_advice_and_no_traceback(here: Path, capsys: Capture) -> None:
    """A new ask that is not filled in is a list of what to fill in, line by line."""
    main(["new", "bold/a-chair", "--setting", "shop"])
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "deck/challenges/bold/a-chair.yaml:3:7: title: this is empty; it must be text"
    assert said[-1] == "12 problems. Nothing was written."
    assert not any("setting" in line for line in said)


def test_two_asks_can_be_begun_at_once(here: Path) -> None:
    """An ask that is not filled in yet does not keep its author from beginning another."""
    assert main(["new", "bold/a-chair"]) == 0
    assert main(["new", "bold/a-table"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bold"], "'bold' is not TIER/ID"),
        (["bold/A Chair"], "'bold/A Chair' is not TIER/ID"),
        (["bold/../../a-chair"], "'bold/../../a-chair' is not TIER/ID"),
        (["bold/"], "'bold/' is not TIER/ID"),
        (["blod/a-chair"], "no tier is called 'blod'; did you mean 'bold'?"),
        (["bold/a-chair", "--setting", "shpo"], "no setting is called 'shpo'; did you mean 'shop'?"),
        (["bold/a-pen"], "a card called 'a-pen' exists already: deck/challenges/first-steps/a-pen.yaml"),
        (["bold/stop-here"], "a card called 'stop-here' exists already: deck/companions/stop-here.yaml"),
    ],
)
def test_new_says_what_cannot_be(here: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    """A tier, setting or id that cannot be is wrong usage, said in one line, and nothing is written."""
    before = sorted(here.rglob("*"))
    assert main(["new", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"askanyway: {said}")
    assert error.count("\n") == 1
    assert sorted(here.rglob("*")) == before


def test_schema_writes_beside_the_files(here: Path, capsys: Capture) -> None:
    """`schema` writes a schema for every kind of file, once: a second time there is nothing to do."""
    assert main(["schema"]) == 0
    assert "wrote deck/challenge.schema.json" in capsys.readouterr().out.splitlines()
    assert json.loads((here / "deck/tiers.schema.json").read_text("utf-8"))["$id"] == "tiers.schema.json"
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == ""


def test_schema_check_only_looks(here: Path, capsys: Capture) -> None:
    """`schema --check` names what is out of date, writes nothing, and exits with 1 until it is fresh."""
    main(["schema"])
    path = here / "deck/tiers.schema.json"
    path.write_text("{}", "utf-8")
    capsys.readouterr()
    assert main(["schema", "--check"]) == 1
    assert capsys.readouterr().err == (
        "deck/tiers.schema.json: this schema is out of date; run 'askanyway schema'\n"
    )
    assert path.read_text("utf-8") == "{}"
    main(["schema"])
    assert main(["schema", "--check"]) == 0


def test_the_command_of_a_shell_gives_its_code(here: Path) -> None:
    """The exit code reaches the shell, the problems its error output, and nothing else is said."""
    (here / "deck/tiers.yaml").write_text("- id: [bold", "utf-8")
    said = askanyway("check", folder=here)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.splitlines()[0].startswith("deck/tiers.yaml:1:7: ")


def test_check_does_without_the_heavy_programs(here: Path) -> None:
    """`check` is quick because it imports neither WeasyPrint nor MkDocs, nor what makes PDFs and pictures."""
    code = (
        "import sys; from generator.cli import main; main(['check']);"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=here,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(said.stdout.splitlines()[-1].split())
    assert "pydantic" in imported
    assert imported & {"weasyprint", "mkdocs", "material", "markdown", "pikepdf", "pypdfium2", "PIL"} == set()


def test_every_problem_of_a_build_is_listed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """What a build finds later, such as a text that does not fit, is said like any other mistake."""
    monkeypatch.setattr(building, "build", _raises(DeckError([A_PROBLEM])))
    assert main(["build"]) == 1
    assert capsys.readouterr().err == f"{A_PROBLEM}\n1 problem. The site is as it was.\n"


def test_check_reads_the_journal_as_its_renderer_does(here: Path, capsys: Capture) -> None:
    """A stop sign that help.yaml does not have is a mistake in the deck, before anything is rendered."""
    path = here / "deck/journal.yaml"
    path.write_text(path.read_text("utf-8").replace("no-sleep", "no-slep"), "utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("deck/journal.yaml:28:20: pages[2].signs[2]: ")


def test_check_misses_no_label(here: Path, capsys: Capture) -> None:
    """A label that a template needs and the deck lacks is a mistake in the deck, before it is rendered."""
    path = here / "deck/labels.yaml"
    path.write_text(re.sub(r"any_country:.*\n", "", path.read_text("utf-8")), "utf-8")
    assert main(["check"]) == 1
    assert "deck/labels.yaml: any_country: this label is missing" in capsys.readouterr().err


def test_calendar_writes_a_programmes_file(here: Path, capsys: Capture) -> None:
    """`calendar` writes the file of a programme from the day that is named, and says where."""
    assert main(["calendar", "two-weeks", "--from", "2026-12-07"]) == 0
    said = capsys.readouterr().out
    assert said == "wrote small-deck-two-weeks.ics; day 1 is Monday 2026-12-07\n"
    assert b"DTSTART;VALUE=DATE:20261207\r\n" in (here / "small-deck-two-weeks.ics").read_bytes()


def test_calendar_writes_where_it_is_told(here: Path) -> None:
    """With --out, the file gets another name and place."""
    assert main(["calendar", "two-weeks", "--from", "2026-12-09", "--out", "mine/plan.ics"]) == 0
    assert b"DTSTART;VALUE=DATE:20261209" in (here / "mine/plan.ics").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["two-week"], "no programme is called 'two-week'; did you mean 'two-weeks'?"),
        (["two-weeks", "--out", "deck"], "deck is a folder; name the file with --out"),
        (["two-weeks", "--from", "9999-12-30"], "9999-12-30 is too late: no calendar goes on for that long"),
    ],
)
def test_calendar_says_what_cannot_be(here: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    """A programme, day or place that cannot be is wrong usage, said in one line, and nothing is written."""
    before = sorted(here.rglob("*"))
    assert main(["calendar", "--from", "2026-12-07", *arguments]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"askanyway: {said}"
    assert sorted(here.rglob("*")) == before


def test_calendar_needs_a_programme(here: Path, capsys: Capture) -> None:
    """A deck without programmes says so."""
    (here / "deck/programmes/two-weeks.yaml").unlink()
    assert main(["calendar", "two-weeks", "--from", "2026-12-07"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "askanyway: this deck has no programmes"


@pytest.mark.parametrize("day", ["next Monday", "2026-02-30", "07.12.2026"])
def test_calendar_explains_how_a_day_is_written(here: Path, capsys: Capture, day: str) -> None:
    """What is no day gets an example of one."""
    said = usage(capsys, "calendar", "two-weeks", "--from", day)
    assert f"'{day}' is no day; write it as 2026-12-07" in said


def test_calendar_makes_no_file_of_a_broken_deck(here: Path, capsys: Capture) -> None:
    """A deck with a mistake gets its list of problems, exit code 1, and no file."""
    path = here / "deck/programmes/two-weeks.yaml"
    path.write_text(path.read_text("utf-8").replace("ask: a-pen", "ask: a-pan"), "utf-8")
    assert main(["calendar", "two-weeks", "--from", "2026-12-07"]) == 1
    assert "no ask is called 'a-pan'" in capsys.readouterr().err
    assert not list(here.glob("*.ics"))
