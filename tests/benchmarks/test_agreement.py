"""vcif's job and the SciPy script's job give the same numbers: what is timed is the same work."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import polars.testing
import pytest

import vcif
from tests.benchmarks.contenders import scipy_own_statistics, scipy_resampling, scipy_script, vcif_public
from tests.benchmarks.firms import item_names, make_firms, write_firms

N, ITEMS = 300, 3
EXACT = 1e-9  # both work in double precision from the same answers
# SciPy's studentized range is good to some 1e-10 in the middle and loses digits outwards.
STUDENTIZED = 1e-6
# Ten standard errors or so of a limit of 9,999 draws.
LIMITS = 0.004
NEAR_ZERO = 1e-12  # differences of equal means and limits at 0 are compared absolutely
KEYS = ("indicator", "group", "group1", "group2")


@pytest.fixture(scope="module")
def ours() -> dict[str, pl.DataFrame]:
    return vcif_public.rest(vcif.tally(make_firms(N, ITEMS), item_names(ITEMS)))


@pytest.fixture(scope="module")
def theirs() -> dict[str, pl.DataFrame]:
    return scipy_script.comparison(make_firms(N, ITEMS), ITEMS, full=True)


@pytest.mark.parametrize("frame", ["descriptives", *vcif_public.OMNIBUS, *vcif_public.PAIRS])
def test_every_number_of_the_script_is_vcifs(
    ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame], frame: str
) -> None:
    script = theirs[frame]
    keys = [name for name in KEYS if name in script.columns]
    package = ours[frame].with_columns(pl.col(pl.Enum).cast(pl.String))
    both = script.join(package, on=keys, suffix="_vcif", validate="1:1")
    assert both.height == script.height == package.height
    numbers = [name for name in script.columns if name not in keys]
    assert {"mean", "p_value"} & set(numbers)
    for name in numbers:
        studentized = frame == "games_howell" and name in ("p_value", "difference_low", "difference_high")
        tolerance = STUDENTIZED if studentized else EXACT
        for script_number, number in both.select(name, f"{name}_vcif").rows():
            assert math.isclose(script_number, number, rel_tol=tolerance, abs_tol=NEAR_ZERO), name


def test_the_core_is_the_full_job_without_intervals(theirs: dict[str, pl.DataFrame]) -> None:
    core = scipy_script.comparison(make_firms(N, ITEMS), ITEMS, full=False)
    assert list(core) == list(theirs)
    for name, frame in core.items():
        assert frame.equals(theirs[name].select(frame.columns))


def test_items_in_blocks_give_what_all_items_give(
    theirs: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scipy_script, "_AT_ONCE", N)
    for name, frame in scipy_script.comparison(make_firms(N, ITEMS), ITEMS, full=False).items():
        keys = [key for key in KEYS if key in frame.columns]
        # NumPy adds up a column in another order when it stands alone.
        pl.testing.assert_frame_equal(
            frame.sort(keys), theirs[name].select(frame.columns).sort(keys), rel_tol=EXACT, abs_tol=NEAR_ZERO
        )


@pytest.mark.parametrize("test", ["anova", "kruskal_wallis"])
def test_permutation_p_values_agree_within_their_error(test: str, tmp_path: Path) -> None:
    firms = make_firms(N, ITEMS)
    script = scipy_resampling.resampling_parts("permutation", firms, ITEMS)[test]()["p_value"]
    path = write_firms(tmp_path, N, ITEMS, "parquet")
    own = scipy_own_statistics.parts("permutation", path, ITEMS)[test]()["p_value"]
    package = vcif_public.permutation(firms, item_names(ITEMS), [test])[test]["p_value"]
    for one, same, other in zip(script, own, package, strict=True):
        error = math.sqrt(2 * other * (1 - other) / vcif_public.RESAMPLES)
        assert abs(one - other) < 5 * error
        assert abs(same - other) < 5 * error


# SciPy cannot adjust the interval of an omega squared that most draws floor at 0, and warns.
@pytest.mark.filterwarnings("ignore:The BCa", "ignore:invalid value encountered")
@pytest.mark.parametrize("kind", ["percentile", "bca"])
@pytest.mark.parametrize("test", ["anova", "kruskal_wallis"])
def test_bootstrap_limits_agree_within_their_error(test: str, kind: str) -> None:
    firms = make_firms(N, ITEMS)
    script = scipy_resampling.resampling_parts("bootstrap", firms, ITEMS)[f"{test} {kind}"]()
    package = vcif_public.bootstrap(firms, item_names(ITEMS), test, kind).select("conf_low", "conf_high")
    limits = script.select("conf_low", "conf_high").rows()
    compared = [
        (one, other) for one, other in zip(limits, package.rows(), strict=True) if math.isfinite(one[0])
    ]
    assert len(compared) >= ITEMS - 1
    for one, other in compared:
        assert one == pytest.approx(other, abs=LIMITS)
