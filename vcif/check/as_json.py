"""A check for machines: keys that stay the same from version to version."""

from __future__ import annotations

from typing import Any

from vcif._version import __version__
from vcif.check.findings import Check

FORMAT = 1
CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2
FRAMES = (
    "columns",
    "kinds",
    "examples",
    "outside",
    "codes",
    "items",
    "constant",
    "categories",
    "unknown",
    "unknown_activities",
    "duplicates",
)


def as_json(check: Check) -> dict[str, Any]:
    """Return a check as plain values.

    Parameters
    ----------
    check
        As `check_survey` returns it.

    Returns
    -------
    dict
        format (1; another number if a key ever changes its meaning), version (of vcif), status ("clean" or
        "problems"), exit_code (0 or 1), source, title, synthetic, rows, firms, rejected, conserved; reading
        (an object of facts); and every other frame of the check under its name, as a list of objects with
        the frame's columns as keys. Null is an unknown category, or what does not apply.

    Examples
    --------
    >>> import vcif
    >>> told = as_json(vcif.check_survey(vcif.example_survey()))
    >>> told["status"], told["rows"], told["unknown"][0]
    ('problems', 400, {'side': 'upstream', 'missing': 'overseas_suppliers', 'n': 2})
    """
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "status": "clean" if check.clean else "problems",
        "exit_code": CLEAN if check.clean else PROBLEMS,
        "source": check.source,
        "title": check.title,
        "synthetic": check.synthetic,
        "rows": check.n_rows,
        "firms": check.n_firms,
        "rejected": check.rejected,
        "conserved": check.conserved,
        "reading": dict(check.reading.rows()),
    }
    return head | {name: getattr(check, name).to_dicts() for name in FRAMES}


def unreadable_as_json(source: str, fault: Exception) -> dict[str, Any]:
    """Return what there is to say of a file that cannot be read: status "unreadable", exit_code 2, error."""
    return {
        "format": FORMAT,
        "version": __version__,
        "status": "unreadable",
        "exit_code": UNREADABLE,
        "source": source,
        "error": str(fault),
    }
