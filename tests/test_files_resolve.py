"""Human form → resolved form: what is brought in, what wins, and that resolving settles."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.files import (
    list_personas,
    list_scenarios,
    load_document,
    load_persona,
    load_scenario,
    quantities,
    reasonless,
    resolve,
    to_document,
    write_yaml,
)
from sim.files.library import SCENARIO
from sim.files.merging import laid_over
from sim.files.reading import Sheet, read_text
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.steps import Condition

ROOT = Path(__file__).parent / "files" / "valid"


@pytest.fixture(scope="module", name="two")
def _two() -> Scenario:
    return load_scenario("toy/two_desks", root=ROOT)


@pytest.mark.unit
def test_scenarios_and_personas_are_listed_by_slug() -> None:
    assert list_scenarios(ROOT) == [
        "toy/everything",
        "toy/loses_early",
        "toy/one_desk",
        "toy/two_desks",
    ]
    assert list_personas(ROOT) == ["nell", "omar", "pia"]


@pytest.mark.unit
def test_a_scenario_is_found_by_slug_and_by_path(two: Scenario) -> None:
    assert load_scenario(ROOT / "scenarios/toy/two_desks.yaml") == two
    assert two.name == "toy/two_desks"


@pytest.mark.unit
def test_a_slug_that_does_not_exist_is_told_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("toy/two_desk", root=ROOT)
    assert caught.value.faults[0].mend == "did you mean toy/two_desks?"


@pytest.mark.unit
@pytest.mark.parametrize(
    "slug",
    [
        "../scenarios/toy/one_desk",
        "toy/../toy/one_desk",
        "toy/./one_desk",
        str((ROOT / "scenarios/toy/one_desk").resolve()),
    ],
    ids=["up", "up and down", "here", "absolute"],
)
def test_a_slug_leads_nowhere_but_to_scenarios(slug: str) -> None:
    with pytest.raises(InputError):
        load_scenario(slug, root=ROOT)


@pytest.mark.unit
def test_a_persona_is_found_by_slug_and_called_by_its_file() -> None:
    persona = load_persona("omar", root=ROOT)
    assert persona.name == "omar"
    assert persona.needs["memory"].level.high == 3
    assert persona.noticers["gp"].needs == ("memory",)
    assert load_persona(ROOT / "personas/toy/omar.yaml") == persona


@pytest.mark.unit
def test_a_persona_that_does_not_exist_is_told_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        load_persona("oma", root=ROOT)
    assert caught.value.faults[0].mend == "did you mean omar?"


@pytest.mark.unit
def test_like_keeps_what_is_not_said_and_replaces_numbers_whole(two: Scenario) -> None:
    one = load_scenario("toy/one_desk", root=ROOT)
    assert list(two.steps) == ["meet", "surgery", "think", "again", "course"]
    assert two.window == one.window
    assert two.teams["desk"].title == "The desk"
    assert two.steps["meet"].title == one.steps["meet"].title
    assert two.steps["meet"].minutes.kind == "fixed"
    assert two.steps["meet"].helps is None
    assert one.steps["meet"].helps is not None


@pytest.mark.unit
def test_nothing_takes_an_entry_of_the_base_away() -> None:
    base = Sheet({"teams": {"a": {"title": "A"}, "b": {"title": "B"}}})
    over = Sheet({"teams": {"b": None, "c": {"title": "C"}}})
    merged = laid_over(SCENARIO, base, over).value
    assert merged == {"teams": {"a": {"title": "A"}, "c": {"title": "C"}}}


@pytest.mark.unit
def test_a_range_laid_over_a_range_keeps_nothing_of_it() -> None:
    base = Sheet({"demand": {"central": 1, "low": 0, "high": 2, "assumed": "x"}})
    over = Sheet({"demand": {"evidence": "row"}})
    assert laid_over(SCENARIO, base, over).value == over.value


@pytest.mark.unit
def test_staff_given_as_a_number_keeps_the_rest_of_the_base(two: Scenario) -> None:
    desk = two.teams["desk"].staff["worker"]
    assert desk.wte.central == 3
    assert desk.cost_per_hour.central == 40


@pytest.mark.unit
def test_a_team_goes_before_its_role_and_a_role_before_the_defaults(two: Scenario) -> None:
    assert two.teams["desk"].staff["worker"].skill["otherwise"].central == 1
    assert two.teams["nurses"].staff["worker"].skill["memory"].central == 0.4
    assert two.teams["nurses"].staff["nurse"].contact_share.central == 0.5
    assert two.teams["doctor"].staff["gp"].contact_share.evidence == "direct_time_share"


@pytest.mark.unit
def test_assumptions_are_the_shipped_ones_but_for_what_a_scenario_says() -> None:
    document = load_document("toy/one_desk", ROOT)
    shipped = resolve(document, root=ROOT).assumptions
    own = document | {"assumptions": {"telling": {"confirm": 0.5, "openness": {"phone": 0.1}}}}
    changed = resolve(own, root=ROOT).assumptions
    assert changed.telling.confirm.central == 0.5
    assert changed.telling.openness["phone"].central == 0.1
    assert changed.telling.openness["video"] == shipped.telling.openness["video"]
    assert changed.taking == shipped.taking


@pytest.mark.unit
def test_a_fault_in_a_document_from_no_file_names_no_file_but_the_document() -> None:
    document = load_document("toy/one_desk", ROOT) | {"assumptions": {"telling": {"confirm": 2}}}
    with pytest.raises(InputError) as caught:
        resolve(document, root=ROOT, name="toy/mine")
    told = [(fault.file, fault.line, fault.field) for fault in caught.value.faults]
    assert told == [("toy/mine", 0, "assumptions.telling.confirm.central")]


@pytest.mark.unit
def test_rules_are_read_as_people_write_them(two: Scenario) -> None:
    first, second, last = two.steps["meet"].then
    assert (first.each_need, first.when.need, first.by) == (True, ("memory",), "warm")
    assert (second.when.told, second.link_back, second.if_bounced) == (True, True, "")
    assert (last.when, last.go, last.end) == (Condition(), "think", "")


@pytest.mark.unit
def test_a_pause_has_no_minutes(two: Scenario) -> None:
    pause = two.steps["think"]
    assert pause.pause is not None
    assert pause.minutes.mean.central == 0


@pytest.mark.unit
def test_transfers_move_money_so_that_staff_cost_the_same(two: Scenario) -> None:
    wte = wte_after_transfers(two)
    assert wte["desk", "worker"] == 2.5
    assert wte["nurses", "nurse"] == pytest.approx(1.5 + 0.5 * 40 / 60)
    before = dataclasses.replace(two, transfers=())
    assert yearly_cost(two) == pytest.approx(yearly_cost(before))


@pytest.mark.unit
def test_numbers_without_a_reason_are_found(two: Scenario) -> None:
    found = reasonless(two)
    assert "steps.again.minutes.mean" in found
    assert "teams.nurses.staff.nurse.wte" not in found
    assert not [path for path in found if path.startswith("assumptions.")]


@pytest.mark.unit
def test_every_quantity_has_its_path(two: Scenario) -> None:
    found = dict(quantities(two))
    assert found["teams.desk.staff.worker.wte"] is two.teams["desk"].staff["worker"].wte
    chance = two.steps["meet"].then[1].when.chance
    assert found["steps.meet.then.1.when.chance"] is chance


@pytest.mark.unit
def test_the_explicit_document_names_its_people_and_needs_no_library(two: Scenario) -> None:
    document = to_document(two)
    assert list(document["personas"]) == ["nell", "omar"]
    assert not {"like", "roles"} & set(document)
    assert resolve(document, root=ROOT / "nowhere") == two


@pytest.mark.unit
def test_a_resolved_file_loads_by_its_path_under_its_own_name(
    two: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "two.resolved.yaml"
    path.write_text(write_yaml(to_document(two)), encoding="utf-8")
    assert load_scenario(path) == two


NUMBER = st.floats(0.01, 1).map(lambda x: round(x, 4))
RANGE = st.lists(NUMBER, min_size=3, max_size=3).map(
    lambda three: dict(zip(("low", "central", "high"), sorted(three), strict=True))
)
PROPORTION = st.one_of(
    NUMBER,
    RANGE,
    RANGE.map(lambda r: r | {"assumed": "on: it's so"}),
    st.just({"evidence": "direct_time_share"}),
)
DURATION = st.tuples(st.sampled_from(["minutes", "hours", "days", "weeks"]), NUMBER).map(
    lambda pair: {pair[0]: pair[1]}
)
LAW = st.one_of(
    NUMBER.map(lambda x: x * 100),
    NUMBER.map(lambda x: {"about": x}),
    NUMBER.map(lambda x: {"exponential": x}),
    st.tuples(NUMBER, NUMBER).map(lambda p: {"lognormal": {"mean": p[0], "cv": p[1]}}),
)
HOURS = st.sampled_from(
    ["always", "mon-fri 08:00-18:00", ["mon 09:00-12:00", "mon 13:00-17:00", "sun 00:00-24:00"]]
)


@st.composite
def over_documents(draw: st.DrawFn) -> dict[str, Any]:
    """What a person might write over ``toy/two_desks``."""
    return {
        "like": "toy/two_desks",
        "title": draw(st.text(max_size=30)),
        "demand": draw(PROPORTION.filter(lambda q: q != {"evidence": "direct_time_share"})),
        "calendars": {"evenings": draw(HOURS), "office_hours": draw(HOURS)},
        "teams": {
            "nurses": {"reads_own": draw(PROPORTION), "note": draw(st.text(max_size=30))},
            "doctor": {"delay": {"exponential": draw(DURATION)}},
        },
        "steps": {
            "course": {"minutes": draw(LAW), "notice": draw(st.none() | DURATION)},
            "think": {"pause": draw(DURATION), "then": draw(st.sampled_from(THEN))},
        },
        "assumptions": {"telling": {"ask_again": draw(PROPORTION)}},
    }


THEN = [{"go": "again"}, [{"when": {"need": "mental"}, "for": "each need", "end": "declined"},
                          {"go": "again"}]]  # fmt: skip


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(over_documents())
def test_resolving_a_resolved_document_changes_nothing(document: dict[str, Any]) -> None:
    scenario = resolve(document, root=ROOT)
    explicit = to_document(scenario)
    text = write_yaml(explicit)
    again = resolve(read_text(text, "f").value, root=ROOT)
    assert again == scenario
    assert write_yaml(to_document(again)) == text
