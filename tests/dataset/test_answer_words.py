"""The lists of words: every language loads, and no word means two things, in whatever letters it is typed."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from vcif._errors import CodebookError
from vcif.dataset import answer_words
from vcif.dataset.answer_words import ANY, LISTS, languages, words
from vcif.dataset.cell_text import code_keys
from vcif.dataset.codebook import Answers

TABLES = tomllib.loads(Path(answer_words.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def keys(kind, only=None):
    return code_keys(words(kind, only))


def test_every_language_has_a_name_and_every_list():
    assert languages() == tuple(code for code in TABLES if code != ANY)
    for code, table in TABLES.items():
        assert set(table) == {"name", *LISTS}, code
        assert table["name"], code
    for code in languages():
        assert TABLES[code]["yes"], code
        assert TABLES[code]["no"], code


@pytest.mark.parametrize(("first", "second"), list(combinations(LISTS, 2)))
def test_no_word_stands_in_two_kinds_of_lists(first, second):
    assert set(keys(first)) & set(keys(second)) == set()


@pytest.mark.parametrize("kind", LISTS)
def test_no_word_stands_twice_in_one_list(kind):
    for code, table in TABLES.items():
        found = [key.casefold() for key in code_keys(table[kind])]
        assert len(found) == len(set(found)), code


def test_no_code_is_listed_but_one_and_zero():
    numbers = {word for kind in LISTS for word in words(kind) if word.lstrip("-").isdigit()}
    assert numbers == {"1", "0"}


@pytest.mark.parametrize("kind", LISTS)
def test_a_word_is_known_in_capitals_and_with_the_apostrophe_of_a_word_processor(kind):
    known = set(keys(kind))
    for word in words(kind):
        typed = [
            word.upper(),
            word.title(),
            f"  {word} ",
            word.replace("'", "\u2019"),
            word.replace(" ", "  "),
        ]
        assert set(code_keys(typed)) <= known, word


def test_capitals_that_are_no_single_letters():
    assert {"weiss nicht", "bilmiyorum"} <= set(keys("not_sure"))
    assert code_keys(["WEISS NICHT", "Weiß nicht", "BİLMİYORUM"]) == [
        "weiss nicht",
        "weiss nicht",
        "bilmiyorum",
    ]


@pytest.mark.parametrize("code", languages())
def test_answers_of_a_language_are_understood(code, read_text, activity):
    yes, no = TABLES[code]["yes"], TABLES[code]["no"]
    silent = [word for kind in LISTS[2:] for word in TABLES[code][kind]]
    cells = [*yes, *no, *silent]
    text = "id,buys,sells\n" + "".join(f'F{i},"{cell}",1\n' for i, cell in enumerate(cells))
    plain = [activity("buys", "upstream"), activity("sells", "downstream")]
    for chosen in ({}, {"languages": [code]}):
        survey = read_text(text, activities=plain, answers=chosen)
        expected = [True] * len(yes) + [False] * len(no) + [None] * len(silent)
        assert survey.firms["upstream"].to_list() == expected


def test_only_the_chosen_languages_are_understood(read_text, activity):
    plain = [activity("buys", "upstream"), activity("sells", "downstream")]
    survey = read_text("id,buys,sells\nA,ja,1\nB,oui,1\n", activities=plain, answers={"languages": ["de"]})
    assert survey.firms["upstream"].to_list() == [True, None]
    assert survey.problems["value"].to_list() == ["oui"]


def test_a_language_that_is_not_known_is_refused(codebook_of):
    with pytest.raises(CodebookError, match='languages has "ge"; allowed: en, zh, de'):
        codebook_of(answers={"languages": ["ge"]})


def test_an_own_list_takes_the_place_of_the_words_of_its_kind():
    answers = Answers(yes=("aye",), languages=("en",))
    assert answers.yes == ("aye",)
    assert "no" in answers.no
