"""``journey``: whose story is shown, and what each kind of event becomes in words."""

import json
from functools import cache
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.arguments import as_compare, parsed
from sim.cli.storying import comparison_arguments
from sim.errors import InputError
from sim.files import load_scenario
from sim.log import BOUNDARY, Row, What, pack_levels
from sim.model.scenario import Scenario
from sim.model.words import ENDS
from sim.program import Program, compile_program
from sim.report.storying import TELLS, story
from sim.report.storylines import ENDED, LEGEND, MARKS, Line

TOYS = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy"
ONE, TWO = str(TOYS / "one_desk.yaml"), str(TOYS / "two_desks.yaml")
DAY = 1440
MEET = 16 * 30 + 2
"""Thirty planned minutes, face to face."""


@cache
def everything() -> tuple[Scenario, Program]:
    scenario = load_scenario(TOYS / "everything.yaml")
    return scenario, compile_program(scenario)


def row(what: What, day: float, **more: int) -> Row:
    """A row of Pia's on thread 1, a few days after her onset."""
    blank = dict.fromkeys(Row._fields, -1) | {"thread": 1, "episode": 1, "needs": 0, "chapters": 0}
    known = {"minute": int(day * DAY), "person": 7, "what": int(what), "value": 0}
    return Row(**{**blank, **known, **more})


def told(*rows: Row, until: float = 182) -> list[Line]:
    """The lines after the onset of somebody like Pia, whose low mood is at level 2."""
    scenario, program = everything()
    onset = row(What.ONSET, 0, value=pack_levels((2, 1)))
    taken = row(What.TAKEN_ON, 0, needs=1)
    return story(scenario, program, "pia", [onset, taken, *rows], int(until * DAY))[1:]


def step(name: str) -> int:
    return list(everything()[0].steps).index(name)


def team(name: str) -> int:
    return list(everything()[0].teams).index(name)


def contact(day: float, worker: int, *inside: Row, name: str = "course") -> list[Row]:
    """A contact of half an hour with what happens in it."""
    meets = row(What.MEETS, day, step=step(name), team=1, worker=worker, value=MEET)
    return [meets, *inside, row(What.PARTS, day + 0.02, value=30)]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("rows", "kind", "text"),
    [
        ([row(What.ASKED, 1, needs=1, value=0)], "asks", "Asks for help with mental health"),
        ([row(What.ASKED, 1, needs=1, value=2)], "asks", "A GP sees a need: mental health"),
        (
            [row(What.HANDS_ON, 1, needs=1, team=1, step=4, value=0)],
            "handoff",
            "Mental health: handed on in person (warm) from The desk to The nurses, for “course”",
        ),
        (
            [row(What.HANDS_ON, 1, needs=1, team=0, step=3, value=8 + BOUNDARY)],
            "handoff",
            "Mental health: moves on, by age or place, from The nurses to The desk, for “again”",
        ),
        (
            [row(What.BOUNCES, 2, needs=1, team=1, value=2)],
            "gone wrong",
            "The nurses sends mental health back, its list is closed",
        ),
        ([row(What.LOST, 2, team=1, value=2)], "gone wrong", "The way to The nurses is lost"),
        ([row(What.MISSED, 2, step=4, value=45)], "gone wrong", "“course” is missed; 45 minutes "),
        (
            [row(What.OFFERED, 2, step=4, value=3)],
            "gone wrong",
            "The offer of “course” is “not now”",
        ),
        (
            [row(What.OFFERED, 2, step=4, value=0)],
            "gone wrong",
            "The offer of “course” is not taken",
        ),
        (
            [row(What.OFFERED, 2, step=4, value=2)],
            "contact",
            "The offer of “course” is taken up when offered again",
        ),
        (
            [row(What.CRISIS, 3, needs=1, value=4)],
            "urgent",
            "Needed urgent help with mental health",
        ),
        (
            [row(What.ALONGSIDE, 3, step=6, value=1)],
            "alongside",
            "Help alongside begins: “A word in",
        ),
        ([row(What.COMPANION, 3, value=2)], "alongside", "No companion has room"),
        (
            [row(What.COMPANION, 3, worker=0, value=1)],
            "alongside",
            "A companion (worker at The desk) goes along from now on",
        ),
        ([row(What.HAPPENS, 3, value=1)], "life", "Her sister moves away"),
        ([row(What.SUPPORTER, 3, value=1)], "life", "Her sister is tired"),
        ([row(What.SUPPORTER, 3, value=0)], "life", "Her sister is no longer there"),
        (
            [row(What.HANGS_UP, 3, step=5, value=6)],
            "gone wrong",
            "Nobody answers for “A call that ",
        ),
        (
            [
                row(What.CONFERS, 3, worker=0, value=15),
                row(What.CONFERS, 3, worker=1 << 24, value=15),
            ],
            "alongside",
            "Workers confer: worker at The desk, 15 min and nurse at The nurses",
        ),
        (
            [row(What.KEPT, 3, worker=0, value=9)],
            "contact",
            "Worker at The desk stayed along for 9 min",
        ),
        ([row(What.PLACE, 3, team=1, value=1)], "alongside", "A place is taken at The nurses"),
        (
            [row(What.LEVEL, 3, needs=1, value=3)],
            "life",
            "The need of mental health grows to level 3, high",
        ),
        (
            [row(What.LEFT, 3, needs=1, value=ENDS.index("stopped_waiting"))],
            "end",
            "Mental health: stopped waiting",
        ),
        (
            [
                row(What.WAIT_BEGINS, 3, step=4, value=0),
                row(What.WAIT_ENDS, 9, step=4, value=6 * DAY),
            ],
            "wait",
            "Mental health: waits 6 days for “course”",
        ),
        (
            contact(3, 1 << 24, row(What.TOLD_FOR_HER, 3, chapters=1, value=4)),
            "contact",
            "“course”: nurse at The nurses, a new face, face to face, 30 min; a supporter tells",
        ),
        (
            contact(3, 1 << 24, row(What.RETELLS, 3, chapters=3, value=4)),
            "retelling",
            "“course”: nurse at The nurses, a new face, face to face, 30 min; TELLS AGAIN 2",
        ),
    ],
)
def test_event_is_told_in_plain_words(rows: list[Row], kind: str, text: str) -> None:
    lines = told(*rows)
    assert len(lines) == 1, lines
    assert lines[0].kind == kind
    assert str(lines[0]).startswith(text), str(lines[0])


