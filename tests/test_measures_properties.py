"""Laws that hold for every sequence of rows, likely or not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.log import BOUNDARY, JOINED, Row, What
from sim.measures import DEFINITIONS, PeopleTable, PersonFold
from sim.model.words import ENDS, HANDOFFS, MODES
from tests.measures_rows import COUNTED, FOLLOW, START, Tale, tiny_program

pytestmark = pytest.mark.property

VALUES = {
    What.LEFT: st.sampled_from([*range(len(ENDS)), JOINED]),
    What.WAIT_BEGINS: st.integers(0, 5),
    What.OFFERED: st.integers(0, 3),
    What.BOUNCES: st.integers(0, 2),
    What.COMPANION: st.integers(0, 2),
    What.ALONGSIDE: st.integers(0, 1),
    What.HAPPENS: st.just(0),
    What.MEETS: st.integers(16, 16 * 90 + len(MODES) - 1),
    What.HANDS_ON: st.integers(0, 3 * 8 - 1).filter(lambda value: value & 7 <= BOUNDARY),
    What.LEVEL: st.integers(0, 4),
}
MINUTES = st.integers(0, 90)
ANY = tuple(what for what in What if what != What.ONSET)
TALKING = (What.MEETS, What.RETELLS, What.PARTS)
HELPING = (What.ASKED, What.HELPS, What.LEVEL)


@st.composite
def rows_after_onset(draw: st.DrawFn, whats: tuple[What, ...]) -> list[dict[str, int]]:
    """Rows of any kind, in order of time, some of them after her follow-up."""
    ats = sorted(draw(st.lists(st.integers(0, FOLLOW + FOLLOW // 4), max_size=25)))
    kinds = st.sampled_from(whats)
    rows = []
    for at in ats:
        what = draw(kinds)
        value = draw(VALUES.get(what, MINUTES))
        row = {"at": at, "what": what, "value": value, "thread": draw(st.integers(0, 3))}
        row |= {"needs": draw(st.integers(1, 7)), "chapters": draw(st.integers(0, 7))}
        row |= {
            "team": draw(st.integers(0, 2)),
            "episode": draw(st.integers(1, 3)),
            "worker": draw(st.integers(0, 3)) << 24,
        }
        rows.append(row)
    return rows


@st.composite
def tales(draw: st.DrawFn, most: int = 4, whats: tuple[What, ...] = ANY) -> list[Tale]:
    """Several people, each with an onset within or outside the counted weeks."""
    people = draw(st.integers(1, most))
    found = []
    for k in range(people):
        levels = draw(st.tuples(*[st.integers(0, 4)] * 3))
        tale = Tale(levels, k=k, onset=draw(st.integers(START - 99, COUNTED + 99)))
        for row in draw(rows_after_onset(whats)):
            tale.row(**row)  # type: ignore[arg-type]
        found.append(tale)
    return found


def folded(rows: list[Row]) -> PeopleTable:
    fold = PersonFold(tiny_program())
    for row in rows:
        fold.see(row)
    return fold.finish()


def assert_same(one: PeopleTable, other: PeopleTable) -> None:
    for mine, theirs in ((one, other), (one.needs, other.needs)):
        for name, column in mine.columns.items():
            np.testing.assert_array_equal(column, theirs[name], err_msg=name)


def by_minute(people: list[Tale], *, backwards: bool = False) -> list[Row]:
    order = reversed(people) if backwards else people
    return sorted((row for tale in order for row in tale.rows), key=lambda row: row.minute)


@given(tales())
def test_folding_does_not_depend_on_how_people_are_interleaved(people: list[Tale]) -> None:
    one_by_one = folded([row for tale in people for row in tale.rows])
    assert_same(one_by_one, folded(by_minute(people)))
    assert_same(one_by_one, folded(by_minute(people, backwards=True)))


@given(tales())
def test_events_after_follow_up_change_nothing(people: list[Tale]) -> None:
    ends = {tale.person: tale.onset + FOLLOW for tale in people}
    rows = by_minute(people)
    within = [row for row in rows if row.minute < ends[row.person]]
    assert_same(folded(rows), folded(within))


@given(tales())
def test_everybody_with_a_counted_onset_has_one_row_and_nobody_else(people: list[Tale]) -> None:
    counted = {tale.person for tale in people if START <= tale.onset < COUNTED}
    found = folded(by_minute(people))["person"].tolist()
    assert len(found) == len(counted)
    assert set(found) == counted


@given(tales(most=1, whats=TALKING))
def test_repeated_stories_never_exceed_contacts(people: list[Tale]) -> None:
    table = folded(by_minute(people))
    assert (table["repeated_stories"] <= table["contacts"]).all()
    assert (table["painful_retold"] <= table["chapters_retold"]).all()


@given(tales(most=1))
def test_parts_add_up_and_no_count_of_days_leaves_the_follow_up(people: list[Tale]) -> None:
    table = folded(by_minute(people))
    kinds = sum(table[f"handoffs_{kind}"] for kind in HANDOFFS)
    np.testing.assert_array_equal(table["handoffs"], kinds)
    np.testing.assert_array_equal(
        table["handoffs"], table["handoffs_within"] + table["handoffs_across"]
    )
    both = table["waiting_days_alone"] + table["waiting_days_with_interim"]
    np.testing.assert_allclose(table["waiting_days"], both)
    looks = ("on_paper", "at_assessment", "list_closed")
    np.testing.assert_array_equal(table["bounces"], sum(table[f"bounces_{k}"] for k in looks))
    for name, measure in DEFINITIONS.items():
        most = 3 * table.follow_days if name == "unmet_need_days" else table.follow_days
        if measure.kind == "days":
            assert ((table.restricted(name) >= 0) & (table.restricted(name) <= most)).all(), name
        elif measure.kind in ("share", "index"):
            column = table[name].astype(float)
            assert (np.isnan(column) | ((column >= 0) & (column <= 1))).all(), name


@given(tales(most=1, whats=HELPING))
def test_right_help_is_what_has_a_wait_and_needs_agree_with_their_person(
    people: list[Tale],
) -> None:
    table = folded(by_minute(people))
    waits = ~np.isnan(table["wait_right_help_days"])
    np.testing.assert_array_equal(table["right_help"], waits)
    if len(table):
        needs = table.needs
        wanted = needs["highest_level"] >= 2
        assert not table["right_help"][0] or needs["right_help"][wanted].all()
        assert needs["unmet_days"].sum() <= table["unmet_need_days"][0] + 1e-9


@given(tales(most=2))
def test_finishing_twice_gives_the_same_table(people: list[Tale]) -> None:
    fold = PersonFold(tiny_program())
    for row in by_minute(people):
        fold.see(row)
    assert_same(fold.finish(), fold.finish())
