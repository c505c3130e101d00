"""The effect sizes of the two paths item by item, for several sources of paths side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif.inference.registry import EFFECTS
from vcif.present.cells import heading_column, label_column, text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import block_labels, indicator_labels
from vcif.present.notes import note_lines, remarks_of
from vcif.present.numbers import MISSING, estimate, percent
from vcif.present.tables.path_sources import (
    SOURCE_LABELS,
    bounded_effect,
    compared_firms,
    sign_of_effect,
    uncompared,
)

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NAME = "vcif-path-effects"
_SHORT = ("entry_years", "waves_first_entry", "reported", "category")


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
    looked_at = _looked_at(panel)
    if effects.is_empty() or not looked_at:
        why = "no source has a comparison" if looked_at else "the codebook names no item of S8, S9 or S10"
        notes = note_lines(codebook, *uncompared(panel, panel.sources.reasons))
        return unavailable(_NAME, "Effect sizes", why, notes)
    shown = effects.filter(pl.col("indicator").is_in(looked_at))
    rows = shown.select("indicator", "block", "defining").unique("indicator", maintain_order=True)
    rows = pl.DataFrame({"indicator": looked_at}).join(rows, on="indicator", maintain_order="left")
    bounded = bounded_effect(panel)
    for name in _SHORT:
        mine = shown.filter(pl.col("source").cast(pl.String) == name)
        text = text_column(partial(estimate, bounded=bounded), "estimate", "conf_low", "conf_high")
        rows = rows.join(
            mine.select("indicator", text.alias(name)), on="indicator", how="left", maintain_order="left"
        )
    texts = rows.select(
        heading_column(block_labels(codebook)).alias("heading"),
        label_column(indicator_labels(codebook)).alias("label"),
        *(pl.col(name).fill_null(MISSING) for name in _SHORT),
    )
    headers = {"label": "Indicator"} | {name: SOURCE_LABELS[name] for name in _SHORT}
    level = percent(panel.settings.level)
    spanners = {f"{EFFECTS[effects['effect'][0]].label} [{level} CI]": list(_SHORT)}
    return exhibit(
        texts, _NAME, headers, stub="label", group="heading", spanners=spanners, wrapped=_SHORT,
        notes=_effect_notes(panel),
    )  # fmt: skip


def _looked_at(panel: Panel) -> list[str]:
    """Return the items that S8, S9 or S10 looks at."""
    return [
        entry.id
        for entry in panel.survey.codebook.indicators
        if entry.block == "performance" or {"S9", "S10"} & set(entry.hypotheses)
    ]


def _effect_notes(panel: Panel) -> list[str]:
    """Return the note of the effect sizes."""
    rows = panel.sources.effects.filter(
        pl.col("source").cast(pl.String).is_in(list(_SHORT)), pl.col("indicator").is_in(_looked_at(panel))
    )
    labels = indicator_labels(panel.survey.codebook)
    missing = rows.filter(pl.col("estimate").is_null())
    reasons = [
        f"– {SOURCE_LABELS[str(source)]}, {labels[name]}: {'; '.join(remarks_of(note))}."
        for source, name, note in missing.select("source", "indicator", "note").rows()
    ]
    dagger = rows["defining"].any()
    return note_lines(
        panel.survey.codebook,
        f"{compared_firms(panel)} {sign_of_effect()}",
        "† True by construction of the categories: compared among firms in C4 only." if dagger else "",
        "– By the category: true by construction." if dagger else "",
        *uncompared(panel, [name for name in _SHORT if name in panel.sources.reasons]),
        *reasons,
    )
