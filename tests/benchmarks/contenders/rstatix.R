# The same comparison as rstatix's documentation shows it: items gathered into one column, then grouped.
#
# Part "core": what rstatix gives, with its effects and no intervals of them (its Games-Howell has simultaneous
# intervals of differences either way); "full": the same intervals as the other contenders, by uniroot.

suppressPackageStartupMessages(library(rstatix))
packages <- c("rstatix", "dplyr")

run_job <- function(firms, job, part) {
  long <- as.data.frame(tidyr::pivot_longer(firms, -category, names_to = "indicator", values_to = "score"))
  grouped <- dplyr::group_by(long, indicator)
  frames <- c(omnibus(grouped), pairs(grouped))
  frames$descriptives <- get_summary_stats(dplyr::group_by(long, indicator, category), score, type = "common")
  frames$quartiles <- get_summary_stats(dplyr::group_by(long, indicator, category), score, type = "quantile",
                                        probs = c(.25, .5, .75))
  if (part == "full") c(frames, effect_limits(long, frames)) else frames
}

limits_missing <- function(frames, part) {
  sum(is.na(unlist(frames[c("omega", "epsilon_limits", "pairs")])), is.na(frames$games_howell[c("conf.low", "conf.high")]))
}

omnibus <- function(grouped) {
  list(
    anova = adjust_pvalue(anova_test(grouped, score ~ category, effect.size = "ges"), "p", method = "holm"),
    welch_anova = adjust_pvalue(welch_anova_test(grouped, score ~ category), "p", method = "holm"),
    kruskal_wallis = adjust_pvalue(kruskal_test(grouped, score ~ category), "p", method = "holm"),
    epsilon = kruskal_effsize(grouped, score ~ category)
  )
}

pairs <- function(grouped) {
  list(
    welch_t = t_test(grouped, score ~ category, p.adjust.method = "holm"),
    games_howell = games_howell_test(grouped, score ~ category),
    mann_whitney = wilcox_test(grouped, score ~ category, p.adjust.method = "holm", exact = FALSE),
    dunn = dunn_test(grouped, score ~ category, p.adjust.method = "holm"),
    hedges_g = cohens_d(grouped, score ~ category, hedges.correction = TRUE)
  )
}

# The limits that rstatix does not give, from its own statistics where these suffice.
effect_limits <- function(long, frames) {
  total <- nrow(long) / nrow(frames$anova)
  of_means <- vapply(frames$anova$F, explained_limits, numeric(2), 3, total - 4, total)
  epsilon <- frames$kruskal_wallis$statistic / (total - 1)
  of_ranks <- vapply(epsilon / 3 / ((1 - epsilon) / (total - 4)), explained_limits, numeric(2), 3, total - 4, total)
  of_pairs <- lapply(split(long, long$indicator), function(item) {
    samples <- split(as.numeric(item$score), item$category)
    apply(pairs_of_groups, 2, function(pair) {
      x <- samples[[pair[1]]]
      y <- samples[[pair[2]]]
      u <- wilcox.test(y, x, exact = FALSE, correct = FALSE)$statistic
      delta <- unname(2 * u / length(x) / length(y) - 1)
      c(hedges_limits(standardized(x, y), length(x), length(y)), delta, cliffs_delta_limits(x, y, delta))
    })
  })
  list(omega = of_means, epsilon_limits = of_ranks, pairs = of_pairs)
}
