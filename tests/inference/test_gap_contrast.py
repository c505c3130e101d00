"""The contrast of gaps: m2 - m3 over the pooled s, its interval, and what it refuses."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.gap_contrast import gap_contrast

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


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"growth": [1] * 17}, "growth has no variation within any group"),
        ({"growth": [0.1] * 17}, "growth has no variation within any group"),  # its mean is not 0.1 in double precision
        ({"growth": [1, None, None, None, None, *[1, 2] * 6]}, "C2 has fewer than two firms that answered growth"),
    ],
)  # fmt: skip
def test_undefined(change: dict[str, list[float]], text: str) -> None:
    with pytest.raises(NotComputableError) as raised:
        gap_contrast(
            FIRMS.with_columns(**{k: pl.Series(v, strict=False) for k, v in change.items()}),
            ["profit", "growth"],
        )
    assert str(raised.value) == text


def test_no_item_and_few_resamples_are_refused() -> None:
    with pytest.raises(ArgumentError) as raised:
        gap_contrast(FIRMS, [], n_resamples=10)
    assert str(raised.value) == "gap_contrast() needs at least one item and 100 resamples; got 0 and 10"
