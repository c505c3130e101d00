"""The tables of a codebook that say where the data come from, how the file is written, and who a row is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from vcif.dataset.codebook_base import Entry, Flag, Text, Whole
from vcif.dataset.codebook_checks import check_distinct, check_paths, check_separator


class About(Entry):
    """Where the data come from; `synthetic` puts that word first in all that shows them."""

    title: str = Field(description="Title of the study or the survey.")
    source: str = Field(default="", description="Who collected the data, where and when.")
    synthetic: Flag = Field(default=False, description="True if the data were simulated.")


class FileFormat(Entry):
    """How the data file is written, where the file itself does not say."""

    encoding: str | None = Field(
        default=None, description="Text encoding of a CSV, .sav, .dta or SAS file; found if left out."
    )
    separator: str | None = Field(default=None, description="Column separator of a CSV; found if left out.")
    decimal: Literal[".", ","] | None = Field(
        default=None, description="Decimal mark of a CSV; found if left out."
    )
    sheet: str | None = Field(default=None, description="Sheet of an Excel workbook; the first if left out.")
    header_row: Whole | None = Field(
        default=None,
        ge=1,
        description="Row of the (first) header, as a spreadsheet shows it; found if left out.",
    )
    header_rows: Whole | None = Field(
        default=None, ge=1, le=9, description="How many rows are headers; found if left out."
    )

    @model_validator(mode="after")
    def _check(self) -> FileFormat:
        if self.separator is not None:
            check_separator(self.separator)
        return self


class Firm(Entry):
    """The columns that identify a firm and follow it through time."""

    id: str = Field(description="Column of the firm's identifier.")
    wave: str | None = Field(default=None, description="Column of the survey wave (a whole number).")
    weight: str | None = Field(default=None, description="Column of the weight.")
    weight_kind: Literal["sampling", "frequency"] = Field(
        default="sampling",
        description="How many firms of the population a firm stands for, or how often the row counts.",
    )
    upstream_year: str | None = Field(default=None, description="Column: first year of upstream activity.")
    downstream_year: str | None = Field(
        default=None, description="Column: first year of downstream activity."
    )
    founding_year: str | None = Field(default=None, description="Column: the year in which it was founded.")
    survey_year: Whole | None = Field(
        default=None, description="Year of the survey; later years are problems."
    )
    path_reported: str | None = Field(default=None, description="Column of the path that the firm reports.")
    path_levels: dict[str, str] = Field(
        default_factory=dict, description="Reported answer = market_seeking, efficiency_seeking, direct, ..."
    )
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in these columns.")
    absent: tuple[Text, ...] = Field(
        default=(),
        description="Codes that fill the activities and indicators of a firm which was not in the wave.",
    )

    @model_validator(mode="after")
    def _check(self) -> Firm:
        check_paths(self.path_levels)
        check_distinct("path_levels", tuple(self.path_levels))
        return self
