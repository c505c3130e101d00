"""From a file's text to the frame of firms: every column by the codebook, in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vcif._columns import PATH
from vcif.dataset.activities import read_activities
from vcif.dataset.asked_columns import Question, asked_columns
from vcif.dataset.codebook import Answers, Codebook
from vcif.dataset.covariates import read_categories, read_numbers
from vcif.dataset.entry_years import read_entry_years
from vcif.dataset.firm_columns import read_path, read_weight
from vcif.dataset.identity import identify
from vcif.dataset.problems import problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.scales import read_ratios, read_scales
from vcif.dataset.settle import Settled, in_order
from vcif.dataset.skipped_questions import only_where_skipped
from vcif.dataset.sums import check_sums

Reader = Callable[[Any, Any, Answers], Settled]
ITEMS: Mapping[str, Reader] = {"scale": read_scales, "ratio": read_ratios}
COVARIATES: Mapping[str, Reader] = {"number": read_numbers, "category": read_categories}


@dataclass(frozen=True)
class Firms:
    """The frame of firms, the problems, and how many rows were rejected."""

    frame: pl.DataFrame
    problems: pl.DataFrame
    rejected: int


@dataclass(frozen=True)
class Part:
    """Some columns of the frame of firms, and the problems met in them."""

    columns: pl.DataFrame
    problems: pl.DataFrame


def firms_of(table: RawTable, codebook: Codebook) -> Firms:
    """Turn a file's cells into values; rejected rows are listed and left out."""
    identity = identify(table, codebook)
    kept = table.keep(identity.accepted)
    shared = codebook.answers
    wave = identity.columns["wave"]
    activities = only_where_skipped(read_activities(kept, codebook, wave), kept, codebook, wave)
    parts = [
        _read_by_kind(kept, codebook.indicators, wave, ITEMS, shared),
        _read_firm(kept, codebook, wave),
        _read_by_kind(kept, codebook.covariates, wave, COVARIATES, shared),
    ]
    columns = [identity.columns, activities.sides, activities.columns, *(part.columns for part in parts)]
    problems = [table.problems, identity.problems, activities.problems, *(part.problems for part in parts)]
    problems.append(check_sums(kept, codebook))
    frame = pl.concat([part for part in columns if part.width], how="horizontal")
    return Firms(frame, problem_list(problems, table.source), table.height - kept.height)


def _read_by_kind(
    table: RawTable,
    entries: Sequence[Question],
    wave: pl.Series,
    readers: Mapping[str, Reader],
    shared: Answers,
) -> Part:
    """Read questions, those of one kind together, and set them side by side under their ids."""
    values: dict[int, pl.Series] = {}
    problems = []
    for kind, read in readers.items():
        asked = {ask: entry for ask, entry in enumerate(entries) if entry.kind == kind}
        if asked:
            settled = read(asked_columns(table, asked, wave), asked, shared)
            values |= settled.values["value"]
            problems.append(settled.problems)
    frame = pl.DataFrame({entry.id: values[ask] for ask, entry in enumerate(entries)})
    return Part(frame, in_order(problems))


def _read_firm(table: RawTable, codebook: Codebook, wave: pl.Series) -> Part:
    """Read weight, years and reported path; a column that the codebook does not name is null throughout."""
    firm, shared = codebook.firm, codebook.firm_answers
    weight, path = _absent(table, pl.Float64()), _absent(table, PATH)
    before, after = [], []
    if firm.weight is not None:
        read = read_weight(table.column(firm.weight), shared)
        weight, before = read.values["value"][0], [read.problems]
    if firm.path_reported is not None:
        read = read_path(table.column(firm.path_reported), firm.path_levels, shared)
        path, after = read.values["value"][0], [read.problems]
    years = read_entry_years(table, codebook, wave)
    columns = {"weight": weight, **years.columns, "path_reported": path}
    return Part(pl.DataFrame(columns), problem_list([*before, years.problems, *after]))


def _absent(table: RawTable, dtype: pl.DataType) -> pl.Series:
    """Stand in for a column that the file does not have."""
    return pl.repeat(None, table.height, dtype=dtype, eager=True)
