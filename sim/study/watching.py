"""What is watched while demand is raised: people's measures, lists and staff; and raising it.

Goes in: a scenario; or what runs of it left. Comes out: the scenario with more or fewer people; or,
for every measure and every pool of a team with a queue, a number for each replication.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sim.measures import DEFINITIONS, PRIMARY
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.teams import Stream, Team
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program import Program
from sim.study.replicate import Outcome
from sim.study.rows import ALL, row_means, row_names
from sim.study.staff import minutes_used
from sim.study.statistics import EMPTY, Floats

INDUCED: Final = "induced_demand"
"""The stream of those whom a new easy door draws, in every file that has one."""
FIRST_WAIT: Final = "wait_first_contact_days"
SHOWN: Final = (*PRIMARY, FIRST_WAIT, "wait_right_help_days")
LIST_WAIT: Final = "list_wait_days"
"""Mean days that those had waited whom a pool of workers saw for the first time."""
UTILISATION: Final = "utilisation"
AT_THE_END: Final = "waiting_at_the_end"
"""People who wait for their first contact with a pool of workers when the run ends."""
LEFT_UNSEEN: Final = "left_unseen"
"""Share of those who joined the queue since the first counted week who left it unseen."""
UNITS: Final[Mapping[str, str]] = {
    LIST_WAIT: "days",
    UTILISATION: "share of rostered time",
    AT_THE_END: "people",
    LEFT_UNSEEN: "share of those who join",
}


Watched = tuple[str, str, str]
"""Team and role, empty for people, and the measure."""
Curves = dict[tuple[str, str], dict[float, dict[Watched, Floats]]]
"""By scenario and whom a new door draws, by demand: what was watched, (replications,) each."""


def with_demand(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with so many times the people, those with a story and all others alike."""

    def more(stream: Stream) -> Stream:
        return replace(stream, per_year=_times(stream.per_year, factor))

    def asked(team: Team) -> Team:
        streams = {name: more(stream) for name, stream in team.other_people.items()}
        return replace(team, other_people=streams)

    return replace(
        scenario,
        demand=_times(scenario.demand, factor),
        teams={name: asked(team) for name, team in scenario.teams.items()},
    )


def with_induced_demand(scenario: Scenario) -> Scenario:
    """The scenario with those whom its new doors draw at the high end; itself where nobody is."""

    def drawn(team: Team) -> Team:
        stream = team.other_people.get(INDUCED)
        if stream is None or stream.per_year.high == stream.per_year.central:
            return team
        many = replace(stream.per_year, central=stream.per_year.high)
        streams = {**team.other_people, INDUCED: replace(stream, per_year=many)}
        return replace(team, other_people=streams)

    teams = {name: drawn(team) for name, team in scenario.teams.items()}
    unchanged = all(teams[name] is team for name, team in scenario.teams.items())
    return scenario if unchanged else replace(scenario, teams=teams)


def _times(number: Quantity, factor: float) -> Quantity:
    central = number.central * factor
    return replace(
        number,
        central=central,
        low=min(number.low, central),
        high=max(number.high, central),
    )


def watched(
    program: Program, outcomes: Sequence[Outcome], shown: Scenario
) -> dict[Watched, Floats]:
    """What is watched of one scenario at one demand, each (replications,).

    ``shown``: a scenario with the people whose rows are shown, by whose onset ``all`` is weighed.
    """
    measures = [DEFINITIONS[name] for name in SHOWN]
    means = row_means(shown, outcomes, measures, program.follow).means
    everyone = row_names(shown).index(ALL)
    found: dict[Watched, Floats] = {("", "", m): means[m][everyone] for m in SHOWN}
    for place, pool in enumerate(program.pools):
        if not pool.drawn:
            team = program.teams[pool.team].name
            for measure, values in _of_pool(program, place, outcomes).items():
                found[team, pool.role, measure] = values
    return found


def _of_pool(program: Program, place: int, outcomes: Sequence[Outcome]) -> dict[str, Floats]:
    """What is watched of one pool of a team with a queue."""
    weeks = (program.horizon - program.start) / MINUTES_PER_WEEK
    rostered = program.pools[place].rostered_per_week * weeks
    found: dict[str, list[float]] = {measure: [] for measure in UNITS}
    for outcome in outcomes:
        pool = outcome.pools[place]
        waited = pool.new_waited / MINUTES_PER_DAY
        found[LIST_WAIT].append(waited / pool.new_seen if pool.new_seen else EMPTY)
        found[UTILISATION].append(minutes_used(pool) / rostered if rostered else EMPTY)
        found[AT_THE_END].append(sum(pool.still_waiting.values()))
        found[LEFT_UNSEEN].append(pool.stopped / pool.joined if pool.joined else EMPTY)
    return {measure: np.array(values) for measure, values in found.items()}
