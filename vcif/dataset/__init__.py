"""Stage 1: read a data file by its codebook into firms and a list of problems."""

from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_file import codebook_schema, read_codebook
from vcif.dataset.survey import Survey, read_survey

__all__ = ["Codebook", "Survey", "codebook_schema", "read_codebook", "read_survey"]
