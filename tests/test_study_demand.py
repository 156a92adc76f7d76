"""Demand raised: where waits break, where lists grow, and what is said of it."""

import math
import re
from dataclasses import replace
from functools import cache

import pytest

from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.files import load_scenario
from sim.log import Row, What
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program, compile_program
from sim.report.figures.demand import demand_picture
from sim.report.page import page
from sim.report.pushed import (
    break_table,
    break_words,
    first_to_break,
    keeps_up_words,
    quiet_lists,
    ranges_words,
    stands_sentences,
    what_was_raised,
)
from sim.report.standing import stress_sentences
from sim.study.beside import Beside, nothing_beside, tables_beside
from sim.study.breaking import Point, between, crossing
from sim.study.capacity import FULL, offered, other_minutes
from sim.study.compare import Plan, compare
from sim.study.demand import AS_USED, HIGH_END, BreakRow, DemandDifference, Raised, raised
from sim.study.staff import staff_rows
from sim.study.stated import FIRST_CONTACT, LIST, stated_waits
from sim.study.statistics import EMPTY, Interval
from sim.study.watching import AT_THE_END, LIST_WAIT, with_demand, with_induced_demand
from tests.study_toys import pretended, toy

OTHER = "toy/other"
FACTORS = (0.5, 1.0, 2.0, 3.0)


def curve(*points: tuple[float, float], half: float = 0.0) -> list[Point]:
    return [Point(x, Interval(y, y - half, y + half)) for x, y in points]


@pytest.mark.unit
def test_curve_passes_a_value_where_its_line_does_and_its_bounds_give_the_interval() -> None:
    found = crossing(curve((1, 10), (2, 20), (3, 60), half=5), 20)
    assert (found.found, found.at) == ("within", 2.0)
    assert found.low == pytest.approx(1.5) and found.high == pytest.approx(2.125)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("stated", "word", "low_known", "high_known"),
    [(5.0, "below", False, False), (70.0, "beyond", False, False), (62.0, "beyond", True, False)],
)
def test_value_passed_before_the_first_point_or_nowhere_is_said_and_never_guessed(
    stated: float, word: str, low_known: bool, high_known: bool
) -> None:
    found = crossing(curve((1, 10), (2, 20), (3, 60), half=4), stated)
    assert found.found == word and math.isnan(found.at)
    assert (not math.isnan(found.low), not math.isnan(found.high)) == (low_known, high_known)


@pytest.mark.unit
def test_curve_of_one_run_has_a_place_and_no_interval_and_one_of_nobody_has_neither() -> None:
    one = crossing(
        [Point(1.0, Interval(1.0, EMPTY, EMPTY)), Point(2.0, Interval(3.0, EMPTY, EMPTY))], 2
    )
    assert one.at == 1.5 and math.isnan(one.low) and math.isnan(one.high)
    assert crossing([Point(1.0, Interval(EMPTY, EMPTY, EMPTY))], 2).found == "unknown"


@pytest.mark.unit
def test_next_run_is_made_between_the_points_between_which_the_value_is_passed() -> None:
    points = curve((1, 10), (2, 20), (3, 60))
    assert between(points, 30) == (2, 3)
    assert between(points, 5) is None and between(points, 70) is None


@pytest.mark.unit
def test_demand_raises_people_with_a_story_and_all_others_alike_and_nothing_else() -> None:
    scenario = toy("toy/two_desks")
    before, after = (compile_program(s) for s in (scenario, with_demand(scenario, 2.0)))
    assert after.demand == 2.0 * before.demand
    asked = [(b, a) for b, a in zip(other_minutes(before), other_minutes(after), strict=True)]
    assert any(b for b, _ in asked) and all(a == pytest.approx(2.0 * b) for b, a in asked)
    same = replace(with_demand(scenario, 2.0), demand=scenario.demand, teams=scenario.teams)
    assert same == scenario
    for name, team in with_demand(scenario, 2.0).teams.items():
        assert replace(team, other_people=scenario.teams[name].other_people) == scenario.teams[name]


@pytest.mark.unit
def test_people_whom_a_new_door_draws_come_at_the_high_end_and_grow_with_demand() -> None:
    option = load_scenario("banes/option_1")
    stream = option.teams["hub"].other_people["induced_demand"].per_year
    assert stream.central == 0.0 < stream.high
    many = with_induced_demand(option)
    assert many.teams["hub"].other_people["induced_demand"].per_year.central == stream.high
    tripled = with_demand(many, 3.0).teams["hub"].other_people["induced_demand"].per_year
    assert tripled.central == pytest.approx(3.0 * stream.high)
    today = load_scenario("banes/today")
    assert with_induced_demand(today) is today


