"""``explain``: every word of the vocabulary that a file uses stands in a sentence."""

from pathlib import Path

import pytest

from sim.files import load_scenario
from sim.model.teams import Calendar, Opening, Shut
from sim.report.explaining import explained
from sim.report.phrases import hours_words

EVERYTHING = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy" / "everything.yaml"


def told() -> dict[str, str]:
    return {about: " ".join(lines) for about, lines in explained(load_scenario(EVERYTHING))}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("Everything", "Rung A, structure alone"),
        ("Who comes", "Can be met in evenings: mon-thu 09:00-20:00"),
        ("Who comes", "Far from Farside."),
        ("Who comes", "Readiness to take up an offer: 50% at onset."),
        ("Who comes", "Wants: to meet in the evening. 1 more wish is kept and not acted on."),
        ("Who comes", "can tell 1 part of the story and notices as family"),
        ("Who comes", "may tire, with 50% of this left; may leave for good"),
        ("Who comes", "the need of mental health rises to level 3; can be met in office hours"),
        ("Who comes", "her sister leaves; home moves to farside."),
        (
            "Where they ask",
            "Outreach in pubs: asking by a neighbour or group, who may see needs of ",
        ),
        ("Where they ask", "of mental health or caring for somebody in people like Nell or Omar, "),
        ("Where they ask", "aged 18 or over, living in toytown or farside (0.05 per week for "),
        ("Where they ask", "Line: asking by the person herself, who may see any need in anybody, "),
        ("Where they ask", "it begins with “A call that has to be answered” at The desk."),
        ("Where urgent help comes from", "When a need of mental health becomes urgent it goes "),
        ("Teams", "2.5 worker (each the companion of 12 people) whole-time"),
        ("Teams", "on rung A the wait is drawn, about 6 weeks"),
        ("Teams", "others (who may stop waiting and who take places)"),
        ("Teams", "takes nobody who also needs help with substance use from level 3 or trauma "),
        ("Teams", "Its caseload has places for 20 people."),
        ("Teams", "30% of each week's contact time is kept for new people."),
        ("Teams", "It closes its list when 30 people wait and opens it again at 10;"),
        ("Teams", "When the run begins 10 people wait, the longest for 4 weeks."),
        ("Teams", "Who grows too old for it, or moves away, goes to “think”."),
        ("What changes later", "From counted week 3: teams.desk.staff.worker.wte becomes 2."),
        ("Step: A meeting at the desk", "Gives her a companion: worker of The desk, who goes"),
        ("Step: A meeting at the desk", "when none has room, she waits for one who has room."),
        ("Step: A meeting at the desk", "If she has no companion: goes on to “A panel"),
        ("Step: A meeting at the desk", "If the next step can take her now and somebody supports"),
        ("Step: A meeting at the desk", "meanwhile alongside “A word in between”"),
        ("Step: A meeting at the desk", "with the worker staying with her, up to 20 minutes,"),
        ("Step: A meeting at the desk", "if that cannot be had, “think”."),
        ("Step: A meeting at the desk", "If been to “course” or “think” in an earlier episode: "),
        ("Step: A meeting at the desk", "If never been to “A panel of both teams” in any earlier "),
        ("Step: A call that has to be answered", "she holds the line for 6 minutes on average "),
        ("Step: A call that has to be answered", "and rings 3 times at most"),
        ("Step: A panel of both teams", "worker of The desk (the worker whom all of her threads"),
        ("Step: A panel of both teams", "where one is free, face to face, 15 minutes; without her"),
        ("Step: think", "A pause of 7 days at The desk, then until the next opening of terms"),
        ("Step: Until autumn", "then until the Monday of week 36 of the year."),
        ("Step: course", "made 2 times in all where she says not now, again after 3 weeks"),
        ("Step: course", "seen as nothing in particular, then"),
        ("Step: course", "then “Until autumn” is offered instead"),
        ("Step: course", "at most 400 times a year, then closed"),
        ("Step: course", "on a place of the caseload, which work for 60% (40% at high)"),
        ("Step: course", "If the course is not over and 2 sessions or more have taken place: "),
    ],
)
def test_word_of_the_vocabulary_stands_in_a_sentence(about: str, words: str) -> None:
    assert words in told()[about]


@pytest.mark.unit
def test_closed_weeks_are_told_with_the_hours() -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    calendar = Calendar(
        openings=(Opening(days=days, start="09:00", end="15:00"),),
        shut=(
            Shut(from_week=30, to_week=35, assumed="made up"),
            Shut(from_week=52, to_week=52, days=("mon", "tue"), assumed="made up"),
        ),
    )
    assert hours_words(calendar) == (
        "mon-fri 09:00-15:00, but not in weeks 30 to 35 of the year and on mon and tue of week 52 "
        "of the year"
    )


@pytest.mark.unit
def test_holidays_are_told_once_with_the_weeks_that_stand_for_them() -> None:
    calendar = Calendar(
        openings=(Opening(days=("mon",), start="09:00", end="15:00"),),
        shut=(
            Shut(from_week=8, to_week=8, holidays="school"),
            Shut(holidays="bank"),
            Shut(from_week=30, to_week=35, holidays="school"),
        ),
    )
    assert hours_words(calendar) == (
        "mon 09:00-15:00, but not in weeks 8 and 30 to 35 of the year (school holidays; on their "
        "dates in a run with dates) and on bank holidays (in a run with dates)"
    )
