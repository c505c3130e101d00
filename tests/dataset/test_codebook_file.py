"""A wrong codebook is refused with the key, what came, and what is allowed."""

from __future__ import annotations

import copy

import pytest

from vcif._errors import CodebookError
from vcif.dataset.codebook_file import codebook_schema, parse_codebook, read_codebook

GOOD = {
    "study": {"title": "T"},
    "firm": {"id": "id"},
    "activities": [
        {"id": "buys", "column": "b", "side": "upstream", "label": "l"},
        {"id": "sells", "column": "s", "side": "downstream", "label": "l"},
    ],
    "indicators": [{"id": "q", "column": "q", "label": "l", "scale": [1, 5]}],
    "covariates": [{"id": "size", "column": "size", "label": "l"}],
}
PATHS = "market_seeking, efficiency_seeking, direct, mixed, other, undetermined"
RESERVED = (
    "firm_id, wave, upstream, downstream, weight, upstream_year, downstream_year, path_reported, "
    "category, path"
)
ITEM = '[[indicators]] 1 (id "q")'
FAULTS = [
    (
        ("study", "titel"),
        "x",
        '[study], key "titel": unknown key; allowed: title, source, synthetic; did you mean "title"?',
    ),
    (("study", "title"), 3, '[study], key "title": got 3; allowed: a text'),
    (("study", "synthetic"), "yes", '[study], key "synthetic": got "yes"; allowed: true or false'),
    (("study",), None, "[study]: missing"),
    (
        ("indicator",),
        [],
        'key "indicator": unknown key; allowed: study, file, firm, answers, activities, indicators, '
        'covariates, checks; did you mean "indicators"?',
    ),
    (("file", "decimal"), ";", '[file], key "decimal": got ";"; allowed: "." or ","'),
    (
        ("file", "separator"),
        "；",
        '[file]: separator must be one character, such as "," ";" "|" or "\\t"; got "；"',
    ),
    (("firm", "id"), None, '[firm], key "id": missing; it says: Column of the firm\'s identifier'),
    (("firm", "survey_year"), "2019", '[firm], key "survey_year": got "2019"; allowed: a whole number'),
    (("firm", "survey_year"), 2019.5, '[firm], key "survey_year": got 2019.5; allowed: a whole number'),
    (
        ("firm", "path_levels"),
        {"sold first": "market_seaking"},
        f'[firm]: path_levels has "sold first" = "market_seaking"; allowed: {PATHS}; '
        'did you mean "market_seeking"?',
    ),
    (
        ("firm", "path_levels"),
        {"A": "direct", "a ": "other"},
        '[firm]: path_levels holds answers that are the same but for case or spaces: "A", "a "',
    ),
    (
        ("answers", "yes"),
        ["x", ""],
        '[answers]: an empty cell cannot be in yes: set blank_means = "no" for that column',
    ),
    (("answers", "no"), ["Y"], '[answers]: "y" cannot be in both yes and no: an answer has one meaning'),
    (("activities",), [], "[[activities]]: got []; allowed: at least 1 entry"),
    (("activities",), 4, "[[activities]]: got 4; allowed: a list"),
    (("activities", 0), 4, "[[activities]] 1: got 4; allowed: a table"),
    (
        ("activities", 1, "side"),
        "downstreem",
        '[[activities]] 2 (id "sells"), key "side": got "downstreem"; allowed: "upstream" or "downstream"; '
        'did you mean "downstream"?',
    ),
    (
        ("activities", 1, "side"),
        "upstream",
        "activities need at least one upstream and one downstream column",
    ),
    (
        ("activities", 0, "id"),
        "1 buys",
        '[[activities]] 1 (id "1 buys"), key "id": got "1 buys"; allowed: a name of Latin letters, digits '
        "and underscores, not beginning with a digit",
    ),
    (("activities", 0, "id"), "weight", f"an id must not be one of {RESERVED}; got weight"),
    (("activities", 0, "id"), "q", "every id must be used once; used more than once: q"),
    (
        ("activities", 0, "maximum"),
        "100",
        '[[activities]] 1 (id "buys"), key "maximum": got "100"; allowed: a number',
    ),
    (
        ("activities", 0, "yes"),
        [1, [2]],
        '[[activities]] 1 (id "buys"), key "yes", entry 2: got [2]; '
        "allowed: a text or a number or true or false",
    ),
    (
        ("activities", 0),
        {**GOOD["activities"][0], "yes": [1], "missing": ["1.0"]},
        '[[activities]] 1 (id "buys"): "1" cannot be in both yes and missing: an answer has one meaning',
    ),
    (("indicators", 0, "scale"), None, f'{ITEM}: it needs scale = [lowest, highest] (or kind = "ratio")'),
    (("indicators", 0, "scale"), [5, 1], f"{ITEM}: scale must rise from low to high; got 5 and 1"),
    (("indicators", 0, "scale"), [1], f'{ITEM}, key "scale": got [1]; allowed: a list of 2'),
    (("indicators", 0, "scale"), [1, 2, 3], f'{ITEM}, key "scale": got [1, 2, 3]; allowed: a list of 2'),
    (("indicators", 0, "scale"), [1, "5"], f'{ITEM}, key "scale", entry 2: got "5"; allowed: a number'),
    (
        ("indicators", 0, "scale"),
        [1, float("inf")],
        f'{ITEM}, key "scale", entry 2: got inf; allowed: a finite number',
    ),
    (("indicators", 0, "step"), 0, f'{ITEM}, key "step": got 0; allowed: a number above 0'),
    (("indicators", 0, "step"), 3, f"{ITEM}: step = 3 does not lead from 1 to 5"),
    (("indicators", 0, "words"), ["a", "b"], f"{ITEM}: it has 5 scale levels but 2 words"),
    (
        ("indicators", 0, "words"),
        ["a", "A", "b", "c", "d"],
        f'{ITEM}: words holds answers that are the same but for case or spaces: "A", "a"',
    ),
    (
        ("indicators", 0),
        {"id": "q", "column": "q", "label": "l", "kind": "ratio", "reversed": True},
        f"{ITEM}: it is reversed, so it needs scale = [lowest, highest]",
    ),
    (
        ("covariates", 0, "levels"),
        {"1": "a"},
        '[[covariates]] 1 (id "size"): it has levels, so it needs kind = "category"',
    ),
    (
        ("covariates", 0),
        {**GOOD["covariates"][0], "minimum": 5, "maximum": 1},
        '[[covariates]] 1 (id "size"): minimum and maximum must rise from low to high; got 5 and 1',
    ),
]


