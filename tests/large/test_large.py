"""The session `large` in small: its files are read whole, are the same for a seed, and it notices what must not be."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pyreadstat
import pytest

import vcif
from tests.large import files
from tests.large.files import KINDS, large_file
from tests.large.run import MOST, main, read_in_a_process
from vcif.dataset import example_files


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_read_whole(tmp_path, kind):
    survey = vcif.read_survey(large_file(tmp_path, kind, rows=1500), example_files().codebook)
    assert (survey.n_rows, survey.firms.height, survey.rejected) == (1500, 1500, 0)
    study = vcif.example_survey().firms
    for item in survey.codebook.indicators:
        assert set(survey.firms[item.id].drop_nulls()) <= set(study[item.id].drop_nulls())
    # drawn column by column, so that hardly two firms are alike
    assert survey.firms.drop("firm_id").unique().height > 1490
    assert survey.firms["revenue"].n_unique() > 1400


def test_the_same_answers_in_either_kind_of_file(tmp_path):
    texts = pl.read_csv(large_file(tmp_path, ".csv", rows=300), infer_schema=False)
    data, _ = pyreadstat.read_sav(large_file(tmp_path, ".sav", rows=300), output_format="dict")
    assert list(data) == texts.columns
    assert data["firm_id"] == texts["firm_id"].to_list()


def test_a_size_in_megabytes_is_met(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 500)
    path = large_file(tmp_path, ".csv", megabytes=0.4)
    assert 0.4e6 <= path.stat().st_size < 0.5e6
    identifiers = pl.read_csv(path, infer_schema=False)["firm_id"]
    assert identifiers.n_unique() == identifiers.len()
    assert path.read_bytes() == large_file(tmp_path, ".csv", megabytes=0.4).read_bytes()


def test_a_process_tells_what_it_took(tmp_path):
    result = read_in_a_process(large_file(tmp_path, ".csv", rows=800))
    assert (result.rows, result.faults) == (800, [])
    assert result.peak is None or result.peak > 50 * 2**20
    assert replace(result, peak=MOST + 1).faults == ["large.csv took 3.00 GiB of memory, 3 are allowed"]
    assert replace(result, rows=801).faults == ["large.csv has 801 rows, 800 + 0 are accounted for"]
    assert "answers counted of 800 x" in replace(result, counted=1).faults[0]
    assert replace(result, peak=None).faults == []


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("firm_id\nA\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"large\.csv could not be read: .*lacks"):
        read_in_a_process(path)


def test_the_session_prints_a_table(capsys):
    assert main(["--megabytes", "0.1", "--rows", "500"]) == 0
    told = capsys.readouterr().out
    assert "large.csv" in told
    assert "large.sav" in told
    assert "GiB of memory" in told  # of the machine, below the table
