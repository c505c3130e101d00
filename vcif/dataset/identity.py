"""Who the rows are: a firm without an identifier or a wave is rejected, the same firm twice is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vcif._errors import DataError
from vcif.dataset.answers import TEXT, Judged, distinct_answers, number, refuse, set_missing_aside, settle
from vcif.dataset.cell_text import LARGEST_EXACT, code_keys, name_text, parse_number
from vcif.dataset.codebook import Codebook
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawColumn, RawTable

REJECTED = "row rejected"
SHOWN = 5


@dataclass(frozen=True)
class Identity:
    """Identifiers and waves of every row, and whether the row is a firm that can be told apart."""

    columns: pl.DataFrame
    accepted: pl.Series
    problems: pl.DataFrame


class DuplicateFirmsError(DataError):
    """A firm stands in two rows of one wave; `firms` has its firm_id, wave and row (a list)."""

    def __init__(self, text: str, firms: pl.DataFrame) -> None:
        super().__init__(text)
        self.firms = firms


def identify(table: RawTable, codebook: Codebook) -> Identity:
    """Read the identifying columns and refuse a file that holds the same firm twice in a wave."""
    ids = _read_id(table.column(codebook.firm.id), codebook.answers.missing)
    parts, columns = [ids.problems], ids.values.select(firm_id="value")
    accepted = columns["firm_id"].is_not_null()
    columns = columns.with_columns(wave=pl.lit(None, dtype=pl.Int64))
    if codebook.firm.wave is not None:
        missing = (*codebook.firm.missing, *codebook.answers.missing)
        waves = _read_wave(table.column(codebook.firm.wave), missing)
        columns = columns.with_columns(wave=waves.values["value"])
        accepted = accepted & columns["wave"].is_not_null()
        parts.append(waves.problems)
    _refuse_duplicates(columns.with_columns(row=table.rows).filter(accepted), table.source)
    return Identity(columns.filter(accepted), accepted, problem_list(parts))


def _read_id(column: RawColumn, missing: Sequence[object]) -> Judged:
    """Read identifiers as text."""
    words = pl.DataFrame({"code": code_keys(missing)}, schema={"code": pl.String})
    # A numeric code for "no answer" says nothing about identifiers: firm 9 is a firm.
    words = words.filter(parse_number(pl.col("code")).is_null())
    text = pl.col("raw").str.strip_chars()
    lacking = text.is_null() | (text == "") | text.str.to_lowercase().is_in(words["code"].implode())
    cells = pl.DataFrame({"raw": column.cells, "row": column.rows})
    cells = cells.with_columns(value=pl.when(~lacking).then(name_text(pl.col("raw"))))
    lost = cells.filter(pl.col("value").is_null())
    listed = cell_problems(
        lost["row"], column.name, lost["raw"], problem="no firm identifier", action=REJECTED
    )
    return Judged(cells.select("value"), problem_list([listed]))


def _read_wave(column: RawColumn, missing: Sequence[object]) -> Judged:
    """Read waves as whole numbers; a row that belongs to no wave is rejected."""
    answers = set_missing_aside(distinct_answers(column), missing)
    lacking = pl.when(pl.col("problem").is_not_null()).then(pl.lit("no wave"))
    is_wave = (number == number.floor()) & (number.abs() < LARGEST_EXACT)
    broken = pl.when(~is_wave).then(pl.lit("not a whole number"))
    fault = answers.select(fault=pl.coalesce(lacking, not_a_number(), broken))["fault"]
    answers = answers.with_columns(problem=TEXT, action=TEXT, value=number.cast(pl.Int64, strict=False))
    return settle(column, refuse(answers.with_columns(why=fault), pl.col("why"), REJECTED))


def _refuse_duplicates(firms: pl.DataFrame, source: str) -> None:
    """Raise if one firm stands in two rows of one wave."""
    if not firms.select(pl.struct("firm_id", "wave").is_duplicated().any()).item():
        return
    twice = (
        firms.group_by("firm_id", "wave", maintain_order=True).agg("row").filter(pl.col("row").list.len() > 1)
    )
    told = [_tell(*entry) for entry in twice.head(SHOWN).iter_rows()]
    rest = f"; and {twice.height - SHOWN} more firms" if twice.height > SHOWN else ""
    raise DuplicateFirmsError(
        f"{source} has the same firm twice in one wave: {'; '.join(told)}{rest}. Every firm may have one row "
        "for each wave (header = row 1): remove the surplus rows, or name the column of the wave in [firm].",
        twice,
    )


def _tell(firm: str, wave: int | None, rows: list[int]) -> str:
    """Write one firm with its rows."""
    shown = ", ".join(str(row) for row in rows[:SHOWN]) + (", ..." if len(rows) > SHOWN else "")
    return f'firm "{firm}"' + ("" if wave is None else f" in wave {wave}") + f" in rows {shown}"
