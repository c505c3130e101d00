"""Resampling from counts: permutation p-values and bootstrap limits, at any number of firms."""
