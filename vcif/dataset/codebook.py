"""The codebook: everything about a data file that the data file does not say itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from vcif._columns import GLOSSARY, PATHS
from vcif._errors import CodebookError, nearest
from vcif.dataset.cell_text import code_keys

# Strict: a codebook that writes "100" where a number belongs is refused, not guessed at.
Whole = Annotated[int, Strict()]
Number = Whole | Annotated[float, Strict(), Field(allow_inf_nan=False)]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, Strict()] | Number | Flag
Block = Literal["performance", "structure", "attitudes"]
Name = Annotated[str, Field(min_length=1, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

YES = ("yes", "y", "true", "1", "是", "有")
NO = ("no", "n", "false", "0", "否", "无", "没有")
MISSING = ("", "na", "n/a", ".")


class _Entry(BaseModel):
    """A table of the codebook: unknown keys are refused, values are not coerced across kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Entry):
    """Where the data come from; `synthetic` puts that word first in all that shows them."""

    title: str = Field(description="Title of the study or the survey.")
    source: str = Field(default="", description="Who collected the data, where and when.")
    synthetic: Flag = Field(default=False, description="True if the data were simulated.")


class FileFormat(_Entry):
    """How the data file is written, where the file itself does not say."""

    encoding: str = Field(default="utf-8", description="Text encoding of a CSV, .sav, .dta or SAS file.")
    separator: str = Field(default=",", min_length=1, max_length=1, description="Column separator of a CSV.")
    decimal: Literal[".", ","] = Field(default=".", description="Decimal mark of a CSV.")
    sheet: str | None = Field(default=None, description="Sheet of an Excel workbook; the first if left out.")


class Firm(_Entry):
    """The columns that identify a firm and follow it through time."""

    id: str = Field(description="Column of the firm's identifier.")
    wave: str | None = Field(default=None, description="Column of the survey wave (a whole number).")
    weight: str | None = Field(default=None, description="Column of the sampling weight.")
    upstream_year: str | None = Field(default=None, description="Column: first year of upstream activity.")
    downstream_year: str | None = Field(default=None, description="Column: first year of downstream activity.")
    founding_year: str | None = Field(default=None, description="Column: the year in which it was founded.")
    survey_year: Whole | None = Field(default=None, description="Year of the survey; later years are problems.")
    path_reported: str | None = Field(default=None, description="Column of the path that the firm reports.")
    path_levels: dict[str, str] = Field(
        default_factory=dict, description="Reported answer = market_seeking, efficiency_seeking, direct, ..."
    )
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in these columns.")


class Answers(_Entry):
    """Words and codes that hold in every column unless the column has its own list."""

    yes: tuple[Text, ...] = Field(default=YES, description='Answers that mean "yes" (case and spaces ignored).')
    no: tuple[Text, ...] = Field(default=NO, description='Answers that mean "no" (case and spaces ignored).')
    missing: tuple[Text, ...] = Field(default=MISSING, description="Answers that mean: no answer.")


class Activity(_Entry):
    """One overseas value-chain activity; nothing here is ever guessed."""

    id: Name = Field(description="Name of the activity in results.")
    column: str = Field(description="Column in the data file.")
    side: Literal["upstream", "downstream"] = Field(description="The side of the value chain.")
    label: str = Field(description="The question in words.")
    kind: Literal["yes_no", "share", "count"] = Field(
        default="yes_no", description="A yes/no answer, a share (0 to 1 or 0 to 100), or a count or amount."
    )
    maximum: Number = Field(default=1, gt=0, description="Upper end of a share: 1 or 100.")
    yes: tuple[Text, ...] | None = Field(default=None, description='Answers that mean "yes" in this column.')
    no: tuple[Text, ...] | None = Field(default=None, description='Answers that mean "no" in this column.')
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in this column.")
    blank_means: Literal["missing", "no"] = Field(
        default="missing", description='What an empty cell means; "no" only where a filter question said so.'
    )


class Indicator(_Entry):
    """One indicator of the degree of internationalization."""

    id: Name = Field(description="Name of the indicator in results.")
    column: str = Field(description="Column in the data file.")
    label: str = Field(description="The question in words.")
    block: Block | None = Field(default=None, description="performance, structure or attitudes.")
    kind: Literal["scale", "ratio"] = Field(default="scale", description="Answers on a scale, or a number.")
    scale: tuple[Number, Number] | None = Field(
        default=None, description="Lowest and highest value: ends of the scale, or bounds of a ratio."
    )
    step: Number = Field(default=1, gt=0, description="Distance of neighbouring answers; 0.5 allows halves.")
    reversed: Flag = Field(default=False, description="Turn the scale round before anything is computed.")
    defining: Flag = Field(default=False, description="True by construction of C1 to C4: never counted.")
    words: tuple[str, ...] | None = Field(
        default=None, description="The answers as words, from the lowest to the highest value of the scale."
    )
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in this column.")
    hypotheses: tuple[str, ...] = Field(default=(), description="Statements that name this item: S8, S9, S10.")

    @model_validator(mode="after")
    def _check(self) -> Indicator:
        if self.scale is not None and not self.scale[0] < self.scale[1]:
            raise ValueError(f"scale of {self.id!r} must rise from low to high; got {list(self.scale)}")
        if self.kind == "scale" and self.scale is None:
            raise ValueError(f'indicator {self.id!r} needs scale = [lowest, highest] (or kind = "ratio")')
        if self.reversed and self.scale is None:
            raise ValueError(f"indicator {self.id!r} is reversed, so it needs scale = [lowest, highest]")
        if self.words is not None and len(self.words) != len(self.levels):
            raise ValueError(
                f"indicator {self.id!r} has {len(self.levels)} scale levels but {len(self.words)} words"
            )
        return self

    @property
    def levels(self) -> tuple[float, ...]:
        """The scale's answers from low to high; empty for a ratio."""
        if self.kind != "scale" or self.scale is None:
            return ()
        low, high = self.scale
        count = round((high - low) / self.step)
        return tuple(float(low + i * self.step) for i in range(count + 1))


class Covariate(_Entry):
    """A column that describes the firm: size, age, industry."""

    id: Name = Field(description="Name of the covariate in results.")
    column: str = Field(description="Column in the data file.")
    label: str = Field(description="The covariate in words.")
    kind: Literal["number", "category"] = Field(default="number", description="A number, or named levels.")
    minimum: Number | None = Field(default=None, description="Smallest possible number.")
    maximum: Number | None = Field(default=None, description="Largest possible number.")
    levels: dict[str, str] = Field(default_factory=dict, description="Answer in the file = level in results.")
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in this column.")


class Codebook(_Entry):
    """A whole codebook, as `read_codebook` returns it; see `data/codebook.schema.json` for editors."""

    study: About
    file: FileFormat = FileFormat()
    firm: Firm
    answers: Answers = Answers()
    activities: tuple[Activity, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = ()
    covariates: tuple[Covariate, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Codebook:
        ids = [entry.id for entry in (*self.activities, *self.indicators, *self.covariates)]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"every id must be used once; used more than once: {', '.join(twice)}")
        sides = {activity.side for activity in self.activities}
        if len(sides) < 2:
            raise ValueError("activities need at least one upstream and one downstream column")
        return self

    def indicator(self, name: str) -> Indicator:
        """Return the indicator with this id."""
        for entry in self.indicators:
            if entry.id == name:
                return entry
        ids = [entry.id for entry in self.indicators]
        raise CodebookError(f"the codebook has no indicator {name!r}{nearest(name, ids)}")

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
