"""How many firms of a panel in another engine share each history, as narwhals says it.

What numbers packed in polars do (`packing`), a column per wave does here: the digit of the firm's row in that
wave, of which there is one at most. So one group-by over the firms and one over their histories is all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._columns import CATEGORIES
from vcif._engines import as_text, collected
from vcif._errors import DataError
from vcif.framework.digits import ABSENT, KINDS, STATES

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

_SHOWN = 5


def histories_elsewhere(
    function: str, rows: nw.LazyFrame[Any], waves: Sequence[int], by: str, levels: Sequence[str]
) -> pl.DataFrame:
    """Return the distinct histories: their digits `at_0`, `at_1`, ... and n.

    Raises
    ------
    DataError
        When a firm stands in a wave twice; the message names firms and waves.
    """
    import narwhals.stable.v2 as nw

    digits = [f"at_{i}" for i, _ in enumerate(waves)]
    code = _state() + (KINDS * _place(rows, by, levels) if by else 0)
    coded = rows.select("firm_id", "wave", code=code).select(
        "firm_id",
        *(
            nw.when(nw.col("wave") == wave).then(nw.col("code")).alias(at)
            for at, wave in zip(digits, waves, strict=True)
        ),
    )
    firms = coded.group_by("firm_id").agg(nw.len().alias("rows"), *(nw.col(at).max() for at in digits))
    seen = reduce(add, ((~nw.col(at).is_null()).cast(nw.Int64) for at in digits))
    whole = firms.select(
        *(nw.col(at).fill_null(ABSENT) for at in digits), twice=(nw.col("rows") - seen).cast(nw.Int64)
    )
    counted = collected(whole.group_by(*digits).agg(nw.len().alias("n"), nw.col("twice").max()))
    if (counted["twice"] != 0).any():
        _refuse_twice(function, rows)
    return counted.select(pl.col("n", *digits).cast(pl.Int64))


def _state() -> nw.Expr:
    """Return a row's digit: 1 to 4 for C1 to C4, 5 where the category is not known."""
    import narwhals.stable.v2 as nw

    digit = nw.lit(STATES + 1)
    for place, name in enumerate(CATEGORIES, 1):
        digit = nw.when(nw.col("category") == name).then(nw.lit(place)).otherwise(digit)
    return digit


def _place(rows: nw.LazyFrame[Any], by: str, levels: Sequence[str]) -> nw.Expr:
    """Return the place of a row's level; the last one is "not known"."""
    import narwhals.stable.v2 as nw

    place = nw.lit(len(levels))
    for i, level in enumerate(levels):
        place = nw.when(as_text(rows, by) == level).then(nw.lit(i)).otherwise(place)
    return place


def _refuse_twice(function: str, rows: nw.LazyFrame[Any]) -> None:
    """Raise with the firms that stand in one wave twice; another engine's rows have no numbers."""
    import narwhals.stable.v2 as nw

    counted = rows.group_by("firm_id", "wave").agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    found = collected(counted.sort("firm_id", "wave").head(_SHOWN + 1))
    told = [f'firm "{firm}" in wave {wave} in {n} rows' for firm, wave, n in found.head(_SHOWN).rows()]
    more = "; and more" if found.height > _SHOWN else ""
    raise DataError(
        f"{function}() needs a firm once in a wave; got {'; '.join(told)}{more}; remove the surplus rows"
    )
