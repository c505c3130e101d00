"""How many firms each category holds, with everything that was read adding up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY_LABELS
from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.labels import indicator_labels
from vcif.present.notes import note_lines
from vcif.present.numbers import count, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study

_SIDES = {"C1": ("no", "no"), "C2": ("yes", "no"), "C3": ("no", "yes"), "C4": ("yes", "yes")}


def table_categories(study: Study) -> GT:
    """Return the number of firms by category, down to the rows that were no firm.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        The four categories with their shares, their sum, the firms that could not be classified, those of
        other waves, the rejected rows, and the rows of the file, which all of them add up to.

    Examples
    --------
    >>> import vcif
    >>> "Not classifiable" in table_categories(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    rows = pl.DataFrame(_rows(study), orient="row", schema=["label", "up", "down", "n", "share"])
    weighted = study.classified["weight"].count() > 0
    if weighted:
        rows = rows.with_columns(weighted=pl.Series(_weighted_shares(study, rows.height), dtype=pl.Float64))
    texts = rows.with_columns(
        text_column(count, "n").alias("n"),
        pl.when(pl.col("share").is_null())
        .then(pl.lit(""))
        .otherwise(text_column(_share, "share"))
        .alias("share"),
        *([text_column(_share, "weighted").alias("weighted")] if weighted else []),
    )
    headers = {
        "label": "Category",
        "up": "Upstream abroad",
        "down": "Downstream abroad",
        "n": "Firms",
        "share": "% of classified",
        **({"weighted": "Weighted %"} if weighted else {}),
    }
    return exhibit(
        texts, "vcif-categories", headers, stub="label", left=["up", "down"], notes=_notes(study)
    )  # fmt: skip


def _share(value: float | None) -> str:
    """Return a share without its sign, which the header carries."""
    return percent(value, 1).removesuffix("%")


def _weighted_shares(study: Study, rows: int) -> list[float | None]:
    """Return the categories' shares of the sampling weights, and 1 for their sum; nothing for other rows."""
    known = study.classified.filter(pl.col("category").is_not_null(), pl.col("weight").is_not_null())
    sums = dict(known.group_by(pl.col("category").cast(pl.String)).agg(pl.col("weight").sum()).rows())
    total = sum(sums.values())
    shares = [sums.get(name, 0.0) / total if total else None for name in CATEGORIES]
    return [*shares, 1.0 if total else None, *([None] * (rows - len(shares) - 1))]


def _rows(study: Study) -> list[tuple[str, str, str, int, float | None]]:
    """Return the rows: categories, then everything else that the file holds."""
    survey, firms = study.survey, study.classified
    sizes = dict(firms.group_by(pl.col("category").cast(pl.String)).agg(pl.len()).rows())
    classified = sum(sizes.get(name, 0) for name in CATEGORIES)
    rows: list[tuple[str, str, str, int, float | None]] = [
        (f"{name} {CATEGORY_LABELS[name]}", *_SIDES[name], n, n / classified if classified else None)
        for name in CATEGORIES
        for n in [sizes.get(name, 0)]
    ]
    rows.append(("Classified", "", "", classified, 1.0 if classified else None))
    rows.append(("Not classifiable", "", "", sizes.get(None, 0), None))
    different = firms.select("firm_id", "wave").unique().height
    if firms.height > different:
        rows.append(("Repeated by their weights", "", "", different - firms.height, None))
    if survey.firms.height > different:
        rows.append(("Rows of other waves", "", "", survey.firms.height - different, None))
    rows.append(("Rejected rows", "", "", survey.rejected, None))
    rows.append(("Rows read", "", "", survey.n_rows, None))
    return rows


def rule_in_words(study: Study) -> str:
    """Return by which rule firms are sorted."""
    settings = study.settings
    if settings.rule == "any":
        return "any overseas activity of a side counts"
    bounds = settings.threshold if isinstance(settings.threshold, tuple) else (settings.threshold,) * 2
    word = "at least" if settings.inclusive else "more than"
    columns = (settings.upstream, settings.downstream)
    sides = [
        f"{side}: {_columns_in_words(study, names)} {word} {bound:g}"
        for side, names, bound in zip(("upstream", "downstream"), columns, bounds, strict=True)
        if bound is not None
    ]
    return "; ".join(sides)


def _columns_in_words(study: Study, names: str | tuple[str, ...]) -> str:
    """Return the columns that a rule looks at, by their labels."""
    codebook = study.survey.codebook
    labels = {entry.id: entry.label for entry in codebook.activities} | indicator_labels(codebook)
    chosen = (names,) if isinstance(names, str) else names
    return " + ".join(labels.get(name, name) for name in chosen)


def _notes(study: Study) -> list[str]:
    """Return the table's note."""
    unknown = study.classified["category"].null_count()
    return note_lines(
        study.survey.codebook,
        f"Rule: {rule_in_words(study)}.",
        "Not classifiable: an answer is missing that could change the category; it is never taken as no."
        if unknown else "",
        "Weighted: by the sampling weights of the firms that have one."
        if study.classified["weight"].count() else "",
        "Rejected: rows that cannot be told apart as firms, each listed among the problems of the file."
        if study.survey.rejected else "",
    )  # fmt: skip
