"""The glossary: every column that crosses a stage, with its type, unit and meaning, and the Enums.

Frames name their columns here and nowhere else, so that a table of means and a table of tests can be
stacked, joined and documented by one list.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

CATEGORIES = ("C1", "C2", "C3", "C4")
CATEGORY_LABELS = {
    "C1": "Domestically focused",
    "C2": "Upstream integrated",
    "C3": "Downstream integrated",
    "C4": "Fully integrated",
}
PATHS = ("market_seeking", "efficiency_seeking", "direct", "mixed", "other", "undetermined")
PATH_LABELS = {
    "market_seeking": "Market seeking (C1 > C3 > C4)",
    "efficiency_seeking": "Efficiency seeking (C1 > C2 > C4)",
    "direct": "Direct (C1 > C4)",
    "mixed": "Mixed (fits both)",
    "other": "Other route",
    "undetermined": "Undetermined",
}
BLOCKS = ("performance", "structure", "attitudes")
DEFINITIONS = ("exact", "contiguous", "subsequence", "first_entry")
DEFINITION_LABELS = {
    "exact": "Whole sequence",
    "contiguous": "Run without break",
    "subsequence": "In this order",
    "first_entry": "First entry",
}
PATH_SOURCES = (
    "entry_years", "waves_exact", "waves_contiguous", "waves_subsequence", "waves_first_entry", "reported",
    "category",
)  # fmt: skip
DIRECTIONS = ("stay", "forward", "switch", "reversal")
DIRECTION_LABELS = {
    "stay": "Stay",
    "forward": "Forward (towards C4)",
    "switch": "Switch (between C2 and C3)",
    "reversal": "Reversal (towards C1)",
}
FOLLOWS = ("step", "unknown", "gap", "last")
MOVES = ("never_moved", "moved", "one_wave", "never_known")
VERDICTS = ("supported", "partly", "not supported", "contradicted", "not testable")

CATEGORY = pl.Enum(CATEGORIES)
PATH = pl.Enum(PATHS)
BLOCK = pl.Enum(BLOCKS)
VERDICT = pl.Enum(VERDICTS)
DEFINITION = pl.Enum(DEFINITIONS)
PATH_SOURCE = pl.Enum(PATH_SOURCES)
DIRECTION = pl.Enum(DIRECTIONS)
FOLLOW = pl.Enum(FOLLOWS)
MOVE = pl.Enum(MOVES)


@dataclass(frozen=True)
class Column:
    """One entry of the glossary; `dtype` None means that it depends on the data."""

    name: str
    dtype: pl.DataType | type[pl.DataType] | None
    unit: str
    meaning: str


_ENTRIES = (
    Column("firm_id", pl.String, "", "the firm's identifier, as text"),
    Column("wave", pl.Int64, "year or round", "the survey round; null in a single cross-section"),
    Column("upstream", pl.Boolean, "", "engages in any overseas upstream activity; null = not known"),
    Column("downstream", pl.Boolean, "", "engages in any overseas downstream activity; null = not known"),
    Column("upstream_year", pl.Int64, "year", "first year of any overseas upstream activity"),
    Column("downstream_year", pl.Int64, "year", "first year of any overseas downstream activity"),
    Column("path_reported", PATH, "", "the path that the firm itself reports"),
    Column("category", CATEGORY, "", "C1 to C4 by the two activities; null = not known"),
    Column("path", PATH, "", "the path to full integration; null = has not reached C4 (as far as known)"),
    Column("indicator", pl.String, "", "the indicator's id in the codebook"),
    Column("block", BLOCK, "", "performance, structure or attitudes; null = no block"),
    Column(
        "defining", pl.Boolean, "", "true by construction of the categories, so never counted as a finding"
    ),
    Column("group", None, "", "the group of firms (Enum); null = firms that could not be classified"),
    Column("group1", None, "", "the earlier group of a pair (Enum)"),
    Column("group2", None, "", "the later group of a pair (Enum)"),
    Column("score", pl.Float64, "the indicator's own", "an answer; null = no answer"),
    Column("n", pl.Int64, "firms", "number of firms"),
    Column("n1", pl.Int64, "firms", "number of firms of group1 with an answer"),
    Column("n2", pl.Int64, "firms", "number of firms of group2 with an answer"),
    Column("n_missing", pl.Int64, "firms", "number of firms without an answer"),
    Column("weight", pl.Float64, "", "sampling weight, or the sum of weights; null = no weights"),
    Column("mean", pl.Float64, "the indicator's own", "arithmetic mean; null without firms"),
    Column(
        "sd", pl.Float64, "the indicator's own", "standard deviation, divisor n - 1; null below two firms"
    ),
    Column("median", pl.Float64, "the indicator's own", "median"),
    Column("q1", pl.Float64, "the indicator's own", "lower quartile, type 7"),
    Column("q3", pl.Float64, "the indicator's own", "upper quartile, type 7"),
    Column("mean_rank1", pl.Float64, "rank", "mean midrank of group1 in the ranking that the test uses"),
    Column("mean_rank2", pl.Float64, "rank", "mean midrank of group2 in the ranking that the test uses"),
    Column("method", pl.String, "", "the test, by its name in the registry"),
    Column("statistic", pl.Float64, "", "the test statistic that the method names (F, H, t, z, q, U, J)"),
    Column("df1", pl.Float64, "", "(numerator) degrees of freedom; null where there are none"),
    Column("df2", pl.Float64, "", "denominator degrees of freedom; null where there are none"),
    Column("df", pl.Float64, "", "degrees of freedom of a pair's statistic; null where there are none"),
    Column("p_value", pl.Float64, "", "p-value in full precision, before any adjustment across rows"),
    Column("p_adjusted", pl.Float64, "", "p-value after the adjustment that adjust_method names"),
    Column("adjust_method", pl.String, "", "the correction and its family"),
    Column("difference", pl.Float64, "score or rank", "group2 minus group1: of means, or of mean ranks"),
    Column("std_error", pl.Float64, "score or rank", "standard error of the difference"),
    Column("difference_low", pl.Float64, "score", "lower limit of the difference (simultaneous in a family)"),
    Column(
        "difference_high", pl.Float64, "score", "upper limit of the difference (simultaneous in a family)"
    ),
    Column("effect", pl.String, "", "the effect size, by its name in the registry"),
    Column("estimate", pl.Float64, "", "the effect size's estimate"),
    Column(
        "conf_low", pl.Float64, "", "lower confidence limit: of the mean in descriptives, else of the effect"
    ),
    Column(
        "conf_high", pl.Float64, "", "upper confidence limit: of the mean in descriptives, else of the effect"
    ),
    Column("conf_level", pl.Float64, "", "confidence level, for example 0.95"),
    Column(
        "note",
        pl.String,
        "",
        "why numbers are null, groups left out, or a limit moved; null = nothing to say",
    ),
    Column("hypothesis", pl.String, "", "the statement's number, S3 to S10"),
    Column("statement", pl.String, "", "the statement in words"),
    Column("n_indicators", pl.Int64, "indicators", "findings that the rule looks at"),
    Column("n_supporting", pl.Int64, "indicators", "significant findings in the stated direction"),
    Column("n_contradicting", pl.Int64, "indicators", "significant findings against the stated direction"),
    Column("verdict", VERDICT, "", "supported, partly, not supported, contradicted, or not testable"),
    Column("evidence", pl.String, "", "the count behind the verdict, or the reason that it cannot be tested"),
    Column("file", pl.String, "", "the data file"),
    Column(
        "row", pl.Int64, "", "row as the spreadsheet shows it (header = 1); null = the whole column or file"
    ),
    Column("column", pl.String, "", "the column's name in the file; null = the whole row or file"),
    Column("value", pl.String, "", "the value as it stood in the file"),
    Column("problem", pl.String, "", "what is wrong"),
    Column("action", pl.String, "", "what was done about it"),
    Column("letter", pl.String, "", "the letter by which a spreadsheet shows the column; null = not known"),
    Column("fact", pl.String, "", "what is told of how a file was read"),
    Column("name", pl.String, "", "the column's name in results; several are parted by commas"),
    Column("role", pl.String, "", "what a column is used for"),
    Column("n_answered", pl.Int64, "firms", "number of firms with an answer"),
    Column("n_problems", pl.Int64, "cells", "number of cells that need a look"),
    Column("kind", pl.String, "", "the kind of a problem"),
    Column("serious", pl.Boolean, "", "needs a look; false = as the codebook or the file says"),
    Column("n_cells", pl.Int64, "cells", "number of cells"),
    Column("n_columns", pl.Int64, "columns", "number of columns"),
    Column("advice", pl.String, "", "what to change"),
    Column("allowed", pl.String, "", "what a column allows"),
    Column("rows", pl.String, "", "the first rows, as the spreadsheet shows them"),
    Column("why", pl.String, "", "what speaks for a finding"),
    Column("item_rest", pl.Float64, "", "correlation with the mean of the block's other items"),
    Column("reversed", pl.Boolean, "", "the codebook has the item turned round"),
    Column("suspect", pl.Boolean, "", "the item runs against its block"),
    Column("activity", pl.String, "", "the activity's id in the codebook"),
    Column("side", pl.String, "", "upstream, downstream, or both"),
    Column("answer", pl.String, "", "the one answer that there is: yes, no, or no answer"),
    Column("missing", pl.String, "", "the activities without an answer, parted by commas"),
    Column("n_alone", pl.Int64, "firms", "firms of which only this activity is missing on the side"),
    Column("reasons", pl.String, "", "what stands in a column instead of answers, with the number of cells"),
    Column("finding", pl.String, "", "what is found of some rows"),
    Column("firms", pl.String, "", "identifiers of firms, parted by commas"),
    Column("from", CATEGORY, "", "the category in a wave; null = not known"),
    Column("to", CATEGORY, "", "the category in the next wave; null = not known"),
    Column("share", pl.Float64, "0 to 1", "share of its row or wave; null without firms"),
    Column("direction", DIRECTION, "", "stay, forward, switch or reversal in the order C1 < {C2, C3} < C4"),
    Column("follows", FOLLOW, "", "what follows a firm's wave: a step, an unknown state, a gap, or nothing"),
    Column("distance", pl.Int64, "waves", "how far ahead the firm's next wave lies; null = there is none"),
    Column("moved", MOVE, "", "whether a firm was seen to move, and if not, whether it could have been"),
    Column("start", pl.Int64, "year or round", "first wave of a spell, or wave of first entry abroad"),
    Column("end", pl.Int64, "year or round", "last wave of a spell"),
    Column("length", pl.Int64, "waves", "number of waves"),
    Column("left_censored", pl.Boolean, "", "the state before is not known, so it may have begun earlier"),
    Column("right_censored", pl.Boolean, "", "the state after is not known, so it may have lasted longer"),
    Column("entries", pl.Int64, "firms", "firms seen for the first time"),
    Column("returns", pl.Int64, "firms", "firms seen before, but not in the wave before this one"),
    Column(
        "pauses", pl.Int64, "firms", "firms not seen in the next wave, but in a later one; null in the last"
    ),
    Column("exits", pl.Int64, "firms", "firms not seen in any later wave; null in the last"),
    Column("n_unknown", pl.Int64, "firms", "firms whose category is not known"),
    Column("time", pl.Int64, "waves", "waves from first entry abroad to C4, or to the end of observation"),
    Column("reached", pl.Boolean, "", "reached C4; false = observation ended before"),
    Column("n_risk", pl.Int64, "firms", "firms still observed and not yet in C4 just before this time"),
    Column("n_events", pl.Int64, "firms", "firms that reach C4 at this time"),
    Column("n_censored", pl.Int64, "firms", "firms whose observation ends at this time before C4"),
    Column("survival", pl.Float64, "0 to 1", "estimated share of firms that are not yet in C4"),
    Column("import_value", pl.Float64, "the records' own", "net value of a firm's imports in a year"),
    Column("export_value", pl.Float64, "the records' own", "net value of a firm's exports in a year"),
    Column(
        "import_share", pl.Float64, "0 to 1", "imports' share of the firm's trade in a year; null without"
    ),
    Column(
        "export_share", pl.Float64, "0 to 1", "exports' share of the firm's trade in a year; null without"
    ),
    Column("import_n", pl.Int64, "transactions", "imports of a firm in a year that corrections leave"),
    Column("export_n", pl.Int64, "transactions", "exports of a firm in a year that corrections leave"),
    Column("source", PATH_SOURCE, "", "where the paths come from; by waves, with the definition"),
    Column("mean_effect", pl.Float64, "", "mean of the effect sizes of a statement's items"),
    Column("unit", pl.String, "", "what is counted"),
    Column("rule", pl.String, "", "a rule by which records are placed, netted or set aside"),
)

GLOSSARY: dict[str, Column] = {entry.name: entry for entry in _ENTRIES}

FRAMES: dict[str, tuple[str, ...]] = {
    "tally": ("indicator", "block", "defining", "group", "score", "n", "weight"),
    "descriptives": (
        "indicator", "block", "group", "n", "n_missing",
        "mean", "sd", "median", "q1", "q3", "conf_low", "conf_high",
    ),
    "omnibus": (
        "indicator", "block", "defining", "method", "statistic", "df1", "df2", "p_value", "p_adjusted",
        "adjust_method", "effect", "estimate", "conf_low", "conf_high", "conf_level", "n", "note",
    ),
    "pairwise": (
        "indicator", "block", "defining", "group1", "group2", "n1", "n2", "mean_rank1", "mean_rank2",
        "method", "difference", "std_error", "difference_low", "difference_high", "statistic", "df",
        "p_value", "p_adjusted", "adjust_method", "effect", "estimate", "conf_low", "conf_high", "conf_level",
        "note",
    ),
    "verdicts": (
        "hypothesis", "statement", "n_indicators", "n_supporting", "n_contradicting", "verdict", "evidence",
    ),
    "problems": ("file", "row", "column", "value", "problem", "action"),
    "check_reading": ("fact", "value"),
    "check_columns": ("column", "letter", "name", "role", "n_answered", "n_missing", "n_problems"),
    "check_kinds": ("kind", "serious", "n_cells", "n_columns", "action", "advice"),
    "check_examples": ("kind", "file", "row", "column", "letter", "value", "problem", "action"),
    "check_outside": ("column", "letter", "name", "allowed", "value", "n_cells", "rows"),
    "check_codes": ("column", "letter", "name", "value", "n_cells", "why"),
    "check_items": ("block", "indicator", "column", "n", "item_rest", "reversed", "suspect", "note"),
    "check_constant": ("activity", "column", "side", "wave", "n", "answer"),
    "check_categories": ("wave", "category", "n"),
    "check_unknown": ("side", "missing", "n"),
    "check_unknown_activities": ("side", "activity", "column", "n", "n_alone", "reasons"),
    "check_duplicates": ("finding", "wave", "firms", "rows"),
    "transitions": ("from", "to", "n", "share", "conf_low", "conf_high"),
    "directions": ("direction", "n", "share", "conf_low", "conf_high"),
    "follow_ups": ("follows", "distance", "n"),
    "states": ("wave", "category", "n", "share"),
    "panel_flow": ("wave", "n", "n_unknown", "entries", "returns", "pauses", "exits"),
    "movers": ("moved", "category", "n"),
    "spells": (
        "firm_id", "category", "start", "end", "length", "from", "to", "left_censored", "right_censored",
    ),
    "reversals": ("firm_id", "wave", "from", "to"),
    "waiting_times": ("firm_id", "path", "start", "time", "reached", "note"),
    "survival": (
        "group", "time", "n_risk", "n_events", "n_censored", "survival", "std_error", "conf_low", "conf_high",
        "conf_level", "note",
    ),
    "log_rank": (
        "group1", "group2", "n1", "n2", "method", "statistic", "df", "p_value", "effect", "estimate",
        "conf_low", "conf_high", "conf_level", "note",
    ),
    "transition_tests": (
        "from", "method", "statistic", "df1", "p_value", "p_adjusted", "adjust_method", "effect", "estimate",
        "conf_low", "conf_high", "conf_level", "n", "note",
    ),
    "path_counts": ("source", "path", "n"),
    "path_verdicts": (
        "source", "n1", "n2", "hypothesis", "statement", "n_indicators", "n_supporting", "n_contradicting",
        "mean_effect", "verdict", "evidence",
    ),
    "transaction_rules": ("rule", "unit", "n", "action"),
    "firm_years": (
        "firm_id", "wave", "upstream", "downstream", "category", "import_value", "export_value",
        "import_share", "export_share", "import_n", "export_n",
    ),
}  # fmt: skip


def schema(frame: str, group: pl.DataType | None = None) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Return a frame's columns and types; `group` is the Enum of its group columns.

    >>> list(schema("problems"))
    ['file', 'row', 'column', 'value', 'problem', 'action']
    """
    return {name: GLOSSARY[name].dtype or group or pl.String for name in FRAMES[frame]}
