"""The sample by category: every covariate of the codebook, with a test of whether the categories differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif._errors import NotComputableError
from vcif.dataset.codebook import Covariate
from vcif.inference.htests import chi_squared, kruskal_wallis
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import category_label, in_words
from vcif.present.notes import left_out, note_lines
from vcif.present.numbers import MISSING, brief, count, number, p_text, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_NAME = "vcif-profile"
_TOTAL = "Total"
_GROUPS = (*CATEGORIES, _TOTAL)
_INDENT = "\u2003"
# Above this, a decimal of a whole number's quartile says nothing.
_LARGE = 100
_FEW = 5


@dataclass(frozen=True)
class _Difference:
    """Whether the categories differ in a covariate: a test, or the reason that there is none."""

    statistic: float | None = None
    df: float | None = None
    p_value: float | None = None
    reason: str = ""
    few: bool = False


def table_profile(study: Study) -> GT:
    """Return the sample by category.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        Every covariate of the codebook by category and in total: numbers as median and quartiles with the
        Kruskal-Wallis test, named levels as number and per cent of the firms that answered with Pearson's
        chi-squared test, and the firms without an answer.

    Examples
    --------
    >>> import vcif
    >>> "Ownership" in table_profile(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    codebook = study.survey.codebook
    if not codebook.covariates:
        return unavailable(_NAME, "Sample profile", "the codebook has no covariate", note_lines(codebook))
    firms = study.classified.filter(pl.col("category").is_not_null())
    rows, tests = [_size_row(firms)], {}
    for entry in codebook.covariates:
        tests[entry.label] = _difference(firms, entry)
        rows += _covariate_rows(firms, entry, tests[entry.label])
    headers = {"label": "Characteristic"} | {name: name for name in _GROUPS}
    headers |= {"statistic": "χ² or *H* (*df*)", "p": "*p*"}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String))
    empty = frame.select(pl.any_horizontal(pl.col(_GROUPS) == MISSING).any()).item()
    return exhibit(frame, _NAME, headers, stub="label", notes=_notes(study, tests, empty=empty))


def _groups(firms: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the firms of each category, and all of them."""
    own = {name: firms.filter(pl.col("category").cast(pl.String) == name) for name in CATEGORIES}
    return own | {_TOTAL: firms}


def _size_row(firms: pl.DataFrame) -> dict[str, str]:
    """Return the row of the groups' sizes."""
    sizes = {name: count(part.height) for name, part in _groups(firms).items()}
    return {"label": "Firms", **sizes, "statistic": "", "p": ""}


def _covariate_rows(firms: pl.DataFrame, entry: Covariate, test: _Difference) -> list[dict[str, str]]:
    """Return a covariate's heading with its test, its values and its missing answers."""
    values = {name: part[entry.id] for name, part in _groups(firms).items()}
    shown = MISSING if test.statistic is None else f"{number(test.statistic)}\u00a0({number(test.df, 0)})"
    heading = {"label": entry.label, **dict.fromkeys(_GROUPS, "")}
    heading |= {"statistic": shown, "p": p_text(test.p_value)}
    inner = _number_rows(values) if entry.kind == "number" else _level_rows(values)
    missing = {name: count(series.null_count()) for name, series in values.items()}
    if values[_TOTAL].null_count():
        inner["No answer"] = missing
    blank = {"statistic": "", "p": ""}
    return [heading, *({"label": _INDENT + label, **cells, **blank} for label, cells in inner.items())]


def _number_rows(values: dict[str, pl.Series]) -> dict[str, dict[str, str]]:
    """Return a number's median and quartiles by group."""
    return {
        "Median": {name: _size(series.median()) for name, series in values.items()},
        "Quartiles": {
            name: MISSING if series.drop_nulls().is_empty() else "–".join(
                _size(series.quantile(share, "linear")) for share in (0.25, 0.75)
            )
            for name, series in values.items()
        },
    }  # fmt: skip


def _size(value: object) -> str:
    """Return a number, with a decimal only where it is small; no comma, so that a year stays one."""
    if not isinstance(value, int | float):
        return MISSING
    return (number(value, 0) if abs(value) >= _LARGE else brief(value)).replace(",", "")


def _level_rows(values: dict[str, pl.Series]) -> dict[str, dict[str, str]]:
    """Return the number and share of each level by group, in the codebook's order."""
    dtype = values[_TOTAL].dtype
    levels = dtype.categories.to_list() if isinstance(dtype, pl.Enum) else []
    return {level: {name: _share(series, level) for name, series in values.items()} for level in levels}


def _share(series: pl.Series, level: str) -> str:
    """Return how many firms have a level, and their share of those that answered."""
    answered = series.len() - series.null_count()
    n = int((series.cast(pl.String) == level).sum())
    return f"{count(n)}\u00a0({percent(n / answered).removesuffix('%')})" if answered else MISSING


def _difference(firms: pl.DataFrame, entry: Covariate) -> _Difference:
    """Return the test of whether the categories differ."""
    known = firms.filter(pl.col(entry.id).is_not_null())
    if known["category"].n_unique() < 2:
        return _Difference(reason="fewer than two categories have firms that answered")
    if entry.kind == "category":
        return _chi_squared(known, entry.id)
    samples = [part[entry.id].to_list() for _, part in known.group_by("category", maintain_order=True)]
    try:
        found = kruskal_wallis(samples)
    except NotComputableError as reason:
        return _Difference(reason=str(reason))
    return _Difference(found.statistic, found.df1, found.p_value)


def _chi_squared(known: pl.DataFrame, column: str) -> _Difference:
    """Return Pearson's chi-squared test over the levels and categories that occur."""
    if known[column].n_unique() < 2:
        return _Difference(reason="all firms have the same level")
    counted = known.group_by("category", column).agg(n=pl.len())
    table = counted.pivot(on=column, index="category", values="n").drop("category").fill_null(0).to_numpy()
    found = chi_squared(table.tolist())
    expected = float(table.sum(axis=1).min() * table.sum(axis=0).min() / table.sum())
    return replace(_Difference(found.statistic, found.df1, found.p_value), few=expected < _FEW)


def _notes(study: Study, tests: dict[str, _Difference], *, empty: bool) -> list[str]:
    """Return the table's note."""
    few = "; ".join(label for label, test in tests.items() if test.few)
    return note_lines(
        study.survey.codebook,
        "; ".join(category_label(name) for name in CATEGORIES) + f". {left_out(study.classified)}".rstrip(),
        "Levels: number of firms (per cent of those that answered), Pearson's chi-squared test without "
        "continuity correction. Numbers: median and quartiles (type 7), Kruskal-Wallis test. p-values are "
        "not adjusted.",
        f"Expected counts below {_FEW}, so the χ² approximation is rough: {few}." if few else "",
        "– No firm of the category answered." if empty else "",
        *(f"– {label}: {in_words(test.reason)}." for label, test in tests.items() if test.reason),
    )
