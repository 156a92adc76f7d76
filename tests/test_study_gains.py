"""Who gains and who loses: people paired one by one, other luck beside them, and the worst hit."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.model.scenario import Scenario
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import PLACEBO
from sim.study.gains import CHANGES, GainRow, all_gains, gain_rows, paired_people, worst_hit
from sim.study.rows import ALL
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
OTHER = "toy/other"


@cache
def scenarios() -> tuple[Scenario, Scenario]:
    first = toy("toy/two_desks")
    return first, replace(first, name=OTHER)


@cache
def ran() -> Comparison:
    return compare(scenarios(), Plan(replications=4, clone=True), engine=pretended, workers=1)


def found() -> Comparison:
    """The same runs, whose tables a test may change."""
    lanes = {
        lane: tuple(replace(one, people=dict(one.people)) for one in outcomes)
        for lane, outcomes in ran().lanes.items()
    }
    return replace(ran(), lanes=lanes)


def shares(rows: list[GainRow], lane: str, measure: str, row: str = ALL) -> list[float]:
    return [one.share for one in all_gains(rows, measure, row)[lane]]


def test_half_who_get_one_more_and_half_who_get_one_fewer_are_no_mean_but_half_and_half() -> None:
    comparison = found()
    for outcome in comparison.lanes[OTHER]:
        base = outcome.people["handoffs"] + 5
        for persona in ("nell", "omar"):
            mine = np.flatnonzero(outcome.people["persona"] == persona)
            base[mine[::2]] += 1
            base[mine[1::2]] -= 1
        outcome.people["handoffs"] = base
    for outcome in comparison.lanes[comparison.baseline]:
        outcome.people["handoffs"] = outcome.people["handoffs"] + 5
    rows = gain_rows(comparison)
    means = [
        np.concatenate([one.people["handoffs"] for one in comparison.lanes[lane]]).mean()
        for lane in (comparison.baseline, OTHER)
    ]
    fewer, same, more = shares(rows, OTHER, "handoffs")
    assert abs(means[0] - means[1]) < 0.02
    assert same == 0.0 and abs(fewer - 0.5) < 0.02 and abs(more - 0.5) < 0.02


def test_same_system_under_another_name_is_the_same_for_every_person() -> None:
    rows = gain_rows(found())
    for measure in ("handoffs", "repeated_stories", "right_help"):
        for row in (ALL, "nell", "omar"):
            assert shares(rows, OTHER, measure, row) == [0.0, 1.0, 0.0]


def test_placebo_shows_what_independent_luck_alone_does() -> None:
    # the pretended engine hands each person on 0, 1, 2 or 3 times, each as likely: of two
    # independent draws one in four is the same, and the rest is more or fewer alike
    alike = 1 / (len(found().programs[found().baseline].teams) + 1)
    three = all_gains(gain_rows(found()), "handoffs")[PLACEBO]
    for one, chance in zip(three, [(1 - alike) / 2, alike, (1 - alike) / 2], strict=True):
        assert abs(one.share - chance) < 4 * (chance * (1 - chance) / one.people) ** 0.5
    assert [one.change for one in three] == list(CHANGES)
    assert sum(one.share for one in three) == pytest.approx(1.0)


def test_clone_is_no_option_and_one_scenario_has_nobody_to_gain_against() -> None:
    assert {row.scenario for row in gain_rows(found())} == {OTHER, PLACEBO}
    alone = compare(scenarios()[:1], Plan(replications=1), engine=pretended, workers=1)
    assert gain_rows(alone) == []


def test_people_pair_by_number_and_onset_and_the_others_are_left_out() -> None:
    comparison = found()
    first = scenarios()[0]
    mine, base = (comparison.lanes[lane] for lane in (OTHER, comparison.baseline))
    whole = len(paired_people(first, mine, base).mine["person"])
    moved = []
    for outcome in mine:  # in another order, one gone, one who is somebody else
        order = np.arange(len(outcome.people["person"]))[::-1][1:]
        people = {name: column[order] for name, column in outcome.people.items()}
        people["onset_minute"] = people["onset_minute"] + (np.arange(len(order)) == 0)
        moved.append(replace(outcome, people=people))
    pairs = paired_people(first, moved, base)
    assert len(pairs.mine["person"]) == whole - 2 * len(mine)
    for name in ("_replication", "person", "persona", "onset_minute"):
        assert np.array_equal(pairs.mine[name], pairs.base[name])


def test_personas_weigh_by_how_many_come_a_year_and_named_people_are_left_out() -> None:
    comparison = found()
    for outcome in comparison.lanes[OTHER]:
        omar = outcome.people["persona"] == "omar"
        named = outcome.people["named"]
        outcome.people["handoffs"] = np.where(
            omar | named, outcome.people["handoffs"] + 1, outcome.people["handoffs"]
        )
    rows = gain_rows(comparison)
    yearly = {slug: p.per_year.central for slug, p in scenarios()[0].personas.items()}
    more = yearly["omar"] / sum(yearly.values())
    assert shares(rows, OTHER, "handoffs")[2] == pytest.approx(more)
    assert shares(rows, OTHER, "handoffs", "nell") == [0.0, 1.0, 0.0]
    assert shares(rows, OTHER, "handoffs", "nell@named") == [0.0, 0.0, 1.0]


def test_right_help_gained_stands_under_more_and_lost_under_fewer() -> None:
    comparison = found()
    for lane, helped in ((comparison.baseline, True), (OTHER, False)):
        for outcome in comparison.lanes[lane]:
            outcome.people["right_help"] = np.full(len(outcome.people["person"]), helped)
    assert shares(gain_rows(comparison), OTHER, "right_help") == [1.0, 0.0, 0.0]


def planted(**changes: tuple[float, str]) -> Comparison:
    """A comparison with differences that the test names: ``nell_handoffs=(0.5, "higher")``."""
    comparison = found()
    lines = []
    for line in comparison.differences:
        value = changes.get(f"{line.persona}_{line.measure}")
        if line.scenario == OTHER:
            change, verdict = value or (0.0, "same by design")
            ends = {"low": change - 0.1, "high": change + 0.1}
            lines.append(line._replace(difference=change, verdict=verdict, **ends))
        else:
            lines.append(line)
    return replace(comparison, differences=tuple(lines))


def test_worst_hit_is_the_persona_furthest_against_the_wish_in_differences_that_matter() -> None:
    # 0.1 of the people who lose right help is two smallest differences, 0.4 handoffs are 1.6
    comparison = planted(
        nell_handoffs=(0.4, "higher"),
        omar_right_help=(-0.1, "lower"),
        nell_repeated_stories=(-3.0, "lower"),
    )
    worst = worst_hit(comparison, OTHER)
    assert worst is not None and worst.stands
    assert (worst.line.persona, worst.line.measure) == ("omar", "right_help")
    assert worst.by == pytest.approx(2.0)


def test_a_verdict_that_stands_is_worse_than_a_larger_one_that_does_not() -> None:
    comparison = planted(nell_handoffs=(0.3, "higher"), omar_handoffs=(2.0, "too close to call"))
    worst = worst_hit(comparison, OTHER)
    assert worst is not None and worst.stands and worst.line.persona == "nell"


def test_nobody_is_worst_hit_by_luck_alone_or_where_all_is_as_people_want_it() -> None:
    assert worst_hit(planted(nell_handoffs=(-1.0, "lower")), OTHER) is None
    by_luck = worst_hit(found(), PLACEBO)
    assert by_luck is None or not by_luck.stands
    whole = worst_hit(planted(all_handoffs=(5.0, "higher")), OTHER)
    assert whole is None  # everybody together is no persona
