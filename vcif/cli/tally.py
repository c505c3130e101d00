"""`vcif tally`: how many firms of each group gave each answer."""

from __future__ import annotations

import polars as pl

import vcif
from vcif.cli.firms import Sorting, classified_firms
from vcif.cli.options import By, CodebookFile, Data, Downstream, Out, PathBy, Threshold, Upstream
from vcif.cli.show import save, show


def tally_command(
    data: Data,
    codebook: CodebookFile,
    out: Out = None,
    by: By = "category",
    threshold: Threshold = None,
    upstream: Upstream = None,
    downstream: Downstream = None,
    path_by: PathBy = "entry_years",
) -> None:
    """Count the answers to every indicator by group; the counts alone are enough for every test."""
    survey, firms = classified_firms(data, codebook, Sorting(threshold, upstream, downstream, path_by))
    counts = vcif.tally(firms, codebook=survey.codebook, by=by, weights=survey.codebook.firm.weight_kind)
    if out is not None:
        save(counts, out)
    else:
        there = counts.filter(pl.col("n") > 0).select("indicator", "group", "score", "n")
        show(there.with_columns(pl.col("score").cast(pl.String).str.strip_suffix(".0")), f"Answers by {by}")
