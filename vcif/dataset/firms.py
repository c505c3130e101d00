"""From a file's text to the frame of firms: every column by the codebook, in one order."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vcif._columns import PATH
from vcif.dataset.activities import read_activities
from vcif.dataset.answers import Judged
from vcif.dataset.codebook import Codebook
from vcif.dataset.covariates import read_covariate
from vcif.dataset.firm_columns import not_before_founding, read_path, read_weight, read_year
from vcif.dataset.identity import identify
from vcif.dataset.problems import problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.scales import read_indicator
from vcif.dataset.skipped_questions import only_where_skipped

YEARS = ("upstream_year", "downstream_year")


@dataclass(frozen=True)
class Firms:
    """The frame of firms, the problems, and how many rows were rejected."""

    frame: pl.DataFrame
    problems: pl.DataFrame
    rejected: int


def firms_of(table: RawTable, codebook: Codebook) -> Firms:
    """Turn a file's cells into values; rejected rows are listed and left out."""
    identity = identify(table, codebook)
    kept = table.keep(identity.accepted)
    activities = read_activities(kept, codebook, identity.columns["wave"])
    activities = only_where_skipped(activities, kept, codebook)
    indicators = _read_indicators(kept, codebook)
    firm = _read_firm(kept, codebook)
    covariates = _read_covariates(kept, codebook)
    columns = [identity.columns, activities.sides, activities.columns]
    columns += [_named(indicators), _named(firm), _named(covariates)]
    problems = [table.problems, identity.problems, activities.problems]
    problems += [part.problems for parts in (indicators, firm, covariates) for part in parts.values()]
    frame = pl.concat([part for part in columns if part.width], how="horizontal")
    rejected = table.cells.height - kept.cells.height
    return Firms(frame, problem_list(problems, table.source), rejected)


def _named(parts: dict[str, Judged]) -> pl.DataFrame:
    """Set columns side by side under their names."""
    return pl.DataFrame([part.values["value"].alias(name) for name, part in parts.items()])


def _read_indicators(table: RawTable, codebook: Codebook) -> dict[str, Judged]:
    """Read the indicators by their ids."""
    missing = codebook.answers.missing
    return {item.id: read_indicator(table.column(item.column), item, missing) for item in codebook.indicators}


def _read_covariates(table: RawTable, codebook: Codebook) -> dict[str, Judged]:
    """Read the covariates by their ids."""
    missing = codebook.answers.missing
    return {
        entry.id: read_covariate(table.column(entry.column), entry, missing) for entry in codebook.covariates
    }


def _read_firm(table: RawTable, codebook: Codebook) -> dict[str, Judged]:
    """Read weight, years and reported path; a column that the codebook does not name is null throughout."""
    firm, missing = codebook.firm, (*codebook.firm.missing, *codebook.answers.missing)
    weight, path = _absent(table, pl.Float64()), _absent(table, PATH)
    if firm.weight is not None:
        weight = read_weight(table.column(firm.weight), missing)
    if firm.path_reported is not None:
        path = read_path(table.column(firm.path_reported), firm.path_levels, missing)
    return {"weight": weight, **_read_years(table, codebook, missing), "path_reported": path}


def _read_years(table: RawTable, codebook: Codebook, missing: tuple[object, ...]) -> dict[str, Judged]:
    """Read the entry years and hold them against the founding year."""
    firm, latest = codebook.firm, codebook.firm.survey_year
    founded = _absent(table, pl.Int64())
    if firm.founding_year is not None:
        founded = read_year(table.column(firm.founding_year), missing, latest)
    years = {}
    for name, column in zip(YEARS, (firm.upstream_year, firm.downstream_year), strict=True):
        years[name] = _absent(table, pl.Int64())
        if column is not None:
            raw = table.column(column)
            year = read_year(raw, missing, latest)
            years[name] = not_before_founding(raw, year, founded.values["value"])
    first = years["upstream_year"]
    listed = problem_list([founded.problems, first.problems])
    return {**years, "upstream_year": Judged(first.values, listed)}


def _absent(table: RawTable, dtype: pl.DataType) -> Judged:
    """Stand in for a column that the file does not have."""
    nothing = pl.repeat(None, table.cells.height, dtype=dtype, eager=True)
    return Judged(nothing.alias("value").to_frame(), problem_list())
