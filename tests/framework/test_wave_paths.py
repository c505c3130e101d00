"""Paths by waves: each definition against every way of filling the unknown waves, and the options."""

from __future__ import annotations

from itertools import groupby, product
from typing import Any

import polars as pl
import pytest

from tests.panels import of
from vcif import assign_path, classify
from vcif._errors import ArgumentError, DataError, PanelWarning
from vcif.framework.wave_paths import path_of_text

# Single firms: waves in which nothing varies, and no two waves in a row.
pytestmark = pytest.mark.filterwarnings("ignore::vcif._errors.PanelWarning")
MARKET, EFFICIENCY = "market_seeking", "efficiency_seeking"
DEFINITIONS = ("exact", "contiguous", "subsequence", "first_entry")


def path(letters: str, definition: Any, **options: Any) -> str | None:
    found: str | None = assign_path(of(a=letters), by="waves", definition=definition, **options)["path"][0]
    return found


def without_repeats(letters: str) -> str:
    return "".join(letter for letter, _ in groupby(letters))


def fits(letters: str, between: str, definition: str, *, ends: str = "14") -> bool:
    """Say by hand whether a history without unknown waves is on the path over one category."""
    runs, wanted = without_repeats(letters), ends[0] + between + ends[1:]
    if definition == "exact":
        return runs == wanted
    if definition == "contiguous":
        return wanted in runs
    if definition == "subsequence":
        rest = iter(runs)
        return all(letter in rest for letter in wanted)
    abroad = [letter for letter in runs if letter != "1"]
    return runs[:1] == "1" and abroad[:1] == [wanted[1]] and all(end in abroad for end in wanted[1:])


def straight(letters: str, definition: str) -> bool:
    """Say by hand whether a history steps from C1 to C4 at once, as the definition has it."""
    runs = without_repeats(letters)
    if definition == "exact":
        return runs == "14"
    return runs.startswith("14") if definition == "first_entry" else "14" in runs


def by_hand(letters: str, definition: str, *, completed: bool) -> str | None:
    """Return the path by looking at every way of filling the unknown waves."""
    if "4" not in letters and (completed or not set(letters) & set("23")):
        return None
    ends = "14" if "4" in letters else "1"
    filled = ["".join(one) for one in product(*["1234" if letter == "?" else letter for letter in letters])]
    market, efficiency = ([fits(one, way, definition, ends=ends) for one in filled] for way in "32")
    direct = [ends == "14" and straight(one, definition) for one in filled]
    if all(market) and all(efficiency):
        return "mixed"
    if all(market) or all(efficiency):
        return MARKET if all(market) else EFFICIENCY
    if all(direct) and not any(market) and not any(efficiency):
        return "direct"
    if any(market) or any(efficiency) or any(direct) or letters[0] != "1":
        return "undetermined"
    return "other"


@pytest.mark.parametrize("completed", [True, False])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_every_short_history_is_as_filled_by_hand(definition: Any, completed: bool) -> None:
    histories = ["".join(one) for n in range(1, 6) for one in product("1234?", repeat=n)]
    frame = pl.DataFrame({"history": histories}).filter(pl.col("history").str.count_matches(r"\?") <= 3)
    found = frame.select(path_of_text(definition, completed=completed)).to_series().to_list()
    wanted = [by_hand(letters, definition, completed=completed) for letters in frame["history"]]
    assert found == wanted
    assert len(found) > 3000


@pytest.mark.parametrize(
    ("letters", *DEFINITIONS),
    [
        ("134", MARKET, MARKET, MARKET, MARKET),
        ("1133344", MARKET, MARKET, MARKET, MARKET),
        ("124", EFFICIENCY, EFFICIENCY, EFFICIENCY, EFFICIENCY),
        ("1343", "other", MARKET, MARKET, MARKET),  # a step back after arrival
        ("1314", "other", "direct", MARKET, MARKET),
        ("134124", "other", "mixed", "mixed", MARKET),
        ("1324", "other", "other", "mixed", MARKET),
        ("14", "direct", "direct", "direct", "direct"),
        ("141", "other", "direct", "direct", "direct"),
        ("34", "undetermined", "undetermined", "undetermined", "undetermined"),  # not seen in C1
        ("4", "undetermined", "undetermined", "undetermined", "undetermined"),
        ("1?4", "undetermined", "undetermined", "undetermined", "undetermined"),
        ("1.4", "undetermined", "undetermined", "undetermined", "undetermined"),
        ("1?134", "undetermined", MARKET, MARKET, "undetermined"),
        ("11", None, None, None, None),
        ("133", None, None, None, None),
        ("???", None, None, None, None),
    ],
)  # fmt: skip
def test_the_four_definitions_differ(
    letters: str, exact: str | None, contiguous: str | None, subsequence: str | None, first_entry: str | None
) -> None:
    wanted = (exact, contiguous, subsequence, first_entry)
    assert tuple(path(letters, name) for name in DEFINITIONS) == wanted


