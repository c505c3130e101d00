"""Who the rows are: a firm without an identifier or a wave is rejected, the same firm twice is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vcif._errors import DataError
from vcif.dataset.answers import (
    SPREADSHEET_ERRORS,
    TEXT,
    answers_of,
    number,
    refuse,
    set_missing_aside,
    with_no_answer,
)
from vcif.dataset.cell_text import LARGEST_EXACT, code_keys, name_text, parse_number
from vcif.dataset.codebook import Answers, Codebook
from vcif.dataset.number_checks import not_a_number
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawColumn, RawTable
from vcif.dataset.rejected_rows import (
    absent_firms,
    empty_rows,
    perhaps_absent,
    repeated_headers,
)
from vcif.dataset.settle import Settled, settle

REJECTED = "row rejected"
SHOWN = 5
KEPT = "kept as they stand"
LONG = "an identifier of more than 15 digits, of which a number in a workbook keeps only the first"
# What a spreadsheet writes below the firms, in the languages of surveys.
TOTALS = (
    *(
        "total",
        "totals",
        "grand total",
        "sum",
        "average",
        "mean",
        "合计",
        "合計",
        "总计",
        "總計",
        "平均",
        "平均值",
    ),
    *("summe", "gesamt", "insgesamt", "mittelwert", "somme", "moyenne", "suma", "promedio", "soma", "média"),
    *("totale", "somma", "media", "итого", "всего", "razem", "toplam", "총계", "합계", "tổng", "المجموع"),
)
# What damages identifiers: a spreadsheet that takes a long one for a number, a quotation mark out of place.
ODD_NAMES = {
    rf"^(?i:\s*({'|'.join(TOTALS)})\s*:?\s*)$": "an identifier that names a total or a mean, not a firm",
    r"^\s*\d(\.\d+)?(?i:E)\+\d\d+\s*$": "an identifier in scientific notation, of which digits are lost",
    r"\S\s*\n\s*\S": "an identifier over several lines, as a quotation mark out of place makes it",
}


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
    column = table.column(codebook.firm.id)
    names = _read_id(column, codebook.answers.missing)
    waves, problems = _waves(table, codebook)
    reasons = _reasons(table, codebook, names, waves)
    listed = [
        _rejected(column, reasons),
        *problems,
        *_odd_names(table, column),
        perhaps_absent(table, codebook),
    ]
    accepted = reasons.is_null() & (waves.is_not_null() if codebook.firm.wave is not None else True)
    columns = pl.DataFrame({"firm_id": names, "wave": waves})
    _refuse_duplicates(columns.with_columns(row=table.rows).filter(accepted), table.source)
    return Identity(columns.filter(accepted), accepted, problem_list(listed))


def _waves(table: RawTable, codebook: Codebook) -> tuple[pl.Series, list[pl.DataFrame]]:
    """Read the waves; without a column of them all are null."""
    if codebook.firm.wave is None:
        return pl.repeat(None, table.height, dtype=pl.Int64, eager=True), []
    read = _read_wave(table.column(codebook.firm.wave), codebook.firm_answers)
    return read.values["value"][0], [read.problems]


def _reasons(table: RawTable, codebook: Codebook, names: pl.Series, waves: pl.Series) -> pl.Series:
    """Say why a row is no firm; null where it is one."""
    nameless, absent = names.is_null(), absent_firms(table, codebook)
    empty = empty_rows(table) if nameless.any() else nameless
    frame = pl.DataFrame(
        {
            "nameless": nameless,
            "empty": empty,
            "headers": repeated_headers(table),
            "absent": absent,
            "wave": waves,
        }
    )
    where = pl.when(pl.col("wave").is_null()).then(pl.lit("")).otherwise(pl.format(" in wave {}", "wave"))
    return frame.select(
        pl.when("empty")
        .then(pl.lit("an empty row"))
        .when("nameless")
        .then(pl.lit("no firm identifier"))
        .when("headers")
        .then(pl.lit("the headers again"))
        .when("absent")
        .then(pl.format("absent{}: every question holds the code for it", where))
    ).to_series()


def _rejected(column: RawColumn, reasons: pl.Series) -> pl.DataFrame:
    """List the rows that are no firm."""
    lost = reasons.is_not_null()
    if not lost.any():
        return problem_list()
    rows, cells = column.rows.filter(lost), column.cells.text().filter(lost)
    return cell_problems(rows, column.name, cells, problem=reasons.filter(lost), action=REJECTED)


def _odd_names(table: RawTable, column: RawColumn) -> list[pl.DataFrame]:
    """Warn of identifiers that a program has damaged."""
    texts = pl.DataFrame({"raw": column.cells.texts, "n": column.cells.counts()})
    odd = {what: texts.filter(pl.col("raw").str.contains(pattern)) for pattern, what in ODD_NAMES.items()}
    if table.reading.kind == "workbook":
        odd[LONG] = _rounded(texts)
    return [_told(column, what, cells) for what, cells in odd.items() if cells.height]


def _rounded(texts: pl.DataFrame) -> pl.DataFrame:
    """Return long whole numbers, if each is one that a workbook can store: text would have others too."""
    long = texts.filter(pl.col("raw").str.contains(r"^\s*[1-9]\d{15,300}\s*$"))
    return long if all(int(float(text)) == int(text) for text in long["raw"]) else long.clear()


def _told(column: RawColumn, what: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Tell a kind of odd identifiers by their number and the first of them."""
    n = int(cells["n"].sum())
    nowhere, text = pl.Series([None], dtype=pl.Int64), f"{what}: {n} cell{'s' * (n > 1)}"
    return cell_problems(nowhere, column.name, cells["raw"].head(1), problem=text, action=KEPT)


def _read_id(column: RawColumn, missing: Sequence[object]) -> pl.Series:
    """Read identifiers as text."""
    words = pl.DataFrame({"code": code_keys(missing)}, schema={"code": pl.String})
    # A numeric code for "no answer" says nothing about identifiers: firm 9 is a firm.
    words = words.filter(parse_number(pl.col("code")).is_null())
    text = pl.col("raw").str.strip_chars()
    codes = [*words["code"], *code_keys(SPREADSHEET_ERRORS)]
    lacking = (text == "") | text.str.to_lowercase().is_in(codes)
    texts = column.cells.texts.alias("raw").to_frame()
    names = texts.select(pl.when(~lacking).then(name_text(pl.col("raw")))).to_series()
    return names.gather(column.cells.places)


def _read_wave(column: RawColumn, shared: Answers) -> Settled:
    """Read waves as whole numbers; a row that belongs to no wave is rejected."""
    answers = set_missing_aside(with_no_answer(answers_of({0: column}), {}), shared)
    lacking = pl.when(pl.col("problem").is_not_null()).then(pl.lit("no wave"))
    is_wave = (number == number.floor()) & (number.abs() < LARGEST_EXACT)
    broken = pl.when(~is_wave).then(pl.lit("not a whole number"))
    answers = answers.with_columns(why=pl.coalesce(lacking, not_a_number(), broken))
    answers = answers.with_columns(problem=TEXT, action=TEXT, value=number.cast(pl.Int64, strict=False))
    return settle({0: column}, refuse(answers, pl.col("why"), REJECTED))


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
