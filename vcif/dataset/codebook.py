"""The codebook: everything about a data file that the data file does not say itself."""

from __future__ import annotations

from typing import get_args

from pydantic import Field, model_validator

from vcif._errors import CodebookError, nearest
from vcif.dataset.codebook_answers import Answers
from vcif.dataset.codebook_base import Block, Entry
from vcif.dataset.codebook_checks import check_ids
from vcif.dataset.codebook_entries import Activity, Covariate, Indicator
from vcif.dataset.codebook_sums import Check
from vcif.dataset.codebook_tables import About, FileFormat, Firm

__all__ = [
    "About",
    "Activity",
    "Answers",
    "Check",
    "Codebook",
    "Covariate",
    "FileFormat",
    "Firm",
    "Indicator",
]


class Codebook(Entry):
    """A whole codebook, as `read_codebook` returns it; see `data/codebook.schema.json` for editors."""

    study: About
    file: FileFormat = FileFormat()
    firm: Firm
    answers: Answers = Answers()
    activities: tuple[Activity, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = ()
    covariates: tuple[Covariate, ...] = ()
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Codebook:
        check_ids([entry.id for entry in self.questions])
        sides = {activity.side for activity in self.activities}
        if len(sides) < 2:
            raise ValueError("activities need at least one upstream and one downstream column")
        return self

    @property
    def firm_answers(self) -> Answers:
        """The words and codes that hold in the columns of the table [firm]."""
        missing = (*self.firm.missing, *self.answers.missing)
        return self.answers.model_copy(update={"missing": missing})

    @property
    def questions(self) -> tuple[Activity | Indicator | Covariate, ...]:
        """All entries that read the answers of a column: activities, indicators, covariates."""
        return (*self.activities, *self.indicators, *self.covariates)

    def indicator(self, name: str) -> Indicator:
        """Return the indicator with this id."""
        for entry in self.indicators:
            if entry.id == name:
                return entry
        hint = nearest(name, [entry.id for entry in self.indicators])
        raise CodebookError(f'the codebook has no indicator "{name}"{hint}')

    def block(self, name: str | None) -> tuple[Indicator, ...]:
        """Return the indicators of one block, in the codebook's order."""
        return tuple(entry for entry in self.indicators if entry.block == name)

    def composite_items(self, block: str | None) -> tuple[Indicator, ...]:
        """Return the items that make a block's composite: scale answers that are not defining."""
        return tuple(entry for entry in self.block(block) if entry.kind == "scale" and not entry.defining)

    def composites(self) -> Codebook:
        """Return a codebook whose indicators are the blocks' composites, named `<block>_composite`."""
        composites = tuple(
            Indicator(
                id=f"{block}_composite",
                column=f"{block}_composite",
                label=f"{block.capitalize()}, mean of the answered items",
                block=block,
                kind="ratio",
                scale=self.composite_items(block)[0].scale,
            )
            for block in get_args(Block)
            if self.composite_items(block)
        )
        return self.model_copy(update={"indicators": composites})
