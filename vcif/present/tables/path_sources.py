"""S8 to S10 for every source of paths, side by side, and the effect sizes item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import DEFINITION_LABELS
from vcif.inference.registry import EFFECTS
from vcif.present.cells import heading_column, label_column, text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import (
    PATH_NAMES,
    block_labels,
    capitalized,
    effect_bounded,
    indicator_labels,
    method_label,
)
from vcif.present.notes import note_lines, remarks_of
from vcif.present.numbers import count, estimate, number, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

SOURCE_LABELS = {
    "entry_years": "Years of entry",
    **{f"waves_{name}": f"Waves: {label.lower()}" for name, label in DEFINITION_LABELS.items()},
    "reported": "Reported",
    "category": "Category (C3 and C2)",
}
_SHORT = ("entry_years", "waves_first_entry", "reported", "category")


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
        text_column(number, "mean_effect").alias("effect"),
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


def table_path_effects(panel: Panel) -> GT:
    """Return the effect sizes of the two paths item by item, for four sources side by side.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row per item that S8, S9 or S10 looks at; one column each for years of entry, the first entry by
        waves, reports and the category.

    Examples
    --------
    >>> import vcif
    >>> "Growth of sales" in table_path_effects(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    codebook, effects = panel.survey.codebook, panel.sources.effects
    if effects.is_empty():
        return unavailable(
            "vcif-path-effects", "Effect sizes", "no source has both paths", note_lines(codebook)
        )
    looked_at = [
        e.id for e in codebook.indicators if e.block == "performance" or {"S9", "S10"} & set(e.hypotheses)
    ]
    shown = effects.filter(pl.col("indicator").is_in(looked_at))
    rows = shown.select("indicator", "block", "defining").unique("indicator", maintain_order=True)
    rows = pl.DataFrame({"indicator": looked_at}).join(rows, on="indicator", maintain_order="left")
    bounded = effect_bounded(effects["effect"][0])
    for name in _SHORT:
        mine = shown.filter(pl.col("source").cast(pl.String) == name)
        text = text_column(lambda *v: estimate(*v, bounded=bounded), "estimate", "conf_low", "conf_high")
        rows = rows.join(
            mine.select("indicator", text.alias(name)), on="indicator", how="left", maintain_order="left"
        )
    texts = rows.select(
        heading_column(block_labels(codebook)).alias("heading"),
        label_column(indicator_labels(codebook)).alias("label"),
        *(pl.col(name).fill_null("–") for name in _SHORT),
    )
    headers = {"label": "Indicator"} | {name: SOURCE_LABELS[name] for name in _SHORT}
    level = percent(panel.settings.level)
    spanners = {f"{EFFECTS[effects['effect'][0]].label} [{level} CI]": list(_SHORT)}
    return exhibit(
        texts, "vcif-path-effects", headers, stub="label", group="heading", spanners=spanners, wrapped=_SHORT,
        notes=_effect_notes(panel),
    )  # fmt: skip


def _symbol(panel: Panel) -> str:
    """Return the letter of the effect size."""
    effects = panel.sources.effects
    return EFFECTS[effects["effect"][0]].symbol if effects.height else "g"


def _in_words(reason: str) -> str:
    """Return a reason with the names of paths as readers see them."""
    for name, words in PATH_NAMES.items():
        reason = reason.replace(name, words.lower()) if "_" in name else reason
    return reason


def _sign() -> str:
    """Return what the sign means."""
    return "Efficiency seeking minus market seeking: negative = market seekers lie higher."


def _where(panel: Panel) -> str:
    """Return which firms are compared."""
    wave = "" if panel.sources.wave is None else f" of wave {panel.sources.wave}"
    return (
        f"Firms{wave} in C4, but by the category those in C3 and C2, which are on no path that was seen: "
        "there, items "
        "that are true by construction are left out."
    )


def _notes(panel: Panel) -> list[str]:
    """Return the note of the verdicts."""
    alpha = f"{panel.settings.alpha:g}".removeprefix("0")
    reasons = panel.sources.reasons
    return note_lines(
        panel.survey.codebook,
        _where(panel),
        f"{capitalized(method_label(panel.settings.path_pairs))}; n = findings that the rule looks at; For, "
        "Against = "
        f"those significant at {alpha}. {_sign()}",
        "The sources' groups overlap, so that agreement is no replication.",
        *(f"– {SOURCE_LABELS[name]}: {_in_words(reason)}." for name, reason in reasons.items()),
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


def _effect_notes(panel: Panel) -> list[str]:
    """Return the note of the effect sizes."""
    rows = panel.sources.effects.filter(pl.col("source").cast(pl.String).is_in(list(_SHORT)))
    labels = indicator_labels(panel.survey.codebook)
    missing = rows.filter(pl.col("estimate").is_null())
    reasons = [
        f"– {labels[name]}, {SOURCE_LABELS[str(source)].lower()}: {'; '.join(remarks_of(note))}."
        for source, name, note in missing.select("source", "indicator", "note").rows()
    ]
    none = [name for name in _SHORT if name in panel.sources.reasons]
    dagger = rows["defining"].any()
    return note_lines(
        panel.survey.codebook,
        f"{_where(panel)} {_sign()}",
        "† True by construction of the categories: compared among firms in C4 only." if dagger else "",
        "– By the category: true by construction." if dagger else "",
        *(f"– {SOURCE_LABELS[name]}: {_in_words(panel.sources.reasons[name])}." for name in none),
        *reasons,
    )
