"""Staff that keep their share of the work in joint draws."""

from dataclasses import replace

import pytest

from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.program import compile_program
from sim.study.capacity import other_minutes
from sim.study.drawing import draws_of, ranges_of
from sim.study.moving import read_again, with_places_served
from sim.study.restaffing import with_shares_kept
from tests.study_toys import toy


def shares(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Whole-time equivalents for each minute that other people ask of a queued pool."""
    program = compile_program(scenario)
    minutes = other_minutes(program)
    wte = wte_after_transfers(scenario)
    return {
        (program.teams[pool.team].name, pool.role): wte[program.teams[pool.team].name, pool.role]
        / minutes[number]
        for number, pool in enumerate(program.pools)
        if not pool.drawn and minutes[number]
    }


def with_sessions(scenario: Scenario, factor: float, spread: float = 1.0) -> Scenario:
    """So many times the contacts of everybody else in every team."""
    teams = {}
    for name, team in scenario.teams.items():
        streams = {}
        for slug, stream in team.other_people.items():
            central = stream.sessions.central * factor
            low = min(stream.sessions.low, central) / spread
            high = max(stream.sessions.high, central) * spread
            more = replace(stream.sessions, low=low, central=central, high=high)
            streams[slug] = replace(stream, sessions=more)
        teams[name] = replace(team, other_people=streams)
    return replace(scenario, teams=teams)


@pytest.mark.unit
def test_every_queued_pool_keeps_its_share_in_every_draw_and_the_loader_takes_it() -> None:
    before = with_sessions(replace(toy("toy/everything"), rung="B", later=()), 1.0, spread=2.0)
    known = shares(before)
    assert known
    ranges = ranges_of([before])
    for draw in draws_of(8, ranges.names, {}, seed=3):
        moved = ranges.at(before, draw)
        assert shares(moved) != pytest.approx(known)
        kept = with_shares_kept(moved, before)
        assert shares(kept) == pytest.approx(known)
        read_again(with_places_served(kept))


@pytest.mark.unit
@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_a_team_that_lives_on_transfers_keeps_its_share_whichever_way_its_work_goes(
    factor: float,
) -> None:
    before = toy("toy/two_desks")
    (transfer,) = before.transfers
    kept = with_shares_kept(with_sessions(before, factor), before)
    assert shares(kept) == pytest.approx(shares(before))
    (moved,) = kept.transfers
    assert moved.wte.central <= transfer.wte.central
    assert all(staff.wte.central >= 0 for t in kept.teams.values() for staff in t.staff.values())


@pytest.mark.unit
def test_what_nobody_else_asks_for_and_what_is_not_moved_keeps_its_staff() -> None:
    before = toy("toy/everything")
    assert wte_after_transfers(with_shares_kept(before, before)) == wte_after_transfers(before)


@pytest.mark.unit
def test_places_follow_the_people_under_way() -> None:
    before = toy("toy/everything")
    name = next(n for n, t in before.teams.items() if t.other_people)
    team = before.teams[name]
    placed = {slug: replace(one, place=True) for slug, one in team.other_people.items()}
    places = replace(
        next(iter(placed.values())).per_year, central=20.0, low=20.0, high=20.0, unit="people"
    )
    full = replace(team, other_people=placed, places=places)
    before = replace(before, teams={**before.teams, name: full})
    kept = with_shares_kept(with_sessions(before, 2.0), before)
    stream = next(iter(placed.values()))
    sessions = stream.sessions.central
    found = kept.teams[name].places
    assert found is not None
    if len(placed) == 1 and sessions > 1:
        assert found.central == pytest.approx(20.0 * (2 * sessions - 1) / (sessions - 1))
    else:
        assert found.central > 20.0
