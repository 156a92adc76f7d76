"""Places, lists that close, and networks of teams, against theory.

Test: two-sided t-test of replication means (see ``replications``), false alarms 0.001 over all
comparisons of this folder together, power at least 0.9 against a mean that is wrong by the share
given as ``sees`` (3% to 20%), asserted from the deviation that was measured.
"""

from __future__ import annotations

import pytest

from tests.verification import theory
from tests.verification.replications import (
    agrees,
    all_pools_of,
    busy_workers,
    pools_of,
    program_of,
)

PER_MINUTE = 1.0 / theory.MINUTES_PER_YEAR
pytestmark = [pytest.mark.verification, pytest.mark.slow, pytest.mark.usefixtures("engine")]


def test_share_who_find_no_place_is_that_of_erlang() -> None:
    """Erlang B with three places and 2.5 offered; six workers do not help."""
    slug, replications, load = "theory/few_places", 16, 2191.5 * PER_MINUTE * 600.0
    pools = pools_of(slug, replications)
    away = [pool.stopped / pool.joined for pool in pools]
    share = theory.turned_away(3, load)
    busy = busy_workers(slug, replications)
    agrees(away, share, sees=0.03, beside=busy, known=load * (1.0 - share))


def test_list_turns_away_as_many_as_its_markov_chain_says() -> None:
    slug, replications, rate = "theory/list_closes", 20, 3506.4 * PER_MINUTE
    share, wait = theory.list_that_closes(2, rate, 300.0, closes_at=5, reopens_at=2)
    pools, busy = pools_of(slug, replications), busy_workers(slug, replications)
    known = rate * (1.0 - share) * 300.0
    away = [pool.turned_away / (pool.turned_away + pool.joined) for pool in pools]
    agrees(away, share, sees=0.06, beside=busy, known=known)
    waits = [pool.waited / pool.seen for pool in pools]
    agrees(waits, wait, sees=0.03, beside=busy, known=known)


@pytest.mark.parametrize(
    ("team", "share", "minutes"),
    [("desk", 1.0 / 0.85, 58.0), ("clinic", 0.5 / 0.85, 116.0), ("centre", 1.0, 68.0)],
)
def test_each_team_of_a_network_is_a_queue_by_itself_as_jackson_says(
    team: str, share: float, minutes: float
) -> None:
    """Half of those whom the desk has seen visit the clinic, which sends 0.3 of them back."""
    slug, place = "theory/three_teams", ("front", "desk", "clinic", "centre").index(team)
    program = program_of(slug)
    counted = program.horizon - program.start
    pools = [pools[place] for pools in all_pools_of(slug, 16)]
    waits = [pool.waited / pool.seen for pool in pools]
    came = [pool.joined / counted for pool in pools]
    rate = 3857.04 * PER_MINUTE * share
    agrees(waits, theory.mean_wait(1, rate, minutes), sees=0.2, beside=came, known=rate)
