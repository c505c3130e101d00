"""The entries of a codebook that say what a column asks: activities, indicators, covariates."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from vcif.dataset.codebook_answers import Asked
from vcif.dataset.codebook_base import Block, Entry, Flag, Name, Number, Text
from vcif.dataset.codebook_checks import (
    check_distinct,
    check_no_blank,
    check_one_meaning,
    check_rising,
    check_steps,
)

# What forms write between the answers of one cell; the last but one is Wenjuanxing's.
SEPARATORS = ";,、|┋\n"


class BlankWhere(Entry):
    """A filter question, and the answers to it after which a question was not asked."""

    column: str = Field(description="Column of the filter question.")
    answers: tuple[Text, ...] = Field(min_length=1, description="Its answers that lead past the question.")


class Activity(Asked):
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
    contains: tuple[Text, ...] | None = Field(
        default=None,
        description='Where a cell holds several answers: those that mean "yes", whole answers only.',
    )
    options: tuple[Text, ...] = Field(
        default=(), description="Where a cell holds several answers: the other answers of the question."
    )
    separators: str = Field(
        default=SEPARATORS,
        min_length=1,
        description="Where a cell holds several answers: the marks between them.",
    )
    blank_means: Literal["missing", "no"] = Field(
        default="missing", description='What an empty cell means; "no" only where a filter question said so.'
    )
    blank_where: BlankWhere | None = Field(
        default=None,
        description="Where an empty cell means no: only after these answers to another question.",
    )

    @model_validator(mode="after")
    def _check(self) -> Activity:
        if self.blank_where is not None and self.blank_means != "no":
            raise ValueError('blank_where says where an empty cell means "no": it needs blank_means = "no"')
        yes, no = self.yes or (), self.no or ()
        check_no_blank({"yes": yes, "no": no, "contains": self.contains or (), "options": self.options})
        several = {"contains": self.contains or (), "options": self.options}
        check_one_meaning({"yes": yes, "no": no, **several, **self.no_answer})
        if self.contains is not None and (self.kind != "yes_no" or yes or no):
            raise ValueError('contains needs kind = "yes_no" and takes the place of the lists yes and no')
        if self.options and self.contains is None:
            raise ValueError("options are the other answers of a column with several: they need contains")
        return self


class Indicator(Asked):
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
    hypotheses: tuple[str, ...] = Field(
        default=(), description="Statements that name this item: S8, S9, S10."
    )

    @model_validator(mode="after")
    def _check(self) -> Indicator:
        if self.kind == "scale" and self.scale is None:
            raise ValueError('it needs scale = [lowest, highest] (or kind = "ratio")')
        if self.reversed and self.scale is None:
            raise ValueError("it is reversed, so it needs scale = [lowest, highest]")
        if self.scale is not None:
            check_rising("scale", *self.scale)
        if self.scale is not None and self.kind == "scale":
            check_steps(*self.scale, self.step)
        if self.words is not None and len(self.words) != len(self.levels):
            raise ValueError(f"it has {len(self.levels)} scale levels but {len(self.words)} words")
        check_distinct("words", self.words or ())
        check_one_meaning({"words": self.words or (), **self.no_answer})
        return self

    @property
    def levels(self) -> tuple[float, ...]:
        """The scale's answers from low to high; empty for a ratio."""
        if self.kind != "scale" or self.scale is None:
            return ()
        low, high = self.scale
        count = round((high - low) / self.step)
        return tuple(float(low + i * self.step) for i in range(count + 1))


class Covariate(Asked):
    """A column that describes the firm: size, age, industry."""

    id: Name = Field(description="Name of the covariate in results.")
    column: str = Field(description="Column in the data file.")
    label: str = Field(description="The covariate in words.")
    kind: Literal["number", "category"] = Field(default="number", description="A number, or named levels.")
    minimum: Number | None = Field(default=None, description="Smallest possible number.")
    maximum: Number | None = Field(default=None, description="Largest possible number.")
    levels: dict[str, str] = Field(default_factory=dict, description="Answer in the file = level in results.")

    @model_validator(mode="after")
    def _check(self) -> Covariate:
        check_rising("minimum and maximum", self.minimum, self.maximum)
        check_distinct("levels", tuple(self.levels))
        check_one_meaning({"levels": tuple(self.levels), **self.no_answer})
        if self.levels and self.kind == "number":
            raise ValueError('it has levels, so it needs kind = "category"')
        return self
