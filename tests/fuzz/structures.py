"""Mutations of structure: headers, cells, value labels, declared missing values, and keys of the codebook."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.book import BOOK, COLUMNS, toml
from tests.fuzz.files import BASE, Table, to_bytes
from tests.fuzz.judge import Case

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".sav", ".dta", ".parquet", ".csv.gz", ".zip")
EXACT = frozenset({".parquet", ".sav", ".dta"})  # kinds whose number of rows is beyond doubt
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
LONG = st.sampled_from(
    ["x" * 300, "是" * 100, "a\nb", 'quote"d', "a;b,c\td", "=1+1", " lead", "trail ", "\ufeffx"]
)
NASTY = st.sampled_from(
    [
        *(
            "",
            " ",
            "NA",
            "n/a",
            ".",
            "-",
            "1",
            "2",
            "0",
            "9",
            "-9",
            "-5",
            "99",
            "9999",
            "1.0",
            "1,5",
            "1.299,99",
        ),
        *(
            "3.5",
            "6",
            "1e3",
            "1e308",
            "1e-320",
            "inf",
            "-inf",
            "nan",
            "0x10",
            "１",
            "１２",
            "−3",
            "1_000",
            "true",
        ),
        *(
            "Yes",
            "yes ",
            "是",
            "否",
            "Maybe",
            "Import;Export;",
            "2001/2002",
            "12,5%",
            "2001-01-01",
            "#N/A",
            "None",
        ),
        *(
            "low",
            "HIGH",
            "sold first",
            "\u200b",
            "\u202e",
            "\x1b[31m",
            "9" * 400,
            "5 000",
            "1.",
            ".5",
            "+1",
            "--1",
        ),
    ]
)
NUMBERS = st.one_of(st.integers(-(10**6), 10**6).map(str), st.floats().map(str))
CELL = st.one_of(NASTY, NASTY, TEXT, NUMBERS, LONG)


@st.composite
def tables(draw: Any) -> Table:
    """Draw a table that was the usual one before some cells and headers changed."""
    n = draw(st.sampled_from([0, 1, 2, 3, 8, 12]))
    rows = [list(row) for row in BASE.rows[:n]]
    for _ in range(draw(st.integers(0, 12)) if rows else 0):
        row = draw(st.integers(0, len(rows) - 1))
        rows[row][draw(st.integers(0, len(COLUMNS) - 1))] = draw(CELL)
    headers = list(COLUMNS)
    for change in draw(st.lists(st.sampled_from(HEADER_CHANGES), max_size=2)):
        _change_headers(change, headers, rows, draw)
    return Table(tuple(headers), tuple(tuple(row) for row in rows), draw(labels()), draw(missing()))


HEADER_CHANGES = ("rename", "drop", "double", "add", "swap", "shorten", "lengthen")


def _change_headers(change: str, headers: list[str], rows: list[list[str]], draw: Any) -> None:
    place = draw(st.integers(0, len(headers) - 1)) if headers else 0
    if change == "rename":
        headers[place] = draw(
            st.one_of(TEXT, LONG, st.just(headers[place].upper()), st.just(f" {headers[place]} "))
        )
    elif change == "drop" and len(headers) > 1:
        for row in [headers, *rows]:
            del row[place : place + 1]
    elif change == "double":
        headers.append(headers[place])
        for row in rows:
            row.append(row[place] if place < len(row) else "")
    elif change == "add":
        headers.append(draw(st.one_of(st.just(""), TEXT)))
        for row in rows:
            row.append("")
    elif change == "swap":
        other = draw(st.integers(0, len(headers) - 1))
        headers[place], headers[other] = headers[other], headers[place]
    elif rows and change in ("shorten", "lengthen"):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        row[:] = row[:place] if change == "shorten" else [*row, draw(CELL)]


CODE = st.one_of(st.integers(-10, 12).map(float), st.sampled_from([0.5, 1e10, -1e10, 99.0]))


def labels() -> st.SearchStrategy[dict[str, dict[float, str]]]:
    """Draw value labels: of codes that are there or not, of the same words twice, of words that say yes and no."""
    words = st.one_of(st.sampled_from(["Yes", "No", "Refused", "Don't know", "low", "high", "x", ""]), TEXT)
    return st.dictionaries(st.sampled_from(COLUMNS), st.dictionaries(CODE, words, max_size=4), max_size=4)


def missing() -> st.SearchStrategy[dict[str, list[Any]]]:
    """Draw declarations of missing values: up to three codes, or a range."""
    ends = st.tuples(CODE, CODE).map(lambda pair: [{"lo": min(pair), "hi": max(pair)}])
    return st.dictionaries(
        st.sampled_from(COLUMNS), st.one_of(st.lists(CODE, min_size=1, max_size=3), ends), max_size=3
    )


VALUE = st.recursive(
    st.one_of(TEXT, st.integers(-(2**63), 2**63 - 1), st.floats(), st.booleans(), NASTY),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=2)),
    max_leaves=4,
)


@st.composite
def codebooks(draw: Any) -> bytes:
    """Draw a codebook that was the usual one before some keys and values changed."""
    book = copy.deepcopy(BOOK)
    for _ in range(draw(st.integers(0, 3))):
        _change_table(draw, draw(st.sampled_from(_tables_of(book))))
    if draw(st.integers(0, 9)) == 0:
        book[draw(TEXT)] = draw(VALUE)
    text = toml(book)
    if draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place]
            + draw(st.one_of(TEXT, st.sampled_from(['"', "[", "]]", "= ", "\n[[", "#"])))
            + text[place:]
        )
    return text.encode("utf-8", errors="surrogatepass")


def _tables_of(book: dict[str, Any]) -> list[dict[str, Any]]:
    found = [book]
    for value in book.values():
        if isinstance(value, dict):
            found.append(value)
        elif isinstance(value, list):
            found += [entry for entry in value if isinstance(entry, dict)]
    return found


def _change_table(draw: Any, table: dict[str, Any]) -> None:
    keys = sorted(table)
    change = draw(st.sampled_from(["set", "set", "drop", "rename", "add"]))
    key = draw(st.sampled_from(keys)) if keys else "x"
    if change == "set":
        table[key] = draw(st.one_of(VALUE, st.sampled_from(COLUMNS), st.lists(NASTY, max_size=3)))
    elif change == "drop":
        table.pop(key, None)
    elif change == "rename":
        table[draw(TEXT)] = table.pop(key, 1)
    else:
        table[draw(st.one_of(TEXT, st.sampled_from(["scale", "words", "missing", "yes", "wave"])))] = draw(
            VALUE
        )


@st.composite
def cases(draw: Any) -> Case:
    """Draw a data file of any kind and a codebook; mostly one of the two is as it should be."""
    ending = draw(st.sampled_from(ENDINGS))
    which = draw(st.sampled_from(["data", "data", "data", "codebook", "both"]))
    table = BASE if which == "codebook" else draw(tables())
    book = toml(BOOK).encode() if which == "data" else draw(codebooks())
    also = draw(st.sampled_from(["", "", "draft", ".csv", ".xlsx", ".sav", ".dta", ".parquet"]))
    try:
        data = to_bytes(table, ending)
    except Exception:  # the writer of this format refuses the table: nothing of ours is at stake
        data = to_bytes(table, ".csv")
        ending = ".csv"
    lies = draw(st.integers(0, 19)) == 0
    name = f"firms{draw(st.sampled_from(ENDINGS))}" if lies else f"firms{ending}"
    rows = len(table.rows) if ending in EXACT and not lies else None
    return Case(name, data, book, rows, also)
