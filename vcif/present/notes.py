"""The lines below a table: what was tested, how it was corrected, and why a cell is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from vcif.dataset.codebook import Codebook
from vcif.inference.registry import EFFECTS
from vcif.present.labels import DAGGER, DOUBLE_DAGGER, block_labels, in_words, method_label
from vcif.present.numbers import count, number, percent

SYNTHETIC = "Synthetic data: simulated answers of firms that do not exist."
_CORRECTIONS = {
    "holm": "Holm's method",
    "bh": "the method of Benjamini and Hochberg",
    "by": "the method of Benjamini and Yekutieli",
    "bonferroni": "Bonferroni's method",
    "westfall_young": "Westfall and Young's step-down maxT method",
}
_CONVENTIONS = {
    "omega_squared": "by inverting the noncentral F distribution, each limit λ/(λ + N)",
    "rank_epsilon_squared": "by the same inversion on the F of the ranks",
    "hedges_g": "from the noncentral t distribution (pooled standard deviation, exact correction of bias)",
    "cliffs_delta": "in closed form",
}
# What every row of a comparison says; the tables say it once, in their own words.
_COMMON = re.compile(
    r"sampling weights not used|\d+ firms? (?:not classifiable|in no group) left out"
    r"|adjusted over \d+ (?:indicators?|pairs?)(?: of \w+)?"
    r"|family of \d+ groups: [^;]+"
    r"|\d+ permutations of the firms' groups with seed \d+: [^;]+"
    r"|permutation p-value \([^)]*\) with standard error [^;]+"
    r"|(?:percentile|BCa) bootstrap interval \([^)]*\)"
)
_DRAWN_P = re.compile(r"permutation p-value \((\d+) resamples, seed (\d+)\) with standard error ([\d.e-]+)")
_DRAWN_LIMITS = re.compile(r"(percentile|BCa) bootstrap interval \((\d+) resamples, seed (\d+)\)")
_PERMUTED = re.compile(
    r"(\d+) permutations of the firms' groups with seed (\d+): .*adjusted with standard error ([\d.e-]+)"
)
_PREFIX = "fewer than two groups to compare: "
_NAMED_AT_MOST = 12


def note_lines(codebook: Codebook, *lines: str) -> list[str]:
    """Return a table's note, one text per line; the first one says so where the data are synthetic."""
    first = [SYNTHETIC] if codebook.study.synthetic else []
    kept = [*first, *(line for line in lines if line)]
    return [f"Note. {kept[0]}", *kept[1:]] if kept else []


def left_out(classified: pl.DataFrame) -> str:
    """Return which firms and which weights a comparison of categories does not use."""
    n, weighted = classified["category"].null_count(), classified["weight"].count() > 0
    firms = (
        "1 firm that could not be classified is" if n == 1 else f"{n} firms that could not be classified are"
    )
    said = [f"{firms} left out."] if n else []
    return " ".join([*said, *(["Sampling weights are not used."] if weighted else [])])


def over_blocks(rows: pl.DataFrame, codebook: Codebook) -> str:
    """Return the correction of a test of all groups and its families, with their sizes."""
    method = rows["adjust_method"].drop_nulls()
    if method.is_empty() or method[0] == "none":
        return "not adjusted"
    sizes = dict(rows.group_by("block").agg(n=pl.col("p_adjusted").count()).rows())
    headings = block_labels(codebook)
    parts = [f"{headings.get(block, 'other').lower()} {sizes[block]}" for block in headings if block in sizes]
    text = f"adjusted by {_CORRECTIONS[method[0]]} over the indicators of each block ({', '.join(parts)})"
    return text + _permuted(rows)


def _permuted(rows: pl.DataFrame) -> str:
    """Return by how many permutations p-values were adjusted; nothing where by none."""
    found = _found(rows, _PERMUTED)
    if not found:
        return ""
    error = max(float(match[3]) for match in found)
    return (
        f", by {count(int(found[0][1]))} permutations of the firms' groups (seed {found[0][2]}, standard "
        f"error at most {number(error, 3, bounded=True)}), while p is the test's own"
    )


def within_pairs(rows: pl.DataFrame) -> str:
    """Return the correction of a test of pairs."""
    method = rows["adjust_method"].drop_nulls()
    if method.is_empty() or method[0] == "none":
        return "not adjusted"
    if method[0] in _CORRECTIONS:
        return f"adjusted by {_CORRECTIONS[method[0]]} over the pairs shown of an indicator"
    return "adjusted for its own family of pairs"


