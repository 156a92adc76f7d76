"""Handing on: letters, numbers, meetings, overlaps; refused, sent back, or lost (section 6)."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.asking import known_by, meets_last, try_step
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.calendars import longest_opening
from sim.engines.compiled.kernel.clock import order_of
from sim.engines.compiled.kernel.clocks import BOUNCE, LETTER, QUEUE, need_row
from sim.engines.compiled.kernel.counting import FACT_MEMORY
from sim.engines.compiled.kernel.entering import CLOSED_BY_SERVICE, enter, takes
from sim.engines.compiled.kernel.frames import (
    BACK,
    CALL,
    HAND_MET,
    HAND_ON,
    HAND_SENT,
    HAND_THERE,
    INTRODUCE,
    INTRODUCE_CALLED,
    INTRODUCED,
    SEND_BACK,
    SENT_BACK,
    SENT_BACK_HERE,
    SPELL,
    become,
    call,
    done,
    stay,
)
from sim.engines.compiled.kernel.letting_go import coordinate, plan_end_of_contact
from sim.engines.compiled.kernel.lists import NEW, step_at, team_of_pool
from sim.engines.compiled.kernel.lives import free_person
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import again, draw, mixed, uniform_at
from sim.engines.compiled.kernel.pools import is_here, pool_of, team_part
from sim.engines.compiled.kernel.rules import acceptable
from sim.engines.compiled.kernel.seats import opens
from sim.engines.compiled.kernel.shifts import contact_minutes, free_later
from sim.engines.compiled.kernel.telling import (
    chapter_row,
    chapters_of,
    needs_of,
    remember,
    trust_change,
)
from sim.engines.compiled.kernel.threads import give_up_place, leave
from sim.engines.compiled.kernel.tickets import end_ticket, new_ticket, worker_of
from sim.engines.compiled.kernel.waiting import make_room_beside, want_seat
from sim.engines.compiled.layouts import ASSUMED, CHAPTER, NEED, RULE, STEP, TEAM
from sim.formulas import chance_lost, clipped
from sim.log import What
from sim.model.words import ENDS, HANDOFFS, MODES

WARM, OVERLAP, COLD, NUMBER_GIVEN = range(len(HANDOFFS))
WENT_ASTRAY: Final = ENDS.index("lost")
ON_PAPER, AT_FIRST_ASSESSMENT, LIST_CLOSED = range(3)
FACE_TO_FACE: Final = MODES.index("face_to_face")
HANDS_ON = int(What.HANDS_ON)
BOUNCES = int(What.BOUNCES)
LOST_ROW = int(What.LOST)
MEETS = int(What.MEETS)
PARTS_ROW = int(What.PARTS)


@kernel
def referral_of(m: Memory, t: int, rule: int, step: int, kind: int) -> None:
    """Note what a rule says of the handoff that is next; ``kind`` -1 for the rule's own word."""
    m[t + THREAD.GO] = m[rule + RULE.GO]
    m[t + THREAD.BY] = m[rule + RULE.BY]
    m[t + THREAD.IF_BOUNCED] = m[rule + RULE.IF_BOUNCED]
    m[t + THREAD.IF_LOST] = m[rule + RULE.IF_LOST]
    m[t + THREAD.WITH_LINK] = m[rule + RULE.LINK_BACK]
    m[t + THREAD.FROM_STEP] = step
    m[t + THREAD.AS_KIND] = kind
    m[t + THREAD.HAS_LATENT] = 0


@kernel
def hand_on(m: Memory, t: int, point: int, value: int) -> int:
    """Hand a thread on as it is noted, from the step it has just had."""
    if point == HAND_ON:
        met = _set_out(m, t)
        if met:
            return call(m, t, HAND_MET, INTRODUCE)
    if point == HAND_MET:
        m[t + THREAD.HAS_MET] = value
        if not m[t + THREAD.OPEN]:
            return done(m, t, 0)
    if point == HAND_ON or point == HAND_MET:
        if m[t + THREAD.BY] == OVERLAP:
            m[t + THREAD.OVERLAP_WORKER] = m[t + THREAD.WORKER]
            m[t + THREAD.OVERLAP_LEFT] = m[m[WORLD.ASSUMED] + ASSUMED.OVERLAP_SESSIONS]
        elif not m[t + THREAD.HAS_MET]:
            return _send_letter(m, t)
    if point != HAND_THERE:
        if not m[t + THREAD.OPEN]:
            return done(m, t, 0)
        return call(m, t, HAND_THERE, BACK)
    return _arrive(m, t)


