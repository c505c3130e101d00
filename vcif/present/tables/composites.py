"""The blocks' composites over all four categories, with the framework-order test."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.inference import compact_letters
from vcif.inference.registry import EFFECTS, TESTS
from vcif.present.cells import label_column, text_column, wide
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import capitalized, category_label, effect_bounded, indicator_labels, method_label
from vcif.present.notes import convention, left_out, note_lines, reasons
from vcif.present.numbers import MISSING, estimate, number, p_phrase, p_text, percent
from vcif.present.tables.omnibus import degrees

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-composites"
_ORDER = "framework_order"
_RAISED = str.maketrans("abcd", "ᵃᵇᶜᵈ")


def table_composites(study: Study) -> GT:
    """Return the blocks' composites by category, tested over all four.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        One row per block: mean and standard deviation by category, the test of all groups with its effect
        size and interval, and the framework-order test of C1 < C2, C3 < C4.

    Examples
    --------
    >>> import vcif
    >>> "Framework-order test" in table_composites(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    codebook, compared, method = study.survey.codebook, study.composites, study.settings.omnibus
    tests = compared.omnibus.filter(pl.col("method") == method)
    if tests.is_empty():
        return unavailable(_NAME, "Composites", "no block has scale items", note_lines(codebook))
    order = compared.omnibus.filter(pl.col("method") == _ORDER)
    letters = _letters(study)
    described = compared.descriptives.join(
        letters, on=["indicator", "group"], how="left", maintain_order="left"
    )
    means = wide(described, ["mean", "sd", "letters"], by="group", groups=CATEGORIES)
    rows = tests.join(means, on="indicator", how="left", maintain_order="left")
    bounded = effect_bounded(tests["effect"][0])
    texts = rows.select(
        label_column(indicator_labels(codebook)).alias("label"),
        *(
            text_column(_mean_sd, f"mean_{name}", f"sd_{name}", f"letters_{name}").alias(name)
            for name in CATEGORIES
        ),
        text_column(number, "statistic").alias("statistic"),
        text_column(degrees, "df1", "df2").alias("df"),
        text_column(p_text, "p_value").alias("p"),
        text_column(partial(estimate, bounded=bounded), "estimate", "conf_low", "conf_high").alias("effect"),
    )
    spanners = {
        "*M* (*SD*)": list(CATEGORIES),
        capitalized(method_label(method)): ["statistic", "df", "p", "effect"],
    }
    headers = _headers(study, tests)
    notes = _notes(study, pl.concat([tests, order]))
    return exhibit(texts, _NAME, headers, stub="label", spanners=spanners, notes=notes, wrapped=CATEGORIES)


def _letters(study: Study) -> pl.DataFrame:
    """Return the letters of each composite's groups, by the study's test of pairs."""
    pairs = study.composites.pairwise.filter(pl.col("method") == study.settings.pairs)
    return compact_letters(pairs, alpha=study.settings.alpha)


def _mean_sd(mean: float | None, sd: float | None, letters: str | None) -> str:
    """Return a mean with its letters raised and its standard deviation in brackets."""
    return MISSING if mean is None else f"{number(mean)}{(letters or '').translate(_RAISED)} ({number(sd)})"


def _headers(study: Study, tests: pl.DataFrame) -> dict[str, str]:
    """Return the columns' headers."""
    effect, level = EFFECTS[tests["effect"][0]].symbol, percent(study.settings.level)
    return {
        "label": "Composite",
        **{name: name for name in CATEGORIES},
        "statistic": f"*{TESTS[study.settings.omnibus].symbol}*",
        "df": "*df*",
        "p": "*p*",
        "effect": f"{effect} [{level} CI]",
    }


def _notes(study: Study, tests: pl.DataFrame) -> list[str]:
    """Return the table's note."""
    order = tests.filter(pl.col("method") == _ORDER)
    sums = "; ".join(
        f"{indicator_labels(study.survey.codebook)[name].lower()} J = {number(value, 1)}, {p_phrase(p)}"
        for name, value, p in order.select("indicator", "statistic", "p_value").rows() if value is not None
    )  # fmt: skip
    groups = "; ".join(category_label(name) for name in CATEGORIES)
    omnibus = study.composites.omnibus
    return note_lines(
        study.survey.codebook,
        "Composite: mean of the answered items of a block, defining items left out; one test per block, "
        f"p-values not adjusted. {groups}. {left_out(study.classified)}".strip(),
        "Raised letters: means that share a letter do not differ significantly "
        f"({method_label(study.settings.pairs)}).",
        f"{convention(omnibus['effect'][0], study.settings.level, omnibus)}.",
        "Framework-order test of C1 < C2, C3 < C4 (no order between C2 and C3), two-sided"
        f"{': ' if sums else ''}{sums}.",
        *reasons(tests, indicator_labels(study.survey.codebook)),
    )  # fmt: skip
