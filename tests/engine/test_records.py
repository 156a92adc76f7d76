"""Notes: a team's record, a shared record, consent (MODEL section 4)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import Document, at_once, helps, lived, step, team, world

pytestmark = pytest.mark.behaviour
RECORD = {"writes": ["desk", "clinic"], "reads": ["desk", "clinic"], "read_chance": 1}


def shared(record: Document, consent: float = 1) -> list[What]:
    """What is said of her story at the second team."""
    document = world(
        personas={"nell": at_once(consent=consent)},
        teams={"clinic": team()},
        records={"book": RECORD | record},
        steps={
            "meet": step("desk", then={"go": "clinic", "by": "number_given"}),
            "clinic": step("clinic", helps=helps()),
        },
    )
    return [What(row.what) for row in lived(document).rows(What.RETELLS, What.CONFIRMS)]


def test_shared_record_spares_her_the_telling() -> None:
    assert shared({}) == [What.CONFIRMS]


def test_shared_record_needs_her_consent() -> None:
    assert shared({}, consent=0) == [What.RETELLS]


def test_record_that_needs_no_consent_is_read_without() -> None:
    assert shared({"consent": False}, consent=0) == [What.CONFIRMS]


def test_team_may_write_into_a_record_that_it_may_not_read() -> None:
    assert shared({"reads": ["clinic"], "consent": False}, consent=0) == [What.CONFIRMS]


def test_shared_record_that_is_not_read_spares_her_nothing() -> None:
    assert shared({"read_chance": 0}) == [What.RETELLS]


def test_team_that_may_not_read_the_shared_record_does_not() -> None:
    assert shared({"reads": ["desk"]}) == [What.RETELLS]


def test_team_that_does_not_write_into_the_shared_record_leaves_it_empty() -> None:
    assert shared({"writes": ["clinic"]}) == [What.RETELLS]


@pytest.mark.parametrize(("reads_own", "said"), [(1, What.CONFIRMS), (0, What.RETELLS)])
def test_colleague_knows_what_stands_in_the_record_of_the_team_if_it_is_read(
    reads_own: float, said: What
) -> None:
    document = world(
        personas={"nell": at_once()},
        teams={"desk": team(reads_own=reads_own, staff={"worker": 1, "other": 1})},
        steps={
            "meet": step("desk", role="worker", then={"go": "again"}),
            "again": step("desk", role="other", helps=helps()),
        },
    )
    found = [What(row.what) for row in lived(document).rows(What.RETELLS, What.CONFIRMS)]
    assert found == [said]
