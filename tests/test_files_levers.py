"""Levers: proposals that can be pulled in the systems that they fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.cli.pulling import with_levers
from sim.errors import InputError
from sim.files import check_file, load_levers, load_scenario

VALID = Path(__file__).parent / "files" / "valid"

LEVERS = """\
levers:
  longer_days:
    title: open for longer
    verb: more
    sentence: The desk is open until eight.
    tags: [hours]
    said: made up
    costs: nothing
    systems:
      - fits: [toy/one_desk]
        adds:
          calendars: {late: "mon-fri 09:00-20:00"}
          teams: {desk: {calendar: late}}
  lose_the_young:
    title: the young are sent away
    verb: stop
    sentence: Nobody under 30 is met again.
    tags: [thresholds]
    said: made up
    costs: nothing
    systems:
      - fits: ["toy/one_*"]
        rules:
          meet:
            - {when: {age_to: 29}, end: signposted}
  more_staff:
    title: one more
    verb: more
    sentence: One more worker.
    tags: [capacity]
    said: made up
    costs: a worker
    systems:
      - fits: [toy/one_desk]
        changes: [teams.desk.staff.worker.wte=3]
"""


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(VALID, home)
    write(home, LEVERS)
    return home


def write(home: Path, text: str) -> Path:
    path = home / "scenarios" / "levers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.unit
def test_a_lever_that_adds_is_laid_over_its_system(home: Path) -> None:
    found = load_scenario("toy/one_desk+longer_days", root=home)
    assert found.teams["desk"].calendar == "late"
    assert found.name == "toy/one_desk+longer_days"
    assert found.title == "One desk, open for longer"


@pytest.mark.unit
def test_rules_of_a_lever_are_read_before_those_of_the_step(home: Path) -> None:
    before = load_scenario("toy/one_desk", root=home).steps["meet"].then
    after = load_scenario("toy/one_desk+lose_the_young", root=home).steps["meet"].then
    assert [rule.end for rule in after] == ["signposted", "helped"]
    assert after[1:] == before


@pytest.mark.unit
def test_steps_that_share_rules_share_those_of_a_lever(home: Path) -> None:
    path = home / "scenarios" / "toy" / "one_shared.yaml"
    path.write_text(
        "like: toy/one_desk\nsteps:\n  again:\n    team: desk\n    minutes: 5\n"
        "    then: [{like: meet}]\n  meet: {then: [{end: helped}]}\ndoors: {gp: again}\n",
        encoding="utf-8",
    )
    found = load_scenario("toy/one_shared+lose_the_young", root=home)
    assert found.steps["again"].then == found.steps["meet"].then
    assert len(found.steps["again"].then) == 2


@pytest.mark.unit
def test_several_levers_are_pulled_in_order(home: Path) -> None:
    found = load_scenario("toy/one_desk+longer_days+more_staff", root=home)
    assert found.teams["desk"].calendar == "late"
    assert found.teams["desk"].staff["worker"].wte.central == 3


POST = """\
  {name}:
    title: {name}
    verb: more
    sentence: One more worker.
    tags: [capacity]
    said: made up
    costs: a worker
    systems:
      - fits: [toy/one_desk]
        adds:
          transfers:
            - {{wte: {wte}, role: worker, to_team: desk, to_role: worker, why: additional {name}}}
"""


@pytest.mark.unit
def test_posts_of_two_levers_are_both_there(home: Path) -> None:
    write(home, LEVERS + POST.format(name="first", wte=1) + POST.format(name="second", wte=2))
    found = load_scenario("toy/one_desk+first+second", root=home)
    assert [(post.why, post.wte.central) for post in found.transfers] == [
        ("additional first", 1),
        ("additional second", 2),
    ]


@pytest.mark.unit
def test_fault_in_the_post_of_a_second_lever_names_its_own_line(home: Path) -> None:
    path = write(
        home, LEVERS + POST.format(name="first", wte=1) + POST.format(name="second", wte="many")
    )
    lines = path.read_text(encoding="utf-8").split("\n")
    (line,) = (number for number, text in enumerate(lines, start=1) if "wte: many" in text)
    with pytest.raises(InputError) as caught:
        load_scenario("toy/one_desk+first+second", root=home)
    assert caught.value.faults[0].line == line


@pytest.mark.unit
def test_a_lever_that_does_not_fit_says_what_it_fits(home: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("toy/two_desks+longer_days", root=home)
    assert caught.value.faults[0].allowed == "toy/one_desk"


@pytest.mark.unit
def test_a_misspelt_lever_is_told_the_nearest(home: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("toy/one_desk+longer_day", root=home)
    assert caught.value.faults[0].mend == "did you mean longer_days?"


@pytest.mark.unit
def test_levers_that_can_be_pulled_pass_check(home: Path) -> None:
    assert check_file(home / "scenarios" / "levers.yaml") == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'calendars: {late: "mon-fri 09:00-20:00"}\n          teams: {desk: {calendar: late}}',
            "teams: {desk: {title: The desk}}",
            "changes nothing in toy/one_desk",
        ),
        ("wte=3", "wtee=3", "cannot be pulled in toy/one_desk"),
        (
            "fits: [toy/one_desk]\n        changes",
            "fits: [toy/no_desk]\n        changes",
            "no_desk",
        ),
        ("{desk: {calendar: late}}", "{desk: {calendar: early}}", "cannot be pulled"),
        ("          meet:\n", "          met:\n", "met"),
        ("verb: more", "verb: most", "most"),
        ("tags: [hours]", "tags: [houres]", "houres"),
        ("adds:\n          calendars", "adds: [1]\n        adds_not:\n          calendars", "1"),
    ],
)
def test_levers_that_cannot_be_pulled_are_told_by_check(
    home: Path, old: str, new: str, words: str
) -> None:
    assert old in LEVERS
    faults = check_file(write(home, LEVERS.replace(old, new)))
    assert any(words in f"{fault}" for fault in faults), faults


@pytest.mark.unit
def test_no_file_of_levers_is_no_levers(home: Path) -> None:
    (home / "scenarios" / "levers.yaml").unlink()
    assert load_levers(home) == {}


@pytest.mark.unit
def test_a_lever_is_pulled_wherever_it_fits_and_refused_where_it_fits_nowhere() -> None:
    chosen = ["banes/today", "banes/option_1", "banes/option_2+evening_opening"]
    assert with_levers(chosen, ["evening_opening"]) == [
        "banes/today",
        "banes/option_1+evening_opening",
        "banes/option_2+evening_opening",
    ]
    with pytest.raises(InputError):
        with_levers(["banes/today"], ["evening_opening"])
    with pytest.raises(InputError):
        with_levers(["banes/today"], ["evening_openings"])
