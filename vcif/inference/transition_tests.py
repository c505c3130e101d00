"""Tests of transition matrices: whether they are the same in all waves, or in all groups of firms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import CATEGORIES, FRAMES, schema
from vcif._errors import ArgumentError, DataError, NotComputableError, require_one_of
from vcif.inference.adjust import Adjustment, adjust_p
from vcif.inference.checks import check_level
from vcif.inference.effects import cramers_v
from vcif.inference.groups import join_remarks
from vcif.inference.homogeneity import METHODS, SPARSE, Method, held_table, transition_homogeneity

Row = dict[str, object]


def compare_transitions(
    steps: pl.DataFrame,
    *,
    method: Method = "likelihood_ratio",
    groups: Sequence[str] | None = None,
    adjust: Adjustment = "holm",
    level: float = 0.95,
) -> pl.DataFrame:
    """Return the test that all groups of steps have one transition matrix, whole and row by row.

    Null: firms of one category step to each other one with the same probability in all groups (with
    `transitions(firms, by="wave")`: in all waves, which is time-homogeneity). Alternative: some differ.

    Parameters
    ----------
    steps
        As `transitions(firms, by=...)` returns it.
    method
        "likelihood_ratio" or "pearson", see `transition_homogeneity` in `vcif.inference.homogeneity`.
    groups
        The groups to compare, all of them if left out.
    adjust
        Correction over the four rows' p-values: "holm", "bh", "by", "bonferroni" or "none".
    level
        Confidence level of the effect size.

    Returns
    -------
    polars.DataFrame
        Five rows with the columns of `FRAMES["transition_tests"]`: first the whole matrix (from = null),
        whose statistic and degrees of freedom are the sums of the others' and whose p-value is not
        adjusted, then one row for each category that steps start from, with Cramer's V of groups by
        destinations. What could not be computed is null, with its reason in `note`; steps left out and
        small expected counts are in `note` too.

    Raises
    ------
    DataError
        When the frame is no table of transitions with groups.
    ArgumentError
        When a method, group or correction is unknown.

    Notes
    -----
    Steps are taken as independent given the category that they start from. Steps from or to an unknown
    category are left out: that they are many in one group can look like a difference between the groups.

    Source
    ------
    Anderson and Goodman (1957), Annals of Mathematical Statistics 28, 89-110.

    Examples
    --------
    >>> from vcif.framework import transitions
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "b", "c", "d"] * 3, "wave": [1] * 4 + [2] * 4 + [3] * 4,
    ...     "category": ["C1", "C1", "C1", "C1", "C1", "C1", "C3", "C1", "C3", "C3", "C4", "C1"],
    ... })
    >>> found = compare_transitions(transitions(firms, by="wave"))
    >>> [(row["from"], row["df1"], row["note"]) for row in found.head(2).to_dicts()]
    [(None, 1.0, '4 of 4 expected counts are below 5'), ('C1', 1.0, '4 of 4 expected counts are below 5')]
    """
    require_one_of("compare_transitions", "method", method, METHODS)
    require_one_of("compare_transitions", "adjust", adjust, ("holm", "bh", "by", "bonferroni", "none"))
    check_level("compare_transitions", level)
    names = _groups(steps, groups)
    tables = _tables(steps, names)
    remark = _left_out(steps, names)
    rows = [_row(tables[:, [i], :], method, level, remark) for i in range(len(CATEGORIES))]
    p_values = [_number(row.get("p_value")) for row in rows]
    adjusted = [
        row | {"from": name, "p_adjusted": p, "adjust_method": adjust}
        for row, name, p in zip(rows, CATEGORIES, adjust_p(p_values, adjust), strict=True)
    ]
    whole = _test(tables, method, remark)
    whole |= {"p_adjusted": whole.get("p_value"), "adjust_method": "none"}
    return pl.DataFrame([whole, *adjusted], schema=schema("transition_tests"))


def _groups(steps: pl.DataFrame, groups: Sequence[str] | None) -> list[str]:
    """Return the groups to compare, after checking the frame."""
    kind = steps.schema.get("group")
    if tuple(steps.columns) != ("group", *FRAMES["transitions"]) or not isinstance(kind, pl.Enum):
        raise DataError(
            'compare_transitions() needs the frame of transitions(firms, by=...), for example by="wave"'
        )
    known = kind.categories.to_list()
    for name in groups or ():
        require_one_of("compare_transitions", "group", name, known)
    chosen = known if groups is None else list(dict.fromkeys(groups))
    if groups is not None and len(chosen) < 2:
        raise ArgumentError(f"compare_transitions() needs at least two different groups; got {list(groups)}")
    return chosen


def _tables(steps: pl.DataFrame, names: Sequence[str]) -> NDArray[np.int64]:
    """Return the counts of known steps; shape (groups, from, to)."""
    tables = np.zeros((max(len(names), 1), len(CATEGORIES), len(CATEGORIES)), dtype=np.int64)
    known = steps.drop_nulls(["group", "from", "to"]).with_columns(
        pl.col("group", "from", "to").cast(pl.String)
    )
    for group, start, end, n in known.select("group", "from", "to", "n").rows():
        if group in names:
            tables[names.index(group), CATEGORIES.index(start), CATEGORIES.index(end)] += n
    return tables


def _left_out(steps: pl.DataFrame, names: Sequence[str]) -> str | None:
    """Return which steps the tests do not use, in words."""
    group = pl.col("group").cast(pl.String)
    unknown = steps.filter(group.is_in(list(names)), pl.col("from").is_null() | pl.col("to").is_null())[
        "n"
    ].sum()
    nowhere = steps.filter(group.is_null())["n"].sum()
    return join_remarks([
        f"{unknown} steps from or to an unknown category left out" if unknown else None,
        f"{nowhere} steps of no known group left out" if nowhere else None,
    ])  # fmt: skip


def _test(tables: NDArray[np.int64], method: Method, remark: str | None) -> Row:
    """Return the test's columns."""
    try:
        found = transition_homogeneity(tables, method=method)
    except NotComputableError as reason:
        return {"method": method, "n": int(tables.sum()), "note": join_remarks([str(reason), remark])}
    few = f"{found.sparse} of {found.cells} expected counts are below {SPARSE}" if found.sparse else None
    return {
        "method": method,
        "statistic": found.result.statistic,
        "df1": found.result.df1,
        "p_value": found.result.p_value,
        "n": found.result.n,
        "note": join_remarks([few, remark]),
    }


def _row(tables: NDArray[np.int64], method: Method, level: float, remark: str | None) -> Row:
    """Return the columns of one row of the matrix, with its effect size."""
    row = _test(tables, method, remark) | {"effect": "cramers_v", "conf_level": level}
    table = held_table(tables[:, 0, :])
    if table is None:
        return row
    found = cramers_v(table.tolist(), level=level)
    limits = {"estimate": found.estimate, "conf_low": found.conf_low, "conf_high": found.conf_high}
    note = row["note"] if isinstance(row["note"], str) else None
    return row | limits | {"note": join_remarks([found.note, note])}


def _number(value: object) -> float | None:
    """Return a p-value, or None."""
    return value if isinstance(value, float) else None