@kernel
def _set_out(m: Memory, t: int) -> bool:
    """Another team is responsible; whether both workers are to meet her."""
    x = m.view(np.float64)
    target = step_at(m, m[t + THREAD.GO])
    m[t + THREAD.TO_STEP] = target
    passes(m, t)
    latent = x[t + THREAD.HAND_LATENT] if m[t + THREAD.HAS_LATENT] else loss_latent(m, t)
    m[t + THREAD.IS_LOST] = int(is_lost(m, t, m[t + THREAD.BY], latent))
    m[t + THREAD.HAS_MET] = 0
    taken = taken_on_paper(m, t, target, True) and takes(m, t, m[t + THREAD.GO])
    return m[t + THREAD.BY] == WARM and not m[t + THREAD.IS_LOST] and taken


@kernel
def _send_letter(m: Memory, t: int) -> int:
    """A letter, or the telephone number, travels; a meeting that was not had becomes a letter."""
    if m[t + THREAD.BY] == WARM:
        write_instead(m, t)
    elif m[t + THREAD.BY] == COLD:
        _write(m, t)
    m[t + THREAD.SPELL_KIND] = LETTER
    m[t + THREAD.SPELL_MINUTES] = m[m[WORLD.ASSUMED] + ASSUMED.LETTER_TAKES]
    m[t + THREAD.SPELL_STEP] = m[t + THREAD.GO]
    return call(m, t, HAND_SENT, SPELL)


@kernel
def passes(m: Memory, t: int) -> None:
    """From now on another team is responsible, as is noted of the handoff."""
    go = m[t + THREAD.GO]
    target = step_at(m, go)
    team = m[m[t + THREAD.FROM_STEP] + STEP.TEAM]
    kind = m[t + THREAD.AS_KIND] if m[t + THREAD.AS_KIND] >= 0 else m[t + THREAD.BY]
    to = m[target + STEP.TEAM]
    needs = m[t + THREAD.NEEDS]
    log(m, t, HANDS_ON, m[t + THREAD.WORKER], needs, 0, team * 8 + kind, go, to)
    m[t + THREAD.FROM_TEAM] = team
    m[t + THREAD.BOUNCE_TO] = m[t + THREAD.IF_BOUNCED]
    m[t + THREAD.LOST_TO] = m[t + THREAD.IF_LOST]
    m[t + THREAD.LINK_BACK] = m[t + THREAD.WITH_LINK]
    m[t + THREAD.LOOKED_AT] = 0
    m[t + THREAD.URGENT] = m[t + THREAD.URGENT] & m[target + STEP.URGENT]
    m[t + THREAD.LETTER] = 0
    _let_go(m, t)
    give_up_place(m, t)


@kernel
def _arrive(m: Memory, t: int) -> int:
    """Lost, refused on paper, declined by a closed list, or let in.

    A team whose worker has met her already takes her, though its list has closed since.
    """
    x = m.view(np.float64)
    if not m[t + THREAD.OPEN]:
        return done(m, t, 0)
    go, target = m[t + THREAD.GO], m[t + THREAD.TO_STEP]
    p, to = m[t + THREAD.PERSON], m[m[t + THREAD.TO_STEP] + STEP.TEAM]
    if m[t + THREAD.IS_LOST]:
        _let_go(m, t)
        log(m, t, LOST_ROW, -1, 0, 0, m[t + THREAD.BY], go, to)
        _lower_trust(m, p, x[m[WORLD.ASSUMED] + ASSUMED.LOST])
        _go_or_end(m, t, m[t + THREAD.LOST_TO], WENT_ASTRAY)
    elif not taken_on_paper(m, t, target, _speaks(m, t)):
        try_step(m, p, go)
        send_back_from(m, t, to, ON_PAPER)
        return become(m, t, SEND_BACK)
    elif not m[t + THREAD.HAS_MET] and not takes(m, t, go):
        try_step(m, p, go)
        send_back_from(m, t, to, LIST_CLOSED)
        return become(m, t, SEND_BACK)
    else:
        enter(m, t, go)
    return done(m, t, 0)


@kernel
def _speaks(m: Memory, t: int) -> bool:
    """Whether the sender speaks with the team that she comes to, in place of writing."""
    return m[t + THREAD.HAS_MET] != 0 or m[t + THREAD.BY] == OVERLAP


@kernel
def send_back_from(m: Memory, t: int, team: int, when: int) -> None:
    """Note which team sends her back, and at which look."""
    m[t + THREAD.BACK_TEAM] = team
    m[t + THREAD.AS_KIND] = when


