"""Presets: files in the shape of the World Bank Enterprise Surveys, built here; no such data are shipped."""

from __future__ import annotations

import tomllib

import polars as pl
import pyreadstat
import pytest

import vcif
from vcif._errors import CodebookError
from vcif.dataset import preset_names, preset_text
from vcif.dataset.codebook_file import parse_codebook

DONT_KNOW = {-9: "Don't know (spontaneous)", -8: "Refused", -7: "Does not apply"}
YES_NO = {1: "Yes", 2: "No", **DONT_KNOW}
# firm, d12b, d13, d3b, d3c and what is known of imports and exports
FIRMS = [
    (1, 0, None, 0, 0, False, False),  # blank d13 with d12b = 0 means no
    (2, 30, 1, 0, 0, True, False),
    (3, 0, None, 5, 0, False, True),  # indirect exports only
    (4, 60, 2, 0, 20, True, True),  # foreign inputs bought at home
    (5, -9, None, 0, 0, None, False),  # don't know: unknown, and blank d13 is no "no" here
    (6, None, None, 0, 40, None, True),  # services: not asked about inputs
    (7, -5, 1, -5, 0, True, True),  # more than 0 but less than 0.5 %
    (8, 0, None, -8, -8, False, None),
    (9, 0, None, 0, -4, False, None),  # a code that percentages do not have
    (10, -7, -7, 0, 0, None, False),
    (11, 0, 2, 9, 2, False, True),
]
NAMES = ["idstd", "d12b", "d13", "d3b", "d3c"]


def frame(rows=FIRMS):
    columns = pl.DataFrame([row[:5] for row in rows], schema=dict.fromkeys(NAMES, pl.Float64), orient="row")
    weights = [1.5 * row[0] for row in rows[:-1]] + [0.0]
    return columns.with_columns(
        wmedian=pl.Series(weights), l1=pl.Series([10.0] * (len(rows) - 1) + [-9.0]), country=pl.lit("X2013")
    )


def write(path, version, data):
    labels = dict.fromkeys(("d12b", "d3b", "d3c"), "in percent")
    pyreadstat.write_dta(
        data,
        path,
        version=version,
        column_labels=labels,
        variable_value_labels={"d13": YES_NO, **dict.fromkeys(("d12b", "d3b", "d3c"), DONT_KNOW)},
    )
    return path


@pytest.fixture(name="survey", params=[8, 10, 15], ids=["old wave", "wave of 2010", "new wave"])
def _survey(request, tmp_path):
    return vcif.read_survey(write(tmp_path / "wave.dta", request.param, frame()), "preset:wbes")


def test_v7_imports_and_exports(survey):
    assert survey.firms["firm_id"].to_list() == [str(row[0]) for row in FIRMS]
    assert survey.firms["upstream"].to_list() == [row[5] for row in FIRMS]
    assert survey.firms["downstream"].to_list() == [row[6] for row in FIRMS]
    assert survey.n_rows == survey.firms.height


def test_v7_categories(survey):
    firms = vcif.classify(survey.firms)
    assert firms["category"].to_list() == [
        *("C1", "C2", "C3", "C4", None, None, "C4", None, None, None, "C3"),
    ]


def test_direct_trade_only(tmp_path):
    path = write(tmp_path / "wave.dta", 15, frame())
    direct = vcif.read_survey(path, "preset:wbes_direct").firms
    assert direct["upstream"].to_list() == [
        *(False, True, False, False, None, None, True, False, False, None, False),
    ]
    assert direct["downstream"].to_list() == [
        *(False, False, False, True, False, True, False, None, None, False, True),
    ]
    both = vcif.read_survey(path, "preset:wbes")
    by_id = vcif.classify(both.firms, upstream="imports_direct", downstream="exports_direct")
    assert by_id["category"].to_list() == vcif.classify(direct)["category"].to_list()


def test_at_least_ten_per_cent(survey):
    firms = vcif.classify(
        survey.firms,
        rule="threshold",
        threshold=0.1,
        upstream="imports",
        downstream=["exports_indirect", "exports_direct"],
    )
    known = dict(firms.select("firm_id", "category").rows())
    assert known["3"] == "C1"  # 5 % of sales
    assert known["11"] == "C3"  # 9 % and 2 % together
    assert known["4"] == "C4"
    assert known["7"] is None  # the amount is not known


def test_codes_column_by_column_are_said(survey):
    told = survey.problems.select("column", "value", "problem").rows()
    assert ("d12b", "-9", "missing code -9 (Don't know (spontaneous)): 1 cell") in told
    assert ("d3b", "-5", 'code -5 means "yes" without an amount: 1 cell') in told
    assert ("d3c", "-4", "a share outside 0 to 100") in told
    assert ("d13", "", "blank where d12b is 0: 4 cells") in told
    assert ("d13", "", "2 blank cells") in told
    assert ("l1", "-9", "missing code -9: 1 cell") in told


def test_weights_are_sampling_weights(survey):
    assert survey.codebook.firm.weight_kind == "sampling"
    assert survey.firms["weight"].to_list() == [1.5 * i for i in range(1, len(FIRMS))] + [None]
    assert "a weight of zero" in survey.problems.filter(pl.col("column") == "wmedian")["problem"].to_list()


def test_every_preset_is_a_valid_codebook_that_names_no_data():
    assert preset_names() == ["wbes", "wbes_direct"]
    for name in preset_names():
        text = preset_text(name)
        codebook = parse_codebook(tomllib.loads(text), name)
        assert codebook == vcif.read_codebook(f"preset:{name}")
        assert "restricted" in codebook.study.source
        assert not codebook.study.synthetic
        assert all(len(line) <= 130 for line in text.splitlines())


def test_a_preset_written_out_reads_the_same(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(preset_text("wbes"), encoding="utf-8")
    assert vcif.read_codebook(path) == vcif.read_codebook("preset:wbes")


def test_an_unknown_preset_is_refused_with_those_that_exist():
    with pytest.raises(CodebookError, match=r'no preset "wbs"; allowed: wbes, wbes_direct; did you mean'):
        vcif.read_codebook("preset:wbs")


def test_a_file_without_a_column_of_the_preset_is_refused_by_name(tmp_path):
    path = write(tmp_path / "wave.dta", 15, frame().drop("wmedian"))
    with pytest.raises(vcif.VcifError, match='lacks a column that the codebook names: "wmedian"'):
        vcif.read_survey(path, "preset:wbes")


def test_presets_are_in_the_package():
    from importlib.resources import files

    folder = files("vcif.dataset") / "presets"
    assert {entry.name for entry in folder.iterdir()} == {"wbes.toml", "wbes_direct.toml"}
