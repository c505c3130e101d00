"""Characters that are no signs: a terminal obeys some of them, a page shows none."""

from __future__ import annotations

# Joiners of Persian, of Indian scripts and of emoji are part of the words.
KEPT = frozenset("\n\u200c\u200d")


def visible(text: str) -> str:
    r"""Return text with control characters written out, so that nobody is misled by them.

    >>> visible("a\x1b[31mb"), visible("是 否"), visible("x\u202ey")
    ('a\\x1b[31mb', '是 否', 'x\\u202ey')
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in KEPT else _written(sign) for sign in text)


def _written(sign: str) -> str:
    """Write one character by its number; spaces of other widths are spaces."""
    if sign.isspace() and sign not in "\r\x0b\x0c\x1c\x1d\x1e\x1f\x85":
        return " "
    return sign.encode("unicode_escape").decode("ascii")
