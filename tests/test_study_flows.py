"""Flows read from small worlds in which all is certain, and the table of a comparison."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.log import What
from sim.study.beside import nothing_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.flows import FLOWS, FlowRow, flow_rows
from sim.study.moves import flows_of
from sim.study.passing import Move
from tests.engine.small_world import (
    DAY,
    WEEK,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)
from tests.study_toys import pretended, toy

Said = tuple[str, str, str, str, str]
MODERATE = {"mood": {"domain": "mental", "level": {"central": 2, "low": 2, "high": 3}}}
ELSEWHERE = [{"when": {"need": ["mental"]}, "end": "signposted"}, {"end": "signposted"}]
HANDED = [{"when": {"need": ["mental"]}, "go": "talk", "by": "cold"}, {"end": "declined"}]


def referred(handing: Document | None = None, **parts: object) -> Story:
    """Nell meets a GP who refers her by letter to a clinic for a talk."""
    clinic = {name: parts.pop(name) for name in list(parts) if name in ("accepts", "staff")}
    return lived(
        world(
            personas={"nell": at_once(needs=MODERATE)},
            teams={"gp": drawn(), "clinic": team(**clinic)},
            steps={"meet": step("gp", then=HANDED), "talk": step("clinic", helps=helps(), **parts)},
            doors={"otherwise": "meet"},
            assumptions={"handing": handing or {}},
        )
    )


def told(story: Story) -> dict[Said, tuple[int, int, int]]:
    """Flow, from, to, step and kind by name, with times, needs and minutes."""
    program = story.program

    def named(move: Move) -> Said:
        teams = [program.teams[n].name if n >= 0 else "" for n in (move.from_team, move.to_team)]
        at = program.steps[move.step].name if move.step >= 0 else ""
        return (move.flow, teams[0], teams[1], at, move.kind)

    found = flows_of(program, np.array(story.all, dtype=np.int64))
    return {named(move): line for (_, move), line in found.moves.items()}


def first_of(story: Story, flow: str) -> Said:
    """The only move of a flow that took place most often."""
    found = {move: line for move, line in told(story).items() if move[0] == flow}
    return max(found, key=lambda move: found[move])


@pytest.mark.behaviour
def test_need_goes_from_its_door_to_the_team_that_helps_and_leaves_there() -> None:
    found = told(referred())
    assert found == {
        ("asked", "", "gp", "", "herself"): (1, 1, 0),
        ("handoff", "gp", "clinic", "", "cold"): (1, 1, 0),
        ("ended", "clinic", "", "talk", "helped"): (1, 1, 0),
    }


@pytest.mark.behaviour
def test_asking_again_stands_between_who_had_heard_last_and_who_asks() -> None:
    onward = [{"when": {"need": ["mental"]}, "go": "again", "by": "cold"}, {"end": "declined"}]
    story = lived(
        world(
            personas={"nell": at_once()},
            teams={"gp": drawn(), "clinic": team(), "line": team()},
            steps={
                "meet": step("gp", then=HANDED),
                "talk": step("clinic", then=onward, asks="mental"),
                "again": step("line", helps=helps()),
            },
            doors={"otherwise": "meet"},
            assumptions={"telling": {"letter_carries": 0}},
        )
    )
    found = {move[1:3]: line for move, line in told(story).items() if move[0] == "told_again"}
    chapters = {
        move[1:3]: line[0] for move, line in told(story).items() if move[0] == "chapters_told_again"
    }
    # the clinic asked about her mood alone, so of her family the GP is who had heard
    assert chapters == {("gp", "clinic"): 1, ("clinic", "line"): 1, ("gp", "line"): 1}
    assert found == {("gp", "clinic"): (1, 0, 0), ("clinic", "line"): (1, 0, 0)}


@pytest.mark.behaviour
def test_what_she_had_told_before_anybody_met_her_was_heard_by_nobody_here() -> None:
    story = lived(
        world(
            personas={
                "nell": at_once(
                    story={"low": {"about": "mood", "minutes": 4, "told_to": ["school"]}},
                )
            }
        )
    )
    assert told(story)["told_again", "", "desk", "", ""] == (1, 0, 0)


@pytest.mark.behaviour
def test_referral_that_is_sent_back_ends_with_the_team_that_sent_it_back() -> None:
    story = referred(accepts={"at_least": {"mental": 3}})
    found = told(story)
    assert found["sent_back", "clinic", "gp", "", "on_paper"][0] >= 1
    assert found["ended", "clinic", "", "talk", "closed_by_service"][0] >= 1


@pytest.mark.behaviour
def test_who_is_lost_on_the_way_left_between_two_teams_and_comes_back_to_the_door() -> None:
    story = referred({"loses": {"cold": 1}})
    found = told(story)
    lost = story.rows(What.LOST)
    asked = story.rows(What.ASKED)
    assert found["lost_on_the_way", "gp", "clinic", "", "cold"] == (len(lost), 0, 0)
    assert found["ended", "clinic", "", "talk", "lost"][0] == len(lost)
    came = found["came_back", "clinic", "gp", "talk", "lost"]
    away = sum(again.minute - gone.minute for again, gone in zip(asked[1:], lost, strict=False))
    assert came == (len(asked) - 1, 0, away)


@pytest.mark.behaviour
def test_who_falls_through_is_found_where_the_need_last_left() -> None:
    her = at_once(noticers={"gp": {"per_week": 1_000_000}})
    story = lived(
        world(
            window={"follow": {"weeks": 26}},
            personas={"nell": her},
            steps={"meet": step("desk", then=ELSEWHERE)},
            doors={"otherwise": "meet"},
        )
    )
    # three episodes in 26 weeks are all there may be
    assert sum(row.minute < 26 * WEEK for row in story.rows(What.ASKED)) == 3
    assert told(story)["fell_through", "desk", "", "meet", "signposted"] == (1, 0, 0)


@pytest.mark.behaviour
def test_rows_after_her_follow_up_are_no_flows() -> None:
    story = referred()
    rows = np.array(story.all, dtype=np.int64)
    late = rows.copy()
    late[:, 0] += np.where(rows[:, 0] > 0, 6 * WEEK + DAY, 0)
    assert {move.flow for _, move in flows_of(story.program, late).moves} == set()


@cache
def compared() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other")
    plan = Plan(replications=3, flows=2, placebo=True)
    return compare([first, other], plan, engine=pretended, workers=1)


@pytest.mark.unit
def test_flows_are_kept_for_the_first_runs_of_each_scenario_and_for_no_control() -> None:
    kept = {
        lane: [outcome.flows is not None for outcome in outcomes]
        for lane, outcomes in compared().lanes.items()
    }
    assert kept == {
        "toy/two_desks": [True, True, False],
        "toy/other": [True, True, False],
        "placebo": [False, False, False],
    }


@pytest.mark.unit
def test_flows_of_everybody_weigh_personas_as_every_other_table_does() -> None:
    """Handoffs over all flows are the mean of the table of people over the same runs."""
    rows = flow_rows(compared())
    fewer = compare(
        list(compared().scenarios.values()),
        Plan(replications=2, placebo=False),
        engine=pretended,
        workers=1,
    )
    means = {
        (line.scenario, line.persona): line.mean
        for line in fewer.summary
        if line.measure == "handoffs" and not line.persona.endswith("@named")
    }
    assert means
    for (scenario, persona), mean in means.items():
        found = sum(
            row.per_100_people
            for row in rows
            if (row.scenario, row.persona, row.flow) == (scenario, persona, "handoff")
        )
        assert found == pytest.approx(100.0 * mean)


@pytest.mark.unit
def test_every_flow_is_explained_and_stands_in_a_table_of_the_run() -> None:
    tables = {
        name: (header, rows) for name, header, rows in tables_beside(nothing_beside(compared()))
    }
    header, rows = tables["flows"]
    assert header == FlowRow._fields
    assert {row.flow for row in rows} <= set(FLOWS)
    assert all(row.low <= row.per_100_people <= row.high for row in rows)
    assert all(row.replications == 2 and row.people > 0 for row in rows)
