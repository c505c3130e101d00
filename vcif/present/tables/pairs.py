"""The tests of pairs of categories: each pair's difference, effect size and two p-values, item by item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif.inference.registry import EFFECTS, TESTS
from vcif.present.cells import disagreement, heading_column, label_column, text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import (
    block_labels,
    capitalized,
    effect_bounded,
    indicator_labels,
    method_label,
    pair_label,
)
from vcif.present.notes import (
    convention,
    defining_line,
    disagreement_line,
    left_out,
    note_lines,
    reasons,
    reversed_line,
    within_pairs,
)
from vcif.present.numbers import estimate, p_text, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_COMPOSITES = "vcif-composite-pairs"
_KEY = ["indicator", "group1", "group2"]


def table_pairs(study: Study) -> GT:
    """Return the tests of the pairs C2-C4 and C3-C4 for every indicator.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        Two rows per indicator, one below the other so that the pairs can be compared: the difference of means
        with its simultaneous interval and p-value, the effect size with its interval, and the rank test's
        p-value. Disagreement of the two tests is marked, and every missing number has its reason in the note.

    Examples
    --------
    >>> import vcif
    >>> "Games-Howell test" in table_pairs(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    return _table(study, study.pairwise, "vcif-pairs", reversed_line(study.survey.codebook))


def table_composite_pairs(study: Study) -> GT:
    """Return the tests of all pairs of categories for the blocks' composites.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        Six rows per composite, with the columns of `table_pairs`.

    Examples
    --------
    >>> import vcif
    >>> "C1–C2" in table_composite_pairs(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    line = "Composite: mean of the answered items of a block, defining items left out."
    return _table(study, study.composites.pairwise, _COMPOSITES, line)


def _table(study: Study, pairwise: pl.DataFrame, name: str, line: str) -> GT:
    """Return a table of pairs."""
    settings, codebook = study.settings, study.survey.codebook
    first = pairwise.filter(pl.col("method") == settings.pairs)
    second = pairwise.filter(pl.col("method") == settings.rank_pairs)
    if first.is_empty():
        return unavailable(name, "Tests of pairs", "the codebook has no indicator", note_lines(codebook))
    both = first.join(second, on=_KEY, how="left", suffix="_rank", maintain_order="left")
    disagree = disagreement("p_adjusted", "p_adjusted_rank", settings.alpha)
    composite = name == _COMPOSITES
    rows = _rows(study, both, disagree)
    level = percent(settings.level)
    symbol = EFFECTS[first["effect"][0]].symbol
    headers = {
        "label": "Indicator" if not composite else "Composite",
        "pair": "Pair",
        "difference": "Difference" if TESTS[settings.pairs].ranks else f"Difference [{level} CI]",
        "p": "*p*",
        "effect": f"*{symbol}* [{level} CI]",
        "p_rank": "*p*",
    }
    spanners = {
        capitalized(method_label(settings.pairs)): ["difference", "p"],
        EFFECTS[first["effect"][0]].label: ["effect"],
        capitalized(method_label(settings.rank_pairs)).replace(" test", ""): ["p_rank"],
    }
    notes = _notes(study, first, second, line, both.select(disagree.any()).item())
    return exhibit(
        rows, name, headers, stub="label", group=None if composite else "heading", left=["pair"],
        whole=["pair"], spanners=spanners, notes=notes,
    )  # fmt: skip


def _rows(study: Study, both: pl.DataFrame, disagree: pl.Expr) -> pl.DataFrame:
    """Return the rows as text; an indicator's label stands in its first row."""
    codebook = study.survey.codebook
    repeated = ~pl.col("indicator").is_first_distinct()
    marked = pl.when(disagree).then(pl.lit("\u00a0‡")).otherwise(pl.lit(""))
    bounded = effect_bounded(both["effect"][0])
    return both.select(
        heading_column(block_labels(codebook)).alias("heading"),
        pl.when(repeated).then(pl.lit("")).otherwise(label_column(indicator_labels(codebook))).alias("label"),
        (text_column(pair_label, "group1", "group2") + marked).alias("pair"),
        text_column(estimate, "difference", "difference_low", "difference_high").alias("difference"),
        text_column(p_text, "p_adjusted").alias("p"),
        text_column(partial(estimate, bounded=bounded), "estimate", "conf_low", "conf_high").alias("effect"),
        text_column(p_text, "p_adjusted_rank").alias("p_rank"),
    )


def _notes(study: Study, first: pl.DataFrame, second: pl.DataFrame, line: str, disagree: bool) -> list[str]:
    """Return the table's note."""
    settings, codebook = study.settings, study.survey.codebook
    tests = " and ".join(
        f"{method_label(frame['method'][0])} ({within_pairs(frame)})"
        for frame in (first, second)
        if frame.height
    )
    names = sorted({str(name) for name in [*first["group1"], *first["group2"]]})
    return note_lines(
        codebook,
        f"{capitalized(tests)}; family: {', '.join(names)}. {left_out(study.classified)}".strip(),
        f"{_difference(settings.pairs)}; positive = the second is larger.",
        convention(first["effect"][0], settings.level, first) + ".",
        line,
        defining_line(first),
        disagreement_line(disagree, settings.pairs, settings.rank_pairs, settings.alpha),
        *reasons(pl.concat([first, second]), indicator_labels(codebook)),
    )


def _difference(method: str) -> str:
    """Return what the column of differences holds."""
    test = TESTS[method]
    if test.ranks:
        return "Difference: mean rank of the second group minus mean rank of the first"
    simultaneous = "simultaneous " if test.own_family else ""
    return f"Difference: mean of the second group minus mean of the first, with {simultaneous}interval"
