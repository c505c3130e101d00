"""Which encoding a text is written in, where it is not UTF-8 and the codebook does not say.

Two things speak for an encoding: words that the codebook knows (columns, answers) stand in the text, and the
letters that come out are those of a language written in it. Where two encodings do equally well and give
different texts, none is taken: the researcher is shown both.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from vcif.dataset.alphabets import LANGUAGES, SIGNS

SAMPLE = 200_000
CELL = re.compile(r"[,;|\t\r\n\"]+")
WORD = re.compile(r"[^\W\d_]+[\u0300-\u036f]*")
# So much of a text must be letters of the language; the next best encoding must fall short by so much.
SENSE, LEAD = 0.9, 0.05
FEW_LETTERS, BY_CHANCE = ("euc_kr", "windows-1255"), 8


@dataclass(frozen=True)
class Guess:
    """An encoding with the sample that it gives, and what speaks for it."""

    encoding: str
    text: str
    known_words: int
    sense: float


def likely_encodings(data: bytes, words: Collection[str] = ()) -> list[Guess]:
    """Return the encodings that explain a text equally well, the best first; one means that it is found.

    `words` are those that the codebook knows; only those beyond ASCII tell encodings apart.
    """
    guesses = [guess for name in LANGUAGES if (guess := _guess(data[:SAMPLE], name, words)) is not None]
    most = max((guess.known_words for guess in guesses), default=0)
    if most:
        best = [guess for guess in guesses if guess.known_words == most]
    else:
        top = max((guess.sense for guess in guesses), default=0.0)
        best = [guess for guess in guesses if guess.sense >= max(SENSE, top - LEAD)]
        best.sort(key=lambda guess: -guess.sense)
    return _different(_beyond_chance(best))


def _guess(data: bytes, encoding: str, words: Collection[str]) -> Guess | None:
    """Judge one encoding; None if the bytes are none of its text."""
    try:
        # The end of the sample may cut a character in two, which an incremental decoder forgives.
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeError:
        return None
    text = text.removeprefix("\ufeff")
    wanted = {_plain(word) for word in words if not word.isascii()}
    found = wanted & {_plain(cell) for cell in CELL.split(text)} if wanted else ()
    return Guess(encoding, text, len(found), _sense(text, encoding))


def _plain(word: str) -> str:
    """Write a word as answers are compared."""
    return unicodedata.normalize("NFKC", word).strip().lower()


def _sense(text: str, encoding: str) -> float:
    """Return the share of letters beyond ASCII that are those of one language of the encoding."""
    letters = Counter(letter for letter in text if letter > "\x7f" and letter not in SIGNS)
    if not letters:
        return 0.0
    best = max(sum(n for letter, n in letters.items() if known(letter)) for known in LANGUAGES[encoding])
    return (best - _in_odd_words(text)) / letters.total()


def _in_odd_words(text: str) -> int:
    """Count letters of words that wrong decoding makes: a capital after a small letter, two scripts."""
    odd = 0
    for word, n in Counter(WORD.findall(text)).items():
        foreign = [letter for letter in word if letter > "\x7f"]
        if not foreign:
            continue
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
        pairs = pairwise(word)
        late_capital = any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairs)
        if late_capital or ("LATIN" in scripts and len(scripts) > 1):
            odd += n * len(foreign)
    return odd


def _beyond_chance(best: list[Guess]) -> list[Guess]:
    """Prefer an encoding whose letters all fit although it has few of them.

    Korean text reads as common Chinese letters too, Hebrew as small Cyrillic ones, but only by chance would
    text of the larger alphabet keep to the part that both share.
    """
    for guess in best:
        letters = {letter for letter in guess.text if letter > "\x7f" and letter not in SIGNS}
        if guess.encoding in FEW_LETTERS and guess.sense == 1 and len(letters) >= BY_CHANCE:
            return [guess]
    return best


def _different(best: list[Guess]) -> list[Guess]:
    """Keep one of the encodings that give the same text."""
    kept: dict[str, Guess] = {}
    for guess in best:
        kept.setdefault(guess.text, guess)
    return list(kept.values())
