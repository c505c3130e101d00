"""The errors of vcif: few, typed, and written for the researcher who meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class VcifError(Exception):
    """Any fault that vcif reports: its text says what came, where, and what is allowed."""


class DataError(VcifError):
    """A data file or a frame cannot be used as it stands."""


class CodebookError(VcifError):
    """A codebook says something that is not allowed, or leaves out what is needed."""


class ArgumentError(VcifError, ValueError):
    """An argument has a value that the function does not take."""


class NotComputableError(VcifError, ArithmeticError):
    """A statistic is undefined for these data; the text is the reason that tables print.

    `groups` holds the positions of the groups at fault, where only some are.
    """

    def __init__(self, reason: str, groups: Sequence[int] = ()) -> None:
        super().__init__(reason)
        self.groups = tuple(groups)


class PathFromCategoryWarning(UserWarning):
    """Paths were read off the category, which a cross-section cannot support."""


class PanelWarning(UserWarning):
    """Something about a panel's waves that a reader of its results must know."""


class RenderError(VcifError):
    """A document could not be rendered as its source asks."""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return a hint with the allowed name that comes closest, or an empty text.

    >>> nearest("holmes", ["holm", "bh"])
    '; did you mean "holm"?'
    """
    close = get_close_matches(word, list(allowed), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def require_one_of(function: str, argument: str, value: object, allowed: Iterable[str]) -> None:
    """Raise unless the value is one of the allowed names."""
    names = list(allowed)
    if value not in names:
        hint = nearest(str(value), names)
        raise ArgumentError(
            f"{function}() needs a known {argument}; got {value!r}; allowed: {', '.join(names)}{hint}"
        )
