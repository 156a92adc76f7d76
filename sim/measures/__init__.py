"""Measures: folds over the rows of a run, and one definition each of what they state.

Goes in: rows of the log. Comes out: tables of people and needs as columns, and the table of
definitions. Refuses to compare anything: the study does.
"""

from sim.measures.definition import MeasureDefinition
from sim.measures.definitions import (
    DEFINITIONS,
    PRIMARY,
    definition,
    measured,
    smallest_difference,
)
from sim.measures.fold import CALL_HANDLERS, PersonFold
from sim.measures.tables import NeedsTable, PeopleTable

__all__ = [
    "CALL_HANDLERS",
    "DEFINITIONS",
    "PRIMARY",
    "MeasureDefinition",
    "NeedsTable",
    "PeopleTable",
    "PersonFold",
    "definition",
    "measured",
    "smallest_difference",
]
