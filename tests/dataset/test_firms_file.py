"""Firms that go on to SPSS, Stata, Excel, CSV and Parquet come back the same, with their labels."""

from __future__ import annotations

import json
import math

import openpyxl
import polars as pl
import pyreadstat
import pytest

import vcif
from vcif._columns import CATEGORIES, CATEGORY_LABELS, PATH_LABELS, PATHS
from vcif._errors import DataError
from vcif.dataset import example_files, missing_reasons
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.firms_file import save_firms

STATISTICS = [".sav", ".zsav", ".dta"]
FILES = example_files()


def read_back(path):
    read = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    return read(path, output_format="dict", user_missing=True)


@pytest.fixture(name="survey", scope="module")
def _survey():
    return vcif.example_survey()


@pytest.fixture(name="firms", scope="module")
def _firms(survey):
    firms = vcif.assign_path(vcif.classify(survey.firms))
    return vcif.add_composites(firms, survey.codebook)


def is_missing(cell, meta, name):
    ranges = meta.missing_ranges.get(name, [])
    return cell is None or isinstance(cell, str) or any(r["lo"] <= cell <= r["hi"] for r in ranges)


@pytest.mark.parametrize("ending", STATISTICS)
def test_every_value_comes_back(tmp_path, survey, firms, ending):
    saved = save_firms(firms, tmp_path / f"firms{ending}", survey.codebook)
    cells, meta = read_back(saved.path)
    assert saved.renamed == {}
    assert list(cells) == firms.columns
    for column in firms:
        back = cells[column.name]
        if column.dtype == pl.String:
            assert back == column.to_list()
            continue
        wanted = column.to_physical() + 1 if isinstance(column.dtype, pl.Enum) else column.cast(pl.Float64)
        for cell, value in zip(back, wanted, strict=True):
            assert is_missing(cell, meta, column.name) if value is None else math.isclose(cell, value)


@pytest.mark.parametrize("ending", STATISTICS)
def test_labels_of_columns_and_values_come_back(tmp_path, survey, firms, ending):
    _, meta = read_back(save_firms(firms, tmp_path / f"firms{ending}", survey.codebook).path)
    assert meta.column_names_to_labels["sales_growth"] == "Growth of sales"
    assert meta.column_names_to_labels["liquidity"].endswith("[reversed]")
    assert meta.column_names_to_labels["performance_composite"].startswith("Performance, mean")
    labels = meta.variable_value_labels
    categories = {float(place): f"{name} {CATEGORY_LABELS[name]}" for place, name in enumerate(CATEGORIES, 1)}
    named = {code: text for code, text in labels["category"].items() if code in categories}
    assert named == categories
    assert {labels["path"][float(place)] for place in range(1, len(PATHS) + 1)} == set(PATH_LABELS.values())
    assert labels["upstream"] == {0.0: "No", 1.0: "Yes"}
    assert labels["host_countries"] == {
        1.0: "none",
        2.0: "one or two",
        3.0: "three to five",
        4.0: "six to ten",
        5.0: "more than ten",
    }
    assert labels["industry"][1.0] == "Textiles and clothing"
    assert meta.file_label.startswith("Synthetic")


@pytest.mark.parametrize("ending", STATISTICS)
def test_an_unknown_category_says_which_side_is_not_known(tmp_path, ending):
    firms = pl.DataFrame(
        {
            "firm_id": list("ABCDE"),
            "upstream": [True, None, None, False, None],
            "downstream": [True, False, None, None, True],
        }
    )
    cells, meta = read_back(save_firms(vcif.classify(firms), tmp_path / f"a{ending}").path)
    labels = meta.variable_value_labels["category"]
    reasons = [labels[cell] for cell in cells["category"]]
    assert reasons == [
        "C4 Fully integrated",
        "upstream is not known",
        "neither side is known",
        "downstream is not known",
        "upstream is not known",
    ]
    if ending == ".dta":
        assert cells["category"] == [4.0, "a", "c", "b", "a"]
    else:
        assert meta.missing_ranges["category"] == [{"lo": -99.0, "hi": -97.0}]


