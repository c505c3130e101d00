"""`vcif classify`: which firm is in which category, and on which path."""

from __future__ import annotations

import polars as pl

from vcif._columns import CATEGORY_LABELS
from vcif.cli.firms import Sorting, classified_firms
from vcif.cli.options import CodebookFile, Data, Downstream, Out, PathBy, Threshold, Upstream
from vcif.cli.show import deliver


def classify_command(
    data: Data,
    codebook: CodebookFile,
    out: Out = None,
    threshold: Threshold = None,
    upstream: Upstream = None,
    downstream: Downstream = None,
    path_by: PathBy = "entry_years",
) -> None:
    """Sort the firms into C1 to C4 and say their paths; the categories' counts, or all firms with --out."""
    _, firms = classified_firms(data, codebook, Sorting(threshold, upstream, downstream, path_by))
    if out is not None:
        deliver(firms, out, [], "")
    counts = firms.group_by("category").agg(firms=pl.len()).sort("category", nulls_last=True)
    label = pl.col("category").cast(pl.String).replace_strict(CATEGORY_LABELS, default="Not classifiable")
    shown = counts.with_columns(meaning=label, percent=100 * pl.col("firms") / firms.height)
    deliver(shown, None, ["category", "meaning", "firms", "percent"], "Firms by category")
    paths = firms.filter(pl.col("path").is_not_null()).group_by("path").agg(firms=pl.len()).sort("path")
    deliver(paths, None, ["path", "firms"], "Firms by path to C4")
