"""Results as the terminal shows them: rounded as in the paper, few columns."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from vcif.inference.registry import EFFECTS, TESTS
from vcif.present.numbers import interval, number, p_text

Row = dict[str, object]


def omnibus_rows(table: pl.DataFrame) -> pl.DataFrame:
    """Return a comparison of all groups, one line per indicator."""
    return _shown(table, _omnibus_row)


def pair_rows(table: pl.DataFrame) -> pl.DataFrame:
    """Return a comparison of pairs, one line per indicator and pair."""
    return _shown(table, _pair_row)


def _shown(table: pl.DataFrame, row_of: Callable[[Row], Row]) -> pl.DataFrame:
    """Return the lines."""
    return pl.DataFrame([row_of(row) for row in table.iter_rows(named=True)])


def reasons(table: pl.DataFrame) -> list[str]:
    """Return why numbers are missing, a line per indicator."""
    without = table.filter(pl.col("p_value").is_null()).unique("indicator", maintain_order=True)
    return [f"{indicator}: {note}" for indicator, note in without.select("indicator", "note").rows()]


def _omnibus_row(row: Row) -> Row:
    """Return one indicator's line."""
    symbol = TESTS[str(row["method"])].symbol
    df = ", ".join(number(_value(row[name]), 1) for name in ("df1", "df2") if row[name] is not None)
    return {"indicator": row["indicator"], symbol: number(_value(row["statistic"])), "df": df} | _ending(row)


def _pair_row(row: Row) -> Row:
    """Return one pair's line."""
    symbol = TESTS[str(row["method"])].symbol
    start = {"indicator": row["indicator"], "pair": f"{row['group1']}-{row['group2']}"}
    return (
        start
        | {"difference": number(_value(row["difference"])), symbol: number(_value(row["statistic"]))}
        | _ending(row)
    )


def _ending(row: Row) -> Row:
    """Return what every line ends in: p-values and the effect with its interval."""
    ending: Row = {"p": p_text(_value(row["p_value"])), "p adj.": p_text(_value(row["p_adjusted"]))}
    if row["effect"] is None:
        return ending
    limits = interval(_value(row["conf_low"]), _value(row["conf_high"]))
    name = f"{EFFECTS[str(row['effect'])].symbol} [{number(100 * (_value(row['conf_level']) or 0), 0)} % CI]"
    return ending | {name: f"{number(_value(row['estimate']))} {limits}"}


def _value(value: object) -> float | None:
    """Return a cell as a number."""
    return float(value) if isinstance(value, (int, float)) else None