@pytest.mark.unit
def test_every_kind_of_event_is_told_or_stands_on_the_line_of_its_contact() -> None:
    silent = {What.CONFIRMS, What.JUDGED, What.TOLD_NEEDS}
    assert set(What) - set(TELLS) == silent
    assert set(ENDED) == set(ENDS) and set(MARKS) == set(LEGEND)


@pytest.mark.unit
def test_needing_urgent_help_is_never_described() -> None:
    words = " ".join((*MARKS, *LEGEND.values(), *ENDED.values())).lower()
    assert not any(word in words for word in ("suicid", "self-harm", "crisis", "overdose"))


@pytest.mark.unit
def test_sessions_with_the_same_worker_are_one_line_until_something_else_happens() -> None:
    helps = row(What.HELPS, 3, needs=1, value=20)
    rows = [r for day in (3, 10, 17) for r in contact(day, 1 << 24, helps)]
    lines = but_for_right_help(told(*rows))
    assert [str(line).split("; ")[-1] for line in lines] == ["2 further sessions, to day 17"]
    other = but_for_right_help(told(*rows, *contact(24, (1 << 24) + 1, helps)))
    assert [line.sessions for line in other] == [3, 1]
    missed = told(*rows, row(What.MISSED, 24, step=4, value=45), *contact(31, 1 << 24, helps))
    assert [line.sessions for line in but_for_right_help(missed)] == [3, 1, 1]


def but_for_right_help(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.kind != "right help"]


@pytest.mark.unit
def test_right_help_is_told_once_when_the_last_need_that_wants_it_is_reached() -> None:
    both = row(What.LEVEL, 1, needs=2, value=2)
    first = contact(3, 1 << 24, row(What.HELPS, 3, needs=1, value=20))
    second = contact(9, 1 << 24, row(What.HELPS, 9, needs=2, value=20))
    assert [line.day for line in told(*first) if line.kind == "right help"] == [3]
    assert [line.day for line in told(both, *first) if line.kind == "right help"] == []
    assert [line.day for line in told(both, *first, *second) if line.kind == "right help"] == [9]


@pytest.mark.unit
def test_what_comes_after_the_follow_up_is_not_told_and_a_wait_that_goes_on_is() -> None:
    began = row(What.WAIT_BEGINS, 3, step=4, value=0)
    lines = told(began, row(What.LEFT, 20, needs=1, value=ENDS.index("helped")), until=10)
    assert [str(line) for line in lines] == [
        "Mental health: still waiting for “course”, for 7 days by now"
    ]


@pytest.mark.unit
def test_time_between_sessions_is_no_wait() -> None:
    began = row(What.WAIT_BEGINS, 3, step=4, value=3)
    assert told(began, row(What.WAIT_ENDS, 10, step=4, value=7 * DAY)) == []


@pytest.mark.cli
def test_journey_shows_one_person_in_each_option_in_text_and_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["journey", "nell", "--scenarios", ONE, "--replications", "2", "--workers", "1"]
    words += ["--engine", "simpy"]  # the weeks of the file
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "A typical journey (run " in text and "A harder journey (run " in text
    assert "Chosen from Nell herself, who came 4 times in 2 runs." in text
    assert "not a forecast for anybody" in text and "Marks: " in text
    assert main([*words, "--json"]) == 0
    first = capsys.readouterr().out
    data = json.loads(first)
    assert [one["kind"] for one in data["journeys"]] == ["typical", "smoother", "harder"]
    assert data["journeys"][0]["options"][0]["lines"][0]["day"] == 0
    assert main([*words, "--json"]) == 0
    assert capsys.readouterr().out == first


OUT = ["typical.svg", "smoother.svg", "harder.svg", "storyboard.html", "card.html", "knows.html"]


