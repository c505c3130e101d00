"""Look a survey over before it is studied: what was read, what is wrong or odd, who is unknown and why."""

from vcif.check.findings import Check
from vcif.check.survey import check_survey

__all__ = ["Check", "check_survey"]