def changed(place, value):
    tables = copy.deepcopy(GOOD)
    table = tables
    for key in place[:-1]:
        table = table.setdefault(key, {}) if isinstance(table, dict) else table[key]
    if value is None:
        del table[place[-1]]
    else:
        table[place[-1]] = value
    return tables


def test_the_good_codebook_is_good():
    assert parse_codebook(GOOD, "c.toml").study.title == "T"


@pytest.mark.parametrize(("place", "value", "text"), FAULTS)
def test_a_fault_is_told_in_full(place, value, text):
    with pytest.raises(CodebookError) as error:
        parse_codebook(changed(place, value), "c.toml")
    assert str(error.value) == f"c.toml: {text}"


def test_several_faults_are_listed():
    tables = changed(("study", "titel"), "x")
    tables["indicators"][0]["step"] = -1
    with pytest.raises(CodebookError) as error:
        parse_codebook(tables, "c.toml")
    assert str(error.value).splitlines() == [
        "c.toml has 2 faults:",
        '- [study], key "titel": unknown key; allowed: title, source, synthetic; did you mean "title"?',
        f'- {ITEM}, key "step": got -1; allowed: a number above 0',
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            b"[study]\ntitle = SMEs",
            "line 2, column 9: not valid TOML: Invalid value; a text needs quotation marks",
        ),
        (
            b"[study\ntitle = 1",
            "line 1, column 7: not valid TOML: Expected ']' at the end of a table declaration",
        ),
        (b"[study]\n[study]", "line 2, column 7: not valid TOML: Cannot declare ('study',) twice"),
        (b'[study]\ntitle = "Stra\xdfe"', "line 2: not in UTF-8; save the codebook as UTF-8"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path, data, text):
    path = tmp_path / "c.toml"
    path.write_bytes(data)
    with pytest.raises(CodebookError) as error:
        read_codebook(path)
    assert str(error.value) == f"c.toml, {text}"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CodebookError) as error:
        read_codebook(tmp_path / "c.toml")
    assert str(error.value) == f"the codebook {tmp_path / 'c.toml'} does not exist"
    with pytest.raises(CodebookError, match="is a folder: name the TOML file in it"):
        read_codebook(tmp_path)


def test_a_byte_order_mark_is_forgiven(tmp_path):
    path = tmp_path / "c.toml"
    path.write_bytes(b'\xef\xbb\xbf[study]\ntitle = "T"')
    with pytest.raises(CodebookError, match=r"\[firm\]: missing"):
        read_codebook(path)


def test_an_unknown_indicator_is_named_with_the_nearest():
    with pytest.raises(CodebookError, match='the codebook has no indicator "qq"; did you mean "q"\\?'):
        parse_codebook(GOOD, "c.toml").indicator("qq")


def test_every_key_of_the_schema_is_described():
    schema = codebook_schema()
    for table in schema["$defs"].values():
        for key, entry in table["properties"].items():
            assert entry.get("description"), key


def test_the_shared_levels_are_exact():
    item = {"id": "h", "column": "q", "label": "l", "scale": [1, 2], "step": 0.5}
    book = parse_codebook({**GOOD, "indicators": [item]}, "c.toml")
    assert book.indicator("h").levels == (1.0, 1.5, 2.0)
