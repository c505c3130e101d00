"""A synthetic survey of Chinese small and medium enterprises in which the study's pattern holds."""

from __future__ import annotations

import polars as pl

from vcif._errors import ArgumentError
from vcif.dataset.simulate_activities import activity_columns, plan_activities, ratio_columns
from vcif.dataset.simulate_draws import Draws
from vcif.dataset.simulate_firms import background, history, plan_firms
from vcif.dataset.simulate_gaps import with_gaps
from vcif.dataset.simulate_items import item_columns


def _require_whole(name: str, value: int, minimum: int) -> None:
    """Raise unless the argument is a whole number that is large enough."""
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise ArgumentError(
            f"simulate_survey() needs a whole number for {name}; got {value!r}; allowed: {minimum} or more"
        )


def simulate_raw(n: int = 400, seed: int = 1) -> pl.DataFrame:
    """Return the synthetic survey as its data file holds it, before a codebook is applied.

    Parameters
    ----------
    n : int
        Number of firms, 1 or more.
    seed : int
        Start of the random numbers, 0 or more. The same seed gives the same survey on every platform.

    Returns
    -------
    polars.DataFrame
        One row per firm, every column text: answers in codes and words, reversed items as they were
        answered, codes for "do not know" (9) and "refused" (8), "NA", and null for a blank cell.

    Raises
    ------
    ArgumentError
        If n or seed is not a whole number or is too small.

    Notes
    -----
    The categories come in fixed proportions (28.5, 13.5, 25.5 and 32.5 per cent), so a few missing
    answers aside, their sizes do not vary with the seed. `data/README.md` lists the built-in pattern.

    Examples
    --------
    >>> from vcif.dataset.simulate import simulate_raw
    >>> simulate_raw(n=3, seed=1).select("firm_id", "overseas_suppliers", "distribution").rows()
    []
    """
    _require_whole("n", n, 1)
    _require_whole("seed", seed, 0)
    draws = Draws(seed, n)
    plan = plan_firms(draws)
    acts = plan_activities(plan, draws)
    columns = [
        *background(plan, draws),
        *activity_columns(acts),
        *history(plan, draws),
        *ratio_columns(plan, acts, draws),
        *sorted(item_columns(plan, acts, draws), key=_block_order),
    ]
    return pl.DataFrame(with_gaps(columns, draws))


def _block_order(column: pl.Series) -> tuple[int, str]:
    """Sort items by block, then by number, as the questionnaire has them."""
    return ("perf", "str", "att").index(column.name.split("_")[0]), column.name
