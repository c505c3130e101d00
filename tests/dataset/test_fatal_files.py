"""Damaged files over which the reader of SPSS files breaks down end in a message, not in the end of Python."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pyreadstat
import pytest

from tests.fuzz.book import BOOK, toml
from tests.fuzz.bytes_of_files import Corpus
from tests.fuzz.judge import READ, REFUSED, Case, judge
from vcif._errors import DataError
from vcif.dataset import draft_codebook, read_survey
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.fatal_files import refuse_fatal, without_panic

# The record that says to which variable the value labels before it belong.
LABELLED = b"\x04\x00\x00\x00\x01\x00\x00\x00"


@pytest.fixture(name="corpus", scope="module")
def _corpus():
    return Corpus()


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_a_file_that_breaks_the_reader_down_is_refused_in_words(tmp_path, corpus, ending):
    # Value labels of a variable that does not exist end the process in pyreadstat 1.3.7.
    data = bytearray(corpus.files[ending])
    place = data.index(LABELLED) + len(LABELLED)
    data[place : place + 4] = (256).to_bytes(4, "little")
    path = tmp_path / f"firms{ending}"
    path.write_bytes(data)
    for read in (lambda: read_survey(path, parse_codebook(BOOK, "fuzz.toml")), lambda: draft_codebook(path)):
        with pytest.raises(DataError, match=rf"^firms\{ending} "):
            read()


def test_a_sound_file_passes(tmp_path, corpus):
    path = tmp_path / "firms.sav"
    path.write_bytes(corpus.files[".sav"])
    refuse_fatal(path, "read_sav")
    assert read_survey(path, parse_codebook(BOOK, "fuzz.toml")).firms.height == 12


def test_a_reader_that_breaks_down_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("vcif.dataset.fatal_files.TRIAL", "import os\nos.abort()")
    with pytest.raises(DataError, match=r"a\.sav is damaged"):
        refuse_fatal(tmp_path / "a.sav", "read_sav")


def test_a_reader_that_never_ends_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("vcif.dataset.fatal_files.TRIAL", "import time\ntime.sleep(60)")
    monkeypatch.setattr("vcif.dataset.fatal_files.PATIENCE", 0.5)
    with pytest.raises(DataError, match=r"a\.sav is damaged"):
        refuse_fatal(tmp_path / "a.sav", "read_sav")


def test_a_trial_that_cannot_begin_says_nothing_about_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("vcif.dataset.fatal_files.TRIAL", "import no_such_module_at_all")
    refuse_fatal(tmp_path / "a.sav", "read_sav")
    monkeypatch.setattr(sys, "executable", "")
    refuse_fatal(tmp_path / "a.sav", "read_sav")


@pytest.mark.parametrize("error", [TypeError("x"), MemoryError("x"), RuntimeError("x")])
def test_any_error_of_the_reader_is_put_in_words(tmp_path, corpus, monkeypatch, error):
    def broken(*_, **__):
        raise error

    path = tmp_path / "firms.sav"
    path.write_bytes(corpus.files[".sav"])
    monkeypatch.setattr(pyreadstat, "read_sav", broken)
    with pytest.raises(DataError, match=r"firms\.sav cannot be read"):
        read_survey(path, parse_codebook(BOOK, "fuzz.toml"))


def test_a_variable_without_a_name_is_a_damaged_file(tmp_path, corpus, monkeypatch):
    meta = SimpleNamespace(column_names=["id", None], column_names_to_labels={})
    monkeypatch.setattr(pyreadstat, "read_sav", lambda *_, **__: ({}, meta))
    path = tmp_path / "firms.sav"
    path.write_bytes(corpus.files[".sav"])
    for read in (lambda: read_survey(path, parse_codebook(BOOK, "fuzz.toml")), lambda: draft_codebook(path)):
        with pytest.raises(DataError, match="a variable has no name"):
            read()


class PanicException(BaseException):
    """As the libraries written in Rust raise it."""


def panic(*_, **__):
    raise PanicException("assertion failed")


@pytest.mark.parametrize(
    ("ending", "where"),
    [(".parquet", "polars.read_parquet"), (".csv", "polars.read_csv"), (".xlsx", "fastexcel.read_excel")],
)
def test_a_panic_is_put_in_words(tmp_path, corpus, monkeypatch, ending, where):
    path = tmp_path / f"firms{ending}"
    path.write_bytes(corpus.files[ending])
    monkeypatch.setattr(where, panic)
    for read in (lambda: read_survey(path, parse_codebook(BOOK, "fuzz.toml")), lambda: draft_codebook(path)):
        with pytest.raises(DataError, match=rf"^firms\{ending} is damaged"):
            read()


def test_other_errors_are_no_panic():
    with pytest.raises(KeyboardInterrupt), without_panic("a"):
        raise KeyboardInterrupt


def test_a_parquet_file_with_broken_pages_is_refused_or_read(tmp_path, corpus):
    whole = corpus.files[".parquet"]
    outcomes = set()
    for place in range(4, len(whole) // 2, 97):
        data = bytearray(whole)
        data[place : place + 4] = b"\xff\xff\xff\x7f"
        case = Case("firms.parquet", bytes(data), corpus.book)
        outcomes.add(judge(case, tmp_path))
    assert outcomes <= {READ, REFUSED}
    assert REFUSED in outcomes


def test_the_codebook_of_the_fuzz_session_is_a_valid_one(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text(toml(BOOK), encoding="utf-8")
    from vcif.dataset import read_codebook

    assert read_codebook(path) == parse_codebook(BOOK, "fuzz.toml")
