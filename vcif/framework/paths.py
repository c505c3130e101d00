"""Say by which path a firm reached full integration."""

from __future__ import annotations

import warnings
from typing import Literal, TypeVar

import polars as pl

from vcif._columns import PATH
from vcif._engines import require_polars
from vcif._errors import ArgumentError, DataError, PathFromCategoryWarning, nearest, require_one_of
from vcif.framework.wave_paths import Definition, UnknownWaves, check_wave_options, paths_by_waves

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Source = Literal["entry_years", "waves", "reported", "category"]
_NEEDS = {
    "entry_years": ("category", "upstream_year", "downstream_year"),
    "waves": ("category", "firm_id", "wave"),
    "reported": ("category", "path_reported"),
    "category": ("category",),
}


def assign_path(
    firms: Frame,
    *,
    by: Source = "entry_years",
    completed: bool = True,
    definition: Definition | None = None,
    unknown_waves: UnknownWaves = "open",
    step: int = 1,
) -> Frame:
    """Return the firms with their path to full integration.

    Parameters
    ----------
    firms
        Classified firms (with `category`), DataFrame or LazyFrame.
    by
        "entry_years": which side came first, from `upstream_year` and `downstream_year`;
        "waves": the categories that a panel saw the firm in, by a `definition`;
        "reported": the firm's own answer in `path_reported`;
        "category": C3 taken as market seeking and C2 as efficiency seeking. A cross-section cannot show a
        path, so this fallback warns; it can only speak of firms under way, whatever `completed` says.
    completed
        True: only firms in C4 have a path (by waves: firms that some wave saw in C4). False: firms under way
        count too (a firm that so far entered on one side only has begun that path).
    definition
        With `by="waves"`, when a firm's history (repeats of a category being one stay) is C1 C3 C4, market
        seeking, or C1 C2 C4, efficiency seeking. "exact": the whole history is that; "contiguous": that run
        occurs in it; "subsequence": the three occur in that order, with others between; "first_entry": it
        starts in C1, the first other category is C3 (or C2), and C4 comes later. A firm under way is judged
        by the first two of the three. They give different counts on the same panel, so none is a default.
    unknown_waves
        With `by="waves"`, what a wave is between a firm's first and last in which it was not seen or its
        category is not known. "open": it could be anything, so a path counts only where every way of filling
        it shows the path; "skip": the history is read as if the wave were not there.
    step
        With `by="waves"`, how far apart consecutive waves are.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        The same rows with `path` (Enum) added. null: the firm's category is not known, or it has not
        reached C4 (with `completed=False`: has not begun). "undetermined": it is on a path, but the history
        does not say which. "direct": both sides were entered in the same year. "other": the history
        contradicts the category (a side was entered that the firm has since left). By waves, the path is
        the firm's and stands in all its rows. "mixed": it fits both paths (it came to C4 twice, say);
        "direct": it fits neither and stepped from C1 to C4 at once; "undetermined": an unknown wave may
        hide the path, or the firm was not in C1 when it was first seen; "other": any other way to C4.

    Raises
    ------
    DataError
        When a column that `by` needs is absent; by waves, also when a firm stands twice in a wave.
    ArgumentError
        When `by` or `definition` is unknown, or a definition is missing or given without waves.

    Warns
    -----
    PathFromCategoryWarning
        With `by="category"`.
    PanelWarning
        With `by="waves"`, as `transitions`.

    Notes
    -----
    By waves, what is "exact" is "contiguous" too, and what is "contiguous" is a "subsequence": membership
    of a path (by itself or as "mixed") nests. With a LazyFrame the histories are counted at once, to check
    them; the rest stays lazy. To compare firms by a path in one wave, keep that wave's rows, and of these
    the ones in C4.

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
    require_polars("assign_path", firms)
    require_one_of("assign_path", "by", by, _NEEDS)
    if by != "waves" and definition is not None:
        raise ArgumentError(f'assign_path() uses a definition only with by="waves"; got by="{by}"')
    names = firms.collect_schema().names()
    for column in _NEEDS[by]:
        if column not in names:
            hint = "; run classify() first" if column == "category" else nearest(column, names)
            raise DataError(f'assign_path(by="{by}") needs the column {column!r}{hint}')
    if by == "waves":
        check_wave_options(definition, unknown_waves)
        return _from_waves(firms, definition or "exact", completed, unknown_waves, step)
    if by == "category":
        _warn_about_category()
    rule = {"entry_years": _from_years, "reported": _from_report, "category": _from_category}[by]
    only_c4 = completed and by != "category"
    reached = pl.col("category") == "C4" if only_c4 else pl.col("category") != "C1"
    return firms.with_columns(path=pl.when(reached).then(rule()).otherwise(None).cast(PATH))


def _from_waves(
    firms: Frame, definition: Definition, completed: bool, unknown_waves: UnknownWaves, step: int
) -> Frame:
    """Return the firms with the path that their waves tell; rows stay where they are."""
    paths = paths_by_waves(firms, definition, completed=completed, unknown_waves=unknown_waves, step=step)
    found = (
        firms.lazy().drop("path", strict=False).join(paths, on="firm_id", how="left", maintain_order="left")
    )
    return found if isinstance(firms, pl.LazyFrame) else found.collect()


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
