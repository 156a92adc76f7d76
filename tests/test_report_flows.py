"""Flows on the map, in tables and in sentences; the map of rules; coming back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from sim.files import load_scenario
from sim.model.words import ENDS
from sim.report.figures.flow_map import (
    DRAWN_FROM,
    alt_words,
    arrows_of,
    beneath,
    caption,
    everyones,
    flow_pictures,
)
from sim.report.figures.rule_map import rule_map
from sim.report.figures.system_map import KINDS, places_of
from sim.report.page import page
from sim.report.rule_words import doors, way_words, ways
from sim.report.sections.flowing import ENDED, in_words, tables
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.flows import FLOWS, FlowRow
from sim.study.staff import staff_rows
from tests.study_toys import HERE, pretended, toy

pytestmark = pytest.mark.unit


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title="Other <script>")
    return compare([first, other], Plan(replications=3, flows=2), engine=pretended, workers=1)


@cache
def beside() -> Beside:
    return nothing_beside(found())


def flow(which: str, source: str, target: str, times: float, **parts: object) -> FlowRow:
    """A row over everybody."""
    row = FlowRow(
        scenario="toy/two_desks",
        persona="all",
        flow=which,
        from_team=source,
        to_team=target,
        step="",
        kind="cold",
        per_100_people=times,
        low=times - 1,
        high=times + 1,
        needs_per_100_people=times,
        days=float("nan"),
        replications=2,
        people=100,
    )
    return row._replace(**parts)


def test_team_stands_in_the_same_place_on_the_map_of_every_scenario() -> None:
    first = load_scenario("banes/today")
    other = load_scenario("banes/option_1")
    places = places_of([first, other])
    assert set(places.teams) == {*first.teams, *other.teams}
    assert len(set(places.teams.values())) == len(places.teams)
    assert places_of([first, other]) == places
    asked = {first.steps[step].team for step in first.doors.values()}
    assert all(places.on_the_left(team) for team in asked | {"hub"})
    assert not places.on_the_left("memory_clinic")


def test_small_arrows_are_left_out_by_the_rule_that_the_caption_states() -> None:
    rows = [
        flow("handoff", "desk", "clinic", 30.0),
        flow("handoff", "clinic", "desk", DRAWN_FROM, kind="warm"),
        flow("handoff", "clinic", "desk", 1.4),
        flow("handoff", "desk", "clinic", 0.6, kind="warm"),
        flow("told_again", "desk", "clinic", 50.0),
    ]
    drawn = arrows_of(rows)
    assert [(arrow.from_team, arrow.kind, arrow.label) for arrow in drawn] == [
        ("desk", "cold", "30"),
        ("clinic", "warm", "2"),
    ]
    assert drawn[0].width > drawn[1].width
    assert "2 arrows under 2 per 100 people, 2 per 100 in all, are left out" in caption(rows)
    assert "left out" not in caption(rows[:2])


def test_what_stands_beneath_a_team_is_its_totals() -> None:
    rows = [
        flow("asked_at", "", "desk", 40.0),
        flow("told_again_at", "", "desk", 12.4),
        flow("told_again", "clinic", "desk", 9.0),
        flow("fell_through_from", "desk", "", 3.0),
        flow("fell_through_from", "clinic", "", 0.3),
    ]
    assert beneath(rows, "desk") == "▸ 40   ↻ 12   ▽ 3"
    assert beneath(rows, "clinic") == ""


def test_picture_is_told_in_words_with_its_numbers() -> None:
    scenario = toy("toy/two_desks")
    one, other = list(scenario.teams)[:2]
    rows = [
        flow("handoff", one, other, 31.0),
        flow("handoff", other, one, 4.0, kind="warm"),
        flow("told_again_at", "", other, 22.0),
    ]
    told = alt_words(scenario, rows)
    assert "35 handoffs (4 warm and 31 cold)" in told and "(22 contacts)" in told


def test_maps_have_the_same_bytes_twice_and_no_date() -> None:
    first, second = flow_pictures(beside()), flow_pictures(beside())
    assert [one.name for one in first] == ["flows_1_two_desks", "flows_2_other"]
    assert first == second
    assert all(b"<dc:date>" not in one.svg for one in first)
    assert all("first 2 runs" in one.caption and "not validated" in one.caption for one in first)
    scenario = toy("toy/two_desks")
    assert rule_map(scenario) == rule_map(scenario)


def test_tables_name_the_largest_flows_with_their_intervals() -> None:
    scenario = toy("toy/two_desks")
    one, other = list(scenario.teams)[:2]
    rows = [flow("told_again", one, other, float(n), step=str(n)) for n in range(20, 2, -1)]
    rows.append(flow("told_again", "", other, 90.0))
    again = next(table for table in tables(scenario, rows) if "asks whom again" in table.caption)
    assert again.lines[0][0] == "before they came to any of these teams"
    assert [line[-1] for line in again.lines[:2]] == ["90.0 (89.0 to 91.0)", "20.0 (19.0 to 21.0)"]
    assert len(again.lines) == 8 and "11 smaller ones are in flows.csv" in again.caption


def test_sentences_follow_the_numbers() -> None:
    scenario = toy("toy/two_desks")
    one, other = list(scenario.teams)[:2]
    rows = [flow("told_again_at", "", one, 20.0), flow("told_again_at", "", other, 30.0)]
    rows += [flow("fell_through_from", one, "", 6.0), flow("fell_through_from", other, "", 5.0)]
    planted = [
        row._replace(per_100_people=60.0 - row.per_100_people, low=0.0, high=99.0) for row in rows
    ]
    names = [scenario.teams[team].title for team in (one, other)]
    assert f"most often at {names[1]}: 30.0" in in_words(scenario, rows)
    assert f"let go at {names[0]}: 6.0" in in_words(scenario, rows)
    assert f"most often at {names[0]}: 40.0" in in_words(scenario, planted)
    assert f"let go at {names[1]}: 55.0" in in_words(scenario, planted)


def test_every_end_that_a_log_can_hold_has_words() -> None:
    assert set(ENDED) == {*ENDS, "never_taken_on"} - {"still_open"}


def test_page_shows_maps_tables_and_coming_back_and_escapes_what_came_from_a_file() -> None:
    staff = staff_rows(found())
    text = page(found(), flow_pictures(beside()), staff, cut="", again="", beside=beside())
    assert 'id="flows"' in text and 'id="back"' in text and 'id="stress"' in text
    assert text.count("Handoffs over the map of") == len(found().scenarios)
    assert "Other &lt;script&gt;" in text and "Other <script>" not in text
    assert all(f'id="stress_{number}"' in text for number in ("1_1", "2_5_5", "6_1"))
    assert everyones(beside().flows, "toy/two_desks")


def test_page_without_flows_leaves_the_section_out() -> None:
    bare = replace(beside(), flows=())
    text = page(found(), [], staff_rows(found()), cut="", again="", beside=bare)
    assert 'id="flows"' not in text and 'id="back"' in text


def test_every_way_of_a_rule_to_another_team_is_an_arrow_of_the_map_of_rules() -> None:
    scenario = load_scenario("toy/everything", root=HERE / "files" / "valid")
    expected = {
        (step.team, scenario.steps[rule.go].team, rule.by or "other")
        for step in scenario.steps.values()
        for rule in step.then
        if rule.go and scenario.steps[rule.go].team != step.team
    }
    found_ways = ways(scenario)
    assert expected and expected <= set(found_ways) and len(set(found_ways)) == len(found_ways)
    assert {kind for _, _, kind in found_ways} <= set(KINDS)
    assert len(way_words(scenario)) == len({source for source, _, _ in found_ways})
    asked = {scenario.steps[step].team for step in scenario.doors.values()}
    assert asked <= set(doors(scenario))


def test_every_flow_is_explained_once() -> None:
    assert all(text and not text.endswith(".") for text in FLOWS.values())