@pytest.mark.parametrize("ending", STATISTICS)
def test_f2_reasons_for_no_answer_stay_apart(tmp_path, survey, firms, ending):
    reasons = missing_reasons(FILES.sav, vcif.read_survey(FILES.sav, FILES.codebook))
    path = save_firms(firms, tmp_path / f"firms{ending}", survey.codebook, missing=reasons).path
    cells, meta = read_back(path)
    labels = meta.variable_value_labels["government_incentives"]
    told = [labels.get(cell) for cell in cells["government_incentives"]]
    asked = reasons["government_incentives"].to_list()
    missing = firms["government_incentives"].is_null().to_list()
    assert {"declared missing: 8 (refused)", "declared missing: 9 (do not know)"} <= set(told)
    for text, reason, lacks in zip(told, asked, missing, strict=True):
        assert text == (reason if lacks else None)
    # SPSS itself leaves all of them out
    plain, _ = (pyreadstat.read_dta if ending == ".dta" else pyreadstat.read_sav)(path, output_format="dict")
    known = [cell for cell in plain["government_incentives"] if cell is not None]
    assert len(known) == firms["government_incentives"].count()


def test_yes_without_an_amount_is_no_missing_answer(tmp_path, read_text, activity):
    share = activity("sells", "downstream", kind="share", maximum=100, missing=[-9], yes=[-5])
    survey = read_text(
        "id,buys,sells\nA,1,-9\nB,1,-5\nC,1,\nD,1,120\nE,1,40\n",
        activities=[activity("buys", "upstream"), share],
    )
    reasons = missing_reasons(tmp_path / "firms.csv", survey)
    assert reasons["sells"].to_list() == [
        "missing code -9",
        "active, the amount is not known",
        None,
        "an answer that could not be taken",
        None,
    ]


