"""`vcif classify`: which firm is in which category, and on which path."""

from __future__ import annotations

import polars as pl

import vcif
from vcif._columns import CATEGORY_LABELS
from vcif.cli.firms import Sorting, classified_firms
from vcif.cli.options import CodebookFile, Data, Downstream, FirmsOut, PathBy, Threshold, Upstream
from vcif.cli.show import show, tell_saved
from vcif.dataset import missing_reasons
from vcif.present.numbers import percent


def classify_command(
    data: Data,
    codebook: CodebookFile,
    out: FirmsOut = None,
    threshold: Threshold = None,
    upstream: Upstream = None,
    downstream: Downstream = None,
    path_by: PathBy = "entry_years",
) -> None:
    """Sort the firms into C1 to C4 and say their paths: the counts here, every firm with --output."""
    survey, firms = classified_firms(data, codebook, Sorting(threshold, upstream, downstream, path_by))
    if out is not None:
        labelled = out.suffix.lower() in (".sav", ".zsav", ".dta")
        reasons = missing_reasons(data, survey) if labelled else None
        whole = vcif.add_composites(firms, survey.codebook)
        tell_saved(vcif.save_firms(whole, out, survey.codebook, missing=reasons), whole.height)
    counts = firms.group_by("category").agg(firms=pl.len()).sort("category", nulls_last=True)
    label = pl.col("category").cast(pl.String).replace_strict(CATEGORY_LABELS, default="Not classifiable")
    shares = pl.Series("share", [percent(n / firms.height) for n in counts["firms"]], dtype=pl.String)
    show(counts.select("category", label.alias("meaning"), "firms", shares), "Firms by category")
    paths = firms.filter(pl.col("path").is_not_null()).group_by("path").agg(firms=pl.len()).sort("path")
    show(paths, "Firms by path to C4")
