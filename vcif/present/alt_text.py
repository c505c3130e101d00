"""Alternative texts of the figures, computed from the results that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY_LABELS
from vcif.inference.registry import EFFECTS
from vcif.present.figures.effects import effects_data
from vcif.present.figures.means import means_data
from vcif.present.figures.paths import path_counts
from vcif.present.figures.style import SYNTHETIC
from vcif.present.labels import PATH_NAMES
from vcif.present.numbers import count, estimate, number, percent

if TYPE_CHECKING:
    from vcif.study import Study


def alt_means(study: Study, block: str | None = None) -> str:
    """Return the alternative text of `figure_means`.

    Parameters
    ----------
    study
        As `run_study` returns it.
    block
        The block of the figure, if it shows one.

    Returns
    -------
    str
        The kind of chart, what its axes show, and the mean of the item means by block and category.

    Examples
    --------
    >>> import vcif
    >>> alt_means(vcif.run_study(vcif.example_survey()), "performance")[:47]
    'Synthetic data. Dot plot of the means of 10 ite'
    """
    data = means_data(study, block)
    if data.is_empty():
        return _begin(study, "An empty figure: no item of a block was answered.")
    level = percent(study.settings.level)
    groups = [name for name in CATEGORIES if name in data["group"].cast(pl.String)]
    named = ", ".join(f"{name} {CATEGORY_LABELS[name].lower()}" for name in groups)
    # Items that define the categories would dominate the summary, so they are left out of it.
    summary = (
        data.filter(~pl.col("defining"))
        .group_by("heading", "group", maintain_order=True)
        .agg(pl.col("mean").mean())
    )
    parts = []
    for heading in summary["heading"].unique(maintain_order=True):
        means = dict(
            summary.filter(pl.col("heading") == heading)
            .select(pl.col("group").cast(pl.String), "mean")
            .rows()
        )
        parts.append(
            f"{heading} " + ", ".join(f"{name} {number(means[name])}" for name in groups if name in means)
        )
    return _begin(
        study,
        f"Dot plot of the means of {data['indicator'].n_unique()} items with {level} confidence intervals, "
        f"items by rows, the mean on the horizontal axis, by category ({named}). Average over the items "
        f"that do not define the categories: {'; '.join(parts)}.",
    )


def alt_effects(study: Study) -> str:
    """Return the alternative text of `figure_effects`.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    str
        The kind of chart, its axes, and for each pair how many intervals lie above zero and the mean effect.

    Examples
    --------
    >>> import vcif
    >>> alt_effects(vcif.run_study(vcif.example_survey()))[:57]
    "Synthetic data. Dot plot of effect sizes (Hedges' g) with"
    """
    data = effects_data(study)
    if data.is_empty():
        return _begin(study, "An empty figure: no effect size could be computed.")
    counted = data.filter(~pl.col("defining"))
    parts = []
    for pair in ("C2–C4", "C3–C4"):
        rows = counted.filter(pl.col("pair").cast(pl.String) == pair)
        if rows.height:
            above = int((rows["conf_low"] > 0).sum())
            mean = rows.select(pl.col("estimate").mean()).item()
            parts.append(f"{pair}: {above} of {rows.height} intervals above zero, mean {number(mean)}")
    effect, level = EFFECTS[data["effect"][0]].label, percent(study.settings.level)
    return _begin(
        study,
        f"Dot plot of effect sizes ({effect}) with {level} confidence intervals, items by rows, the two "
        "pairs C2–C4 and C3–C4 side by side, zero marked; right of zero C4 lies higher. Items that do not "
        f"define the categories, {'; '.join(parts)}.",
    )


def alt_contrast(study: Study) -> str:
    """Return the alternative text of `figure_contrast`.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    str
        The kind of chart, its axes and sides, how many intervals lie on each side, and the mean.

    Examples
    --------
    >>> import vcif
    >>> alt_contrast(vcif.run_study(vcif.example_survey()))[:57]
    'Synthetic data. Dot plot of the contrast of the gaps C3–C'
    """
    found = study.contrast
    if isinstance(found, str):
        return _begin(study, "An empty figure: the contrast of the gaps could not be computed.")
    above = sum(item.conf_low is not None and item.conf_low > 0 for item in found.items)
    below = sum(item.conf_high is not None and item.conf_high < 0 for item in found.items)
    shown = estimate(found.estimate, found.conf_low, found.conf_high)
    return _begin(
        study,
        f"Dot plot of the contrast of the gaps C3–C4 and C2–C4 with {percent(found.conf_level)} bootstrap "
        f"intervals, in standard deviations: {found.n_items} performance items by rows and their mean below "
        "as a larger mark, zero marked. Right of zero C4 leads C3 by more, left of zero it leads C2 by more. "
        f"{above} intervals lie right of zero, {below} left of it; mean {shown}.",
    )


def alt_paths(study: Study) -> str:
    """Return the alternative text of `figure_paths`.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    str
        The kind of chart and every count that it shows.

    Examples
    --------
    >>> import vcif
    >>> "70 market seeking" in alt_paths(vcif.run_study(vcif.example_survey()))
    True
    """
    counts = path_counts(study)
    if not any(counts.values()):
        return _begin(study, "An empty figure: no firm could be classified.")
    full = sum(counts[name] for name in PATH_NAMES)
    ways = ", ".join(
        f"{count(counts[name])} {PATH_NAMES[name].lower()}" for name in PATH_NAMES if counts[name]
    )
    return _begin(
        study,
        f"Flow diagram of {count(sum(counts.values()))} firms from category C1 by way of C3 or C2 to C4, "
        f"bands as wide as the number of firms. {count(full)} firms reached C4: {ways or 'none'}. "
        f"Still in C1: {count(counts['C1'])}; so far in C2: {count(counts['C2'])}; "
        f"so far in C3: {count(counts['C3'])}.",
    )


def _begin(study: Study, text: str) -> str:
    """Return a text that says first where the data are synthetic."""
    return f"{SYNTHETIC}. {text}" if study.survey.codebook.study.synthetic else text
