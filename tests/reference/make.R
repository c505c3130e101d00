# Writes the data sets in data/ and the expected values in expected.csv, both with 17 significant digits.
#
#   Rscript make.R        (in this folder; R 4.2 with kSamples, rstatix and effectsize)
#
# Every value is computed from the CSV as it is read back, so that R and the Python tests see the same numbers.
# Running it again gives the same bytes. Groups are in the order in which they first occur.

suppressPackageStartupMessages({
  library(effectsize)
  library(kSamples)
  library(rstatix)
})
options(digits = 17, warn = 1, stringsAsFactors = FALSE)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
digits17 <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", as.numeric(x)))

# ---- data ----------------------------------------------------------------------------------------------------

long <- function(...) {
  groups <- list(...)
  data.frame(group = rep(names(groups), lengths(groups)), score = unlist(groups, use.names = FALSE))
}
by <- function(score, group) {
  kept <- !is.na(score)
  data.frame(group = paste0("g", as.character(group))[kept], score = score[kept])
}
likert <- function(seed, sizes, shares) {
  set.seed(seed)
  parts <- lapply(seq_along(sizes), function(i) sample(seq_along(shares[[i]]), sizes[i], TRUE, shares[[i]]))
  names(parts) <- paste0("C", seq_along(sizes))
  do.call(long, parts)
}
repeated <- function(scores, times) rep(scores, times)

sets <- list(
  # R's own data sets; sources in their help pages
  plant_growth = by(PlantGrowth$weight, PlantGrowth$group),
  insect_sprays = by(InsectSprays$count, InsectSprays$spray),
  cars_weight = by(mtcars$wt, mtcars$cyl)[order(mtcars$cyl), ],
  chick_feed = by(chickwts$weight, chickwts$feed),
  iris_sepal_length = by(iris$Sepal.Length, iris$Species),
  iris_petal_width = by(iris$Petal.Width, iris$Species),
  ozone_month = by(airquality$Ozone, airquality$Month),
  tooth_dose = by(ToothGrowth$len, ToothGrowth$dose)[order(ToothGrowth$dose), ],
  sleep_drug = by(sleep$extra, sleep$group),
  warp_tension = by(warpbreaks$breaks, warpbreaks$tension),
  # Mangiafico, Summary and Analysis of Extension Program Evaluation in R
  pooh = long(Pooh = c(3, 5, 4, 4, 4, 4, 4, 4, 5, 5), Piglet = c(2, 4, 2, 2, 1, 2, 3, 2, 2, 3),
              Tigger = c(4, 4, 4, 4, 5, 3, 5, 4, 4, 3)),
  # Hollander and Wolfe (1973), p. 115, and their motivational effect
  mucociliary = long(Normal = c(2.9, 3.0, 2.5, 2.6, 3.2), COPD = c(3.8, 2.7, 4.0, 2.4),
                     Asbestosis = c(2.8, 3.4, 3.7, 2.2, 2.0)),
  motivation = long(None = c(40, 35, 38, 43, 44, 41), Rough = c(38, 40, 47, 44, 40, 42),
                    Accurate = c(48, 40, 45, 43, 46, 44)),
  # NIST/SEMATECH e-Handbook, section 7.4.3.3
  levels_nist = long(L1 = c(6.9, 5.4, 5.8, 4.6, 4.0), L2 = c(8.3, 6.8, 7.8, 9.2, 6.5),
                     L3 = c(8.0, 10.5, 8.1, 6.9, 9.3)),
  # Conover, Practical Nonparametric Statistics, corn yields
  corn = long(M1 = c(83, 91, 94, 89, 89, 96, 91, 92, 90), M2 = c(91, 90, 81, 83, 84, 83, 88, 91, 89, 84),
              M3 = c(101, 100, 91, 93, 96, 95, 94), M4 = c(78, 82, 81, 77, 79, 81, 80, 81)),
  # Zar, Biostatistical Analysis, flies
  flies = long(Herbs = c(14, 12.1, 9.6, 8.2, 10.2), Shrubs = c(8.4, 5.1, 5.5, 6.6, 6.3),
               Trees = c(6.9, 7.3, 5.8, 4.1, 5.4)),
  # the kinds of data that surveys give
  likert_unequal = likert(1, c(120, 90, 60, 30), list(c(1, 2, 3, 2, 1), c(1, 2, 3, 3, 1), c(1, 1, 3, 3, 2), c(0, 1, 3, 4, 3))),
  likert_empty_level = likert(2, c(40, 25, 12), list(c(3, 2, 0, 1, 1), c(2, 3, 0, 2, 1), c(1, 2, 0, 3, 3))),
  likert_large = likert(3, c(4000, 3000, 2000), list(c(1, 2, 4, 2, 1), c(1, 2, 4, 2.3, 1), c(1, 1.8, 4, 2.3, 1.1))),
  two_answers = long(No = repeated(0:1, c(13, 4)), Yes = repeated(0:1, c(5, 11))),
  two_and_two = long(A = c(1, 2), B = c(2, 4)),
  pairs_of_firms = long(A = c(1, 2), B = c(4, 2), C = c(5, 9), D = c(3, 3.5)),
  six_to_two = long(A = c(1.5, 2.25, 3, 3.75, 2, 2.5), B = c(4.125, 3)),
  # scipy issue 3611: two heavily tied samples whose cubes of ties overflow 32 bits
  overflow = long(X = repeated(1:5, c(163, 81, 40, 6, 2)), Y = repeated(1:5, c(1007, 362, 99, 27, 13)))
)
dir.create("data", showWarnings = FALSE)
write_text <- function(lines, path) {
  con <- file(path, "wb")
  writeLines(lines, con)
  close(con)
}
for (name in names(sets)) {
  scores <- vapply(sets[[name]]$score, function(x) format(x, digits = 15), "")
  write_text(c("group,score", paste0(sets[[name]]$group, ",", scores)), file.path("data", paste0(name, ".csv")))
}

