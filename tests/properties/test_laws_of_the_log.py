"""Laws that every log keeps, whatever the system and whoever comes.

Small systems are made by hypothesis, always the same ones (``derandomize``), so that the suite
does not flicker.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given

from sim.engines.protocol import Totals
from sim.log import JOINED, Row, What
from sim.model.words import MINUTES_PER_WEEK
from sim.program import Program
from tests.engine.small_world import Document
from tests.properties.small_systems import documents, few, log_of

pytestmark = pytest.mark.property


def by_person(rows: list[Row]) -> dict[int, list[Row]]:
    """Rows of each person, in order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found


def bits(number: int) -> Iterator[int]:
    """Positions of a bit set."""
    return (i for i in range(number.bit_length()) if number >> i & 1)


def people_are_conserved(program: Program, rows: list[Row], totals: Totals) -> None:
    """Everybody comes once; a need is on one thread at most, and leaves where it was taken on."""
    assert totals.people == sum(row.what == What.ONSET for row in rows)
    assert totals.rows == len(rows)
    for hers in by_person(rows).values():
        assert [row.what for row in hers].index(What.ONSET) == 0
        assert sum(row.what == What.ONSET for row in hers) == 1
        needs_are_conserved(hers)


def needs_are_conserved(hers: list[Row]) -> None:
    """Taken on and left in turn; whoever joins another thread is taken on in that minute.

    Only a thread alongside meets her without a need of its own.
    """
    on: dict[int, int] = {}
    beside = {row.thread for row in hers if row.what == What.ALONGSIDE}
    urgent: set[int] = set()
    joining: dict[int, int] = {}
    for row in hers:
        assert all(row.minute == minute for minute in joining.values())
        if row.what == What.TAKEN_ON:
            for need in bits(row.needs):
                assert need not in on
                on[need] = row.thread
                joining.pop(need, None)
        elif row.what == What.LEFT:
            for need in bits(row.needs):
                assert on.pop(need) == row.thread
                if row.value == JOINED:
                    joining[need] = row.minute
        elif row.what == What.CRISIS:
            urgent.add(row.thread)  # it may keep a place for a need that is away
        elif row.what in (What.MEETS, What.HELPS):
            assert row.thread in on.values() or row.thread in beside
        elif row.what == What.WAIT_BEGINS:
            assert row.thread in on.values() or row.thread in beside | urgent
    assert not joining


def threads_end_once(program: Program, rows: list[Row], totals: Totals) -> None:
    """A thread that all needs have left takes none on again."""
    on: Counter[tuple[int, int]] = Counter()
    over: set[tuple[int, int]] = set()
    places: set[tuple[int, int]] = set()
    """threads that have kept a place for a need while it was away in a crisis"""
    for row in rows:
        thread = row.person, row.thread
        if row.what == What.CRISIS:
            places.add(thread)
        elif row.what == What.TAKEN_ON:
            assert thread not in over
            on[thread] += row.needs.bit_count()
        elif row.what == What.LEFT:
            on[thread] -= row.needs.bit_count()
            if not on[thread] and thread not in places:
                over.add(thread)


def threads_alongside_own_nothing(program: Program, rows: list[Row], totals: Totals) -> None:
    """They take nothing on, hand nothing on, end nothing, and meet her only while they last."""
    beside = {(row.person, row.thread) for row in rows if row.what == What.ALONGSIDE}
    lasting: set[tuple[int, int]] = set()
    owning = {What.TAKEN_ON, What.LEFT, What.HANDS_ON, What.BOUNCES, What.LOST, What.WAIT_BEGINS}
    for row in rows:
        thread = row.person, row.thread
        if thread not in beside:
            continue
        assert row.what not in owning
        if row.what == What.ALONGSIDE and row.value:
            assert thread not in lasting
            lasting.add(thread)
        elif row.what == What.ALONGSIDE:
            lasting.remove(thread)
        elif row.what in (What.MEETS, What.PARTS, What.HELPS, What.CONFERS):
            assert thread in lasting


