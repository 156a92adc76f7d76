"""The blocks of memory that change in a run: which cell holds what."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from sim.engines.compiled.layouts import layout


def _block(name: str, cells: str) -> ModuleType:
    return layout(name, tuple(cells.split()))


SIZES: Final = 40
"""Blocks are handed out in sizes of powers of two; one list of free ones for each."""

WORLD: Final = _block(
    "world",
    """
    top now seq
    program base_program programs
    assumed steps teams pools streams personas n_steps n_teams n_pools n_streams n_personas
    horizon start flat
    people_world luck_world
    events n_events cap_events days minutes n_minutes today opened free_events
    begins n_begins cap_begins first_begin wakes n_wakes cap_wakes first_wake
    dispatch_at dirty n_dirty cap_dirty sorted_dirty
    rows cap_rows n_rows all_rows people
    logs folds config journeys n_journeys cap_journeys
    pool_states team_states step_states stream_states persona_states totals
    first_waits n_days still_waiting
    year pushed all_slots
    meetings n_meetings cap_meetings kept_any
    all_tickets n_all_tickets cap_all_tickets
    all_people n_all_people cap_all_people
    free_tickets free_threads serial biggest
    way n_ways
    scratch team_of_step words_of_tried
    """
    + " ".join(f"free_{i}" for i in range(SIZES)),
)
"""What there is one of. ``top`` is the first cell that nobody has, and must come first."""

EVENT: Final = _block("event", "after minute phase who order kind a b c")
"""``after`` is another event of the same day or minute; ``who`` and ``order`` are the key."""

PERSON: Final = _block(
    "person",
    """
    number persona at_onset luck onset age site hours chapters told heard
    judged is_judged supporters_here supporters_tired companion trust trust_start impatience
    readiness consents
    fate_at busy contacts episode episode_minutes n_episode_minutes asking_token thread_count
    n_needs levels on_thread minutes barriers stigma distance asking n_asking stopping fates n_fates
    tried was_at been_to
    threads n_threads cap_threads parked n_parked cap_parked after n_after cap_after
    facts n_facts cap_facts counts n_counts cap_counts journey
    """,
)
CLOCK: Final = _block("clock", "left rate since struck")
"""``left`` is the threshold less what has gathered."""

THREAD: Final = _block(
    "thread",
    """
    serial next_free number person episode needs step heard helped judged is_judged worker own
    introduced from_team bounce_to lost_to link_back looked_at letter letter_key overlap_worker
    overlap_left misses contact_began session begun place_of waiting wait_since wait_kind wait_step
    spell wake wakes ticket open urgent place_for back sent_away bounced letters_due
    held held_from held_minutes held_travel
    kept_worker kept_since kept_minutes kept_travel kept_letters
    ready latent offers answer accepted trust_then main alongside n_alongside cap_alongside
    interim meeting references
    depth pc_0 pc_1 pc_2 pc_3 pc_4 pc_5 pc_6 pc_7 pc_8 pc_9
    door life_step attended
    place_step reached contact_ticket
    minutes books_minutes books_travel
    known confirmed told retold told_for_her telling_for_her telling retelling confirming helping
    spell_kind spell_minutes spell_step
    call_ticket call_kind call_step call_within call_patience
    for_first ring_call ring_kind
    go by if_bounced if_lost with_link from_step as_kind hand_latent has_latent
    is_lost has_met to_step
    meeting_sender
    way_rule way_meanwhile n_way_meanwhile cap_way_meanwhile way_step
    live_latent live_handed
    back_team rebook
    """,
)
"""``wake`` counts the spells that it has been called or woken from; ``wakes`` says whether the
present one can still be. From ``depth`` on: where its life stands (``courses``)."""

TICKET: Final = _block(
    "ticket",
    """
    serial next_free pool planned order joined earliest key_who key_order thread who own
    beside n_beside joint place limited n_workers worker more stream entity session sessions retry
    in_queue queued_at gone meeting kept with_her room turn within
    """,
)
"""``turn`` is the first minute at which it was its turn and another worker was missing; ``within``,
so many minutes later it is given up."""
WANTED: Final = _block("wanted", "pool worker if_free who")
"""A further seat."""

KEPT_NOTE: Final = _block("kept", "worker since minutes travel letters")
"""A worker who stays for the first words of the next contact."""

ENTRY: Final = _block("entry", "rank who order pushed ticket serial")
"""A ticket in a heap of its pool: its rank is order, minute joined; person; thread and spell."""

HEAP: Final = _block("heap", "planned needs entries n_entries cap_entries")

POOL_STATE: Final = _block(
    "pool state",
    """
    part team_part drawn overrun year new_parts week begun begun_new n_slots leaving_planned
    generation busy shift_end free n_free parked planned waiting area_since last_waited
    heaps n_heaps cap_heaps dirty kept free_before n_free_before has_before
    caseloads companions n_companions cap_companions
    """,
)
"""``parked`` is, for each place on the rota, a list of (tickets, number, capacity)."""
TEAM_STATE: Final = _block("team state", "waiting closed places taken")
STEP_STATE: Final = _block("step state", "begun")
STREAM_STATE: Final = _block("stream state", "key at k entity")
PERSONA_STATE: Final = _block(
    "persona state", "n_layers layers block blocks named named_minute owed minute layer k"
)
LAYER: Final = _block("layer", "at k minute candidate ended")
TOTAL: Final = _block(
    "totals",
    """
    telling retelling confirming helping coordinating missed other_people paperwork contacts
    other_contacts joined seen seen_at_once waited new_seen new_waited urgent_seen urgent_waited
    stopped turned_away queue_area waited_by_all
    """,
)
WAY: Final = _block("way", "needs rule meanwhile n_meanwhile cap_meanwhile")
MAP_ENTRY: Final = _block("entry of a map", "key value used")
