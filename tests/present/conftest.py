"""Studies that the tests of the exhibits share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from tests.present.reading import FEWER
from vcif.dataset.codebook import Codebook
from vcif.dataset.example import example_survey
from vcif.dataset.survey import Survey
from vcif.study import Study, run_study


@pytest.fixture(scope="session")
def survey() -> Survey:
    return example_survey()


@pytest.fixture(scope="session")
def study(survey: Survey) -> Study:
    return run_study(survey, FEWER)


@pytest.fixture(scope="session")
def without_c2(survey: Survey) -> Study:
    only_upstream = (pl.col("upstream") & ~pl.col("downstream")).fill_null(False)
    return run_study(replace(survey, firms=survey.firms.filter(~only_upstream)), FEWER)


@pytest.fixture(scope="session")
def without_paths(survey: Survey) -> Study:
    names = ["upstream_year", "downstream_year", "path_reported"]
    firms = survey.firms.with_columns(
        pl.lit(None).cast(survey.firms.schema[name]).alias(name) for name in names
    )
    return run_study(replace(survey, firms=firms), FEWER)


@pytest.fixture(scope="session")
def constant_item(survey: Survey) -> Study:
    return run_study(replace(survey, firms=survey.firms.with_columns(sales_growth=pl.lit(3.0))), FEWER)


@pytest.fixture(scope="session")
def five_firms(survey: Survey) -> Study:
    return run_study(replace(survey, firms=survey.firms.head(5)), FEWER)


@pytest.fixture(scope="session")
def with_codebook(survey: Survey) -> Callable[..., Survey]:
    """Return the survey with parts of its codebook replaced."""

    def changed(**parts: object) -> Survey:
        codebook: Codebook = survey.codebook.model_copy(update=parts)
        return replace(survey, codebook=codebook)

    return changed


@pytest.fixture(scope="session")
def real(survey: Survey, with_codebook: Callable[..., Survey]) -> Study:
    about = survey.codebook.study.model_copy(update={"synthetic": False})
    return run_study(with_codebook(study=about), FEWER)
