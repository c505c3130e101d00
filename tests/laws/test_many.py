"""Many tables at once give what each gives alone, to the last bit, reasons included."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import counts, samples
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.outcomes import attempt
from vcif.inference.registry import EFFECTS, TESTS

MANY = [entry for entry in (*TESTS.values(), *EFFECTS.values()) if entry.many]


def told(outcome: Any) -> Any:
    """Return an outcome in a form that can be compared."""
    return (str(outcome), outcome.groups) if isinstance(outcome, NotComputableError) else outcome


def test_the_slow_ones_have_it() -> None:
    assert {"games_howell", "hedges_g", "omega_squared", "rank_epsilon_squared", "cliffs_delta"} <= {
        entry.name for entry in MANY
    }


@pytest.mark.parametrize("entry", MANY, ids=lambda entry: entry.name)
@given(data=st.data(), level=st.sampled_from([0.8, 0.95]))
def test_neighbours_are_nothing(
    entry: registry.Effect | registry.Test, data: st.DataObject, level: float
) -> None:
    groups = 2 if "two" in getattr(entry, "groups", "") or getattr(entry, "kind", "") == "pair" else None
    one = st.one_of(samples(groups=groups).map(as_counts), counts(groups=groups))
    drawn = data.draw(st.lists(one, min_size=1, max_size=4))
    assert entry.many is not None
    options = {} if isinstance(entry, registry.Test) and entry.ranks else {"level": level}
    together = [told(outcome) for outcome in entry.many(drawn, **options)]
    alone = partial(attempt, partial(entry.function, **options))
    assert together == [told(alone(table)) for table in drawn]