@kernel
def send_back(m: Memory, t: int, point: int) -> int:
    """The team sends her back, to the step that the rule named or to nobody."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    if point == SEND_BACK:
        m[t + THREAD.PLACE_FOR] = 0
        needs = m[t + THREAD.NEEDS]
        team, when = m[t + THREAD.BACK_TEAM], m[t + THREAD.AS_KIND]
        log(m, t, BOUNCES, -1, needs, 0, when, -1, team)
        _lower_trust(m, m[t + THREAD.PERSON], x[a + ASSUMED.BOUNCED])
        _let_go(m, t)
        m[t + THREAD.SPELL_KIND] = BOUNCE
        m[t + THREAD.SPELL_MINUTES] = m[a + ASSUMED.BOUNCE_TAKES]
        m[t + THREAD.SPELL_STEP] = m[t + THREAD.STEP]
        return call(m, t, SENT_BACK, SPELL)
    if point == SENT_BACK:
        return call(m, t, SENT_BACK_HERE, BACK)
    if m[t + THREAD.OPEN]:
        _go_or_end(m, t, m[t + THREAD.BOUNCE_TO], CLOSED_BY_SERVICE)
    return done(m, t, 0)


@kernel
def _let_go(m: Memory, t: int) -> None:
    """No old worker comes along any more."""
    m[t + THREAD.OVERLAP_LEFT] = 0
    m[t + THREAD.OVERLAP_WORKER] = -1


@kernel
def write_instead(m: Memory, t: int) -> None:
    """The letter that takes the place of a meeting is written in nobody's free time."""
    _write(m, t)
    if m[t + THREAD.WORKER] >= 0:
        coordinate(m, m[t + THREAD.WORKER], m[m[WORLD.ASSUMED] + ASSUMED.WRITING])


@kernel
def _go_or_end(m: Memory, t: int, step: int, end: int) -> None:
    m[t + THREAD.LOOKED_AT] = 1
    m[t + THREAD.LINK_BACK] = m[t + THREAD.LETTER] = 0
    if step >= 0:
        enter(m, t, step)
    else:
        leave(m, t, m[t + THREAD.NEEDS], end)


@kernel
def taken_on_paper(m: Memory, t: int, target: int, spoken: bool) -> bool:
    """Whether the team of a step takes at least one of her needs, by what it is told of her.

    Of needs that travel elsewhere it is told what the sender remembers, where the two speak, else
    what a letter carries, each at the level at which it was judged last.
    """
    p = m[t + THREAD.PERSON]
    said = known_by(m, p, m[t + THREAD.WORKER], FACT_MEMORY) if spoken else m[t + THREAD.LETTER]
    beside = needs_of(m, p, said) & ~m[t + THREAD.NEEDS] & m[p + PERSON.IS_JUDGED]
    return acceptable(m, t, m[target + STEP.TEAM], beside, m[p + PERSON.JUDGED], True)


