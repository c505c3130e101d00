"""`vcif compare`: test every indicator over the groups, or pair by pair."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

import vcif
from vcif._errors import ArgumentError
from vcif.cli.firms import Sorting, classified_firms
from vcif.cli.options import (
    By,
    CodebookFile,
    Data,
    Downstream,
    Intervals,
    Out,
    PathBy,
    PValues,
    Resamples,
    Seed,
    Threshold,
    Upstream,
)
from vcif.cli.result_rows import omnibus_rows, pair_rows, reasons
from vcif.cli.show import save, show
from vcif.inference.adjust import Adjustment
from vcif.inference.registry import TESTS

Test = Annotated[
    str, typer.Option(help="Test: " + ", ".join(TESTS) + ". Tests of pairs show a row for each pair.")
]
Groups = Annotated[str | None, typer.Option(help="Groups to compare, for example C2,C3,C4. Default: all.")]
Pairs = Annotated[str | None, typer.Option(help="Pairs to show, for example C2-C4,C3-C4. Default: all.")]
Adjust = Annotated[Adjustment | None, typer.Option(help="Correction. Default: the test's own, else holm.")]


def compare_command(
    data: Data,
    codebook: CodebookFile,
    test: Test = "welch_anova",
    groups: Groups = None,
    pairs: Pairs = None,
    adjust: Adjust = None,
    out: Out = None,
    by: By = "category",
    threshold: Threshold = None,
    upstream: Upstream = None,
    downstream: Downstream = None,
    path_by: PathBy = "entry_years",
    p_method: PValues = "asymptotic",
    intervals: Intervals = "analytic",
    resamples: Resamples = 9999,
    seed: Seed = 1,
) -> None:
    """Compare the groups on every indicator, with effect sizes, intervals and adjusted p-values."""
    survey, firms = classified_firms(data, codebook, Sorting(threshold, upstream, downstream, path_by))
    counts = vcif.tally(firms, codebook=survey.codebook, by=by, weights=survey.codebook.firm.weight_kind)
    chosen = groups.split(",") if groups else None
    two_by_two = test in TESTS and TESTS[test].kind in ("pair", "family")
    how = partial(vcif.compare_pairs if two_by_two else vcif.compare, counts, test=test, groups=chosen)
    how = partial(how, p_method=p_method, intervals=intervals, n_resamples=resamples, seed=seed)
    table = how(pairs=_pairs(pairs), adjust=adjust) if two_by_two else how(adjust=adjust or "holm")
    if out is not None:
        save(table, out)
    else:
        show(pair_rows(table) if two_by_two else omnibus_rows(table), TESTS[test].label, reasons(table))


def _pairs(text: str | None) -> list[tuple[str, str]] | None:
    """Return the pairs that a text like C2-C4,C3-C4 names."""
    if text is None:
        return None
    pairs = []
    for part in text.split(","):
        first, dash, second = part.partition("-")
        if not (first and dash and second):
            raise ArgumentError(f"--pairs needs pairs like C2-C4,C3-C4; got {part!r}")
        pairs.append((first.strip(), second.strip()))
    return pairs
