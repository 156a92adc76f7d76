"""People: personas, their needs, their stories, and what makes asking harder or easier.

A persona stands for people like her; the named person has the central values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from sim.model.quantities import Quantity, Unit, Varies
from sim.model.words import Domain, Grouping, Mode, Noticer


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something in her life that she may need help with."""

    domain: Domain
    """what kind of need"""
    level: Annotated[Varies, Unit("level")]
    """level 0 to 4: none, low, moderate, high, urgent"""
    present: Annotated[Quantity, Unit("proportion")]
    """share of people like her who have it; the named person always has it"""
    easing: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to the hazard of easing of its domain; 0 for what does not ease by itself"""
    worsening: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to the hazard of worsening of its domain"""
    crisis: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to the hazard of needing urgent help of its domain"""
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
    """Somebody in her life: a list of effects, with a clock of tiring and a clock of leaving."""

    relation: str
    """who they are to her"""
    helps: tuple[str, ...] = ()
    """what they do, in words"""
    present: Annotated[Quantity | None, Unit("proportion")] = None
    """share of contacts face to face or at home at which they are with her"""
    tells: tuple[str, ...] = ()
    """chapters that they can tell in her place when they are with her; no retelling of hers"""
    attending: Annotated[Quantity | None, Unit("log odds")] = None
    """log odds of coming to a booked contact gained by their support"""
    stopping: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to her hazard of stopping waiting while they support her"""
    worsening: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to the hazards of worsening of her own needs while they support her"""
    crisis: Annotated[Quantity | None, Unit("ratio")] = None
    """ratio to the hazards of needing urgent help while they support her"""
    needs: tuple[str, ...] = ()
    """the needs on which ``worsening`` and ``crisis`` act; empty for all but the supporter's own"""
    notices: tuple[Noticer, ...] = ()
    """who they are among the noticers; such a noticer falls silent when they have left"""
    tiring: Annotated[Quantity | None, Unit("per week")] = None
    """per week; hazard of tiring"""
    tired: Annotated[Quantity | None, Unit("proportion")] = None
    """share of their effects that is left once they are tired"""
    leaving: Annotated[Quantity | None, Unit("per week")] = None
    """per week; hazard of leaving for good"""
    own_need: str = ""
    """the need that is theirs: it rises a level when they tire, and help with it rests them"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A date that is coming in her life, and what it changes. A card played on her is one too."""

    what: str
    """what will happen, in words"""
    after: Annotated[Varies, Unit("duration")]
    """duration from onset"""
    raises: Mapping[str, Annotated[int, Unit("level")]]
    """levels to which needs rise on that day, unless they are higher"""
    lowers: Mapping[str, Annotated[int, Unit("level")]]
    """levels to which needs fall on that day, unless they are lower"""
    supporters_leave: tuple[str, ...] = ()
    """supporters who leave on that day"""
    supporters_tire: tuple[str, ...] = ()
    """supporters who tire on that day"""
    moves_to: str = ""
    """the place to which she moves"""
    hours: str = ""
    """the calendar of the hours in which she can be met from then on"""
    barriers: Mapping[Mode, Annotated[Quantity, Unit("proportion")]]
    """how much a mode of contact puts her off from then on"""
    noticed_by: tuple[Noticer, ...] = ()
    """who sees her on that day, and asks for help with any open need that travels on no thread"""
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
class Wish:
    """Something that she, or her family, said they want. An offer fits if it has all it names."""

    fact: str
    """the wish, in our own words"""
    modes: tuple[Mode, ...] = ()
    """ways of meeting that it names"""
    domains: tuple[Domain, ...] = ()
    """needs that it is about; empty for all"""
    groupings: tuple[Grouping, ...] = ()
    """kinds of help that it names"""
    functions: tuple[str, ...] = ()
    """functions of steps that it names, such as ``peer_group``"""
    said: str = ""
    """source lines"""
    note: str = ""
    """how the words were read"""


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
    variant_of: str = ""
    """the persona of whom this is another account; empty for none"""
    told_by: str = ""
    """whose account it is: a table, by what its reporter does and never by name"""
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
    wants: tuple[Wish, ...] = ()
    """what she, or her family, said they want; a wish that names nothing is only kept"""
    readiness: Annotated[Varies | None, Unit("proportion")] = None
    """how ready she is at onset to take up what is offered, 0 to 1; she grows readier"""
    hours: str = ""
    """the calendar of the hours in which she can be met; empty for any"""
    distance: Mapping[str, Annotated[Varies, Unit("proportion")]]
    """how far away a place is for her, 0 to 1, for contacts face to face or in a group there"""
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
