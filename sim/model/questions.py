"""Questions that the workshops argued over, put to the model as small studies.

A question has sides. Each stands in the words of those who took it, as a system and the change that
sets it apart; the first is what the others are held against. What a side expects is a test of the
model and never goes into a run. What cannot be tested honestly is a prompt for the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.model.statements import Rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """What a side's words lead one to expect of it, against every other side."""

    measure: str
    """the measure"""
    direction: Literal["lower", "higher"]
    """which way it goes under this side"""
    persona: str = "all"
    """whose row; ``all`` for everybody"""
    rests_on: tuple[Rests, ...] = ()
    """assumptions that build the direction in"""
    note: str = ""
    """what the measure leaves out"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a question, beside what it adds to its system's file."""

    title: str
    """what is done under it, in a few words"""
    words: str
    """how it was put: a short quotation, or our own words where nobody put it so"""
    said: str
    """source lines; empty where no source takes this side and it is only the other's absence"""
    system: str
    """the scenario, perhaps with levers: ``site/name+lever``"""
    changes: tuple[str, ...] = ()
    """PATH=VALUE or PATH*=FACTOR, as ``--set`` takes them"""
    expects: tuple[Expects, ...] = ()
    """what its words lead one to expect"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its sides."""

    question: str
    """what it is called: the name of its file, such as ``T04``"""
    title: str
    """the question, in a sentence that ends with a question mark"""
    about: str
    """what is at issue, and how it is put to the model"""
    kind: Literal["voiced", "two statements", "ours"]
    """whether one source voices it, two statements were set against each other, or we derived it"""
    sides: Mapping[str, Side]
    """the sides, by slug; the first is what the others are held against"""
    measures: tuple[str, ...]
    """the measures that it moves; the first gives the answer in one line"""
    rows: tuple[str, ...] = ("all",)
    """whose rows are shown: personas, or ``all``"""
    people: tuple[str, ...] = ()
    """personas who come instead of the systems' own"""
    teams: tuple[str, ...] = ()
    """teams whose queue and use are shown"""
    leaves_out: str = ""
    """what of the question no number here can answer"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Something that was said on one side of what cannot be tested."""

    words: str
    """a short quotation, or our own words"""
    said: str
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What cannot be tested honestly: a question for the table."""

    title: str
    """the question, in a sentence that ends with a question mark"""
    sides: tuple[Spoken, ...]
    """what was said"""
    why: str
    """why it is not simulated"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """All prompts of a file."""

    prompts: Mapping[str, Prompt]
    """the prompts, by what they are called in small letters, such as ``t41``"""
