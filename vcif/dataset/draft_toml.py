"""TOML for a draft: texts and codes as the codebook needs them, remarks that stay remarks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from vcif.dataset.codebook_checks import RESERVED

CONFIRM = "please confirm"
WIDTH = 40


def text(value: str) -> str:
    r"""Write a text in quotes.

    >>> print(text('a "b"'), text("是"))
    "a \"b\"" "是"
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def code(value: str) -> str:
    """Write an answer: a whole number or a decimal as such, everything else in quotes.

    >>> code("9"), code("-5"), code("2.5"), code("007"), code("Yes")
    ('9', '-5', '2.5', '"007"', '"Yes"')
    """
    plain = re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", value)
    return value if plain and value != "-0" else text(value)


def codes(values: Iterable[str]) -> str:
    """Write a list of answers."""
    return "[" + ", ".join(code(value) for value in values) + "]"


def remark(words: str) -> str:
    """Write words so that they stay on one line of a comment."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(plain.split())


def line(key: str, value: str, note: str = "", *, candidate: bool = False) -> str:
    """Write a line, with a remark behind it; a candidate is a comment that becomes a line without its #."""
    start = f"{'#' if candidate else ''}{key} = {value}"
    return f"{start:<{WIDTH}}  # {remark(note)}" if note else start


def unique_ids(names: Iterable[str]) -> dict[str, str]:
    """Return an id for every column: Latin letters, digits and underscores, each used once.

    >>> list(unique_ids(["Export share (%)", "是否出口", "wave", "Export-share"]).values())
    ['export_share', 'column_2', 'wave_2', 'export_share_2']
    """
    given: dict[str, str] = {}
    taken = set(RESERVED)
    for place, name in enumerate(names, start=1):
        slug = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()[:60] or f"column_{place}"
        slug = slug if slug[0].isalpha() else f"q_{slug}"
        candidate, number = slug, 1
        while candidate in taken:
            number += 1
            candidate = f"{slug}_{number}"
        taken.add(candidate)
        given[name] = candidate
    return given
