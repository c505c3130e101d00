"""The committed results, with a label for each row, and their figures as text."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vcif.present.numbers import MISSING, number

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks.csv"
_LABELS = {
    ("comparison", "vcif", "full"): "vcif, full",
    ("comparison", "vcif", "count"): "Counting pass",
    ("comparison", "vcif", "rest"): "All that follows",
    ("comparison", "vcif", "bound"): "Sums by group (polars)",
    ("comparison", "scipy", "core"): "SciPy script, core",
    ("comparison", "scipy", "full"): "SciPy script, full",
    ("comparison", "pingouin", "as documented"): "pingouin and scikit-posthocs",
    (
        "comparison",
        "pingouin",
        "Mann-Whitney by scikit-posthocs",
    ): "The same, Mann-Whitney by scikit-posthocs",
    ("comparison", "base_r", "core"): "Base R, core",
    ("comparison", "base_r", "full"): "Base R, full",
    ("comparison", "rstatix", "core"): "rstatix, core",
    ("comparison", "rstatix", "full"): "rstatix, full",
}
_NAMES = {"vcif": "vcif", "scipy": "SciPy", "scipy_own": "SciPy, its own tests", "coin": "coin (R)"}
_PARTS = {
    "anova": "F",
    "kruskal_wallis": "H",
    "anova and kruskal_wallis": "F and H",
    "anova percentile": "omega squared, percentile",
    "anova bca": "omega squared, BCa",
    "kruskal_wallis percentile": "rank epsilon squared, percentile",
    "kruskal_wallis bca": "rank epsilon squared, BCa",
}
# A column without any value has no type of its own in a CSV file.
_NUMBERS = dict.fromkeys(("seconds", "fastest", "ratio", "memory_mib", "limit"), pl.Float64) | {
    "missing": pl.Int64
}


def read_results(path: Path = RESULTS) -> pl.DataFrame:
    """Return the results with a label for each row.

    >>> {"label", "seconds", "ratio"} <= set(read_results().columns)
    True
    """
    return pl.read_csv(path, infer_schema_length=None, schema_overrides=_NUMBERS).with_columns(
        label=pl.struct("job", "contender", "part").map_elements(_label, return_dtype=pl.String)
    )


def _label(row: dict[str, str]) -> str:
    """Return what a row is called in a table."""
    if row["job"] == "comparison":
        return _LABELS[row["job"], row["contender"], row["part"]]
    return f"{_NAMES[row['contender']]}: {_PARTS[row['part']]}"


def seconds_text(seconds: float | None) -> str:
    """Return seconds with about three digits.

    >>> [seconds_text(seconds) for seconds in (0.00512, 0.412, 3.14159, 1234.5, None)]
    ['0.0051', '0.412', '3.14', '1,235', '–']
    """
    if seconds is None:
        return MISSING
    return number(
        seconds,
        4 if seconds < 0.01 else 3 if seconds < 1 else 2 if seconds < 10 else 1 if seconds < 100 else 0,
    )


def ratio_text(ratio: float | None) -> str:
    """Return a ratio with about two digits.

    >>> ratio_text(0.853), ratio_text(5.33), ratio_text(1680.4)
    ('0.85', '5.3', '1,680')
    """
    return number(
        ratio, 2 if ratio is not None and ratio < 1 else 1 if ratio is not None and ratio < 10 else 0
    )