def time_never_runs_back(program: Program, rows: list[Row], totals: Totals) -> None:
    """Rows are in order of time, within the run."""
    assert all(first.minute <= second.minute for first, second in pairwise(rows))
    assert all(0 <= row.minute < program.horizon for row in rows)


def spells_come_in_pairs(program: Program, rows: list[Row], totals: Totals) -> None:
    """A thread waits for one thing at a time, and its spell is as long as it says."""
    since: dict[tuple[int, int], int] = {}
    for row in rows:
        if row.what == What.WAIT_BEGINS:
            assert (row.person, row.thread) not in since
            since[row.person, row.thread] = row.minute
        elif row.what == What.WAIT_ENDS:
            assert row.value == row.minute - since.pop((row.person, row.thread))


def contacts_of(program: Program, rows: list[Row]) -> list[tuple[int, int, int, tuple[int, ...]]]:
    """(person, start, end, workers) of each contact; one under way ends with the run."""
    begun: dict[tuple[int, int], list[Row]] = defaultdict(list)
    found = []
    for row in rows:
        if row.what == What.MEETS:
            begun[row.person, row.thread].append(row)
        elif row.what == What.PARTS:
            met = begun.pop((row.person, row.thread))
            assert row.value == row.minute - met[0].minute >= 1
            found.append((row.person, met[0].minute, row.minute, tuple(r.worker for r in met)))
    for (who, _), met in begun.items():
        found.append((who, met[0].minute, program.horizon, tuple(r.worker for r in met)))
    return found


def nobody_is_in_two_places(program: Program, rows: list[Row], totals: Totals) -> None:
    """No person is in two contacts at once, and no worker of a team with a queue."""
    busy: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for person, start, end, workers in contacts_of(program, rows):
        busy["person", person].append((start, end))
        for worker in workers:
            busy["worker", worker >> 12].append((start, end))
    for row in rows:
        if row.what == What.MISSED or row.what == What.CONFERS:
            busy["worker", row.worker >> 12].append((row.minute, row.minute + row.value))
        elif row.what == What.KEPT:
            busy["worker", row.worker >> 12].append((row.minute - row.value, row.minute))
    for (kind, number), spells in busy.items():
        if kind == "person" or not program.pools[number >> 12].drawn:
            for first, second in pairwise(sorted(spells)):
                assert first[1] <= second[0], (kind, number, first, second)


def at_minute(program: Program, minute: int) -> Program:
    """What the program has become by a minute."""
    return [program, *(later for since, later in program.later if since <= minute)][-1]


def contacts_keep_to_shifts(program: Program, rows: list[Row], totals: Totals) -> None:
    """A contact begins on shift and ends by the end of the shift and its overrun."""
    for _, start, end, workers in contacts_of(program, rows):
        for worker in workers:
            pool = at_minute(program, start).pools[worker >> 24]
            if pool.drawn:
                continue
            shifts = pool.slots[worker >> 12 & 0xFFF]
            week, within = divmod(start, MINUTES_PER_WEEK)
            on = [stop for begin, stop in shifts if begin <= within < stop]
            assert on
            latest = week * MINUTES_PER_WEEK + on[0] + program.teams[pool.team].overrun
            assert end <= latest or shifts == ((0, MINUTES_PER_WEEK),) or end == program.horizon


def stories_are_told_once(program: Program, rows: list[Row], totals: Totals) -> None:
    """Told the first time once; told again what she told before, confirmed what anybody told."""
    told: dict[int, int] = {}
    heard: dict[int, int] = {}
    for row in rows:
        if row.what == What.ONSET:
            told[row.person] = row.chapters
            heard[row.person] = row.chapters
        elif row.what == What.TELLS:
            assert not row.chapters & told[row.person]
            told[row.person] |= row.chapters
            heard[row.person] |= row.chapters
        elif row.what == What.TOLD_FOR_HER:
            heard[row.person] |= row.chapters
        elif row.what == What.RETELLS:
            assert row.chapters and not row.chapters & ~told[row.person]
        elif row.what == What.CONFIRMS:
            assert row.chapters and not row.chapters & ~heard[row.person]


