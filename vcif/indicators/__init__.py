"""Stage 3: from firms to counts, and from counts to descriptions."""

from vcif.indicators.composites import add_composites
from vcif.indicators.describe import describe
from vcif.indicators.tally import tally

__all__ = ["add_composites", "describe", "tally"]
