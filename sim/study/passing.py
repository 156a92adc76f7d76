"""Where needs go in one run: from door to team, from team to team, and out.

Goes in: the rows of each person in order. Comes out: a ledger of moves, in which every
need that comes to a team goes on, ends there, or is still there. A need belongs to the team that
is responsible: from a handoff on to the one handed to, also while the letter is on its way, and to
the one that sends back until somebody else has it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.log import BOUNDARY, JOINED, Row, What, unpack_level
from sim.measures.journeys import ADRIFT_AT_MOST, LOOKS
from sim.measures.threads import KIND_BITS, TEAM_SHIFT
from sim.model.words import ENDS, HANDOFFS, HELP_SOUGHT_FROM, NOTICERS

NOBODY: Final = -1
"""Stands for no team and no step."""
AT_A_STEP: Final = frozenset({What.WAIT_BEGINS, What.MEETS, What.MISSED, What.HANGS_UP})
"""Rows that say at which step a thread stands."""
BEGINNINGS: Final = ("asked", "urgent")
"""Moves by which a thread begins before it stands anywhere."""


class Move(NamedTuple):
    """What kind of move, between which teams (numbers of the program)."""

    flow: str
    from_team: int
    to_team: int
    step: int
    kind: str


class Ended(NamedTuple):
    """How a need left its last thread."""

    minute: int
    team: int
    step: int
    kind: str


class Leg(NamedTuple):
    """A move that is under way: where it leads is not known yet."""

    flow: str
    kind: str
    from_team: int
    back_from: Ended | None = None
    """for an asking with which she comes back: how the need had left"""
    minute: int = NOBODY
    """of that asking"""


Ledger = dict[tuple[int, Move], list[int]]
"""By person and move: times, needs that moved, and for coming back the minutes since it ended."""


@dataclass(slots=True)
class Thread:
    """Where a thread stands, and what it is in the middle of."""

    team: int = NOBODY
    step: int = NOBODY
    needs: int = 0
    sender: int = NOBODY
    """who handed it on last"""
    leg: Leg | None = None


class Passing:
    """One person's needs on their way."""

    def __init__(self, ledger: Ledger, row: Row, needs: int, team_of: list[int]) -> None:
        """Begin with her row of onset. ``team_of``: the team of each step."""
        self.ledger, self.person, self.team_of = ledger, row.person, team_of
        self.levels = [unpack_level(row.value, need) for need in range(needs)]
        self.threads: dict[int, Thread] = defaultdict(Thread)
        self.on: list[Thread | None] = [None] * needs
        self.ended: list[Ended | None] = [None] * needs
        self.joining: dict[int, Leg] = {}
        """by need that is between two threads"""
        self.released = 0
        self.back_in = 0
        self.asked = NOBODY
        self.taken_at = [NOBODY] * needs
        self.adrift = [row.minute if one >= HELP_SOUGHT_FROM else NOBODY for one in self.levels]
        self.fell = False

    def see(self, row: Row) -> None:
        """Take in her next row."""
        what = row.what
        if what in AT_A_STEP:
            self._stands(self.threads[row.thread], self.team_of[row.step], row.step)
        elif what == What.HELPS:
            self._helped(row)
        elif what == What.TAKEN_ON:
            self._taken_on(row)
        elif what == What.LEFT:
            self._left(row)
        elif what == What.HANDS_ON:
            self._handed_on(row)
        elif what == What.LEVEL:
            self._level(row)
        elif what == What.ASKED:
            self._asked(row)
        elif what == What.BOUNCES:
            self._sent_back(row)
        elif what == What.LOST:
            self._lost(row)

    def finish(self, over: int) -> None:
        """Her follow-up is over at this minute: what is on a thread is still there."""
        for thread in self.threads.values():
            still = thread.needs.bit_count()
            if not still:
                continue
            if thread.leg is not None and thread.leg.flow in BEGINNINGS:
                self._arrives(thread.leg, NOBODY, still)
            self._add(
                "still_there", thread.team, NOBODY, step=thread.step, times=still, needs=still
            )
        for need in range(len(self.levels)):
            self._see_adrift(need, over)

    def _add(
        self,
        flow: str,
        from_team: int,
        to_team: int,
        kind: str = "",
        *,
        step: int = NOBODY,
        times: int = 1,
        needs: int = 0,
        minutes: int = 0,
    ) -> None:
        line = self.ledger[self.person, Move(flow, from_team, to_team, step, kind)]
        line[0] += times
        line[1] += needs
        line[2] += minutes

    def _arrives(self, leg: Leg, team: int, needs: int) -> None:
        """A move that was under way has led to a team."""
        self._add(leg.flow, leg.from_team, team, leg.kind, needs=needs)
        gone = leg.back_from
        if gone is not None:
            away = leg.minute - gone.minute
            self._add("came_back", gone.team, team, gone.kind, step=gone.step, minutes=away)

    def _stands(self, thread: Thread, team: int, step: int) -> None:
        """The thread is at a step of a team now."""
        leg, thread.leg = thread.leg, None
        needs = thread.needs.bit_count()
        if leg is not None:
            self._arrives(leg, team, needs)
        elif team != thread.team and needs:
            self._add("went_on", thread.team, team, needs=needs)
        thread.team, thread.step = team, step

    def _asked(self, row: Row) -> None:
        if self.asked < 0:
            self.asked = row.minute
        leg = Leg("asked", NOTICERS[row.value], NOBODY)
        if row.episode > self.back_in:
            for need in bits(row.needs & self.released):
                if self.levels[need] > 0:
                    self.back_in = row.episode
                    leg = leg._replace(back_from=self.ended[need], minute=row.minute)
                    break
        self.threads[row.thread].leg = leg

    def _taken_on(self, row: Row) -> None:
        thread = self.threads[row.thread]
        fresh = thread.leg is None and thread.team == NOBODY
        if fresh and row.step >= 0:
            thread.team, thread.step = self.team_of[row.step], row.step
        came: dict[Leg, int] = defaultdict(int)
        for need in bits(row.needs):
            self._see_adrift(need, row.minute)
            came[self._whence(need, row.minute, thread)] += 1
            self.on[need], self.taken_at[need] = thread, row.minute
        thread.needs |= row.needs
        if thread.leg is not None and thread.leg.flow in BEGINNINGS:
            return  # they are entered where the thread arrives
        for leg, needs in came.items():
            if thread.team == NOBODY:
                # nobody asked, and it stands nowhere yet: it goes to where urgent help is
                thread.leg = Leg("urgent", "", leg.from_team)
            elif leg.flow != "joined" or leg.from_team != thread.team:
                self._arrives(leg, thread.team, needs)

    def _whence(self, need: int, minute: int, thread: Thread) -> Leg:
        """Where a need comes from that is taken on."""
        leg = self.joining.pop(need, None)
        if leg is not None:
            return leg
        gone = self.ended[need]
        asked = thread.leg is not None and thread.leg.flow == "asked"
        if gone is not None and gone.minute == minute and not asked:
            # let go and taken on in one minute is not having left: a place was kept for it
            self._add("ended", gone.team, NOBODY, gone.kind, step=gone.step, times=-1, needs=-1)
            return Leg("joined", "", gone.team)
        return Leg("heard", "", NOBODY)

    def _left(self, row: Row) -> None:
        thread = self.threads[row.thread]
        if thread.leg is not None and thread.leg.flow in BEGINNINGS and row.step >= 0:
            self._stands(thread, self.team_of[row.step], row.step)
        for need in bits(row.needs):
            if row.value == JOINED:
                self.joining[need] = thread.leg or Leg("joined", "", thread.team)
            else:
                self._ends(thread, need, row)
            if self.on[need] is thread:
                self.on[need] = None
                at_once = self.taken_at[need] == row.minute and self.adrift[need] >= 0
                if self.levels[need] >= HELP_SOUGHT_FROM and not at_once:
                    self.adrift[need] = row.minute
        thread.needs &= ~row.needs
        if row.value != JOINED:
            self.released |= row.needs

    def _ends(self, thread: Thread, need: int, row: Row) -> None:
        """A need leaves for good: the team responsible, and its step as far as it has one."""
        there = row.step >= 0 and self.team_of[row.step] == thread.team
        step = row.step if there else thread.step
        gone = Ended(row.minute, thread.team, step, ENDS[row.value])
        self.ended[need] = gone
        self._add("ended", gone.team, NOBODY, gone.kind, step=gone.step, needs=1)

    def _handed_on(self, row: Row) -> None:
        thread = self.threads[row.thread]
        sender, kind = row.value >> TEAM_SHIFT, row.value & KIND_BITS
        if thread.leg is not None or thread.team != sender:
            self._stands(thread, sender, NOBODY)
        flow = "boundary" if kind == BOUNDARY else "handoff"
        how = "" if kind == BOUNDARY else HANDOFFS[kind]
        self._add(flow, sender, row.team, how, needs=row.needs.bit_count())
        thread.team, thread.step, thread.sender = row.team, row.step, sender

    def _sent_back(self, row: Row) -> None:
        thread = self.threads[row.thread]
        if thread.leg is not None or thread.team != row.team:
            self._stands(thread, row.team, thread.step)
        self._add("sent_back", row.team, thread.sender, LOOKS[row.value])
        thread.leg = Leg("followed_up", "sent_back", row.team)

    def _lost(self, row: Row) -> None:
        thread = self.threads[row.thread]
        self._add("lost_on_the_way", thread.sender, row.team, HANDOFFS[row.value])
        thread.leg = Leg("followed_up", "lost", row.team)

    # Falling through: as sim.measures.journeys counts it

    def _see_adrift(self, need: int, minute: int) -> None:
        """Whether a need on no thread has been adrift for 8 weeks, and since her first asking."""
        since = self.adrift[need]
        if since < 0 or self.asked < 0 or self.on[need] is not None or self.fell:
            return
        if minute - max(since, self.asked) >= ADRIFT_AT_MOST:
            self.fell = True
            ended = self.ended[need]
            if ended is None:
                self._add("fell_through", NOBODY, NOBODY, "never_taken_on")
            else:
                self._add("fell_through", ended.team, NOBODY, ended.kind, step=ended.step)

    def _helped(self, row: Row) -> None:
        for need in bits(row.needs):
            if self.adrift[need] >= 0:
                self._see_adrift(need, row.minute)
                self.adrift[need] = row.minute

    def _level(self, row: Row) -> None:
        for need in bits(row.needs):
            wanted = self.levels[need] >= HELP_SOUGHT_FROM
            self.levels[need] = row.value
            if row.value >= HELP_SOUGHT_FROM and not wanted and self.on[need] is None:
                self.adrift[need] = row.minute
            elif row.value < HELP_SOUGHT_FROM and wanted:
                self._see_adrift(need, row.minute)
                self.adrift[need] = NOBODY


def bits(number: int) -> list[int]:
    """Positions of a bit set."""
    return [i for i in range(number.bit_length()) if number >> i & 1]
