"""From a scenario to a program: units, numbers for names, rotas, purposes of draws."""

from __future__ import annotations

import math

import pytest

from sim.draws import HAZARD_ONE
from sim.files import resolve
from sim.model.rosters import clock_minutes, merged, minutes_of, slots
from sim.model.words import DOMAINS, MINUTES_PER_WEEK, MODES, NOTICERS
from sim.program import Program, compile_program
from sim.program.opening_times import is_whole_week, next_open
from tests.engine.small_world import Document, helps, person, step, team, world

pytestmark = pytest.mark.unit
DAY, HOUR = 1440, 60
OFFICE = tuple((day * DAY + 9 * HOUR, day * DAY + 17 * HOUR) for day in range(5))
ALWAYS = ((0, MINUTES_PER_WEEK),)


def program(**parts: object) -> Program:
    return compile_program(resolve(world(**parts)))


def test_window_is_in_minutes() -> None:
    window = {"start": {"weeks": 2}, "count": {"weeks": 3}, "follow": {"weeks": 4}}
    p = program(window=window)
    assert (p.start, p.counted_until, p.follow, p.horizon) == tuple(
        weeks * MINUTES_PER_WEEK for weeks in (2, 5, 4, 9)
    )


def test_profile_of_the_week_has_a_mean_of_one() -> None:
    assert program(onset_by_weekday=[2, 2, 2, 2, 2, 4, 0]).weekday == (1, 1, 1, 1, 1, 2, 0)


def test_durations_become_minutes_and_hazards_whole_numbers() -> None:
    her = person(noticers={"herself": {"per_week": 7}})
    p = program(
        personas={"nell": her},
        steps={"meet": step("desk", notice={"days": 2}, helps=helps(interval={"weeks": 2}))},
    )
    meet = p.steps[0]
    assert meet.notice == 2 * DAY
    assert meet.helps is not None and meet.helps.interval == 2 * MINUTES_PER_WEEK
    assert p.personas[0].noticings[0].per_minute == round(7 / MINUTES_PER_WEEK * HAZARD_ONE)


def test_lognormal_minutes_keep_their_mean_and_spread() -> None:
    law = program(steps={"meet": step("desk", minutes={"lognormal": {"mean": 50, "cv": 0.8}})})
    _, mean, mu, sigma = law.steps[0].law
    assert mean == 50
    assert math.exp(mu + sigma**2 / 2) == pytest.approx(50)
    assert math.sqrt(math.exp(sigma**2) - 1) == pytest.approx(0.8)
    assert law.steps[0].planned == 50


def test_noticer_without_a_door_takes_the_other_door() -> None:
    her = person(noticers={"gp": {"per_week": 1}, "herself": {"per_week": 1}})
    steps = {"meet": step("desk"), "surgery": step("desk")}
    p = program(personas={"nell": her}, steps=steps, doors={"otherwise": "meet", "gp": "surgery"})
    doors = {NOTICERS[n.noticer]: p.steps[n.door].name for n in p.personas[0].noticings}
    assert doors == {"gp": "surgery", "herself": "meet"}


def test_luck_is_named_by_function_and_not_by_name() -> None:
    one = program(steps={"meet": step("desk")}).steps[0]
    same = program(steps={"hello": step("desk", function="meet")}, doors={"otherwise": "hello"})
    other = program(steps={"hello": step("desk")}, doors={"otherwise": "hello"})
    assert same.steps[0].purpose == one.purpose != other.steps[0].purpose
    assert [t.notes_key for t in program(teams={"desk": team(function="desk")}).teams] == [
        program().teams[0].notes_key
    ]


def test_skill_falls_back_to_otherwise() -> None:
    document = world()
    document["roles"]["worker"]["skill"] = {"mental": 0.9, "otherwise": 0.4}
    skill = compile_program(resolve(document)).pools[0].skill
    assert skill[DOMAINS.index("mental")] == 0.9
    assert set(skill) == {0.9, 0.4}


def test_paperwork_is_what_contact_leaves_of_the_rostered_time() -> None:
    document = world()
    document["roles"]["worker"]["contact_share"] = 0.8
    assert compile_program(resolve(document)).pools[0].paperwork == pytest.approx(0.25)


