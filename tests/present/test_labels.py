"""Labels are looked up by id, and say what was shortened and turned."""

from __future__ import annotations

import pytest

from vcif.dataset.codebook import Indicator
from vcif.present.labels import in_words, short_label


@pytest.mark.parametrize(
    ("label", "turned", "short"),
    [
        ("Growth of sales", False, "Growth of sales"),
        ("Foreign sales (FSTS)", False, "Foreign sales (FSTS)"),
        ("Extent (1 none, 2 under 15 %)", False, "Extent"),
        ("The owner decides (asked the other way round)", True, "The owner decides\u00a0(R)"),
        ("Growth (a longer remark) of sales", False, "Growth (a longer remark) of sales"),
    ],
)
def test_a_label_loses_only_its_explanation(label: str, turned: bool, short: str) -> None:
    entry = Indicator(id="q", column="q", label=label, scale=(1, 5), reversed=turned)
    assert short_label(entry) == short


def test_names_become_words_and_words_stay() -> None:
    remark = "welch_anova needs variation; C2 has no answer to q_1, nor to q_10"
    said = "Welch ANOVA needs variation; C2 has no answer to Growth, nor to q_10"
    assert in_words(remark, {"q_1": "Growth"}) == said
    assert in_words("an anova of growth", {"growth": "Growth"}) == "an anova of growth"
