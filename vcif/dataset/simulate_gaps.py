"""What goes wrong in a survey: questions left open, codes for "do not know", and slips of the pen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif.dataset.simulate_draws import Draws


@dataclass(frozen=True)
class Gap:
    """How often a cell holds this text instead of the answer; None is a blank cell."""

    text: str | None
    per_mille: int


@dataclass(frozen=True)
class Slip:
    """An answer that the codebook does not allow, in the first cells of the column that hold one."""

    column: str
    text: str
    cells: int


_BLANK, _TYPED = Gap(None, 8), Gap("NA", 2)
_ITEM = (_BLANK, _TYPED, Gap("9", 6))
_ATTITUDE = (*_ITEM, Gap("8", 5))
_SHARE = (Gap(None, 3), Gap("999", 3))
_RATIO = (Gap(None, 6), Gap("999", 10))
_CODED = (Gap(None, 2), Gap("8", 1), Gap("9", 2))
_WORDS = (Gap(None, 3), Gap("NA", 2))
_YEAR = (Gap(None, 10), Gap("9999", 16))

_GAPS: dict[str, tuple[Gap, ...]] = {
    "import_share": _SHARE,
    "export_share": _SHARE,
    "overseas_suppliers": _WORDS,
    "sourcing_office": _WORDS,
    "sales_office": _WORDS,
    "overseas_rd": _CODED,
    "distribution": _CODED,
    "first_upstream_year": _YEAR,
    "first_downstream_year": _YEAR,
    "route": _WORDS,
    "foreign_assets": _RATIO,
    "foreign_subsidiaries": _RATIO,
    "foreign_employees": _RATIO,
    "managers_abroad": _RATIO,
    "cultural_zones": (Gap(None, 6), Gap("99", 10)),
    "manager_years": (Gap(None, 6), Gap("99", 10)),
    "revenue": (Gap(None, 15),),
    "str_09": (_BLANK, _TYPED),
}

SLIPS = (
    Slip("sourcing_office", "Maybe", 2),
    Slip("str_03", "6", 2),
    Slip("att_07", "55", 1),
    Slip("perf_02", "0", 1),
    Slip("export_share", "110", 1),
    Slip("first_downstream_year", "2032", 1),
    Slip("first_upstream_year", "1958", 1),
)


def _gaps_of(column: str) -> tuple[Gap, ...]:
    """Return the gaps of a column; columns that are always filled in have none."""
    block = column.split("_")[0]
    if column in _GAPS or block not in ("perf", "str", "att"):
        return _GAPS.get(column, ())
    return _ATTITUDE if block == "att" else _ITEM


def _with_gaps(answers: pl.Series, draws: Draws) -> pl.Series:
    """Return the column with some cells blank or holding a code; cells that were blank stay blank."""
    gaps = _gaps_of(answers.name)
    if not gaps:
        return answers
    usual = 1000 - sum(gap.per_mille for gap in gaps)
    which = draws.choice(f"gap {answers.name}", (usual, *(gap.per_mille for gap in gaps)))
    filled = answers.is_not_null().to_numpy()
    for position, gap in enumerate(gaps, start=1):
        hit = pl.Series((which == position) & filled)
        answers = answers.zip_with(~hit, pl.Series([gap.text], dtype=pl.String))
    return answers


def _with_slip(answers: pl.Series, slip: Slip, draws: Draws) -> pl.Series:
    """Return the column with the slip in as many cells as it names, among those that hold an answer."""
    order = draws.order(f"slip {slip.column}")
    filled = order[answers.is_not_null().to_numpy()[order]]
    hit = np.isin(np.arange(draws.n), filled[: slip.cells])
    return answers.zip_with(pl.Series(~hit), pl.Series([slip.text], dtype=pl.String))


def with_gaps(columns: list[pl.Series], draws: Draws) -> list[pl.Series]:
    """Return all columns with missing answers and slips."""
    result = []
    for answers in columns:
        column = _with_gaps(answers, draws)
        for slip in SLIPS:
            column = _with_slip(column, slip, draws) if slip.column == column.name else column
        result.append(column)
    return result
