"""The words by which answers are understood, from the list of languages beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ANY = "any"
LISTS = ("yes", "no", "not_sure", "not_applicable", "no_answer")


@cache
def _languages() -> Mapping[str, Mapping[str, Any]]:
    """Return the lists by language."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """Return the languages whose words are known, by their two letters.

    >>> languages()[:3]
    ('en', 'zh', 'de')
    """
    return tuple(code for code in _languages() if code != ANY)


def words(kind: str, only: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the words of one kind, in some languages or in all; those of any language come last.

    >>> words("yes", ["de"]), words("no", ["de", "fr"])
    (('ja', '1'), ('nein', 'non', 'faux', '0'))
    """
    chosen = languages() if only is None else only
    lists = (_languages()[code][kind] for code in (*chosen, ANY))
    return tuple(dict.fromkeys(word for listed in lists for word in listed))
