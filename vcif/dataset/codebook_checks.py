"""What a codebook must not say: each check raises ValueError with the reason, pydantic adds the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from vcif._columns import PATHS
from vcif._errors import nearest
from vcif.dataset.answer_words import languages
from vcif.dataset.cell_text import code_keys, listing

STEP_TOLERANCE = 1e-9
RESERVED = (
    "firm_id",
    "wave",
    "upstream",
    "downstream",
    "weight",
    "upstream_year",
    "downstream_year",
    "path_reported",
    "category",
    "path",
)


def check_one_meaning(lists: Mapping[str, Sequence[object]]) -> None:
    """Refuse an answer that stands in two lists."""
    keys = {name: set(code_keys(codes)) for name, codes in lists.items()}
    for first, second in combinations(keys, 2):
        both = sorted(keys[first] & keys[second])
        if both:
            raise ValueError(
                f"{listing(both)} cannot be in both {first} and {second}: an answer has one meaning"
            )


def check_languages(chosen: Sequence[object]) -> None:
    """Refuse a language whose words are not known."""
    for code in chosen:
        if code not in languages():
            hint = nearest(str(code), languages())
            raise ValueError(f'languages has "{code}"; allowed: {", ".join(languages())}{hint}')


def check_no_blank(lists: Mapping[str, Sequence[object]]) -> None:
    """Refuse an empty text as an answer."""
    for name, codes in lists.items():
        if "" in code_keys(codes):
            raise ValueError(f'an empty cell cannot be in {name}: set blank_means = "no" for that column')


def check_ids(ids: Sequence[str]) -> None:
    """Refuse an id that is used twice or that the frame of firms uses itself."""
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"every id must be used once; used more than once: {', '.join(twice)}")
    taken = [name for name in ids if name in RESERVED]
    if taken:
        raise ValueError(f"an id must not be one of {', '.join(RESERVED)}; got {', '.join(taken)}")


def check_paths(levels: Mapping[str, str]) -> None:
    """Refuse a reported answer that leads to a path which does not exist."""
    for answer, path in levels.items():
        if path not in PATHS:
            raise ValueError(
                f'path_levels has "{answer}" = "{path}"; allowed: {", ".join(PATHS)}{nearest(path, PATHS)}'
            )


def check_steps(low: float, high: float, step: float) -> None:
    """Refuse a step that does not lead from the lowest to the highest answer."""
    steps = (high - low) / step
    if abs(steps - round(steps)) > STEP_TOLERANCE:
        raise ValueError(f"step = {step} does not lead from {low} to {high}")


def check_distinct(name: str, texts: Sequence[str]) -> None:
    """Refuse texts that the reader could not tell apart."""
    keys = code_keys(texts)
    twice = sorted({text for text, key in zip(texts, keys, strict=True) if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{name} holds answers that are the same but for case or spaces: {listing(twice)}")


def check_rising(name: str, low: float | None, high: float | None) -> None:
    """Refuse bounds in the wrong order."""
    if low is not None and high is not None and not low < high:
        raise ValueError(f"{name} must rise from low to high; got {low} and {high}")


def check_separator(separator: str) -> None:
    """Refuse a separator that cannot part the cells of a text file."""
    if len(separator) != 1 or not separator.isascii() or separator in '"\r\n':
        raise ValueError(f'separator must be one character, such as "," ";" "|" or "\\t"; got "{separator}"')
