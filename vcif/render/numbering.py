"""Number sections, tables, figures and equations, and note what can be referred to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vcif.render.ast import Node, Nodes, div, every, has_class, pairs_of, plain, walk

NAMES = {"fig": "Figure", "tbl": "Table", "sec": "Section", "eq": "Equation"}
_LABEL = re.compile(r"^(fig|tbl)-")
_EQUATION = re.compile(r"^\{#(eq-[\w.:-]+)\}(.*)$")


@dataclass(frozen=True)
class Target:
    """Something that has a label; number is empty for a section that is not numbered."""

    kind: str
    number: str
    title: Nodes = field(default_factory=list)


@dataclass(frozen=True)
class Numbered:
    """The document with numbers in it, and the targets by label."""

    document: Node
    targets: Mapping[str, Target]


@dataclass
class _Counter:
    """The numbers given so far; mutable while one document is gone through."""

    top: int
    sections: bool
    counts: dict[str, int] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        """Return the next number of a kind of exhibit."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return str(self.counts[kind])

    def next_section(self, level: int) -> str:
        """Return the next section number, such as 2.1; the highest level in use counts as the first."""
        depth = level - self.top + 1
        self.heads = [*self.heads, *[0] * depth][:depth]
        self.heads[-1] += 1
        return ".".join(map(str, self.heads))


def number(document: Node, *, sections: bool) -> Numbered:
    """Give everything its number in reading order.

    Parameters
    ----------
    document : dict
        A pandoc document with exhibits in place.
    sections : bool
        Whether sections have numbers.

    Examples
    --------
    >>> from vcif.render.pandoc import parse_markdown
    >>> from pathlib import Path
    >>> numbered = number(parse_markdown("## Data {#sec-data}", folder=Path(".")), sections=True)
    >>> numbered.targets["sec-data"].number
    '1'
    """
    levels = [node["c"][0] for node in every(document["blocks"]) if node["t"] == "Header"]
    counter = _Counter(top=min(levels, default=1), sections=sections)
    blocks = walk(document["blocks"], _to_floats)
    blocks = walk(blocks, lambda node: _numbered(node, counter))
    return Numbered({**document, "blocks": blocks}, counter.targets)


def _to_floats(node: Node) -> Nodes | None:
    """Turn Markdown figures, captioned tables and `::: {#tbl-x}` divisions into the one form of exhibits."""
    if node["t"] == "Figure":
        attributes, (_, caption), blocks = node["c"]
        return [_float(attributes[0], "fig", caption[0]["c"] if caption else [], blocks)]
    if node["t"] == "Table" and node["c"][1][1]:
        attributes, (_, caption), *rest = node["c"]
        bare = {"t": "Table", "c": [["", attributes[1], attributes[2]], [None, []], *rest]}
        return [_float(attributes[0], "tbl", caption[0]["c"], [bare])]
    if node["t"] == "Div" and _LABEL.match(node["c"][0][0]) and not has_class(node, "vcif-float"):
        blocks, caption = list(node["c"][1]), []
        if blocks and blocks[-1]["t"] == "Para":
            caption = blocks.pop()["c"]
        return [_float(node["c"][0][0], node["c"][0][0][:3], caption, blocks)]
    return None


def _float(label: str, kind: str, caption: Nodes, blocks: Nodes) -> Node:
    """Return an exhibit: a division of class vcif-float that begins with its caption."""
    return div([div([plain(caption)], classes=["vcif-caption"]), *blocks], label, ["vcif-float"], kind=kind)


def _numbered(node: Node, counter: _Counter) -> Nodes | None:
    """Return one block with its number, if it is of a kind that has numbers."""
    if node["t"] == "Header":
        return [_header(node, counter)]
    if node["t"] == "Para":
        return _equations(node["c"], counter)
    if has_class(node, "vcif-float") and node["t"] == "Div":
        label, kind = node["c"][0][0], pairs_of(node)["kind"]
        given = counter.next(kind) if label else ""
        if label:
            counter.targets[label] = Target(kind, given)
        return [div(node["c"][1], label, ["vcif-float"], kind=kind, number=given)]
    return None


def _header(node: Node, counter: _Counter) -> Node:
    """Return a heading with its number as an attribute, on a scale where the highest level is 1."""
    level, (identifier, classes, pairs), inlines = node["c"]
    given = counter.next_section(level) if counter.sections and "unnumbered" not in classes else ""
    counter.targets[identifier] = Target("sec", given, inlines)
    shown = [*pairs, ["number", given]] if given else pairs
    return {"t": "Header", "c": [level - counter.top + 1, [identifier, classes, shown], inlines]}


def _equations(inlines: Nodes, counter: _Counter) -> Nodes | None:
    """Split a paragraph at its labelled equations; each becomes a division of class vcif-equation."""
    blocks: Nodes = []
    held: Nodes = []
    rest = list(inlines)
    while rest:
        node = rest.pop(0)
        after = _label_after(rest) if _is_display(node) else None
        found = _EQUATION.match(after["c"]) if after else None
        if found is None or after is None:
            held.append(node)
            continue
        given = counter.next("eq")
        counter.targets[found[1]] = Target("eq", given)
        blocks += _paragraph(held)
        blocks.append(div([{"t": "Para", "c": [node]}], found[1], ["vcif-equation"], number=given))
        rest = [*([{"t": "Str", "c": found[2]}] if found[2] else []), *rest[rest.index(after) + 1 :]]
        held = []
    return [*blocks, *_paragraph(held)] if blocks else None


def _label_after(inlines: Nodes) -> Node | None:
    """Return the text that follows an equation, after one space at most."""
    spaces = 1 if inlines and inlines[0]["t"] in ("Space", "SoftBreak") else 0
    following = inlines[spaces : spaces + 1]
    return following[0] if following and following[0]["t"] == "Str" else None


def _is_display(node: Node) -> bool:
    """Return whether an inline is displayed mathematics."""
    return bool(node["t"] == "Math" and node["c"][0]["t"] == "DisplayMath")


def _paragraph(inlines: Nodes) -> Nodes:
    """Return the inlines as a paragraph, or nothing when only space is left."""
    while inlines and inlines[0]["t"] in ("Space", "SoftBreak"):
        inlines = inlines[1:]
    while inlines and inlines[-1]["t"] in ("Space", "SoftBreak"):
        inlines = inlines[:-1]
    return [{"t": "Para", "c": inlines}] if inlines else []
