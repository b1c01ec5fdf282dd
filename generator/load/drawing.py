"""An icon's SVG file -> the lines inside it, with nothing that could act on a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES: dict[str, frozenset[str]] = {
    "g": frozenset({"transform"}),
    "path": frozenset({"d", "transform"}),
    "circle": frozenset({"cx", "cy", "r", "transform"}),
    "ellipse": frozenset({"cx", "cy", "rx", "ry", "transform"}),
    "rect": frozenset({"x", "y", "width", "height", "rx", "ry", "transform"}),
    "line": frozenset({"x1", "y1", "x2", "y2", "transform"}),
    "polyline": frozenset({"points", "transform"}),
    "polygon": frozenset({"points", "transform"}),
}
_GEOMETRY = re.compile(r"[A-Za-z0-9 ,.()+\-]*")
_DEEPEST = 8  # groups in groups; a drawing of 24 by 24 needs one


class DrawingError(ValueError):
    """Why an SVG file cannot be used as an icon."""


def drawing(svg: str) -> str:
    """The shapes inside `svg`, as SVG text without a namespace.

    The icon's box is 24 by 24; its stroke and colour come from the template. Raises DrawingError
    for anything else: scripts, styles, links, text, entities, another box.
    """
    if "<!" in svg.replace("<!--", ""):
        raise DrawingError("it holds a document type or an entity")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise DrawingError(f"it is not well-formed in line {line}, column {column + 1}") from None
    if root.tag != f"{_SVG}svg":
        raise DrawingError('its first element is not <svg xmlns="http://www.w3.org/2000/svg">')
    if root.get("viewBox", "").split() != ["0", "0", "24", "24"]:
        raise DrawingError('its viewBox is not "0 0 24 24"')
    if not (shapes := _shapes_in(root, 0)):
        raise DrawingError("it is empty")
    return shapes


def _shapes_in(element: ElementTree.Element, depth: int) -> str:
    if depth > _DEEPEST:
        raise DrawingError(f"it is nested more than {_DEEPEST} levels deep")
    if any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
        raise DrawingError("it holds text")
    return "".join(_shape(child, depth) for child in element)


def _shape(element: ElementTree.Element, depth: int) -> str:
    name = element.tag.removeprefix(_SVG)
    if name not in _SHAPES:
        raise DrawingError(f"<{name}> is not one of {', '.join(sorted(_SHAPES))}")
    for attribute, value in element.attrib.items():
        if attribute not in _SHAPES[name]:
            raise DrawingError(f"<{name}> has {attribute}=, which is not geometry")
        if not _GEOMETRY.fullmatch(value):
            raise DrawingError(f"{attribute}= of <{name}> holds more than numbers and letters")
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{name}{attributes}>{_shapes_in(element, depth + 1)}</{name}>"
