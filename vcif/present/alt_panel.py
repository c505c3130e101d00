"""Alternative texts of a panel's figures, computed from the results that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures import sequences, states, steps, survival
from vcif.present.figures.style import SYNTHETIC
from vcif.present.labels import PATH_NAMES
from vcif.present.numbers import count, p_phrase, percent

if TYPE_CHECKING:
    from vcif.panel import Panel


def alt_states(panel: Panel) -> str:
    """Return the alternative text of `figure_states`.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    str
        The kind of chart and the shares of the first and the last wave.

    Examples
    --------
    >>> import vcif
    >>> alt_states(vcif.run_panel(vcif.example_panel()))[:50]
    'Synthetic data. Stacked bars of the shares of the '
    """
    if states.states_data(panel).is_empty():
        return _empty(panel, states.NOTHING)
    waves = sorted(set(panel.states["wave"]))
    parts = [f"{wave}: {_shares(panel, wave)}" for wave in dict.fromkeys((waves[0], waves[-1]))]
    text = f"Stacked bars of the shares of the four categories in {len(waves)} waves. {'. '.join(parts)}."
    return _begin(panel, text)


def _shares(panel: Panel, wave: int) -> str:
    """Return a wave's shares in words."""
    rows = panel.states.filter(pl.col("wave") == wave).drop_nulls("category")
    return ", ".join(f"{name} {percent(share)}" for name, share in rows.select("category", "share").rows())


def alt_transitions(panel: Panel) -> str:
    """Return the alternative text of `figure_transitions`.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    str
        The kind of chart, and for each category how many stay and where most of the others go.

    Examples
    --------
    >>> import vcif
    >>> "C1: 75% stay" in alt_transitions(vcif.run_panel(vcif.example_panel()))
    True
    """
    total = count(int(panel.transitions.drop_nulls(["from", "to"])["n"].sum()))
    if total == "0":
        return _empty(panel, steps.NOTHING)
    known = panel.transitions.drop_nulls(["from", "to", "share"]).with_columns(
        pl.col("from", "to").cast(pl.String)
    )
    parts = [f"{name}: {_leaving(known.filter(pl.col('from') == name), name)}" for name in CATEGORIES]
    text = f"Heat map of {total} steps between consecutive waves, rows by the category"
    text += " in a wave, columns by that in the next one"
    return _begin(panel, f"{text}. {'; '.join(parts)}.")


def _leaving(rows: pl.DataFrame, name: str) -> str:
    """Return how many stay in a category and where most of the others go, in words."""
    if rows.is_empty():
        return "no step"
    stay = rows.filter(pl.col("to") == name)["share"][0]
    others = rows.filter(pl.col("to") != name)
    most = others.filter(pl.col("share") == pl.col("share").max(), pl.col("share") > 0)
    away = f", {percent(most['share'][0])} to {' and to '.join(most['to'])}" if most.height else ""
    return f"{percent(stay)} stay{away}"


def alt_flows(panel: Panel) -> str:
    """Return the alternative text of `figure_flows`.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    str
        The kind of chart, and how many steps stay, lead forward, lead back or change sides.

    Examples
    --------
    >>> import vcif
    >>> "1,074 stay" in alt_flows(vcif.run_panel(vcif.example_panel()))
    True
    """
    words = {"stay": "stay", "forward": "lead towards C4", "switch": "change sides", "reversal": "lead back"}
    parts = [f"{count(n)} {words[str(kind)]}" for kind, n in panel.directions.select("direction", "n").rows()]
    text = (
        f"Flow diagram: a bar of firms by category for each of {panel.flow.height} waves, bands between them "
        f"as wide as the firms that make the step. Of all steps {', '.join(parts)}."
    )
    return _begin(panel, text)


def alt_sequences(panel: Panel) -> str:
    """Return the alternative text of `figure_sequences`.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    str
        The kind of chart, how many firms it shows, and how many never moved.

    Examples
    --------
    >>> import vcif
    >>> "never moved" in alt_sequences(vcif.run_panel(vcif.example_panel()))
    True
    """
    drawn = sequences.sequences_data(panel).unique(["low", "high"])
    if drawn.is_empty():
        return _empty(panel, sequences.NOTHING)
    firms = int(drawn.select((pl.col("high") - pl.col("low")).sum()).item())
    moves = dict(panel.movers.group_by(pl.col("moved").cast(pl.String)).agg(pl.col("n").sum()).rows())
    text = (
        f"Sequence plot: one line for each of {count(firms)} firms, shaded by its category in each wave and "
        f"sorted by its history. {count(moves.get('moved', 0))} firms were seen to move, "
        f"{count(moves.get('never_moved', 0))} never moved, {count(moves.get('one_wave', 0))} are known in "
        "one wave."
    )
    return _begin(panel, text)


def alt_survival(panel: Panel) -> str:
    """Return the alternative text of `figure_survival`.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    str
        The kind of chart, the firms and arrivals of each path, and the log-rank test.

    Examples
    --------
    >>> import vcif
    >>> "log-rank test" in alt_survival(vcif.run_panel(vcif.example_panel()))
    True
    """
    if panel.curves.is_empty():
        return _empty(panel, survival.NOTHING)
    parts = []
    for name in ("market_seeking", "efficiency_seeking"):
        rows = panel.curves.filter(pl.col("group").cast(pl.String) == name)
        if rows.height:
            firms, arrived = int(rows["n_risk"][0]), int(rows["n_events"].sum())
            left = percent(rows["survival"][-1])
            parts.append(
                f"{PATH_NAMES[name]}: {count(firms)} firms, {count(arrived)} seen to arrive, {left} not yet "
                f"there after {rows['time'][-1]} waves"
            )
    p_value = panel.log_rank["p_value"][0]
    test = "" if p_value is None else f" The log-rank test of the two paths: {p_phrase(p_value)}."
    text = "Stepped curves of the share of firms not yet in C4, by waves since their first step abroad."
    return _begin(panel, f"{text} {'; '.join(parts)}.{test}")


def _empty(panel: Panel, reason: str) -> str:
    """Return the text of a figure that says why there is nothing to show."""
    return _begin(panel, f"An empty figure: {reason}.")


def _begin(panel: Panel, text: str) -> str:
    """Return a text that says first where the data are synthetic."""
    return f"{SYNTHETIC}. {text}" if panel.survey.codebook.study.synthetic else text
