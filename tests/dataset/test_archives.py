"""Compressed files are unpacked and read; what unpacks to more than the limit is not."""

from __future__ import annotations

import gzip
import io
import zipfile

import polars as pl
import pyreadstat
import pytest

from vcif._errors import DataError
from vcif.dataset import archives
from vcif.dataset.survey import read_survey

CSV = "id,buys,sells\nA,1,2\nB,1,5\n"


def zipped(**entries: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return data.getvalue()


def refusal(read_text, *args):
    with pytest.raises(DataError) as error:
        read_text(*args)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "data", "entry"),
    [
        ("firms.csv.gz", gzip.compress(CSV.encode()), "firms.csv"),
        ("firms.zip", zipped(firms_csv=CSV), "firms.csv"),
        ("firms.zip", zipped(data__firms_csv=CSV, read_pdf=b"%PDF"), "firms.csv"),
    ],
)
def test_a_compressed_table(read_text, name, data, entry):
    survey = read_text(data, name)
    assert survey.firms["firm_id"].to_list() == ["A", "B"]
    assert survey.source == name
    assert survey.problems.select("file", "row", "value").row(0) == (name, 3, "5")
    assert survey.reading.entry == entry
    assert survey.reading.remarks[0] == f"{entry} was unpacked from {name}."


def test_what_a_mac_adds_to_an_archive_does_not_count(read_text):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("firms.csv", CSV)
        archive.writestr("__MACOSX/._firms.csv", b"x")
        archive.writestr(".DS_Store", b"x")
    assert read_text(data.getvalue(), "a.zip").n_rows == 2


def test_an_spss_file_in_an_archive(tmp_path, codebook_of):
    frame = pl.DataFrame({"id": ["A"], "buys": [1.0], "sells": [2.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.sav", "a.sav")
    assert read_survey(tmp_path / "a.zip", codebook_of()).firms["buys"].to_list() == [True]


def test_an_archive_under_another_name_is_told(read_text, told):
    survey = read_text(zipped(firms_csv=CSV), "firms.csv")
    assert told(survey)[0] == (
        None, None, "", 'named ".csv" but holds a zip archive', "read as a zip archive"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (zipped(a_csv=CSV, b_csv=CSV), 'a.zip holds 2 files: "a.csv", "b.csv". Unpack it'),
        (zipped(), "a.zip holds no file. Unpack it"),
        (zipped(a_zip=zipped(b_csv=CSV)), "a.zip in a.zip is an archive itself: unpack it"),
        (zipped(word__document_xml="x"), "a.zip holds a Word document: export the data again"),
        (zipped(a_csv=CSV)[:60], "a.zip cannot be unpacked ("),
    ],
)
def test_archives_that_are_refused(read_text, data, text):
    assert refusal(read_text, data, "a.zip").startswith(text)


def test_a_damaged_gzip_file(read_text):
    assert refusal(read_text, gzip.compress(CSV.encode())[:-9], "a.csv.gz").startswith(
        "a.csv.gz cannot be unpacked ("
    )


def test_an_archive_with_a_password(read_text):
    data = bytearray(zipped(firms_csv=CSV))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert "is encrypted" in refusal(read_text, bytes(data), "a.zip")


BOMB = "unpacks to more than 4 GiB or 500 times its size, and is not read: if it is a survey indeed"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip"])
def test_a_bomb_is_refused(read_text, name):
    zeros = bytes(archives.SMALL + archives.CHUNK)
    data = gzip.compress(zeros) if name.endswith("gz") else zipped(a_csv=zeros)
    assert len(data) < 100_000
    assert BOMB in refusal(read_text, data, name)


def test_a_large_archive_is_refused_by_its_size(read_text, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST", 20)
    assert "and is not read" in refusal(read_text, gzip.compress(CSV.encode()), "a.csv.gz")


def test_a_workbook_that_is_a_bomb(tmp_path, codebook_of, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(archives.SMALL + archives.CHUNK))
    with pytest.raises(DataError, match=r"a\.xlsx unpacks to more than 1 GiB or 500 times its size"):
        read_survey(tmp_path / "a.xlsx", codebook_of())


def test_nothing_is_left_behind(read_text, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    read_text(zipped(firms_csv=CSV), "a.zip")
    refusal(read_text, zipped(firms_csv="a,b\n"), "b.zip")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_entry_whose_name_is_damaged(read_text):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("ä.csv", CSV)
    # The name stands before the entry as well as in the list at the end; only the first is damaged.
    broken = data.getvalue().replace("ä.csv".encode(), b"\x8e\x8e.csv", 1)
    assert refusal(read_text, broken, "a.zip").startswith("a.zip cannot be unpacked (")


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_an_entry_without_a_name_is_none(read_text, name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a", "x")
    broken = bytearray(data.getvalue())
    for mark, place in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        start = broken.index(mark)
        if name:
            broken[broken.index(b"a", start)] = ord(name)
        else:
            # The letter now counts to what an archive may say besides the name.
            broken[start + place], broken[start + place + 2] = 0, 1
    assert refusal(read_text, bytes(broken), "a.zip").startswith("a.zip holds no file")
