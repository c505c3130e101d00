"""Classical analysis of variance: NIST's certified values, published ones and R's."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from tests.expected import REFERENCE, data_sets, read_expected, read_samples
from tests.golden import LEVELS, PLANTS, POOH, agrees
from vcif._errors import NotComputableError
from vcif.inference.htests import anova, anova_table

REL = 1e-9  # R's sums of squares lose a few digits by subtraction; its F is good to some 1e-12 on these data
DIGITS = 14.4  # NIST certifies 15 significant digits: the last one is rounded, so no more can be asked

NIST = sorted(path.stem for path in (REFERENCE / "nist").glob("*.dat"))


def read_nist(path: Path) -> tuple[list[list[str]], list[float]]:
    """Return the scores by group, as text, and the certified sums of squares (between, within) and F."""
    lines = path.read_text(encoding="ascii").splitlines()
    first, last = map(int, re.findall(r"Data\s+\(lines (\d+) to (\d+)\)", "\n".join(lines))[0])
    groups: dict[str, list[str]] = {}
    for line in lines[first - 1 : last]:
        group, score = line.split()
        groups.setdefault(group, []).append(score)
    between = next(line for line in lines if line.startswith("Between ")).split()
    within = next(line for line in lines if line.startswith("Within ")).split()
    return list(groups.values()), [float(between[-3]), float(within[-2]), float(between[-1])]


def log_relative_error(value: float, certified: float) -> float:
    return 15.0 if value == certified else -math.log10(abs(value / certified - 1))


@pytest.mark.parametrize("name", NIST)
def test_nist_certified_values(name: str) -> None:
    samples, certified = read_nist(REFERENCE / "nist" / f"{name}.dat")
    table = anova_table(samples)
    for value, truth in zip((table.ss_between, table.ss_within, table.f), certified, strict=True):
        assert log_relative_error(value, truth) >= DIGITS


def test_all_eleven_nist_sets_are_there() -> None:
    assert len(NIST) == 11


@pytest.mark.parametrize(
    ("samples", "f", "p"),
    [
        (POOH, "21.48175", None),  # Mangiafico's data, R 4.2
        (PLANTS, "4.846087862", "1.590995833e-2"),  # Dobson (1983); R 4.2
        (LEVELS, "9.591107036", "3.248222601e-3"),  # NIST/SEMATECH e-Handbook prc433
    ],
)
def test_published_values(samples: list[list[float]], f: str, p: str | None) -> None:
    found = anova(samples)
    assert agrees(found.statistic, f)
    assert p is None or agrees(found.p_value, p)


@pytest.mark.parametrize("dataset", data_sets("anova"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "anova"]
    found, table = anova(samples), anova_table(samples)
    assert (found.df1, found.df2) == (expected["df1"], expected["df2"])
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)
    assert table.ss_between == pytest.approx(expected["ss_between"], rel=REL)
    assert table.ss_within == pytest.approx(expected["ss_within"], rel=REL)


def test_table_adds_up() -> None:
    table = anova_table([[1, 2, 3], [2, 4, 6]])  # means 2 and 4, grand mean 3: 6; within 2 + 8
    assert (table.ss_between, table.ss_within) == (6.0, 10.0)
    assert (table.ms_between, table.ms_within, table.f) == (6.0, 2.5, 2.4)


def test_a_firm_alone_takes_part() -> None:
    found = anova([[1], [2, 4]])  # between 8/3, within 2 on 1 degree of freedom
    assert found.statistic == pytest.approx(4 / 3, rel=1e-15)
    assert found.n == 3


def test_no_firm_left_for_the_spread() -> None:
    with pytest.raises(NotComputableError, match=r"^anova needs more firms than groups$"):
        anova([[1], [2]])


def test_no_spread_within_groups() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        anova([[1, 1], [2, 2]])
