"""What a check finds, one fault at a time; a clean survey has nothing to look at."""

from __future__ import annotations

import json
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vcif
from tests.check.conftest import items, plain, tables
from vcif._columns import schema
from vcif.check import Check
from vcif.check.as_json import FRAMES as JSON_FRAMES
from vcif.check.as_json import as_json
from vcif.check.kinds import with_kinds
from vcif.check.known_kinds import KINDS
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.problems import column_problem, problem_list


def rows(frame, *columns):
    return frame.select(*columns).rows()


def test_a_clean_survey_has_nothing_to_look_at(survey_of):
    check = vcif.check_survey(survey_of(plain(6)))
    assert isinstance(check, Check)
    assert check.clean
    assert check.conserved
    for frame in (check.kinds, check.outside, check.codes, check.constant, check.unknown, check.duplicates):
        assert frame.is_empty()


def test_blank_cells_and_declared_codes_need_no_look(survey_of):
    check = vcif.check_survey(survey_of(plain(6, sells=[1, 2, 9, None, 1, 2])))
    assert check.clean
    assert sorted(rows(check.kinds, "kind", "serious", "n_cells")) == [
        ("blank cell", False, 1),
        ("code for no answer", False, 1),
    ]


def test_v2_an_answer_that_no_list_has(survey_of):
    check = vcif.check_survey(survey_of(plain(6, sells=[1, 2, "Maybe", "Maybe", 1, 2])))
    assert not check.clean
    assert rows(check.kinds, "kind", "serious", "n_cells", "n_columns") == [
        ("neither yes nor no", True, 2, 1)
    ]
    assert rows(check.examples, "row", "column", "value") == [(4, "sells", "Maybe"), (5, "sells", "Maybe")]
    assert rows(check.outside, "column", "allowed", "value", "n_cells", "rows") == [
        ("sells", "yes: 1; no: 2", "Maybe", 2, "4, 5")
    ]
    assert "`yes`, `no` or `missing`" in check.kinds["advice"][0]


def test_v15_values_outside_the_scale(survey_of):
    data = plain(6, q1=[1, 2, 3, 4, 6, 3.5], q2=[1, 2, 3, 4, 5, 5])
    check = vcif.check_survey(survey_of(data, indicators=items(2)))
    assert rows(check.outside, "column", "value", "rows") == [("q1", "6.0", "6"), ("q1", "3.5", "7")]
    assert check.kinds.filter("serious")["kind"].to_list() == [
        "outside the scale or the bounds",
        "between two answers of the scale",
    ]


@pytest.mark.parametrize("code", [8, 9, 98, 99, 999, -1, -9, "no idea", "缺失"])
def test_f3_undeclared_codes_beside_a_scale(survey_of, code):
    data = plain(8, q1=[1, 2, 3, 4, 5, 5, code, code], q2=[1, 2, 3, 4, 5, 4, 3, 2])
    check = vcif.check_survey(survey_of(data, indicators=items(2)))
    assert rows(check.codes, "column", "value", "n_cells") == [("q1", str(code), 2)]
    assert "`missing`" in check.codes["why"][0]


def test_f3_declared_codes_are_no_finding(survey_of):
    data = plain(8, q1=[1, 2, 3, 4, 5, 5, 9, 9], q2=[1, 2, 3, 4, 5, 4, 3, 2])
    assert vcif.check_survey(survey_of(data, indicators=items(2, missing=[9]))).codes.is_empty()


def test_codes_that_were_taken_for_numbers(survey_of):
    data = plain(8, size=[10, 20, 30, 999, 999, 40, 12, 15], age=[1, 2, -9, -9, 3, 4, 5, 6])
    entries = [{"id": name, "column": name, "label": "l"} for name in ("size", "age")]
    check = vcif.check_survey(survey_of(data, covariates=entries))
    assert rows(check.codes, "column", "value", "n_cells") == [("size", "999", 2), ("age", "-9", 2)]
    assert all("was taken for a number" in why for why in check.codes["why"])


@pytest.mark.parametrize("size", [[997, 998, 999, 999, 1000, 1, 2, 3], [10, 20, 999, 30, 40, 50, 60, 70]])
def test_numbers_among_others_are_no_codes(survey_of, size):
    entry = [{"id": "size", "column": "size", "label": "l"}]
    assert vcif.check_survey(survey_of(plain(8, size=size), covariates=entry)).codes.is_empty()


