"""The entries of a draft: one block of TOML for each column, every guess marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from vcif.dataset.draft_look import Look
from vcif.dataset.draft_roles import is_share, usual_ends, yes_and_no
from vcif.dataset.draft_toml import CONFIRM, code, codes, line, text

SIDE = 'please fill in: "upstream" or "downstream"'
BLOCK = "please choose: performance, structure or attitudes, and take the # away"
TURN = "take the # away if it was asked the other way round"


def activity(look: Look, name: str) -> list[str]:
    """Write a candidate for an activity, as a comment."""
    lines = ["#[[activities]]", *_named(look, name, candidate=True), line("side", '""', SIDE, candidate=True)]
    answers = yes_and_no(look)
    if answers is None:
        return [*lines, *_amount(look), *_missing(look, candidate=True)]
    yes, no, said = answers
    why = f"{CONFIRM}: {_said(look, [*yes, *no]) if said else 'nothing says which is which'}"
    other = [answer for answer in look.kept if answer not in (*yes, *no)]
    if other:
        why += f", {', '.join(other)} is neither"
    lines.append(line("yes", codes(yes), why, candidate=True))
    lines.append(line("no", codes(no), why, candidate=True))
    return [*lines, *_missing(look, candidate=True)]


def _amount(look: Look) -> list[str]:
    """Write how an amount is read."""
    why = f"{CONFIRM}: above 0 counts as active, {_range(look)}"
    if not is_share(look):
        return [line("kind", '"count"', why, candidate=True)]
    unit = "100" if (look.high or 0) > 1 else "1"
    unit_line = line("maximum", unit, f"{CONFIRM}: 100 for per cent, 1 for shares", candidate=True)
    return [line("kind", '"share"', why, candidate=True), unit_line]


def scale(look: Look, name: str, ends: tuple[float, float]) -> list[str]:
    """Write an item on a scale."""
    low, high = ends
    why = f"{CONFIRM}: {_range(look)}{_ends(look)}"
    lines = ["[[indicators]]", *_named(look, name), line("block", '"performance"', BLOCK, candidate=True)]
    lines.append(line("scale", f"[{low:g}, {high:g}]", why))
    if any(level % 1 for level in look.levels if low <= level <= high):
        lines.append(line("step", "0.5", f"{CONFIRM}: there are half points"))
    lines.append(line("reversed", "true", TURN, candidate=True))
    return [*lines, *_missing(look)]


def word_scale(look: Look, name: str) -> list[str]:
    """Write an item whose answers are words, as a comment: only a person knows their order."""
    lines = ["#[[indicators]]", *_named(look, name, candidate=True)]
    lines.append(line("block", '"performance"', BLOCK, candidate=True))
    ends = f"[1, {len(look.kept)}]"
    lines.append(line("scale", ends, f"{CONFIRM}: one value for each word", candidate=True))
    words = "[" + ", ".join(text(word) for word in look.kept) + "]"
    lines.append(line("words", words, "please put in order, from the lowest up", candidate=True))
    return [*lines, *_missing(look, candidate=True)]


def number(look: Look, name: str) -> list[str]:
    """Write a column of numbers."""
    lines = ["[[covariates]]", *_named(look, name)]
    lines.append(line("kind", '"number"', f"{CONFIRM}: numbers {_range(look)}"))
    if look.low is not None and look.low >= 0:
        lines.append(line("minimum", "0", f"{CONFIRM}: nothing below"))
    return [*lines, *_missing(look)]


def category(look: Look, name: str) -> list[str]:
    """Write a column of named levels."""
    lines = ["[[covariates]]", *_named(look, name)]
    lines.append(line("kind", '"category"', f"{CONFIRM}: {len(look.kept)} different answers"))
    named = look.named
    if named and set(look.kept) <= set(named):
        inner = ", ".join(f"{text(key)} = {text(label)}" for key, label in _distinct(named).items())
        lines.append(line("levels", "{ " + inner + " }", f"{CONFIRM}: the file's value labels"))
    return [*lines, *_missing(look)]


def _distinct(named: Mapping[str, str]) -> dict[str, str]:
    """Return value labels with codes that a codebook tells apart."""
    found: dict[str, tuple[str, str]] = {}
    for key, label in named.items():
        found.setdefault(key.strip().casefold(), (key, label))
    return dict(found.values())


def _named(look: Look, name: str, *, candidate: bool = False) -> list[str]:
    """Write id, column and label."""
    note = "" if look.question != look.name else "please write the question in words"
    label = text(" ".join(look.question.split()))
    return [
        line("id", text(name), candidate=candidate),
        line("column", text(look.name), candidate=candidate),
        line("label", label, note, candidate=candidate),
    ]


def _missing(look: Look, *, candidate: bool = False) -> list[str]:
    """Write the codes for no answer, each with what speaks for it."""
    if not look.codes:
        return []
    why = ", ".join(f"{key} {reason}" for key, reason in look.codes.items())
    return [line("missing", codes(look.codes), f"{CONFIRM}: {why}", candidate=candidate)]


def _said(look: Look, answers: Sequence[str]) -> str:
    """Say which words the answers are, or by which value labels they are known."""
    labels = {answer: look.labels[answer] for answer in answers if answer in look.labels}
    named = [f'{answer} is labelled "{label}"' for answer, label in labels.items()]
    return ", ".join(named) or "so it is written in the file"


def _range(look: Look) -> str:
    """Say between which numbers the answers lie."""
    return f"{look.low:g} to {look.high:g} occur" if look.low is not None else "no number occurs"


def _ends(look: Look) -> str:
    """Say how the file names the ends of a scale."""
    return "".join(f', {code(key)} is "{label}"' for key, label in look.named.items())


def scale_ends(looks: Sequence[Look]) -> dict[str, tuple[float, float]]:
    """Return the ends of every scale: as labelled, else as answered in the whole battery of items.

    Nobody may have chosen an end of one item, but hardly of all: items of a battery have one name and a
    number behind it.
    """
    batteries: dict[str, list[Look]] = {}
    for look in looks:
        batteries.setdefault(re.sub(r"[\W_]*\d+$", "", look.name), []).append(look)
    ends: dict[str, tuple[float, float]] = {}
    for battery in batteries.values():
        answered = _ends_of(battery)
        ends |= {look.name: _ends_of_labels(look) or answered for look in battery}
    return ends


def _ends_of(battery: Sequence[Look]) -> tuple[float, float]:
    """Return the ends of what was answered in a battery; a scale that begins at 2 begins at 1."""
    levels: Counter[float] = Counter()
    for look in battery:
        levels.update(look.levels)
    low, high = usual_ends(levels)
    return (1.0 if low == 2 else low), high


def _ends_of_labels(look: Look) -> tuple[float, float] | None:
    """Return the ends of the labelled values, where at least two are."""
    numbers = [float(key) for key in look.named if re.fullmatch(r"-?\d+(\.\d+)?", key)]
    return (min(numbers), max(numbers)) if len(numbers) > 1 else None
