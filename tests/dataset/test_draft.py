"""A drafted codebook: the file's own labels, scales and codes, every guess marked, no activity given a side."""

from __future__ import annotations

import gzip
import io
import re
import tomllib
import zipfile

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vcif
from vcif._errors import CodebookError, VcifError
from vcif.dataset import example_files
from vcif.dataset.answer_words import languages, words
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.draft import draft_codebook
from vcif.dataset.draft_toml import code, codes, line, text
from vcif.dataset.survey import read_survey

FILES = example_files()
UPSTREAM = ("import_share", "overseas_suppliers", "overseas_rd", "sourcing_office", "buys")
DOWNSTREAM = ("export_share", "sales_office", "distribution", "after_sales", "sells")


def filled_in(draft):
    """Do what the draft asks a person to do: take the # of the activities away and say their sides."""
    blocks = []
    for block in draft.split("\n\n"):
        column = re.search(r'^#column = "(.*?)"', block, flags=re.M)
        sides = {**dict.fromkeys(UPSTREAM, "upstream"), **dict.fromkeys(DOWNSTREAM, "downstream")}
        if block.startswith("#[[activities]]") and column and column[1] in sides:
            block = re.sub(r"^#(?! )", "", block, flags=re.M)
            block = block.replace('side = ""', f'side = "{sides[column[1]]}"')
        blocks.append(block)
    return "\n\n".join(blocks)


