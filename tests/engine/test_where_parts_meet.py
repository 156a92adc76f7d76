"""Where the parts of the engine meet: crises, boundaries and later changes in the middle of others.

Each of these was found broken by reading the parts side by side; a world for each keeps it mended.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.simpy_engine.companions import GIVEN, RELEASED
from sim.log import BOUNDARY, What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    WEEK,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    pause,
    step,
    team,
    world,
)
from tests.engine.test_lives import lives

pytestmark = pytest.mark.behaviour
EVERYBODY = {"mental": 1}


def tips(minute: int, **parts: Any) -> Document:
    """Nell, whose need tips into a crisis in the minute after this one."""
    worse = {"what": "bad news", "after": {"minutes": minute}, "raises": {"mood": 3}}
    return at_once(coming={"news": worse}) | parts


def tipping() -> Document:
    """What is high becomes urgent at once; nothing else changes by itself."""
    found = lives(crisis=AT_ONCE)
    found["lives"]["crisis_at"] = {"low": 0, "moderate": 0, "high": 1, "urgent": 0}
    return found


def moves(minute: int, **parts: Any) -> Document:
    """Nell, who moves away from toytown at this minute."""
    move = {"what": "a move", "after": {"minutes": minute}, "moves_to": "fartown"}
    return at_once(coming={"move": move}) | parts


def local(**parts: Any) -> Document:
    """A team for toytown that names a step for whoever moves away."""
    accepts = {"at_least": EVERYBODY, "sites": ["toytown"]}
    return team(accepts=accepts, at_boundary="away", **parts)


def together(*parts: Document) -> Document:
    found: Document = {}
    for part in parts:
        for key, value in part.items():
            found[key] = found.get(key, {}) | value if isinstance(value, dict) else value
    return found


def boundaries(story: Story) -> list[int]:
    rows = story.rows(What.HANDS_ON)
    return [row.minute for row in rows if row.value % 8 == BOUNDARY]


# Crises


def test_crisis_does_not_wait_behind_her_own_routine_place_at_the_same_step() -> None:
    document = world(
        personas={
            "nell": tips(100),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": 1e6}}),
        },
        steps={"meet": step("desk", minutes=60, helps=helps()), "long": step("desk", minutes=3000)},
        doors={"otherwise": "meet", "gp": "long"},
        crisis_doors={"otherwise": "meet"},
        assumptions=tipping(),
    )
    story = lived(document, [(0, 1), (0, 1), (0, 1), (50, 0)])
    assert story.rows(What.CRISIS, person=3)[0].minute < 200
    assert story.met_at(3)[0] == 3001  # as soon as the one under way is over
    assert story.totals.pools[0].urgent_seen == 1


def test_need_helped_in_a_second_crisis_gives_up_every_place_kept_for_it() -> None:
    """Away from the list in one crisis, away from its crisis team's list in the next."""
    again = {"what": "worse news", "after": {"days": 3}, "lowers": {"mood": 3}}
    document = world(
        personas={"nell": tips(100)},
        teams={
            "desk": drawn(delay={"fixed": {"weeks": 3}}),
            "crisis": team(),
            "ward": drawn(delay={"fixed": {"weeks": 2}}),
        },
        steps={
            "meet": step("desk", companion={"team": "crisis", "role": "worker"}),
            "visit": step(
                "crisis",
                companion={"team": "crisis", "role": "worker"},
                then=[
                    {"when": {"tried": ["ward"]}, "go": "cure"},
                    {"go": "ward", "by": "cold"},
                ],
            ),
            "ward": step("ward", helps=helps()),
            "cure": step("crisis", helps=helps()),
        },
        crisis_doors={"otherwise": "visit"},
        assumptions=tipping() | {"handing": {"letter_takes": {"minutes": 0}}},
    )
    document["personas"]["nell"]["coming"]["again"] = again
    document["roles"]["worker"]["caseload"] = 1
    story = lived(document)
    assert len(story.rows(What.CRISIS)) == 2
    assert story.ends() == ["helped"]
    assert [row.value for row in story.rows(What.COMPANION)] == [GIVEN, RELEASED]


