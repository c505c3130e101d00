"""The two paths to full integration compared, item by item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif.inference.registry import EFFECTS, TESTS
from vcif.present.cells import heading_column, label_column, text_column, wide
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import (
    PATH_NAMES,
    block_labels,
    capitalized,
    effect_bounded,
    indicator_labels,
    method_label,
)
from vcif.present.notes import convention, note_lines, reasons, reversed_line
from vcif.present.numbers import estimate, number, p_text, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.comparisons import PathComparison
    from vcif.study import Study

_NAME = "vcif-paths"
_PATHS = ("market_seeking", "efficiency_seeking")
SOURCES = {
    "entry_years": "the years of first entry",
    "reported": "the firms' own reports",
    "category": "the category alone, which cannot show a path",
}


def table_paths(study: Study) -> GT:
    """Return the indicators over market seekers and efficiency seekers.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        One row per indicator, by block: both means, their difference (efficiency minus market), the test and
        the effect size with its interval. Without paths, a table that says why.

    Examples
    --------
    >>> import vcif
    >>> "70 market seeking" in table_paths(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    codebook = study.survey.codebook
    if study.paths is None:
        return unavailable(_NAME, "Paths", study.no_paths, note_lines(codebook))
    tests = study.paths.pairwise
    means = wide(study.paths.descriptives, ["mean"], by="group", groups=_PATHS)
    rows = tests.join(means, on="indicator", how="left", maintain_order="left")
    bounded = effect_bounded(tests["effect"][0])
    texts = rows.select(
        heading_column(block_labels(codebook)).alias("heading"),
        label_column(dict(indicator_labels(codebook)), defining=False).alias("label"),
        *(text_column(number, f"mean_{name}").alias(name) for name in _PATHS),
        text_column(number, "difference").alias("difference"),
        text_column(number, "statistic").alias("statistic"),
        text_column(partial(number, decimals=1), "df").alias("df"),
        text_column(p_text, "p_adjusted").alias("p"),
        text_column(partial(estimate, bounded=bounded), "estimate", "conf_low", "conf_high").alias("effect"),
    )
    spanners = {
        "Mean of seekers": list(_PATHS),
        capitalized(method_label(tests["method"][0])): ["statistic", "df", "p"],
    }
    return exhibit(
        texts, _NAME, _headers(tests, study), stub="label", group="heading", spanners=spanners,
        notes=_notes(study, study.paths),
    )  # fmt: skip


def _headers(tests: pl.DataFrame, study: Study) -> dict[str, str]:
    """Return the columns' headers."""
    effect = EFFECTS[tests["effect"][0]].symbol
    return {
        "label": "Indicator",
        **{name: PATH_NAMES[name].removesuffix(" seeking") for name in _PATHS},
        "difference": "Difference",
        "statistic": f"*{TESTS[tests['method'][0]].symbol}*",
        "df": "*df*",
        "p": "*p*",
        "effect": f"*{effect}* [{percent(study.settings.level)} CI]",
    }


def _notes(study: Study, paths: PathComparison) -> list[str]:
    """Return the table's note."""
    codebook, tests = study.survey.codebook, paths.pairwise
    sizes = dict(study.classified.group_by(pl.col("path").cast(pl.String)).agg(pl.len()).rows())
    firms = " and ".join(f"{sizes.get(name, 0)} {PATH_NAMES[name].lower()}" for name in _PATHS)
    elsewhere = sum(n for name, n in sizes.items() if name and name not in _PATHS)
    who = "Firms that reached C4" if study.settings.completed else "Firms that reached C4 or are under way"
    other = f"; {elsewhere} on other or unknown routes are left out" if elsewhere else ""
    of_ranks = " of mean ranks" if TESTS[tests["method"][0]].ranks else ""
    return note_lines(
        codebook,
        f"{who}: {firms}{other}. Paths by {SOURCES[str(study.path_source)]}.",
        f"{capitalized(method_label(tests['method'][0]))}, two-sided, one pair per indicator, p-values not "
        f"adjusted over indicators. Difference{of_ranks}: efficiency seeking minus market seeking; "
        "negative = market seekers lie higher.",
        convention(tests["effect"][0], study.settings.level, tests) + ".",
        "Items that define the categories count here: all firms compared are in C4."
        if study.settings.completed and tests["defining"].any() else "",
        reversed_line(codebook),
        *reasons(tests, indicator_labels(codebook)),
    )  # fmt: skip
