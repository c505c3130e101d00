"""`vcif tally`: how many firms of each group gave each answer."""

from __future__ import annotations

import polars as pl

import vcif
from vcif.cli.firms import Sorting, classified_firms
from vcif.cli.options import By, CodebookFile, Data, Downstream, Out, PathBy, Threshold, Upstream
from vcif.cli.show import deliver


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
    counts = vcif.tally(firms, codebook=survey.codebook, by=by)
    shown = counts if out is not None else counts.filter(pl.col("n") > 0)
    deliver(shown, out, ["indicator", "block", "group", "score", "n"], f"Answers by {by}")
