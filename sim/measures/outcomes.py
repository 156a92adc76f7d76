"""From many journeys to the table of people.

In: journeys side by side (:mod:`sim.measures.gathering`). Out: the columns about people, each in
one expression, arrays of shape (people,). Minutes become days here and in ``sim.measures.needs``,
nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures import journeys as of
from sim.measures.columns import PEOPLE
from sim.measures.continuity import MOST, SQUARES, SWITCHES, concentration, sequence, usual
from sim.measures.gathering import Gathered, Whole, days, days_if, first_of, gathered, words
from sim.measures.memory import NEVER, Memory
from sim.measures.needs import (
    STILL_OPEN,
    adrift_too_long,
    column_of,
    eased_alone,
    helped,
    needs_table,
    told,
    unmet,
    urgent_wait,
    wait,
    wait_from_onset,
    wanted,
    was_urgent,
)
from sim.measures.tables import PeopleTable
from sim.model.words import ENDS, HANDOFFS, MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.program import Program

Columns = dict[str, NDArray[Any]]
TALLIES = {"": of.BY_WORKER, "_team": of.BY_TEAM, "_organisation": of.BY_ORGANISATION}


def people_table(program: Program, memory: Memory, journeys: Sequence[int] | Whole) -> PeopleTable:
    """What happened to the people whose journeys begin at these cells, and to their needs."""
    people = gathered(program, memory, journeys)
    facts: Columns = {
        **people.who(),
        **_handoffs(people),
        **_contacts(people),
        **_continuity(people),
        **_telling(people),
        **_waits(people),
        **_beside(people),
        **_first_of_contact(people),
        **_help(people),
        **_ends(people),
    }
    facts["helped_one_handoff"] = facts["right_help"] & (facts["handoffs"] <= 1)
    return PeopleTable(
        columns={name: column_of(facts[name], kind) for name, kind in PEOPLE.items()},
        needs=needs_table(people),
        follow_days=program.follow / MINUTES_PER_DAY,
    )


def _handoffs(people: Gathered) -> Columns:
    kinds = {
        f"handoffs_{kind}": people.counts(of.HANDED_ON + place)
        for place, kind in enumerate(HANDOFFS)
    }
    looks = {
        f"bounces_{look}": people.counts(of.BOUNCED + place) for place, look in enumerate(of.LOOKS)
    }
    handoffs = np.sum(list(kinds.values()), axis=0)
    within = people.counts(of.WITHIN)
    return {
        "handoffs": handoffs,
        **kinds,
        "handoffs_boundary": people.counts(of.BOUNDARY_MOVES),
        "handoffs_within": within,
        "handoffs_across": handoffs - within,
        "handoffs_need_weighted": people.counts(of.NEED_WEIGHTED),
        "handoffs_lost": people.counts(of.ASTRAY),
        "bounces": np.sum(list(looks.values()), axis=0),
        **looks,
    }


def _contacts(people: Gathered) -> Columns:
    return {
        "contacts": people.counts(of.CONTACTS),
        "contacts_by_phone": people.counts(of.BY_PHONE),
        "contacts_out_of_hours": people.counts(of.OUT_OF_HOURS),
        "contacts_missed": people.counts(of.MISSED),
        "contacts_after_coming_back": people.counts(of.AFTER_COMING_BACK),
        "contacts_away": people.counts(of.AWAY),
        "new_faces": people.counts(of.FACES),
        "contact_switches": people.counts(of.CHANGES),
        "assessments": people.counts(of.ASSESSMENTS),
        "offers_refused": people.counts(of.REFUSED),
        "offers_taken_up_later": people.counts(of.TAKEN_UP_LATER),
    }


def _continuity(people: Gathered) -> Columns:
    contacts, her = people.counts(of.SCORED), people.her
    columns: Columns = {}
    for level, tally in TALLIES.items():
        columns[f"upc{level}"] = usual(her(tally + MOST), contacts)
        columns[f"coc{level}"] = concentration(her(tally + SQUARES), contacts)
        columns[f"secon{level}"] = sequence(her(tally + SWITCHES), contacts)
    return columns


def _telling(people: Gathered) -> Columns:
    return {
        "repeated_stories": people.counts(of.REPEATED_STORIES),
        "chapters_retold": people.counts(of.CHAPTERS_RETOLD),
        "minutes_retelling": people.counts(of.MINUTES_RETELLING),
        "painful_retold": people.counts(of.PAINFUL_RETOLD),
    }


def _waits(people: Gathered) -> Columns:
    her = people.her
    met, asked, since = her(of.FIRST_CONTACT), her(of.ASKED), her(of.SILENT_SINCE)
    still = np.where(since >= 0, her(of.OVER) - since, 0)
    return {
        "wait_first_contact_days": days_if((met >= 0) & (asked >= 0), np.maximum(0, met - asked)),
        "wait_first_contact_from_onset_days": days_if(met >= 0, met - her(of.ONSET)),
        **_spells(people),
        "longest_silence_days": days(np.maximum(her(of.LONGEST_SILENCE), still)),
    }


def _spells(people: Gathered) -> Columns:
    """Days of waiting; spells that are not over count up to the end of her follow-up."""
    her = people.her
    waiting, still = her(of.NOW) % of.LASTS, her(of.OVER) - her(of.WAITING_SINCE)
    waited = people.counts(of.WAITED) + np.where(waiting > 0, still, 0)
    interim = (waiting > 0) & (her(of.NOW) >= of.LASTS)
    with_interim = people.counts(of.WAITED_WITH_INTERIM) + np.where(interim, still, 0)

    def of_kind(minutes: int, unit: int, above: int) -> Whole:
        return people.counts(minutes) + np.where(waiting % above >= unit, still, 0)

    return {
        "waiting_days": days(waited),
        "waiting_days_with_interim": days(with_interim),
        "waiting_days_alone": days(waited - with_interim),
        "waiting_days_for_contact": days(
            of_kind(of.WAITED_FOR_CONTACT, of.FOR_CONTACT, of.FOR_LETTER)
        ),
        "waiting_days_for_letter": days(of_kind(of.WAITED_FOR_LETTER, of.FOR_LETTER, of.SENT_BACK)),
        "waiting_days_sent_back": days(of_kind(of.WAITED_SENT_BACK, of.SENT_BACK, of.LASTS)),
    }


def _beside(people: Gathered) -> Columns:
    later = people.counts(of.CONTACTS) - 1
    held = np.full(len(people), np.nan)
    np.divide(people.counts(of.WITH_HOLDER), later, out=held, where=later > 0)
    return {
        "crises": people.total(people.need(of.CRISES)),
        "hang_ups": people.counts(of.HANG_UPS),
        "consults": people.counts(of.CONSULTS),
        "chapters_told_for_her": people.counts(of.CHAPTERS_TOLD_FOR_HER),
        "companion_given": people.counts(of.COMPANION_GIVEN) > 0,
        "companion_full": people.counts(of.COMPANION_FULL) > 0,
        "contacts_with_companion": people.counts(of.WITH_COMPANION),
        "holder_share": held,
    }


def _first_of_contact(people: Gathered) -> Columns:
    her = people.her
    asked, eased = her(of.ASKED), her(of.EASED_AT)
    left = np.where(her(of.LEFT_AT) == eased, NEVER, her(of.LEFT_AT))
    first, minute = first_of((her(of.FIRST_CONTACT), eased, left), her(of.OVER))
    return {
        "came_first": words(("met", "better", "left"), np.where(asked >= 0, first, NEVER)),
        "came_first_days": days_if(asked >= 0, np.maximum(0, minute - asked)),
    }


def _help(people: Gathered) -> Columns:
    sought = wanted(people)
    right = ~people.any_of(sought & ~helped(people))
    waits = people.most(np.where(sought, wait(people), 0))
    from_onset = people.most(np.where(sought, wait_from_onset(people), 0))
    urgent = was_urgent(people)
    came = people.most(np.where(urgent, urgent_wait(people), 0)) / MINUTES_PER_HOUR
    unheard = (people.need(of.HIGHEST) > 0) & ~told(people)
    return {
        "right_help": right,
        "wait_right_help_days": days_if(right, waits),
        "wait_right_help_from_onset_days": days_if(right, from_onset),
        "wait_urgent_help_hours": np.where(people.any_of(urgent), came, np.nan),
        "better_without_help": people.any_of(eased_alone(people)),
        "unmet_need_days": days(people.total(unmet(people))),
        "needs_never_told": people.total(unheard),
    }


def _ends(people: Gathered) -> Columns:
    her = people.her
    adrift = people.any_of(adrift_too_long(people))
    worst = her(of.WORST_END)
    still_open = people.any_of(people.need(of.ON_THREAD) >= 0)
    better = still_open & ((worst < 0) | (worst > STILL_OPEN))
    return {
        "fell_through": (people.counts(of.FELL_THROUGH) > 0) | adrift,
        "never_reached": her(of.ASKED) < 0,
        "episodes": her(of.EPISODE),
        "came_back": people.counts(of.CAME_BACK),
        "ended": words(ENDS, np.where(better, STILL_OPEN, worst)),
    }
