"""The content of an HTML table cell as pandoc inlines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vcif.render.ast import Nodes, link
from vcif.render.places import Place

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SIMPLE = {
    "b": "Strong",
    "strong": "Strong",
    "em": "Emph",
    "i": "Emph",
    "sup": "Superscript",
    "sub": "Subscript",
    "u": "Underline",
    "s": "Strikeout",
    "del": "Strikeout",
}
_PICTURES = ("svg", "img", "canvas", "math")
_BLOCKS = ("p", "div", "li")


def style_value(element: HtmlElement, name: str) -> str:
    """Return the value of a property in the element's own style; the last declaration holds."""
    found = ""
    for declaration in (element.get("style") or "").split(";"):
        key, _, value = declaration.partition(":")
        if key.strip().lower() == name:
            found = value.strip().lower().removesuffix("!important").strip()
    return found


def is_bold(element: HtmlElement) -> bool:
    """Return whether the element's own style makes its text bold."""
    weight = style_value(element, "font-weight")
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)


def is_italic(element: HtmlElement) -> bool:
    """Return whether the element's own style slants its text."""
    return style_value(element, "font-style") in ("italic", "oblique")


def inlines_of(element: HtmlElement, place: Place) -> Nodes:
    """Return the content of an element, with bold and italics also where only the style asks for them.

    Raises
    ------
    RenderError
        There is a picture in the cell, which only HTML can show.
    """
    nodes = _trimmed(_content(element, place))
    if nodes and is_italic(element):
        nodes = [{"t": "Emph", "c": nodes}]
    if nodes and is_bold(element):
        nodes = [{"t": "Strong", "c": nodes}]
    return nodes


def _content(element: HtmlElement, place: Place) -> Nodes:
    """Return text and children in order."""
    nodes = _words(element.text)
    for child in element:
        nodes += _child(child, place)
        nodes += _words(child.tail)
    return nodes


def _child(child: HtmlElement, place: Place) -> Nodes:
    """Return one child element as inlines."""
    tag = child.tag
    if not isinstance(tag, str) or tag == "style":
        return []
    if tag in _PICTURES:
        raise place.error(
            f"a table cell holds a picture (<{tag}>, as in a nanoplot), which Word and PDF tables cannot"
            " show; leave it out, or write only HTML"
        )
    if tag == "br":
        return [{"t": "LineBreak"}]
    if "gt_footnote_marks" in (child.get("class") or ""):
        return [{"t": "Superscript", "c": _trimmed(_content(child, place))}]
    inner = inlines_of(child, place) if tag in ("span", *_BLOCKS) else _content(child, place)
    if tag in _SIMPLE:
        return [{"t": _SIMPLE[tag], "c": inner}]
    if tag == "a" and child.get("href"):
        return [link(inner, str(child.get("href")))]
    if tag == "code":
        return [{"t": "Code", "c": [["", [], []], "".join(child.itertext())]}]
    return inner


def _words(text: str | None) -> Nodes:
    """Return text as inlines; white space counts as one space, a no-break space stays."""
    nodes: Nodes = []
    for part in re.split(r"([ \t\r\n]+)", text or ""):
        if part.strip(" \t\r\n"):
            nodes.append({"t": "Str", "c": part})
        elif part:
            nodes.append({"t": "Space"})
    return nodes


def _trimmed(nodes: Nodes) -> Nodes:
    """Return inlines without space at the ends, next to a line break or doubled."""
    kept: Nodes = []
    for node in nodes:
        gap = not kept or kept[-1]["t"] in ("Space", "LineBreak")
        if node["t"] == "Space" and gap:
            continue
        if node["t"] == "LineBreak" and kept and kept[-1]["t"] == "Space":
            kept.pop()
        kept.append(node)
    while kept and kept[-1]["t"] in ("Space", "LineBreak"):
        kept.pop()
    return kept
