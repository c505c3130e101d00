"""What all tables of a codebook have in common: the kinds of values, and that unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict

# Strict: a codebook that writes "100" where a number belongs is refused, not guessed at.
Whole = Annotated[int, Strict()]
Number = Whole | Annotated[float, Strict(), Field(allow_inf_nan=False)]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, Strict()] | Number | Flag
Block = Literal["performance", "structure", "attitudes"]
Name = Annotated[str, Field(min_length=1, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Entry(BaseModel):
    """A table of the codebook: unknown keys are refused, values are not coerced across kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
