"""Say by which path a firm reached full integration."""

from __future__ import annotations

import warnings
from typing import Literal, TypeVar

import polars as pl

from vcif._columns import PATH
from vcif._errors import DataError, PathFromCategoryWarning, nearest, require_one_of

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Source = Literal["entry_years", "reported", "category"]
_NEEDS = {
    "entry_years": ("category", "upstream_year", "downstream_year"),
    "reported": ("category", "path_reported"),
    "category": ("category",),
}


def assign_path(firms: Frame, *, by: Source = "entry_years", completed: bool = True) -> Frame:
    """Return the firms with their path to full integration.

    Parameters
    ----------
    firms
        Classified firms (with `category`), DataFrame or LazyFrame.
    by
        "entry_years": which side came first, from `upstream_year` and `downstream_year`;
        "reported": the firm's own answer in `path_reported`;
        "category": C3 taken as market seeking and C2 as efficiency seeking. A cross-section cannot show a
        path, so this fallback warns; it can only speak of firms under way, whatever `completed` says.
    completed
        True: only firms in C4 have a path. False: firms under way count too (a firm that so far entered on
        one side only has begun that path).

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        The same rows with `path` (Enum) added. null: the firm's category is not known, or it has not
        reached C4 (with `completed=False`: has not begun). "undetermined": it is on a path, but the
        history does not say which. "direct": both sides were entered in the same year. "other": the
        history contradicts the category (a side was entered that the firm has since left).

    Raises
    ------
    DataError
        When a column that `by` needs is absent.
    ArgumentError
        When `by` is unknown.

    Warns
    -----
    PathFromCategoryWarning
        With `by="category"`.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "category": ["C4", "C4", "C4", "C4", "C3"],
    ...     "upstream_year": [2010, 2004, 2008, None, None],
    ...     "downstream_year": [2004, 2010, 2008, 2001, 2011],
    ... })
    >>> assign_path(firms)["path"].to_list()
    ['market_seeking', 'efficiency_seeking', 'direct', 'undetermined', None]
    >>> assign_path(firms, completed=False)["path"].to_list()[-1]
    'market_seeking'
    """
    require_one_of("assign_path", "by", by, _NEEDS)
    names = firms.collect_schema().names()
    for column in _NEEDS[by]:
        if column not in names:
            hint = "; run classify() first" if column == "category" else nearest(column, names)
            raise DataError(f'assign_path(by="{by}") needs the column {column!r}{hint}')
    if by == "category":
        _warn_about_category()
    rule = {"entry_years": _from_years, "reported": _from_report, "category": _from_category}[by]
    only_c4 = completed and by != "category"
    reached = pl.col("category") == "C4" if only_c4 else pl.col("category") != "C1"
    return firms.with_columns(path=pl.when(reached).then(rule()).otherwise(None).cast(PATH))


def _from_years() -> pl.Expr:
    """Return the path that the entry years tell, of firms in C2, C3 and C4."""
    up, down, category = pl.col("upstream_year"), pl.col("downstream_year"), pl.col("category")
    left = pl.lit("other")  # a side was entered that the firm is not active on now
    return (
        pl.when((category == "C2") & down.is_not_null()).then(left)
        .when((category == "C3") & up.is_not_null()).then(left)
        .when(category == "C2").then(pl.lit("efficiency_seeking"))
        .when(category == "C3").then(pl.lit("market_seeking"))
        .when(down < up).then(pl.lit("market_seeking"))
        .when(up < down).then(pl.lit("efficiency_seeking"))
        .when(up == down).then(pl.lit("direct"))
        .otherwise(pl.lit("undetermined"))
    )  # fmt: skip


def _from_report() -> pl.Expr:
    """Return the path that the firm reports; without an answer it is undetermined."""
    return pl.col("path_reported").cast(pl.String).fill_null("undetermined")


def _from_category() -> pl.Expr:
    """Return the path that a firm under way seems to be on; of a firm in C4 it says nothing."""
    names = {"C2": "efficiency_seeking", "C3": "market_seeking", "C4": "undetermined"}
    return pl.col("category").cast(pl.String).replace_strict(names, default=None)


def _warn_about_category() -> None:
    """Warn that a category is no path."""
    warnings.warn(
        'assign_path(by="category") reads a path off one moment: C3 firms are taken as market seekers, C2 '
        "firms as efficiency seekers, and C4 firms, which have taken a path, stay undetermined. Use entry "
        "years, panel waves or the firms' own reports where you have them.",
        PathFromCategoryWarning,
        stacklevel=3,
    )
