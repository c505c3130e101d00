"""The few distribution functions that SciPy lacks, or has without full relative accuracy."""

from vcif.inference.distributions.noncentral import noncentral_f_limits, noncentral_t_limits
from vcif.inference.distributions.noncentral_chi_squared import noncentral_chi_squared_limits
from vcif.inference.distributions.studentized_range import studentized_range_quantile, studentized_range_sf

__all__ = [
    "noncentral_chi_squared_limits",
    "noncentral_f_limits",
    "noncentral_t_limits",
    "studentized_range_quantile",
    "studentized_range_sf",
]
