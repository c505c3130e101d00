"""Pieces of Typst code: strings, and pandoc content between raw code."""

from __future__ import annotations

from vcif.render.ast import Node, Nodes, plain, raw_block, raw_inline


def quoted(words: str) -> str:
    r"""Return a Typst string.

    >>> print(quoted('say "a"'))
    "say \"a\""
    """
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def around(before: str, inlines: Nodes, after: str) -> Node:
    """Return inlines between two pieces of code, in one line so that no paragraph break gets in."""
    return plain([raw_inline("typst", before), *inlines, raw_inline("typst", after)])


def around_blocks(before: str, blocks: Nodes, after: str) -> Nodes:
    """Return blocks between two pieces of code; a single paragraph is kept in the line."""
    if not blocks:
        return [raw_block("typst", before + after)]
    if len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain"):
        return [around(before, blocks[0]["c"], after)]
    return [raw_block("typst", before), *blocks, raw_block("typst", after)]