def battery(n=60, turned=()):
    rng = np.random.PCG64(4).random_raw(n * 5)
    level = [int(value % 5) + 1 for value in rng[:n]]
    data = {}
    for place in range(1, 5):
        noise = [int(value % 3) - 1 for value in rng[place * n : (place + 1) * n]]
        answers = [min(5, max(1, a + b)) for a, b in zip(level, noise, strict=True)]
        data[f"q{place}"] = [6 - a for a in answers] if place in turned else answers
    return data


def test_v6_a_forgotten_reversal_has_a_negative_item_rest_correlation(survey_of):
    check = vcif.check_survey(survey_of(plain(60, **battery(turned=[3])), indicators=items(4)))
    assert not check.clean
    assert check.suspects["indicator"].to_list() == ["q3"]
    assert check.suspects["item_rest"][0] < -0.5


def test_v6_a_reversal_that_is_declared_is_none(survey_of):
    entries = items(4)
    entries[2]["reversed"] = True
    check = vcif.check_survey(survey_of(plain(60, **battery(turned=[3])), indicators=entries))
    assert check.suspects.is_empty()
    assert check.items["item_rest"].min() > 0.5


def test_item_rest_is_pearsons_correlation_with_the_mean_of_the_others(survey_of):
    data = battery()
    data["q2"][:5] = [None] * 5
    check = vcif.check_survey(survey_of(plain(60, **data), indicators=items(4)))
    for place, item in enumerate(check.items.iter_rows(named=True), start=1):
        x, y = [], []
        for firm in range(60):
            others = [
                data[f"q{j}"][firm] for j in range(1, 5) if j != place and data[f"q{j}"][firm] is not None
            ]
            if data[f"q{place}"][firm] is not None:
                x.append(data[f"q{place}"][firm])
                y.append(sum(others) / len(others))
        assert item["n"] == len(x)
        assert math.isclose(item["item_rest"], np.corrcoef(x, y)[0, 1], rel_tol=1e-12)


def test_items_on_two_scales_are_brought_to_one(survey_of):
    data = battery()
    wide = {**data, "q2": [10 * (a - 1) for a in data["q2"]]}
    entries = items(4)
    narrow_check = vcif.check_survey(survey_of(plain(60, **data), indicators=entries))
    entries[1] |= {"scale": [0, 40], "step": 10}
    wide_check = vcif.check_survey(survey_of(plain(60, **wide), indicators=entries))
    both = zip(narrow_check.items["item_rest"], wide_check.items["item_rest"], strict=True)
    assert all(math.isclose(a, b, rel_tol=1e-12) for a, b in both)


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"q1": [3] * 6, "q2": [1, 2, 3, 4, 5, 1]}, "no variation: every firm gave the same answer"),
        ({"q1": [1, 2, 3, 4, 5, 1], "q2": [3] * 6}, "no variation in the other items of the block"),
        ({"q1": [1, 2, None, None, None, None], "q2": [1, 2, 3, 4, 5, 1]}, "fewer than 3 firms answered it"),
    ],
)
def test_n3_what_cannot_be_computed_has_its_reason(survey_of, answers, note):
    check = vcif.check_survey(survey_of(plain(6, **answers), indicators=items(2)))
    row = check.items.row(0, named=True)
    assert row["item_rest"] is None
    assert row["note"].startswith(note)
    assert not row["suspect"]


def test_the_only_item_of_a_block(survey_of):
    check = vcif.check_survey(survey_of(plain(6, q1=[1, 2, 3, 4, 5, 1]), indicators=items(1)))
    assert check.items.row(0, named=True)["note"] == "the only item of its block"


def test_defining_items_are_not_correlated(survey_of):
    entries = items(3)
    entries[0]["defining"] = True
    data = {name: battery()[name] for name in ("q1", "q2", "q3")}
    check = vcif.check_survey(survey_of(plain(60, **data), indicators=entries))
    assert check.items["indicator"].to_list() == ["q2", "q3"]


def test_v10_an_activity_that_nobody_has_in_a_wave(survey_of):
    data = plain(8, wave=[1] * 4 + [2] * 4, sells=[1, 2, 1, 2, 2, 2, 2, 9])
    check = vcif.check_survey(survey_of(data, firm={"id": "id", "wave": "wave"}))
    assert rows(check.constant, "activity", "side", "wave", "n", "answer") == [
        ("sells", "downstream", 2, 3, "no")
    ]
    assert 'nobody answers "yes"' in check.kinds.filter("serious")["kind"].to_list()
    assert check.categories.filter(pl.col("wave") == 1)["n"].sum() == 4


