"""Compact letters: groups that share a letter do not differ significantly."""

from __future__ import annotations

from string import ascii_lowercase

import polars as pl

from vcif._columns import FRAMES
from vcif._errors import ArgumentError, DataError


def compact_letters(pairwise: pl.DataFrame, *, alpha: float = 0.05) -> pl.DataFrame:
    """Return letters by indicator and group: groups that share one do not differ significantly.

    Parameters
    ----------
    pairwise
        All pairs of some groups by one test, as `compare_pairs` returns them without `pairs`.
    alpha
        Significance level, held against the adjusted p-values.

    Returns
    -------
    polars.DataFrame
        One row per indicator and group: `indicator`, `group` (Enum), `letters`. A pair that could not be
        tested counts as not shown to differ, so its groups share a letter.

    Raises
    ------
    ArgumentError
        When alpha is not between 0 and 1.
    DataError
        When the frame is no pairwise comparison, holds several tests, or lacks some pairs.

    Notes
    -----
    The letters come from inserting the significant pairs one by one and absorbing columns that another holds;
    they are the smallest such set for most data. Groups without letters do not occur.

    Source
    ------
    Piepho, H.-P. (2004), Journal of Computational and Graphical Statistics 13(2), 456-466.

    Examples
    --------
    >>> import vcif
    >>> groups = ["C1"] * 4 + ["C2"] * 4 + ["C4"] * 4
    >>> firms = pl.DataFrame({"category": groups, "q": [1, 2, 1, 2, 2, 1, 2, 1, 5, 4, 5, 4]})
    >>> pairs = vcif.compare_pairs(vcif.tally(firms, ["q"]), groups=["C1", "C2", "C4"])
    >>> compact_letters(pairs)["letters"].to_list()
    ['a', 'a', 'b']
    """
    if not 0 < alpha < 1:
        raise ArgumentError(f"compact_letters() needs alpha between 0 and 1; got {alpha!r}")
    _check_frame(pairwise)
    rows = []
    for (indicator,), pairs in pairwise.group_by("indicator", maintain_order=True):
        groups = _groups(pairs)
        if pairs.height != len(groups) * (len(groups) - 1) // 2:
            raise DataError(f"compact_letters() needs all pairs of the groups; {indicator} lacks some")
        apart = pairs.filter(pl.col("p_adjusted") < alpha).select("group1", "group2").rows()
        letters = _letters(groups, [(str(first), str(second)) for first, second in apart])
        rows += [{"indicator": indicator, "group": group, "letters": letters[group]} for group in groups]
    schema = pl.Schema({"indicator": pl.String(), "group": pairwise.schema["group1"], "letters": pl.String()})
    return pl.DataFrame(rows, schema=schema)


def _check_frame(pairwise: pl.DataFrame) -> None:
    """Raise unless the frame is the result of one test of pairs."""
    absent = [name for name in FRAMES["pairwise"] if name not in pairwise.columns]
    if absent:
        raise DataError(f"compact_letters() needs a frame of compare_pairs(); it lacks {', '.join(absent)}")
    methods = pairwise["method"].unique().to_list()
    if len(methods) > 1:
        raise DataError(f"compact_letters() needs the pairs of one test; got {', '.join(sorted(methods))}")


def _groups(pairs: pl.DataFrame) -> list[str]:
    """Return the groups that occur, in their order."""
    return [str(group) for group in pl.concat([pairs["group1"], pairs["group2"]]).unique().sort()]


def _letters(groups: list[str], apart: list[tuple[str, str]]) -> dict[str, str]:
    """Return each group's letters."""
    columns = [frozenset(groups)]
    for first, second in apart:
        columns = _absorbed([part for column in columns for part in _split(column, first, second)])
    columns.sort(key=lambda column: [group not in column for group in groups])
    return {
        group: "".join(_letter(i) for i, column in enumerate(columns) if group in column) for group in groups
    }


def _split(column: frozenset[str], first: str, second: str) -> list[frozenset[str]]:
    """Return a column without the one or the other of two groups that differ, where it holds both."""
    return [column - {second}, column - {first}] if {first, second} <= column else [column]


def _absorbed(columns: list[frozenset[str]]) -> list[frozenset[str]]:
    """Return the columns that no other one holds, each once."""
    once = list(dict.fromkeys(columns))
    return [column for column in once if not any(column < other for other in once)]


def _letter(i: int) -> str:
    """Return the i-th letter: a to z, then aa, bb and so on."""
    return ascii_lowercase[i % 26] * (i // 26 + 1)