# ---- expected values -----------------------------------------------------------------------------------------

rows <- character()
note <- function(dataset, method, ...) {
  values <- list(...)
  rows <<- c(rows, paste(dataset, method, names(values), vapply(values, digits17, ""), sep = ","))
}
root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-14, maxiter = 10000)$root

# Limits of noncentrality: the value under which the observed statistic is the upper or lower 2.5 % point.
t_limit <- function(t, df, p) root(function(ncp) suppressWarnings(pt(t, df, ncp)) - p, t - 12 - abs(t), t + 12 + abs(t))
f_limit <- function(f, df1, df2, p) {
  if (pf(f, df1, df2) <= p) return(0)
  high <- df1 * (f + 1)
  while (pf(f, df1, df2, high) > p) high <- 2 * high
  root(function(ncp) pf(f, df1, df2, ncp) - p, 0, high)
}
share <- function(f, df1, df2, n) {
  limits <- c(f_limit(f, df1, df2, .975), f_limit(f, df1, df2, .025))
  limits / (limits + n)
}

describe <- function(name, parts) {
  for (g in seq_along(parts)) {
    x <- parts[[g]]
    q <- quantile(x, c(.25, .5, .75), type = 7, names = FALSE)
    values <- list(mean = mean(x), sd = sd(x), q1 = q[1], median = q[2], q3 = q[3])
    if (length(x) > 1 && sd(x) > 0) {
      limits <- t.test(x)$conf.int
      values <- c(values, conf_low = limits[1], conf_high = limits[2])
    }
    names(values) <- paste0(names(values), ":", g - 1)
    do.call(note, c(name, "describe", values))
  }
}