def write(tmp_path, content, name="firms.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def blocks_of(draft, table):
    """Return the blocks of a table by column, candidates with their # taken away, and whether they are one."""
    found = {}
    for block in draft.split("\n\n"):
        start = block.split("\n# ")[-1]
        match = re.search(rf"^(#?)\[\[{table}\]\]$", block, flags=re.M)
        if match:
            body = re.sub(r"^#(?! )", "", block[match.start() :], flags=re.M)
            entry = tomllib.loads(body)[table][0]
            found[entry["column"]] = (entry, bool(match[1]), start)
    return found


@pytest.mark.parametrize("data", [FILES.sav, FILES.csv], ids=["sav", "csv"])
def test_the_draft_validates_after_the_sides_are_filled_in(data):
    draft = filled_in(draft_codebook(data))
    codebook = parse_codebook(tomllib.loads(draft), "draft.toml")
    assert {entry.column for entry in codebook.activities} > {"import_share", "export_share", "overseas_rd"}
    survey = read_survey(data, codebook)
    true = vcif.example_survey().firms
    assert survey.firms["firm_id"].to_list() == true["firm_id"].to_list()
    # what both call an activity is read the same
    assert survey.firms["overseas_rd"].to_list() == true["overseas_rd"].to_list()
    assert survey.firms["import_share"].to_list() == true["imports"].to_list()
    if data.suffix == ".sav":
        for item in vcif.example_survey().codebook.indicators:
            if item.kind == "scale" and not item.reversed and item.words is None:
                assert survey.firms[item.column].to_list() == true[item.id].to_list()


@pytest.mark.parametrize("data", [FILES.sav, FILES.csv], ids=["sav", "csv"])
def test_no_side_is_guessed(data):
    draft = draft_codebook(data)
    tables = tomllib.loads(draft)
    assert "activities" not in tables
    assert not re.search(r'^#?side = "[^"]', draft, flags=re.M)
    assert draft.count('#side = ""') == draft.count("#[[activities]]")
    with pytest.raises(CodebookError, match=r"\[\[activities\]\]: missing"):
        parse_codebook(tables, "draft.toml")


def test_every_guess_is_marked():
    draft = draft_codebook(FILES.sav)
    guessed = r"^#?(title|scale|yes|no|kind|maximum|levels|missing|weight|wave|encoding|separator|step) = .*$"
    for found in re.finditer(guessed, draft, flags=re.M):
        assert "# please confirm" in found[0], found[0]
    assert re.search(r'^id = "firm_id" +# please confirm', draft, flags=re.M)


def test_every_column_of_the_file_is_in_the_draft():
    draft = draft_codebook(FILES.csv)
    for name in pl.read_csv(FILES.csv, infer_schema=False).columns:
        assert re.search(rf'column = "{name}"|id = "{name}"|^# {name}\b', draft, flags=re.M), name


def test_labels_scales_and_codes_come_from_the_file(tmp_path):
    frame = pl.DataFrame(
        {
            "firm": [f"F{i}" for i in range(60)],
            "q1": [float(i % 4 + 1) for i in range(59)] + [98.0],
            "q2": [float(i % 4 + 2) for i in range(60)],
            "exports": [1.0, 2.0, 8.0] * 20,
            "industry": [1.0, 2.0, 3.0] * 20,
            "size": [float(10 + i) for i in range(60)],
        }
    )
    path = tmp_path / "survey.sav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"q1": "We grow", "exports": "Does the firm export?", "industry": "Industry"},
        variable_value_labels={
            "q1": {1: "strongly disagree", 5: "strongly agree", 98: "Don't know"},
            "exports": {1: "Yes", 2: "No", 8: "Refused"},
            "industry": {1: "Textiles", 2: "Food", 3: "Machines"},
        },
    )
    draft = draft_codebook(path)
    items, activities = blocks_of(draft, "indicators"), blocks_of(draft, "activities")
    covariates = blocks_of(draft, "covariates")
    assert items["q1"][0] == {
        "id": "q1", "column": "q1", "label": "We grow", "block": "performance", "scale": [1, 5],
        "reversed": True, "missing": [98],
    }  # fmt: skip
    assert items["q2"][0]["scale"] == [1, 5]  # of the battery: nobody chose the lowest of this item
    assert activities["exports"][0]["label"] == "Does the firm export?"
    assert activities["exports"][0]["yes"] == [1]
    assert activities["exports"][0]["no"] == [2]
    assert activities["exports"][0]["missing"] == [8]
    assert activities["exports"][1]
    assert covariates["industry"][0]["levels"] == {"1": "Textiles", "2": "Food", "3": "Machines"}
    assert covariates["size"][0]["kind"] == "number"
    assert '1 is labelled "Yes", 2 is labelled "No"' in draft


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ([1, 2, 3, 4, 5, 9], [9]),
        ([1, 2, 3, 4, 5, 8, 9], [8, 9]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], None),
        ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99], [99]),
        ([1, 2, 3, 4, 5, -9], [-9]),
        ([1, 2, 3, 4, 5, 999, -1], [-1, 999]),
        (["1", "2", "3", "4", "5", "not sure"], ["not sure"]),
    ],
)
def test_f3_codes_that_stand_apart_are_proposed(tmp_path, cells, missing):
    rows = "".join(f"F{i}{j},{cell}\n" for i in range(20) for j, cell in enumerate(cells))
    entry = blocks_of(draft_codebook(write(tmp_path, "firm,q\n" + rows)), "indicators")["q"][0]
    proposed = entry.get("missing")
    assert (sorted(proposed) if proposed else None) == missing
    assert entry["scale"] == [min(c for c in cells if c not in (missing or [])) if missing != ["not sure"] else 1,
                              10 if 10 in cells else 5]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "yes", "no"),
    [
        (["Yes", "No"], ["Yes"], ["No"]),
        (["是", "否"], ["是"], ["否"]),
        (["ja", "nein"], ["ja"], ["nein"]),
        (["да", "нет"], ["да"], ["нет"]),
        (["1", "0"], [1], [0]),
        (["2", "1"], [1], [2]),
        (["YES", "yes", "no"], ["YES", "yes"], ["no"]),
    ],
)
def test_yes_and_no_in_the_words_of_the_file(tmp_path, cells, yes, no):
    rows = "".join(f"F{i}{j},{cell}\n" for i in range(20) for j, cell in enumerate(cells))
    draft = draft_codebook(write(tmp_path, "firm,exports\n" + rows))
    entry, candidate, _ = blocks_of(draft, "activities")["exports"]
    assert candidate
    assert sorted(entry["yes"], key=str) == sorted(yes, key=str)
    assert entry["no"] == no
    assert ("nothing says which is which" in draft) == cells[0].isdigit()


