"""What people write ⇄ the resolved form: reading, checking, resolving and writing files.

Human form (brief, with shorthands, ``like`` and libraries) goes in; frozen dataclasses of
``sim.model`` come out, or an ``InputError`` with every fault.
"""

from sim.files.almanac import days_off, starts_on_troubles
from sim.files.checking import check_file
from sim.files.crossing import most_places
from sim.files.decks import find_card, load_cards, played
from sim.files.evidence import evidence_table
from sim.files.levers import load_levers
from sim.files.library import find_root, list_personas, list_scenarios, package_home
from sim.files.people import load_persona
from sim.files.questions import list_questions, load_prompts, load_question, sides_of
from sim.files.resolve import load_document, load_scenario, resolve, scenarios_later
from sim.files.writing import quantities, reasonless, to_document, write_yaml

__all__ = [
    "check_file",
    "days_off",
    "evidence_table",
    "find_card",
    "find_root",
    "list_personas",
    "list_questions",
    "list_scenarios",
    "load_cards",
    "load_document",
    "load_levers",
    "load_persona",
    "load_prompts",
    "load_question",
    "load_scenario",
    "most_places",
    "package_home",
    "played",
    "quantities",
    "reasonless",
    "resolve",
    "scenarios_later",
    "sides_of",
    "starts_on_troubles",
    "to_document",
    "write_yaml",
]
