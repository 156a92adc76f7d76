"""What stands beside the headline, on the page and on the screen."""

import io
import json
import re
from dataclasses import replace
from functools import cache

import pytest

from sim.model.scenario import Reading
from sim.report.page import page
from sim.report.standing import (
    came_first_tables,
    depended_table,
    gap_tables,
    ladder_table,
    missing_rungs,
)
from sim.report.tables import as_data, console, tables_of
from sim.study.beside import Beside, nothing_beside, stand_beside
from sim.study.compare import Plan, compare
from sim.study.ladder import MEANS
from sim.study.sensitivity import Depended, SensitivityRow
from sim.study.staff import staff_rows
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit


@cache
def beside() -> Beside:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title="Another way")
    again = replace(
        first, name="toy/other_b", title="Read again", reading=Reading(text="b", of="toy/other")
    )
    plan = Plan(replications=4, fewer=2, rungs=("A",), matters={"days": 3.0})
    found = compare([first, other], plan, engine=pretended, workers=1)
    return stand_beside(found, [again], engine=pretended, workers=1)


def text_of(one: Beside) -> str:
    made = page(one.comparison, [], staff_rows(one.comparison), cut="", again="", beside=one)
    return re.sub(r"\s+", " ", made)


def test_page_shows_every_rung_with_what_it_means_and_names_those_not_run() -> None:
    text = text_of(beside())
    assert [rung for rung, *_ in ladder_table(beside())] == ["A", "B"]
    assert f"Rung A (2 runs). {MEANS['A']}" in text and f"Rung B (4 runs). {MEANS['B']}" in text
    assert "Rung C (" not in text and "Not run: rung C (" in text
    assert missing_rungs(nothing_beside(beside().comparison)).startswith("Not run: rung A and C")


def test_trust_is_never_shown_without_the_headline_rung() -> None:
    alone = replace(beside(), rungs={"C": beside().comparison})
    assert [rung for rung, *_ in ladder_table(alone)] == ["B", "C"]


def test_page_shows_other_readings_beside_the_first_and_says_whether_anything_hangs_on_them() -> (
    None
):
    text = text_of(beside())
    assert re.search(r"<td>[\d.]+ \([\d.]+ to [\d.]+\); other reading [\d.]+", text)
    assert "No primary conclusion changes with the reader." in text
    assert "What hangs on how it was read" not in text_of(nothing_beside(beside().comparison))


def test_page_says_what_was_not_tried_and_which_differences_matter() -> None:
    text = text_of(beside())
    assert "Waits were not tried with 5% less and more staff" in text
    assert "A difference matters from: 0.25 per person, 5 percentage points, 3 days (chosen" in text
    assert "Literacy and deprivation are no input" in text


def test_came_first_shows_shares_that_leave_nobody_out() -> None:
    for _caption, heads, lines in came_first_tables(beside()):
        assert heads[3].startswith("still waiting") and heads[4] == "mean days until"
        for _title, cells in lines:
            shares = [int(re.match(r"(\d+)%", cell).group(1)) for cell in cells[:4]]  # type: ignore[union-attr]
            assert 98 <= sum(shares) <= 102


def test_gaps_have_a_table_for_every_group_and_an_interval_in_every_cell() -> None:
    tables = gap_tables(beside())
    assert [caption.split(",")[0] for caption, *_ in tables] == [
        "Living in Farside",
        "Living in Toytown",
    ]
    assert all("to" in lines[0][1][0] for _, _, lines in tables)


def test_numbers_on_which_most_depends_are_shown_with_their_ends() -> None:
    row = SensitivityRow(
        "assumptions.telling.ask_again", "toy/other", "handoffs", "", -0.5, 0.1, 0.75, 5.0, True
    )
    one = replace(beside(), depended=Depended(rows=(row,), runs=2))
    assert depended_table(one) == [
        ("Telling.ask again", "Handoffs, Another way", "-0.50", "+0.10", "+0.75", "5.0", "yes")
    ]
    text = text_of(one)
    assert "What most depends on" in text and "has not been tried" not in text
    assert "has not been tried" in text_of(beside())


def test_screen_shows_rungs_and_second_readings_and_json_holds_their_tables() -> None:
    file = io.StringIO()
    for table in tables_of(beside().comparison, beside()):
        console(file).print(table)
    assert "Rung A (2 runs)" in file.getvalue()
    assert "Second readings (2 runs)" in file.getvalue()
    data = json.loads(json.dumps(as_data(beside().comparison, beside()), allow_nan=False))
    assert {row["rung"] for row in data["ladder"]} == {"A", "B"}
    assert {row["scenario"] for row in data["readings_summary"]} == {"toy/other_b"}
    assert all("variance_ratio" in row for row in data["luck"])
