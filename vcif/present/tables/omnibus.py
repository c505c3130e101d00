"""The tests of all groups, item by item: parametric and rank test side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif.inference.registry import EFFECTS, TESTS
from vcif.present.cells import disagreement, heading_column, label_column, text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import block_labels, capitalized, effect_bounded, indicator_labels, method_label
from vcif.present.notes import (
    convention,
    defining_line,
    disagreement_line,
    left_out,
    note_lines,
    over_blocks,
    reasons,
    reversed_line,
)
from vcif.present.numbers import MISSING, estimate, number, p_text, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-omnibus"


def table_omnibus(study: Study) -> GT:
    """Return the tests of C2, C3 and C4 for every indicator.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        One row per indicator, by block: the parametric test with its effect size and interval, and beside it
        the rank test. The note names tests, corrections, families and intervals, and gives the reason of
        every missing number. Disagreement of the two tests is marked.

    Examples
    --------
    >>> import vcif
    >>> "Welch ANOVA" in table_omnibus(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    settings, codebook = study.settings, study.survey.codebook
    first = study.omnibus.filter(pl.col("method") == settings.omnibus)
    second = study.omnibus.filter(pl.col("method") == settings.rank_omnibus)
    if first.is_empty():
        return unavailable(
            _NAME, "Tests of all groups", "the codebook has no indicator", note_lines(codebook)
        )
    both = first.join(second, on="indicator", how="left", suffix="_rank", maintain_order="left")
    disagree = disagreement("p_adjusted", "p_adjusted_rank", settings.alpha)
    rows = both.select(
        heading_column(block_labels(codebook)).alias("heading"),
        label_column(indicator_labels(codebook), disagree=disagree).alias("label"),
        *_cells(first, second),
    )
    return exhibit(
        rows,
        _NAME,
        _headers(study, first, second),
        stub="label",
        group="heading",
        spanners={
            capitalized(method_label(settings.omnibus)): ["statistic", "df", "p", "p_adj", "effect"],
            capitalized(method_label(settings.rank_omnibus)): ["statistic_rank", "p_adj_rank", "effect_rank"],
        },
        notes=_notes(study, first, second, both.select(disagree.any()).item()),
    )


def _cells(first: pl.DataFrame, second: pl.DataFrame) -> list[pl.Expr]:
    """Return the columns of numbers as text."""
    effects = [frame["effect"].drop_nulls().unique().to_list() for frame in (first, second)]
    bounded = [effect_bounded(names[0] if names else None) for names in effects]
    return [
        text_column(number, "statistic").alias("statistic"),
        text_column(degrees, "df1", "df2").alias("df"),
        text_column(p_text, "p_value").alias("p"),
        text_column(p_text, "p_adjusted").alias("p_adj"),
        text_column(partial(estimate, bounded=bounded[0]), "estimate", "conf_low", "conf_high").alias(
            "effect"
        ),
        text_column(number, "statistic_rank").alias("statistic_rank"),
        text_column(p_text, "p_adjusted_rank").alias("p_adj_rank"),
        text_column(partial(number, bounded=bounded[1]), "estimate_rank").alias("effect_rank"),
    ]


def degrees(df1: float | None, df2: float | None) -> str:
    """Return a statistic's degrees of freedom; whole ones without decimals."""
    shown = [number(df, 0 if df == int(df) else 1) for df in (df1, df2) if df is not None]
    return ",\u00a0".join(shown) or MISSING


def _effects_line(first: pl.DataFrame, second: pl.DataFrame, level: float) -> str:
    """Return what the two effect sizes are; only the first is printed with its interval."""
    shown = [convention(name, level, first) for name in first["effect"].drop_nulls().head(1)]
    shown += [
        f"{EFFECTS[name].symbol} = {EFFECTS[name].label}" for name in second["effect"].drop_nulls().head(1)
    ]
    return "; ".join(shown) + "." if shown else ""


def _headers(study: Study, first: pl.DataFrame, second: pl.DataFrame) -> dict[str, str]:
    """Return the columns' headers."""
    level = percent(study.settings.level)
    return {
        "label": "Indicator",
        "statistic": f"*{TESTS[study.settings.omnibus].symbol}*",
        "df": "*df*",
        "p": "*p*",
        "p_adj": "*p* adj.",
        "effect": f"{_symbol(first)} [{level} CI]",
        "statistic_rank": f"*{TESTS[study.settings.rank_omnibus].symbol}*",
        "p_adj_rank": "*p* adj.",
        "effect_rank": _symbol(second),
    }


def _symbol(rows: pl.DataFrame) -> str:
    """Return the symbol of the effect size beside a test."""
    names = rows["effect"].drop_nulls()
    return MISSING if names.is_empty() else EFFECTS[names[0]].symbol


def _notes(study: Study, first: pl.DataFrame, second: pl.DataFrame, disagree: bool) -> list[str]:
    """Return the table's note."""
    settings, codebook = study.settings, study.survey.codebook
    tests = (
        f"{capitalized(method_label(settings.omnibus))} and {method_label(settings.rank_omnibus)} "
        f"of C2, C3 and C4. {left_out(study.classified)}"
    )
    both = [
        f"{TESTS[frame['method'][0]].symbol}: {over_blocks(frame, codebook)}" for frame in (first, second)
    ]
    labels = indicator_labels(codebook)
    return note_lines(
        codebook,
        tests.strip(),
        f"p adj.: {'; '.join(both)}.",
        _effects_line(first, second, settings.level),
        defining_line(first),
        disagreement_line(disagree, settings.omnibus, settings.rank_omnibus, settings.alpha),
        reversed_line(codebook),
        *reasons(pl.concat([first, second]), labels),
    )
