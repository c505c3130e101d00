"""The path that a firm took through the waves of a panel, by four definitions."""

from __future__ import annotations

from typing import Literal

import polars as pl

from vcif._columns import DEFINITIONS, PATH
from vcif._errors import ArgumentError, require_one_of
from vcif.framework.histories import Histories, as_text, count_histories, of_every_firm
from vcif.framework.panel_rows import panel_rows

Definition = Literal["exact", "contiguous", "subsequence", "first_entry"]
UnknownWaves = Literal["open", "skip"]

# A history is text, 1 to 4 for C1 to C4. {a}, {b} and {z} stand for C1, the category between, and C4;
# repeats of a category are one stay, hence the plus signs.
_COMPLETE = {
    "exact": "^{a}+{b}+{z}+$",
    "contiguous": "{a}{b}+{z}",
    "subsequence": "{a}.*{b}.*{z}",
    "first_entry": "^{a}+{b}.*{z}",
}
_BEGUN = {
    "exact": "^{a}+{b}+$",
    "contiguous": "{a}{b}",
    "subsequence": "{a}.*{b}",
    "first_entry": "^{a}+{b}",
}
_DIRECT = {"exact": "^{a}+{z}+$", "contiguous": "{a}{z}", "subsequence": "{a}{z}", "first_entry": "^{a}+{z}"}


def check_wave_options(definition: str | None, unknown_waves: str) -> None:
    """Raise unless a definition is named: the four give different counts, so none is taken in silence."""
    if definition is None:
        raise ArgumentError(
            f'assign_path(by="waves") needs a definition; allowed: {", ".join(DEFINITIONS)}; '
            "they give different counts on the same panel"
        )
    require_one_of("assign_path", "definition", definition, DEFINITIONS)
    require_one_of("assign_path", "unknown_waves", unknown_waves, ("open", "skip"))


def paths_by_waves(
    firms: pl.DataFrame | pl.LazyFrame,
    definition: Definition,
    *,
    completed: bool,
    unknown_waves: UnknownWaves,
    step: int,
) -> pl.LazyFrame:
    """Return one row per firm: firm_id and its path (see `assign_path` in `vcif.framework.paths`)."""
    panel = panel_rows("assign_path", firms, step=step)
    histories = count_histories("assign_path", panel)
    return of_every_firm(panel, histories, history_paths(histories, definition, completed, unknown_waves))


def history_paths(
    histories: Histories, definition: Definition, completed: bool, unknown_waves: UnknownWaves
) -> pl.DataFrame:
    """Return the path of each distinct history, in their order."""
    text = as_text(histories)
    if unknown_waves == "skip":
        text = text.str.replace_all("?", "", literal=True)
    named = histories.counts.select(history=text)
    return named.select(path=path_of_text(definition, completed=completed).cast(PATH))


def path_of_text(definition: Definition, *, completed: bool) -> pl.Expr:
    """Return the path that a history tells, from the column `history`.

    "?" is a wave of which the state is not known. A path counts where every way of filling these waves
    shows it; a firm that only some ways put on a path is undetermined. Filling them all with the other
    path's category breaks whatever can be broken, so "every way" comes to finding the pattern among the
    known waves alone.
    """
    history = pl.col("history")
    arrived = history.str.contains("4", literal=True)
    done = _named(definition, _COMPLETE, direct=True)
    if completed:
        return pl.when(arrived).then(done)
    begun = history.str.contains("[23]")
    return pl.when(arrived).then(done).when(begun).then(_named(definition, _BEGUN, direct=False))


def _named(definition: Definition, patterns: dict[str, str], *, direct: bool) -> pl.Expr:
    """Return the name of the path by a set of patterns."""
    market, efficiency = (_certain(patterns[definition], between) for between in "32")
    possible = [_possible(patterns[definition], between) for between in "32"]
    straight, open_still = pl.lit(False), possible
    if direct:
        straight = _certain(_DIRECT[definition], "") & ~pl.any_horizontal(possible)
        open_still = [*possible, _possible(_DIRECT[definition], "")]
    unseen = ~pl.col("history").str.starts_with("1")
    return (
        pl.when(market & efficiency).then(pl.lit("mixed"))
        .when(market).then(pl.lit("market_seeking"))
        .when(efficiency).then(pl.lit("efficiency_seeking"))
        .when(straight).then(pl.lit("direct"))
        .when(pl.any_horizontal(*open_still, unseen)).then(pl.lit("undetermined"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip


def _certain(pattern: str, between: str) -> pl.Expr:
    """Return whether the known waves alone show a pattern."""
    return pl.col("history").str.contains(pattern.format(a="1", b=between, z="4"))


def _possible(pattern: str, between: str) -> pl.Expr:
    """Return whether some way of filling the unknown waves shows a pattern."""
    return pl.col("history").str.contains(pattern.format(a="[1?]", b=f"[{between}?]", z="[4?]"))