def test_reasons_of_a_file_that_changed_are_refused(tmp_path, read_text):
    survey = read_text("id,buys,sells\nA,1,1\n")
    (tmp_path / "firms.csv").write_text("id,buys,sells\nB,1,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="holds other firms than the survey"):
        missing_reasons(tmp_path / "firms.csv", survey)


def test_reasons_are_told_only_of_cells_that_are_empty(tmp_path):
    firms = pl.DataFrame({"q": [1.0, None, None]})
    reasons = {"q": pl.Series(["do not know", "do not know", None], dtype=pl.String)}
    cells, _ = read_back(save_firms(firms, tmp_path / "a.sav", missing=reasons).path)
    assert cells["q"] == [1.0, -99.0, None]


def test_reasons_of_other_firms_are_refused(tmp_path):
    reasons = {"q": pl.Series(["x"], dtype=pl.String)}
    with pytest.raises(DataError, match="those of 1 firms, the frame has 2"):
        save_firms(pl.DataFrame({"q": [1.0, None]}), tmp_path / "a.sav", missing=reasons)


def test_codes_lie_below_all_values(tmp_path):
    firms = pl.DataFrame({"growth": [-99.0, -250.5, 3.0, None, None]})
    reasons = {"growth": pl.Series([None, None, None, "x", "y"], dtype=pl.String)}
    cells, meta = read_back(save_firms(firms, tmp_path / "a.sav", missing=reasons).path)
    assert cells["growth"] == [-99.0, -250.5, 3.0, -253.0, -252.0]
    assert meta.missing_ranges["growth"] == [{"lo": -253.0, "hi": -252.0}]


def test_stata_tells_26_reasons_apart_and_the_rest_together(tmp_path):
    texts = [f"reason {i:02}" for i in range(30)]
    firms = pl.DataFrame({"q": pl.Series([None] * 30, dtype=pl.Float64)})
    cells, meta = read_back(save_firms(firms, tmp_path / "a.dta", missing={"q": pl.Series(texts)}).path)
    assert cells["q"][:25] == list("abcdefghijklmnopqrstuvwxy")
    assert set(cells["q"][25:]) == {"z"}
    assert meta.variable_value_labels["q"]["z"] == "another reason"


def test_words_of_a_reversed_scale_stand_at_the_turned_values(tmp_path):
    words = ["low", "middle", "high"]
    codebook = parse_codebook(
        {
            "study": {"title": "T"},
            "firm": {"id": "id"},
            "activities": [
                {"id": "a", "column": "a", "side": "upstream", "label": "l"},
                {"id": "b", "column": "b", "side": "downstream", "label": "l"},
            ],
            "indicators": [
                {"id": "q", "column": "q", "label": "l", "scale": [1, 3], "words": words, "reversed": True}
            ],
        },
        "t.toml",
    )
    path = save_firms(pl.DataFrame({"q": [3.0, 1.0]}), tmp_path / "a.sav", codebook).path
    _, meta = read_back(path)
    assert meta.variable_value_labels["q"] == {3.0: "low", 2.0: "middle", 1.0: "high"}


def test_long_names_are_shortened_said_and_unique(tmp_path):
    long = "international_sourcing_intensity_of_inputs"
    frame = pl.DataFrame({f"{long}_1": [1.0], f"{long}_2": [2.0], "short": [3.0]})
    saved = save_firms(frame, tmp_path / "a.dta")
    assert saved.renamed == {f"{long}_1": long[:32], f"{long}_2": long[:30] + "_2"}
    cells, _ = read_back(saved.path)
    assert cells == {long[:32]: [1.0], long[:30] + "_2": [2.0], "short": [3.0]}
    assert save_firms(frame, tmp_path / "a.sav").renamed == {}


def test_labels_that_stata_cuts_are_said(tmp_path, survey, firms):
    saved = save_firms(firms, tmp_path / "a.dta", survey.codebook)
    assert saved.notes
    assert "psychic_closeness" in saved.notes[0]


def test_excel_has_the_firms_and_their_labels(tmp_path, survey, firms):
    path = save_firms(firms, tmp_path / "firms.xlsx", survey.codebook).path
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["firms", "labels"]
    header, *rows = book["firms"].values
    assert list(header) == firms.columns
    category = header.index("category")
    assert [row[category] for row in rows] == firms["category"].cast(pl.String).to_list()
    score = header.index("performance_composite")
    # a workbook keeps 16 digits
    for row, mean in zip(rows, firms["performance_composite"], strict=True):
        assert row[score] is mean or math.isclose(row[score], mean, rel_tol=1e-15)
    labels = list(book["labels"].values)
    assert ("category", "C4", "C4 Fully integrated") in labels
    assert ("sales_growth", None, "Growth of sales") in labels
    assert ("host_countries", "2", "one or two") in labels


def test_parquet_keeps_the_frame_itself_and_the_labels_beside_it(tmp_path, survey, firms):
    path = save_firms(firms, tmp_path / "firms.parquet", survey.codebook).path
    assert pl.read_parquet(path).equals(firms)
    told = json.loads(pl.read_parquet_metadata(path)["vcif"])
    assert told["labels"]["sales_growth"] == "Growth of sales"
    assert told["title"].startswith("Synthetic")


def test_csv_holds_every_value(tmp_path, survey, firms):
    path = save_firms(firms, tmp_path / "firms.csv", survey.codebook).path
    back = pl.read_csv(path, infer_schema=False)
    assert back.columns == firms.columns
    assert back["category"].to_list() == firms["category"].cast(pl.String).to_list()
    assert back["attitudes_composite"].cast(pl.Float64).to_list() == firms["attitudes_composite"].to_list()


@pytest.mark.parametrize(
    ("frame", "what"),
    [
        (pl.DataFrame({"x": [2**53 + 1]}), "whole numbers of more than 15 digits"),
        (pl.DataFrame({"x": [float("inf")]}), "an infinite number"),
        (pl.DataFrame({"x": [[1]]}), "more than one value a cell"),
        (pl.DataFrame({"x": ["y" * 32_768]}), "a text of more than 32,767 bytes"),
    ],
)
def test_what_spss_cannot_hold_is_refused(tmp_path, frame, what):
    with pytest.raises(DataError, match=what):
        save_firms(frame, tmp_path / "a.sav")


def test_another_ending_and_an_absent_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"the ending must be one of \.csv, \.parquet, \.xlsx, \.sav"):
        save_firms(pl.DataFrame({"x": [1]}), tmp_path / "a.docx")
    for ending in (".sav", ".dta", ".xlsx", ".csv", ".parquet"):
        with pytest.raises(DataError, match="cannot write"):
            save_firms(pl.DataFrame({"x": [1]}), tmp_path / "nowhere" / f"a{ending}")


def test_nan_is_an_empty_cell(tmp_path):
    for ending in (".sav", ".dta"):
        cells, _ = read_back(
            save_firms(pl.DataFrame({"x": [float("nan"), 1.0]}), tmp_path / f"a{ending}").path
        )
        assert cells["x"] == [None, 1.0]


def test_dates_and_names_are_text(tmp_path):
    frame = pl.DataFrame({"day": ["2020-01-02"], "name": ["长城"]}).with_columns(pl.col("day").str.to_date())
    for ending in (".sav", ".dta"):
        cells, _ = read_back(save_firms(frame, tmp_path / f"a{ending}").path)
        assert cells == {"day": ["2020-01-02"], "name": ["长城"]}
