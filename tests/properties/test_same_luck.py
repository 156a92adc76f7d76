"""The same people, with the same luck, whoever else is about and whatever things are called.

Small systems are made by hypothesis, always the same ones (``derandomize``).
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given

from sim.log import NAMED_LAYER, PERSON_BITS, What
from tests.engine.small_world import Document, person
from tests.properties.small_systems import documents, few, log_of

pytestmark = pytest.mark.property


@few(12)
@given(document=documents())
def test_same_seed_gives_the_same_log(document: Document) -> None:
    first, second = log_of(document), log_of(document)
    assert first[1] == second[1]
    assert first[2] == second[2]


@few(12)
@given(document=documents())
def test_one_person_more_who_meets_nobody_changes_nobody_else(document: Document) -> None:
    mood = {"domain": "mental", "level": 2, "crisis": 0}  # or she meets a crisis team
    silent = person(
        name="silent", per_year=400, noticers={"herself": {"per_week": 0}}, needs={"mood": mood}
    )
    more = document | {"personas": document["personas"] | {"silent": silent}}
    _, rows, totals = log_of(document)
    _, all_rows, all_totals = log_of(more)
    assert [row for row in all_rows if row.person >> 40 < 2] == rows
    assert len(all_rows) > len(rows)
    assert all_totals.pools == totals.pools


@few(12)
@given(document=documents())
def test_raised_demand_keeps_everybody_and_adds_a_layer(document: Document) -> None:
    def onsets(demand: float) -> set[tuple[int, ...]]:
        rows = log_of(document | {"demand": demand})[1]
        return {row for row in rows if row.what == What.ONSET}

    usual, doubled = onsets(1), onsets(2)
    assert usual < doubled
    layers = {row[1] >> PERSON_BITS & 0xFF for row in doubled - usual}
    assert layers == {1}
    assert {row[1] >> PERSON_BITS & 0xFF for row in usual} <= {0, NAMED_LAYER}


@few(12)
@given(document=documents())
def test_salt_changes_all_luck_but_who_comes_and_when(document: Document) -> None:
    _, rows, _ = log_of(document)
    _, salted, _ = log_of(document, salt=1)

    def onsets(log: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        return [row for row in log if row[4] == What.ONSET]

    assert onsets(rows) == onsets(salted)
    if any(row.what == What.ASKED for row in rows):
        assert rows != salted


@few(12)
@given(document=documents())
def test_names_of_teams_and_steps_decide_nothing(document: Document) -> None:
    assert log_of(renamed(document))[1] == log_of(document)[1]


def renamed(document: Document) -> Document:
    """The same system with other names for teams, steps and records; functions are kept."""
    other = deepcopy(document)
    teams = {}
    for name, team in other["teams"].items():
        for stream, people in team.get("other_people", {}).items():
            people["stream"] = f"{name}.{stream}"
        if team.get("at_boundary"):
            team["at_boundary"] = f"other_{team['at_boundary']}"
        teams[f"new_{name}"] = team | {"function": name}
    steps = {}
    for name, step in other["steps"].items():
        step["team"] = f"new_{step['team']}"
        for seat in step.get("beside", []):
            seat["team"] = f"new_{seat['team']}"
        for rule in step["then"]:
            for word in ("go", "if_bounced", "otherwise"):
                if word in rule:
                    rule[word] = f"other_{rule[word]}"
            rule["meanwhile"] = [f"other_{name}" for name in rule["meanwhile"]]
        if "companion" in step:
            step["companion"]["team"] = f"new_{step['companion']['team']}"
        if "offered_instead" in step:
            step["offered_instead"] = f"other_{step['offered_instead']}"
        steps[f"other_{name}"] = step | {"function": name}
    doors, crisis_doors = (
        {who: f"other_{step}" for who, step in other[word].items()}
        for word in ("doors", "crisis_doors")
    )
    records = {
        f"new_{name}": record
        | {word: [f"new_{team}" for team in record[word]] for word in ("writes", "reads")}
        | {"function": name}
        for name, record in other["records"].items()
    }
    for change in other["later"]:
        change["changes"] = [
            text.replace("teams.", "teams.new_").replace("otherwise=", "otherwise=other_")
            for text in change["changes"]
        ]
    found = {"teams": teams, "steps": steps, "doors": doors, "records": records}
    return other | found | {"crisis_doors": crisis_doors}
