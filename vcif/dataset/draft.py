"""Draft a codebook from what a data file says itself; a person confirms it and says what it cannot."""

from __future__ import annotations

import os
from pathlib import Path

from vcif._errors import ArgumentError
from vcif.dataset.draft_entries import activity, category, number, scale, scale_ends, word_scale
from vcif.dataset.draft_look import Look, look_at
from vcif.dataset.draft_roles import Roles, roles_of
from vcif.dataset.draft_source import Source, open_source
from vcif.dataset.draft_toml import CONFIRM, line, remark, text, unique_ids

Names = dict[str, str]


def draft_codebook(path: str | os.PathLike[str]) -> str:
    r"""Return a draft of the codebook of a data file.

    Parameters
    ----------
    path
        A data file of any kind that `read_survey` takes.

    Returns
    -------
    str
        TOML with a remark "please confirm" behind every guess. Which activities are upstream and which are
        downstream is never guessed: they stand there as candidates, commented out, their side left open.
        Lines that begin with # and no space become part of the codebook when the # is taken away.

    Raises
    ------
    DataError
        If the file cannot be read, or two columns have one name.

    Notes
    -----
    Scales, levels, lists of yes and no and codes for no answer come from the answers themselves, from value
    labels and from the file's questions; what the file declares missing needs no code in the codebook. Codes
    such as 9, 99 or -9 are taken for no answer where they stand apart from the other answers. The first
    column that differs in every row and is named like an identifier is taken for one.

    Examples
    --------
    >>> import vcif
    >>> from vcif.dataset import example_files
    >>> draft = vcif.draft_codebook(example_files().sav)
    >>> print(*draft[draft.index("#[[activities]]"):].splitlines()[2:5], sep="\n")
    #column = "overseas_suppliers"
    #label = "Contracts of a year or longer with suppliers abroad"
    #side = ""                                # please fill in: "upstream" or "downstream"
    """
    if not isinstance(path, str | os.PathLike):
        raise ArgumentError(f"draft_codebook() needs the path of a data file; got {type(path).__name__}")
    source = open_source(Path(path))
    looks = [look_at(source.table, name, source.questions.get(name, "")) for name in source.headers]
    roles = roles_of(source.table, looks)
    names = unique_ids(source.headers)
    parts = [
        _head(Path(path).name),
        _study(Path(path).stem, source),
        _firm(roles),
        _activities(roles, names),
        _indicators(roles, names),
        _covariates(roles, names),
        _unused(roles, looks),
    ]
    return "\n".join("\n".join(part) + "\n" for part in parts if part)


def _head(name: str) -> list[str]:
    """Say what to do with the draft."""
    return [
        f"# Draft of a codebook for {remark(name)}. It was made from what the file says itself.",
        "#",
        f'# 1. Look at every line that says "{CONFIRM}", correct it and take the remark away.',
        "# 2. Activities: which of the candidates below does a firm do abroad, and on which side of the",
        "#    value chain? Take the # at the beginning of their lines away and fill in the side. A codebook",
        "#    needs one upstream and one downstream activity at least. Remove candidates that are neither.",
        "# 3. Indicators: choose the block of each. Remove what you do not study.",
        f"# 4. vcif check {remark(name)} THIS_FILE",
        "#",
        "# Lines that begin with # and no space are candidates, lines that begin with # and a space remarks.",
    ]


def _study(title: str, source: Source) -> list[str]:
    """Write what the data are, and how the file is written."""
    lines = ["[study]", line("title", text(title), f"{CONFIRM}: the name of the file")]
    lines.append(line("source", '""', "please fill in"))
    if source.format:
        lines += ["", "[file]"]
        lines += [line(key, text(value), f"{CONFIRM}: so it seems") for key, value in source.format.items()]
    return lines


def _firm(roles: Roles) -> list[str]:
    """Write who the rows are."""
    lines = ["[firm]"]
    if roles.id is not None:
        why = "it tells all rows apart" if roles.id_is_unique else "NO column tells all rows apart"
        if roles.wave is not None:
            why = "together with the wave it tells all rows apart"
        lines.append(line("id", text(roles.id.name), f"{CONFIRM}: {why}"))
    if roles.wave is not None:
        lines.append(line("wave", text(roles.wave.name), f"{CONFIRM}: {_values(roles.wave)}"))
    if roles.weight is not None:
        lines.append(line("weight", text(roles.weight.name), f"{CONFIRM}: a sampling weight"))
    if roles.years:
        lines.append("# These columns hold years. Is one of them the first year upstream or downstream?")
    for look in roles.years:
        asked = "" if look.question == look.name else f": {remark(look.question)}"
        lines.append(f"# {remark(look.name)}{asked}")
    for key in ("upstream_year", "downstream_year", "founding_year") if roles.years else ():
        lines.append(line(key, '""', "please fill in the column, and take the # away", candidate=True))
    return lines


def _values(look: Look) -> str:
    """Say which values a column has."""
    shown = sorted(look.kept)
    return ", ".join(shown[:8]) + (", ..." if len(shown) > 8 else "")


def _activities(roles: Roles, names: Names) -> list[str]:
    """Write the candidates for activities."""
    lines = [
        "# Activities. Nothing here is decided: only a person knows which of these are done abroad, and on",
        "# which side of the value chain. These columns hold yes and no, or amounts.",
    ]
    looks = [*roles.yes_no, *roles.amounts]
    if not looks:
        return [*lines, "# No column looks like one. An activity is written like this:", *_pattern()]
    for look in looks:
        lines += ["", *activity(look, names[look.name])]
    return lines


def _pattern() -> list[str]:
    """Write an activity to be filled in."""
    return [
        "#[[activities]]",
        '#id = "exports"',
        '#column = ""',
        '#side = ""',
        '#label = "Exports"',
        "#yes = [1]",
        "#no = [2]",
    ]


def _indicators(roles: Roles, names: Names) -> list[str]:
    """Write the items on scales."""
    lines = ["# Indicators: answers on a scale."] if roles.scales or roles.word_scales else []
    ends = scale_ends(roles.scales)
    for look in roles.scales:
        lines += ["", *scale(look, names[look.name], ends[look.name])]
    for look in roles.word_scales:
        lines += ["", *word_scale(look, names[look.name])]
    return lines


def _covariates(roles: Roles, names: Names) -> list[str]:
    """Write the columns that describe the firm."""
    lines = []
    if roles.numbers or roles.categories:
        lines = [
            '# Covariates. A number that you study is an indicator of kind = "ratio" instead; words that',
            "# have an order are an indicator with scale and words.",
        ]
    for look in roles.numbers:
        lines += ["", *number(look, names[look.name])]
    for look in roles.categories:
        lines += ["", *category(look, names[look.name])]
    return lines


def _unused(roles: Roles, looks: list[Look]) -> list[str]:
    """List the columns that the draft leaves out, with the reason."""
    if not roles.unused:
        return []
    questions = {look.name: look.question for look in looks}
    lines = ["# Not used:"]
    for name, why in roles.unused.items():
        asked = "" if questions[name] == name else f' "{remark(questions[name])}"'
        lines.append(f"# {remark(name)}{asked}: {why}")
    return lines
