"""Put Westfall and Young's adjusted p-values in the rows of a test that was made from a tally."""

from __future__ import annotations

import polars as pl

from vcif.inference.groups import join_remarks


def with_joint_adjustment(rows: pl.DataFrame, joint: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `compare` with the adjustment of `westfall_young` over the same indicators.

    p_adjusted and adjust_method are replaced, and the remarks of both put together, each once. p_value stays
    the test's own; the remarks hold the one by permutations that p_adjusted belongs to.

    Examples
    --------
    >>> import vcif
    >>> firms = pl.DataFrame({"category": ["C2", "C2", "C3", "C3", "C4", "C4"], "q1": [1, 2, 2, 3, 4, 5]})
    >>> rows = vcif.compare(vcif.tally(firms, ["q1"]), groups=("C2", "C3", "C4"), adjust="none")
    >>> joint = vcif.westfall_young(firms, ["q1"], groups=("C2", "C3", "C4"))
    >>> found = with_joint_adjustment(rows, joint).row(0, named=True)
    >>> found["adjust_method"], found["p_adjusted"] == joint["p_adjusted"][0]
    ('westfall_young', True)
    """
    matched = rows.select("indicator").join(joint, on="indicator", how="left", maintain_order="left")
    notes = [
        join_remarks([*_remarks(own), *_remarks(other)])
        for own, other in zip(rows["note"], matched["note"], strict=True)
    ]
    return rows.with_columns(
        p_adjusted=matched["p_adjusted"],
        adjust_method=matched["adjust_method"],
        note=pl.Series(notes, dtype=pl.String),
    )


def _remarks(note: str | None) -> list[str]:
    """Return the remarks of a note."""
    return note.split("; ") if note else []
