"""Every test on every golden set: random tables give the p-values that shuffled firms give, by other formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.golden import CORN, FLIES, LEVELS, MOTIVATION, MUCOCILIARY, PLANTS, POOH
from tests.inference.resampling.by_firms import BY_FIRMS, shuffled
from tests.inference.resampling.statistics import LARGEST
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.registry import TESTS

SHUFFLES, TABLES = 10_000, 9999
# two firms with the same answer; the last two groups do not overlap
UNDEFINED = [("welch_anova", "unequal"), ("brunner_munzel", "corn")]
ERRORS = 4  # of the two p-values' common standard error; seeds are fixed
GOLDENS = {
    "pooh": POOH, "plants": PLANTS, "mucociliary": MUCOCILIARY, "motivation": MOTIVATION, "levels": LEVELS,
    "corn": CORN, "flies": FLIES, "framework": [[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 5]],
    "unequal": [[1, 2, 5, 4, 4, 2, 3], [3, 3], [2, 4, 5, 5, 5, 3, 4, 5, 4, 1, 2, 5, 5]],
}  # fmt: skip


def name_of(entry: registry.Test) -> str:
    return entry.name


def choices(entry: registry.Test, golden: str) -> list[list[list[float]]]:
    """Return the samples that a test takes of a golden set: of a test of pairs the first two and the last two."""
    data = GOLDENS[golden]
    if entry.kind == "pair":
        return [data[:2], data[-2:]]
    return [data] if entry.name != "framework_order" or len(data) == 4 else []


@pytest.mark.parametrize("golden", GOLDENS)
@pytest.mark.parametrize("entry", list(TESTS.values()), ids=name_of)
def test_tables_give_what_shuffles_give(entry: registry.Test, golden: str) -> None:
    method = "monte_carlo" if entry.name == "fisher_exact" else "permutation"
    for samples in choices(entry, golden):
        try:
            found = entry.function(as_counts(samples), p_method=method, n_resamples=TABLES)
        except NotComputableError:
            assert (entry.name, golden) in UNDEFINED
            continue
        found = found if isinstance(found, tuple) else (found,)
        here, drawn = (
            np.atleast_2d(BY_FIRMS[entry.name](groups)) for groups in shuffled(samples, SHUFFLES, 1)
        )
        drawn = np.broadcast_to(drawn.max(axis=0), drawn.shape) if entry.name in LARGEST else drawn
        share = (drawn >= here - 1e-9 * np.maximum(1, np.abs(here))).mean(axis=1)
        for result, p_value in zip(found, share.tolist(), strict=True):
            if result.p_value is None:
                continue
            middle = (result.p_value * TABLES + p_value * SHUFFLES) / (TABLES + SHUFFLES)
            error = math.sqrt(middle * (1 - middle) * (1 / TABLES + 1 / SHUFFLES))
            assert abs(result.p_value - p_value) <= ERRORS * error + 1 / TABLES
