"""How many firms share each history of states: what transitions, gaps, paths and flows are counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY
from vcif.framework.digits import ABSENT, BASE, KINDS, STATES
from vcif.framework.histories_elsewhere import histories_elsewhere
from vcif.framework.packing import count_packed, key_columns, pack, refuse_twice, unpack
from vcif.framework.panel_elsewhere import PanelElsewhere
from vcif.framework.panel_rows import PanelRows

# Digits as characters: a firm is absent (.), in C1 to C4 (1 to 4), or there with an unknown category (?).
_CHARACTERS = (".", *(name[1] for name in CATEGORIES), "?")
# Longer gaps than this leave no more possibilities open than one of this length.
_LONGEST_GAP = 3


@dataclass(frozen=True)
class Histories:
    """The distinct histories of a panel.

    Attributes
    ----------
    panel
        The rows that they were counted from.
    base
        The base of the packed numbers.
    counts
        One row per distinct history: the columns of `key_columns`, n, and the digits `at_0`, `at_1`, ... of
        the waves.
    """

    panel: PanelRows | PanelElsewhere
    base: int
    counts: pl.DataFrame

    @property
    def digits(self) -> list[str]:
        """The columns of the waves' digits."""
        return [f"at_{i}" for i in range(len(self.panel.waves))]


@dataclass(frozen=True)
class Split:
    """A column whose level goes into a wave's digit together with the state: KINDS digits to a level."""

    by: str
    levels: Sequence[str]

    @property
    def base(self) -> int:
        """The base of the packed numbers; the last level is "not known"."""
        return KINDS * (len(self.levels) + 1) + 1

    def place(self) -> pl.Expr:
        """Return the place of a row's level; the last one is "not known"."""
        places, named = list(range(len(self.levels))), pl.col(self.by).cast(pl.String)
        return named.replace_strict(
            list(self.levels), places, default=len(places), return_dtype=pl.Int64
        ).fill_null(len(places))


def state_code() -> pl.Expr:
    """Return a row's digit: 1 to 4 for C1 to C4, 5 where the category is not known."""
    return pl.col("category").to_physical().cast(pl.Int64).fill_null(STATES) + 1


def pack_states(panel: PanelRows) -> pl.LazyFrame:
    """Return one row per firm with its packed history of states."""
    return pack(panel.rows, state_code(), BASE, panel.waves)


def count_histories(
    function: str, panel: PanelRows | PanelElsewhere, split: Split | None = None
) -> Histories:
    """Return the distinct histories and how many firms have each.

    Raises
    ------
    DataError
        When a firm stands in a wave twice; the message names firms, waves and rows.
    """
    base = BASE if split is None else split.base
    if not panel.waves:
        return Histories(panel, base, pl.DataFrame(schema={"n": pl.Int64}))
    if isinstance(panel, PanelElsewhere):
        by, levels = ("", ()) if split is None else (split.by, split.levels)
        return Histories(panel, base, histories_elsewhere(function, panel.rows, panel.waves, by, levels))
    code = state_code() if split is None else state_code() + KINDS * split.place()
    packed = pack(panel.rows, code, base, panel.waves)
    counts = count_packed(packed, base, panel.waves)
    if counts["twice"].any():
        refuse_twice(function, panel.every_row)
    digits = [digit.alias(f"at_{i}") for i, digit in enumerate(unpack(base, panel.waves))]
    return Histories(panel, base, counts.select(*key_columns(base, panel.waves), "n", *digits))


def as_state(digit: pl.Expr) -> pl.Expr:
    """Return a digit 1 to 5 as a category; null where it is not known."""
    return digit.replace_strict(
        list(range(1, STATES + 1)), list(CATEGORIES), default=None, return_dtype=CATEGORY
    )


def as_text(histories: Histories) -> pl.Expr:
    """Return a history of states as text, from the firm's first wave to its last.

    C1 to C4 are 1 to 4; a wave in which the firm is absent, in which its category is not known, or in which
    nobody was asked, is "?": in all three the state is not known.
    """
    panel, pieces = histories.panel, []
    for i, name in enumerate(histories.digits):
        pieces.append(pl.col(name).replace_strict(range(BASE), _CHARACTERS, return_dtype=pl.String))
        if i + 1 < len(panel.waves):
            pieces.append(pl.lit("." * min(panel.between(i), _LONGEST_GAP)))
    if not pieces:
        return pl.lit("")
    return pl.concat_str(pieces).str.strip_chars(".").str.replace_all(".", "?", literal=True)


def first_wave(histories: Histories) -> pl.Expr:
    """Return the wave in which the firm is first seen."""
    pairs: Sequence[tuple[str, int]] = list(zip(histories.digits, histories.panel.waves, strict=True))
    seen = [pl.when(pl.col(name) != ABSENT).then(pl.lit(wave, pl.Int64)) for name, wave in pairs]
    return pl.coalesce(seen) if seen else pl.lit(None, pl.Int64)


def of_every_firm(panel: PanelRows, histories: Histories, columns: pl.DataFrame) -> pl.LazyFrame:
    """Return firm_id with columns that were worked out for the distinct histories (in their order)."""
    keys = key_columns(histories.base, panel.waves)
    if not keys:
        return panel.rows.select("firm_id").join(columns.lazy(), how="cross")
    known = pl.concat([histories.counts.select(keys), columns], how="horizontal").lazy()
    return pack_states(panel).join(known, on=keys, how="left").select("firm_id", *columns.columns)
