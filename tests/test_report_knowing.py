"""Who knows what: computed from the log alone, and never from nowhere."""

import pytest
from hypothesis import given

from sim.engines.simpy_engine.world import World
from sim.files import resolve
from sim.log import WORKER_BITS, Row, What
from sim.program import Program, compile_program
from sim.report.knowing import HERSELF, NOTES, SOMEBODY, Knowing, bits_of, knowing
from tests.engine.small_world import Document
from tests.properties.small_systems import Log, documents, few
from tests.test_cli_journey import contact, everything, row

NURSE = 1 << WORKER_BITS
DAY = 1440


def known(*rows: Row, until: float = 182) -> Knowing:
    onset = row(What.ONSET, 0, chapters=1)
    return knowing(everything()[1], [onset, *rows], int(until * DAY))


def hears(day: float, worker: int, what: What, chapters: int) -> list[Row]:
    return contact(day, worker, row(what, day + 0.01, worker=worker, chapters=chapters))


@pytest.mark.unit
def test_worker_and_team_know_what_they_were_told_and_since_when() -> None:
    found = known(*hears(3, NURSE, What.TELLS, 0b10), *hears(9, NURSE, What.RETELLS, 0b11))
    assert found.before == 1
    assert {c: since.how for c, since in found.workers[NURSE].items()} == {0: HERSELF, 1: HERSELF}
    assert [found.workers[NURSE][c].minute // DAY for c in (0, 1)] == [9, 3]
    assert found.teams[1] == found.workers[NURSE]


@pytest.mark.unit
def test_what_is_confirmed_came_from_notes_and_what_a_supporter_says_from_somebody() -> None:
    other = NURSE + 1
    found = known(*hears(3, NURSE, What.CONFIRMS, 1), *hears(5, other, What.TOLD_FOR_HER, 2))
    assert found.workers[NURSE][0].how == NOTES
    assert found.workers[other][1].how == SOMEBODY


@pytest.mark.unit
def test_nothing_is_known_before_the_contact_in_which_it_is_said_is_over() -> None:
    rows = hears(3, NURSE, What.TELLS, 1)
    assert not known(*rows, until=3.015).workers
    assert known(*rows, until=4).workers


@pytest.mark.unit
def test_worker_who_is_introduced_knows_what_the_other_knew_and_not_the_other_way_round() -> None:
    desk = 0
    heard = hears(1, desk, What.TELLS, 0b10)
    meets = [
        row(What.MEETS, 2, step=4, team=1, worker=NURSE, value=32),
        row(What.MEETS, 2, step=4, team=0, worker=desk, value=32),
        row(What.PARTS, 2.01, step=4, team=1, worker=NURSE, value=15),
    ]
    before = hears(1.5, NURSE, What.TELLS, 0b1)
    found = known(*heard, *before, *meets)
    assert found.workers[NURSE][1].how == SOMEBODY
    assert set(found.workers[desk]) == {1}


@pytest.mark.unit
def test_workers_who_confer_learn_what_the_one_who_keeps_her_knows() -> None:
    heard = hears(1, 0, What.TELLS, 0b10)
    confer = [row(What.CONFERS, 2, worker=worker, value=15) for worker in (0, NURSE)]
    assert known(*heard, *confer).workers[NURSE][1].how == SOMEBODY


def check_nothing_from_nowhere(program: Program, rows: list[Row], found: Knowing) -> None:
    """Every entry rests on a row of the log, and what came from somebody was known before."""
    told = {
        (row.worker >> WORKER_BITS, c, row.minute)
        for row in rows
        if row.what in (What.TELLS, What.RETELLS)
        for c in bits_of(row.chapters)
    }
    spoken = [(0, c) for c in bits_of(found.before)]
    spoken += [
        (row.minute, c)
        for row in rows
        if row.what in (What.TELLS, What.RETELLS, What.TOLD_FOR_HER)
        for c in bits_of(row.chapters)
    ]
    for knows in found.workers.values():
        for chapter, since in knows.items():
            if since.how == HERSELF:
                assert any(c == chapter and m == since.minute for _, c, m in told)
            else:
                assert any(c == chapter and m <= since.minute for m, c in spoken)


@pytest.mark.property
@few(25)
@given(documents())
def test_nobody_is_said_to_know_what_the_engine_does_not_have_them_know(document: Document) -> None:
    program = compile_program(resolve(document))
    log = Log()
    world = World(program, 1, 1, log, 0)
    world.run()
    for person in world.people:
        hers = [row for row in log if row.person == person.number]
        found = knowing(program, hers, program.horizon + 1)
        check_nothing_from_nowhere(program, hers, found)
        for held, there in (
            (found.teams, person.known_by_team),
            (found.records, person.known_in_record),
        ):
            for holder, chapters in held.items():
                for chapter in chapters:
                    assert there.get(holder, 0) >> chapter & 1, (holder, chapter)
        for worker, chapters in found.workers.items():
            memory = person.memory.get(worker)
            if memory is not None:  # else that worker has left since, and the memory with them
                assert all(memory >> chapter & 1 for chapter in chapters)
