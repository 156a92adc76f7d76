"""The columns of the tables of people and of their needs, in order, with what each holds.

Goes in: nothing. Comes out: names and kinds. Names are promised: scripts rely on them.
"""

from __future__ import annotations

from typing import Final

from sim.measures.tables import REAL, WHOLE, WORD, YES_NO

PEOPLE: Final[dict[str, str]] = {
    "person": WHOLE,
    "persona": WORD,
    "named": YES_NO,
    "onset_minute": WHOLE,
    "asked_minute": WHOLE,
    "handoffs": WHOLE,
    "handoffs_warm": WHOLE,
    "handoffs_overlap": WHOLE,
    "handoffs_cold": WHOLE,
    "handoffs_number_given": WHOLE,
    "handoffs_boundary": WHOLE,
    "bounces": WHOLE,
    "repeated_stories": WHOLE,
    "chapters_retold": WHOLE,
    "minutes_retelling": WHOLE,
    "new_faces": WHOLE,
    "contact_switches": WHOLE,
    "upc": REAL,
    "coc": REAL,
    "secon": REAL,
    "wait_first_contact_days": REAL,
    "wait_right_help_days": REAL,
    "right_help": YES_NO,
    "longest_silence_days": REAL,
    "waiting_days": REAL,
    "assessments": WHOLE,
    "contacts": WHOLE,
    "fell_through": YES_NO,
    "crises": WHOLE,
    "came_back": WHOLE,
    "unmet_need_days": REAL,
    "needs_never_told": WHOLE,
    "never_reached": YES_NO,
    "ended": WORD,
    "wait_first_contact_from_onset_days": REAL,
    "wait_right_help_from_onset_days": REAL,
    "helped_one_handoff": YES_NO,
    "better_without_help": YES_NO,
    "handoffs_within": WHOLE,
    "handoffs_across": WHOLE,
    "handoffs_need_weighted": WHOLE,
    "handoffs_lost": WHOLE,
    "painful_retold": WHOLE,
    "contacts_by_phone": WHOLE,
    "contacts_out_of_hours": WHOLE,
    "contacts_missed": WHOLE,
    "offers_refused": WHOLE,
    "episodes": WHOLE,
    "upc_team": REAL,
    "coc_team": REAL,
    "secon_team": REAL,
    "upc_organisation": REAL,
    "coc_organisation": REAL,
    "secon_organisation": REAL,
    "waiting_days_alone": REAL,
    "waiting_days_with_interim": REAL,
    "waiting_days_for_contact": REAL,
    "waiting_days_for_letter": REAL,
    "waiting_days_sent_back": REAL,
    "contacts_after_coming_back": WHOLE,
    "bounces_on_paper": WHOLE,
    "bounces_at_assessment": WHOLE,
    "bounces_list_closed": WHOLE,
    "offers_taken_up_later": WHOLE,
    "hang_ups": WHOLE,
    "consults": WHOLE,
    "chapters_told_for_her": WHOLE,
    "contacts_away": WHOLE,
    "companion_given": YES_NO,
    "companion_full": YES_NO,
    "contacts_with_companion": WHOLE,
    "holder_share": REAL,
    "came_first": WORD,
    "came_first_days": REAL,
    "wait_urgent_help_hours": REAL,
}
"""The columns about people, in order, with what each holds. ``asked_minute`` is -1 where
nobody asked. ``came_first`` is what came first after her first asking: a contact (``met``), the
end of every thread (``left``), her needs easing (``better``), or none of them (empty), with the
days from asking to it, or to the end of her follow-up; no days where nobody asked.
``wait_urgent_help_hours`` is empty for who never had an urgent need that anybody spoke of."""

NEEDS: Final[dict[str, str]] = {
    "person": WHOLE,
    "persona": WORD,
    "named": YES_NO,
    "need": WORD,
    "domain": WORD,
    "level_at_onset": WHOLE,
    "highest_level": WHOLE,
    "asked": YES_NO,
    "told": YES_NO,
    "wait_right_help_days": REAL,
    "wait_right_help_from_onset_days": REAL,
    "right_help": YES_NO,
    "better_without_help": YES_NO,
    "ended": WORD,
    "unmet_days": REAL,
    "handoffs": WHOLE,
    "crises": WHOLE,
    "sought_days": REAL,
    "came_first": WORD,
    "came_first_days": REAL,
    "turned_out": WORD,
    "turned_out_days": REAL,
}
"""The columns about needs, in order. Right help is asked only of needs that reached level 2.
``came_first`` is what came first after onset: right help (``helped``), a thread that ended without
it (``left``), easing to nothing (``better``), or none of them (empty), with the days from onset to
it, or to the end of follow-up. ``turned_out`` looks back from that end: ``helped`` or ``better``
whichever came first, whether or not she had left and come back before; ``left`` where neither came
and no thread holds the need, with the days to the last thread's end. ``sought_days``: days from
onset until the need was wanting help and she had asked; empty where that never was."""
