"""The different answers of some columns: each is judged once, however many firms gave it.

Columns of one kind are judged together, so that a survey of a hundred questions takes as many steps as one
of ten. A row of answers is one text of one column: `ask` says of which. A judged answer has a `value` (its
type is the result's), and where that is not simply what stands in the cell, a `problem` with the `action`
taken; `each` tells whether every such cell gets its own row in the list of problems, or all of them one row
with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl

from vcif.dataset.cell_text import answer_keys, code_keys, key_of, number_of, number_text, tidy
from vcif.dataset.codebook_answers import Answers, Asked
from vcif.dataset.raw_table import Labels, RawColumn

NO_ANSWER = "treated as no answer"
# The lists of what is no answer, and how an answer in one is told.
NO_ANSWER_LISTS = {
    "missing": "missing code {}",
    "not_sure": "missing code {}, not sure",
    "not_applicable": "missing code {}, does not apply",
}
BLANK = "blank"
# Stands in the cells of a question in the waves in which the codebook says that it was not asked.
NOT_ASKED = "not asked in this wave"
BROKEN_CELL = "an error of the spreadsheet"
SPREADSHEET_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
key, label, number = pl.col("key"), pl.col("label"), pl.col("number")
TEXT = pl.lit(None, dtype=pl.String)

# The columns that are asked for, by the place of their question in the codebook.
Columns = Mapping[int, RawColumn]
Judge = Callable[[pl.DataFrame], pl.DataFrame]
AT_ONCE = 500_000


def answers_of(asked: Columns) -> pl.DataFrame:
    """Return one row per question and different cell.

    ask, raw (as it stands), n (cells), key and label (what lists are matched with), number, shown (for
    messages), named (the value label), declared (missing, by the file), blank.
    """
    return _told(_counted(asked), asked)


def judged(asked: Columns, judge: Judge, values: Sequence[str] = ("value",)) -> pl.DataFrame:
    """Judge answers, where each is judged by itself, so few at a time that memory stays small.

    Hardly two of a million amounts are the same, and a frame of them has a dozen columns of text.
    """
    answers = _counted(asked)
    kept = ("ask", "raw", "n", *values, "problem", "action", "each")
    starts = range(0, max(1, answers.height), AT_ONCE)
    return pl.concat(judge(_told(answers.slice(start, AT_ONCE), asked)).select(kept) for start in starts)


def _counted(asked: Columns) -> pl.DataFrame:
    """Return the different cells of each question, with their numbers."""
    columns = list(asked.values())
    sizes = [column.cells.texts.len() for column in columns]
    return pl.DataFrame(
        {
            "ask": np.repeat(np.array(list(asked), dtype=np.uint32), sizes),
            "raw": pl.concat([column.cells.texts.alias("raw") for column in columns]),
            "n": np.concatenate([column.cells.counts() for column in columns]),
        }
    )


def _told(answers: pl.DataFrame, asked: Columns) -> pl.DataFrame:
    """Add what is known of each cell by itself, and what the file says of it."""
    plain, decimal = pl.col("plain"), next(iter(asked.values())).decimal
    answers = answers.with_columns(plain=tidy(pl.col("raw")))
    answers = answers.with_columns(number=number_of(plain, decimal), blank=plain == "")
    answers = answers.with_columns(key=key_of(plain, number)).drop("plain")
    answers = _with_texts(answers, {ask: column.labels for ask, column in asked.items()}, "named")
    answers = _with_texts(answers, {ask: column.declared for ask, column in asked.items()}, "declared")
    shown = pl.coalesce(number_text(number), pl.col("raw").str.strip_chars())
    return answers.with_columns(answer_keys(answers["named"]).alias("label"), shown=shown)


def _with_texts(answers: pl.DataFrame, texts: Mapping[int, Labels], name: str) -> pl.DataFrame:
    """Add what the file says of a code."""
    found = [(ask, code, text) for ask, labels in texts.items() for code, text in labels.items()]
    if not found:
        return answers.with_columns(TEXT.alias(name))
    columns = {"ask": pl.UInt32, "key": pl.String, name: pl.String}
    frame = pl.DataFrame(found, schema=columns, orient="row").with_columns(
        key=pl.Series(code_keys(code for _, code, _ in found))
    )
    frame = frame.unique(["ask", "key"], keep="first", maintain_order=True)
    return answers.join(frame, on=["ask", "key"], how="left", maintain_order="left")


def with_parameters(answers: pl.DataFrame, parameters: Mapping[int, Mapping[str, object]]) -> pl.DataFrame:
    """Add what the codebook says of each question, as columns."""
    rows = [{"ask": ask, **_one_type(said)} for ask, said in parameters.items()]
    frame = pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"ask": pl.UInt32})
    return answers.join(frame, on="ask", how="left", maintain_order="left")


def _one_type(said: Mapping[str, object]) -> dict[str, object]:
    """Write whole numbers as the decimal numbers that they may stand beside."""
    whole = {name: float(value) for name, value in said.items() if type(value) is int}
    return {**said, **whole}


def with_lists(answers: pl.DataFrame, **lists: Mapping[int, Sequence[object]]) -> pl.DataFrame:
    """Tell whether an answer stands in the lists of its question.

    Every list gives two columns: under its name for the answer itself, with "_named" for its value label.
    """
    codes = [(ask, name, code) for name, by_ask in lists.items() for ask in by_ask for code in by_ask[ask]]
    keys = code_keys(code for *_, code in codes)
    frame = pl.DataFrame(
        {"ask": [ask for ask, *_ in codes], "key": keys, "list": [name for _, name, _ in codes]},
        schema={"ask": pl.UInt32, "key": pl.String, "list": pl.String},
    )
    wide = frame.group_by("ask", "key").agg((pl.col("list") == name).any().alias(name) for name in lists)
    answers = answers.join(wide, on=["ask", "key"], how="left", maintain_order="left")
    named = wide.rename({"key": "label"} | {name: f"{name}_named" for name in lists})
    answers = answers.join(named, on=["ask", "label"], how="left", maintain_order="left")
    return answers.with_columns(pl.col(*lists, *(f"{name}_named" for name in lists)).fill_null(False))


def is_one_of(codes: Sequence[object], answer: pl.Expr) -> pl.Expr:
    """Tell whether the answer (its key, or the key of its label) is one of the codes; never null."""
    return answer.is_in(code_keys(codes)).fill_null(False)


def with_no_answer(answers: pl.DataFrame, entries: Mapping[int, Asked]) -> pl.DataFrame:
    """Hold the answers against their columns' own lists of what is no answer."""
    lists = {name: {ask: entry.no_answer[name] for ask, entry in entries.items()} for name in NO_ANSWER_LISTS}
    return with_lists(answers, **lists)


