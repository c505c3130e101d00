"""A synthetic survey of Chinese small and medium enterprises in which the study's pattern holds."""

from __future__ import annotations

import polars as pl

from vcif._errors import ArgumentError
from vcif.dataset.codebook_file import read_codebook
from vcif.dataset.example import example_files
from vcif.dataset.firms import firms_of
from vcif.dataset.raw_table import row_numbers, table_of
from vcif.dataset.simulate_activities import activity_columns, plan_activities, ratio_columns
from vcif.dataset.simulate_draws import Draws
from vcif.dataset.simulate_firms import background, history, plan_firms
from vcif.dataset.simulate_gaps import with_gaps
from vcif.dataset.simulate_items import item_columns
from vcif.dataset.survey import Survey


def simulate_survey(n: int = 400, *, seed: int = 1) -> Survey:
    """Simulate a synthetic survey of Chinese SMEs in which the pattern of the study's abstract holds.

    Parameters
    ----------
    n : int
        Number of firms, 1 or more. With far fewer than 400 the pattern is there but often not significant.
    seed : int
        Start of the random numbers, 0 or more. The same seed gives the same survey on every platform.

    Returns
    -------
    Survey
        n firms, read by the example's codebook in the same way as a file, with the same kinds of faults.

    Raises
    ------
    ArgumentError
        If n or seed is not a whole number or is too small.

    Notes
    -----
    C3 firms lie further below C4 on performance than C2 firms do, and yet market seekers (who came to C4
    by way of C3) perform better than efficiency seekers. Both hold because the path is a property of its
    own here: it shifts C4 firms by their years of entry and no other firm. `data/README.md` has the sizes.

    Examples
    --------
    >>> from vcif.dataset.simulate import simulate_survey
    >>> survey = simulate_survey(n=60, seed=7)
    >>> survey.firms.height, survey.codebook.study.synthetic
    (60, True)
    """
    raw = simulate_raw(n, seed)
    codebook = read_codebook(example_files().codebook)
    source = f"synthetic survey (n = {n}, seed = {seed})"
    firms = firms_of(table_of(source, raw, row_numbers(raw.height)), codebook)
    return Survey(firms.frame, codebook, firms.problems, source, raw.height, firms.rejected)


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
    [('F0001', '否', '2'), ('F0002', '否', '2'), ('F0003', '是', '2')]
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


def _require_whole(name: str, value: int, minimum: int) -> None:
    """Raise unless the argument is a whole number that is large enough."""
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise ArgumentError(
            f"simulate_survey() needs a whole number for {name}; got {value!r}; allowed: {minimum} or more"
        )