def test_step_asks_for_chapters_by_domain_or_for_all() -> None:
    her = person(
        needs={"mood": {"domain": "mental", "level": 2}, "home": {"domain": "housing", "level": 2}},
        story={
            "low": {"about": "mood", "minutes": 1},
            "damp": {"about": "home", "minutes": 1},
            "family": {"minutes": 1},
        },
    )

    def asked(asks: object) -> tuple[int, ...]:
        return (
            program(personas={"nell": her}, steps={"meet": step("desk", asks=asks)}).steps[0].asks
        )

    assert [asked(a)[0] for a in ("all", "mental", "housing", "circumstances", [])] == [
        7,
        1,
        2,
        4,
        0,
    ]


def test_nobody_books_a_drop_in_nor_a_worker_who_is_there() -> None:
    def books(**parts: object) -> bool:
        return program(steps={"meet": step("desk", **parts)}).steps[0].books

    assert books(mode="phone")
    assert not books(mode="drop_in")
    document = {"teams": {"desk": team(wait="drawn", delay={"fixed": {"days": 1}})}}
    assert not program(**document, steps={"meet": step("desk", at_once=True)}).steps[0].books


def test_team_that_states_no_thresholds_takes_everybody() -> None:
    assert not program().teams[0].selects
    stated: Document = {"at_least": {"mental": 3}}
    desk = program(teams={"desk": team(accepts=stated)}).teams[0]
    assert desk.selects
    assert desk.at_least[DOMAINS.index("mental")] == 3
    assert desk.at_least[DOMAINS.index("housing")] > 4


def test_each_mode_has_its_barrier() -> None:
    p = program(personas={"nell": person(barriers={"phone": 0.7})}).personas[0]
    assert p.barriers[MODES.index("phone")] == (0.7, 0.7, 0.7)
    assert p.barriers[MODES.index("video")] == (0, 0, 0)


def test_whole_time_worker_in_office_hours_is_there_all_of_them() -> None:
    assert slots(OFFICE, 2, 40) == (OFFICE, OFFICE)


def test_fraction_of_a_post_is_a_worker_on_fewer_days() -> None:
    (part,) = slots(OFFICE, 0.5, 40)
    assert minutes_of(part) == 20 * HOUR
    assert part[:2] == OFFICE[:2]


def test_workers_share_a_long_opening_in_shifts_of_their_hours() -> None:
    rota = slots(ALWAYS, 21, 40)
    assert {minutes_of(shifts) for shifts in rota} == {40 * HOUR}
    for hour in range(0, MINUTES_PER_WEEK, HOUR):
        assert any(start <= hour < end for shifts in rota for start, end in shifts)


def test_no_worker_is_on_shift_while_the_team_is_closed() -> None:
    hours = tuple((day * DAY + 8 * HOUR, day * DAY + 20 * HOUR) for day in range(7))
    for shifts in slots(hours, 9.4, 37.5):
        for start, end in shifts:
            assert any(opens <= start < end <= closes for opens, closes in hours)


def test_touching_stretches_are_one() -> None:
    assert merged([(10, 20), (0, 10), (30, 40)]) == ((0, 20), (30, 40))
    assert is_whole_week(merged((d * DAY, (d + 1) * DAY) for d in range(7)))


def test_next_opening_leaves_the_minutes_that_are_needed() -> None:
    assert next_open(OFFICE, 10 * HOUR) == 10 * HOUR
    assert next_open(OFFICE, 17 * HOUR) == DAY + 9 * HOUR
    assert next_open(OFFICE, 16 * HOUR + 31, 30) == DAY + 9 * HOUR
    assert next_open(OFFICE, 5 * DAY) == MINUTES_PER_WEEK + 9 * HOUR
    with pytest.raises(ValueError, match="long enough"):
        next_open(OFFICE, 0, 9 * HOUR)


def test_midnight_is_the_end_of_the_day() -> None:
    assert (clock_minutes("09:30"), clock_minutes("24:00")) == (570, DAY)


def test_transfer_moves_workers_between_rotas() -> None:
    document = world(teams={"desk": team(staff={"worker": 3}), "clinic": team()})
    document["steps"]["meet"]["then"] = {"go": "visit", "by": "cold"}
    document["steps"]["visit"] = step("clinic")
    document["transfers"] = [
        {
            "wte": 1,
            "role": "worker",
            "from_team": "desk",
            "to_team": "clinic",
            "to_role": "worker",
            "why": "a toy",
        }
    ]
    p = compile_program(resolve(document))
    assert [(pool.wte, len(pool.slots)) for pool in p.pools] == [(2, 2), (2, 2)]
