"""What is wrong with a panel: waves, activities that were not asked, entry years that do not agree."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._columns import schema
from vcif._engines import polars_frame
from vcif.framework.packing import FIRST_ROW
from vcif.framework.waves import SIDES, check_panel_columns, constant_waves, wave_summary, whole_wave

_FIRST_YEAR = 1000  # smaller waves are numbered rounds
_KEPT = "kept as it stands: paths by years and by waves may differ"
_LEFT_OUT = "left out of all that follows firms over waves"


def panel_problems(firms: pl.DataFrame | pl.LazyFrame, *, activities: Sequence[str] = SIDES) -> pl.DataFrame:
    """Return everything in a panel that a reader of its results must know, one row per fault.

    Parameters
    ----------
    firms
        One row per firm and wave: firm_id, wave, and where there are any the yes/no columns upstream and
        downstream and the years of first entry upstream_year and downstream_year. Give the survey's own
        answers: a threshold would make a firm inactive in the year in which it began.

    activities
        Columns that are looked at for waves in which nothing varies: yes/no or numbers. Names that are no
        column are passed over.

    Returns
    -------
    polars.DataFrame
        The columns of `FRAMES["problems"]`; `row` counts as a spreadsheet does (header = row 1), null = the
        whole column. Listed are rows without a firm, without a wave or with a wave that is no whole number;
        activities that do not vary in a wave (probably not asked); and retrospective years of entry that
        the waves contradict: a firm active before its year of entry, a firm not active in that very year,
        and years that differ between the firm's own rows.

    Raises
    ------
    DataError
        When firm_id or wave is absent, or wave is neither a number nor text.

    Notes
    -----
    A firm that is not active in a wave after its year of entry contradicts nothing: it may have stopped.
    Where waves are numbered rounds (below 1000) years cannot be compared with them, and one row says so. A
    firm that stands in a wave twice is no row here: every function that follows firms refuses it.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "firm_id": ["a", "a", "b"], "wave": [2008, 2009, None],
    ...     "upstream": [True, True, False], "upstream_year": [2009, 2009, None],
    ... })
    >>> panel_problems(firms).select("row", "column", "problem").rows()
    [(2, 'upstream_year', 'firm "a" was active in wave 2008, before its year of first entry'),
     (4, 'wave', 'no wave')]
    """
    years = [f"{side}_year" for side in SIDES]
    lazy = polars_frame("panel_problems", firms, ("firm_id", "wave"), (*SIDES, *years, *activities)).lazy()
    names = lazy.collect_schema()
    check_panel_columns("panel_problems", names, ("firm_id", "wave"))
    sides = [side for side in SIDES if side in names and names[side] in (pl.Boolean, pl.Null)]
    dated = [side for side in sides if f"{side}_year" in names]
    rows = lazy.with_row_index("row", offset=FIRST_ROW).select(
        pl.col("row").cast(pl.Int64), pl.col("firm_id").cast(pl.String),
        pl.col("wave").cast(pl.String).alias("written"),
        whole_wave(names["wave"]).alias("wave"), *sides,
        *(pl.col(f"{side}_year").cast(pl.Int64) for side in dated),
    )  # fmt: skip
    asked = [name for name in activities if name in names and _varies(names[name])]
    parts = [_unplaced(rows), _not_asked(lazy, asked), *([_of_years(rows, dated)] if dated else [])]
    found = pl.concat([pl.DataFrame(schema=schema("problems")), *parts])
    return found.sort("row", "column", "problem", nulls_last=True)


def _varies(kind: pl.DataType) -> bool:
    """Return whether a column can be looked at for variation."""
    return kind.is_numeric() or kind in (pl.Boolean, pl.Null)


def _listed(rows: pl.LazyFrame, column: str, value: pl.Expr, problem: pl.Expr, action: str) -> pl.DataFrame:
    """Return rows as problems."""
    return rows.select(
        pl.lit(None, pl.String).alias("file"), "row", pl.lit(column).alias("column"),
        value.fill_null("").alias("value"), problem.alias("problem"), pl.lit(action).alias("action"),
    ).collect()  # fmt: skip


def _unplaced(rows: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows that belong to no firm or no wave."""
    nameless = rows.filter(pl.col("firm_id").is_null())
    waveless = rows.filter(pl.col("wave").is_null())
    written = pl.col("written").str.strip_chars()
    blank = written.is_null() | (written == "") | (written == "NaN")
    fault = pl.when(blank).then(pl.lit("no wave")).otherwise(pl.lit("not a whole number"))
    return pl.concat([
        _listed(nameless, "firm_id", pl.lit(""), pl.lit("no firm identifier"), _LEFT_OUT),
        _listed(waveless, "wave", pl.col("written"), fault, _LEFT_OUT),
    ])  # fmt: skip


def _not_asked(lazy: pl.LazyFrame, activities: list[str]) -> pl.DataFrame:
    """Return the activities that do not vary in a wave."""
    summary = wave_summary(lazy, activities)
    rows = [
        {
            "column": name,
            "value": "",
            "problem": f"wave {wave}: {said}: probably not asked",
            "action": "kept as it stands",
        }
        for name in activities
        for wave, said in constant_waves(summary, name)
    ]
    return pl.DataFrame(rows, schema=schema("problems"))


def _of_years(rows: pl.LazyFrame, dated: list[str]) -> pl.DataFrame:
    """Return the years of entry that the waves, or the firm's own other answers, contradict."""
    latest = rows.select(pl.col("wave").max()).collect().item()
    if latest is not None and latest < _FIRST_YEAR:
        text = "waves are numbered rounds, not years: years of entry cannot be compared with them"
        return pl.DataFrame([{"column": "wave", "value": "", "problem": text, "action": "not checked"}],
                            schema=schema("problems"))  # fmt: skip
    return pl.concat([part for side in dated for part in _of_side(rows, side)])


def _of_side(rows: pl.LazyFrame, side: str) -> list[pl.DataFrame]:
    """Return one side's contradictions; a firm's year is the one that it gives most often."""
    own = pl.col(f"{side}_year")
    firm, wave = pl.col("firm_id"), pl.col("wave").cast(pl.String)
    dated = rows.filter(firm.is_not_null()).with_columns(year=own.drop_nulls().mode().min().over("firm_id"))
    before = dated.filter(pl.col(side) & (pl.col("wave") < pl.col("year")))
    not_in = dated.filter(~pl.col(side) & (pl.col("wave") == pl.col("year")))
    other = dated.filter(own != pl.col("year"))
    who, year = pl.lit('firm "') + firm + '"', pl.col("year").cast(pl.String)
    # Joined by +: pl.format panics in polars' streaming engine where a filter follows several chunks.
    early = who + " was active in wave " + wave + ", before its year of first entry"
    idle = who + " was not active in wave " + wave + ", its year of first entry"
    unlike = who + " gives " + year + " in its other waves"
    return [
        _listed(before, f"{side}_year", year, early, _KEPT),
        _listed(not_in, f"{side}_year", year, idle, _KEPT),
        _listed(other, f"{side}_year", own.cast(pl.String), unlike, _KEPT),
    ]  # fmt: skip
