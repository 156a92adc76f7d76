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

(
    FOLLOW,  # minutes of follow-up
    WORKING_DAYS,  # days of the week that have office hours,
    OFFICE_FROM,  # and the minutes of the day between which they lie
    OFFICE_TO,
    ORGANISATIONS,  # from here on cells at which a table begins: the organisation of each team,
    SITES,  # its site,
    TEAMS,  # the team of each pool,
    UNSCORED,  # whether continuity leaves it out,
    PERSONAS,  # and where each persona's block lies
    CONFIG_CELLS,
) = range(10)
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
    return CONFIG_CELLS + 2 * len(program.teams) + 2 * len(program.pools) + personas


def _block(
    config: int, program: Program, thresholds: Thresholds, call_handlers: Collection[str]
) -> Iterator[int]:
    """The cells of the block, in order."""
    organisations = config + CONFIG_CELLS
    at_sites = organisations + len(program.teams)
    teams = at_sites + len(program.teams)
    unscored = teams + len(program.pools)
    personas = unscored + len(program.pools)
    yield program.follow
    yield thresholds.working_days
    yield thresholds.from_hour * MINUTES_PER_HOUR
    yield thresholds.to_hour * MINUTES_PER_HOUR
    yield from (organisations, at_sites, teams, unscored, personas)
    sites = _sites(program)
    yield from (team.organisation for team in program.teams)
    yield from (sites[team.site] for team in program.teams)
    yield from (pool.team for pool in program.pools)
    yield from (int(pool.role in call_handlers) for pool in program.pools)
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
