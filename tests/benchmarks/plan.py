"""What is measured, as data: who, which job, how many firms, and how many of the items are really timed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ITEMS = 30
SMALL_ITEMS = 2  # of the small file that every process goes through before its clock starts
JOBS = ("comparison", "permutation", "bootstrap")
SIZES = (300, 1_000, 3_000, 10_000, 30_000, 100_000, 1_000_000, 10_000_000)
# The order of a job's parts in the results.
PARTS = (
    "full", "core", "count", "rest", "bound", "as documented", "Mann-Whitney by scikit-posthocs",
    "anova", "kruskal_wallis", "anova and kruskal_wallis", "anova percentile", "anova bca", "kruskal_wallis percentile", "kruskal_wallis bca",
)  # fmt: skip
# Where peers are measured; vcif alone goes on to more firms.
PEER_SIZES = (300, 30_000, 1_000_000)
_QUICK_SIZES = (300, 3_000, 30_000, 100_000)
_QUICK_ITEMS = 3


@dataclass(frozen=True)
class Contender:
    """Who is measured: a module of this folder's `contenders`, or an R script there."""

    name: str
    label: str
    language: Literal["python", "r"]
    source: str


@dataclass(frozen=True)
class Measurement:
    """One process to start: its parts run one after the other, over the first `items_timed` items."""

    job: str
    contender: str
    parts: tuple[str, ...]
    n: int
    items_timed: int = ITEMS


CONTENDERS = {
    contender.name: contender
    for contender in (
        Contender("vcif", "vcif", "python", "vcif_public"),
        Contender("scipy", "SciPy script", "python", "scipy_script"),
        Contender("scipy_own", "SciPy, its own tests as the statistic", "python", "scipy_own_statistics"),
        Contender("pingouin", "pingouin and scikit-posthocs", "python", "pingouin_stack"),
        Contender("base_r", "base R", "r", "base_r"),
        Contender("rstatix", "rstatix", "r", "rstatix"),
        Contender("coin", "coin (R)", "r", "coin"),
    )
}
# Items timed by number of firms, for each peer and part of the comparison; the others are extrapolated.
_COMPARISON = {
    ("scipy", "core"): (30, 30, 30),
    ("scipy", "full"): (30, 30, 30),
    ("pingouin", "as documented"): (30, 3, 1),
    ("pingouin", "Mann-Whitney by scikit-posthocs"): (30, 10, 3),
    ("base_r", "core"): (30, 30, 3),
    ("base_r", "full"): (30, 30, 3),
    ("rstatix", "core"): (10, 2, 1),
    ("rstatix", "full"): (10, 2, 1),
}
_PERMUTATION = PARTS[7:10]
_BOOTSTRAP = PARTS[10:]


def measurements(*, quick: bool) -> list[Measurement]:
    """Return everything to measure, vcif first.

    Quick leaves out a million firms, most items of the peers, and the bootstrap of more than the fewest firms.

    >>> len(measurements(quick=True)) < len(measurements(quick=False))
    True
    """
    everything = [*_comparison(), *_resampling("permutation"), *_resampling("bootstrap")]
    return [_shortened(each) for each in everything if _is_quick(each)] if quick else everything


def _is_quick(measurement: Measurement) -> bool:
    """Return whether a measurement is over within seconds."""
    slow = measurement.job == "bootstrap" or measurement.contender == "scipy_own"
    return measurement.n in (SIZES[:1] if slow else _QUICK_SIZES)


def _comparison() -> Iterator[Measurement]:
    """Yield the comparison: vcif at every size, the peers at three."""
    for n in SIZES:
        yield Measurement("comparison", "vcif", ("full",), n)
        yield Measurement("comparison", "vcif", ("count", "rest", "bound"), n)
    for (contender, part), items in _COMPARISON.items():
        for n, timed in zip(PEER_SIZES, items, strict=True):
            yield Measurement("comparison", contender, (part,), n, timed)


def _resampling(job: str) -> Iterator[Measurement]:
    """Yield a resampling job: all items for vcif, one item for the peers."""
    sizes = PEER_SIZES[:2] if job == "permutation" else PEER_SIZES
    parts = _PERMUTATION if job == "permutation" else _BOOTSTRAP
    for n in sizes:
        for part in parts:
            yield Measurement(job, "vcif", (part,), n)
            yield Measurement(job, "scipy", (part,), n, 1)
            if job == "permutation":
                yield Measurement(job, "coin", (part,), n, 1)
                yield Measurement(job, "scipy_own", (part,), n, 1)


def _shortened(measurement: Measurement) -> Measurement:
    """Return a peer's measurement over fewer items.

    vcif always does them all, and so does the SciPy script: its calls for all items at once cost little more than
    for one, so that bringing few items to 30 would flatter vcif.
    """
    if measurement.contender in ("vcif", "scipy"):
        return measurement
    timed = min(measurement.items_timed, _QUICK_ITEMS)
    return Measurement(measurement.job, measurement.contender, measurement.parts, measurement.n, timed)
