"""What the sources say of people changes what happens to them: each fact, and its absence.

As help is organised today, with nobody else about. A person comes on several days with the same
luck, once as the sources have her and once without the fact.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from sim.engines.simpy_engine.lives import LEFT, TIRED
from sim.files import load_scenario, to_document
from sim.log import What
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_HOUR, MODES, NOTICERS
from tests.engine.small_world import Document, Story, lived

pytestmark = pytest.mark.behaviour
COMES = tuple(day * MINUTES_PER_DAY + 600 for day in range(1, 40, 2))
"""The minutes at which the same person comes, again and again: one after the other."""


@cache
def today() -> Document:
    """Today, as one explicit document, with nobody else in the queues."""
    document: Document = to_document(load_scenario("banes/today"))
    for team in document["teams"].values():
        team["other_people"] = {}
        team.pop("waiting_at_start", None)
    return document


def lives_of(who: str, without: Callable[[Document], Any] | None = None) -> Story:
    """What happens to a person, perhaps without something that the sources say of her."""
    document = deepcopy(today())
    her = document["personas"][who]
    if without is not None:
        without(her)
    return lived(document | {"personas": {who: her}}, comes=COMES)


def raised(story: Story, need: str, level: int) -> list[tuple[int, int]]:
    """Who had a need that rose to a level, and when."""
    return [
        (row.person, row.minute)
        for row in story.rows(What.LEVEL)
        if need in story.needs(row) and row.value == level
    ]


def test_zoes_birth_brings_her_midwife_and_raises_what_she_needs() -> None:
    def seen_by_her_midwife(story: Story) -> int:
        midwife = NOTICERS.index("midwife")
        days = {(row.person, row.minute) for row in story.rows(What.HAPPENS)}
        return sum(
            any(
                person == row.person and 0 <= row.minute - day <= 3 * MINUTES_PER_DAY
                for person, day in days
            )
            for row in story.rows(What.ASKED)
            if row.value == midwife
        )

    zoe, without = lives_of("zoe"), lives_of("zoe", lambda her: her.pop("coming"))
    births = {(row.person, row.minute) for row in zoe.rows(What.HAPPENS)}
    assert len(births) == len(COMES)
    assert births & set(raised(zoe, "pregnancy", 3))
    assert seen_by_her_midwife(zoe) > 0
    assert not without.rows(What.HAPPENS)
    assert len(raised(without, "pregnancy", 3)) < len(raised(zoe, "pregnancy", 3))


def test_when_avas_family_move_out_nobody_tells_for_her_and_she_is_more_alone() -> None:
    ava, stays = lives_of("ava"), lives_of("ava", lambda her: her.pop("coming"))
    left = {r.person: r.minute for r in ava.rows(What.SUPPORTER) if r.value % 4 == LEFT}
    assert len(left) == len(COMES)

    def told_after(story: Story) -> int:
        return sum(row.minute > left[row.person] for row in story.rows(What.TOLD_FOR_HER))

    assert told_after(ava) == 0 < told_after(stays)
    assert {who for who, minute in raised(ava, "alone", 3) if minute == left[who]}
    by_family = [r for r in ava.rows(What.ASKED) if r.value == NOTICERS.index("family")]
    assert all(row.minute <= left[row.person] + 3 * MINUTES_PER_DAY for row in by_family)


def test_fred_is_met_in_the_afternoon_and_early_evening_only() -> None:
    def mornings(story: Story) -> int:
        home = {i for i, mode in enumerate(MODES) if mode in ("face_to_face", "home_visit")}
        return sum(
            row.minute % MINUTES_PER_DAY < 12 * MINUTES_PER_HOUR
            for row in story.rows(What.MEETS)
            if row.value % 16 in home and not story.program.steps[row.step].urgent
        )

    fred, at_any_time = lives_of("fred"), lives_of("fred", lambda his: his.pop("hours"))
    assert fred.rows(What.MEETS)
    urgent = {row.thread for row in fred.rows(What.CRISIS)}
    assert mornings(fred) == 0 or urgent
    assert mornings(fred) < mornings(at_any_time)


def test_freds_wife_tires_and_what_she_needs_herself_grows() -> None:
    fred = lives_of("fred")
    rested = lives_of("fred", lambda his: his["supporters"]["wife"].pop("tiring"))
    tired = [row for row in fred.rows(What.SUPPORTER) if row.value % 4 == TIRED]
    assert tired
    assert not [row for row in rested.rows(What.SUPPORTER) if row.value % 4 == TIRED]
    grown = {row.person for row in fred.rows(What.LEVEL) if "wife_coping" in fred.needs(row)}
    assert grown & {row.person for row in tired}
    assert len(fred.rows(What.TOLD_FOR_HER)) < len(rested.rows(What.TOLD_FOR_HER))


def test_jenny_misses_more_of_what_is_far_away() -> None:
    def missed(story: Story) -> float:
        there = [
            row
            for row in story.rows(What.MEETS, What.MISSED)
            if story.program.teams[row.team].site == "bath"
        ]
        return sum(row.what == What.MISSED for row in there) / len(there)

    assert missed(lives_of("jenny")) > missed(lives_of("jenny", lambda her: her.pop("distance")))


def test_georges_wife_makes_his_caring_grow_harder() -> None:
    def grew(story: Story) -> list[int]:
        start = {row.person: row.minute for row in story.rows(What.ONSET)}
        return [
            row.minute - start[row.person]
            for row in story.rows(What.LEVEL)
            if "caring" in story.needs(row) and row.value > 2
        ]

    def alone(his: Document) -> None:
        his["supporters"] = {}
        his["needs"].pop("wife_memory")
        his["story"] = {k: v for k, v in his["story"].items() if v.get("about") != "wife_memory"}
        for noticer in his["noticers"].values():
            noticer["needs"] = [need for need in noticer["needs"] if need != "wife_memory"]

    george, without = lives_of("george"), lives_of("george", alone)
    assert len(grew(george)) > len(grew(without)) or sum(grew(george)) < sum(grew(without))
    memory = [row for row in george.rows(What.TAKEN_ON) if "wife_memory" in george.needs(row)]
    assert memory
    teams = {george.team(row) for row in george.rows(What.MEETS)}
    assert "memory_clinic" in teams - {without.team(row) for row in without.rows(What.MEETS)}
