"""Names for SPSS and Stata: legal ones stay, others are changed, and no two columns get one name."""

from __future__ import annotations

import polars as pl
import pyreadstat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vcif.dataset.legal_names import SPSS, STATA, cut_label, legal_names

WRITERS = {
    "SPSS": (pyreadstat.write_sav, pyreadstat.read_sav, "a.sav"),
    "Stata": (pyreadstat.write_dta, pyreadstat.read_dta, "a.dta"),
}


@pytest.mark.parametrize(
    ("name", "spss", "stata"),
    [
        ("sales_growth", "sales_growth", "sales_growth"),
        ("a" * 32, "a" * 32, "a" * 32),
        ("a" * 33, "a" * 33, "a" * 32),
        ("a" * 65, "a" * 64, "a" * 32),
        ("_x", "v_x", "_x"),
        ("with", "with_", "with_"),
        ("ALL", "ALL_", "ALL"),
        ("str12", "str12", "str12_"),
        ("int", "int", "int_"),
        ("q 1", "q_1", "q_1"),
        ("1st", "v1st", "v1st"),
        ("是否出口", "是否出口", "是否出口"),
        ("长" * 12, "长" * 12, "长" * 10),
        ("a.b$c", "a.b$c", "a_b_c"),
        ("ends.", "ends", "ends_"),
        ("²", "v_", "_"),
        ("", "v", "v"),
    ],
)
def test_one_name(name, spss, stata):
    assert legal_names([name], SPSS)[name] == spss
    assert legal_names([name], STATA)[name] == stata


def test_a_changed_name_never_takes_that_of_another_column():
    names = ["q 1", "q_1", "q-1"]
    assert legal_names(names, STATA) == {"q 1": "q_1_2", "q_1": "q_1", "q-1": "q_1_3"}


def test_spss_does_not_tell_case_apart_and_stata_does():
    assert legal_names(["Sales", "sales"], SPSS) == {"Sales": "Sales", "sales": "sales_2"}
    assert legal_names(["Sales", "sales"], STATA) == {"Sales": "Sales", "sales": "sales"}


NAMES = st.lists(
    st.text(st.sampled_from("abcAB_.$#@ 12长é²-") | st.characters(codec="utf-8"), max_size=80),
    min_size=1,
    max_size=8,
    unique=True,
)


@pytest.mark.parametrize("rules", [SPSS, STATA], ids=lambda rules: rules.program)
@settings(max_examples=60, deadline=None)
@given(names=NAMES)
@example(names=["with", "with_", "WITH", "byte", "_all", "str5", "x.", "a" * 90, "a" * 91])
def test_the_program_takes_every_name_and_tells_them_apart(tmp_path_factory, rules, names):
    write, read, file = WRITERS[rules.program]
    given_names = legal_names(names, rules)
    path = tmp_path_factory.mktemp("names") / file
    frame = pl.DataFrame([pl.Series(given, [float(i)]) for i, given in enumerate(given_names.values())])
    write(frame, path)
    back, _ = read(path, output_format="dict")
    assert list(back) == [given_names[name] for name in names]
    assert len({name if rules.case_counts else name.casefold() for name in back}) == len(names)
    assert all(len(name.encode()) <= rules.longest for name in back)


def test_a_long_label_is_cut_between_characters_and_shows_it():
    assert cut_label("short", 80) == "short"
    assert cut_label("é" * 100, 120) == "é" * 58 + "..."
    assert cut_label("é" * 100, 80, characters=True) == "é" * 77 + "..."