def test_interim_help_goes_on_after_a_crisis() -> None:
    document = world(
        personas={"nell": tips(10 * DAY)},
        teams={"desk": team(), "clinic": drawn(delay={"fixed": {"days": 30}}), "crisis": team()},
        steps={
            "meet": step("desk", then=[{"go": "clinic", "by": "cold", "meanwhile": ["check"]}]),
            "clinic": step("clinic", helps=helps()),
            "check": step(
                "crisis", minutes=20, helps=helps(works=0, interval={"days": 3}, sessions=40)
            ),
            "visit": step("crisis", then=[{"go": "stay"}]),
            "stay": pause("crisis", pause={"days": 4}),
        },
        doors={"otherwise": "meet", "gp": "check"},
        crisis_doors={"otherwise": "visit"},
        assumptions=tipping(),
    )
    story = lived(document)
    struck = story.rows(What.CRISIS)[0].minute
    checks = story.met_at(step="check")
    assert [minute for minute in checks if struck < minute < struck + 4 * DAY] == []
    assert len([minute for minute in checks if minute > struck + 4 * DAY]) >= 4


def test_nobody_rings_for_a_need_that_is_away_in_a_crisis() -> None:
    document = world(
        personas={
            "nell": tips(100),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(), "crisis": team()},
        steps={
            "call": step("desk", mode="phone", patience=600, calls=2, helps=helps()),
            "long": step("desk", minutes=4000, helps=helps()),
            "visit": step("crisis", then=[{"go": "stay"}]),
            "stay": pause("crisis", pause={"weeks": 2}),
        },
        doors={"otherwise": "call", "gp": "long"},
        crisis_doors={"otherwise": "visit"},
        assumptions=tipping() | {"taking": {"called_again_after": {"minutes": 60}}},
    )
    story = lived(document, [(10, 0), (0, 1)], seed=3)
    away = [row for row in story.rows(What.LEFT, person=0) if not row.needs]
    assert away == []
    back = story.rows(What.CRISIS, person=0)[0].minute + 2 * WEEK
    assert [m for m in story.met_at(0, "call") if m > back] != []


# Boundaries


