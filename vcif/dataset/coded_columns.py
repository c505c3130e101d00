"""Columns as SPSS and Stata keep them: numbers with labels, and missing values told apart by their reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from vcif._columns import CATEGORY_LABELS, GLOSSARY, PATH_LABELS
from vcif._errors import DataError
from vcif.dataset.codebook import Activity, Codebook, Covariate, Indicator

YES_NO = {0.0: "No", 1.0: "Yes"}
LARGEST_WHOLE = 2**53
Entry = Activity | Indicator | Covariate


@dataclass(frozen=True)
class CodedColumn:
    """A column of numbers or of text.

    `cells` is Float64 or String; `values` labels its numbers; `why` gives, where a cell is null for a reason
    that is known, the place of the reason in `reasons`.
    """

    name: str
    label: str
    cells: pl.Series
    measure: str
    values: Mapping[float, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    why: pl.Series | None = None


def coded_columns(
    firms: pl.DataFrame, codebook: Codebook | None, missing: Mapping[str, pl.Series]
) -> list[CodedColumn]:
    """Return every column of a frame of firms, coded; `missing` gives reasons by column, text or null."""
    entries = _entries(codebook)
    reasons = {**missing, **_reasons_of_results(firms)}
    return [_coded(column, entries.get(column.name), reasons.get(column.name)) for column in firms]


def column_labels(names: list[str], codebook: Codebook | None) -> dict[str, str]:
    """Return what each column means: by the codebook, else by the glossary, else an empty text."""
    entries = _entries(codebook)
    return {name: _label(name, entries.get(name)) for name in names}


def _entries(codebook: Codebook | None) -> dict[str, Entry]:
    """Return the codebook's entries by their ids, the composites among them."""
    if codebook is None:
        return {}
    composites = codebook.composites().indicators
    entries: dict[str, Entry] = {entry.id: entry for entry in codebook.activities}
    entries |= {entry.id: entry for entry in (*codebook.indicators, *composites)}
    return entries | {entry.id: entry for entry in codebook.covariates}


def _label(name: str, entry: Entry | None) -> str:
    """Return the label of a column; of an item that was turned round it says so."""
    if entry is None:
        return GLOSSARY[name].meaning if name in GLOSSARY else ""
    turned = isinstance(entry, Indicator) and entry.reversed
    return f"{entry.label} [reversed]" if turned else entry.label


def _coded(column: pl.Series, entry: Entry | None, reasons: pl.Series | None) -> CodedColumn:
    """Code one column by its type."""
    label, kind = _label(column.name, entry), column.dtype
    if kind == pl.Boolean:
        coded = CodedColumn(column.name, label, column.cast(pl.Float64), "nominal", YES_NO)
    elif isinstance(kind, pl.Enum):
        coded = _of_levels(column, label, kind.categories.to_list())
    elif kind.is_numeric():
        values = _words(entry) if isinstance(entry, Indicator) else {}
        measure = "ordinal" if isinstance(entry, Indicator) and entry.kind == "scale" else "scale"
        coded = CodedColumn(column.name, label, _numbers(column), measure, values)
    else:
        return CodedColumn(column.name, label, _text(column), "nominal")
    return _with_reasons(coded, reasons)


def _of_levels(column: pl.Series, label: str, levels: list[str]) -> CodedColumn:
    """Code levels from 1 up; categories and paths are labelled with their names in words."""
    words = {**{name: f"{name} {text}" for name, text in CATEGORY_LABELS.items()}, **PATH_LABELS}
    named = words if column.name in ("category", "path", "path_reported") else {}
    values = {float(place): named.get(level, level) for place, level in enumerate(levels, start=1)}
    return CodedColumn(column.name, label, column.to_physical().cast(pl.Float64) + 1, "nominal", values)


def _words(item: Indicator) -> dict[float, str]:
    """Return the words of a scale's values, in the direction in which they are computed with."""
    words = item.words or ()
    return dict(zip(item.levels, reversed(words) if item.reversed else words, strict=False))


def _numbers(column: pl.Series) -> pl.Series:
    """Return numbers in double precision, which both programs keep; refuse what it cannot hold."""
    if column.dtype.is_integer() and (column.abs() > LARGEST_WHOLE).any():
        raise DataError(
            f'column "{column.name}" holds whole numbers of more than 15 digits, which SPSS and Stata would '
            "round: turn it into text first"
        )
    numbers = column.cast(pl.Float64).fill_nan(None)
    if numbers.is_infinite().any():
        raise DataError(f'column "{column.name}" holds an infinite number, which no program takes')
    return numbers


def _text(column: pl.Series) -> pl.Series:
    """Return text; a column of lists or tables has none."""
    if column.dtype.is_nested() or column.dtype in (pl.Object, pl.Binary):
        raise DataError(f'column "{column.name}" holds more than one value a cell and cannot be written')
    return column.cast(pl.String)


def _with_reasons(column: CodedColumn, reasons: pl.Series | None) -> CodedColumn:
    """Add why cells are null, the most frequent reason first."""
    if reasons is None:
        return column
    told = reasons.zip_with(column.cells.is_null(), pl.Series([None], dtype=pl.String))
    counted = (
        told.drop_nulls().alias("text").value_counts(name="n").sort("n", "text", descending=[True, False])
    )
    texts = counted["text"].to_list()
    places = {text: place for place, text in enumerate(texts)}
    why = told.replace_strict(places, default=None, return_dtype=pl.Int64) if texts else None
    return CodedColumn(
        column.name, column.label, column.cells, column.measure, column.values, tuple(texts), why
    )


def _reasons_of_results(firms: pl.DataFrame) -> dict[str, pl.Series]:
    """Return why a firm has no category or no path."""
    there = set(firms.columns)
    reasons = {}
    if {"category", "upstream", "downstream"} <= there:
        up, down = pl.col("upstream").is_null(), pl.col("downstream").is_null()
        text = (
            pl.when(up & down).then(pl.lit("neither side is known"))
            .when(up).then(pl.lit("upstream is not known"))
            .when(down).then(pl.lit("downstream is not known"))
        )  # fmt: skip
        reasons["category"] = firms.select(text.alias("why"))["why"]
    if {"category", "path"} <= there:
        unknown, none = pl.lit("category is not known"), pl.lit("on no path so far")
        no_path = pl.when(pl.col("category").is_null()).then(unknown).otherwise(none)
        reasons["path"] = firms.select(no_path.alias("why"))["why"]
    return reasons
