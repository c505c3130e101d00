"""Statement S6: C4's lead over C3 against its lead over C2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from vcif.inference.equal_size import EqualSize
from vcif.inference.registry import EFFECTS
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import effect_bounded, in_words, indicator_labels, method_label, pair_label
from vcif.present.notes import left_out, note_lines
from vcif.present.numbers import count, estimate, number, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.inference.gap_contrast import GapContrast
    from vcif.study import Study

_NAME = "vcif-contrast"
_PAIRS = (("C2", "C4"), ("C3", "C4"))


def table_contrast(study: Study) -> GT:
    """Return the contrast of the gaps C3-C4 and C2-C4 on performance, with the counts of both pairs.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        One row per pair with its significant items, as they are and with groups thinned to equal size, and
        its mean effect size; and the contrast with its interval. The note says what the contrast comes to,
        how many items lie on each side, and which items and resamples are left out. Where the contrast cannot
        be computed, a table that says why.

    Examples
    --------
    >>> import vcif
    >>> "bootstrap" in table_contrast(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    found = study.contrast
    if isinstance(found, str):
        reason = in_words(found, indicator_labels(study.survey.codebook))
        return unavailable(_NAME, "Contrast of gaps", reason, note_lines(study.survey.codebook))
    shown = estimate(found.estimate, found.conf_low, found.conf_high)
    rows = [_pair_row(study, first, second) for first, second in _PAIRS]
    thinned = study.equal_size
    if not isinstance(thinned, str):
        for row, mean in zip(rows, (thinned.first, thinned.second), strict=True):
            row["thinned"] = number(mean, 1)
    rows.append({"label": "C3–C4 minus C2–C4", "items": count(found.n_items), "contrast": shown})
    headers = {
        "label": "Performance",
        "n": "*n*",
        "items": "Items",
        "significant": "Significant",
        "thinned": "Equal size",
        "effect": f"Mean *{_effect(study)}*",
        "contrast": f"Contrast [{percent(found.conf_level)} CI]",
    }
    frame = pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String)).with_columns(pl.all().fill_null(""))
    return exhibit(frame, _NAME, headers, stub="label", notes=_notes(study))


def _rows(study: Study, first: str, second: str) -> pl.DataFrame:
    """Return a pair's performance items that are not true by construction."""
    return study.pairwise.filter(
        pl.col("method") == study.settings.pairs,
        pl.col("block").cast(pl.String) == "performance",
        ~pl.col("defining") | pl.lit(study.settings.include_defining),
        pl.col("group1").cast(pl.String) == first,
        pl.col("group2").cast(pl.String) == second,
    )


def _pair_row(study: Study, first: str, second: str) -> dict[str, str]:
    """Return a pair's row: items, those significant in C4's favour, mean effect size."""
    rows = _rows(study, first, second)
    ahead = rows.filter(pl.col("p_adjusted") < study.settings.alpha, pl.col("difference") > 0).height
    sizes = dict(study.classified.group_by(pl.col("category").cast(pl.String)).agg(pl.len()).rows())
    mean = rows["estimate"].mean()
    bounded = effect_bounded(rows["effect"][0] if rows.height else None)
    return {
        "label": pair_label(first, second),
        "n": f"{count(sizes.get(first, 0))}, {count(sizes.get(second, 0))}",
        "items": count(rows["p_adjusted"].count()),
        "significant": count(ahead),
        "effect": number(mean if isinstance(mean, float) else None, bounded=bounded),
    }


def _effect(study: Study) -> str:
    """Return the symbol of the pairs' effect size."""
    names = study.pairwise.filter(pl.col("method") == study.settings.pairs)["effect"]
    return EFFECTS[names[0]].symbol


def _notes(study: Study) -> list[str]:
    """Return the note of the table."""
    found, codebook = study.contrast, study.survey.codebook
    if isinstance(found, str):
        return note_lines(codebook)
    labels = indicator_labels(codebook)
    return note_lines(
        codebook,
        "Contrast: mean over the performance items of ((m4 − m3) − (m4 − m2))/s, with s pooled over C2, C3 "
        "and C4. C4 cancels: it equals (m2 − m3)/s. Positive = C4 leads C3 by more than it leads C2.",
        f"{percent(found.conf_level)} percentile bootstrap CI: {count(found.n_resamples)} resamples of whole "
        f"firms within categories, seed {found.seed}, {count(found.n_firms)} firms. {_sides(found)}",
        _significant_line(study),
        _equal_size_line(study.equal_size, labels),
        _resamples_line(found, labels),
        *(f"– {in_words(reason, labels)}: left out of the contrast." for reason in found.left_out),
        left_out(study.classified),
    )


def _sides(found: GapContrast) -> str:
    """Return how many items' own intervals lie on each side of zero."""
    above = sum(item.conf_low is not None and item.conf_low > 0 for item in found.items)
    below = sum(item.conf_high is not None and item.conf_high < 0 for item in found.items)
    return (
        f"Of the {count(found.n_items)} items, {above} have an interval of their own above 0, {below} below."
    )


def _significant_line(study: Study) -> str:
    """Return what the counts of significant items are."""
    alpha = f"{study.settings.alpha:g}".removeprefix("0")
    defining = (
        "Items true by construction are in this count alone, by the settings of this study."
        if study.settings.include_defining
        else "Items true by construction are left out."
    )
    return (
        f"Significant: items with p below {alpha} ({method_label(study.settings.pairs)}) on which C4 lies "
        f"higher; their number depends on the groups' sizes (n). {defining}"
    )


def _resamples_line(found: GapContrast, labels: Mapping[str, str]) -> str:
    """Return what the resamples lack, and which limits were moved; nothing where all is whole."""
    skipped = [f"{labels[item.indicator]} {count(item.n_skipped)}" for item in found.items if item.n_skipped]
    moved = [labels[item.indicator] for item in found.items if item.boundary]
    moved += ["the mean"] if found.boundary else []
    lines = []
    if skipped:
        lines.append(
            f"{count(found.n_incomplete)} resamples average over fewer items, since a group had no answer or "
            f"nothing varied ({'; '.join(skipped)})."
        )
    if moved:
        lines.append(f"Boundary, a limit moved to its estimate: {'; '.join(moved)}.")
    return " ".join(lines)


def _equal_size_line(thinned: EqualSize | str, labels: Mapping[str, str]) -> str:
    """Return what the counts at equal size are."""
    if isinstance(thinned, str):
        return f"Equal size: {in_words(thinned, labels)}."
    return (
        "Equal size: the same by Games-Howell with all three categories thinned to "
        f"{count(thinned.size)} firms, mean of {count(thinned.draws)} random draws, seed {thinned.seed}."
    )
