"""What the page's sentences say of the results."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from reports._benchmarks.results import ratio_text, seconds_text
from vcif.present.numbers import MISSING, count, percent


@dataclass(frozen=True)
class Facts:
    """Texts for the page's sentences.

    Attributes
    ----------
    machine, software, dates
        Where, with what and when the results were measured.
    items, limit
        How many items the comparison has, and the seconds after which a run is ended.
    rest, rest_sizes, rest_spread
        How long what follows the counting pass takes (quickest runs), from the shortest to the longest, over
        which numbers of firms, and by how much the longest exceeds the shortest.
    faster
        In which cells a peer is faster than vcif.
    """

    machine: str
    software: str
    dates: str
    items: str
    limit: str
    rest: str
    rest_sizes: str
    rest_spread: str
    faster: str


def facts(results: pl.DataFrame) -> Facts:
    """Return the texts, computed from the results."""
    vcif = results.filter(pl.col("contender") == "vcif")
    rest = vcif.filter(pl.col("part") == "rest").drop_nulls("fastest").sort("fastest")
    shortest, longest = (rest["fastest"][0], rest["fastest"][-1]) if rest.height else (None, None)
    return Facts(
        machine="; ".join(_values(results, "machine")),
        software=_software(results),
        dates=_span(_values(results, "measured_on")),
        items=", ".join(count(n) for n in results["items"].unique()),
        limit=_span([count(round(limit)) for limit in results["limit"].unique().sort()]),
        rest=f"{seconds_text(shortest)} to {seconds_text(longest)}",
        rest_sizes=f"{count(rest['n'].min())} to {count(rest['n'].max())}" if rest.height else MISSING,
        rest_spread=percent(longest / shortest - 1 if rest.height else None),
        faster=_faster(results),
    )


def _values(results: pl.DataFrame, column: str) -> list[str]:
    """Return the different texts of a column, in order."""
    return sorted(results[column].drop_nulls().unique().to_list())


def _span(values: list[str]) -> str:
    """Return the first and the last value."""
    return values[0] if len(values) == 1 else f"{values[0]} to {values[-1]}" if values else MISSING


def _software(results: pl.DataFrame) -> str:
    """Return every package with its version, each once."""
    named = (each for text in _values(results, "software") for each in text.split(", "))
    return ", ".join(sorted(dict.fromkeys(each for each in named if each), key=str.casefold))


def _faster(results: pl.DataFrame) -> str:
    """Return where a peer is faster, or that none is."""
    rows = results.filter(~pl.col("contender").is_in(["vcif"]), pl.col("ratio") < 1, ~pl.col("at_least"))
    found = [
        f"{label} at {count(n)} firms ({ratio_text(ratio)})"
        for label, n, ratio in rows.select("label", "n", "ratio").rows()
    ]
    return "; ".join(found) if found else "none"
