"""Adjusted p-values: R's p.adjust on vectors of its help page's kind, and the laws of every correction."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from vcif import adjust_p
from vcif._errors import ArgumentError

METHODS = ["holm", "bh", "by", "bonferroni", "none"]
P_VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1), st.sampled_from([0.01, 0.02, 0.05])), max_size=12)


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        # R 4.2: p.adjust(c(.01, .04, .03, .005), method)
        ("holm", [0.03, 0.06, 0.06, 0.02]),
        ("bonferroni", [0.04, 0.16, 0.12, 0.02]),
        ("bh", [0.02, 0.04, 0.04, 0.02]),
        ("by", [1 / 24, 1 / 12, 1 / 12, 1 / 24]),
        ("none", [0.01, 0.04, 0.03, 0.005]),
    ],
)
def test_by_hand_and_r(method: str, wanted: list[float]) -> None:
    assert adjust_p([0.01, 0.04, 0.03, 0.005], method) == pytest.approx(wanted, rel=1e-14)


# statsmodels' Holm calls gc.collect() each time (45 ms); Holm is held against R in htests/test_dunn.py
@pytest.mark.parametrize(
    ("method", "theirs"), [("bh", "fdr_bh"), ("by", "fdr_by"), ("bonferroni", "bonferroni")]
)
@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_agrees_with_statsmodels(method: str, theirs: str, p: list[float]) -> None:
    assert adjust_p(p, method) == pytest.approx(multipletests(p, method=theirs)[1].tolist(), rel=1e-12)


@pytest.mark.parametrize("method", METHODS)
@given(p=P_VALUES, data=st.data())
def test_the_order_is_nothing_and_none_is_transparent(
    method: str, p: list[float | None], data: st.DataObject
) -> None:
    found = adjust_p(p, method)
    order = data.draw(st.permutations(range(len(p))))
    assert adjust_p([p[i] for i in order], method) == tuple(found[i] for i in order)
    assert [x is None for x in p] == [x is None for x in found]
    known = adjust_p([x for x in p if x is not None], method)
    assert tuple(x for x in found if x is not None) == known


@given(P_VALUES)
def test_between_raw_and_bonferroni(p: list[float | None]) -> None:
    raw, holm, most = (adjust_p(p, method) for method in ("none", "holm", "bonferroni"))
    for one, two, three in zip(raw, holm, most, strict=True):
        assert one is None or one <= two <= three * (1 + 1e-15) <= 1 + 1e-15


@given(P_VALUES)
def test_the_order_of_p_values_is_kept(p: list[float | None]) -> None:
    for method in METHODS:
        pairs = sorted((x, y) for x, y in zip(p, adjust_p(p, method), strict=True) if x is not None)
        assert all(low[1] <= high[1] for low, high in pairwise(pairs))


def test_nothing_is_rounded_before() -> None:
    # rstatix issues 108, 135 and 219: p was rounded to 3 figures and then adjusted
    p = [0.0123456789012345, 0.0234567890123456]
    assert adjust_p(p, "holm") == (2 * p[0], 2 * p[0])  # the second alone would be p[1], which is less


def test_empty_family() -> None:
    assert adjust_p([]) == ()
    assert adjust_p([None, None]) == (None, None)


@pytest.mark.parametrize("p", [[1.5], [-0.1], [math.nan]])
def test_no_p_value(p: list[float]) -> None:
    with pytest.raises(ArgumentError, match=r"^adjust_p\(\) needs p-values from 0 to 1; got"):
        adjust_p(p)


def test_unknown_correction() -> None:
    with pytest.raises(ArgumentError) as raised:
        adjust_p([0.1], "holmes")
    assert str(raised.value) == (
        "adjust_p() needs a known method; got 'holmes'; allowed: holm, bh, by, bonferroni, none; "
        'did you mean "holm"?'
    )