def turns(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """The pretended journeys; from twice the demand on the other option hands on more, before it
    less. The nurses' list waits 63 days times demand; half their time is asked for, or 1.9 times
    that with twice as many people."""
    other = program.name == OTHER
    more = other == (program.demand > 1.5)

    class Adds:
        def see(self, row: Row) -> None:
            sink.see(row)
            if row.what == What.ASKED and more:
                for _ in range(2):
                    sink.see(row._replace(what=What.HANDS_ON, value=2, team=0))

    totals = pretended(program, seed=seed, replication=replication, sink=Adds(), salt=salt)
    wait = 63.0 * program.demand + 0.5 * replication
    pools = [
        PoolTotals(
            new_seen=10,
            new_waited=int(10 * wait * MINUTES_PER_DAY) if pool.role == "nurse" else 0,
            joined=100,
            stopped=25,
            still_waiting={(0, 3): int(10 * program.demand), (-1, 40): 2},
        )
        for pool in program.pools
    ]
    return replace(totals, pools=pools)


def scenarios() -> list[Scenario]:
    first = toy("toy/two_desks")
    return [first, replace(first, name=OTHER, title="Another way")]


@cache
def found() -> Beside:
    plan = Plan(replications=6, fewer=4, placebo=False, demands=FACTORS)
    headline = compare(scenarios(), plan, engine=turns, workers=1)
    told = raised(headline, engine=turns, workers=1)
    return replace(nothing_beside(headline), raised=told)


def told() -> Raised:
    one = found().raised
    assert one is not None
    return one


def row_of(team: str, role: str, scenario: str = OTHER) -> BreakRow:
    (row,) = [r for r in told().breaks if (r.scenario, r.team, r.role) == (scenario, team, role)]
    return row


@pytest.mark.behaviour
def test_list_breaks_its_wait_at_the_demand_that_was_planted() -> None:
    row = row_of("nurses", "nurse")
    assert row.stated_days == stated_waits()[LIST].days == 126
    exact = (126 - 0.5 * 2.5) / 63  # the mean of four replications
    assert row.found == "within" and row.breaks_at == pytest.approx(exact, abs=1e-6)
    assert row.low < exact < row.high
    assert row_of("desk", "worker").found == "beyond"


@pytest.mark.behaviour
def test_places_between_demands_are_run_where_a_wait_breaks_and_nowhere_else() -> None:
    waits = [r for r in told().rows if (r.role, r.measure) == ("nurse", LIST_WAIT)]
    demands = {r.demand for r in waits if r.scenario == OTHER}
    assert set(FACTORS) < demands and all(1.0 < d < 2.0 for d in demands - set(FACTORS))
    (end,) = [
        r
        for r in told().rows
        if (r.role, r.measure, r.demand, r.scenario) == ("nurse", AT_THE_END, 3.0, OTHER)
    ]
    assert end.mean == 32.0 and end.unit == "people"


@pytest.mark.behaviour
def test_order_that_turns_with_demand_is_said_to_turn_and_one_that_does_not_is_not() -> None:
    ((title, sentences),) = stands_sentences(found())
    handoffs, repeated, _ = sentences
    assert title == "Another way"
    assert "lower from half to the files' demand; higher from twice to three times" in handoffs
    assert "It turns round with demand." in handoffs
    assert "turns round" not in repeated and "at every demand tried" in repeated


@pytest.mark.behaviour
def test_page_shows_where_waits_break_and_says_what_was_raised_and_what_was_not() -> None:
    beside = found()
    made = page(
        beside.comparison,
        demand_picture(beside),
        staff_rows(beside.comparison),
        cut="",
        again="",
        beside=beside,
    )
    text = re.sub(r"\s+", " ", made)
    assert 'id="pushed"' in made and "If fewer or more people came" in text
    assert "do not get slower here by being asked for more" in text
    assert "eighteen weeks" in text and "four weeks" in text
    assert re.search(r"The nurses: nurse</th><td>126</td> <td>1.98 times \(1.9\d to 2.0\d\)", text)
    assert re.search(r"time for all up to \d+\.\d\d; beyond, no end", text)
    assert "Two desks: 1 of 2 doors; Another way: 1 of 2 doors." in text
    assert 'alt="Lines over demand' in text
    without = nothing_beside(beside.comparison)
    plain = page(
        without.comparison, [], staff_rows(without.comparison), cut="", again="", beside=without
    )
    assert 'id="pushed"' not in plain and "demand was not raised" in re.sub(r"\s+", " ", plain)
    assert demand_picture(without) == []


@pytest.mark.behaviour
def test_staff_have_time_up_to_the_demand_at_which_rates_ask_for_all_of_it() -> None:
    (asked,) = [o for o in offered(scenarios()[1], engine=turns) if o.role == "nurse"]
    row = row_of("nurses", "nurse")
    assert row.keeps_up_to == pytest.approx(FULL / asked.share) and not row.held_by_stopping
    assert keeps_up_words(row).endswith("; beyond, no end")
    held = keeps_up_words(row._replace(held_by_stopping=True))
    assert "no end" not in held and held.startswith("time for all up to ")
    first = next(r for r in told().breaks if not r.team)
    assert keeps_up_words(first) == ""


@pytest.mark.unit
def test_lists_that_do_not_break_are_named_and_kept_out_of_the_table() -> None:
    titles, lines = break_table(found())
    assert titles == [one.title for one in scenarios()]
    assert [line.what for line in lines][1:] == ["The nurses: nurse"]
    assert "worker" in quiet_lists(found())
    assert "The nurses: nurse, at 1.98 times" in first_to_break(found())[1]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("below", EMPTY, EMPTY, EMPTY), "already at half"),
        (("beyond", EMPTY, EMPTY, EMPTY), "not within three times"),
        (("beyond", EMPTY, 2.9, EMPTY), "not within three times (perhaps from 2.90 times)"),
        (("within", 1.234, EMPTY, 1.5), "1.23 times (under 0.5 to 1.50)"),
        (("within", 1.234, 1.1, EMPTY), "1.23 times (1.10 to over 3)"),
        (("unknown", EMPTY, EMPTY, EMPTY), "nobody was seen"),
    ],
)
def test_place_where_a_wait_breaks_is_never_said_closer_than_it_is_known(
    row: tuple[str, float, float, float], words: str
) -> None:
    made = BreakRow(OTHER, AS_USED, "nurses", "nurse", 126, *row, EMPTY, False)  # type: ignore[arg-type]
    assert break_words(told(), made) == words


