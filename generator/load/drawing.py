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
_GEOMETRY = re.compile(r"[A-Za-z0-9 ,.()\-\n]*")


class NotADrawing(ValueError):
    """Why an SVG file cannot be used as an icon."""


def drawing(svg: str) -> str:
    """The shapes inside `svg`, as SVG text without a namespace.

    The icon's box is 24 by 24; its stroke and colour come from the template. Raises NotADrawing
    for anything else: scripts, styles, links, text, entities, another box.
    """
    if "<!" in svg.replace("<!--", ""):
        raise NotADrawing("it holds a document type or an entity")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise NotADrawing(f"it is not well-formed SVG ({error})") from None
    if root.tag != f"{_SVG}svg":
        raise NotADrawing("its first element is not <svg xmlns=\"http://www.w3.org/2000/svg\">")
    if root.get("viewBox", "").split() != ["0", "0", "24", "24"]:
        raise NotADrawing('its viewBox is not "0 0 24 24"')
    return "".join(_shape(child) for child in root)


def _shape(element: ElementTree.Element) -> str:
    name = element.tag.removeprefix(_SVG)
    if name not in _SHAPES:
        raise NotADrawing(f"<{name}> is not one of {', '.join(sorted(_SHAPES))}")
    for attribute, value in element.attrib.items():
        if attribute not in _SHAPES[name]:
            raise NotADrawing(f"<{name}> has {attribute}=, which is not geometry")
        if not _GEOMETRY.fullmatch(value):
            raise NotADrawing(f"{attribute}= of <{name}> holds more than numbers and letters")
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{name}{attributes}>{''.join(_shape(child) for child in element)}</{name}>"
