"""Levers: proposals that a group may pull in a way of organising help.

A lever is a change made of the vocabulary that files have: what it adds to a system, the rules that
are read before those of a step, and values that become others (MODEL section 1). What it costs is
what the staff it adds or moves costs; a lever that needs none says so in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Verb = Literal["stop", "start", "more", "prototype"]
VERBS: Final[tuple[str, ...]] = get_args(Verb)

Tag = Literal[
    "handoffs",
    "repeated_stories",
    "assessments",
    "wait",
    "interim_support",
    "drop_out",
    "continuity",
    "fit",
    "choice",
    "reach",
    "thresholds",
    "hours",
    "mode",
    "time_first_contact",
    "readiness_pacing",
    "trust_stigma",
    "social_connection",
    "medication_only",
    "carer_support",
    "crisis_demand",
    "capacity",
    "workforce_skill",
    "whole_person_detection",
    "physical_mental_integration",
    "information_awareness",
    "community_assets",
    "duplication",
    "privacy_consent",
    "early_intervention",
    "money",
]
"""What a lever is meant to change in a journey."""
TAGS: Final[tuple[str, ...]] = get_args(Tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What a lever does in some systems, beside what it adds to their files."""

    fits: tuple[str, ...]
    """the systems that it fits: slugs, or ``site/*`` for every one of a site"""
    changes: tuple[str, ...] = ()
    """PATH=VALUE or PATH*=FACTOR, as ``--set`` takes them"""
    bends: str = ""
    """the word that is bent to express it here; empty where none is"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A proposal that can be pulled."""

    title: str
    """what it is called on paper, in a few words"""
    verb: Verb
    """whether it is something to stop, start, do more of or try out"""
    sentence: str
    """what would be done, in a sentence"""
    tags: tuple[Tag, ...]
    """what it is meant to change"""
    said: str
    """source lines"""
    who: str = ""
    """who proposed it: a place and a table, never a person"""
    costs: str
    """what it costs, and who bears it, in words"""
    systems: tuple[Pull, ...]
    """what it does, by the systems that it fits"""
    note: str = ""
    """what of the proposal is left out, or was assumed so that it can be pulled"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """All levers of a file."""

    levers: Mapping[str, Lever]
    """the levers, by slug"""
