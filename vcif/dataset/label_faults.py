"""Value labels that do not tell codes apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from vcif.dataset.cell_text import code_keys
from vcif.dataset.cells import Cells
from vcif.dataset.problems import column_problem, problem_list
from vcif.dataset.raw_table import Labels

APART = "told apart by their codes, where the codebook does not give the label a meaning"


def label_faults(columns: Mapping[str, Cells], labels: Mapping[str, Labels]) -> pl.DataFrame:
    """List labels that two codes of a column share, if answers with both occur."""
    faults = []
    for name, cells in columns.items():
        for label, codes in _shared(labels.get(name, {}), cells.texts).items():
            text = f'codes {", ".join(codes)} have one label, "{label}"'
            faults.append(column_problem(name, text, APART))
    return problem_list(faults)


def _shared(labels: Labels, texts: Iterable[str]) -> dict[str, list[str]]:
    """Return labels with the codes that share them, among the codes that occur."""
    occurring = set(texts)
    used = {code: label for code, label in labels.items() if code in occurring}
    codes: dict[str, list[str]] = {}
    for code, key in zip(used, code_keys(used.values()), strict=True):
        codes.setdefault(key, []).append(code)
    return {used[same[0]].strip(): same for same in codes.values() if len(same) > 1}