def set_missing_aside(
    answers: pl.DataFrame, shared: Answers, *, known: pl.Expr | None = None
) -> pl.DataFrame:
    """Mark the answers that are no answer, with the reason; `known` answers are spared.

    Blank comes first, then a code of the column's own lists (one of `missing` only if the file does not
    declare it missing as well), then what the codebook knows as an answer, then what the file declares
    missing, then value labels and the lists shared by all columns.
    """
    known = pl.lit(False) if known is None else known
    code = pl.coalesce(pl.format("{} ({})", "shown", "named"), "shown")
    declared = pl.col("declared").is_not_null()
    # What the file declares missing is told as such, but for a list that knows the reason.
    own = [
        (pl.col(name) & ~declared if name == "missing" else pl.col(name), pl.format(reason, code))
        for name, reason in NO_ANSWER_LISTS.items()
    ]
    others = [
        (pl.col(f"{name}_named") | is_one_of(codes, key) | is_one_of(codes, label), pl.format(reason, code))
        for name, reason in NO_ANSWER_LISTS.items()
        for codes in (getattr(shared, name),)
    ]
    problem = _first_that_holds(
        (pl.col("blank"), pl.lit(BLANK)),
        (pl.col("raw") == NOT_ASKED, pl.lit(NOT_ASKED)),
        *own,
        (known, TEXT),
        (declared, pl.format("declared missing: {}", code)),
        *others,
        (is_one_of(SPREADSHEET_ERRORS, key), pl.lit(BROKEN_CELL)),
    )
    lacking = answers.with_columns(problem=problem)
    reason = pl.when(pl.col("problem").is_not_null()).then(pl.lit(NO_ANSWER))
    return lacking.with_columns(action=reason, each=(pl.col("problem") == BROKEN_CELL).fill_null(False))


def _first_that_holds(*cases: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    """Return the text of the first condition that holds, or null."""
    told = TEXT
    for condition, text in reversed(cases):
        told = pl.when(condition).then(text).otherwise(told)
    return told


def refuse(answers: pl.DataFrame, fault: pl.Expr, action: str = NO_ANSWER) -> pl.DataFrame:
    """Add the faults of answers that are not set aside: their value goes, their cells are listed."""
    faults = answers.with_columns(fault=pl.when(pl.col("problem").is_null()).then(fault))
    wrong = pl.col("fault").is_not_null()
    return faults.with_columns(
        value=pl.when(pl.col("problem").is_null() & ~wrong).then("value"),
        problem=pl.coalesce("problem", "fault"),
        action=pl.when(wrong).then(pl.lit(action)).otherwise("action"),
        each=pl.col("each") | wrong,
    ).drop("fault")
