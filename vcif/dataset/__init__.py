"""Stage 1: read a data file by its codebook into firms and a list of problems."""

from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_file import codebook_schema, read_codebook
from vcif.dataset.example import example_files, example_survey
from vcif.dataset.example_panel import example_panel, project_panel
from vcif.dataset.project_survey import project_survey
from vcif.dataset.save import save_frame
from vcif.dataset.simulate import simulate_survey
from vcif.dataset.simulate_panel import simulate_panel
from vcif.dataset.simulate_transactions import simulate_transactions
from vcif.dataset.survey import Survey, read_survey

__all__ = [
    "Codebook",
    "Survey",
    "codebook_schema",
    "example_files",
    "example_panel",
    "example_survey",
    "project_panel",
    "project_survey",
    "read_codebook",
    "read_survey",
    "save_frame",
    "simulate_panel",
    "simulate_survey",
    "simulate_transactions",
]
