"""Laws of column widths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcif.render.table_widths import LINE, Extent, relative_widths

LENGTHS = st.lists(st.integers(0, 200), min_size=1, max_size=12)


@given(LENGTHS)
def test_shares_are_positive_and_fit_the_line(lengths: list[int]) -> None:
    extents = [Extent(column, 1, length, length // 3) for column, length in enumerate(lengths)]
    widths = relative_widths(extents, len(lengths))
    assert all(width > 0 for width in widths)
    assert sum(widths) <= 1 + 1e-9


@given(LENGTHS)
def test_longer_columns_are_never_narrower(lengths: list[int]) -> None:
    extents = [Extent(column, 1, length, 0) for column, length in enumerate(lengths)]
    widths = relative_widths(extents, len(lengths))
    for first, one in zip(lengths, widths, strict=True):
        for second, other in zip(lengths, widths, strict=True):
            assert first >= second or one <= other + 1e-9


def test_words_are_not_cut_in_a_table_that_is_too_wide() -> None:
    extents = [Extent(0, 1, 300, 12), Extent(1, 1, 12, 12), Extent(2, 1, 12, 12)]
    widths = relative_widths(extents, 3)
    assert widths[1] * LINE >= 12
