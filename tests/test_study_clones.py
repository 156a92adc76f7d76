"""The renamed clone: nothing hangs on a name, whatever words a scenario uses."""

from __future__ import annotations

import pytest

from sim.engines.simpy_engine import run
from sim.files import resolve
from sim.model.scenario import Scenario
from sim.program import compile_program
from sim.study.clones import renamed_clone
from tests.engine.small_world import Document, helps, pounds, step, team, world
from tests.properties.small_systems import Log


@pytest.mark.behaviour
def test_clone_of_every_word_that_names_a_step_or_a_team_gives_the_same_log() -> None:
    """Live transfers, interim help, second offers, crises, boundaries, companions, reaches,
    earlier episodes, later weeks.
    """
    usual = {"hours": 168, "contact_share": 1, "caseload": 1}
    roles = {"worker": usual | {"cost_per_hour": pounds(1)}}
    talk = {"offered": True, "offered_instead": "visit", "helps": helps(works=0)}
    changes = ["doors.otherwise=talk", "steps.visit.minutes.mean=20", "reaches.van.door=talk"]
    leads = {"go": "visit", "by": "warm", "otherwise": "talk", "meanwhile": ["talk"]}
    document: Document = world(
        roles=roles,
        teams={
            "desk": team(accepts={"at_least": {"mental": 1}, "age_to": 40}, at_boundary="visit"),
            "clinic": team(calendar="office"),
        },
        steps={
            "meet": step(
                "desk",
                companion={"team": "desk", "role": "worker"},
                then=[leads | {"keep": {"minutes": 5}}],
            ),
            "talk": step("desk", **talk),
            "visit": step(
                "clinic",
                helps=helps(works=0),
                then=[
                    {"when": {"been_to": ["meet"], "not_been_to": ["safe"]}, "go": "safe"},
                    {"end": "signposted"},
                ],
            ),
            "safe": step("clinic"),
        },
        reaches={"van": {"noticer": "neighbour", "per_week": 0.5, "door": "visit"}},
        doors={"otherwise": "meet"},
        crisis_doors={"otherwise": "talk"},
        later=[{"week": 2, "changes": changes}],
    )
    document["steps"]["visit"]["minutes"] = {"fixed": 10}
    scenario = resolve(document)

    def log(of: Scenario) -> list[tuple[int, ...]]:
        rows = Log()
        run(compile_program(of), seed=1, replication=0, sink=rows)
        return list(rows)

    assert log(renamed_clone(scenario)) == log(scenario)
