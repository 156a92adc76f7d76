"""The columns of an event row, and what each kind of event means.

A row is a tuple of integers, so that two engines can be compared bit for bit; ties within a
minute are in the order person, thread, kind, need. Needs and chapters are bit sets: bit *i* is
the persona's *i*-th need or chapter. A row says what happened, never what should follow from
it: the measures do that.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple


class Row(NamedTuple):
    """One event. −1 stands where a column does not apply."""

    minute: int
    person: int
    thread: int
    episode: int
    what: int
    step: int
    team: int
    worker: int
    needs: int
    chapters: int
    value: int


COLUMNS: Final = Row._fields


class What(IntEnum):
    """The kinds of event. The comment says what ``value`` holds."""

    ONSET = 1  # levels of her needs, three bits each; chapters: told before the model meets her
    ASKED = 2  # noticer (position in NOTICERS); needs: what was noticed
    TAKEN_ON = 3  # needs begin to travel on this thread; value 0
    LEFT = 4  # needs leave the thread; value: position in ENDS, or JOINED
    WAIT_BEGINS = 5  # a spell of waiting for `step`; value: position in WAITS
    WAIT_ENDS = 6  # value: minutes waited
    OFFERED = 7  # value 1 taken up, 0 not, 2 taken up when offered again, 3 not now
    MEETS = 8  # a two-way contact begins; value: planned minutes * 16 + position in MODES
    MISSED = 9  # she did not come; value: minutes held
    TELLS = 10  # chapters told for the first time; value: minutes
    RETELLS = 11  # chapters told before and told again; value: minutes
    CONFIRMS = 12  # chapters known to the worker and confirmed; value: minutes
    HELPS = 13  # a session of help that reaches `needs`; value: minutes of helping
    PARTS = 14  # the contact ends; value: minutes
    HANDS_ON = 15  # to `team` and `step`; value: from_team * 8 + position in HANDOFFS, or BOUNDARY
    BOUNCES = (
        16  # `team` sends `needs` back; value: 0 on paper, 1 at the first assessment, 2 closed
    )
    LOST = 17  # the handoff to `team` goes astray; value: position in HANDOFFS
    LEVEL = 18  # the level of `needs` (one bit) becomes value
    JUDGED = 19  # levels as judged, three bits for each need of the persona; needs: which
    ASSESSED = 20  # an assessment took place; value 0
    TOLD_NEEDS = 21  # needs that a worker has now heard of, for the first time; value 0
    CRISIS = 22  # a need (one bit) becomes urgent: she needs help at once; value: its level
    ALONGSIDE = 23  # a thread without responsibility for `needs`; value 1 begins, 0 ends
    COMPANION = 24  # value 1: `worker` goes along with her; 0: no longer; 2: nobody had room
    HAPPENS = 25  # a coming date; value: its position among the persona's
    SUPPORTER = 26  # value: position among the persona's supporters * 4 + 0 left, 1 tired, 2 rested
    HANGS_UP = 27  # nobody answered in time; value: minutes held
    CONFERS = 28  # workers meet without her, a row for each; value: minutes
    TOLD_FOR_HER = 29  # chapters that a supporter told; value: minutes
    PLACE = 30  # a place on the caseload of `team`; value 1 taken, 0 freed
    KEPT = 31  # `worker` has stayed with her until the next contact, or in vain; value: minutes


BOUNDARY: Final = 4
"""The kind of handoff that a birthday or a move makes necessary, in HANDS_ON."""
JOINED: Final = 99
"""Value of LEFT where a thread joined another: no outcome."""
WAITS: Final = ("queue", "drawn", "letter", "course", "pause", "bounce")
"""Kinds of waiting: for a first contact in a queue or by a drawn delay; for a letter to arrive;
between sessions (not counted as waiting); a pause; being sent back."""


def pack_levels(levels: tuple[int, ...]) -> int:
    """Levels (needs,) as one integer, three bits each."""
    packed = 0
    for position, level in enumerate(levels):
        packed |= level << (3 * position)
    return packed


def unpack_level(packed: int, position: int) -> int:
    """The level at a position of :func:`pack_levels`."""
    return (packed >> (3 * position)) & 7


PERSON_BITS: Final = 32


def person_number(persona: int, layer: int, k: int) -> int:
    """Who she is, as one integer: the persona's position, the layer of demand, and k.

    Layer 255 holds the named person. A number is a name: nothing is ordered by it except
    ties.
    """
    return (persona << (PERSON_BITS + 8)) | (layer << PERSON_BITS) | k


NAMED_LAYER: Final = 255

WORKER_BITS: Final = 24
"""A worker's number is pool << 24 | slot << 12 | generation."""