def test_a_slip_does_not_hide_a_yes_no_question(tmp_path):
    rows = "".join(f"F{i},{'Maybe' if i == 7 else 'Yes' if i % 2 else 'No'}\n" for i in range(60))
    draft = draft_codebook(write(tmp_path, "firm,exports\n" + rows))
    assert blocks_of(draft, "activities")["exports"][0]["yes"] == ["Yes"]
    assert "Maybe is neither" in draft


def test_shares_years_weights_and_waves(tmp_path):
    header = "firm,year,weight,export share in %,founded,remarks\n"
    rows = "".join(
        f"F{i % 30},{2010 + i // 30},{1 + i / 7:.3f},{i * 7 % 101},{1950 + i},remark number {i}\n"
        for i in range(60)
    )
    draft = draft_codebook(write(tmp_path, header + rows))
    firm = tomllib.loads(draft)["firm"]
    assert firm == {"id": "firm", "wave": "year", "weight": "weight"}
    share, candidate, _ = blocks_of(draft, "activities")["export share in %"]
    assert candidate
    assert (share["id"], share["kind"], share["maximum"]) == ("export_share_in", "share", 100)
    assert "# founded" in draft
    assert "# remarks: free text" in draft


def test_words_in_an_order_that_only_a_person_knows(tmp_path):
    words = ["agree", "disagree", "strongly agree", "strongly disagree", "neutral"]
    rows = "".join(f"F{i},{words[i % 5]}\n" for i in range(50))
    draft = draft_codebook(write(tmp_path, "firm,q\n" + rows))
    entry, candidate, _ = blocks_of(draft, "indicators")["q"]
    assert candidate
    assert sorted(entry["words"]) == sorted(words)
    assert "please put in order" in draft


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("企业编号,是否出口\nF1,是\nF2,否\n".encode("gb18030"), "a.csv", {"encoding": "gb18030"}),
        ("id;x\nA;1,5\nB;2,5\n", "a.csv", {"separator": ";", "decimal": ","}),
        ("id\tx\nA\t1\nB\t2\n", "a.txt", {"separator": "\t"}),
        ("id,x\nA,1\nB,2\n".encode("utf-16"), "a.csv", {}),
        ("\ufeffid,x\nA,1\nB,2\n", "a.csv", {}),
        ("id,größe\nA,1\nB,2\n".encode("windows-1252"), "a.csv", {"encoding": "windows-1252"}),
    ],
)
def test_how_the_text_is_written(tmp_path, content, name, expected):
    path = write(tmp_path, content, name)
    draft = draft_codebook(path)
    tables = tomllib.loads(draft)
    assert tables.get("file", {}) == expected
    assert tables["firm"]["id"] in ("id", "企业编号")


def test_a_file_without_an_identifier_says_so(tmp_path):
    draft = draft_codebook(write(tmp_path, "a,b\n1,2\n1,2\n1,3\n"))
    assert "NO column tells all rows apart" in draft


def test_two_columns_of_one_name_are_refused(tmp_path):
    with pytest.raises(VcifError, match='more than one column named "a"'):
        draft_codebook(write(tmp_path, "id,a,a\n1,2,3\n"))


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".dta"])
def test_other_kinds_of_files(tmp_path, ending):
    frame = pl.DataFrame({"id": [f"F{i}" for i in range(30)], "q": [1.0, 2.0, 3.0, 4.0, 5.0] * 6})
    path = tmp_path / f"a{ending}"
    writers = {".xlsx": frame.write_excel, ".parquet": frame.write_parquet}
    if ending == ".dta":
        pyreadstat.write_dta(frame, path, column_labels={"q": "How often?"})
    else:
        writers[ending](path)
    entry = blocks_of(draft_codebook(path), "indicators")["q"][0]
    assert entry["scale"] == [1, 5]
    assert entry["label"] == ("How often?" if ending == ".dta" else "q")


TEXTS = st.text(max_size=12).filter(lambda text: "\0" not in text)


