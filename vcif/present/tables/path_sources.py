"""S8 to S10 for every source of paths, side by side, and the effect sizes item by item."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import DEFINITION_LABELS
from vcif.inference.registry import EFFECTS
from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.labels import PATH_NAMES, capitalized, effect_bounded, method_label
from vcif.present.notes import note_lines, remarks_of
from vcif.present.numbers import count, number

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

SOURCE_LABELS = {
    "entry_years": "Years of entry",
    **{f"waves_{name}": f"Waves: {label.lower()}" for name, label in DEFINITION_LABELS.items()},
    "reported": "Reported",
    "category": "Category (C3 and C2)",
}


def table_path_sources(panel: Panel) -> GT:
    """Return S8, S9 and S10 on the groups that each source of paths makes.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        For each statement one row for each source: the firms on both paths, the items in the stated
        direction and against it, their mean effect size, and the verdict.

    Examples
    --------
    >>> import vcif
    >>> "Waves: first entry" in table_path_sources(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    verdicts = panel.sources.verdicts
    statements = verdicts.unique("hypothesis", maintain_order=True)
    order = {name: f"{name} {text}" for name, text in statements.select("hypothesis", "statement").rows()}
    rows = pl.concat(verdicts.filter(pl.col("hypothesis") == name) for name in order).select(
        pl.col("hypothesis").replace_strict(order).alias("heading"),
        pl.col("source").cast(pl.String).replace_strict(SOURCE_LABELS).alias("label"),
        text_column(count, "n1").alias("n1"),
        text_column(count, "n2").alias("n2"),
        text_column(count, "n_indicators").alias("n"),
        text_column(count, "n_supporting").alias("ahead"),
        text_column(count, "n_contradicting").alias("against"),
        text_column(partial(number, bounded=bounded_effect(panel)), "mean_effect").alias("effect"),
        text_column(capitalized, "verdict").alias("verdict"),
    )
    headers = {
        "label": "Paths from", "n1": "Market", "n2": "Efficiency", "n": "*n*", "ahead": "For",
        "against": "Against", "effect": f"Mean *{_symbol(panel)}*", "verdict": "Verdict",
    }  # fmt: skip
    spanners = {"Firms": ["n1", "n2"], "Items": ["n", "ahead", "against"]}
    return exhibit(
        rows, "vcif-path-sources", headers, stub="label", group="heading", spanners=spanners,
        left=["verdict"], whole=["verdict"], notes=_notes(panel),
    )  # fmt: skip


def _symbol(panel: Panel) -> str:
    """Return the letter of the effect size."""
    effects = panel.sources.effects
    return EFFECTS[effects["effect"][0]].symbol if effects.height else "g"


def bounded_effect(panel: Panel) -> bool:
    """Return whether the effect size cannot exceed 1."""
    effects = panel.sources.effects
    return effect_bounded(effects["effect"][0]) if effects.height else False


def uncompared(panel: Panel, names: Iterable[str]) -> list[str]:
    """Return why sources have no comparison."""
    reasons = panel.sources.reasons
    return [f"– {SOURCE_LABELS[name]}: {_in_words(reasons[name])}." for name in names]


def _in_words(reason: str) -> str:
    """Return a reason with the names of paths as readers see them."""
    for name, words in PATH_NAMES.items():
        reason = reason.replace(name, words.lower()) if "_" in name else reason
    return reason


def sign_of_effect() -> str:
    """Return what the sign means."""
    return "Efficiency seeking minus market seeking: negative = market seekers lie higher."


def compared_firms(panel: Panel) -> str:
    """Return which firms are compared."""
    wave = "" if panel.sources.wave is None else f" of wave {panel.sources.wave}"
    return (
        f"Firms{wave} in C4, but by the category those in C3 and C2, which are on no path that was seen: "
        "there, items that are true by construction are left out."
    )


def _notes(panel: Panel) -> list[str]:
    """Return the note of the verdicts."""
    alpha = f"{panel.settings.alpha:g}".removeprefix("0")
    return note_lines(
        panel.survey.codebook,
        compared_firms(panel),
        f"{capitalized(method_label(panel.settings.path_pairs))}; n = findings that the rule looks at; For, "
        f"Against = those significant at {alpha}. {sign_of_effect()}",
        "The sources' groups overlap, so that agreement is no replication.",
        *uncompared(panel, panel.sources.reasons),
        *_untested(panel),
    )


def _untested(panel: Panel) -> list[str]:
    """Return why a statement has no verdict although its source has a comparison."""
    rows = panel.sources.verdicts.filter(
        pl.col("n_indicators").is_null(), ~pl.col("source").cast(pl.String).is_in(list(panel.sources.reasons))
    )
    said = dict.fromkeys((f"{name}: {remark}") for name, note in rows.select("hypothesis", "evidence").rows()
                         for remark in remarks_of(note))  # fmt: skip
    return [f"– {text}." for text in said]