@pytest.mark.cli
def test_journey_leaves_a_folder_whole_the_same_each_time_and_never_over_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["journey", "nell", "--scenarios", ONE, "--replications", "1", "--workers", "1"]
    words += ["--engine", "simpy", "--day", "20", "--out"]
    for name in ("one", "two"):
        assert main([*words, str(tmp_path / name)]) == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert sorted(made) == sorted(OUT)
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert "At the end of day 20" in made["knows.html"].decode()
    assert made["typical.svg"].startswith(b"<svg")
    capsys.readouterr()
    assert main([*words, str(tmp_path / "one")]) == 2
    said = capsys.readouterr()
    assert "it exists" in said.err and said.out == "", "refused before anything runs"
    assert made["typical.svg"] == (tmp_path / "one" / "typical.svg").read_bytes()


@pytest.mark.cli
def test_day_after_the_follow_up_or_without_a_folder_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["journey", "nell", "--scenarios", ONE, "--engine", "simpy"]
    assert main([*words, "--day", "9999", "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert "--day" in told and "9999" in told and "the last day of the follow-up" in told
    assert main([*words, "--day", "3"]) == 2
    assert "add --out" in capsys.readouterr().err
    assert main([*words, "--day", "-3"]) == 2
    assert "a whole number, 0 or more" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.cli
def test_journey_of_nobody_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journey", "nobody"]) == 2
    assert "millie" in capsys.readouterr().err
    assert main(["journey", "omar", "--scenarios", ONE]) == 2
    assert "omar" in capsys.readouterr().err


@pytest.mark.unit
def test_command_that_runs_a_comparison_takes_its_other_arguments_as_compare_has_them() -> None:
    arguments = parsed(["journey", "nell", "--seed", "7", "--set", "demand=2"])
    asked = as_compare(arguments, scenarios=["a/b"], events=True)
    usual = parsed(["compare", "a/b", "--seed", "7", "--set", "demand=2", "--events"])
    usual.sure, usual.ladder = 0, ["B"]  # joint draws and other rungs are the main job's own
    assert vars(asked) == vars(usual)


@pytest.mark.unit
def test_other_account_of_a_person_comes_in_her_place_at_her_site() -> None:
    asked = comparison_arguments(parsed(["journey", "magda_of_the_council"]))
    assert asked.scenarios == ["lambeth"]
    assert "magda" not in asked.people and asked.people[-1] == "magda_of_the_council"
    assert "lloyd" in asked.people


@pytest.mark.unit
def test_somebody_of_another_place_may_be_followed_through_a_system() -> None:
    asked = comparison_arguments(
        parsed(["journey", "george_of_lambeth", "--scenarios", "banes/today"])
    )
    assert asked.people[-1] == "george_of_lambeth" and "millie" in asked.people
    assert comparison_arguments(parsed(["journey", "millie"])).people == []


@pytest.mark.unit
def test_somebody_of_no_one_site_is_asked_for_with_scenarios() -> None:
    with pytest.raises(InputError) as caught:
        comparison_arguments(parsed(["journey", "young_person_with_adhd"]))
    assert "--scenarios" in caught.value.faults[0].mend


NUMBER = row(What.HANDS_ON, 1, needs=1, team=1, step=4, value=3)
HAS_IT = row(What.WAIT_BEGINS, 1, step=4, value=2)


@pytest.mark.unit
def test_number_to_ring_is_no_letter_and_lasts_until_it_is_rung_or_is_not() -> None:
    over = row(What.WAIT_ENDS, 4, step=4, value=3 * DAY)
    rung = told(NUMBER, HAS_IT, over)[-1]
    assert (str(rung), rung.label) == (
        "Mental health: 3 days until she rings the number",
        "3 days until she rings",
    )
    assert rung.sign == "rings"
    stops = row(What.LEFT, 4, needs=1, value=ENDS.index("stopped_waiting"))
    assert str(told(NUMBER, HAS_IT, over, stops)[1]) == (
        "Mental health: 3 days with a number, not rung"
    )
    assert "still has the number to ring" in str(told(NUMBER, HAS_IT, until=3)[-1])


@pytest.mark.unit
def test_contact_of_several_names_them_all_and_a_need_that_ended_comes_up_again() -> None:
    meets = row(What.MEETS, 3, step=4, team=1, worker=1 << 24, value=MEET)
    other = row(What.MEETS, 3, step=4, team=0, worker=0, value=MEET)
    joint = told(meets, other, row(What.PARTS, 3.02, value=30))[0]
    assert joint.label == "nurse with worker" and joint.together == 2
    stops = row(What.LEFT, 4, needs=1, value=ENDS.index("stopped_waiting"))
    again = row(What.TAKEN_ON, 6, needs=1)
    assert [str(line) for line in told(stops, again)][-1] == "Mental health: comes up again"
    asked = told(stops, row(What.ASKED, 6, needs=1, value=2), again)
    assert [line.kind for line in asked] == ["end", "asks"], "who sees it has said so"
    assert asked[-1].label == "a GP sees low mood"