# Hollander, Wolfe and Chicken (2014), section 6.2, with their variance under ties; kSamples agrees, but its
# number of arrangements overflows on large samples.
jonckheere <- function(parts) {
  n <- as.numeric(lengths(parts))
  ties <- as.numeric(table(unlist(parts)))
  total <- sum(n)
  wins <- 0
  for (i in seq_along(parts)) for (j in seq_along(parts)) if (i < j) {
    rank <- suppressWarnings(wilcox.test(parts[[j]], parts[[i]], exact = FALSE, correct = FALSE))
    wins <- wins + unname(rank$statistic)
  }
  third <- function(x) sum(x * (x - 1) * (2 * x + 5))
  variance <- (third(total) - third(n) - third(ties)) / 72 +
    sum(n * (n - 1) * (n - 2)) * sum(ties * (ties - 1) * (ties - 2)) / (36 * total * (total - 1) * (total - 2)) +
    sum(n * (n - 1)) * sum(ties * (ties - 1)) / (8 * total * (total - 1))
  found <- c(wins, (total^2 - sum(n^2)) / 4, sqrt(variance))
  if (total < 100) stopifnot(all.equal(found, unname(do.call(jt.test, unname(parts))$JT[1:3]), tolerance = 1e-12))
  found
}

omnibus <- function(name, parts, score, group) {
  n <- length(score)
  k <- length(parts)
  classic <- oneway.test(score ~ group, var.equal = TRUE)
  f <- classic$statistic
  squares <- summary(aov(score ~ group))[[1]][["Sum Sq"]]
  note(name, "anova", statistic = f, df1 = k - 1, df2 = n - k, p_value = classic$p.value,
       ss_between = squares[1], ss_within = squares[2])
  welch <- oneway.test(score ~ group)
  note(name, "welch_anova", statistic = welch$statistic, df1 = k - 1, df2 = welch$parameter[2],
       p_value = welch$p.value)
  kruskal <- kruskal.test(parts)
  h <- kruskal$statistic
  note(name, "kruskal_wallis", statistic = h, df1 = k - 1, p_value = kruskal$p.value)
  trend <- jonckheere(parts)
  z <- (trend[1] - trend[2]) / trend[3]
  note(name, "jonckheere_terpstra", statistic = trend[1], z = z, greater = pnorm(z, lower.tail = FALSE),
       p_value = 2 * pnorm(-abs(z)))
  omega <- effectsize::omega_squared(aov(score ~ group), partial = FALSE, verbose = FALSE)$Omega2
  limits <- share(f, k - 1, n - k, n)
  note(name, "omega_squared", estimate = omega, conf_low = limits[1], conf_high = limits[2])
  epsilon <- h * (n + 1) / (n^2 - 1)
  limits <- share(epsilon / (k - 1) / ((1 - epsilon) / (n - k)), k - 1, n - k, n)
  note(name, "rank_epsilon_squared", estimate = epsilon, conf_low = limits[1], conf_high = limits[2])
}

pair <- function(name, parts, i, j) {
  at <- function(values) setNames(values, paste0(names(values), ":", i - 1, "-", j - 1))
  say <- function(method, ...) do.call(note, c(name, method, at(list(...))))
  x <- parts[[i]]
  y <- parts[[j]]
  n <- c(length(x), length(y))
  test <- t.test(y, x)  # R subtracts its second argument
  say("welch_t", statistic = test$statistic, df = test$parameter, p_value = test$p.value,
      conf_low = test$conf.int[1], conf_high = test$conf.int[2])
  rank <- suppressWarnings(wilcox.test(y, x, exact = FALSE, correct = FALSE))
  say("mann_whitney", statistic = rank$statistic, p_value = rank$p.value)
  # Games-Howell: base ptukey on Welch's statistic; NaN below two degrees of freedom, and qtukey is good to four
  # digits only, so there are no limits from R
  df <- unname(test$parameter)
  gap <- mean(y) - mean(x)
  q <- abs(unname(test$statistic)) * sqrt(2)
  if (df >= 2) say("games_howell", p_value = ptukey(q, length(parts), df, lower.tail = FALSE))
  say("hedges_g", estimate = effectsize::hedges_g(y, x, pooled_sd = TRUE, verbose = FALSE)$Hedges_g)
  per_t <- sqrt(1 / n[1] + 1 / n[2])
  m <- sum(n) - 2
  d <- gap / sqrt(((n[1] - 1) * var(x) + (n[2] - 1) * var(y)) / m)
  correction <- exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
  # R's pt loses its digits at noncentralities above 37.62
  if (abs(d / per_t) < 30) say("hedges_g", conf_low = t_limit(d / per_t, m, .975) * per_t * correction,
                               conf_high = t_limit(d / per_t, m, .025) * per_t * correction)
  cliff(say, x, y)
}