def test_skipping_reads_the_history_as_if_the_wave_were_not_there() -> None:
    assert path("13?4", "exact") == "undetermined"
    assert path("13?4", "exact", unknown_waves="skip") == MARKET
    assert path("1.3..4", "contiguous", unknown_waves="skip") == MARKET
    assert path("1?4", "first_entry", unknown_waves="skip") == "direct"


def test_waves_in_which_nobody_was_asked_are_unknown_as_well() -> None:
    panel = of(a="134").with_columns(wave=pl.Series([2015, 2016, 2018]))
    assert assign_path(panel, by="waves", definition="exact")["path"][0] == "undetermined"
    assert assign_path(panel, by="waves", definition="first_entry")["path"][0] == MARKET


def test_under_way() -> None:
    for letters, wanted in {
        "13": MARKET,
        "12": EFFICIENCY,
        "11": None,
        "33": "undetermined",
        "131": None,
    }.items():
        found = path(letters, "exact", completed=False)
        assert found == (wanted if letters != "131" else "other"), letters
    assert path("1312", "contiguous", completed=False) == "mixed"
    assert path("13", "exact") is None


def test_the_path_stands_in_all_rows_of_the_firm_whatever_their_order() -> None:
    panel = of(a="134", b="12")[[4, 2, 0, 3, 1]]
    found = assign_path(panel, by="waves", definition="exact")
    assert found["firm_id"].to_list() == ["b", "a", "a", "b", "a"]
    assert found["path"].to_list() == [None, MARKET, MARKET, None, MARKET]


def test_rows_without_a_wave_have_their_firms_path_and_those_without_a_firm_none() -> None:
    extra = pl.DataFrame({"firm_id": ["a", None], "wave": [None, 2], "category": ["C1", "C4"]})
    panel = pl.concat([of(a="134").with_columns(pl.col("category").cast(pl.String)), extra])
    with pytest.warns(PanelWarning, match="leaves out 2 rows"):
        found = assign_path(panel, by="waves", definition="exact")
    assert found["path"].to_list() == [MARKET] * 4 + [None]


def test_a_thresholds_categories_make_paths_too() -> None:
    panel = pl.DataFrame({
        "firm_id": ["a", "b"] * 3, "wave": [1, 1, 2, 2, 3, 3],
        "buys": [0.0, 0.0, 0.05, 0.3, 0.4, 0.3], "sells": [0.0, 0.0, 0.3, 0.0, 0.3, 0.1],
    })  # fmt: skip
    rule: dict[str, Any] = {"rule": "threshold", "upstream": "buys", "downstream": "sells", "threshold": 0.1}
    found = assign_path(classify(panel, **rule), by="waves", definition="exact")
    assert found["path"].to_list() == [MARKET, EFFICIENCY] * 3


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"by": "waves"}, 'assign_path(by="waves") needs a definition; allowed: exact, contiguous, subsequence, first_entry; they give different counts on the same panel'),
        ({"by": "waves", "definition": "exakt"}, "assign_path() needs a known definition; got 'exakt'; allowed: exact, contiguous, subsequence, first_entry; did you mean \"exact\"?"),
        ({"by": "waves", "definition": "exact", "unknown_waves": "ignore"}, "assign_path() needs a known unknown_waves; got 'ignore'; allowed: open, skip"),
        ({"by": "category", "definition": "exact"}, 'assign_path() uses a definition only with by="waves"; got by="category"'),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], text: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        assign_path(of(a="134"), **options)
    assert str(raised.value) == text


def test_a_firm_twice_in_a_wave_is_refused_also_lazily() -> None:
    twice = pl.concat([of(a="134"), of(a="1")])
    for frame in (twice, twice.lazy()):
        with pytest.raises(
            DataError, match=r'assign_path\(\) needs a firm once in a wave; got firm "a" in wave 1'
        ):
            assign_path(frame, by="waves", definition="exact")
