"""Supporters: what somebody in her life does for her, as far as they are there and not tired.

A supporter is a list of effects (MODEL section 10). Once tired, a share of each effect is left;
once they have left, none. A ratio is weakened towards 1, log odds and chances towards 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.draws import mix, name_key, uniform
from sim.engines.simpy_engine.state import Person
from sim.model.words import MODES
from sim.program.person_parts import PSupporter

THERE = name_key("supporter:there")
IN_PERSON = frozenset(MODES.index(mode) for mode in ("face_to_face", "home_visit", "drop_in"))
"""Modes in which somebody can come along."""


def _here(person: Person) -> Iterator[tuple[PSupporter, float]]:
    """Each supporter who has not left, and the share of their effects that is left."""
    for i, supporter in enumerate(person.persona.supporters):
        if person.supporters_here >> i & 1:
            yield supporter, supporter.tired if person.supporters_tired >> i & 1 else 1.0


def hazard_ratio(person: Person, need: int, *, crisis: bool) -> float:
    """The ratio to the hazard of worsening, or of crisis, of one need."""
    ratio = 1.0
    for supporter, left in _here(person):
        if supporter.needs >> need & 1:
            effect = supporter.crisis if crisis else supporter.worsening
            ratio *= 1.0 + (effect - 1.0) * left
    return ratio


def stopping_ratio(person: Person) -> float:
    """The ratio to the hazard of stopping waiting."""
    ratio = 1.0
    for supporter, left in _here(person):
        ratio *= 1.0 + (supporter.stopping - 1.0) * left
    return ratio


def attending_log_odds(person: Person) -> float:
    """Log odds of coming to a booked contact.

    Added up one by one: ``sum`` rounds differently from one Python to the next.
    """
    log_odds = 0.0
    for supporter, left in _here(person):
        log_odds += supporter.attending * left
    return log_odds


def can_be_told_by(person: Person, mode: int, contact: int) -> int:
    """The chapters that supporters who are with her at this contact can tell; a bit set.

    One draw for each supporter and contact.
    """
    if mode not in IN_PERSON:
        return 0
    chapters = 0
    for supporter, left in _here(person):
        if uniform(person.luck, mix(THERE ^ supporter.purpose), contact) < supporter.present * left:
            chapters |= supporter.tells
    return chapters


def gone_silent(person: Person) -> int:
    """The noticers who no longer see her, since they have left; a bit set."""
    silent = 0
    for i, supporter in enumerate(person.persona.supporters):
        if not person.supporters_here >> i & 1:
            for noticer in supporter.notices:
                silent |= 1 << noticer
    return silent
