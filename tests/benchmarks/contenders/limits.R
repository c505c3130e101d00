# What the R contenders share: limits of effects by uniroot on R's noncentral distributions; NA where these fail.

pairs_of_groups <- combn(4, 2)

falling_root <- function(f, low, high) {
  tryCatch(uniroot(f, c(low, high), extendInt = "downX", tol = 1e-10)$root, error = function(e) NA_real_)
}

# Limits of a share of variance, each as lambda / (lambda + N).
explained_limits <- function(f, df1, df2, total) {
  limit <- function(chance) {
    excess <- function(ncp) pf(f, df1, df2, ncp) - chance
    if (excess(0) <= 0) 0 else falling_root(excess, 0, df1 * f + 10)
  }
  found <- c(limit(.975), limit(.025))
  found / (found + total)
}

hedges_correction <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)

hedges_limits <- function(d, n1, n2) {
  df <- n1 + n2 - 2
  per_t <- sqrt(1 / n1 + 1 / n2)
  t <- abs(d) / per_t
  limit <- function(chance) falling_root(function(ncp) pt(t, df, ncp) - chance, t - 4, t + 4)
  found <- c(limit(.975), limit(.025)) * per_t * hedges_correction(df)
  if (d < 0) -rev(found) else found
}

# Difference of means over the pooled standard deviation.
standardized <- function(x, y) {
  pooled <- ((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (length(x) + length(y) - 2)
  (mean(y) - mean(x)) / sqrt(pooled)
}

# Feng and Cliff's asymmetric limits of Cliff's delta, dominances by sorting and searching.
cliffs_delta_limits <- function(x, y, delta) {
  n1 <- length(x)
  n2 <- length(y)
  x <- sort(x)
  y <- sort(y)
  below <- findInterval(x, y, left.open = TRUE)
  up_to <- findInterval(x, y)
  of_x <- (n2 - up_to - below) / n2
  of_y <- (findInterval(y, x, left.open = TRUE) + findInterval(y, x) - n1) / n1
  of_pairs <- (1 - sum(up_to - below) / n1 / n2 - delta^2) * n1 * n2 / ((n1 - 1) * (n2 - 1))
  spread <- (n2 - 1) * sum((of_x - delta)^2) / (n1 - 1) + (n1 - 1) * sum((of_y - delta)^2) / (n2 - 1)
  variance <- (spread + of_pairs) / n1 / n2
  z <- qnorm(.975)
  flat <- 1 - delta^2
  margin <- z * sqrt(variance) * sqrt(flat^2 + z^2 * variance)
  c(max(-1, (delta * flat - margin) / (flat + z^2 * variance)), min(1, (delta * flat + margin) / (flat + z^2 * variance)))
}