@pytest.mark.parametrize(("cells", "answer", "n"), [([1] * 6, "yes", 6), ([None] * 6, "no answer", 6)])
def test_constant_the_other_way_and_never_answered(survey_of, cells, answer, n):
    check = vcif.check_survey(survey_of(plain(6, sells=cells)))
    assert rows(check.constant, "activity", "wave", "n", "answer") == [("sells", None, n, answer)]


def test_a_share_above_zero_everywhere_is_constant_only_as_an_activity(survey_of):
    share = {"id": "x", "column": "x", "side": "downstream", "label": "l", "kind": "share", "maximum": 100}
    entries = [*tables()["activities"], share]
    check = vcif.check_survey(survey_of(plain(6, x=[10, 20, 30, 40, 50, 60]), activities=entries))
    assert rows(check.constant, "activity", "answer") == [("x", "yes")]
    with_code = {**share, "yes": [-5]}
    spared = vcif.check_survey(
        survey_of(plain(6, x=[-5, 0, 0, 0, 0, 0]), activities=[*tables()["activities"], with_code])
    )
    assert spared.constant.is_empty()


def test_why_firms_are_unknown_most_frequent_first(survey_of):
    data = {
        "id": list("ABCDEFG"),
        "buys": [9, 9, 9, 2, None, 1, 2],
        "office": [2, 2, 2, 9, None, 9, 2],
        "sells": [1, 2, 1, 2, 9, 1, 2],
    }
    check = vcif.check_survey(survey_of(data))
    assert rows(check.unknown, "side", "missing", "n") == [
        ("upstream", "buys", 3),
        ("both", "buys, office, sells", 1),
        ("upstream", "office", 1),
    ]
    assert rows(check.unknown_activities, "activity", "n", "n_alone", "reasons") == [
        ("buys", 4, 3, "missing code 9 (3); blank (1)"),
        ("office", 2, 1, "missing code 9 (2); blank (1)"),
        ("sells", 1, 1, "missing code 9 (1)"),
    ]
    counts = dict(check.categories.select("category", "n").rows())
    assert counts == {"C1": 1, "C2": 0, "C3": 0, "C4": 1, None: 5}
    assert check.unknown["n"].sum() == counts[None]


def test_n1_every_category_has_its_row(survey_of):
    check = vcif.check_survey(survey_of(plain(4)))
    assert check.categories["category"].to_list() == ["C1", "C2", "C3", "C4", None]
    assert check.categories["n"].sum() == 4


def test_identifiers_that_look_alike(survey_of):
    data = plain(5, id=["F001", "f-1", "F2 ", "F02", "F10"])
    check = vcif.check_survey(survey_of(data))
    assert rows(check.duplicates, "finding", "firms") == [
        ("identifiers that differ only in case, spaces, signs or leading zeros", "F001, f-1"),
        ("identifiers that differ only in case, spaces, signs or leading zeros", "F2, F02"),
    ]


