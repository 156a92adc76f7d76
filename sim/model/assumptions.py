"""What is assumed about everybody and every service alike.

The values live in ``sim/data/assumptions.yaml`` with their ranges and reasons; a scenario may
override any of them. Nothing here is known to be true of any place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from sim.model.quantities import Quantity, Unit
from sim.model.words import Domain, Handoff, LevelName, Mode, Noticer


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How a story is told (MODEL section 4)."""

    ask_again: Annotated[Quantity, Unit("proportion")]
    """chance that a worker takes the story again though she knows it from notes; one habit, so
    one draw for each contact"""
    ask_again_own: Annotated[Quantity, Unit("proportion")]
    """the same for what she herself has heard from the person or read before"""
    confirm: Annotated[Quantity, Unit("proportion")]
    """time to confirm a chapter, as a share of the time to tell it"""
    help_at_least: Annotated[Quantity, Unit("minutes")]
    """minutes of helping without which a contact is no session of help"""
    letter_carries: Annotated[Quantity, Unit("proportion")]
    """chance that a letter or form carries a chapter that its writer knew"""
    letter_read: Annotated[Quantity, Unit("proportion")]
    """chance that a letter is read before a contact"""
    openness: Mapping[Mode, Annotated[Quantity, Unit("proportion")]]
    """how openly people speak, by mode, against face to face"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Taking up an offer, waiting, stopping and coming (MODEL sections 5 and 7)."""

    not_taken_up: Annotated[Quantity, Unit("proportion")]
    """share of offers not taken up at once"""
    stopping: Annotated[Quantity, Unit("per week")]
    """per week; hazard of stopping waiting, for each need"""
    attends: Mapping[Mode, Annotated[Quantity, Unit("proportion")]]
    """share of booked contacts attended with no wait, by mode"""
    attends_per_week: Annotated[Quantity, Unit("odds ratio")]
    """odds ratio of attending for each further week waited"""
    weeks_that_count: Annotated[Quantity, Unit("weeks")]
    """weeks of waiting after which attendance falls no further"""
    barrier: Annotated[Quantity, Unit("log odds")]
    """log odds of attending lost to a barrier of 1"""
    booked_again_after: Annotated[Quantity, Unit("duration")]
    """duration from a missed contact to the earliest start of the next"""
    called_again_after: Annotated[Quantity, Unit("duration")]
    """duration from a call that nobody answered to the next try"""
    unfit: Annotated[Quantity, Unit("odds ratio")]
    """odds ratio of not taking up an offer that fits none of her wishes for that need"""
    unready: Annotated[Quantity, Unit("odds ratio")]
    """odds ratio of not taking up an offer for somebody who is not ready at all"""
    readier_after: Annotated[Quantity, Unit("duration")]
    """duration in which what she lacks in readiness halves"""
    interim: Annotated[Quantity, Unit("ratio")]
    """ratio to the hazard of stopping waiting while interim help lasts"""
    companion: Annotated[Quantity, Unit("log odds")]
    """log odds of attending gained by having a companion"""
    distance: Annotated[Quantity, Unit("log odds")]
    """log odds of attending lost where the place is as far as a distance of 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What handing on costs and loses (MODEL section 6)."""

    loses: Mapping[Handoff, Annotated[Quantity, Unit("proportion")]]
    """share of handoffs that are lost on the way, by kind"""
    letter_takes: Annotated[Quantity, Unit("duration")]
    """duration from writing a letter to the other team having it"""
    bounce_takes: Annotated[Quantity, Unit("duration")]
    """duration from a letter being looked at to its being sent back"""
    writing: Annotated[Quantity, Unit("minutes")]
    """minutes of the sender's time for one letter or form"""
    meeting: Annotated[Quantity, Unit("minutes")]
    """minutes in which both workers meet the person"""
    overlap_sessions: Annotated[Quantity, Unit("sessions")]
    """contacts with the new worker at which the old one is still there"""
    meets_within: Annotated[Quantity, Unit("duration")]
    """duration after which a meeting that cannot be had becomes a letter"""
    starved_after: Annotated[Quantity, Unit("duration")]
    """duration of waiting after which a contact of several workers keeps those who are free"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """How needs change by themselves (MODEL section 3). Each hazard is that of the domain times
    the ratio of the level times the ratio of the need."""

    acts: bool
    """whether needs ease, worsen and become urgent by themselves at all"""
    easing: Mapping[Domain | Literal["otherwise"], Annotated[Quantity, Unit("per week")]]
    """per week; hazard of easing by one level, by domain"""
    worsening: Mapping[Domain | Literal["otherwise"], Annotated[Quantity, Unit("per week")]]
    """per week; hazard of worsening by one level, by domain"""
    crisis: Mapping[Domain | Literal["otherwise"], Annotated[Quantity, Unit("per week")]]
    """per week; hazard of needing urgent help, by domain"""
    easing_at: Mapping[LevelName, Annotated[Quantity, Unit("ratio")]]
    """ratio by level; 1 where it is left out"""
    worsening_at: Mapping[LevelName, Annotated[Quantity, Unit("ratio")]]
    """ratio by level; 1 where it is left out"""
    crisis_at: Mapping[LevelName, Annotated[Quantity, Unit("ratio")]]
    """ratio by level; 1 where it is left out"""
    in_course: Annotated[Quantity, Unit("ratio")]
    """ratio to the hazards of worsening and crisis of a need that a course is reaching"""
    interim: Annotated[Quantity, Unit("ratio")]
    """ratio to the hazards of worsening and crisis while interim help lasts"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How trust moves and what it does (MODEL section 9). It acts on rung C only."""

    on_openness: Annotated[Quantity, Unit("coefficient")]
    """coefficient of trust in openness"""
    on_attending: Annotated[Quantity, Unit("coefficient")]
    """coefficient of trust in the odds of attending"""
    on_stopping: Annotated[Quantity, Unit("coefficient")]
    """coefficient of trust in the hazard of stopping"""
    on_loss: Annotated[Quantity, Unit("coefficient")]
    """coefficient of trust in the chance that a handoff is lost"""
    heard: Annotated[Quantity, Unit("trust")]
    """trust gained by being heard"""
    retold: Annotated[Quantity, Unit("trust")]
    """trust lost by a contact with a retelling; a painful chapter costs it twice"""
    bounced: Annotated[Quantity, Unit("trust")]
    """trust lost by being sent back"""
    lost: Annotated[Quantity, Unit("trust")]
    """trust lost by a handoff that went astray"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Everything that is assumed about people and services in general."""

    telling: Telling
    """how a story is told"""
    taking: Taking
    """taking up, waiting, coming"""
    handing: Handing
    """handing on"""
    trust: Trust
    """trust"""
    lives: Lives
    """how needs change by themselves"""
    leaving: Annotated[Quantity, Unit("per year")]
    """per year; hazard of a worker leaving, whose memory goes too"""
    asks_at: Mapping[Noticer | Literal["otherwise"], str]
    """the calendar in which an asking falls, by noticer"""
