# Writes the data sets in data/ and the expected values in expected.csv, both with 17 significant digits.
#
#   Rscript make.R        (R 4.2 with coin, kSamples, rstatix and effectsize)
#
# Every value is computed from the CSV as it is read back, so that R and the Python tests see the same numbers.
# Running it again gives the same bytes. Groups are in the order in which they first occur.

suppressPackageStartupMessages({
  library(effectsize)
  library(kSamples)
  library(rstatix)
})
# The folder of this file, wherever it is called from.
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(here) == 1) setwd(dirname(normalizePath(here)))
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
  overflow = long(X = repeated(1:5, c(163, 81, 40, 6, 2)), Y = repeated(1:5, c(1007, 362, 99, 27, 13))),
  # more of R's own
  orchard_sprays = by(OrchardSprays$decrease, OrchardSprays$treatment),
  light_speed = by(morley$Speed, morley$Expt),
  enzyme_rate = by(Puromycin$rate, Puromycin$state),
  grass_uptake = by(CO2$uptake, paste0(CO2$Type, CO2$Treatment)),
  chick_diet = with(ChickWeight[ChickWeight$Time == 21, ], by(weight, Diet)),
  pea_yield = by(npk$yield, npk$block),
  state_income = by(state.x77[, "Income"], state.region),
  cars_gears = by(mtcars$mpg, mtcars$gear)[order(mtcars$gear), ],
  iris_sepal_width = by(iris$Sepal.Width, iris$Species),
  temperature_month = by(airquality$Temp, airquality$Month),
  # Agresti, An Introduction to Categorical Data Analysis: job satisfaction by income; Fisher's tea
  job_satisfaction = long(Low = repeated(1:4, c(1, 3, 10, 6)), Middle = repeated(1:4, c(2, 3, 10, 7)),
                          High = repeated(1:4, c(1, 6, 14, 12)), Highest = repeated(1:4, c(0, 1, 9, 11))),
  tea = long(Milk = repeated(1:2, c(3, 1)), Tea = repeated(1:2, c(1, 3))),
  # scipy issue 26115
  no_ties = long(X = c(0, 1, 2, 3, 9), Y = c(4, 5, 6, 7, 8, 10, 11)),
  # the framework's four groups, small enough to be enumerated
  framework_vector = long(C1 = c(1, 2, 2), C2 = c(2, 3), C3 = c(3, 3, 2), C4 = c(4, 3, 5)),
  # more surveys: two firms in a group, seven levels, all at one end, two groups of the size of a study
  likert_tiny = likert(4, c(2, 3, 4, 5), list(c(1, 1, 1), c(1, 1, 1), c(1, 1, 1), c(1, 1, 1))),
  likert_two_to_hundred = likert(5, c(100, 2, 30), list(c(1, 2, 3, 2, 1), c(1, 1, 1, 1, 1), c(1, 2, 3, 3, 2))),
  likert_seven_levels = likert(6, c(20, 35, 15, 8), list(rep(1, 7), c(1, 1, 2, 3, 3, 2, 1), rep(1, 7), c(0, 0, 1, 2, 3, 3, 2))),
  likert_ceiling = likert(7, c(45, 38, 52), list(c(1, 1, 2, 4, 30), c(1, 1, 3, 6, 28), c(1, 2, 3, 9, 25))),
  likert_study = likert(8, c(127, 86), list(c(1, 2, 3, 2, 1), c(1, 2, 3, 2.5, 1.2))),
  likert_six_groups = likert(11, c(6, 9, 14, 7, 11, 5), list(c(3, 2, 1), c(2, 2, 1), c(1, 1, 1), c(1, 2, 2), c(1, 2, 3), c(1, 3, 3))),
  likert_huge = likert(10, c(6000, 5000), list(c(1, 2, 4, 2, 1), c(1, 2, 4, 2.1, 1.05)))
)
stopifnot(length(sets) >= 40)
flat <- vapply(sets, function(set) any(tapply(set$score, set$group, sd) == 0), NA)
if (any(flat)) stop("groups without spread: ", toString(names(sets)[flat]))
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
# Both as Poisson mixtures: R's pf() with a noncentrality is good to 1e-9 only.
mixture <- function(ncp, term) {
  j <- seq(max(0, floor(ncp / 2 - 12 * sqrt(ncp / 2) - 60)), ceiling(ncp / 2 + 12 * sqrt(ncp / 2) + 60))
  sum(dpois(j, ncp / 2) * term(j))
}
f_cdf <- function(f, df1, df2, ncp) mixture(ncp, function(j) pbeta(df1 * f / (df1 * f + df2), df1 / 2 + j, df2 / 2))
chi_cdf <- function(x, df, ncp) mixture(ncp, function(j) pchisq(x, df + 2 * j))
f_limit <- function(f, df1, df2, p) {
  if (pf(f, df1, df2) <= p) return(0)
  high <- df1 * (f + 1)
  while (f_cdf(f, df1, df2, high) > p) high <- 2 * high
  root(function(ncp) f_cdf(f, df1, df2, ncp) - p, 0, high)
}
share <- function(f, df1, df2, n) {
  limits <- c(f_limit(f, df1, df2, .975), f_limit(f, df1, df2, .025))
  limits / (limits + n)
}

