"""What a check shows: sections for the terminal, and a page of HTML."""

from vcif.present.check.firms import conservation
from vcif.present.check.page import check_page, unreadable_page
from vcif.present.check.section import Section
from vcif.present.check.verdict import sections, verdict

__all__ = ["Section", "check_page", "conservation", "sections", "unreadable_page", "verdict"]