@pytest.mark.unit
def test_difference_that_fades_with_demand_is_not_said_to_turn() -> None:
    fades = tuple(
        one._replace(verdict="lower" if one.demand < 2.0 else "too close to call")
        for one in told().differences
    )
    beside = replace(found(), raised=replace(told(), differences=fades))
    ((_, sentences),) = stands_sentences(beside)
    assert len(sentences) == 3 and not any("turns" in sentence for sentence in sentences)


@pytest.mark.unit
def test_verdicts_over_demand_are_told_in_ranges_with_what_warns_of_losing_people() -> None:
    def line(demand: float, verdict: str, caution: str = "") -> DemandDifference:
        return DemandDifference(
            demand, AS_USED, OTHER, "toy", "handoffs", "", 0.0, 0.0, 0.0, verdict, caution
        )

    close = "too close to call"
    lines = [line(0.5, close), line(1.0, "lower"), line(2.0, "lower", "but fewer are helped")]
    assert ranges_words(lines) == (
        "too close to call at half; lower at the files' demand; "
        "lower, but fewer are helped at twice"
    )


@pytest.mark.unit
def test_wait_typed_by_hand_replaces_the_stated_ones_and_is_called_so() -> None:
    assert {one.days for one in stated_waits(42.0).values()} == {42.0}
    plan = Plan(replications=2, fewer=2, placebo=False, demands=(1.0,), breaks_at=42.0)
    headline = compare(scenarios(), plan, engine=turns, workers=1)
    made = raised(headline, engine=turns, workers=1)
    assert {row.stated_days for row in made.breaks} == {42.0}
    assert "42 days (set on the command line)" in " ".join(what_was_raised(made, headline))


@pytest.mark.unit
def test_every_table_of_raised_demand_is_kept() -> None:
    names = [name for name, _, _ in tables_beside(found())]
    assert {"demand", "demand_differences", "breaking"} <= set(names)
    first = {one.induced for one in told().differences}
    assert first == {AS_USED}  # the toy has no door that draws people
    assert HIGH_END not in {row.induced for row in told().rows}
    assert stated_waits()[FIRST_CONTACT].evidence == "wait_pcls_days"
    assert not [s for s in stress_sentences(found()) if "demand was not" in s and "stress" not in s]
