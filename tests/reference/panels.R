# Writes the data sets of panels/ and R's values for them in panels/expected.csv, with 17 significant digits.
#
#   Rscript panels.R        (R 4.2 with survival)
#
# Every value is computed from the CSV as it is read back. Running it again gives the same bytes.
#
# steps_*.csv: counts of steps by group, from and to. The hypothesis of one transition matrix is the log-linear model
#   in which group and destination are independent given the start; loglin() fits it, and the degrees of freedom are
#   cells less the rank of the model's design. Cells whose row or column is empty within their start are no part of it.
# waits_*.csv: times and arrivals of two groups; curves by survfit(), the tests by survdiff() and coxph().

suppressPackageStartupMessages(library(survival))
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(here) == 1) setwd(dirname(normalizePath(here)))
setwd("panels")
options(digits = 17, warn = 1, stringsAsFactors = FALSE)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
digits17 <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", as.numeric(x)))
write <- function(frame, name) write.table(frame, paste0(name, ".csv"), sep = ",", quote = FALSE, row.names = FALSE,
                                           eol = "\n")

# ---- data ----------------------------------------------------------------------------------------------------

states <- paste0("C", 1:4)
steps <- function(groups, rates, n) {
  cells <- expand.grid(to = states, from = states, group = groups)[, c("group", "from", "to")]
  cells$n <- rpois(nrow(cells), n * rates(cells))
  cells
}
set.seed(20)
stay <- function(cells) ifelse(cells$from == cells$to, 0.8, 0.07)
drift <- function(cells) stay(cells) * ifelse(cells$to == "C4" & cells$group != "2018", 2, 1)
write(steps(c("2018", "2019", "2020"), stay, 60), "steps_alike")
write(steps(c("2018", "2019", "2020"), drift, 90), "steps_drift")
sparse <- steps(c("a", "b"), stay, 4)
sparse$n[sparse$from == "C2"] <- 0                          # nobody starts there
sparse$n[sparse$from == "C3" & sparse$group == "a"] <- 0    # one group only
sparse$n[sparse$to == "C3"] <- 0                            # nobody arrives there
write(sparse, "steps_sparse")
large <- steps(c("a", "b", "c", "d"), drift, 2e5)
write(large, "steps_large")

waits <- function(n, chance, longest) {
  group <- rep(c("market_seeking", "efficiency_seeking"), n)
  time <- rgeom(sum(n), chance[ifelse(group == "market_seeking", 1, 2)]) + 1
  end <- sample(0:longest, sum(n), TRUE)
  data.frame(group = group, time = pmin(time, end), reached = as.integer(time <= end))
}
write(waits(c(40, 30), c(0.35, 0.2), 6), "waits_waves")
write(waits(c(6, 5), c(0.4, 0.4), 4), "waits_few")
write(waits(c(900, 700), c(0.1, 0.13), 12), "waits_many")
# Miller (1997), Survival Analysis: maintenance of acute myelogenous leukaemia, R's aml
write(data.frame(group = ifelse(aml$x == "Maintained", "market_seeking", "efficiency_seeking"), time = aml$time,
                 reached = aml$status), "waits_leukaemia")

# ---- values --------------------------------------------------------------------------------------------------

expected <- list()
keep <- function(dataset, what, quantity, value) {
  expected[[length(expected) + 1]] <<- data.frame(dataset, what, quantity, value = digits17(value))
}
model <- function(cells) {
  counts <- xtabs(n ~ group + from + to, cells)
  fit <- loglin(counts, list(c(1, 2), c(2, 3)), fit = TRUE, print = FALSE, eps = 1e-10, iter = 200)$fit
  held <- fit > 0
  observed <- counts[held]
  expectation <- fit[held]
  at <- arrayInd(which(held), dim(counts))
  row <- paste(at[, 1], at[, 2])
  column <- paste(at[, 2], at[, 3])
  design <- model.matrix(~ row + column)
  c(likelihood_ratio = 2 * sum(ifelse(observed > 0, observed * log(observed / expectation), 0)),
    pearson = sum((observed - expectation)^2 / expectation), df = nrow(design) - qr(design)$rank, n = sum(observed))
}
for (name in c("alike", "drift", "sparse", "large")) {
  dataset <- paste0("steps_", name)
  cells <- read.csv(paste0(dataset, ".csv"))
  for (start in c("all", states)) {
    part <- if (start == "all") cells else cells[cells$from == start, ]
    if (sum(part$n) == 0) next
    found <- model(part)
    if (found["df"] == 0) next
    keep(dataset, start, names(found), found)
    keep(dataset, start, "p_likelihood_ratio", pchisq(found["likelihood_ratio"], found["df"], lower.tail = FALSE))
    keep(dataset, start, "p_pearson", pchisq(found["pearson"], found["df"], lower.tail = FALSE))
  }
}
for (name in c("waves", "few", "many", "leukaemia")) {
  dataset <- paste0("waits_", name)
  firms <- read.csv(paste0(dataset, ".csv"))
  for (group in unique(firms$group)) {
    mine <- firms[firms$group == group, ]
    for (type in c("log-log", "plain")) {
      fit <- survfit(Surv(time, reached) ~ 1, data = mine, conf.type = type)
      fit <- summary(fit, times = unique(sort(mine$time)), censored = TRUE)
      what <- paste(group, sub("plain", "greenwood", sub("-", "_", type)))
      keep(dataset, what, paste("survival", fit$time), fit$surv)
      keep(dataset, what, paste("n_risk", fit$time), fit$n.risk)
      keep(dataset, what, paste("n_events", fit$time), fit$n.event)
      keep(dataset, what, paste("std_error", fit$time), fit$std.err)
      keep(dataset, what, paste("conf_low", fit$time), fit$lower)
      keep(dataset, what, paste("conf_high", fit$time), fit$upper)
    }
  }
  test <- survdiff(Surv(time, reached) ~ group, data = firms)
  keep(dataset, "log_rank", c("statistic", "p_value"), c(test$chisq, pchisq(test$chisq, 1, lower.tail = FALSE)))
  firms$second <- firms$group == "efficiency_seeking"
  cox <- coxph(Surv(time, reached) ~ second, data = firms, ties = "efron", control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
  keep(dataset, "log_rank", c("estimate", "conf_low", "conf_high"), c(exp(coef(cox)), exp(confint(cox))))
}
write(do.call(rbind, expected), "expected")
