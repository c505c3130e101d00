"""Firms sorted into categories by the rule of a study's settings."""

from __future__ import annotations

import polars as pl

from vcif.framework import classify
from vcif.settings import Settings


def classified(firms: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return all rows with their category."""
    return classify(
        firms,
        rule=settings.rule,
        upstream=settings.upstream,
        downstream=settings.downstream,
        threshold=settings.threshold,
        inclusive=settings.inclusive,
    )