def workers_remember(program: Program, rows: list[Row], totals: Totals) -> None:
    """Who has heard a chapter from her is told it again only out of habit."""
    heard: dict[tuple[int, int], int] = defaultdict(int)
    for_her: dict[int, int] = defaultdict(int)
    for row in rows:
        known = heard[row.person, row.worker]
        if row.what == What.TOLD_FOR_HER:
            for_her[row.person] |= row.chapters
        if row.what == What.TELLS:  # what somebody else has told she may tell for the first time
            assert not row.chapters & known & ~for_her[row.person]
        if row.what == What.RETELLS and program.assumptions.ask_again_own == 0.0:
            assert not row.chapters & known
        if row.what in (What.TELLS, What.RETELLS, What.CONFIRMS):
            heard[row.person, row.worker] |= row.chapters


def minutes_are_spent_once(program: Program, rows: list[Row], totals: Totals) -> None:
    """Telling, retelling, confirming and helping fit into the contact."""
    spent: Counter[tuple[int, int]] = Counter()
    for row in rows:
        if row.what == What.MEETS:
            spent[row.person, row.thread] = 0
        elif row.what in (What.TELLS, What.RETELLS, What.CONFIRMS, What.HELPS):
            spent[row.person, row.thread] += row.value
        elif row.what == What.PARTS:
            assert spent[row.person, row.thread] <= row.value


def queues_obey_little(program: Program, rows: list[Row], totals: Totals) -> None:
    """People waiting, summed over minutes, are minutes waited, summed over people."""
    for pool in totals.pools:
        assert pool.queue_area == pool.waited_by_all


def who_stays_with_her_leads_to_one_contact(
    program: Program, rows: list[Row], totals: Totals
) -> None:
    """While a worker stays with her nobody meets her but, once, those to whom she is led."""
    met: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.what == What.MEETS:
            met[row.person].add(row.minute)
        elif row.what == What.KEPT:
            began = row.minute - row.value
            assert sum(began <= minute < row.minute for minute in met[row.person]) <= 1


def levels_move_as_lives_do(program: Program, rows: list[Row], totals: Totals) -> None:
    """A level is from none to urgent and always another one; what is urgent needs it open."""
    level: dict[tuple[int, int], int] = {}
    for row in rows:
        if row.what == What.ONSET:
            for need in range(len(program.personas[row.person >> 40].needs)):
                level[row.person, need] = row.value >> 3 * need & 7
        elif row.what == What.CRISIS:
            (need,) = bits(row.needs)
            assert level[row.person, need] == row.value > 0
        elif row.what == What.LEVEL:
            (need,) = bits(row.needs)
            assert 0 <= row.value <= 4
            level[row.person, need] = row.value
        elif row.what == What.TAKEN_ON:
            assert all(level[row.person, need] > 0 for need in bits(row.needs))


def companions_have_room(program: Program, rows: list[Row], totals: Totals) -> None:
    """Nobody goes along with more people than the caseload, nor with anybody twice."""
    held: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.what == What.COMPANION and row.value == 1:
            assert row.person not in held[row.worker >> 12]
            held[row.worker >> 12].add(row.person)
            assert len(held[row.worker >> 12]) <= program.pools[row.worker >> 24].caseload
        elif row.what == What.COMPANION and row.value == 0:
            held[row.worker >> 12].remove(row.person)


LAWS = (
    levels_move_as_lives_do,
    companions_have_room,
    people_are_conserved,
    threads_end_once,
    threads_alongside_own_nothing,
    who_stays_with_her_leads_to_one_contact,
    time_never_runs_back,
    spells_come_in_pairs,
    nobody_is_in_two_places,
    contacts_keep_to_shifts,
    stories_are_told_once,
    workers_remember,
    minutes_are_spent_once,
    queues_obey_little,
)


@few(25)
@given(document=documents())
def test_every_log_keeps_the_laws(document: Document) -> None:
    program, rows, totals = log_of(document)
    for law in LAWS:
        law(program, rows, totals)
