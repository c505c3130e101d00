"""One figure, one file: each takes a study and returns a plotnine figure."""
