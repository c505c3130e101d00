# Runs one contender's job in R and tells, line by line in JSON, when it is ready and how long each run took.
#
#   Rscript worker.R CONTENDER JOB PART MOST BUDGET FIRMS SMALL ITEMS
#
# Packages are loaded, the job has run once on the small file and the firms are in memory before any clock starts.
# The clock's rules are those of clock.py.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
given <- commandArgs(TRUE)
contender <- given[1]
job <- given[2]
part <- given[3]
most <- as.integer(given[4])
budget <- as.numeric(given[5])
items <- as.integer(given[8])
slow <- 2

tell <- function(...) {
  fields <- list(...)
  quoted <- function(x) if (is.character(x)) encodeString(x, quote = '"') else if (is.na(x)) "null" else format(x, digits = 17)
  pairs <- sprintf("\"%s\": %s", names(fields), vapply(fields, quoted, ""))
  cat("{", paste(pairs, collapse = ", "), "}\n", sep = "")
  flush(stdout())
}

read_firms <- function(path, items) {
  kinds <- c("character", rep("integer", items))
  firms <- read.csv(path, colClasses = c(kinds, rep("NULL", count.fields(path, ",")[1] - items - 1)))
  firms$category <- factor(firms$category, c("C1", "C2", "C3", "C4"))
  firms
}

in_mib <- function(field) {
  line <- tryCatch(grep(paste0("^", field, ":"), readLines("/proc/self/status"), value = TRUE),
                   error = function(e) character(), warning = function(w) character())
  if (length(line)) as.numeric(gsub("[^0-9]", "", line)) / 1024 else NA_real_
}
reset_peak <- function() {
  tryCatch({ cat("5", file = "/proc/self/clear_refs"); TRUE }, error = function(e) FALSE, warning = function(w) FALSE)
}

kept <- NULL
seconds <- function(run) {
  kept <<- NULL
  invisible(gc())
  start <- Sys.time()
  kept <<- run()
  as.numeric(Sys.time() - start, units = "secs")
}

measure <- function(run) {
  invisible(gc())
  before <- in_mib("VmRSS")
  can_reset <- reset_peak()
  first <- seconds(run)
  runs <- if (first > slow) first else numeric()
  for (one in runs) tell(event = "run", seconds = one)
  while (length(runs) < most && (!length(runs) || sum(runs) + runs[length(runs)] <= budget)) {
    runs <- c(runs, seconds(run))
    tell(event = "run", seconds = runs[length(runs)])
  }
  memory <- if (can_reset) max(0, in_mib("VmHWM") - before) else NA_real_
  tell(event = "done", part = part, memory_mib = memory, missing = as.integer(limits_missing(kept, part)))
}

tryCatch({
  source(file.path(here, "limits.R"))
  source(file.path(here, paste0(contender, ".R")))
  small <- read_firms(given[7], 2)
  invisible(suppressWarnings(run_job(small, job, part)))
  firms <- read_firms(given[6], items)
  used <- c(R = paste(R.version$major, R.version$minor, sep = "."),
            vapply(packages, function(name) as.character(packageVersion(name)), ""))
  tell(event = "ready", software = paste(names(used), used, collapse = ", "))
  measure(function() suppressWarnings(run_job(firms, job, part)))
}, error = function(fault) tell(event = "failed", reason = gsub("\\s+", " ", conditionMessage(fault))))
