"""The contrast of gaps: m2 - m3 over the pooled s, its interval, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from vcif._errors import ArgumentError, DataError, NotComputableError, VcifError
from vcif.inference.drawn_contrasts import DrawnContrasts
from vcif.inference.firm_answers import answers_by_group
from vcif.inference.gap_contrast import gap_contrast

GROUPS = ("C2", "C3", "C4")

FIRMS = pl.DataFrame(
    {
        "category": ["C2"] * 5 + ["C3"] * 6 + ["C4"] * 4 + ["C1", None],
        "growth": [3, 4, 3, 4, None, 2, 3, 2, 3, 1, 2, 4, 5, 4, 5, 1, 5],
        "profit": [2, 4, 5, 4, 1, 2, 3, 2, None, 1, 3, 4, 5, 5, 5, 5, 1],
    }
)


def by_hand(items: list[str]) -> float:
    """Return the mean over the items of (m2 - m3)/s, s pooled over C2, C3 and C4."""
    values = []
    for item in items:
        groups = [
            FIRMS.filter(pl.col("category") == g)[item].drop_nulls().to_numpy() for g in ("C2", "C3", "C4")
        ]
        within = sum(((g - g.mean()) ** 2).sum() for g in groups)
        s = np.sqrt(within / (sum(map(len, groups)) - 3))
        m2, m3, m4 = (g.mean() for g in groups)
        values.append(((m4 - m3) - (m4 - m2)) / s)
    return float(np.mean(values))


@pytest.mark.parametrize("items", [["growth"], ["profit"], ["growth", "profit"]])
def test_equals_m2_minus_m3_over_s(items: list[str]) -> None:
    found = gap_contrast(FIRMS, items)
    assert found.estimate == pytest.approx(by_hand(items), rel=1e-13)
    assert found.conf_low < found.estimate < found.conf_high
    assert (found.n_items, found.n_firms) == (len(items), 15)


def test_the_third_group_moves_the_spread_only() -> None:
    higher = FIRMS.with_columns(
        growth=pl.col("growth") + pl.when(pl.col("category") == "C4").then(7).otherwise(0)
    )
    assert gap_contrast(higher, ["growth"]).estimate == pytest.approx(
        gap_contrast(FIRMS, ["growth"]).estimate, rel=1e-13
    )


@pytest.mark.parametrize(("shift", "by"), [(1e9, 1.0), (0.0, 1e-10), (-3.0, 1e10)])
def test_shift_and_scale_are_nothing(shift: float, by: float) -> None:
    # 1e9 leaves seven digits of a score in double precision, so the contrast keeps about seven
    moved = FIRMS.with_columns(pl.col("growth", "profit") * by + shift)
    one, other = gap_contrast(FIRMS, ["growth", "profit"]), gap_contrast(moved, ["growth", "profit"])
    for name in ("estimate", "conf_low", "conf_high"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-9 if shift < 1e9 else 1e-6)


def test_the_same_seed_gives_the_same_interval() -> None:
    one, again, other = (gap_contrast(FIRMS, ["growth", "profit"], seed=seed) for seed in (7, 7, 8))
    assert one == again
    assert (one.conf_low, one.conf_high) != (other.conf_low, other.conf_high)
    assert one.estimate == other.estimate


def test_the_interval_is_a_bootstrap_of_whole_firms_within_groups() -> None:
    # the plain bootstrap, by another generator: limits agree within Monte Carlo error (sd of a limit is some .02)
    generator = np.random.default_rng(99)
    parts = [
        FIRMS.filter(pl.col("category") == g)["growth"].drop_nulls().to_numpy() for g in ("C2", "C3", "C4")
    ]
    values = []
    for _ in range(20_000):
        drawn = [generator.choice(g, size=len(g)) for g in parts]
        within = sum(((g - g.mean()) ** 2).sum() for g in drawn)
        if within > 0:
            values.append((drawn[0].mean() - drawn[1].mean()) / np.sqrt(within / (sum(map(len, drawn)) - 3)))
    complete = FIRMS.filter(pl.col("growth").is_not_null())
    found = gap_contrast(complete, ["growth"], n_resamples=20_000)
    low, middle, high = np.quantile(values, [0.025, 0.5, 0.975])
    assert low < found.estimate < high
    assert found.conf_low == pytest.approx(low, abs=0.05)
    assert found.conf_high == pytest.approx(high, abs=0.1 * (high - middle))


def test_an_item_beside_others_is_what_it_is_alone() -> None:
    both = gap_contrast(FIRMS, ["growth", "profit"])
    assert [item.indicator for item in both.items] == ["growth", "profit"]
    for item in both.items:
        alone = gap_contrast(FIRMS, [item.indicator])
        assert (item,) == alone.items
        assert (item.estimate, item.conf_low, item.conf_high) == (
            alone.estimate,
            alone.conf_low,
            alone.conf_high,
        )
        assert item.estimate == pytest.approx(by_hand([item.indicator]), rel=1e-13)
        assert item.n_firms == 14
    assert both.estimate == pytest.approx(np.mean([item.estimate for item in both.items]), rel=1e-15)


@pytest.mark.parametrize("cells", [1, 5, 37, 1000])
def test_the_parts_in_which_resamples_are_taken_change_nothing(cells: int) -> None:
    firms = FIRMS.with_columns(profit=pl.col("profit") / 3 + 0.1)  # no whole numbers
    answers = answers_by_group("test", firms, ["growth", "profit"], GROUPS)
    whole = DrawnContrasts.of(answers, [0, 1], 200, np.random.PCG64(4))
    parts = DrawnContrasts.of(answers, [0, 1], 200, np.random.PCG64(4), cells)
    assert np.array_equal(whole.resampled, parts.resampled, equal_nan=True)
    assert np.array_equal(whole.estimates, parts.estimates)


def test_resamples_without_an_item_are_counted_and_skip_it_alone() -> None:
    rare = FIRMS.with_columns(rare=pl.Series([None, None, None, 4, 5, *[1, 2, 3, 2, 1, 2], 4, 5, 4, 5, 1, 5]))
    found = gap_contrast(rare, ["growth", "rare"], n_resamples=5000)
    growth, other = found.items
    # none of the two of five firms is drawn in 5 draws with probability (3/5)^5 = .078; sd of the share .004
    assert other.n_skipped / 5000 == pytest.approx(0.6**5, abs=0.02)
    assert growth.n_skipped < 50
    assert found.n_incomplete >= other.n_skipped
    assert growth == gap_contrast(rare, ["growth"], n_resamples=5000).items[0]
    for item in found.items:
        assert item.conf_low is not None
        assert item.conf_high is not None
        assert item.conf_low <= item.estimate <= item.conf_high


def test_an_item_that_most_resamples_lack_has_no_interval() -> None:
    # only one firm differs within its group, and it is drawn in two thirds of the resamples; two such groups
    # of three would still do, but two answers among thirty firms are missing in one resample of eight
    firms = pl.DataFrame(
        {
            "category": ["C2"] * 30 + ["C3"] * 30 + ["C4"] * 30,
            "rare": ([1, 1] + [None] * 28) + ([3, 3] + [None] * 28) + ([5, 4] + [None] * 28),
            "good": [1, 2, 3] * 30,
        }
    )
    found = gap_contrast(firms, ["rare", "good"])
    rare, good = found.items
    # both answers of C4 and one of each other group: (1 - 2 (29/30)^30 + (28/30)^30) (1 - (28/30)^30)^2 = .30
    assert 0.6 < rare.n_skipped / 2000 < 0.8
    assert (rare.conf_low, rare.conf_high) == (None, None)
    assert good.conf_low is not None
    assert found.n_incomplete == rare.n_skipped
    with pytest.raises(NotComputableError) as raised:
        gap_contrast(firms, ["rare"])
    assert str(raised.value) == "most resamples of the firms leave no item that can be compared"


def test_a_limit_beyond_the_estimate_moves_to_it_and_says_so() -> None:
    # a resampled s is too small on average, so a contrast of two constant means is drawn too far out
    firms = pl.DataFrame(
        {"category": ["C2"] * 3 + ["C3"] * 3 + ["C4"] * 5, "growth": [5, 5, 5, 4, 4, 4, 1, 3, 5, 7, 9]}
    )
    found = gap_contrast(firms, ["growth"], level=0.2)
    assert found.boundary
    assert found.items[0].boundary
    assert found.conf_low == found.estimate < found.conf_high
    assert not gap_contrast(FIRMS, ["growth"]).boundary


UNDEFINED = [
    ({"growth": [1] * 17}, "growth has no variation within any group"),
    ({"growth": [0.1] * 17}, "growth has no variation within any group"),  # its mean is not 0.1 in double precision
    ({"growth": [1, None, None, None, None, *[1, 2] * 6]}, "C2 has fewer than two firms that answered growth"),
    ({"growth": [None] * 17}, "C2 has fewer than two firms that answered growth"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "text"), UNDEFINED)
def test_undefined(change: dict[str, list[float]], text: str) -> None:
    firms = FIRMS.with_columns(**{k: pl.Series(v, strict=False) for k, v in change.items()})
    with pytest.raises(NotComputableError) as raised:
        gap_contrast(firms, ["growth"])
    assert str(raised.value) == text
    # one item that cannot be compared neither sinks the others nor vanishes
    beside = gap_contrast(firms, ["growth", "profit"])
    assert (beside.n_items, beside.left_out) == (1, (text,))
    assert beside.items == gap_contrast(FIRMS, ["profit"]).items


def test_no_item_and_few_resamples_are_refused() -> None:
    with pytest.raises(ArgumentError) as raised:
        gap_contrast(FIRMS, [], n_resamples=10)
    assert str(raised.value) == "gap_contrast() needs at least one item and 100 resamples; got 0 and 10"


@pytest.mark.parametrize(
    ("firms", "options", "error", "text"),
    [
        (FIRMS.drop("category"), {}, DataError, "gap_contrast() needs the column 'category'; run classify() first"),
        (FIRMS.rename({"growth": "grwoth"}), {}, DataError, "gap_contrast() needs the column 'growth'; did you mean \"grwoth\"?"),
        (FIRMS.with_columns(growth=pl.lit(float("nan"))), {}, DataError, "gap_contrast() needs finite numbers; got nan in 'growth' (17 firms)"),
        (FIRMS.with_columns(growth=pl.lit("a lot")), {}, DataError, "gap_contrast() needs numbers or yes/no in 'growth'; got String"),
        (FIRMS, {"groups": ("C2", "C4")}, ArgumentError, "gap_contrast() needs three different groups; got ['C2', 'C4']"),
        (FIRMS, {"items": ["growth", "growth"]}, ArgumentError, "gap_contrast() needs a list of different items; got ["),
        (FIRMS, {"seed": -1}, ArgumentError, "gap_contrast() needs a whole number from 0 up as its seed; got -1"),
        (FIRMS, {"level": 95}, ArgumentError, "gap_contrast() needs a level between 0 and 1; got 95"),
        (FIRMS, {"groups": ("C2", "C3", "C9")}, NotComputableError, "C9 has fewer than two firms that answered growth"),
    ],
)  # fmt: skip
def test_bad_input(firms: pl.DataFrame, options: dict[str, Any], error: type[VcifError], text: str) -> None:
    with pytest.raises(error) as raised:
        gap_contrast(firms, **({"items": ["growth"]} | options))
    assert str(raised.value).startswith(text)
