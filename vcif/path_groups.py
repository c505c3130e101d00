"""Firms put on a path by each source of paths, and how many each source puts where."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._columns import GLOSSARY, PATHS, schema
from vcif._errors import DataError, PanelWarning, PathFromCategoryWarning
from vcif.framework import assign_path
from vcif.framework.packing import refuse_twice
from vcif.settings import Settings

if TYPE_CHECKING:
    from vcif.dataset.survey import Survey

_ROUTES = ("market_seeking", "efficiency_seeking")


def followed_wave(survey: Survey, settings: Settings) -> int | None:
    """Return the wave to compare in, after checking that each of its rows is a firm; None without waves."""
    if survey.codebook.firm.weight_kind == "frequency":
        raise DataError(
            "compare_path_sources() follows single firms; rows with frequency weights are several"
        )
    waves = survey.firms["wave"].drop_nulls().unique().sort().to_list()
    wave = settings.wave if settings.wave is not None else (waves[-1] if waves else None)
    if survey.firms.is_empty() or (wave is not None and wave not in waves):
        raise DataError(
            f"compare_path_sources() needs firms; there are none in wave {wave}; waves: {waves or 'none'}"
        )
    placed = survey.firms.drop_nulls(["firm_id", "wave"]).select("firm_id", "wave")
    if placed.is_duplicated().any():  # such a firm would count twice by every source but the waves
        refuse_twice("compare_path_sources", survey.firms.lazy())
    return wave


def group_by_source(
    firms: pl.DataFrame, source: str, wave: int | None, step: int
) -> tuple[pl.DataFrame, str]:
    """Return the wave's firms with their path by one source, and why there is none."""
    here = pl.lit(True) if wave is None else pl.col("wave") == wave
    missing = _missing(firms.filter(here), source)
    if missing:
        return firms.filter(here).with_columns(path=pl.lit(None, GLOSSARY["path"].dtype)), missing
    by, _, definition = source.partition("waves_")
    options: dict[str, Any] = (
        {"by": "waves", "definition": definition, "step": step} if definition else {"by": by}
    )
    with warnings.catch_warnings():  # what they say stands in the tables
        warnings.simplefilter("ignore", PathFromCategoryWarning)
        warnings.simplefilter("ignore", PanelWarning)
        found = assign_path(firms, **options).filter(here)
    arrived = pl.col("category") == "C4" if source != "category" else pl.lit(True)
    return found.with_columns(path=pl.when(arrived).then("path")), ""


def _missing(firms: pl.DataFrame, source: str) -> str:
    """Return why a source cannot be used."""
    if source.startswith("waves") and firms["wave"].null_count():
        return "the survey has no waves"
    empty = [name for name in ("upstream_year", "downstream_year") if firms[name].count() == 0]
    if source == "entry_years" and empty:
        return "the survey has no entry years"
    if source == "reported" and firms["path_reported"].count() == 0:
        return "the survey has no reported paths"
    return ""


def count_paths(firms: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return how many firms are on each path, and how many on none that is known."""
    every = pl.DataFrame({"path": [*PATHS, None]}, schema={"path": GLOSSARY["path"].dtype})
    sizes = firms.group_by("path").agg(n=pl.len().cast(pl.Int64))
    joined = every.join(sizes, on="path", how="left", nulls_equal=True, maintain_order="left")
    named = joined.select(pl.lit(source).alias("source"), "path", pl.col("n").fill_null(0))
    return named.cast(pl.Schema(schema("path_counts")))


def sizes_of_routes(firms: pl.DataFrame) -> tuple[int, int]:
    """Return how many market seekers and how many efficiency seekers there are."""
    market, efficiency = (int((firms["path"] == name).sum()) for name in _ROUTES)
    return market, efficiency
