"""Flows that are neither imports nor exports by the labels that were given: refused, or counted by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from vcif._errors import DataError

_SHOWN = 6
NOT_KNOWN = "flow not known"


def refuse_labels(strange: pl.Series, *, sides: int) -> None:
    """Raise where no record is an import or an export, and what the flows are is not what the labels say."""
    labels = strange.drop_nulls().unique().sort()
    if sides or labels.is_empty():
        return
    named = ", ".join(f'"{label}"' for label in labels.head(_SHOWN))
    more = f" and {labels.len() - _SHOWN} others" if labels.len() > _SHOWN else ""
    raise DataError(
        "categories_from_transactions() finds no import and no export: the flows are "
        f"{named}{more}; say which of them are which by imports=[...] and exports=[...], "
        "exactly as they are written"
    )


def counts_of_labels(total: int, labels: Counter[str]) -> Iterator[tuple[str, int]]:
    """Yield the records whose flow is not known: those without any, and those with other labels, by name.

    >>> [row for row in counts_of_labels(5, Counter({"Export": 3, "transit": 1})) if row[1]]
    [('flow not known', 1), ('flow not known: "Export"', 3), ('flow not known: "transit"', 1)]
    """
    ranked = sorted(labels.items(), key=lambda each: (-each[1], each[0]))
    yield NOT_KNOWN, total - labels.total()
    for label, n in ranked[:_SHOWN]:
        yield f'{NOT_KNOWN}: "{label}"', n
    yield f"{NOT_KNOWN}: other labels", sum(n for _, n in ranked[_SHOWN:])