# Cliff (1993), consistent variance; Feng and Cliff (2004), asymmetric limits, from the full matrix of dominances.
cliff <- function(say, x, y) {
  above <- sign(outer(y, x, "-"))  # one row per firm of the later group
  delta <- mean(above)
  if (abs(delta) == 1) return(say("cliffs_delta", estimate = delta))
  n <- dim(above)
  rows <- var(rowMeans(above)) * (n[1] - 1)
  columns <- var(colMeans(above)) * (n[2] - 1)
  cells <- sum((above - delta)^2) / prod(n - 1)
  s2 <- ((n[1] - 1) * columns / (n[2] - 1) + (n[2] - 1) * rows / (n[1] - 1) + cells) / prod(n)
  z <- qnorm(.975)
  half <- z * sqrt(s2) * sqrt((1 - delta^2)^2 + z^2 * s2)
  low <- (delta - delta^3 - half) / (1 - delta^2 + z^2 * s2)
  high <- (delta - delta^3 + half) / (1 - delta^2 + z^2 * s2)
  say("cliffs_delta", estimate = delta, conf_low = max(low, -1), conf_high = min(high, 1))
}

dunn <- function(name, score, group) {
  found <- rstatix::dunn_test(data.frame(score, group), score ~ group, p.adjust.method = "none", detailed = TRUE)
  at <- paste0(match(found$group1, levels(group)) - 1, "-", match(found$group2, levels(group)) - 1)
  put <- function(quantity, values) do.call(note, c(name, "dunn", setNames(as.list(values), paste0(quantity, ":", at))))
  put("statistic", unname(found$statistic))
  put("p_value", unname(found$p))
  for (method in c("holm", "bonferroni", "BH", "BY")) put(tolower(method), p.adjust(found$p, method))
}

for (name in names(sets)) {
  read <- read.csv(file.path("data", paste0(name, ".csv")))
  group <- factor(read$group, levels = unique(read$group))
  parts <- split(read$score, group)
  describe(name, parts)
  omnibus(name, parts, read$score, group)
  for (i in seq_along(parts)) for (j in seq_along(parts)) if (i < j) pair(name, parts, i, j)
  dunn(name, read$score, group)
}

for (case in list(c(15.4105982, 3, 75), c(4.846087862, 2, 27), c(.02, 2, 97), c(1, 4, 12), c(250, 5, 300), c(3.2, 1, 1))) {
  name <- paste(c("F", format(case, digits = 15, trim = TRUE)), collapse = " ")
  note(name, "noncentral_f_limits", f = case[1], df1 = case[2], df2 = case[3],
       low = f_limit(case[1], case[2], case[3], .975), high = f_limit(case[1], case[2], case[3], .025))
}
for (case in list(c(0, 5), c(2, 10), c(-2, 10), c(.3, 2), c(-7.5, 40), c(12, 7), c(25, 1000))) {
  name <- paste(c("t", format(case, digits = 15, trim = TRUE)), collapse = " ")
  note(name, "noncentral_t_limits", t = case[1], df = case[2],
       low = t_limit(case[1], case[2], .975), high = t_limit(case[1], case[2], .025))
}
write_text(c("dataset,method,quantity,value", rows), "expected.csv")
