"""Sums that must hold in every row: parts that make a whole, a part that is not above its whole."""

from __future__ import annotations

from pydantic import Field, model_validator

from vcif.dataset.codebook_base import Entry, Number, Text


class Check(Entry):
    """A sum that must hold; a row in which it does not is listed, and the firm is kept as it stands."""

    label: str = Field(description="What is checked, in words.")
    parts: tuple[str, ...] = Field(min_length=1, description="Columns whose numbers are added up.")
    equals: Number | str | None = Field(
        default=None, description="What they must make: a number such as 100, or a column."
    )
    at_most: Number | str | None = Field(
        default=None, description="What they must not be above: a number, or a column such as total sales."
    )
    tolerance: Number = Field(
        default=0, ge=0, description="By how much the sum may be off, in the unit of the columns."
    )
    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in these columns.")

    @model_validator(mode="after")
    def _check(self) -> Check:
        if (self.equals is None) == (self.at_most is None):
            raise ValueError("it needs either equals or at_most: a number, or a column")
        if len(set(self.columns)) < len(self.columns):
            raise ValueError("it names a column twice")
        return self

    @property
    def bound(self) -> float | str:
        """The number or column that the sum is held against."""
        bound = self.equals if self.at_most is None else self.at_most
        assert bound is not None
        return bound

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that it names."""
        return (*self.parts, self.bound) if isinstance(self.bound, str) else self.parts