def test_move_while_she_holds_the_line_ends_the_call() -> None:
    document = world(
        personas={
            "nell": moves(100),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": local(), "others": team()},
        steps={
            "call": step("desk", mode="phone", patience=100_000, calls=2, helps=helps()),
            "long": step("desk", minutes=4000, helps=helps()),
            "away": step("others", helps=helps()),
        },
        doors={"otherwise": "call", "gp": "long"},
    )
    story = lived(document, [(10, 0), (0, 1)])
    assert boundaries(story) == [110]
    assert story.rows(What.HANGS_UP) == []
    assert story.steps(0) == ["away"]


def test_move_between_two_calls_sends_her_on() -> None:
    document = world(
        personas={
            "nell": moves(2000),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": local(), "others": team()},
        steps={
            "call": step("desk", mode="phone", patience=1, calls=5, helps=helps()),
            "long": step("desk", minutes=1000, helps=helps()),
            "away": step("others", helps=helps()),
        },
        doors={"otherwise": "call", "gp": "long"},
        assumptions={"taking": {"called_again_after": {"days": 5}}},
    )
    story = lived(document, [(10, 0), (0, 1)])
    assert boundaries(story) == [2010]
    assert story.steps(0) == ["away"]


def test_move_while_two_workers_cannot_meet_her_yet_sends_her_on() -> None:
    document = world(
        personas={"nell": moves(3 * DAY)},
        calendars={"late": "sun 09:00-17:00"},
        teams={"front": team(), "desk": local(calendar="late"), "others": team()},
        steps={
            "meet": step("front", then=[{"go": "next", "by": "overlap"}]),
            "next": step("desk", helps=helps()),
            "away": step("others", helps=helps()),
        },
    )
    story = lived(document)
    assert boundaries(story) == [3 * DAY]
    assert story.steps(0) == ["meet", "away"]


def test_move_while_workers_confer_about_her_is_no_less_a_boundary() -> None:
    document = world(
        personas={"nell": moves(200)},
        teams={"desk": local(), "others": team()},
        steps={
            "meet": step("desk", then=[{"go": "panel"}]),
            "panel": step("desk", minutes=600, asks=[], with_her=False, then=[{"go": "course"}])
            | {"beside": [{"team": "others", "role": "worker"}]},
            "course": step("desk", helps=helps()),
            "away": step("others", helps=helps()),
        },
    )
    story = lived(document)
    assert len(boundaries(story)) == 1
    assert story.steps(0) == ["meet", "away"]


def test_move_in_the_hour_of_a_missed_contact_is_no_less_a_boundary() -> None:
    document = world(
        personas={"nell": moves(200)},
        teams={"desk": local(rebook=9), "others": drawn()},
        steps={
            "meet": step("desk", mode="phone", minutes=600, helps=helps()),
            "away": step("others", helps=helps()),
        },
        assumptions={"taking": {"attends": {"phone": 0}}},
    )
    story = lived(document)
    assert boundaries(story) == [601]
    assert story.steps(0) == ["away"]


def test_move_while_her_need_is_away_is_looked_at_where_her_place_is_kept() -> None:
    """Her turn comes while she is in crisis; then she moves; then the need comes back."""
    document = world(
        personas={"nell": tips(100)},
        teams={"desk": local(), "crisis": team(), "others": team()},
        steps={
            "meet": step("desk", then=[{"go": "rest"}]),
            "rest": pause("desk", pause={"days": 2}) | {"then": [{"go": "course"}]},
            "course": step("desk", helps=helps()),
            "visit": step("crisis", then=[{"go": "stay"}]),
            "stay": pause("crisis", pause={"days": 9}),
            "away": step("others", helps=helps()),
        },
        crisis_doors={"otherwise": "visit"},
        assumptions=tipping(),
    )
    move = {"what": "a move", "after": {"days": 5}, "moves_to": "fartown"}
    document["personas"]["nell"]["coming"]["move"] = move
    story = lived(document)
    assert len(boundaries(story)) == 1
    assert "course" not in story.steps(0)
    assert story.steps(0)[-1] == "away"


# Live transfers


@pytest.mark.parametrize("to", ["rest", "panel"])
def test_worker_who_would_stay_for_a_pause_or_a_panel_lets_her_go(to: str) -> None:
    def met(**keep: object) -> list[int]:
        document = world(
            personas={"nell": at_once()},
            teams={"desk": team(), "others": team()},
            steps={
                "meet": step("desk", then=[{"go": to, "by": "cold"} | keep]),
                "rest": pause("others", pause={"days": 1}) | {"then": [{"go": "next"}]},
                "panel": step("others", asks=[], with_her=False, then=[{"go": "next"}])
                | {"beside": [{"team": "desk", "role": "worker"}]},
                "next": step("others", helps=helps()),
            },
            doors={"otherwise": "meet", "gp": "rest", "nurse": "panel"},
        )
        story = lived(document)
        assert story.steps() == ["meet", "next"]
        return story.met_at()

    assert met(keep={"minutes": 60}) == met()


# What runs alongside


def alongside_call(busy: int, calls: int, letter: int) -> Document:
    return world(
        personas={
            "nell": at_once(),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(), "line": team(), "clinic": team()},
        steps={
            "meet": step("desk", then=[{"go": "clinic", "by": "cold", "meanwhile": ["call"]}]),
            "call": step("line", mode="phone", patience=1, calls=calls, helps=helps(works=0)),
            "long": step("line", minutes=busy, helps=helps()),
            "clinic": step("clinic", helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long", "nurse": "call"},
        assumptions={
            "taking": {"called_again_after": {"days": 2}},
            "handing": {"letter_takes": {"minutes": letter}},
        },
    )


def test_call_alongside_that_nobody_answers_ends_nothing_of_hers() -> None:
    story = lived(alongside_call(10_000, 2, 6 * DAY), [(0, 0), (0, 1)])
    assert story.ends(0) == ["helped"]
    assert story.steps(0) == ["meet", "clinic"]
    assert story.rows(What.HANGS_UP, person=0) == []


def test_call_alongside_is_not_rung_again_once_her_next_step_has_begun() -> None:
    story = lived(alongside_call(4000, 5, DAY), [(0, 0), (0, 1)])
    assert story.ends(0) == ["helped"]
    assert story.steps(0) == ["meet", "clinic"]


def test_companion_is_given_to_nobody_whose_last_thread_has_ended() -> None:
    """She stops waiting during a contact alongside whose step would have given her a companion."""
    document = world(
        personas={"nell": at_once(noticers={"herself": {"per_week": AT_ONCE}}, impatience=1)},
        teams={"desk": team(), "side": team(), "clinic": drawn(delay={"fixed": {"days": 20}})},
        steps={
            "meet": step("desk", minutes=10, then=[{"go": "clinic", "meanwhile": ["check"]}]),
            "check": step("side", minutes=2000, companion={"team": "side", "role": "worker"}),
            "clinic": step("clinic", helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "check"},
    )
    document["steps"]["meet"]["then"][0]["by"] = "number_given"
    document["roles"]["worker"]["caseload"] = 1
    document["assumptions"]["handing"]["letter_takes"] = {"minutes": 0}
    document["assumptions"]["taking"]["stopping"] = 40
    document["window"]["follow"] = {"weeks": 1}
    story = lived(document, [0], seed=2)
    held = 0
    for row in story.rows(What.TAKEN_ON, What.LEFT, What.COMPANION):
        held += {What.TAKEN_ON: 1, What.LEFT: -1, What.COMPANION: 0}[What(row.what)]
        if row.what == What.COMPANION and row.value == GIVEN:
            assert held > 0
    assert "stopped_waiting" in story.ends()


# Meetings and later weeks


@pytest.mark.parametrize("who", ["own", "holder"])
def test_worker_who_is_there_already_takes_no_second_seat(who: str) -> None:
    seat = {"team": "desk", "role": "worker", "who": who}
    document = world(
        personas={"nell": at_once()},
        teams={"desk": team(staff={"worker": 2})},
        steps={
            "meet": step("desk", then=[{"go": "both"}]),
            "both": step("desk", who="own", helps=helps(), beside=[seat]),
        },
    )
    story = lived(document)
    assert story.steps() == ["meet", "both"]
    assert story.ends() == ["helped"]


def test_meeting_waits_for_no_worker_whose_shifts_are_all_too_short() -> None:
    document = world(
        personas={"nell": at_once()},
        calendars={"office": "mon-fri 09:00-17:00"},
        roles={"worker": {"hours": 40}},
        teams={
            "desk": team(calendar="office", staff={"worker": 1.05}),
            "others": team(staff={"worker": 3}),
        },
        steps={
            "meet": step("desk", minutes=10, then=[{"go": "both"}]),
            "both": step("desk", who="own", minutes=300, helps=helps())
            | {"beside": [{"team": "others", "role": "worker"}]},
        },
    )
    firsts = set()
    for seed in range(6):
        story = lived(document, seed=seed)
        firsts.add(story.rows(What.MEETS)[0].worker)
        assert story.ends() == ["helped"]
    assert len(firsts) == 2  # also by the one who is there for two hours a week


def test_overlap_that_cannot_be_had_moves_no_later_luck() -> None:
    """The wait for a second contact of the same kind is as long as after a letter."""

    def waits(by: str) -> list[int]:
        document = world(
            personas={"nell": at_once()},
            calendars={"late": "sun 09:00-17:00"},
            teams={
                "front": team(calendar="late"),
                "next": drawn(delay={"exponential": {"days": 3}}),
            },
            steps={
                "meet": step("front", then=[{"go": "first", "by": by}]),
                "first": step("next", function="talk", then=[{"go": "second"}]),
                "second": step("next", function="talk", helps=helps()),
            },
            assumptions={"handing": {"meets_within": {"days": 1}}},
        )
        story = lived(document)
        (first,) = {row.minute for row in story.rows(What.MEETS) if story.step(row) == "first"}
        second = [r for r in story.rows(What.WAIT_ENDS) if r.minute > first]
        assert second
        return [row.value for row in second]

    assert waits("overlap") == waits("cold")


def test_meeting_with_a_team_that_draws_its_wait_begins_when_that_team_opens() -> None:
    document = world(
        teams={"desk": team(), "office": drawn(calendar="office")},
        steps={
            "meet": step("desk", helps=helps(), beside=[{"team": "office", "role": "worker"}]),
        },
        personas={"nell": at_once()},
    )
    story = lived(document, [17 * 60])
    assert set(story.met_at()) == {DAY + 9 * 60}


def test_doors_of_later_weeks_hold_for_people_who_are_there_already() -> None:
    document = world(
        personas={"nell": at_once(noticers={"herself": {"per_week": 1}})},
        teams={"desk": team(), "hub": team()},
        steps={"meet": step("desk", helps=helps()), "new": step("hub", helps=helps())},
        doors={"otherwise": "meet", "gp": "new"},
        later=[{"week": 2, "changes": ["doors.otherwise=new"]}],
    )
    comes = [WEEK - 100] * 1
    story = lived(document, comes, seed=1)
    assert story.met_at()[0] > WEEK
    assert story.steps() == ["new"]


def test_companion_whose_post_is_gone_goes_along_no_more() -> None:
    document = world(
        personas={"nell": at_once(), "ann": at_once(name="ann")},
        teams={
            "hub": team(staff={"worker": {"wte": 2, "caseload": 1}}),
            "clinic": drawn(),
        },
        steps={
            "meet": step(
                "hub",
                companion={"team": "hub", "role": "worker"},
                then=[{"go": "clinic", "by": "number_given"}],
            ),
            "clinic": step("clinic", helps=helps(sessions=4)),
        },
        later=[{"week": 2, "changes": ["teams.hub.staff.worker.wte=1"]}],
    )
    story = lived(document, [(0, 0), (0, 1)])
    rows = story.rows(What.COMPANION)
    given = [row for row in rows if row.value == GIVEN]
    assert len(given) == 2
    assert len([row for row in rows if row.value == RELEASED]) == 2
    assert sorted(row.worker >> 12 & 0xFFF for row in given) == [0, 1]


def test_whoever_is_given_another_companion_waits_for_the_first_no_more() -> None:
    """Nell's navigator is wanted by Ann, who is given one by the clinic before Nell is done."""
    navigator = {"team": "hub", "role": "worker", "when_full": "wait"}
    another = {"team": "clinic", "role": "worker"}
    document = world(
        personas={
            "nell": at_once(),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": 1e6}}),
        },
        teams={
            "hub": team(staff={"worker": {"wte": 1, "caseload": 1}}),
            "clinic": team(staff={"worker": {"wte": 1, "caseload": 1}}),
            "others": drawn(),
        },
        steps={
            "meet": step("hub", companion=navigator, then=[{"go": "short", "by": "cold"}]),
            "short": step("others", helps=helps(sessions=2)),
            "ask": step("hub", companion=navigator, then=[{"go": "more", "by": "number_given"}]),
            "more": step("clinic", companion=another, helps=helps(sessions=4)),
        },
        doors={"otherwise": "meet", "gp": "ask"},
        assumptions={"handing": {"letter_takes": {"minutes": 60}}},
    )
    story = lived(document, [(0, 0), (0, 1)])
    assert [row.value for row in story.rows(What.COMPANION, person=1)] == [2, GIVEN, RELEASED]


def test_staff_who_come_in_a_later_week_leave_like_others() -> None:
    document = world(
        personas={"nell": at_once()},
        teams={"desk": team()},
        steps={"meet": step("desk", helps=helps(works=0, sessions=30, interval={"days": 1}))},
        later=[{"week": 2, "changes": ["teams.desk.staff.worker.wte=9"]}],
        assumptions={"leaving": 200},
    )
    story = lived(document)
    late = [row.worker for row in story.rows(What.MEETS) if row.minute > 4 * WEEK]
    new = [worker for worker in late if worker >> 12 & 0xFFF]
    assert new and all(worker & 0xFFF > 0 for worker in new)
