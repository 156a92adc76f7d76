"""What she has alongside while she waits: interim help, check-ins, self-care (MODEL section 6)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    pause,
    person,
    step,
    team,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
ENDS = 31
"""Minute in which the first contact ends."""
LETTER = 10
"""Days that the letter takes."""


def interim(*meanwhile: str, her: Document | None = None, **of_check: object) -> Document:
    """The desk sends Nell to the clinic by letter; until then these steps run alongside."""
    leads = {"go": "clinic", "by": "cold", "meanwhile": list(meanwhile)}
    check = {"minutes": {"fixed": 20}, "helps": helps(interval={"days": 3})} | of_check
    return world(
        personas={"nell": her or at_once()},
        teams={"desk": team(), "clinic": team(), "side": team()},
        steps={
            "meet": step("desk", minutes={"fixed": 30}, then=leads),
            "clinic": step("clinic", helps=helps(sessions=2)),
            "check": step("side", **check),
            "care": pause("side", pause={"days": 1}),
        },
        doors={"otherwise": "meet", "gp": "check", "nurse": "care"},
        assumptions={"handing": {"letter_takes": {"minutes": LETTER * DAY}}},
    )


def lasted(story: Story) -> list[tuple[int, int]]:
    """When each thread alongside began and ended, in minutes."""
    rows = story.rows(What.ALONGSIDE)
    begun = {(row.person, row.thread): row.minute for row in rows if row.value == 1}
    ended = {(row.person, row.thread): row.minute for row in rows if row.value == 0}
    return [(begun[thread], ended[thread]) for thread in begun]


def test_interim_help_is_given_at_its_interval_until_the_next_step_begins() -> None:
    story = lived(interim("check"))
    assert story.met_at(step="check") == [ENDS + day * DAY for day in (0, 3, 6, 9)]
    assert story.met_at(step="clinic")[0] == ENDS + LETTER * DAY
    assert lasted(story) == [(ENDS, ENDS + LETTER * DAY)]


def test_interim_help_that_reaches_the_level_counts_as_help() -> None:
    story = lived(interim("check"))
    first = story.rows(What.HELPS)[0]
    assert (story.step(first), story.needs(first)) == ("check", ["mood"])


def test_check_in_is_one_contact() -> None:
    document = interim("check", notice={"days": 2})
    del document["steps"]["check"]["helps"]
    story = lived(document)
    begins = ENDS + 2 * DAY
    assert story.met_at(step="check") == [begins]
    assert lasted(story) == [(begins, begins + 20)]


def test_self_care_lasts_and_nobody_meets() -> None:
    story = lived(interim("care"))
    assert story.steps() == ["meet", "clinic", "clinic"]
    assert lasted(story) == [(ENDS, ENDS + LETTER * DAY)]


def test_several_steps_can_run_alongside_at_once() -> None:
    assert len(lasted(lived(interim("check", "care")))) == 2


def test_thread_alongside_owns_nothing_and_ends_nothing() -> None:
    story = lived(interim("check"))
    beside = {row.thread for row in story.rows(What.ALONGSIDE)}
    owning = (What.TAKEN_ON, What.LEFT, What.HANDS_ON, What.BOUNCES, What.WAIT_BEGINS)
    assert beside.isdisjoint(row.thread for row in story.rows(*owning))
    assert len(story.rows(What.HANDS_ON)) == 1
    assert story.ends() == ["helped"]


def test_need_told_alongside_is_taken_on_by_nobody() -> None:
    home = with_home()
    her = person(
        needs=home["needs"],
        story=home["story"],
        noticers={"herself": {"per_week": AT_ONCE, "needs": "mood"}},
    )
    document = interim("check", her=her)
    document["steps"]["meet"]["asks"] = ["mental"]
    document["steps"]["clinic"]["asks"] = ["mental"]
    story = lived(document)
    (heard,) = [row for row in story.rows(What.TOLD_NEEDS) if row.needs == 2]
    assert story.step(heard) == "check"
    assert [row.needs for row in story.rows(What.TAKEN_ON)] == [1]


def test_interim_help_ends_when_nobody_waits_any_more() -> None:
    document = interim("check")
    document["assumptions"]["taking"] |= {"stopping": 1, "interim": 1}
    story = next(s for s in _seeds(document) if s.ends()[0] == "stopped_waiting")
    stops = story.rows(What.LEFT)[0].minute
    assert stops < ENDS + LETTER * DAY
    assert lasted(story)[0][1] == stops
    beside = story.rows(What.ALONGSIDE)[0].thread
    assert all(row.minute <= stops for row in story.rows() if row.thread == beside)


def _seeds(document: Document) -> list[Story]:
    return [lived(document, seed=seed) for seed in range(12)]


def test_contact_under_way_ends_as_it_would() -> None:
    document = interim("check", minutes={"fixed": 600})
    document["steps"]["meet"]["then"] = {"go": "rest", "meanwhile": ["check"]}
    document["steps"]["rest"] = pause(
        "desk", pause={"minutes": 100}, then={"go": "clinic", "by": "cold"}
    )
    story = lived(document)
    assert lasted(story) == [(ENDS, ENDS + 600)]
    assert [row.value for row in story.rows(What.PARTS)][1] == 600
    assert story.rows(What.HELPS)[0].minute == ENDS + 600


def test_interim_help_passes_to_the_thread_that_she_joins() -> None:
    document = world(
        personas={"nell": with_home()},
        teams={"desk": team(), "clinic": drawn(delay={"fixed": {"days": 20}}), "side": team()},
        steps={
            "meet": step(
                "desk",
                then=[
                    {
                        "when": {"need": "housing"},
                        "for": "each need",
                        "go": "later",
                        "meanwhile": ["care"],
                    },
                    {"go": "both", "by": "number_given"},
                ],
            ),
            "later": step(
                "desk", notice={"days": 4}, then={"go": "both", "by": "cold", "meanwhile": ["care"]}
            ),
            "both": step("clinic", helps=helps("mental", "housing")),
            "care": pause("side"),
        },
        doors={"otherwise": "meet", "nurse": "care"},
        assumptions={"handing": {"letter_takes": {"minutes": 0}}},
    )
    story = lived(document)
    (both,) = story.met_at(step="both")
    first, second = lasted(story)
    assert first[1] == story.met_at(step="later")[0]
    assert second == (first[1] + 30, both)


def test_somebody_who_misses_too_many_check_ins_has_none_any_more() -> None:
    document = interim("check", mode="phone")
    document["assumptions"]["taking"]["attends"]["phone"] = 0
    story = lived(document)
    missed = [row for row in story.rows(What.MISSED) if story.step(row) == "check"]
    assert len(missed) == 2
    assert story.ends() == ["helped"]
    assert lasted(story) == []


PATIENT = 4
"""A seed with which she waits for some days before she gives up."""


def stops_at(document: Document) -> int:
    """The minute in which she first stops waiting."""
    return lived(document, seed=PATIENT).rows(What.LEFT)[0].minute


def waits_long(*meanwhile: str, ratio: float, **of_check: object) -> Document:
    """Nell waits for a month for a clinic, with a stopping hazard of one in two weeks."""
    document = interim(*meanwhile, **of_check)
    document["assumptions"]["taking"] |= {"stopping": 0.5, "interim": ratio}
    document["assumptions"]["handing"]["letter_takes"] = {"days": 30}
    return document


def test_fewer_stop_waiting_while_interim_help_lasts() -> None:
    alone = stops_at(waits_long(ratio=0.5))
    assert ENDS < alone < ENDS + 15 * DAY
    assert stops_at(waits_long("care", ratio=0.5)) == pytest.approx(
        ENDS + 2 * (alone - ENDS), abs=2
    )


def test_hazard_gathered_before_interim_help_begins_is_kept() -> None:
    alone = stops_at(waits_long(ratio=0.5))
    begins = ENDS + 2 * DAY
    assert begins + DAY < alone < ENDS + 15 * DAY
    late = waits_long("check", ratio=0.5, notice={"days": 2})
    assert stops_at(late) == pytest.approx(begins + 2 * (alone - begins), abs=2)


def test_hazard_gathers_in_full_again_once_interim_help_is_over() -> None:
    alone = stops_at(waits_long(ratio=0.5))
    once = waits_long("check", ratio=0.5, minutes={"fixed": 400})
    del once["steps"]["check"]["helps"]
    assert alone > ENDS + 400
    assert stops_at(once) == pytest.approx(alone + 200, abs=2)


def test_interim_help_that_has_not_begun_holds_nobody() -> None:
    late = waits_long("check", ratio=0.01, notice={"days": 29})
    assert stops_at(late) == stops_at(waits_long(ratio=0.01))


def test_course_alongside_for_one_person_leaves_another_alone() -> None:
    document = interim("check", her=person())
    story = lived(document, [0, 5000])
    assert len(lasted(story)) == 2