def convention(effect: str, level: float, rows: pl.DataFrame) -> str:
    """Return what an effect size's interval is: the effect's own, or from the bootstrap."""
    found = _found(rows.filter(pl.col("effect") == effect), _DRAWN_LIMITS)
    how = _CONVENTIONS[effect]
    if found:
        kind, n, seed = found[0].groups()
        how = f"from the {kind} bootstrap ({count(int(n))} resamples, seed {seed})"
    return f"{EFFECTS[effect].symbol} = {EFFECTS[effect].label}, {percent(level)} CI {how}"


def _found(rows: pl.DataFrame, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where the rows' notes say something."""
    return [match for note in rows["note"].drop_nulls() if (match := pattern.search(note))]


def _drawn_p_values(rows: pl.DataFrame) -> list[str]:
    """Return how p-values from random tables came about, in one line; none where there are none."""
    found = _found(rows, _DRAWN_P)
    if not found:
        return []
    error = number(max(float(match[3]) for match in found), 3, bounded=True)
    drawn = f"{count(int(found[0][1]))} random tables, seed {found[0][2]}"
    return [
        f"– p-values from firms given to the groups at random ({drawn}), standard errors at most {error}."
    ]


def defining_line(rows: pl.DataFrame) -> str:
    """Explain the dagger where an indicator carries it."""
    if not rows["defining"].any():
        return ""
    return f"{DAGGER} True by construction of the categories: shown, never counted as a finding."


def disagreement_line(shown: bool, first: str, second: str, alpha: float) -> str:
    """Explain the double dagger where the two tests disagree."""
    if not shown:
        return ""
    level = f"{alpha:g}".removeprefix("0")
    tests = f"{method_label(first)} and {method_label(second)}"
    return f"{DOUBLE_DAGGER} The {tests} disagree at the {level} level: one is significant, the other is not."


def reversed_line(codebook: Codebook) -> str:
    """Explain (R) where an item was asked the other way round."""
    if not any(entry.reversed for entry in codebook.indicators):
        return ""
    return "(R) Asked the other way round; turned before analysis, so that larger means more."


def remarks_of(note: str | None) -> list[str]:
    """Return what a row's note says beyond what every row says, each remark once.

    >>> remarks_of("C2 left out: no firm with an answer; adjusted over 3 indicators of performance")
    ['C2 left out: no firm with an answer']
    """
    parts = _COMMON.sub("", (note or "").replace(_PREFIX, "")).split("; ")
    return list(dict.fromkeys(part.strip("; ") for part in parts if part.strip("; ")))


def reasons(rows: pl.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Return why numbers are missing or limits were moved: each reason once, with what it concerns."""
    remarks = pl.col("note").map_elements(remarks_of, return_dtype=pl.List(pl.String), skip_nulls=False)
    said = rows.with_columns(remark=remarks, pair=_pair(rows)).explode("remark").drop_nulls("remark")
    concerned = pl.col("indicator", "method", "pair").unique(maintain_order=True)
    grouped = said.group_by("remark", maintain_order=True).agg(concerned)
    everything = rows.with_columns(pair=_pair(rows)).select(pl.col("indicator", "method", "pair").n_unique())
    lines = _drawn_p_values(rows)
    for remark, indicators, methods, pairs in grouped.rows():
        who = _named([labels.get(name, name) for name in indicators], everything["indicator"][0])
        only = [method_label(name) for name in methods] if len(methods) < everything["method"][0] else []
        only += pairs if len(pairs) < everything["pair"][0] else []
        text = in_words(remark, labels)
        kept = [name for name in only if not text.startswith(name)]
        lines.append(f"– {who}: {text}{_in_brackets(kept)}.")
    return lines


def _pair(rows: pl.DataFrame) -> pl.Expr:
    """Return the pair of groups that a row compares; empty where it compares all."""
    if "group1" not in rows.columns:
        return pl.lit("")
    return pl.format("{}–{}", pl.col("group1").cast(pl.String), pl.col("group2").cast(pl.String))


def _named(names: Sequence[str], total: int) -> str:
    """Return which indicators a reason concerns."""
    if len(names) == total and total > 1:
        return "All indicators"
    if len(names) > _NAMED_AT_MOST:
        return f"{len(names)} indicators, from {names[0]} to {names[-1]}"
    return "; ".join(names)


def _in_brackets(names: Sequence[str]) -> str:
    """Return names in brackets, or nothing."""
    return f" ({', '.join(names)})" if names else ""
