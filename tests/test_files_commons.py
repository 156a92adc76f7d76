"""What scenarios share: roles and opening hours that are shipped, people who are like others."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.files import check_file, load_document, load_persona, load_scenario, resolve
from sim.model.scenario import Scenario

VALID = Path(__file__).parent / "files" / "valid"


def desk(staff: dict[str, Any], **more: Any) -> Scenario:
    """The smallest toy with other staff at its desk."""
    document = load_document("toy/one_desk", VALID)
    team = next(iter(document["teams"]))
    teams = {team: document["teams"][team] | {"staff": staff}}
    steps = {
        name: {key: entry for key, entry in step.items() if key != "role"}
        for name, step in document["steps"].items()
    }
    return resolve(
        document | {"teams": teams, "steps": steps, "roles": {}} | more, root=VALID, name="toy/desk"
    )


def only(scenario: Scenario, role: str) -> Any:
    """The staff of one role at the desk."""
    return next(iter(scenario.teams.values())).staff[role]


@pytest.mark.unit
def test_a_shipped_role_fills_in_what_a_team_leaves_out() -> None:
    coordinator = only(desk({"coordinator": 2}), "coordinator")
    assert coordinator.cost_per_hour.evidence == "cost_band4_hour"
    assert coordinator.skill["mental"].central == 0.5


@pytest.mark.unit
def test_what_a_team_says_of_a_shipped_role_replaces_it() -> None:
    skill = {"otherwise": {"central": 0.3, "low": 0.1, "high": 0.5, "assumed": "a toy"}}
    coordinator = only(desk({"coordinator": {"wte": 2, "skill": skill}}), "coordinator")
    assert set(coordinator.skill) == {"otherwise"}
    assert coordinator.cost_per_hour.evidence == "cost_band4_hour"


@pytest.mark.unit
def test_a_role_like_another_differs_only_in_what_it_says() -> None:
    cost = {"central": 11, "low": 10, "high": 12, "price_year": "2023/24", "assumed": "a toy"}
    guide = only(
        desk({"guide": 2}, roles={"guide": {"like": "coordinator", "cost_per_hour": cost}}), "guide"
    )
    assert guide.cost_per_hour.central == 11
    assert guide.skill["mental"].central == 0.5
    assert guide.contact_share.central == 0.7


@pytest.mark.unit
def test_a_role_like_the_shipped_one_of_its_name_keeps_the_rest() -> None:
    cost = {"central": 11, "low": 10, "high": 12, "price_year": "2023/24", "assumed": "a toy"}
    found = only(
        desk(
            {"coordinator": 2},
            roles={"coordinator": {"like": "coordinator", "cost_per_hour": cost}},
        ),
        "coordinator",
    )
    assert found.cost_per_hour.central == 11
    assert found.skill["mental"].central == 0.5


@pytest.mark.unit
def test_a_role_like_no_role_is_told_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        desk({"guide": 2}, roles={"guide": {"like": "coordinater"}})
    assert any("coordinator" in fault.mend for fault in caught.value.faults)


@pytest.mark.unit
def test_roles_that_are_like_each_other_are_a_fault() -> None:
    with pytest.raises(InputError) as caught:
        desk({"guide": 2}, roles={"guide": {"like": "helper"}, "helper": {"like": "guide"}})
    assert any("like" in fault.field for fault in caught.value.faults)


@pytest.mark.unit
def test_a_calendar_that_is_named_and_not_given_is_the_shipped_one() -> None:
    document = load_document("toy/one_desk", VALID)
    team = next(iter(document["teams"]))
    teams = {team: document["teams"][team] | {"calendar": "afternoons_and_early_evenings"}}
    found = resolve(document | {"teams": teams}, root=VALID, name="toy/desk")
    assert found.calendars["afternoons_and_early_evenings"].openings[0].start == "12:00"
    assert (
        "afternoons_and_early_evenings" not in load_scenario("toy/one_desk", root=VALID).calendars
    )


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    shutil.copytree(VALID, tmp_path / "home")
    return tmp_path / "home"


def second(home: Path, text: str, name: str = "nell_again") -> Path:
    """One more persona's file."""
    path = home / "personas" / "toy" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.unit
def test_a_person_like_another_differs_only_in_what_her_file_says(home: Path) -> None:
    second(home, "like: nell\nvariant_of: nell\ntold_by: another table\nage: 44\n")
    nell, again = load_persona("nell", home), load_persona("nell_again", home)
    assert (again.age.central, again.variant_of, again.name) == (44, "nell", "nell_again")
    assert again.needs == nell.needs


@pytest.mark.unit
def test_people_who_are_like_each_other_are_a_fault(home: Path) -> None:
    path = second(home, "like: nell_twice\n")
    second(home, "like: nell_again\n", "nell_twice")
    faults = check_file(path)
    assert [fault.field for fault in faults] == ["like"]
    assert "a circle" in faults[0].found


@pytest.mark.unit
def test_a_person_like_nobody_is_told_the_nearest(home: Path) -> None:
    faults = check_file(second(home, "like: nel\n"))
    assert "nell" in faults[0].mend


@pytest.mark.unit
def test_other_people_may_come_to_a_scenario(home: Path) -> None:
    usual = load_scenario("toy/one_desk", root=home)
    other = load_scenario("toy/one_desk", root=home, people=["omar"])
    assert list(other.personas) == ["omar"]
    assert other.steps == usual.steps


@pytest.mark.unit
def test_reach_for_people_who_do_not_come_is_left_out_where_others_come(home: Path) -> None:
    path = home / "scenarios" / "toy" / "reaching.yaml"
    van = "{noticer: neighbour, per_week: 0.1, door: meet, "
    path.write_text(
        "like: toy/two_desks\ntitle: Reaching\nreaches:\n"
        f"  nells: {van}personas: nell}}\n  both: {van}personas: [nell, omar]}}\n"
        f"  all: {van}domains: [mental]}}\n",
        encoding="utf-8",
    )
    usual = load_scenario("toy/reaching", root=home)
    assert list(usual.reaches) == ["nells", "both", "all"]
    other = load_scenario("toy/reaching", root=home, people=["toy/omar"])
    assert {name: reach.personas for name, reach in other.reaches.items()} == {
        "both": ("omar",),
        "all": (),
    }
