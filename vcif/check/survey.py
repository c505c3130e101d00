"""Look a survey over: one pure function from a survey to what is found in it."""

from __future__ import annotations

import polars as pl

from vcif._columns import schema
from vcif.check.constant import constant_activities
from vcif.check.file_facts import file_facts
from vcif.check.findings import Check
from vcif.check.items import item_rest
from vcif.check.kinds import by_kind, first_of_each, with_kinds
from vcif.check.outside import answers_outside, undeclared_codes
from vcif.check.twins import duplicates
from vcif.check.unknown import category_counts, unknown_activities, unknown_firms
from vcif.check.used_columns import used_columns, with_letters
from vcif.dataset.survey import Survey
from vcif.framework import classify


def check_survey(survey: Survey, *, examples: int = 5) -> Check:
    """Look a survey over and return what is wrong, what looks odd, and why firms have no category.

    Parameters
    ----------
    survey
        As `read_survey` returns it.
    examples
        How many cells of each kind of problem to keep as examples.

    Returns
    -------
    Check
        Tidy frames, see there. `clean` says whether there is anything to look at.

    Notes
    -----
    Serious is every problem but blank cells, answers that the file declares missing, and codes that the
    codebook lists. Firms are sorted by the any-activity rule. Item-rest correlations are Pearson's, over the
    firms that answered the item and at least one other of its block; defining items are left out. A number
    counts as a likely code for no answer if it is a usual one (8, 9, 98, 99, 999, -1, -9 and their like) and
    either is refused by the column's bounds, or occurs at least twice in a column without bounds, twice as
    far from zero as every other number or as the only negative one.

    Examples
    --------
    >>> import vcif
    >>> check = check_survey(vcif.example_survey())
    >>> check.clean, check.conserved
    (False, True)
    >>> check.kinds.filter("serious")["kind"].to_list()[:2]
    ['outside the scale or the bounds', 'neither yes nor no']
    >>> check.unknown.row(0)
    ('upstream', 'overseas_suppliers', 2)
    """
    codebook, firms = survey.codebook, classify(survey.firms)
    problems = with_kinds(survey.problems)
    kinds, places = by_kind(problems), survey.reading.letters
    outside = answers_outside(problems, codebook)
    used = used_columns(firms, codebook, problems, places)
    found = {
        "reading": file_facts(survey, used),
        "columns": used,
        "kinds": kinds,
        "examples": first_of_each(problems, kinds, examples).pipe(with_letters, places),
        "outside": outside.pipe(with_letters, places),
        "codes": undeclared_codes(firms, codebook, outside).pipe(with_letters, places),
        "items": item_rest(firms, codebook),
        "constant": constant_activities(firms, codebook, problems),
        "categories": category_counts(firms),
        "unknown": unknown_firms(firms, codebook),
        "unknown_activities": unknown_activities(firms, codebook, problems),
        "duplicates": duplicates(firms, codebook, problems),
    }
    return Check(
        source=survey.source,
        title=codebook.study.title,
        synthetic=codebook.study.synthetic,
        n_rows=survey.n_rows,
        n_firms=firms.height,
        rejected=survey.rejected,
        **{name: _by_the_glossary(frame, f"check_{name}") for name, frame in found.items()},
    )


def _by_the_glossary(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return a frame with the columns and types that the glossary has for it."""
    return frame.select(pl.col(column).cast(kind) for column, kind in schema(name).items())
