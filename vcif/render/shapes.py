"""The press's own divisions, opened up for the writers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vcif.render.ast import Node, Nodes, has_class, pairs_of
from vcif.render.numbering import NAMES


@dataclass(frozen=True)
class Float:
    """A table or figure with caption; without a label it has no number."""

    label: str
    kind: str
    number: str
    caption: Nodes
    blocks: Nodes

    @property
    def name(self) -> str:
        """Table or Figure."""
        return NAMES[self.kind]


@dataclass(frozen=True)
class Reference:
    """A resolved cross reference; form is full, prefix, number or title."""

    label: str
    kind: str
    number: str
    form: str
    inlines: Nodes


def as_float(node: Node) -> Float | None:
    """Return the exhibit that a block is, if it is one."""
    if node["t"] != "Div" or not has_class(node, "vcif-float"):
        return None
    (label, _, _), blocks = node["c"]
    pairs = pairs_of(node)
    caption = [each for each in blocks if has_class(each, "vcif-caption")]
    rest = [each for each in blocks if not has_class(each, "vcif-caption")]
    inlines = list(_inlines(caption))
    return Float(label, pairs["kind"], pairs["number"], inlines, rest)


def as_reference(node: Node) -> Reference | None:
    """Return the cross reference that an inline is, if it is one."""
    if node["t"] != "Link" or "vcif-ref" not in node["c"][0][1]:
        return None
    pairs = pairs_of(node)
    label = node["c"][2][0].removeprefix("#")
    return Reference(label, pairs["kind"], pairs["number"], pairs["form"], node["c"][1])


def as_callout(node: Node) -> tuple[str, Nodes, Nodes] | None:
    """Return kind, title and content of the callout that a block is, if it is one."""
    if node["t"] != "Div" or not has_class(node, "vcif-callout"):
        return None
    title, *content = node["c"][1]
    return pairs_of(node)["kind"], list(_inlines([title])), content


def as_equation(node: Node) -> tuple[str, str, Node] | None:
    """Return label, number and mathematics of the numbered equation that a block is, if it is one."""
    if node["t"] != "Div" or not has_class(node, "vcif-equation"):
        return None
    return node["c"][0][0], pairs_of(node)["number"], node["c"][1][0]["c"][0]


def understood(blocks: Nodes) -> Nodes:
    """Return blocks with each table of a cell in the form for Word and PDF."""
    result: Nodes = []
    for node in blocks:
        if has_class(node, "vcif-table"):
            result += node["c"][1][1]["c"][1]
        else:
            result.append(node)
    return result


def _inlines(blocks: Nodes) -> Iterator[Node]:
    """Yield the inlines of captions and titles, which are short paragraphs within divisions."""
    for node in blocks:
        if node["t"] in ("Para", "Plain"):
            yield from node["c"]
        elif node["t"] == "Div":
            yield from _inlines(node["c"][1])
