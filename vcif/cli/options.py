"""Arguments and options that the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vcif.cli.firms import PathSource
from vcif.inference.resampling.bootstrap import Interval
from vcif.inference.results import PMethod

Data = Annotated[
    Path, typer.Argument(help="Data file: CSV, Parquet, Excel, SPSS (.sav), Stata (.dta) or SAS.")
]
CodebookFile = Annotated[
    Path, typer.Argument(help="Codebook (TOML) that says what the columns are, or a preset: preset:wbes.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "--output", "-o", help="Write to this .csv, .parquet or .xlsx file instead."),
]
FirmsOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "--output",
        "-o",
        help="Write every firm to this file as well: .sav, .zsav, .dta, .xlsx, .csv or .parquet.",
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(help="Sort by this threshold (in the activities' unit, inclusive) instead of any activity."),
]
Upstream = Annotated[
    list[str] | None,
    typer.Option(
        help="Activity that counts as upstream, by its id; repeat for more. Default: all of the codebook."
    ),
]
Downstream = Annotated[
    list[str] | None,
    typer.Option(help="Activity that counts as downstream, by its id; repeat for more. Default: all."),
]
By = Annotated[str, typer.Option(help="Compare by category or by path.")]
PathBy = Annotated[PathSource, typer.Option(help="Where paths come from; category warns.")]
PValues = Annotated[
    PMethod,
    typer.Option(
        "--p-method",
        help="How p-values come about: asymptotic; permutation (firms given to the groups at random); exact "
        "or auto for ordered tests and mann_whitney.",
    ),
]
Intervals = Annotated[
    Interval, typer.Option(help="How the effects' limits come about: analytic, or the bootstrap's two kinds.")
]
Resamples = Annotated[
    int, typer.Option("--resamples", help="Random tables of permutations and the bootstrap; at least 99.")
]
Seed = Annotated[int, typer.Option(help="Seed of the random tables; the same seed gives the same numbers.")]
