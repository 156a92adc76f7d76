"""How numbers, people and ways of organising help are put into words.

Goes in: measures, means and intervals. Comes out: short text, the same on screen and paper.
Shares are shown in per cent, their differences in percentage points.
"""

from __future__ import annotations

import math
from typing import Final

from sim.measures import DEFINITIONS
from sim.model.people import Persona
from sim.model.scenario import Scenario
from sim.report.phrases import called
from sim.study.compare import Comparison
from sim.study.findings import CLONE, PLACEBO
from sim.study.rows import ALL, NAMED
from sim.study.statistics import Interval

HEADLINE: Final = (
    "handoffs",
    "repeated_stories",
    "right_help",
    "wait_first_contact_days",
    "helped_one_handoff",
)
"""The first table: counts never stand without the share helped beside them (MODEL section 12)."""
NO_NUMBER: Final = "-"
NUMBERS: Final = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
HIMSELF: Final = {"she": "herself", "he": "himself", "they": "themselves"}
DECIMALS: Final = {"count": 2, "share": 0, "days": 1, "index": 2, "minutes": 1, "hours": 1}
LIVING_IN: Final = "living in "
CONTROLS: Final = {
    PLACEBO: "placebo: the same system, other luck",
    CLONE: "clone: the same system, other names",
}


def number(measure: str, value: float, *, signed: bool = False) -> str:
    """A mean, or a difference where ``signed``, as it is shown."""
    if math.isnan(value):
        return NO_NUMBER
    kind = DEFINITIONS[measure].kind
    share = kind == "share"
    decimals = 1 if share and signed else DECIMALS[kind]
    text = f"{100 * value if share else value:{'+' if signed else ''}.{decimals}f}"
    if float(text) == 0.0:
        text = text.lstrip("+-")
    return text if signed or not share else f"{text}%"


def with_interval(
    measure: str, found: Interval, *, signed: bool = False, between: str = " "
) -> str:
    """A mean with its interval: ``2.13 (2.01 to 2.25)``."""
    middle = number(measure, found.mean, signed=signed)
    if not found.known:
        return middle
    low, high = (number(measure, value, signed=signed) for value in (found.low, found.high))
    return f"{middle}{between}({low} to {high})"


def unit_of_difference(measure: str) -> str:
    """The unit of a difference."""
    found = DEFINITIONS[measure]
    return "percentage points" if found.kind == "share" else found.unit


def number_word(count: int) -> str:
    """A small whole number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def these_personas(count: int) -> str:
    """What ``all`` is called: never the place."""
    if count == 1:
        return "this one persona"
    return f"these {number_word(count)} personas"


def people_of(comparison: Comparison) -> dict[str, Persona]:
    """The personas whose rows are shown."""
    shown = comparison.plan.personas
    personas = comparison.scenarios[comparison.baseline].personas
    return {slug: p for slug, p in personas.items() if slug in shown or not shown}


def row_title(comparison: Comparison, row: str) -> str:
    """A row of the answer on paper: people like Millie, Millie herself, these seven personas."""
    if row == ALL:
        return these_personas(len(people_of(comparison)))
    slug = row.removesuffix(NAMED)
    persona = comparison.scenarios[comparison.baseline].personas[slug]
    name = called(persona.title)
    if row.endswith(NAMED):
        return f"{name} {HIMSELF.get(persona.pronoun, 'in person')}"
    return f"people like {name}"


def scenario_title(comparison: Comparison, name: str) -> str:
    """A lane's title on paper."""
    found: Scenario | None = comparison.scenarios.get(name)
    return found.title if found else CONTROLS[name]


def team_title(scenario: Scenario, slug: str) -> str:
    """What a team is called on paper: its title, or else its name."""
    team = scenario.teams.get(slug)
    return (team.title if team else "") or slug.replace("_", " ")


def group_title(group: str) -> str:
    """A group of people on paper; a place with its capitals: ``Living in Chew Valley``."""
    before, living, place = group.partition(LIVING_IN)
    return capital(before + living + (place.title().replace(" And ", " and ") if living else ""))


def capital(text: str) -> str:
    """With a capital letter at the front, the rest as it is."""
    return text[:1].upper() + text[1:]
