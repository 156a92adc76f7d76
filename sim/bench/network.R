# The network as somebody who knows simmer would write it: one trajectory that goes round until a
# person leaves. In: seed, mean minutes between people, mean patience, horizon, then for each node
# workers, mu, sigma and the chances of going to each node. Out: a line of processor seconds and people,
# then for each node contacts, minutes waited, people who stopped waiting.
suppressPackageStartupMessages(library(simmer))
given <- as.numeric(commandArgs(trailingOnly = TRUE))
set.seed(given[1])
gap <- given[2]
patience <- given[3]
horizon <- given[4]
nodes <- (sqrt(4 * (length(given) - 4) + 9) - 3) / 2
told <- matrix(given[-(1:4)], nrow = nodes, byrow = TRUE)
names <- paste0("node", seq_len(nodes))
ways <- cbind(told[, -(1:3), drop = FALSE], 1 - rowSums(told[, -(1:3), drop = FALSE]))
seen <- numeric(nodes)
waited <- numeric(nodes)
stopped <- numeric(nodes)
came <- 0

env <- simmer("network")
here <- function() get_attribute(env, "at")

gives_up <- trajectory() |>
  timeout(function() {
    stopped[here()] <<- stopped[here()] + 1
    0
  })

person <- trajectory() |>
  set_attribute("at", function() {
    came <<- came + 1
    1
  }) |>
  set_attribute("since", function() now(env)) |>
  simmer::select(function() names[here()]) |>
  renege_in(function() rexp(1, 1 / patience), out = gives_up) |>
  seize_selected() |>
  renege_abort() |>
  timeout(function() {
    node <- here()
    seen[node] <<- seen[node] + 1
    waited[node] <<- waited[node] + now(env) - get_attribute(env, "since")
    rlnorm(1, told[node, 2], told[node, 3])
  }) |>
  release_selected() |>
  set_attribute("at", function() sample.int(nodes + 1, 1, prob = ways[here(), ])) |>
  rollback(8, check = function() here() <= nodes)

for (i in seq_len(nodes)) env <- add_resource(env, names[i], capacity = told[i, 1], mon = FALSE)
env <- add_generator(env, "person", person, function() rexp(1, 1 / gap), mon = 0)
began <- proc.time()
run(env, until = horizon)
used <- proc.time() - began
cat(used[["user.self"]] + used[["sys.self"]], came, "\n")
for (i in seq_len(nodes)) cat(seen[i], waited[i], stopped[i], "\n")
