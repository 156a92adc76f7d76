"""A toy scenario and an engine that only pretends, for tests of what comes after the engine.

The pretended engine writes plausible journeys straight from addressed draws: how often a person is
handed on grows with the number of teams, so that two scenarios differ and a renamed one does not.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from sim.draws import entity_key, exponential, name_key, uniform, world_key
from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.files import load_scenario
from sim.log import NAMED_LAYER, Row, What, pack_levels, person_number
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.words import ENDS, MODES
from sim.program import Program

HERE = Path(__file__).parent
YEAR = 525_960


def weeks(number: float) -> Quantity:
    """So many weeks, for no reason."""
    return Quantity(central=number, low=number, high=number, unit="weeks")


def window(start: float = 1, count: float = 4, follow: float = 4) -> Window:
    """A short window."""
    return Window(start=weeks(start), count=weeks(count), follow=weeks(follow))


def toy(slug: str = "toy/one_desk", **changes: object) -> Scenario:
    """A toy scenario with a short window."""
    scenario = load_scenario(slug, root=HERE / "files" / "valid")
    return replace(scenario, window=window(), **changes)  # type: ignore[arg-type]


def pretended(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """Rows for people who come at addressed minutes and are handed on now and then."""
    who, luck = world_key(seed, replication), world_key(seed, replication, salt)
    rows: list[Row] = []
    people = 0
    for place, persona in enumerate(program.personas):
        for layer in (0, NAMED_LAYER):
            gap = YEAR / max(persona.per_year, 300.0) * (1 if layer == 0 else 8)
            minute, k = 0.0, 0
            while True:
                entity = entity_key(who, persona.key, layer, k)
                minute += exponential(uniform(entity, name_key("onset")), gap)
                if minute >= program.counted_until:
                    break
                chance = entity_key(luck, persona.key, layer, k)
                number = person_number(place, layer, k)
                rows += journey(program, place, number, int(minute), chance)
                people, k = people + 1, k + 1
    for row in sorted(rows, key=lambda row: (row.minute, row.person)):
        sink.see(row)
    pools = [
        PoolTotals(helping=600 + i, contacts=30, new_seen=10, new_waited=10 * 1440 * (i + 1))
        for i in range(len(program.pools))
    ]
    return Totals(pools=pools, rows=len(rows), people=people)


def journey(program: Program, place: int, person: int, onset: int, chance: int) -> list[Row]:
    """One person's rows: she asks, tells, is handed on or not, and is helped."""

    def row(minute: int, what: What, *, thread: int = 0, chapters: int = 0, value: int = 0) -> Row:
        return Row(minute, person, thread, 1, what, 0, 0, 0, 1, chapters, value)

    persona = program.personas[place]
    levels = tuple(need.central for need in persona.needs)
    rows = [
        row(onset, What.ONSET, thread=-1, value=pack_levels(levels)),
        row(onset + 10, What.ASKED, thread=-1),
        row(onset + 10, What.TAKEN_ON),
    ]
    minute = onset + 1000
    moves = int(uniform(chance, name_key("moves")) * (len(program.teams) + 1))
    for number in range(moves + 1):
        rows += [
            row(minute, What.MEETS, value=30 * 16 + MODES.index("phone")),
            row(minute + 30, What.RETELLS if number else What.TELLS, chapters=1, value=5),
            row(minute + 30, What.PARTS, value=30),
        ]
        if number < moves:
            rows.append(row(minute + 30, What.HANDS_ON, value=2))
        minute += 1500
    if uniform(chance, name_key("helped")) < 0.7:
        rows.append(row(minute, What.HELPS, value=20))
    rows.append(row(minute + 1, What.LEFT, value=ENDS.index("helped")))
    return rows


def dies_once(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As ``pretended``, but the first worker to come here dies without a word."""
    mark = Path(os.environ["TOY_MARK"])
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt)


def always_dies(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """Dies without a word."""
    os._exit(9)


def raises(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """Fails as a bug would."""
    raise ZeroDivisionError("a bug")