chi_limit <- function(x, df, p) {
  if (pchisq(x, df) <= p) return(0)
  high <- x + df
  while (chi_cdf(x, df, high) > p) high <- 2 * high
  root(function(ncp) chi_cdf(x, df, ncp) - p, 0, high)
}

# An integral over panels, each by integrate(): one call over a long range may miss the peak.
panels <- function(f, breaks) {
  sum(mapply(function(low, high) integrate(f, low, high, rel.tol = 1e-12, abs.tol = 0, stop.on.error = FALSE)$value,
             head(breaks, -1), tail(breaks, -1)))
}
# Averages a tail over S, the root mean square of df standard normals; `tail_at` is falling in t S.
over_spread <- function(t, df, tail_at) {
  tilted <- sqrt(df / (df + t^2))
  width <- sqrt(1 / (2 * df))
  far <- sqrt(qchisq(1e-18, df, lower.tail = FALSE) / df)
  breaks <- sort(unique(pmin(pmax(c(0, tilted * exp(seq(-9, 9, 1.5) * min(width, .3)), 1 + seq(-6, 6, 2) * width, far), 0), far)))
  density <- function(s) 2 * s * df * dchisq(df * s^2, df)
  panels(function(s) density(s) * vapply(t * s, tail_at, 0), breaks)
}
any_of <- function(beyond) -expm1(sum(log1p(-beyond)))
modulus_tail <- function(t, comparisons, df) {
  over_spread(t, df, function(size) any_of(rep(min(1 - 1e-300, 2 * pnorm(-size)), comparisons)))
}
# Base ptukey is good to 1e-7 at best, and to 1e-5 at two degrees of freedom.
range_tail <- function(t, k, df) {
  if (k == 2) return(2 * pt(-t, df))
  beyond <- function(w) {
    inside <- function(z) {
      above <- pnorm(-z)
      dnorm(z) * above^(k - 1) * -expm1((k - 1) * log1p(-pmin(pnorm(-z - w) / above, 1)))
    }
    k * panels(inside, seq(-w / 2 - 10, -w / 2 + 10, 4))
  }
  if (t == 0) 1 else over_spread(t, df, function(size) beyond(size * sqrt(2)))
}
dunnett_tail <- function(t, loads, df) {
  rest <- sqrt(1 - loads^2)
  conditional <- function(z, size) {
    beyond <- vapply(seq_along(loads), function(i) {
      pnorm((loads[i] * z - size) / rest[i]) + pnorm((-loads[i] * z - size) / rest[i])
    }, z)
    dnorm(z) * -expm1(rowSums(log1p(-matrix(beyond, ncol = length(loads)))))
  }
  over_spread(t, df, function(size) {
    end <- size * max(loads) + 9
    2 * panels(function(z) conditional(z, size), c(seq(0, end, 3), end))
  })
}
critical <- function(tail_of) {
  high <- 4
  while (tail_of(high) > .05) high <- 1.5 * high
  uniroot(function(t) log(tail_of(t) / .05), c(high / 4, high), tol = 1e-12)$root
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
  eta <- effectsize::eta_squared(aov(score ~ group), partial = FALSE, verbose = FALSE)$Eta2
  limits <- share(f, k - 1, n - k, n)
  note(name, "eta_squared", estimate = eta, conf_low = limits[1], conf_high = limits[2])
  # Brown and Forsythe (1974), both tests by their formulas
  sizes <- lengths(parts)
  shares <- (1 - sizes / n) * vapply(parts, var, 0)
  f_means <- sum(sizes * (vapply(parts, mean, 0) - mean(score))^2) / sum(shares)
  df2 <- 1 / sum((shares / sum(shares))^2 / (sizes - 1))
  note(name, "brown_forsythe_means", statistic = f_means, df1 = k - 1, df2 = df2,
       p_value = pf(f_means, k - 1, df2, lower.tail = FALSE))
  away <- abs(score - ave(score, group, FUN = median))
  if (max(tapply(round(away, 9), group, function(x) diff(range(x)))) > 0) {
    spread <- oneway.test(away ~ group, var.equal = TRUE)
    note(name, "brown_forsythe_spread", statistic = spread$statistic, df1 = k - 1, df2 = n - k, p_value = spread$p.value)
  }
  if (length(unique(score)) <= 12) nominal(name, table(group, score))
  if (k == 4 && n <= 600) framework(name, score, as.integer(group))
  arrangements <- exp(lfactorial(n) - sum(lfactorial(sizes)))
  if (arrangements < 2e7 && k > 2) {
    exact <- do.call(jt.test, c(unname(parts), list(method = "exact", Nsim = 1e8)))
    note(name, "jonckheere_exact", greater = exact$JT[length(exact$JT)])
  }
}

