"""How a rule says that a name leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.problems import Loc, Places, Problem, nearest


def unknown(
    places: Places, file: str, loc: Loc, kind: str, name: str, known: Iterable[str]
) -> Iterator[Problem]:
    """A problem if `name`, which stands at `loc`, is not among the `known` ones."""
    known = list(known)
    if name not in known:
        yield places.problem(file, loc, f"no {kind} is called '{name}'", nearest(name, known))
