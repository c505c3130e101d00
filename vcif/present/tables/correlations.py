"""Means, standard deviations and correlations of the composites, the ratios and the numeric covariates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._errors import ArgumentError, nearest
from vcif.dataset.codebook import Codebook
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import indicator_labels
from vcif.present.notes import note_lines
from vcif.present.numbers import MISSING, count, number

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-correlations"
# A page holds this many columns of correlations beside labels, means and standard deviations.
_FITS = 9


@dataclass(frozen=True)
class _Pair:
    """The correlation of two variables over the firms that answered both; None where undefined."""

    r: float | None
    n: int


def table_correlations(study: Study, variables: Sequence[str] | None = None) -> GT:
    """Return means, standard deviations and Pearson correlations.

    Parameters
    ----------
    study
        As `run_study` returns it.
    variables
        Ids of indicators, composites or numeric covariates; left out, the blocks' composites, the numeric
        covariates and as many ratios as a page holds.

    Returns
    -------
    great_tables.GT
        One row per variable, the lower triangle of correlations beside it. Each correlation is over the firms
        that answered both.

    Raises
    ------
    ArgumentError
        When a variable is unknown or no number.

    Examples
    --------
    >>> import vcif
    >>> "Pearson" in table_correlations(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    codebook, firms = study.survey.codebook, study.classified
    labels = _labels(codebook)
    names = _main(codebook) if variables is None else list(variables)
    for name in names:
        if name not in labels:
            raise ArgumentError(
                f"table_correlations() needs known variables; got {name!r}{nearest(name, labels)}"
            )
    if len(names) < 2:
        reason = "the codebook has fewer than two composites, ratios and numeric covariates"
        return unavailable(_NAME, "Correlations", reason, note_lines(codebook))
    pairs = {(i, j): _pair(firms, names[i], names[j]) for i in range(len(names)) for j in range(i)}
    rows = [_row(firms, labels, names, pairs, i) for i in range(len(names))]
    headers = {"label": "Variable", "n": "*n*", "mean": "*M*", "sd": "*SD*"}
    headers |= {f"r{j}": str(j + 1) for j in range(len(names) - 1)}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String))
    return exhibit(frame, _NAME, headers, stub="label", notes=_notes(codebook, pairs, names))


def _labels(codebook: Codebook) -> dict[str, str]:
    """Return the labels of all that can be correlated."""
    composites = {
        entry.id: f"{str(entry.block).capitalize()} composite" for entry in codebook.composites().indicators
    }
    numbers = {entry.id: entry.label for entry in codebook.covariates if entry.kind == "number"}
    return composites | indicator_labels(codebook) | composites | numbers


def _main(codebook: Codebook) -> list[str]:
    """Return the variables that are shown unless others are named."""
    composites = [entry.id for entry in codebook.composites().indicators]
    ratios = [entry.id for entry in codebook.indicators if entry.kind == "ratio"]
    numbers = [entry.id for entry in codebook.covariates if entry.kind == "number"]
    room = max(0, _FITS - len(composites) - len(numbers))
    return [*composites, *ratios[:room], *numbers]


def _pair(firms: pl.DataFrame, first: str, second: str) -> _Pair:
    """Return Pearson's correlation over the firms that answered both."""
    both = firms.select(pl.col(first, second).cast(pl.Float64)).drop_nulls()
    if both.height < 3 or both[first].n_unique() < 2 or both[second].n_unique() < 2:
        return _Pair(None, both.height)
    return _Pair(float(both.select(pl.corr(first, second)).item()), both.height)


def _row(
    firms: pl.DataFrame,
    labels: dict[str, str],
    names: Sequence[str],
    pairs: dict[tuple[int, int], _Pair],
    i: int,
) -> dict[str, str]:
    """Return one variable's row."""
    known = firms[names[i]].cast(pl.Float64).drop_nulls()
    mean, sd = known.mean(), known.std()
    row = {"label": f"{i + 1}. {labels[names[i]]}", "n": count(known.len())}
    row |= {"mean": _plain(mean), "sd": _plain(sd)}
    for j in range(len(names) - 1):
        row[f"r{j}"] = number(pairs[i, j].r, bounded=True) if j < i else "1" if j == i else ""
    return row


def _plain(value: object) -> str:
    """Return a mean or a standard deviation; no comma, since one of the variables is a year."""
    if not isinstance(value, float):
        return MISSING
    return number(value, 2 if abs(value) < 100 else 1).replace(",", "")


def critical_r(n: int, alpha: float = 0.05) -> float:
    """Return the size from which a correlation of n firms is significant, two-sided.

    >>> round(critical_r(100), 4)
    0.1966
    """
    from scipy.special import stdtrit

    t = float(stdtrit(n - 2, 1 - alpha / 2))
    return t / math.sqrt(n - 2 + t * t)


def _notes(codebook: Codebook, pairs: dict[tuple[int, int], _Pair], names: Sequence[str]) -> list[str]:
    """Return the table's note."""
    sizes = [pair.n for pair in pairs.values()]
    low, high = min(sizes), max(sizes)
    firms = f"{low}" if low == high else f"{low} to {high}"
    composite = any(name.endswith("_composite") for name in names)
    least = (
        f" |r| of {number(_up(critical_r(low)), bounded=True)} or more: p < .05, two-sided, not adjusted."
        if low > 3
        else ""
    )
    return note_lines(
        codebook,
        f"Pearson correlations, each over the firms that answered both (n = {firms}), firms that could not "
        f"be classified included.{least}",
        "Composite: mean of the answered items of a block, defining items left out." if composite else "",
        "– One of the two does not vary, or fewer than three firms answered both."
        if any(pair.r is None for pair in pairs.values()) else "",
    )  # fmt: skip


def _up(r: float) -> float:
    """Return a limit raised to the next hundredth, so that what reaches it as printed is significant."""
    return math.ceil(r * 100) / 100