def test_the_same_answers_throughout(survey_of):
    # the number of a firm in base five tells all of them apart
    data = plain(60, **{f"q{i}": [n // 5 ** (i % 3) % 5 + 1 for n in range(60)] for i in range(1, 9)})
    for name in data:
        if name != "id":
            data[name][40] = data[name][11]
    check = vcif.check_survey(survey_of(data, indicators=items(8)))
    assert rows(check.duplicates, "finding", "firms") == [("the same answers to every question", "F11, F40")]


def test_a_short_questionnaire_has_no_twins(survey_of):
    assert vcif.check_survey(survey_of(plain(60))).duplicates.is_empty()


def test_v10_a_wave_that_the_codebook_names_is_no_finding(survey_of):
    columns = plain(4, wave=[1, 1, 2, 2], sells=[None, None, 1, 2])
    firm = {"id": "id", "wave": "wave"}
    activities = tables()["activities"]
    found = vcif.check_survey(survey_of(columns, firm=firm)).constant
    assert rows(found.filter(pl.col("activity") == "sells"), "wave", "answer") == [(1, "no answer")]
    told = [{**entry, "not_asked_in": [1]} if entry["id"] == "sells" else entry for entry in activities]
    check = vcif.check_survey(survey_of(columns, firm=firm, activities=told))
    assert check.constant.filter(pl.col("activity") == "sells").is_empty()
    assert check.kinds.filter(pl.col("kind") == "not asked in the wave")["n_cells"].to_list() == [2]


def test_v12_a_firm_that_stands_there_twice_is_reported_with_its_rows(tmp_path):
    from vcif.dataset import read_to_check

    path = tmp_path / "firms.csv"
    path.write_text(
        "id,buys,office,sells\nA,1,2,1\nB,2,2,2\nA,1,1,1\nC,1,1,2\nB,1,1,1\nB,1,1,1\n,1,1,1\n",
        encoding="utf-8",
    )
    survey = read_to_check(path, parse_codebook(tables(), "test.toml"))
    assert survey.firms["firm_id"].to_list() == ["C"]
    assert (survey.n_rows, survey.rejected) == (7, 6)
    check = vcif.check_survey(survey)
    assert check.conserved
    assert rows(check.duplicates, "firms", "rows") == [("A", "2, 4"), ("B", "3, 6, 7")]
    assert rows(check.kinds.filter("serious"), "kind", "n_cells") == [
        ("the same firm twice", 5),
        ("no firm identifier", 1),
    ]


def test_conservation(survey_of):
    check = vcif.check_survey(survey_of(plain(6, id=["A", None, "C", "D", "", "F"])))
    assert check.conserved
    assert (check.n_rows, check.n_firms, check.rejected) == (6, 4, 2)


def test_the_example(survey_of):
    check = vcif.check_survey(vcif.example_survey())
    assert check.synthetic
    assert check.examples.filter(pl.col("column") == "perf_02")["letter"].to_list() == ["AB"]
    facts = dict(check.reading.rows())
    assert facts["rows"] == "400"
    assert facts["file"] == "chinese_smes.csv"
    assert check.columns["column"].n_unique() == int(facts["columns used"])


def test_json_has_the_documented_keys_and_no_surprises(survey_of):
    told = as_json(vcif.check_survey(vcif.example_survey()))
    assert list(told) == [
        *("format", "version", "status", "exit_code", "source", "title", "synthetic", "rows", "firms"),
        *("rejected", "conserved", "reading", *JSON_FRAMES),
    ]
    back = json.loads(json.dumps(told, allow_nan=False))
    assert back["format"] == 1
    assert back["exit_code"] == 1
    assert set(back["examples"][0]) == {
        *("kind", "file", "row", "column", "letter", "value", "problem", "action")
    }
    assert {row["category"]: row["n"] for row in back["categories"]}["C4"] == 130


# Every text that reading can write, as it writes it, with the kind that it belongs to.
TEXTS = [
    ("7 blank cells", "treated as no answer", "blank cell", False),
    ("1 blank cell", 'treated as "no" (blank_means)', 'blank cell that means "no"', False),
    (
        "blank where d12b is 0: 3 cells",
        'treated as "no" (blank_means)',
        "blank after a filter question",
        False,
    ),
    ("missing code 9 (don't know): 2 cells", "treated as no answer", "code for no answer", False),
    ("declared missing: 9: 1 cell", "treated as no answer", "declared missing in the file", False),
    ('code -5 means "yes" without an amount: 1 cell', "active, the amount is not known", None, False),
    ("not a number", "treated as no answer", "not a number", True),
    ('not a number (with a decimal comma, set decimal = "," in [file])', "treated as no answer", None, True),
    ("outside the scale 1 to 5", "treated as no answer", "outside the scale or the bounds", True),
    ("below 0", "treated as no answer", "outside the scale or the bounds", True),
    ("between the answers of the scale 1 to 5 (step 1)", "treated as no answer", None, True),
    ("not one of the levels: a; b", "treated as no answer", "not one of the answers", True),
    ("a share outside 0 to 1 (percents need maximum = 100)", "treated as no answer", None, True),
    ("a weight of zero", "treated as no weight", "a weight that is not above zero", True),
    ("no firm identifier", "row rejected", "no firm identifier", True),
    ('no firm answers "yes" in wave 2: probably not asked', 'kept as "no"', 'nobody answers "yes"', True),
    ("missing code 8, not sure: 2 cells", "treated as no answer", "code for no answer", False),
    ("not asked in this wave: 4 cells", "treated as no answer", "not asked in the wave", False),
    (
        "absent in wave 2: every question holds the code for it",
        "row rejected",
        "a firm absent from the wave",
        False,
    ),
    ("an empty row", "row rejected", "an empty row", False),
    ("the headers again", "row rejected", "the headers again", True),
    (
        "2 rows with -1 in every question",
        "kept: if it means that the firm was not in the wave, set absent = [-1] in [firm]",
        "perhaps absent from the wave",
        True,
    ),
    (
        "text in gb18030, not in UTF-8, found by its letters",
        'read as gb18030: set encoding = "gb18030" in [file] to be sure',
        "how the file is written was found, not stated",
        True,
    ),
    (
        'numbers with a decimal comma, such as "1,5" in column x',
        'read with a decimal comma: set decimal = "," in [file] to be sure',
        "how the file is written was found, not stated",
        True,
    ),
    (
        'named ".xls" but holds text',
        "read as text",
        "a file of another kind than its name says",
        True,
    ),
    (
        "a formula without a stored value",
        "read as blank: open the workbook",
        "a formula without a value",
        True,
    ),
    ("an error of the spreadsheet", "treated as no answer", "an error of the spreadsheet", True),
    (
        "an identifier in scientific notation, of which digits are lost: 2 cells",
        "kept as they stand",
        "a damaged identifier",
        True,
    ),
    (
        "an identifier of more than 15 digits, of which a number in a workbook keeps only the first: 1 cell",
        "kept as they stand",
        "a damaged identifier",
        True,
    ),
    (
        "an identifier that names a total or a mean, not a firm: 1 cell",
        "kept as they stand",
        "a row of totals",
        True,
    ),
    ('codes 1, 2 have one label, "yes"', "told apart by their codes", "two codes with one label", True),
    ("code 7 has no label: 3 cells", "a level of its own", "a code without a label", True),
    (
        "holds an answer that is not listed (Lease)",
        "treated as no answer",
        "an answer that is not listed",
        True,
    ),
    ("Sales: a + b is not 100 (110 against 100)", "kept as it stands", "a sum that does not hold", True),
    ("Sales: a is more than b (5 against 4)", "kept as it stands", "a sum that does not hold", True),
    (
        "Sales: a is more than b, not listed one by one: 12 cells",
        "kept as it stands",
        "a sum that does not hold",
        True,
    ),
    ("no firm answers in wave 1: probably not asked", "treated as no answer", "nobody answers", True),
    ("in the future", "treated as no answer", "a year after the survey", True),
    ("after the wave of the year 2010", "treated as no answer", "a year after the survey", True),
    ("something that no version has said so far (12): 3 cells", "kept", None, True),
]


@pytest.mark.parametrize(("problem", "action", "kind", "serious"), TEXTS)
def test_kinds_of_problems(problem, action, kind, serious):
    row = with_kinds(problem_list([column_problem("x", problem, action)])).row(0, named=True)
    assert row["serious"] == serious
    assert row["advice"]
    assert kind is None or row["kind"] == kind
    assert row["kind"] != problem or kind == problem


def test_kinds_have_names_of_their_own():
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)


CELLS = st.sampled_from(["", " ", "1", "2", "9", "Maybe", "99", "-1", "=1", "\u202e"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C", "D", "", "a"]), CELLS, CELLS, CELLS, CELLS), max_size=7
    )
)
def test_whatever_is_read_can_be_checked(tmp_path_factory, cells):
    from vcif.dataset import read_to_check

    path = tmp_path_factory.mktemp("check") / "firms.csv"
    names = ["id", "buys", "office", "sells", "q1"]
    pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row").write_csv(path)
    survey = read_to_check(path, parse_codebook(tables(indicators=items(1)), "test.toml"))
    check = vcif.check_survey(survey)
    assert check.conserved
    assert check.n_rows == len(cells)
    assert check.categories["n"].sum() == check.n_firms
    assert check.unknown["n"].sum() == check.categories.filter(pl.col("category").is_null())["n"].sum()
    json.dumps(as_json(check), allow_nan=False)


def test_every_frame_has_the_columns_and_types_of_the_glossary(survey_of):
    for survey in (vcif.example_survey(), survey_of(plain(3)), survey_of(plain(0))):
        check = vcif.check_survey(survey)
        for name in ("reading", *JSON_FRAMES):
            assert dict(getattr(check, name).schema) == schema(f"check_{name}"), name
