# The same comparison in base R. Part "core": no intervals of effects and no simultaneous ones; "full": with them.

packages <- character()

run_job <- function(firms, job, part) {
  full <- part == "full"
  names <- setdiff(colnames(firms), "category")
  found <- lapply(names, function(name) item(firms[[name]], firms$category, full))
  # Numbers are gathered in matrices and become one frame at the end: a data.frame per pair would cost more than
  # its tests.
  frames <- lapply(c(descriptives = 1, omnibus = 2, pairs = 3), function(frame) {
    rows <- do.call(rbind, lapply(found, `[[`, frame))
    data.frame(indicator = rep(names, each = nrow(rows) / length(names)), rows)
  })
  groups <- levels(firms$category)
  frames$descriptives$group <- rep(groups, length(names))
  frames$omnibus$method <- rep(c("anova", "welch_anova", "kruskal_wallis"), length(names))
  frames$omnibus$p_adjusted <- ave(frames$omnibus$p_value, frames$omnibus$method, FUN = holm)
  frames$pairs <- with_pairs(frames$pairs, groups)
  frames
}

limits_missing <- function(frames, part) {
  if (part == "core") return(0L)
  own <- frames$pairs$method == "games_howell"
  sum(is.na(frames$omnibus[c("conf_low", "conf_high")]), is.na(frames$pairs[c("conf_low", "conf_high")]),
      is.na(frames$pairs[own, c("difference_low", "difference_high")]))
}

holm <- function(p) p.adjust(p, "holm")

with_pairs <- function(frame, groups) {
  frame$method <- rep(c("welch_t", "games_howell", "mann_whitney", "dunn"), nrow(frame) / 4)
  frame$group1 <- groups[pairs_of_groups[1, ]][rep(1:6, each = 4)]
  frame$group2 <- groups[pairs_of_groups[2, ]][rep(1:6, each = 4)]
  frame$p_adjusted <- ave(frame$p_value, frame$indicator, frame$method, FUN = holm)
  own <- frame$method == "games_howell"
  frame$p_adjusted[own] <- frame$p_value[own]
  frame
}

item <- function(score, group, full) {
  score <- as.numeric(score)
  samples <- split(score, group)
  list(describe(samples), omnibus(score, group, full), pairs(samples, score, group, full))
}

describe <- function(samples) {
  rows <- vapply(samples, function(x) c(length(x), mean(x), sd(x), quantile(x, c(.25, .5, .75), names = FALSE)), numeric(6))
  dimnames(rows) <- list(c("n", "mean", "sd", "q1", "median", "q3"), NULL)
  t(rows)
}

omnibus <- function(score, group, full) {
  anova <- oneway.test(score ~ group, var.equal = TRUE)
  welch <- oneway.test(score ~ group)
  kruskal <- kruskal.test(score, group)
  total <- length(score)
  f <- anova$statistic[[1]]
  epsilon <- kruskal$statistic[[1]] / (total - 1)
  omega <- max(0, 3 * (f - 1) / (3 * (f - 1) + total))
  rows <- cbind(
    statistic = c(f, welch$statistic[[1]], kruskal$statistic[[1]]),
    p_value = c(anova$p.value, welch$p.value, kruskal$p.value),
    estimate = c(omega, omega, epsilon)
  )
  if (!full) return(rows)
  of_means <- explained_limits(f, 3, total - 4, total)
  of_ranks <- explained_limits(epsilon / 3 / ((1 - epsilon) / (total - 4)), 3, total - 4, total)
  cbind(rows, conf_low = c(of_means[1], of_means[1], of_ranks[1]), conf_high = c(of_means[2], of_means[2], of_ranks[2]))
}

pairs <- function(samples, score, group, full) {
  ranks <- rank(score)
  rank_variance <- var(ranks)
  mean_ranks <- vapply(split(ranks, group), mean, 0)
  rows <- lapply(1:6, function(k) {
    pair <- pairs_of_groups[, k]
    gap <- mean_ranks[[pair[2]]] - mean_ranks[[pair[1]]]
    one_pair(samples[[pair[1]]], samples[[pair[2]]], gap, rank_variance, full)
  })
  do.call(rbind, rows)
}

one_pair <- function(x, y, gap, rank_variance, full) {
  n1 <- length(x)
  n2 <- length(y)
  welch <- t.test(y, x)
  u <- wilcox.test(y, x, exact = FALSE, correct = FALSE)
  z <- gap / sqrt(rank_variance * (1 / n1 + 1 / n2))
  t <- welch$statistic[[1]]
  df <- welch$parameter[[1]]
  d <- standardized(x, y)
  g <- d * hedges_correction(n1 + n2 - 2)
  delta <- 2 * u$statistic[[1]] / n1 / n2 - 1
  difference <- welch$estimate[[1]] - welch$estimate[[2]]
  rows <- cbind(
    difference = c(difference, difference, NA, gap),
    std_error = c(welch$stderr, welch$stderr, NA, NA),
    statistic = c(t, t, u$statistic[[1]], z),
    df = c(df, df, NA, NA),
    difference_low = c(welch$conf.int[1], NA, NA, NA),
    difference_high = c(welch$conf.int[2], NA, NA, NA),
    p_value = c(welch$p.value, ptukey(abs(t) * sqrt(2), 4, df, lower.tail = FALSE), u$p.value, 2 * pnorm(-abs(z))),
    estimate = c(g, g, delta, delta)
  )
  if (!full) return(rows)
  margin <- qtukey(.95, 4, df) / sqrt(2) * welch$stderr
  rows[2, c("difference_low", "difference_high")] <- difference + c(-margin, margin)
  of_g <- hedges_limits(d, n1, n2)
  of_delta <- cliffs_delta_limits(x, y, delta)
  cbind(rows, conf_low = c(of_g[1], of_g[1], of_delta[1], of_delta[1]),
        conf_high = c(of_g[2], of_g[2], of_delta[2], of_delta[2]))
}
