"""Small published data sets, G1 to G11, by group."""

from __future__ import annotations

# G1: Mangiafico, S. S., Summary and Analysis of Extension Program Evaluation in R, handbook F_08
POOH = [
    [3, 5, 4, 4, 4, 4, 4, 4, 5, 5],
    [2, 4, 2, 2, 1, 2, 3, 2, 2, 3],
    [4, 4, 4, 4, 5, 3, 5, 4, 4, 3],
]
# G2: Dobson (1983), R's PlantGrowth: ctrl, trt1, trt2
PLANTS = [
    [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
]
# G3: Hollander and Wolfe (1973), p. 115: normal, obstructive airway disease, asbestosis
MUCOCILIARY = [[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]]
# G4: Hollander and Wolfe, motivational effect of knowledge of performance
MOTIVATION = [[40, 35, 38, 43, 44, 41], [38, 40, 47, 44, 40, 42], [48, 40, 45, 43, 46, 44]]
# G5: NIST/SEMATECH e-Handbook, prc433
LEVELS = [[6.9, 5.4, 5.8, 4.6, 4.0], [8.3, 6.8, 7.8, 9.2, 6.5], [8.0, 10.5, 8.1, 6.9, 9.3]]
# G6: Conover, Practical Nonparametric Statistics, corn yields
CORN = [
    [83, 91, 94, 89, 89, 96, 91, 92, 90],
    [91, 90, 81, 83, 84, 83, 88, 91, 89, 84],
    [101, 100, 91, 93, 96, 95, 94],
    [78, 82, 81, 77, 79, 81, 80, 81],
]
# G8: Zar, Biostatistical Analysis, flies
FLIES = [[14, 12.1, 9.6, 8.2, 10.2], [8.4, 5.1, 5.5, 6.6, 6.3], [6.9, 7.3, 5.8, 4.1, 5.4]]
# scipy issues 4017 and 3611: two heavily tied samples
TIED = [
    [1] * 163 + [2] * 81 + [3] * 40 + [4] * 6 + [5] * 2,
    [1] * 1007 + [2] * 362 + [3] * 99 + [4] * 27 + [5] * 13,
]
# rstatix issue 183: groups 2, 4 and 6 are constant
CONSTANT = [
    [22, 23, 23, 23], [22, 22, 22, 22], [23, 22, 23, 23], [23, 23, 23, 23], [21, 21, 20, 21], [22, 22, 22, 22],
]  # fmt: skip


def approx_digits(text: str) -> tuple[float, float]:
    """Return a printed number and half a unit of its last digit: the tolerance that its digits allow."""
    mantissa, _, exponent = text.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return float(text), 0.5000001 * 10.0 ** (int(exponent or 0) - decimals)


def agrees(value: float | None, text: str) -> bool:
    """Say whether a value rounds to a printed number."""
    expected, tolerance = approx_digits(text)
    return value is not None and abs(value - expected) <= tolerance
