"""Comparisons: who stands in which row, what is paired, and what changes nothing."""

from dataclasses import replace

import numpy as np
import pytest

from sim.engines.protocol import Sink, Totals
from sim.errors import InputError
from sim.log import Row, What
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.program import Program
from sim.study.clones import renamed_clone
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import (
    CLONE,
    MEASURES,
    PLACEBO,
    DifferenceRow,
    placebo_share,
    unchanged_rows,
)
from sim.study.replicate import Columns, Outcome, Task
from sim.study.rows import row_means, row_names
from tests.study_toys import pretended, toy, window


def two() -> list[Scenario]:
    """Two scenarios for the same people, the second with one team fewer in use."""
    first = toy("toy/two_desks")
    return [first, replace(first, name="toy/other", title="Another way")]


def compared(**plan: object) -> Comparison:
    chosen = Plan(**{"replications": 4, **plan})  # type: ignore[arg-type]
    return compare(two(), chosen, engine=pretended, workers=1)


def people(scenario: Scenario, **columns: list[object]) -> Columns:
    """A people table with every measure 0, but for the columns given."""
    length = len(columns["persona"])
    table: Columns = {measure.name: np.zeros(length) for measure in MEASURES}
    table["person"] = np.arange(length)
    return table | {name: np.array(values) for name, values in columns.items()}


def outcome(table: Columns, replication: int = 1) -> Outcome:
    task = Task(scenario="toy", replication=replication)
    return Outcome(task=task, people=table, needs={}, pools=(), rows=0, came=0)


@pytest.mark.unit
def test_all_weighs_personas_by_yearly_onset_and_leaves_named_people_out() -> None:
    scenario = toy("toy/two_desks")
    nell, omar = (persona.per_year.central for persona in scenario.personas.values())
    table = people(
        scenario,
        persona=["nell", "nell", "omar", "omar"],
        named=[False, False, False, True],
        handoffs=[1.0, 3.0, 5.0, 100.0],
    )
    found = row_means(scenario, [outcome(table)], [DEFINITIONS["handoffs"]], 0)
    rows = dict(zip(row_names(scenario), found.means["handoffs"][:, 0], strict=True))
    assert rows["nell"] == 2.0 and rows["omar"] == 5.0
    assert rows["omar@named"] == 100.0 and np.isnan(rows["nell@named"])
    assert rows["all"] == pytest.approx((nell * 2.0 + omar * 5.0) / (nell + omar))
    assert list(found.people["handoffs"]) == [2, 1, 3, 0, 1]


@pytest.mark.unit
def test_wait_that_never_ended_counts_with_the_whole_follow_up() -> None:
    scenario = toy("toy/two_desks")
    table = people(
        scenario,
        persona=["nell", "nell"],
        named=[False, False],
        wait_right_help_days=[4.0, np.nan],
        upc=[0.5, np.nan],
    )
    chosen = [DEFINITIONS["wait_right_help_days"], DEFINITIONS["upc"]]
    found = row_means(scenario, [outcome(table)], chosen, 28 * 1440)
    assert found.means["wait_right_help_days"][0, 0] == 16.0
    assert found.means["upc"][0, 0] == 0.5 and found.people["upc"][0] == 1


@pytest.mark.behaviour
def test_renamed_clone_is_the_same_by_design_throughout() -> None:
    found = compare([toy("toy/two_desks")], Plan(replications=2, clone=True), workers=1)
    rows = [row for row in found.differences if row.scenario == CLONE]
    measured = [row for row in rows if row.difference == row.difference]
    assert len(measured) > len(MEASURES)
    assert {row.verdict for row in measured} == {"same by design"}
    assert any(row.difference != 0 for row in found.differences if row.scenario == PLACEBO)


@pytest.mark.unit
def test_clone_shares_no_name_with_its_scenario() -> None:
    scenario = toy("toy/two_desks")
    clone = renamed_clone(scenario)
    for part in ("teams", "steps", "records", "organisations"):
        mine, theirs = getattr(scenario, part), getattr(clone, part)
        assert len(mine) == len(theirs) and not set(mine) & set(theirs)


@pytest.mark.behaviour
def test_scenario_means_do_not_depend_on_the_order_of_scenarios() -> None:
    plan = Plan(replications=2, placebo=False)
    forward = compare(two(), plan, engine=pretended, workers=1)
    backward = compare(two()[::-1], plan, engine=pretended, workers=1)
    assert sorted(map(repr, forward.summary)) == sorted(map(repr, backward.summary))
    assert backward.baseline == "toy/other"


@pytest.mark.behaviour
def test_scenario_that_changes_nothing_is_the_same_by_design() -> None:
    rows = [row for row in compared().differences if row.scenario == "toy/other"]
    told = [row for row in rows if row.difference == row.difference]
    assert told and {row.verdict for row in told} == {"same by design"}