# Tables of counts: no continuity correction; FEXACT is kept to tables within its reach.
nominal <- function(name, counts) {
  found <- suppressWarnings(chisq.test(counts, correct = FALSE))
  df <- unname(found$parameter)
  note(name, "chi_squared", statistic = found$statistic, df1 = df, p_value = found$p.value)
  scale <- sum(counts) * (min(dim(counts)) - 1)
  v <- suppressWarnings(effectsize::cramers_v(counts, adjust = FALSE))
  limits <- sqrt(c(chi_limit(found$statistic, df, .975), chi_limit(found$statistic, df, .025)) / scale)
  note(name, "cramers_v", estimate = v[[1]], conf_low = limits[1], conf_high = min(1, limits[2]))
  if (sum(counts) <= 60 || (sum(counts) <= 110 && length(counts) <= 16) || (ncol(counts) == 2 && sum(counts) < 500)) {
    note(name, "fisher_exact", p_value = fisher.test(counts, workspace = 2e7)$p.value)
  }
}

# The framework's partial order: Daniels' general correlation coefficient from the full matrices.
framework <- function(name, score, group) {
  order <- matrix(0, 4, 4)
  order[cbind(c(1, 1, 1, 2, 3), c(2, 3, 4, 4, 4))] <- 1
  a <- (order - t(order))[group, group]
  b <- sign(outer(score, score, function(x, y) y - x))
  n <- length(score)
  rest <- function(m) sum(rowSums(m)^2) - sum(m^2)
  variance <- (4 * rest(a) * rest(b) / (n * (n - 1) * (n - 2)) + 2 * sum(a^2) * sum(b^2) / (n * (n - 1))) / 16
  above <- order[group, group] * (b + 1) / 2
  z <- (sum(above) - sum(a^2) / 4) / sqrt(variance)
  note(name, "framework_order", statistic = sum(above), z = z, greater = pnorm(z, lower.tail = FALSE), p_value = 2 * pnorm(-abs(z)))
}

