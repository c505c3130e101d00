"""Widths and heights of pictures, as Markdown has them."""

from __future__ import annotations

import re

TEXT_WIDTH = 6.3
_LENGTH = re.compile(r"^([\d.]+)\s*(in|cm|mm|pt|px|)$")
_PER_INCH = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0, "px": 96.0, "": 96.0}


def inches(written: str) -> float | None:
    """Return a length in inches; None for a share such as 50%.

    >>> inches("5.08cm"), inches("96"), inches("50%")
    (2.0, 1.0, None)
    """
    found = _LENGTH.match(written.strip())
    return float(found[1]) / _PER_INCH[found[2]] if found else None


def fitted(written: str) -> str:
    """Return a width that is not greater than the text's.

    >>> fitted("8in"), fitted("50%")
    ('6.3in', '50%')
    """
    length = inches(written)
    return written if length is None else f"{min(length, TEXT_WIDTH):.4g}in"
