"""Classification by another engine: the rules of `rules` and the category, as narwhals says them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any

from vcif._errors import ArgumentError

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

_NEAR = 1e-12  # as in `rules.at_least`


def with_category(
    firms: nw.LazyFrame[Any],
    sides: Sequence[Sequence[str]],
    limits: tuple[float, float] | None,
    *,
    inclusive: bool,
) -> nw.LazyFrame[Any]:
    """Return the firms with upstream, downstream and category (text); the columns have been checked."""
    if not all(sides):
        raise ArgumentError("classify() needs at least one column on each side; got none")
    answers = {name for name, kind in firms.collect_schema().items() if kind.is_boolean()}
    up, down = (
        _any_activity(side, answers) if limits is None else _at_least(side, answers, limit, inclusive)
        for side, limit in zip(sides, limits or (0.0, 0.0), strict=True)
    )
    return firms.with_columns(upstream=up, downstream=down).with_columns(category=_category())


def _any_activity(side: Sequence[str], answers: set[str]) -> nw.Expr:
    """Return whether any column of a side says yes, in Kleene's logic."""
    import narwhals.stable.v2 as nw

    said = [nw.col(name) if name in answers else _number(name) > 0 for name in side]
    return reduce(or_, said)


def _at_least(side: Sequence[str], answers: set[str], limit: float, inclusive: bool) -> nw.Expr:
    """Return whether a side's sum reaches a threshold, not known where a missing value could decide it."""
    import narwhals.stable.v2 as nw

    bound = limit * (1 - _NEAR if inclusive else 1 + _NEAR)
    numbers = [_one_or_zero(nw.col(name)) if name in answers else _number(name) for name in side]
    known = reduce(add, (number.fill_null(0.0) for number in numbers))
    more = [_one_or_zero(nw.col(name).is_null()) for name in side if name in answers]
    most = reduce(add, more, known)
    reached, reachable = (known >= bound, most >= bound) if inclusive else (known > bound, most > bound)
    open_ended = [_number(name).is_null() for name in side if name not in answers]
    reachable = reduce(or_, open_ended, reachable)
    return nw.when(reached).then(nw.lit(True)).when(~reachable).then(nw.lit(False)).otherwise(nw.lit(None))


def _one_or_zero(answer: nw.Expr) -> nw.Expr:
    """Return yes as 1 and no as 0."""
    import narwhals.stable.v2 as nw

    return answer.cast(nw.Int64).cast(nw.Float64)


def _number(name: str) -> nw.Expr:
    """Return a column as numbers; what is negative, NaN or infinite is no amount, and so not known."""
    import narwhals.stable.v2 as nw

    number = nw.col(name).cast(nw.Float64)
    return nw.when(number.is_finite() & (number >= 0)).then(number)


def _category() -> nw.Expr:
    """Return the category of the two activities."""
    import narwhals.stable.v2 as nw

    up, down = nw.col("upstream"), nw.col("downstream")
    return (
        nw.when(~up & ~down).then(nw.lit("C1"))
        .when(up & ~down).then(nw.lit("C2"))
        .when(~up & down).then(nw.lit("C3"))
        .when(up & down).then(nw.lit("C4"))
    )  # fmt: skip