@pytest.mark.unit
def test_no_wait_at_all_and_a_wait_that_never_ended_are_not_the_same() -> None:
    scenario = toy("toy/two_desks")
    who = {"persona": ["nell", "nell"], "named": [False, False], "_replication": [1, 1]}
    none = people(scenario, **who, wait_first_contact_days=[0.0, 1.0])  # type: ignore[arg-type]
    never = people(scenario, **who, wait_first_contact_days=[np.nan, 1.0])  # type: ignore[arg-type]
    found = unchanged_rows(scenario, [outcome(never)], [outcome(none)])
    place = row_names(scenario).index("nell")
    assert not found["wait_first_contact_days"][place]
    assert unchanged_rows(scenario, [outcome(never)], [outcome(never)])["handoffs"][place]


@pytest.mark.behaviour
def test_one_replication_gives_means_without_intervals_and_no_verdict() -> None:
    found = compared(replications=1)
    assert all(not row.interval.known for row in found.differences)
    words = {row.verdict for row in found.differences if row.scenario == PLACEBO}
    assert words <= {"too few", "same by design"}
    assert found.placebo is None


@pytest.mark.unit
def test_only_persona_rows_of_primary_measures_belong_to_the_adjusted_family() -> None:
    rows = compared().differences
    primary = {(row.measure, row.persona) for row in rows if row.family == "primary"}
    assert {measure for measure, _ in primary} == {"handoffs", "repeated_stories", "right_help"}
    assert {persona for _, persona in primary} == {"nell", "omar", "all"}


@pytest.mark.unit
def test_scenarios_with_other_people_or_weeks_are_refused_with_every_fault() -> None:
    first = toy("toy/two_desks")
    other = replace(toy("toy/one_desk"), window=window(count=5))
    with pytest.raises(InputError) as refused:
        compare([first, other, first], Plan(replications=1, personas=("zoe",)))
    assert [str(fault) for fault in refused.value.faults] == [
        "toy/two_desks; found given twice; name each scenario once",
        "toy/one_desk: personas; found nell; allowed: those of toy/two_desks: nell, omar; "
        "compare ways of organising help for the same people",
        "toy/one_desk: window.count; found 5 weeks; allowed: 4 weeks, as in toy/two_desks; "
        "compare over the same weeks",
        "--personas; found zoe; allowed: nell, omar",
    ]


@pytest.mark.behaviour
def test_personas_chosen_limit_the_rows_and_nobody_stays_away() -> None:
    found = compared(personas=("omar",))
    assert {row.persona for row in found.summary} == {"omar", "all", "omar@named"}
    came = found.lanes["toy/two_desks"][0].people["persona"]
    assert set(came) == {"nell", "omar"}


@pytest.mark.unit
def test_placebo_share_counts_only_intervals_that_could_have_missed_zero() -> None:
    def row(verdict: str, low: float, high: float) -> DifferenceRow:
        return DifferenceRow(
            PLACEBO,
            "toy",
            "all",
            "handoffs",
            "",
            0.0,
            low,
            high,
            verdict,
            "",
            "",  # type: ignore[arg-type]
        )

    rows = [
        row("too close to call", -1.0, 1.0),
        row("higher", 0.5, 1.0),
        row("same by design", 0.0, 0.0),
        row("too few", -1.0, 1.0),
    ]
    assert placebo_share(rows) == (1, 2)


@pytest.mark.behaviour
def test_common_luck_of_two_scenarios_alike_leaves_no_width_at_all() -> None:
    found = next(row for row in compared().luck if row.measure == "handoffs")
    assert found.narrowing.half_width_common == 0.0
    assert found.narrowing.half_width_independent > 0.0
    assert found.narrowing.correlation == pytest.approx(1.0)


@pytest.mark.behaviour
def test_no_interval_leaves_what_is_possible() -> None:
    found = compare(two(), Plan(replications=2), engine=pretended, workers=1)
    for row in found.summary:
        lowest, highest = DEFINITIONS[row.measure].possible
        assert not row.low < lowest and not row.high > highest, row
    wide = [row for row in found.differences if DEFINITIONS[row.measure].kind == "share"]
    assert any(row.high == 1.0 for row in wide)
    assert all(not row.low < -1.0 and not row.high > 1.0 for row in wide)


@pytest.mark.unit
def test_smallest_difference_that_matters_can_be_chosen_and_stands_in_every_row() -> None:
    kinds = {row.measure: row.matters for row in compared(matters={"count": 9.0}).differences}
    assert kinds["handoffs"] == 9.0
    assert kinds["right_help"] == DEFINITIONS["right_help"].matters


@pytest.mark.behaviour
def test_difference_under_the_smallest_that_was_chosen_is_too_close_to_call() -> None:
    first = toy("toy/two_desks")
    more = replace(first, name="toy/more")

    def verdict(matters: dict[str, float]) -> str:
        plan = Plan(replications=6, placebo=False, matters=matters)
        rows = compare([first, more], plan, engine=adds_a_handoff, workers=1).differences
        return next(r.verdict for r in rows if (r.persona, r.measure) == ("all", "handoffs"))

    assert verdict({}) == "higher"
    assert verdict({"count": 50.0}) == "too close to call"


def adds_a_handoff(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As the pretended engine, with another handoff for everybody where the name says so."""

    class Adds:
        def see(self, row: Row) -> None:
            sink.see(row)
            if row.what == What.ASKED and program.name == "toy/more":
                sink.see(row._replace(what=What.HANDS_ON, value=2, team=0))

    return pretended(program, seed=seed, replication=replication, sink=Adds(), salt=salt)
