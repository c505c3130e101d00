# Permutation tests by coin, random permutations, one item after the other.

suppressPackageStartupMessages(library(coin))
packages <- "coin"

limits_missing <- function(frames, part) 0L

run_job <- function(firms, job, part) {
  tests <- list(anova = oneway_test, kruskal_wallis = kruskal_test)
  lapply(tests[strsplit(part, " and ", fixed = TRUE)[[1]]], permuted, firms = firms)
}

permuted <- function(test, firms) {
  names <- setdiff(colnames(firms), "category")
  p <- vapply(names, function(name) {
    found <- test(firms[[name]] ~ firms$category, distribution = approximate(nresample = 9999))
    as.numeric(pvalue(found))
  }, 0)
  data.frame(indicator = names, p_value = p)
}
