"""People: personas, their needs, their stories, and what makes asking harder or easier.

A persona stands for people like her; the named person has the central values. Facts that
cannot act yet (supporters, coming dates, wants) are declared here all the same, so that
nothing the sources say about her is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from sim.model.quantities import Quantity, Unit, Varies
from sim.model.words import Domain, Mode, Noticer


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something in her life that she may need help with."""

    domain: Domain
    """what kind of need"""
    level: Annotated[Varies, Unit("level")]
    """level 0 to 4: none, low, moderate, high, urgent"""
    present: Annotated[Quantity, Unit("proportion")]
    """share of people like her who have it; the named person always has it"""
    whose: str = "herself"
    """whose need it is: ``herself`` or a supporter's name"""
    said: str = ""
    """source lines"""
    note: str = ""
    """what the source leaves open, or what was assumed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One piece of her story."""

    about: str = ""
    """the need that it stands for; empty for a circumstance (family, medication, the past)"""
    minutes: Annotated[Varies, Unit("minutes")]
    """minutes to tell it in full"""
    hidden: bool = False
    """told only to somebody with skill, time and an open manner"""
    painful: bool = False
    """costs more to tell again"""
    told_to: tuple[Noticer, ...] = ()
    """who has already heard it when the model meets her"""
    said: str = ""
    """source lines"""
    note: str = ""
    """why it is taken to be hidden or painful, or what the source leaves open"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticing:
    """Somebody who may see that she needs help: she herself, family, a GP."""

    per_week: Annotated[Quantity, Unit("per week")]
    """per week; hazard of asking for each need that is open, at level 2 or more, and off any
    thread or untold"""
    needs: tuple[str, ...] = ()
    """the needs this noticer can see; empty for all"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """Somebody in her life. Their effects, tiring and leaving act in a later version."""

    relation: str
    """who they are to her"""
    helps: tuple[str, ...] = ()
    """what they do, in words"""
    tires: bool = False
    """whether the source says that they are tiring"""
    leaves: bool = False
    """whether the source says that their help is temporary"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A date that is coming in her life. Acts in a later version."""

    what: str
    """what will happen, in words"""
    after: Annotated[Quantity, Unit("duration")]
    """duration from onset"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the source states, and where it lives in this file."""

    fact: str
    """the fact, in our own words"""
    home: str
    """the part of this file that holds it: ``needs.low_mood``, ``barriers.phone``, ``text``"""
    said: str
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A persona: people like Millie, and Millie herself."""

    name: str
    """slug, such as ``millie``"""
    title: str
    """her name, age and place, for paper"""
    her_words: str = ""
    """a sentence or two about her, in our own words"""
    pronoun: str = "she"
    """she, he or they"""
    source: str
    """source lines"""
    per_year: Annotated[Quantity, Unit("people per year")]
    """people per year with onset in the district"""
    age: Annotated[Varies, Unit("years")]
    """age in years at onset"""
    site: str
    """the town or area where she lives; empty where the source does not say"""
    needs: Mapping[str, Need]
    """her needs, by name; the first is always present"""
    story: Mapping[str, Chapter]
    """the chapters of her story, in the order in which she tells them"""
    noticers: Mapping[Noticer, Noticing]
    """who may notice, and how soon"""
    barriers: Mapping[Mode, Annotated[Varies, Unit("proportion")]]
    """how much a mode of contact puts her off, 0 to 1"""
    stigma: Mapping[Domain, Annotated[Varies, Unit("proportion")]]
    """aversion to a kind of service, 0 to 1, by domain"""
    trust: Annotated[Varies, Unit("proportion")]
    """trust in services at onset, 0 to 1"""
    impatience: Annotated[Varies, Unit("ratio")]
    """multiplier on stopping waiting; 1 is like everybody"""
    consent: Annotated[Quantity, Unit("proportion")]
    """share of people like her who agree to a shared record"""
    wants: tuple[Fact, ...] = ()
    """what she, or her family, said they want; acts in a later version"""
    assets: tuple[Fact, ...] = ()
    """strengths and people that the source names"""
    supporters: Mapping[str, Supporter]
    """people in her life"""
    coming: Mapping[str, Coming]
    """dates that are coming"""
    facts: tuple[Fact, ...]
    """every stated fact, with its home in this file"""
    not_stated: tuple[str, ...] = ()
    """what the source does not say, and this file therefore leaves out or assumes"""
