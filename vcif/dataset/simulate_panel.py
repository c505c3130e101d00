"""A synthetic panel: the same kind of firms as in the synthetic survey, asked again every year."""

from __future__ import annotations

import numpy as np
import polars as pl

from vcif._errors import ArgumentError
from vcif.dataset.codebook_file import read_codebook
from vcif.dataset.example_panel import panel_files
from vcif.dataset.firms import firms_of
from vcif.dataset.raw_table import row_numbers, table_of
from vcif.dataset.simulate_activities import activity_columns, plan_activities, ratio_columns
from vcif.dataset.simulate_draws import Draws
from vcif.dataset.simulate_firms import SURVEY_YEAR, Plan, background, number
from vcif.dataset.simulate_gaps import with_gaps
from vcif.dataset.simulate_histories import Histories, WaveDraws, plan_histories, wave_history
from vcif.dataset.simulate_items import item_columns
from vcif.dataset.survey import Survey

LONGEST = 8  # the youngest firm was founded in 2015: before 2016 some did not exist


def simulate_panel(n: int = 320, *, waves: int = 7, seed: int = 1) -> Survey:
    """Simulate a panel of Chinese SMEs that move between the categories from year to year.

    Parameters
    ----------
    n : int
        Number of firms, 1 or more; some enter late, leave early or miss a wave.
    waves : int
        Number of yearly waves, 2 to 8; the last is 2023.
    seed : int
        Start of the random numbers, 0 or more. The same seed gives the same panel on every platform.

    Returns
    -------
    Survey
        One row per firm and wave, read by the example panel's codebook in the same way as a file, with the
        same kinds of faults.

    Raises
    ------
    ArgumentError
        If n, waves or seed is not a whole number or is out of range.

    Notes
    -----
    A firm's category follows a Markov chain whose steps lead back as well as forward. What market and
    efficiency seekers differ in is the side on which they first went abroad. Years of entry are asked in
    every wave and sometimes remembered wrongly, so that years and waves do not always agree.
    `data/README.md` has the sizes.

    Examples
    --------
    >>> from vcif.dataset.simulate_panel import simulate_panel
    >>> panel = simulate_panel(n=40, waves=3, seed=7)
    >>> panel.firms["wave"].unique().sort().to_list()
    [2021, 2022, 2023]
    """
    raw = simulate_panel_raw(n, waves=waves, seed=seed)
    codebook = read_codebook(panel_files().codebook)
    source = f"synthetic panel (n = {n}, waves = {waves}, seed = {seed})"
    firms = firms_of(table_of(source, raw, row_numbers(raw.height)), codebook)
    return Survey(firms.frame, codebook, firms.problems, source, raw.height, firms.rejected)


def simulate_panel_raw(n: int = 320, *, waves: int = 7, seed: int = 1) -> pl.DataFrame:
    """Return the synthetic panel as its data file holds it, before a codebook is applied.

    Parameters
    ----------
    n, waves, seed : int
        As for `simulate_panel`.

    Returns
    -------
    polars.DataFrame
        One row per firm and wave that it answered, every column text: those of `simulate_raw` and `wave`.

    Raises
    ------
    ArgumentError
        If n, waves or seed is not a whole number or is out of range.

    Examples
    --------
    >>> from vcif.dataset.simulate_panel import simulate_panel_raw
    >>> simulate_panel_raw(n=2, waves=2, seed=1).select("firm_id", "wave").rows()
    [('F0001', '2022'), ('F0002', '2023')]
    """
    for name, value, low, high in (("n", n, 1, None), ("waves", waves, 2, LONGEST), ("seed", seed, 0, None)):
        _require_whole(name, value, low, high)
    draws = Draws(seed, n)
    first_year = SURVEY_YEAR - waves + 1
    histories = plan_histories(draws, waves, first_year)
    fixed = background(histories.plan(0), draws)
    return pl.concat([_wave(histories, t, first_year + t, draws, fixed) for t in range(waves)])


def _wave(histories: Histories, t: int, year: int, draws: Draws, fixed: list[pl.Series]) -> pl.DataFrame:
    """Return one wave's rows: the firms that answered it."""
    plan: Plan = histories.plan(t)
    now = WaveDraws(draws.seed, draws.n, year)
    acts = plan_activities(plan, now)
    answers = [
        *fixed,
        *activity_columns(acts),
        *wave_history(histories, t, year, now),
        *ratio_columns(plan, acts, now),
        *sorted(item_columns(plan, acts, now), key=_block_order),
    ]
    frame = pl.DataFrame(with_gaps(answers, now))
    frame.insert_column(1, number("wave", np.full(draws.n, year)))
    return frame.filter(pl.Series(histories.present[:, t]))


def _block_order(column: pl.Series) -> tuple[int, str]:
    """Sort items by block, then by number, as the questionnaire has them."""
    return ("perf", "str", "att").index(column.name.split("_")[0]), column.name


def _require_whole(name: str, value: int, low: int, high: int | None) -> None:
    """Raise unless the argument is a whole number in its range."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        allowed = f"{low} or more" if high is None else f"{low} to {high}"
        raise ArgumentError(
            f"simulate_panel() needs a whole number for {name}; got {value!r}; allowed: {allowed}"
        )