# Tukey-Kramer, and Dunnett and T3 against the last group, by integrals.
families <- function(name, parts) {
  k <- length(parts)
  n <- lengths(parts)
  df <- sum(n) - k
  within <- sum((n - 1) * vapply(parts, var, 0)) / df
  loads <- sqrt(n[-k] / (n[-k] + n[k]))
  bound <- critical(function(t) dunnett_tail(t, loads, df))
  for (i in seq_len(k)) for (j in seq_len(k)) if (i < j) {
    say <- function(method, ...) do.call(note, c(name, method, setNames(list(...), paste0(names(list(...)), ":", i - 1, "-", j - 1))))
    gap <- mean(parts[[j]]) - mean(parts[[i]])
    error <- sqrt(within * (1 / n[i] + 1 / n[j]))
    say("tukey_kramer", statistic = gap / error, p_value = range_tail(abs(gap / error), k, df))
    if (j < k) next
    say("dunnett", statistic = gap / error, p_value = dunnett_tail(abs(gap / error), loads, df),
        conf_low = gap - bound * error, conf_high = gap + bound * error)
    welch <- t.test(parts[[j]], parts[[i]])
    t <- unname(welch$statistic)
    own <- critical(function(size) modulus_tail(size, k - 1, welch$parameter))
    say("dunnett_t3", statistic = t, df = welch$parameter, p_value = modulus_tail(abs(t), k - 1, welch$parameter),
        conf_low = gap - own * welch$stderr, conf_high = gap + own * welch$stderr)
  }
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
  student <- t.test(y, x, var.equal = TRUE)
  say("student_t", statistic = student$statistic, df = student$parameter, p_value = student$p.value,
      conf_low = student$conf.int[1], conf_high = student$conf.int[2])
  brunner(say, x, y)
  rank <- suppressWarnings(wilcox.test(y, x, exact = FALSE, correct = FALSE))
  say("mann_whitney", statistic = rank$statistic, p_value = rank$p.value)
  if (prod(n) <= 11000) {
    exact <- coin::wilcox_test(c(x, y) ~ factor(rep(1:2, n)), distribution = coin::exact())
    say("mann_whitney_exact", p_value = coin::pvalue(exact))
  }
  # Games-Howell: the studentized range of Welch's statistic; qtukey is good to four digits only, so there are no
  # limits from R
  df <- unname(test$parameter)
  gap <- mean(y) - mean(x)
  say("games_howell", p_value = range_tail(abs(unname(test$statistic)), length(parts), df))
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

# Brunner and Munzel (2000), from ranks within and over both groups.
brunner <- function(say, x, y) {
  n <- c(length(x), length(y))
  ranks <- split(rank(c(x, y)), rep(1:2, n))
  gap <- mean(ranks[[2]]) - mean(ranks[[1]])
  parts <- n * c(var(ranks[[1]] - rank(x)), var(ranks[[2]] - rank(y)))
  if (sum(parts) < 1e-9) return()
  w <- prod(n) * gap / (sum(n) * sqrt(sum(parts)))
  df <- sum(parts)^2 / sum(parts^2 / (n - 1))
  say("brunner_munzel", statistic = w, df = df, p_value = 2 * pt(-abs(w), df))
}

# Cliff (1993), consistent variance; Feng and Cliff (2004), asymmetric limits, from the full matrix of dominances.
cliff <- function(say, x, y) {
  above <- sign(outer(y, x, "-"))  # one row per firm of the later group
  delta <- mean(above)
  if (abs(delta) == 1) return(say("cliffs_delta", estimate = delta))
  n <- as.numeric(dim(above))
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
  families(name, parts)
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
