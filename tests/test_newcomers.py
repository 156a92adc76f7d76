"""Who comes: named people, population, and luck that is their own (MODEL section 2)."""

from __future__ import annotations

import pytest

from sim.draws import world_key
from sim.engines.newcomers import newcomer, onsets
from sim.files import resolve
from sim.log import NAMED_LAYER
from sim.model.words import MINUTES_PER_WEEK
from sim.program import Program, compile_program
from tests.engine.small_world import person, world

pytestmark = pytest.mark.behaviour
WINDOW = {"start": {"weeks": 8}, "count": {"weeks": 26}, "follow": {"weeks": 26}}
VARIED = {"low": 2, "central": 3, "high": 4, "assumed": "a toy"}


def program(per_year: float, **parts: object) -> Program:
    her = person(per_year=per_year, needs={"mood": {"domain": "mental", "level": VARIED}})
    return compile_program(resolve(world(personas={"nell": her}, window=WINDOW, **parts)))


def coming(per_year: float, **parts: object) -> list[tuple[int, int, int]]:
    return list(onsets(program(per_year, **parts), world_key(1, 0), 0))


def test_named_person_comes_once_in_four_weeks_however_rare_people_like_her_are() -> None:
    def named(per_year: float) -> list[tuple[int, int, int]]:
        return [onset for onset in coming(per_year) if onset[1] == NAMED_LAYER]

    assert len(named(1)) == 15
    assert named(1) == named(500)
    for block, (minute, _, k) in enumerate(named(1)):
        assert minute // (4 * MINUTES_PER_WEEK) == block == k


def test_named_person_takes_the_place_of_one_of_her_population() -> None:
    everybody, population = coming(500), coming(500, named=False)
    assert len(everybody) == len(population)
    assert len(set(population) - set(everybody)) == 15


def test_people_come_in_the_order_of_time() -> None:
    minutes = [minute for minute, _, _ in coming(500, demand=2.5)]
    assert minutes == sorted(minutes)


def test_named_person_has_the_central_values_and_people_like_her_differ() -> None:
    p, key = program(500), world_key(1, 0)
    levels = {True: set(), False: set()}
    for onset in onsets(p, key, 0):
        who = newcomer(p, key, 0, onset)
        levels[who.named].add(who.levels[0])
    assert levels == {True: {3}, False: {2, 3, 4}}
