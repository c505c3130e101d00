"""Numbers as text: the only place of the package that rounds."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MISSING = "–"
_MINUS = "−"


def number(value: float | None, decimals: int = 2, *, bounded: bool = False) -> str:
    """Return a number with a fixed number of decimals.

    Parameters
    ----------
    value
        The number; None is shown as an en dash.
    decimals
        Digits after the point; halves are rounded away from zero.
    bounded
        True for a quantity that cannot exceed 1 in size (a correlation, a share of variance): written without
        the zero before the point, as the American Psychological Association asks.

    Returns
    -------
    str

    Examples
    --------
    >>> number(-1.005), number(0.128, bounded=True), number(1234.5, 1), number(None)
    ('−1.01', '.13', '1,234.5', '–')
    """
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return "∞" if value > 0 else _MINUS + "∞"
    # The shortest decimal text of a float is what its author meant: 1.005 is a half, whatever its bits say.
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if bounded and text.startswith("0."):
        text = text[1:]
    return (_MINUS if rounded < 0 else "") + text


def count(value: int | None) -> str:
    """Return a count with commas between thousands.

    >>> count(12345), count(None)
    ('12,345', '–')
    """
    return number(value, 0)


def brief(value: float | None) -> str:
    """Return a number with one decimal, or with none where it is whole: medians and quartiles of answers.

    >>> brief(3.0), brief(2.75), brief(None)
    ('3', '2.8', '–')
    """
    return number(value, 0 if value is None or value == round(value) else 1)


def p_text(p: float | None) -> str:
    """Return a p-value as it stands in a table: three decimals, never 0 and never 1.

    Parameters
    ----------
    p
        The p-value; None is shown as an en dash.

    Returns
    -------
    str
        Without the zero before the point; "< .001" below .001 and "> .999" where it would round to 1.

    Examples
    --------
    >>> p_text(0.01234), p_text(4.5e-23), p_text(0.9996), p_text(None)
    ('.012', '< .001', '> .999', '–')
    """
    if p is None or math.isnan(p):
        return MISSING
    if p < 0.001:
        return "< .001"
    if p >= 0.9995:
        return "> .999"
    return number(p, 3, bounded=True)


def p_phrase(p: float | None) -> str:
    """Return a p-value as it stands in a sentence.

    >>> p_phrase(0.01234), p_phrase(4.5e-23)
    ('p = .012', 'p < .001')
    """
    text = p_text(p)
    return f"p {text}" if text[0] in "<>" else f"p = {text}"


def interval(low: float | None, high: float | None, decimals: int = 2, *, bounded: bool = False) -> str:
    """Return an interval in brackets.

    >>> interval(0.314, 0.825, bounded=True), interval(None, None)
    ('[.31, .83]', '–')
    """
    if low is None or high is None:
        return MISSING
    return f"[{number(low, decimals, bounded=bounded)}, {number(high, decimals, bounded=bounded)}]"


def estimate(
    value: float | None,
    low: float | None,
    high: float | None,
    decimals: int = 2,
    *,
    bounded: bool = False,
) -> str:
    """Return an estimate followed by its interval.

    >>> estimate(0.783, 0.4219, 1.14), estimate(0.5, None, None), estimate(None, None, None)
    ('0.78 [0.42, 1.14]', '0.50', '–')
    """
    shown = number(value, decimals, bounded=bounded)
    if shown == MISSING or low is None or high is None:
        return shown
    return f"{shown} {interval(low, high, decimals, bounded=bounded)}"


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage.

    >>> percent(0.2755), percent(0.2755, 1), percent(None)
    ('28%', '27.6%', '–')
    """
    text = number(None if share is None else float(Decimal(repr(float(share))) * 100), decimals)
    return text if text == MISSING else f"{text}%"
