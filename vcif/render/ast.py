"""Build and walk pandoc documents (the JSON form)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Node = dict[str, Any]
Nodes = list[Node]
# Takes a node; returns what stands in its place, or None to keep it.
Visitor = Callable[[Node], Nodes | None]


def attr(
    identifier: str = "", classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None
) -> list[Any]:
    """Return a pandoc attribute.

    >>> attr("a", ["b"], {"c": "d"})
    ['a', ['b'], [['c', 'd']]]
    """
    return [identifier, list(classes), [[key, value] for key, value in (pairs or {}).items()]]


def text(words: str) -> Nodes:
    """Return a text as inlines.

    >>> text("a b")
    [{'t': 'Str', 'c': 'a'}, {'t': 'Space'}, {'t': 'Str', 'c': 'b'}]
    """
    nodes: Nodes = []
    for number, word in enumerate(words.split(" ")):
        if number:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def para(inlines: Nodes) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: Nodes) -> Node:
    """Return inlines as a block that is not a paragraph."""
    return {"t": "Plain", "c": inlines}


def raw_block(language: str, code: str) -> Node:
    """Return a block of code of the output format."""
    return {"t": "RawBlock", "c": [language, code]}


def raw_inline(language: str, code: str) -> Node:
    """Return code of the output format within a line."""
    return {"t": "RawInline", "c": [language, code]}


def div(blocks: Nodes, identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> Node:
    """Return a division; keyword underscores become hyphens."""
    named = {key.replace("_", "-"): value for key, value in pairs.items()}
    return {"t": "Div", "c": [attr(identifier, classes, named), blocks]}


def link(inlines: Nodes, target: str, classes: Sequence[str] = ()) -> Node:
    """Return a link."""
    return {"t": "Link", "c": [attr(classes=classes), inlines, [target, ""]]}


def has_class(node: Node, name: str) -> bool:
    """Return whether a Div or Span has the class."""
    return node["t"] in ("Div", "Span") and name in node["c"][0][1]


def pairs_of(node: Node) -> dict[str, str]:
    """Return the key-value attributes of a Div, Span, Image or Link."""
    return dict(node["c"][0][2])


def stringify(part: Any) -> str:
    """Return the plain text of a part of a document.

    >>> stringify([{"t": "Emph", "c": text("a b")}])
    'a b'
    """
    if isinstance(part, list):
        return "".join(stringify(each) for each in part)
    if not isinstance(part, dict):
        return ""
    kind = part["t"]
    if kind in ("Str", "Math", "Code"):
        return str(part["c"] if kind == "Str" else part["c"][1])
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Note", "RawInline", "RawBlock"):
        return ""
    if kind == "Quoted":
        return f"\u201c{stringify(part['c'][1])}\u201d"
    return stringify(part.get("c", []))


def walk(part: Any, visit: Visitor) -> Any:
    """Return a copy of a part of a document with nodes replaced, innermost first."""
    if isinstance(part, dict):
        return {key: walk(value, visit) for key, value in part.items()}
    if not isinstance(part, list):
        return part
    result: list[Any] = []
    for each in part:
        new = walk(each, visit)
        replaced = visit(new) if isinstance(new, dict) and "t" in new else None
        if replaced is None:
            result.append(new)
        else:
            result.extend(replaced)
    return result


def every(part: Any) -> Iterator[Node]:
    """Yield every node of a part of a document, in reading order."""
    if isinstance(part, dict):
        if "t" in part:
            yield part
        for value in part.values():
            yield from every(value)
    elif isinstance(part, list):
        for each in part:
            yield from every(each)
