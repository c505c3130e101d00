"""What each column of a file seems to be for; which activities are upstream is never among the guesses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from vcif.dataset.draft_look import Look
from vcif.dataset.draft_words import ABROAD, IDENTIFIER, NO, SCALE, SHARE, WAVE, WEIGHT, YES
from vcif.dataset.raw_table import RawTable

YEARS = (1900, 2100)
MOST_LEVELS = 11
MOST_CATEGORIES = 25
MOST_SLIPS = 5
MOSTLY = 0.95
MOST_WAVES = 30


@dataclass(frozen=True)
class Roles:
    """The columns by what they seem to be for, in the order of the file."""

    id: Look | None
    id_is_unique: bool
    wave: Look | None = None
    weight: Look | None = None
    years: Sequence[Look] = ()
    yes_no: Sequence[Look] = ()
    amounts: Sequence[Look] = ()
    scales: Sequence[Look] = ()
    word_scales: Sequence[Look] = ()
    numbers: Sequence[Look] = ()
    categories: Sequence[Look] = ()
    unused: Mapping[str, str] = field(default_factory=dict)


def roles_of(table: RawTable, looks: Sequence[Look]) -> Roles:
    """Guess what the columns are for."""
    identifier, wave, unique = _identity(table, looks)
    weight = next((look for look in looks if look not in (identifier, wave) and _is_weight(look)), None)
    groups: dict[str, list[Look]] = {name: [] for name in GROUPS}
    unused = {}
    for look in looks:
        if look in (identifier, wave, weight):
            continue
        group = _group(look)
        if group in groups:
            groups[group].append(look)
        else:
            unused[look.name] = group
    return Roles(identifier, unique, wave, weight, **groups, unused=unused)


GROUPS = ("years", "yes_no", "amounts", "scales", "word_scales", "numbers", "categories")


def _identity(table: RawTable, looks: Sequence[Look]) -> tuple[Look | None, Look | None, bool]:
    """Return the identifier, the wave if one is needed with it, and whether they tell all rows apart."""
    full = [look for look in looks if look.n_rows and look.n_filled == look.n_rows and not look.codes]
    names = [look for look in full if look.n_different == look.n_rows and _may_identify(look)]
    named = [look for look in names if look.says(IDENTIFIER)]
    if named:
        return named[0], None, True
    waves = [look for look in full if look.says(WAVE) and look.whole and 1 < look.n_different <= MOST_WAVES]
    for wave in waves:
        for look in full:
            if look is not wave and look.says(IDENTIFIER) and _unique(table, look.name, wave.name):
                return look, wave, True
    if names:
        return names[0], None, True
    candidates = [look for look in looks if look.says(IDENTIFIER)] or list(looks)
    best = max(candidates, key=lambda look: (look.n_different, look.n_filled), default=None)
    return best, None, False


def _may_identify(look: Look) -> bool:
    """Tell whether a column that differs in every row is a name: a text or a whole number, no amount."""
    return not look.numeric or (look.whole and not look.says(f"{SHARE}|{ABROAD}"))


def _unique(table: RawTable, *columns: str) -> bool:
    """Tell whether columns tell all rows apart together."""
    cells = pl.DataFrame([table.columns[name].text().alias(name) for name in columns])
    return not bool(cells.select(pl.struct(columns).is_duplicated().any()).item())


def _is_weight(look: Look) -> bool:
    """Tell whether a column is a weight."""
    positive = look.low is not None and look.low >= 0
    return look.says(WEIGHT) and positive and look.n_different > 2


def _group(look: Look) -> str:
    """Return the group of a column, or why it is not used."""
    if not look.kept:
        return "empty" if not look.n_filled else "holds codes for no answer only"
    if yes_and_no(look) is not None:
        return "yes_no"
    if look.numeric:
        return _group_of_numbers(look)
    if len(look.answers) < look.n_different or look.n_different > MOST_CATEGORIES:
        return "free text, or too many different answers"
    if len(look.kept) > 2 and any(re.search(SCALE, text.casefold()) for text in look.kept):
        return "word_scales"
    return "categories"


def _group_of_numbers(look: Look) -> str:
    """Return the group of a column of numbers."""
    low, high = look.low or 0.0, look.high or 0.0
    if look.whole and YEARS[0] <= low and high <= YEARS[1]:
        return "years"
    if _has_names(look):
        return "categories"
    ends = usual_ends(look.levels)
    if _few_levels(look, *ends) and (ends[0] >= 1 or not look.says(SHARE)):
        return "scales"
    if low >= 0 and look.says(f"{SHARE}|{ABROAD}") and look.n_different > 2:
        return "amounts"
    return "numbers"


def usual_ends(levels: Mapping[float, int]) -> tuple[float, float]:
    """Return the lowest and the highest answer, but for slips: ends that hardly anybody chose."""
    if not levels:
        return 0.0, 0.0
    rare = min(MOST_SLIPS, sum(levels.values()) // 100)
    usual = [level for level, n in levels.items() if n > rare]
    return (min(usual), max(usual)) if usual else (min(levels), max(levels))


def _few_levels(look: Look, low: float, high: float) -> bool:
    """Tell whether numbers are answers on a scale: few levels, close together, whole or half points."""
    usual = [level for level in look.levels if low <= level <= high]
    halves = all(2 * level % 1 == 0 for level in usual)
    return halves and 2 < len(usual) <= 2 * MOST_LEVELS and high - low < MOST_LEVELS and -5 <= low <= 2


def _has_names(look: Look) -> bool:
    """Tell whether all answers have names that are no words of a scale, as those of industries have."""
    named = look.named
    every = len(named) > 1 and all(text in named for text in look.kept)
    return every and not any(re.search(SCALE, label.casefold()) for label in named.values())


def is_share(look: Look) -> bool:
    """Tell whether an amount is a share, from 0 to 1 or 0 to 100."""
    return look.says(SHARE)


def yes_and_no(look: Look) -> tuple[list[str], list[str], bool] | None:
    """Return the answers that mean yes and no, and whether words say so; None if it is no such question.

    A slip among many answers that are one or the other does not make it another question.
    """
    if len(look.answers) < look.n_different:
        return None
    yes = [text for text in look.kept if _means(look, text, YES)]
    no = [text for text in look.kept if _means(look, text, NO)]
    meant, cells = (sum(look.answers[text] for text in texts) for texts in ([*yes, *no], look.kept))
    if meant and meant >= MOSTLY * cells and not set(yes) & set(no):
        return _with_labels(look, yes, YES), _with_labels(look, no, NO), True
    pair = sorted(look.kept)
    if look.labels or pair not in (["0", "1"], ["1", "2"]):
        return None
    return ["1"], ["0"] if pair == ["0", "1"] else ["2"], False


def _means(look: Look, text: str, words: frozenset[str]) -> bool:
    """Tell whether an answer or its value label is one of the words."""
    label = look.labels.get(text)
    return (text if label is None else label).strip().casefold() in words


def _with_labels(look: Look, found: list[str], words: frozenset[str]) -> list[str]:
    """Add the labelled codes of the same meaning that nobody chose."""
    more = [text for text in look.labels if _means(look, text, words) and text not in found]
    return [*found, *more]
