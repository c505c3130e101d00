"""Workbooks: .xlsx, .xlsm, .xlsb, .xls, .ods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree

import polars as pl

from vcif._errors import DataError, nearest
from vcif.dataset.archives import refuse_bomb_in_workbook
from vcif.dataset.cell_text import listing, number_text, parse_number
from vcif.dataset.cells import code_columns
from vcif.dataset.headers import find_columns
from vcif.dataset.heading import Heading, heading_of
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawTable, row_numbers
from vcif.dataset.reading import Reading, letter_of
from vcif.dataset.request import Request
from vcif.dataset.sheet_xml import cells_without_value

HEADER_WITHIN = 1000
# The library's names of the errors, and how a spreadsheet writes them.
ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
NO_VALUE = "a formula without a stored value"
Cells = Sequence[tuple[int, int]]
READ_AS_BLANK = "read as blank: open the workbook in Excel, save it and read it again"


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet as text, its name, those of all sheets, and the columns' places in the sheet."""

    name: str
    all_names: tuple[str, ...]
    grid: pl.DataFrame
    heading: Heading
    columns: tuple[int, ...]


def read_excel(request: Request) -> RawTable:
    """Read one sheet of a workbook, every cell as text, numbers in full precision."""
    import fastexcel

    try:
        book = open_workbook(request)
        sheet = sheet_of(book, request)
        headers = sheet.heading.headers
        hint = "" if headers.has_all(request.wanted) else _other_sheets(book, sheet, request)
        places = find_columns(headers.names, request.wanted, request.source, headers.questions, hint)
        numbers = _numbers(book, sheet, places)
        without_value = cells_without_value(request.path, sheet.name)
    except (fastexcel.FastExcelError, ElementTree.ParseError) as error:
        raise DataError(unreadable(request.source, str(error).splitlines()[0])) from None
    body = sheet.grid.slice(sheet.heading.after)
    cells = pl.DataFrame([_in_full(body, numbers, place).alias(name) for name, place in places.items()])
    return RawTable(
        request.source,
        code_columns(cells),
        row_numbers(cells.height, sheet.heading.after + 1),
        problems=_formulas(without_value, places, sheet),
        reading=_reading(sheet, places, request),
    )


def open_workbook(request: Request) -> Any:
    """Open a workbook, unless it is made to fill the memory."""
    import fastexcel

    with request.path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    if zipped:
        refuse_bomb_in_workbook(request.path, request.source)
    return fastexcel.read_excel(request.path)


def unreadable(source: str, reason: str) -> str:
    """Say that a workbook cannot be read."""
    return (
        f"{source} cannot be read as an Excel workbook ({reason}). If it has a password, save it without "
        "one; else save it again, or as CSV."
    )


def sheet_of(book: Any, request: Request) -> Sheet:
    """Load the sheet to read as text."""
    names, wanted = tuple(book.sheet_names), request.format.sheet
    if not names:
        raise DataError(f"{request.source} has no sheet.")
    if wanted is not None and wanted not in names:
        hint = nearest(wanted, names)
        raise DataError(
            f'{request.source} has no sheet "{wanted}"; it has: {listing(names)}. Set sheet in [file] to one '
            f"of them, or leave it out to read the first{hint}"
        )
    name = wanted or names[0]
    loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    columns = tuple(column.absolute_index for column in loaded.available_columns())
    texts, errors = loaded.to_arrow_with_errors()
    grid = _with_errors(pl.DataFrame(pl.from_arrow(texts)), errors)
    heading = heading_of(_top_rows(grid), request.wanted, request.format, request.source)
    return Sheet(name, names, grid, heading, columns)


def _top_rows(grid: pl.DataFrame) -> list[list[str]]:
    """Return the first rows of a sheet as texts."""
    return [["" if cell is None else cell for cell in row] for row in grid.head(HEADER_WITHIN).iter_rows()]


def _with_errors(grid: pl.DataFrame, errors: Any) -> pl.DataFrame:
    """Write cells in error as a spreadsheet shows them; the library leaves them empty."""
    by_column: dict[int, list[tuple[int, str]]] = {}
    for cell in errors.errors if errors is not None else ():
        row, column = cell.position
        kind = cell.detail.partition("Error(")[2].partition(")")[0]
        by_column.setdefault(column, []).append((row, ERRORS.get(kind, f"#{kind}")))
    for column, cells in by_column.items():
        rows, texts = zip(*cells, strict=True)
        changed = grid.to_series(column).scatter(list(rows), pl.Series(texts, dtype=pl.String))
        grid = grid.with_columns(changed)
    return grid


def _numbers(book: Any, sheet: Sheet, places: Mapping[str, int]) -> dict[int, pl.Series]:
    """Load the wanted columns as numbers in full precision."""
    wanted = sorted(set(places.values()))
    used = [sheet.columns[place] for place in wanted]
    loaded = book.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="float", use_columns=used)
    frame = loaded.to_polars().slice(sheet.heading.after)
    return dict(zip(wanted, frame.get_columns(), strict=True))


def _in_full(texts: pl.DataFrame, numbers: Mapping[int, pl.Series], place: int) -> pl.Series:
    """Give numbers back the digits that the library rounds away when it writes them as text."""
    both = pl.DataFrame({"text": texts.to_series(place), "number": numbers[place]})
    rounded = parse_number(pl.col("text")) != pl.col("number")
    return both.select(pl.when(rounded).then(number_text(pl.col("number"))).otherwise("text")).to_series()


def _other_sheets(book: Any, sheet: Sheet, request: Request) -> str:
    """Name the first other sheet that has all the columns."""
    for name in sheet.all_names:
        if name == sheet.name:
            continue
        top = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=HEADER_WITHIN, dtypes="string")
        rows = _top_rows(top.to_polars())
        if rows and any(cell.strip() for row in rows for cell in row):
            heading = heading_of(rows, request.wanted, request.format, request.source)
            if heading.headers.has_all(request.wanted):
                return f' Sheet "{name}" has all of them: set sheet = "{name}" in [file].'
    return ""


def _formulas(cells: Cells, places: Mapping[str, int], sheet: Sheet) -> pl.DataFrame:
    """List the cells of wanted columns whose formula was never calculated."""
    names = {sheet.columns[place]: name for name, place in places.items()}
    rows: dict[str, list[int]] = {name: [] for name in names.values()}
    for row, column in cells:
        if column in names and row > sheet.heading.after:
            rows[names[column]].append(row)
    return problem_list(
        cell_problems(
            pl.Series(found, dtype=pl.Int64),
            name,
            pl.Series([""] * len(found)),
            problem=NO_VALUE,
            action=READ_AS_BLANK,
        )
        for name, found in rows.items()
    )


def _reading(sheet: Sheet, places: Mapping[str, int], request: Request) -> Reading:
    """Tell how the workbook was read."""
    told = sheet.heading.told(places)
    letters = {name: letter_of(sheet.columns[place]) for name, place in places.items()}
    return replace(
        Reading(kind="workbook", sheet=sheet.name),
        **{**told, "letters": letters},
        remarks=(*_sheet_remark(sheet, request), *sheet.heading.remarks),
    )


def _sheet_remark(sheet: Sheet, request: Request) -> Sequence[str]:
    """Say that the first of several sheets was read."""
    if request.format.sheet is not None or len(sheet.all_names) == 1:
        return ()
    return (f'The workbook has {len(sheet.all_names)} sheets; the first, "{sheet.name}", was read.',)
