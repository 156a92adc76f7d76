"""Places on a caseload in any small system: never more held than there are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from sim.log import What
from tests.engine.small_world import Document
from tests.properties.small_systems import documents, few, log_of

pytestmark = pytest.mark.property


@given(documents())
@few(12)
def test_places_held_never_exceed_places_and_a_thread_holds_one_of_a_team(
    document: Document,
) -> None:
    document["rung"] = "B"
    document["teams"]["desk"]["places"] = 2
    document["teams"]["clinic"]["places"] = 1
    for step in document["steps"].values():
        if "helps" in step and step["team"] != "line":
            step["helps"]["place"] = True
            step["helps"]["interval"] = {"days": 14}
    program, rows, _ = log_of(document)
    held: Counter[int] = Counter()
    holders: set[tuple[int, int, int]] = set()
    for row in rows:
        if row.what == What.PLACE:
            holder = (row.person, row.thread, row.team)
            assert (holder in holders) == (row.value == 0)
            holders ^= {holder}
            held[row.team] += 1 if row.value else -1
            assert 0 <= held[row.team] <= program.teams[row.team].places