@settings(max_examples=60, deadline=None)
@given(
    headers=st.lists(TEXTS, min_size=1, max_size=4, unique_by=lambda text: " ".join(text.split()).casefold()),
    cells=st.lists(TEXTS, min_size=1, max_size=6),
)
def test_whatever_the_file_holds_the_draft_is_toml(tmp_path_factory, headers, cells):
    path = tmp_path_factory.mktemp("draft") / "a.parquet"
    columns = {header: [f"{cell}{i}" for i, cell in enumerate(cells)] for header in headers}
    pl.DataFrame(columns).write_parquet(path)
    try:
        draft = draft_codebook(path)
    except VcifError:
        return
    tables = tomllib.loads(draft)
    on_one_line = {" ".join(header.split()) for header in headers}
    assert tables["firm"]["id"] in on_one_line
    for entry in [*tables.get("covariates", []), *tables.get("indicators", [])]:
        assert entry["column"] in on_one_line


@settings(max_examples=100, deadline=None)
@given(value=TEXTS, note=TEXTS)
def test_any_text_is_written_so_that_toml_reads_it_back(value, note):
    written = tomllib.loads(line("a", text(value), note))
    assert written == {"a": value}
    assert tomllib.loads(f"a = {codes([value, '9'])}")["a"][1] == 9


def test_codes_keep_their_kind():
    assert [code(value) for value in ("9", "-9", "2.5", "09", "1e3", "-0", "yes")] == [
        *("9", "-9", "2.5", '"09"', '"1e3"', '"-0"', '"yes"'),
    ]


@pytest.mark.parametrize("language", languages())
def test_yes_and_no_are_known_in_the_languages_in_which_answers_are_read(tmp_path, language):
    yes, no = words("yes", [language])[0], words("no", [language])[0]
    rows = "".join(f"F{i},{yes if i % 2 else no}\n" for i in range(8))
    entry, candidate, _ = blocks_of(draft_codebook(write(tmp_path, f"id,q\n{rows}")), "activities")["q"]
    assert candidate
    assert (entry["yes"], entry["no"]) == ([yes], [no])


QUALTRICS = (
    "ResponseId,Q1,Q2\n"
    "Response ID,Does your firm buy abroad?,Growth of sales\n"
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
    + "".join(f"R_{i},{'Yes' if i % 2 else 'No'},{i % 5 + 1}\n" for i in range(20))
)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip"])
def test_header_rows_of_a_platform_and_compressed_files(tmp_path, name):
    content = QUALTRICS.encode()
    if name.endswith(".gz"):
        content = gzip.compress(content)
    elif name.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("export.csv", content)
        content = packed.getvalue()
    draft = draft_codebook(write(tmp_path, content, name))
    assert re.search(r'^id = "ResponseId"', draft, flags=re.M)
    activity, item = blocks_of(draft, "activities")["Q1"][0], blocks_of(draft, "indicators")["Q2"][0]
    assert (activity["label"], activity["yes"]) == ("Does your firm buy abroad?", ["Yes"])
    assert (item["label"], item["scale"]) == ("Growth of sales", [1, 5])


def test_an_archive_in_an_archive_is_refused(tmp_path):
    with pytest.raises(VcifError, match="holds an archive: unpack it"):
        draft_codebook(write(tmp_path, gzip.compress(gzip.compress(b"id\nA\n")), "a.csv.gz"))


def test_of_several_encodings_the_likeliest_is_proposed(tmp_path):
    draft = draft_codebook(write(tmp_path, "id,é\nA,1\nB,2\n".encode("windows-1252")))
    assert re.search(r'^encoding = "windows-1252" +# please confirm', draft, flags=re.M)


def test_an_old_stata_file_in_another_encoding(tmp_path):
    names = ["是否出口产品贸易", "是否进口产品贸易"]
    frame = pl.DataFrame({"id": [f"F{i}" for i in range(12)], "a": [1.0, 2.0] * 6, "b": [2.0, 1.0] * 6})
    path = tmp_path / "a.dta"
    marks = ["X" * len(name.encode("gb18030")) for name in names]
    pyreadstat.write_dta(
        frame, path, version=10, column_labels={"a": marks[0], "b": marks[1].replace("X", "Y")}
    )
    data = path.read_bytes().replace(marks[0].encode(), names[0].encode("gb18030"))
    path.write_bytes(data.replace(marks[1].replace("X", "Y").encode(), names[1].encode("gb18030")))
    draft = draft_codebook(path)
    assert re.search(r'^encoding = "gb18030" +# please confirm', draft, flags=re.M)
    assert all(name in draft for name in names)
