"""Seats that may stay empty, whose worker is named, or for which workers are kept (MODEL 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import DAY, WEEK, Document, Story, drawn, helps, lived, step, team
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour


def beside(**parts: object) -> list[Document]:
    """A worker of the others."""
    return [{"team": "others", "role": "worker"} | parts]


def together(seats: list[Document], others: int = 1, **parts: object) -> Document:
    """A contact with further seats, and somebody else who keeps the others busy."""
    steps = {
        "meet": step("desk", helps=helps(), beside=seats) | parts,
        "long": step("others", minutes={"fixed": 450}, who="own", helps=helps()),
        "talk": step("desk", minutes={"fixed": 100}, helps=helps()),
    }
    return queue(steps, teams={"desk": team(), "others": team(staff={"worker": others})})


def met(story: Story, person: int = 0) -> list[tuple[int, str]]:
    """When she was met and by whose workers."""
    rows = story.rows(What.MEETS, person=person)
    return [(r.minute, story.program.pools[r.worker >> 24].name) for r in rows]


def test_contact_goes_on_without_a_seat_that_nobody_is_free_to_take() -> None:
    story = lived(together(beside(if_free=True)), [(10, 0), (0, 1)])
    assert met(story) == [(11, "desk.worker")]


def test_seat_that_may_stay_empty_is_taken_by_somebody_free() -> None:
    story = lived(together(beside(if_free=True)), [(10, 0), (100, 1)])
    assert met(story) == [(11, "desk.worker"), (11, "others.worker")]
    assert story.met_at(1) == [101]


def test_contact_with_a_seat_that_may_stay_empty_keeps_its_turn() -> None:
    story = lived(together(beside(if_free=True)), [(20, 0), (0, 2), (10, 2)])
    assert story.met_at(2) == [101]
    assert story.met_at(0)[0] == 201


def test_one_seat_must_be_taken_and_another_may_stay_empty() -> None:
    document = together([*beside(if_free=True), {"team": "third", "role": "worker"}])
    document["teams"]["third"] = team()
    story = lived(document, [(10, 0), (0, 1)])
    assert met(story) == [(11, "desk.worker"), (11, "third.worker")]


def known_first(who: str, **parts: object) -> Document:
    """She meets one of eight others, and then comes to a contact in which one of them sits too."""
    document = together(beside(who=who, **parts), others=8)
    document["steps"]["hello"] = step("others", asks=[], then={"go": "meet", "by": "number_given"})
    document["doors"]["otherwise"] = document["doors"]["gp"] = "hello"
    return document


def test_further_seat_can_be_her_own_workers() -> None:
    for seed in range(6):
        story = lived(known_first("own"), [(0, 0)], seed=seed)
        first, _, beside_her = story.rows(What.MEETS)
        assert first.worker == beside_her.worker


def test_further_seat_can_be_for_the_worker_she_knows() -> None:
    for seed in range(6):
        story = lived(known_first("known"), [(0, 0)], seed=seed)
        first, _, beside_her = story.rows(What.MEETS)
        assert first.worker == beside_her.worker


def test_any_worker_takes_a_seat_that_is_for_nobody_in_particular() -> None:
    same = set()
    for seed in range(6):
        first, _, other = lived(known_first("any"), [(0, 0)], seed=seed).rows(What.MEETS)
        same.add(first.worker == other.worker)
    assert False in same


def test_holder_comes_along_where_her_threads_name_one_worker() -> None:
    for seed in range(6):
        story = lived(known_first("holder", if_free=True), [(0, 0)], seed=seed)
        first, _, beside_her = story.rows(What.MEETS)
        assert first.worker == beside_her.worker


def test_seat_of_a_holder_stays_empty_where_she_has_none() -> None:
    story = lived(together(beside(who="holder", if_free=True), others=8), [(0, 0)])
    assert met(story) == [(1, "desk.worker")]


def test_holder_can_have_the_first_seat() -> None:
    document = known_first("any")
    document["steps"]["meet"] = step("others", who="holder", helps=helps())
    document["steps"]["hello"]["then"] = {"go": "meet"}
    for seed in range(6):
        first, second = lived(document, [(0, 0)], seed=seed).rows(What.MEETS)
        assert first.worker == second.worker


def busy(starved_after: int, hours: str = "always") -> Document:
    """The others have contacts of 101 minutes back to back, for two weeks."""
    document = together(beside())
    stream: Document = {"per_year": 0.0001, "minutes": {"fixed": 101}, "sessions": 1, "missed": 0}
    document["teams"]["others"] |= {
        "calendar": hours,
        "other_people": {"everybody": stream},
        "waiting_at_start": {"people": 200, "waited": {"days": 30}},
    }
    document["assumptions"] = {
        "handing": {
            "loses": dict.fromkeys(("warm", "overlap", "cold", "number_given"), 0),
            "letter_takes": {"minutes": 4320},
            "bounce_takes": {"minutes": 10080},
            "writing": 0,
            "meeting": 15,
            "overlap_sessions": 2,
            "meets_within": {"days": 5},
            "starved_after": {"minutes": starved_after},
        }
    }
    return queue(document["steps"], teams=document["teams"], assumptions=document["assumptions"])


def coming() -> list[tuple[int, int]]:
    """She comes first, and behind her so many that from 90 on the desk has contacts of 100."""
    return [(0, 0), *((89, 2) for _ in range(120))]


def test_meeting_that_has_starved_keeps_the_first_worker_free_until_the_other_is() -> None:
    story = lived(busy(5 * DAY), coming())
    assert {minute for minute, _ in met(story)} == {7290}, "from 7272 the other one is kept"
    assert {minute for minute, _ in met(lived(busy(2 * WEEK), coming()))} == {9090}


def test_nobody_is_kept_for_a_worker_who_is_not_on_shift() -> None:
    """The others are there from 9 to 17 on weekdays; at night the desk goes on with its list."""
    story = lived(busy(1, hours="office"), coming())
    assert met(story)[0][0] == 590, "when the desk is free, not when the others open"


def test_meeting_of_two_workers_of_one_team_waits_for_both() -> None:
    seats = [{"team": "desk", "role": "worker"}]
    document = together(seats)
    document["teams"]["desk"]["staff"] = {"worker": 2}
    story = lived(document, [(10, 0), (0, 2)])
    assert met(story) == [(101, "desk.worker"), (101, "desk.worker")]


def of_one_team(wte: float, *seats: Document) -> Document:
    """A contact of several workers of a team that draws its wait."""
    document = together([beside()[0] | seat for seat in seats])
    document["steps"]["meet"] = document["steps"]["meet"] | {"team": "others"}
    document["teams"]["others"] = drawn(staff={"worker": wte})
    document["steps"]["long"] |= {"minutes": {"fixed": 30}}
    return document


@pytest.mark.parametrize("if_free", [True, False])
def test_nobody_takes_two_seats_of_a_team_that_draws_its_wait(if_free: bool) -> None:
    first = set()
    for seed in range(6):
        story = lived(of_one_team(2, {"if_free": if_free}), [(0, 0)], seed=seed)
        one, other = story.rows(What.MEETS)
        assert one.worker != other.worker
        first.add(one.worker)
    assert len(first) == 2


def test_seat_that_may_stay_empty_does_so_where_everybody_drawn_is_there_already() -> None:
    free = {"if_free": True}
    story = lived(of_one_team(2, free, free), [(0, 0)])
    assert len({row.worker for row in story.rows(What.MEETS)}) == 2 == len(met(story))


def test_seat_of_somebody_who_is_there_already_stays_empty_where_a_wait_is_drawn() -> None:
    """Whom she met last is drawn for the first seat, and then for the one that is hers alone."""
    document = of_one_team(1, {"who": "own", "if_free": True})
    document["steps"]["hello"] = step("others", asks=[], then={"go": "meet"})
    document["doors"]["otherwise"] = document["doors"]["gp"] = "hello"
    assert len(lived(document, [(0, 0)]).rows(What.MEETS)) == 2
