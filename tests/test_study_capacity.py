"""Whether teams can keep up with what is asked of them."""

import math
from dataclasses import replace

import pytest

from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.words import WEEKS_PER_YEAR
from sim.program import compile_program
from sim.study.asks import asks_of
from sim.study.capacity import Offered, offered, other_minutes, overfull, with_ample_staff
from tests.study_toys import toy

EASY = 0.92
"""Share of the rota under which the shipped headcounts keep every team."""


def pool(found: list[Offered], team: str) -> Offered:
    return next(one for one in found if one.team == team)


@pytest.mark.unit
def test_other_people_ask_for_arrivals_times_sessions_times_minutes_and_paperwork() -> None:
    scenario = toy("toy/two_desks")
    program = compile_program(scenario)
    place = next(i for i, one in enumerate(program.pools) if one.name == "nurses.nurse")
    # 300 a year, 2 contacts of 30 minutes each, as much paperwork again
    assert other_minutes(program)[place] == pytest.approx(300 / WEEKS_PER_YEAR * 2 * 30 * 2)


@pytest.mark.unit
def test_share_is_what_both_ask_for_against_the_rota() -> None:
    found = Offered(team="a", role="b", other_people=60.0, story_people=30.0, rostered=100)
    assert found.share == 0.9
    assert str(found) == (
        "a.b: 90% of the rota (100 minutes a week): other people 60, these people 30"
    )
    nobody = Offered(team="a", role="b", other_people=1.0, story_people=0.0, rostered=0)
    assert math.isinf(nobody.share)


@pytest.mark.unit
def test_run_that_measures_story_people_has_no_other_people_and_more_staff() -> None:
    ample = with_ample_staff(toy("toy/two_desks"))
    before = wte_after_transfers(toy("toy/two_desks"))
    after = wte_after_transfers(ample)
    queued = [name for name, team in ample.teams.items() if team.wait == "queue"]
    assert all(not ample.teams[name].other_people for name in queued)
    assert all(after[key] >= 3 * before[key] for key in before if key[0] in queued)


@pytest.mark.unit
def test_list_settles_where_as_many_stop_waiting_as_cannot_be_seen() -> None:
    easy = Offered(team="a", role="b", other_people=90.0, story_people=0.0, rostered=100)
    assert easy.settles_at_weeks == 0.0
    nobody_stops = replace(easy, other_people=190.0)
    assert math.isinf(nobody_stops.settles_at_weeks)
    some_stop = replace(nobody_stops, stopping_per_week=0.02)
    assert some_stop.settles_at_weeks == pytest.approx(math.log(2.0) / 0.02)


@pytest.mark.behaviour
def test_story_people_ask_for_no_less_when_others_come_too() -> None:
    found = offered(toy("toy/two_desks"))
    assert {one.team for one in found} == {"desk", "nurses"}
    assert pool(found, "desk").story_people > 0.0


@pytest.mark.behaviour
def test_team_asked_for_more_than_its_rota_is_refused_by_name() -> None:
    scenario = toy("toy/two_desks")
    nurses = scenario.teams["nurses"]
    many = replace(
        nurses.other_people["others"],
        per_year=replace(nurses.other_people["others"].per_year, central=30000.0),
    )
    teams = {**scenario.teams, "nurses": replace(nurses, other_people={"others": many})}
    faults = overfull(replace(scenario, teams=teams))
    assert [fault.field for fault in faults] == ["teams.nurses.staff.nurse.wte"]
    assert faults[0].allowed == "at most 95%, or a list that settles within 52 weeks"


def fitted() -> set[str]:
    """Pools of today whose staff were fitted to a published wait."""
    return {ask.pool for ask in asks_of("banes").fits}


def today() -> Scenario:
    return load_scenario("banes/today")


@pytest.mark.verification
def test_headcounts_of_today_that_are_not_fitted_are_the_smallest_that_leave_each_team_easy() -> (
    None
):
    wte = wte_after_transfers(today())
    wrong = []
    for one in offered(today()):
        if f"{one.team}.{one.role}" in fitted():
            continue
        head = wte[one.team, one.role]
        fewer = one.share * head / (head - 1.0) if head > 1.0 else math.inf
        if one.share > EASY or fewer <= EASY:
            wrong.append(str(one))
    assert wrong == []
