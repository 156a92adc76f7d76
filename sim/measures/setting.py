"""What a fold must know of the program, written into its memory once.

Goes in: a program, the thresholds of the method and the roles that no index of continuity counts.
Comes out: a block of cells, called ``config``, whose first cells say where each table begins.
Written by plain Python, into a list or an array; read by the functions that may be compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sim.measures.memory import Memory, reserve
from sim.measures.thresholds import Thresholds
from sim.model.words import MINUTES_PER_HOUR
from sim.program import Program
from sim.program.person_parts import PPersona

FOLLOW, WORKING_DAYS, OFFICE_FROM, OFFICE_TO, ORGANISATIONS, POOLS, PERSONAS, CONFIG_CELLS = range(
    8
)
"""Minutes of follow-up; days of the week with office hours, and the minutes of the day between
which they lie; the cells at which three tables begin: the organisation of each team, the pools, and
where each persona's block lies."""
POOL_TEAM, POOL_ORGANISATION, POOL_SITE, POOL_SCORED, POOL_CELLS = range(5)
"""A pool: its team, the team's organisation and site, and whether continuity counts it."""
NEEDS_OF_PERSONA, PAINFUL, LIVES_IN, MOVES_TO = range(4)
"""A persona: her number of needs, the bit set of painful chapters, her site, and for each coming
date the site that she moves to."""
NOWHERE: Final = 0
"""The number of no site: a team that is nowhere in particular, a date on which nobody moves."""


def write_config(
    memory: Memory, program: Program, thresholds: Thresholds, call_handlers: Collection[str]
) -> int:
    """The cell at which the block begins; memory must have :func:`config_cells` free."""
    block = list(_block(memory[0], program, thresholds, call_handlers))
    config = reserve(memory, len(block))
    for place, value in enumerate(block):
        memory[config + place] = value
    return int(config)


def config_cells(program: Program) -> int:
    """Cells that :func:`write_config` takes."""
    personas = sum(1 + MOVES_TO + len(persona.coming) for persona in program.personas)
    return CONFIG_CELLS + len(program.teams) + POOL_CELLS * len(program.pools) + personas


def _block(
    config: int, program: Program, thresholds: Thresholds, call_handlers: Collection[str]
) -> Iterator[int]:
    """The cells of the block, in order."""
    organisations = config + CONFIG_CELLS
    pools = organisations + len(program.teams)
    personas = pools + POOL_CELLS * len(program.pools)
    yield program.follow
    yield thresholds.working_days
    yield thresholds.from_hour * MINUTES_PER_HOUR
    yield thresholds.to_hour * MINUTES_PER_HOUR
    yield from (organisations, pools, personas)
    yield from (team.organisation for team in program.teams)
    sites = _sites(program)
    for pool in program.pools:
        team = program.teams[pool.team]
        yield from (pool.team, team.organisation, sites[team.site])
        yield int(pool.role not in call_handlers)
    begins = personas + len(program.personas)
    for persona in program.personas:
        yield begins
        begins += MOVES_TO + len(persona.coming)
    for persona in program.personas:
        yield from _persona(persona, sites)


def _persona(persona: PPersona, sites: dict[str, int]) -> Iterator[int]:
    yield len(persona.needs)
    yield sum(1 << place for place, chapter in enumerate(persona.chapters) if chapter.painful)
    yield sites[persona.site]
    yield from (sites[coming.moves_to] for coming in persona.coming)


def _sites(program: Program) -> dict[str, int]:
    """A number for each site by name."""
    numbers = {"": NOWHERE}
    for team in program.teams:
        numbers.setdefault(team.site, len(numbers))
    for persona in program.personas:
        numbers.setdefault(persona.site, len(numbers))
        for coming in persona.coming:
            numbers.setdefault(coming.moves_to, len(numbers))
    return numbers
