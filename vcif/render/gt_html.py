"""The HTML of great_tables: identifiers that stay the same, and the notes below a table."""

from __future__ import annotations

import re

_OUTER_ID = re.compile(r"<div id=\"([A-Za-z][\w-]*)\"")


def steady_ids(html: str, identifier: str) -> str:
    """Replace the random id that great_tables gives a table, wherever it stands.

    >>> steady_ids('<div id="qwertyuiop"><style>#qwertyuiop td {}</style>', "tbl-a")
    '<div id="tbl-a-gt"><style>#tbl-a-gt td {}</style>'
    """
    found = _OUTER_ID.search(html)
    if found is None:
        return html
    return re.sub(rf"(?<![\w-]){re.escape(found[1])}(?![\w])", f"{identifier}-gt", html)
