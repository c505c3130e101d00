"""How fast firms reach C4 on either path, and who was not seen to begin."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import PATH_NAMES, capitalized
from vcif.present.notes import note_lines
from vcif.present.numbers import MISSING, count, estimate, number, p_phrase, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NAME = "vcif-arrivals"


def table_arrivals(panel: Panel) -> GT:
    """Return the time from the first step abroad to C4 on either path.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row per path: firms, arrivals, the median time, and the share not yet in C4 after one, two and
        three waves with its interval. The notes hold the log-rank test, the hazard ratio, and the firms
        without a clock.

    Examples
    --------
    >>> import vcif
    >>> "Log-rank test" in table_arrivals(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    curves = panel.curves
    if curves.is_empty():
        reason = "no firm was seen to make its first step abroad"
        return unavailable(_NAME, "Time to C4", reason, note_lines(panel.survey.codebook, *_without(panel)))
    rows = [_row(name, part) for (name,), part in curves.partition_by("group", as_dict=True).items()]
    headers = {"label": "First step abroad", "n": "Firms", "arrived": "Arrived", "median": "Median"} | {
        f"at_{time}": f"{time} wave{'' if time == 1 else 's'}" for time in (1, 2, 3)
    }
    level = percent(panel.settings.level)
    spanners = {f"% not yet in C4 after [{level} CI]": ["at_1", "at_2", "at_3"]}
    return exhibit(pl.DataFrame(rows), _NAME, headers, stub="label", spanners=spanners, notes=_notes(panel))


def _row(name: object, curve: pl.DataFrame) -> dict[str, str]:
    """Return one path's row."""
    cells = {"n": count(int(curve["n_risk"][0])), "arrived": count(int(curve["n_events"].sum()))}
    cells["median"] = count(_median(curve))
    for time in (1, 2, 3):
        found = curve.filter(pl.col("time") == time)
        cells[f"at_{time}"] = _share(found.row(0, named=True)) if found.height else MISSING
    return {"label": PATH_NAMES[str(name)]} | cells


def _median(curve: pl.DataFrame) -> int | None:
    """Return the first time by which half have arrived; None where they have not.

    The share is worked out again from the counts: as a product of floats one half may lie a hair above .5.
    """
    left = Fraction(1)
    for time, n_risk, n_events in curve.select("time", "n_risk", "n_events").rows():
        left *= Fraction(n_risk - n_events, n_risk)
        if left <= Fraction(1, 2):
            return int(time)
    return None


def _share(row: dict[str, float | None]) -> str:
    """Return a share with its limits, without the sign, which the header carries."""
    values = [row[name] for name in ("survival", "conf_low", "conf_high")]
    scaled = [None if value is None else value * 100 for value in values]
    return estimate(scaled[0], scaled[1], scaled[2], 0)


def _notes(panel: Panel) -> list[str]:
    """Return the table's note."""
    test = panel.log_rank.row(0, named=True)
    found = ""
    if test["p_value"] is not None:
        chi = f"χ² = {number(test['statistic'])}, df = {number(test['df'], 0)}"
        found = f"Log-rank test: {chi}, {p_phrase(test['p_value'])}."
    ratio = ""
    if test["estimate"] is not None:
        shown = estimate(test["estimate"], test["conf_low"], test["conf_high"])
        ratio = f" Hazard ratio of efficiency against market seekers (Cox, Efron's ties): {shown}."
    missing = [column for column in ("median", "at_1", "at_2", "at_3") if _has_gap(panel, column)]
    return note_lines(
        panel.survey.codebook,
        "Time in waves from the first step abroad, for firms that were seen in C1 until then; paths by that "
        "step (C3 or C2). Kaplan-Meier estimates, log-log intervals. Median: the first wave by "
        "which half have arrived.",
        f"{found}{ratio}".strip(),
        *_without(panel),
        "– Fewer than half have arrived, or no firm was observed so long." if missing else "",
        f"– {capitalized(test['note'])}." if test["note"] else "",
    )


def _has_gap(panel: Panel, column: str) -> bool:
    """Return whether a column of the table has an empty cell."""
    return any(_row(name, part)[column] == MISSING for (name,), part in _parts(panel))


def _parts(panel: Panel) -> list[tuple[tuple[object, ...], pl.DataFrame]]:
    """Return the curves by path."""
    return list(panel.curves.partition_by("group", as_dict=True).items())


def _without(panel: Panel) -> list[str]:
    """Return which firms have no clock, or one that ends as it begins."""
    direct = panel.times.filter(pl.col("path") == "direct").height
    said = [f"{count(direct)} firms stepped from C1 to C4 at once and are on neither path."] if direct else []
    reasons = panel.times.drop_nulls("note").group_by("note").len().sort("len", descending=True)
    return [*said, *(f"{count(n)} firms: {note}." for note, n in reasons.rows())]