@kernel
def loss_latent(m: Memory, t: int) -> float:
    """Its luck with getting lost: one for each need and occurrence; the first need's counts."""
    p = m[t + THREAD.PERSON]
    latent = -1.0
    for need in range(m[p + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] >> need & 1:
            u = draw(m, p, mixed(purposes.LOSS, m[need_row(m, p, need) + NEED.PURPOSE]))
            latent = u if latent < 0.0 else latent
    return latent


@kernel
def is_lost(m: Memory, t: int, kind: int, latent: float) -> bool:
    """Whether luck falls under the chance that a handoff of this kind goes astray."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    k = x[a + ASSUMED.ON_LOSS] if m[a + ASSUMED.TRUST_ACTS] else 0.0
    base = x[m[a + ASSUMED.LOSES] + kind]
    return latent < chance_lost(base, k, trust_change(m, m[t + THREAD.PERSON]))


@kernel
def _lower_trust(m: Memory, p: int, by: float) -> None:
    x = m.view(np.float64)
    x[p + PERSON.TRUST] = clipped(x[p + PERSON.TRUST] - by)


@kernel
def _write(m: Memory, t: int) -> None:
    """A letter carries each chapter that its writer knew, with some fidelity."""
    x = m.view(np.float64)
    p = m[t + THREAD.PERSON]
    known = known_by(m, p, m[t + THREAD.WORKER], FACT_MEMORY)
    fidelity = x[m[WORLD.ASSUMED] + ASSUMED.LETTER_CARRIES]
    occurrence = again(m, p, purposes.CARRIES)
    m[t + THREAD.LETTER_KEY] = mixed(purposes.CARRIES, occurrence)
    for i in range(chapters_of(m, p)):
        if known >> i & 1:
            purpose = mixed(purposes.CARRIES, m[chapter_row(m, p, i) + CHAPTER.PURPOSE])
            if uniform_at(m[p + PERSON.LUCK], purpose, occurrence) < fidelity:
                m[t + THREAD.LETTER] |= 1 << i


# Warm: both workers meet her


@kernel
def introduce(m: Memory, t: int, point: int, value: int) -> int:
    """Both workers meet her (1); a meeting that cannot be had in time becomes a letter (0)."""
    if point == INTRODUCE:
        if not _ask_for_meeting(m, t):
            return done(m, t, 0)
        return call(m, t, INTRODUCE_CALLED, CALL)
    if point == INTRODUCE_CALLED:
        if value == 0:
            return done(m, t, 0)
        return _both_meet_her(m, t, value)
    _introduced(m, t)
    return done(m, t, 1)


@kernel
def _ask_for_meeting(m: Memory, t: int) -> bool:
    """Ask for a meeting, if there can be one at all."""
    sender = m[t + THREAD.WORKER]
    if sender < 0 or not is_here(m, sender):
        return False
    target = m[t + THREAD.TO_STEP]
    minutes = m[m[WORLD.ASSUMED] + ASSUMED.MEETING]
    team = team_part(m, m[target + STEP.TEAM])
    if minutes > longest_opening(m, m[team + TEAM.HOURS], m[team + TEAM.N_HOURS]):
        return False
    p = m[t + THREAD.PERSON]
    tk = new_ticket(m)
    m[tk + TICKET.THREAD] = t
    m[tk + TICKET.POOL] = m[target + STEP.POOL]
    m[tk + TICKET.PLANNED] = minutes
    m[tk + TICKET.ORDER] = NEW
    m[tk + TICKET.JOINED] = m[WORLD.NOW]
    m[tk + TICKET.EARLIEST] = opens(m, m[target + STEP.POOL], minutes)
    m[tk + TICKET.KEY_WHO] = m[p + PERSON.NUMBER]
    m[tk + TICKET.KEY_ORDER] = order_of(m[t + THREAD.NUMBER], 0, 0)
    m[tk + TICKET.MEETING] = 1
    make_room_beside(m, tk, 1)
    want_seat(m, tk, pool_of(sender), sender, 0, 0)
    m[t + THREAD.MEETING_SENDER] = sender
    m[t + THREAD.CALL_TICKET] = tk
    m[t + THREAD.CALL_KIND] = QUEUE
    m[t + THREAD.CALL_STEP] = m[t + THREAD.GO]
    m[t + THREAD.CALL_WITHIN] = m[m[WORLD.ASSUMED] + ASSUMED.MEETS_WITHIN]
    m[t + THREAD.CALL_PATIENCE] = 0
    return True


@kernel
def _both_meet_her(m: Memory, t: int, tk: int) -> int:
    """What the sender knows is said in front of her."""
    p = m[t + THREAD.PERSON]
    planned = m[tk + TICKET.PLANNED]
    minutes = contact_minutes(m, tk, planned)
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        team = team_of_pool(m, pool_of(worker))
        log(m, t, MEETS, worker, 0, 0, planned * 16 + FACE_TO_FACE, m[t + THREAD.GO], team)
    m[p + PERSON.CONTACTS] += 1
    m[t + THREAD.CONTACT_TICKET] = tk
    m[t + THREAD.MINUTES] = minutes
    plan_end_of_contact(m, t, minutes)
    return stay(m, t, INTRODUCED)


@kernel
def _introduced(m: Memory, t: int) -> None:
    """The new worker is one she has met."""
    p, tk, minutes = m[t + THREAD.PERSON], m[t + THREAD.CONTACT_TICKET], m[t + THREAD.MINUTES]
    new = worker_of(m, tk, 0)
    remember(m, p, new, known_by(m, p, m[t + THREAD.MEETING_SENDER], FACT_MEMORY), 0)
    meets_last(m, p, new)
    m[t + THREAD.OWN] = m[t + THREAD.INTRODUCED] = new
    team = team_of_pool(m, pool_of(new))
    log(m, t, PARTS_ROW, new, 0, 0, minutes, m[t + THREAD.GO], team)
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        coordinate(m, worker, minutes)
        free_later(m, worker, m[WORLD.NOW], minutes, 0)
    end_ticket(m, tk)
    free_person(m, p)
