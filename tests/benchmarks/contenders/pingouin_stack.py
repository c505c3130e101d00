"""The same comparison as the documentation of pingouin and scikit-posthocs shows it, item by item.

They give no Holm family over items for several tests, no intervals of explained variance, of Hedges' g beside a
test, or of Cliff's delta, no simultaneous intervals of Games-Howell, no epsilon squared and no omega squared.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.firms import item_names, read_firms

PACKAGES = ("pingouin", "scikit-posthocs", "pandas", "scipy", "statsmodels", "numpy")


def parts(job: str, path: Path, items: int) -> dict[str, Callable[[], object]]:
    """Return the parts of the job, with the firms in memory as pandas keeps them."""
    for package in ("pingouin", "scikit_posthocs"):  # loaded before the clock starts
        import_module(package)
    firms = read_firms(path, items).to_pandas()
    return {
        "as documented": partial(comparison, firms, items, by_posthocs=False),
        "Mann-Whitney by scikit-posthocs": partial(comparison, firms, items, by_posthocs=True),
    }


def forget() -> None:
    """Do nothing: neither remembers results."""


def comparison(firms: Any, items: int, *, by_posthocs: bool) -> dict[str, Any]:
    """Return the frames of the comparison, Mann-Whitney by one package or the other."""
    import pandas as pd
    import pingouin as pg

    names = item_names(items)
    rows: dict[str, list[Any]] = {}
    for name in names:
        for test, frame in _item(firms, name, by_posthocs).items():
            rows.setdefault(test, []).append(frame)
    frames: dict[str, Any] = {test: pd.concat(found, keys=names) for test, found in rows.items()}
    for test in ("anova", "welch_anova", "kruskal_wallis"):
        frames[test]["p_adjusted"] = pg.multicomp(frames[test]["p_unc"].to_numpy(), method="holm")[1]
    return frames | {"descriptives": firms.groupby("category", observed=False).describe()}


def _item(firms: Any, name: str, by_posthocs: bool) -> dict[str, Any]:
    """Return the frames of one item."""
    import pingouin as pg
    import scikit_posthocs as sp

    item = {"data": firms, "dv": name, "between": "category"}
    if by_posthocs:
        mann_whitney = sp.posthoc_mannwhitney(
            firms, name, "category", use_continuity=False, p_adjust="holm", sort=False
        )
    else:
        mann_whitney = pg.pairwise_tests(**item, parametric=False, padjust="holm", effsize="CLES")
    return {
        "anova": pg.anova(**item, detailed=False),
        "welch_anova": pg.welch_anova(**item),
        "kruskal_wallis": pg.kruskal(**item),
        "welch_t": pg.pairwise_tests(**item, padjust="holm", effsize="hedges", correction=True),
        "games_howell": pg.pairwise_gameshowell(**item),
        "mann_whitney": mann_whitney,
        "dunn": sp.posthoc_dunn(firms, name, "category", p_adjust="holm", sort=False),
    }
