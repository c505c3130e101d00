"""Column names that SPSS and Stata take: legal, short enough, and still different from one another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPSS_RESERVED = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})
STATA_RESERVED = frozenset(
    {
        *("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip"),
        *("byte", "double", "float", "int", "long", "strL", "if", "in", "using", "with"),
    }
)
STATA_TEXT_TYPE = re.compile(r"str\d+")


@dataclass(frozen=True)
class NameRules:
    """What a program takes as a name; `longest` counts UTF-8 bytes, as the file does.

    `first` and `rest` are the characters besides letters and digits.
    """

    program: str
    longest: int
    reserved: frozenset[str]
    first: str
    rest: str
    case_counts: bool


SPSS = NameRules("SPSS", 64, SPSS_RESERVED, first="", rest="_.$#@", case_counts=False)
STATA = NameRules("Stata", 32, STATA_RESERVED, first="_", rest="_", case_counts=True)


def legal_names(names: Iterable[str], rules: NameRules) -> dict[str, str]:
    """Return each name as the program takes it; a name that is legal stays as it is.

    Names that differ only in case are one name to SPSS.

    >>> legal_names(["sales", "a" * 40, "a" * 41, "with"], STATA)["a" * 41]
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_2'
    >>> legal_names(["q 1", "1st", "with"], STATA)
    {'q 1': 'q_1', '1st': 'v1st', 'with': 'with_'}
    """
    wanted = list(names)
    proposals = {name: _legal(name, rules) for name in wanted}
    # Names that need no change come first, so that a change never takes the name of another column.
    order = sorted(wanted, key=lambda name: proposals[name] != name)
    taken: set[str] = set()
    given = {}
    for name in order:
        given[name] = _free(proposals[name], taken, rules)
        taken.add(_same(given[name], rules))
    return {name: given[name] for name in wanted}


def _legal(name: str, rules: NameRules) -> str:
    """Return a name of allowed characters within the length, perhaps one that another column has."""
    text = "".join(sign if _is_letter_or_digit(sign) or sign in rules.rest else "_" for sign in name)
    if not text or not (text[0].isalpha() or text[0] in rules.first):
        text = "v" + text
    text = _cut(text, rules.longest).rstrip(".") or "v"
    if _is_reserved(text, rules):
        text = _cut(text, rules.longest - 1) + "_"
    return text


def _is_letter_or_digit(sign: str) -> bool:
    """Tell whether a sign may stand in any name; of digits only 0 to 9, of letters those of any alphabet."""
    return sign.isalpha() or (sign.isascii() and sign.isdigit())


def _is_reserved(name: str, rules: NameRules) -> bool:
    """Tell whether the program keeps a name for itself."""
    if rules.case_counts:
        return name in rules.reserved or STATA_TEXT_TYPE.fullmatch(name) is not None
    return name.upper() in rules.reserved


def _free(name: str, taken: set[str], rules: NameRules) -> str:
    """Return the name, with a number at its end where another column has it already."""
    candidate, number = name, 1
    while _same(candidate, rules) in taken:
        number += 1
        end = f"_{number}"
        candidate = _cut(name, rules.longest - len(end)) + end
    return candidate


def _same(name: str, rules: NameRules) -> str:
    """Return what two names have in common that the program cannot tell apart."""
    return name if rules.case_counts else name.casefold()


def _cut(text: str, most: int) -> str:
    """Shorten text to so many bytes of UTF-8, whole characters only."""
    return text.encode("utf-8")[:most].decode("utf-8", errors="ignore")


def cut_label(text: str, most: int, *, characters: bool = False) -> str:
    """Shorten a label to so many bytes (or characters), with three points where something is gone."""
    size = len(text) if characters else len(text.encode("utf-8"))
    if size <= most:
        return text
    return (text[: most - 3] if characters else _cut(text, most - 3)) + "..."
