"""How sure and how fair, in words: nothing unsaid, nothing claimed beyond what was run."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from sim.report.fairness import fair_sentences, match_sentences, split_tables, staff_lines
from sim.report.page import page
from sim.report.sureness import (
    points_within,
    runs_sentences,
    share_words,
    sure_answer,
    sure_sentences,
    sure_table,
)
from sim.study.beside import Beside, nothing_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.fair import Fair, SplitRow, SplitStaffRow
from sim.study.findings import DifferenceRow
from sim.study.matching import MatchRow
from sim.study.precision import PrecisionRow
from sim.study.readings import ChangedConclusion
from sim.study.shares import SureRow
from sim.study.sure import Refused, Sure
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
NOT_KNOWN = float("nan")


@cache
def comparison() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title="Another way")
    return compare([first, other], Plan(replications=2, placebo=False), engine=pretended, workers=1)


def after_auto(*rows: PrecisionRow, settled: bool) -> Comparison:
    plan = replace(comparison().plan, budget=20, replications=20)
    return replace(comparison(), plan=plan, precision=rows, settled=settled)


def known(half_width: float) -> PrecisionRow:
    reached = half_width <= 0.25
    return PrecisionRow(
        "toy/other", "toy/two_desks", "nell", "handoffs", "", 20, half_width, 0.25, reached
    )


def test_plain_run_says_nothing_of_runs_draws_or_divisions() -> None:
    plain = nothing_beside(comparison())
    assert runs_sentences(comparison()) == sure_sentences(plain) == fair_sentences(plain) == []
    assert match_sentences(plain) == sure_answer(plain) == split_tables(plain) == []
    names = {name for name, _, _ in tables_beside(plain)}
    assert not names & {"precision", "sure", "sure_draws", "splits", "matching"}


def test_runs_that_were_enough_say_so_and_that_the_answer_did_not_decide() -> None:
    (said,) = runs_sentences(after_auto(known(0.1), settled=True))
    assert said.startswith("Runs were added until every primary difference was known as closely")
    assert said.endswith("20 runs of each, whatever the answer was.")


def test_every_difference_that_the_budget_left_too_wide_is_named() -> None:
    said = runs_sentences(after_auto(known(0.1), known(0.4), known(NOT_KNOWN), settled=False))
    assert "2 of 3 primary differences are not known as closely as matters" in said[0]
    assert said[1].startswith("Handoffs, people like Nell, Another way: known within 0.40 ")
    assert said[1].endswith("wanted within 0.25.")
    assert "known not at all" in said[2] and len(said) == 3


def test_widths_that_were_not_seen_to_stay_are_not_called_enough() -> None:
    (said,) = runs_sentences(after_auto(known(0.1), settled=False))
    assert said.startswith("The budget of 20 runs of each was used up")
    assert said.endswith("that it stays so was not seen.")


def line(**more: Any) -> SureRow:
    usual = {
        "scenario": "toy/other",
        "against": "toy/two_desks",
        "reading": "any",
        "persona": "all",
        "measure": "handoffs",
        "unit": "",
        "wanted": "lower",
        "draws": 100,
        "runs": 2,
        "advantage": 0.8,
        "advantage_low": 0.71,
        "advantage_high": 0.87,
        "disadvantage": 0.15,
        "matters_for": 0.6,
        "matters_against": 0.05,
        "advantage_as_many_helped": 0.8,
        "difference_5": -1.0,
        "difference_50": -0.4,
        "difference_95": 0.2,
        "luck": 0.1,
        "matters": 0.25,
    }
    return SureRow(**{**usual, **more})


def drawn(*rows: SureRow, **more: Any) -> Beside:
    usual: dict[str, Any] = {
        "rows": rows,
        "numbers": (),
        "differences": (),
        "refused": (),
        "draws": 100,
        "runs": 2,
        "moved": 79,
        "fewer_places": 0,
    }
    return replace(nothing_beside(comparison()), sure=Sure(**{**usual, **more}))


def test_share_stands_with_its_interval_and_its_number_of_draws() -> None:
    one = drawn(line())
    words = share_words(one, "toy/other", "all", "handoffs")
    assert words == "lower in 80% of 100 draws (71% to 87%)"
    assert share_words(one, "toy/other", "nell", "handoffs") == ""
    ((title, (said,)),) = sure_answer(one)
    assert title == "Another way"
    assert "lower than in “Two desks” in 80% of 100 draws (71% to 87%), higher in 15%" in said
    assert "by 0.25 or more, in 60% and 5%" in said
    assert "Nine draws in ten lie between -1.00 and +0.20" in said and "below -0.40" in said


def test_advantage_by_losing_people_and_spread_by_luck_are_warned_of() -> None:
    said = sure_answer(drawn(line(advantage_as_many_helped=0.3, luck=0.7)))[0][1][0]
    assert said.endswith(
        "With no fewer helped: in 30%. 70% of that spread is the luck of few runs."
    )
    plain = sure_answer(drawn(line()))[0][1][0]
    assert "fewer helped" not in plain and "luck" not in plain


def test_reading_that_is_told_alone_is_named() -> None:
    said = sure_answer(drawn(line(), line(reading="toy/other_b", advantage=0.2)))[0][1]
    assert "read as in" not in said[0] and said[1].startswith("Handoffs, read as in toy/other_b:")


def test_draws_left_out_are_counted_with_their_reason_and_shares_are_no_probability() -> None:
    refused = (Refused(3, "no shift is long enough"), Refused(8, "no shift is long enough"))
    said = sure_sentences(drawn(line(), refused=refused, fewer_places=4))
    assert said[0].startswith("98 joint draws of 79 numbers") and "2 runs of each" in said[0]
    assert "no probability" in said[1]
    assert said[2].startswith("98 draws tell a share only to within 10 points either way")
    assert said[3].startswith("2 of 100 draws were left out")
    assert said[3].endswith("the shares are of the rest: no shift is long enough.")
    assert said[4].startswith("In 4 draws a team had only as many places")
    assert len(sure_sentences(drawn(line()))) == 3


def test_few_draws_are_said_to_tell_less() -> None:
    assert points_within(400) < 5.0 < points_within(100) < 10.0 < points_within(30) < 18.0


def test_shares_stand_at_a_glance_by_option_and_reading_with_what_matters_either_way() -> None:
    rows = (line(), line(measure="right_help", wanted="higher"))
    again = line(reading="toy/other_b", advantage=0.2, advantage_low=0.1, advantage_high=0.4)
    heads, lines = sure_table(drawn(*rows, again))
    assert heads == [
        "Handoffs: lower",
        "Repeated stories: lower",
        "Right help within the follow-up: higher",
    ]
    assert [title for title, _ in lines] == [
        "Another way (100 draws)",
        "read as in toy/other_b (100 draws)",
    ]
    first, other = (cells for _, cells in lines)
    assert first[0] == (
        "80% (71% to 87%)",
        "by what matters: lower 60%, higher 5%",
    )
    assert first[1] == ("-", "")  # not drawn, so not told
    assert "lower 5%" in first[2][1]
    assert other[0][0].startswith("20% (10% to 40%)")
    made = page(comparison(), [], [], cut="", again="", beside=drawn(*rows, again))
    assert "In what share of joint draws" in made and "<td>20% (10% to 40%)" in made


def match(**more: Any) -> MatchRow:
    usual = {
        "scenario": "toy/other",
        "against": "toy/two_desks",
        "teams": "hub;outreach_team",
        "cost_gbp_per_year": 100_000.0,
        "wait_difference": 4.0,
        "wait_low": 2.0,
        "wait_high": 6.0,
        "result": "found",
        "factor": 1.3,
        "factor_low": 1.2,
        "factor_high": 1.5,
        "gbp_per_year": 30_000.0,
        "gbp_low": 20_000.0,
        "gbp_high": 50_000.0,
        "steady": True,
        "replications": 3,
    }
    return MatchRow(**{**usual, **more})


def fair(**more: Any) -> Beside:
    usual: dict[str, Any] = {
        "rows": (),
        "staff": (),
        "changed": {"load": (), "search": ()},
        "undivided": (),
        "tried": 12,
        "chosen_with": 1_000_001,
        "judged_with": 1,
        "matched": (match(),),
    }
    return replace(nothing_beside(comparison()), fair=Fair(**{**usual, **more}))


def test_what_would_match_is_told_in_pounds_with_what_the_runs_cannot_tell() -> None:
    (said,) = match_sentences(fair())
    assert "wait to right help +4.0 days (+2.0 to +6.0) against “Two desks”" in said
    assert "1.30 times the staff of hub, outreach team: £30,000 a year more than drafted" in said
    assert "longer at £20,000 a year more than drafted" in said
    assert "shorter at £50,000 a year more than drafted; 3 runs)." in said
    less = match(gbp_per_year=-5000.0, gbp_low=NOT_KNOWN, gbp_high=NOT_KNOWN, steady=False)
    (said,) = match_sentences(fair(matched=(less,)))
    assert "£5,000 a year less than drafted (these runs cannot tell" in said
    assert said.endswith("More staff did not always shorten the wait, so this is rough.")


def test_match_of_waits_that_are_too_close_to_call_says_so() -> None:
    (said,) = match_sentences(fair(matched=(match(wait_low=-1.0),)))
    assert "(-1.0 to +6.0) against “Two desks”, too close to call as drafted." in said
    assert "too close to call" not in match_sentences(fair())[0]


def test_wait_that_cannot_be_matched_says_within_what() -> None:
    (said,) = match_sentences(fair(matched=(match(result="not within", factor=3.0),)))
    assert "Not matched within 3 times the staff of hub, outreach team (£100,000 a year" in said


def test_division_says_which_seed_chose_and_which_judged_and_what_hangs_on_it() -> None:
    said = fair_sentences(fair(undivided=("toy/other",)))
    assert "chosen with seed 1000001 and are judged, like the first, with seed 1" in said[0]
    assert said[1] == "Nothing to divide, since fewer than two teams changed: Another way."
    first = next(row for row in comparison().differences if row.measure == "handoffs")
    one: DifferenceRow = first._replace(verdict="lower", persona="all")
    two = one._replace(verdict="too close to call")
    changes = {"load": (), "search": (ChangedConclusion(one, two),)}
    said = fair_sentences(fair(changed=changes))
    assert said[1] == (
        "Changes with the division (as a search found): handoffs, these two personas, Another "
        "way: lower as drafted, then too close to call."
    )


def test_three_divisions_stand_side_by_side_with_their_staff() -> None:
    def row(split: Any, difference: float) -> SplitRow:
        return SplitRow(
            scenario="toy/other",
            against="toy/two_desks",
            split=split,
            persona="all",
            measure="handoffs",
            unit="",
            difference=difference,
            low=difference - 0.5,
            high=difference + 0.5,
            verdict="lower",
            caution="but fewer are helped" if split == "load" else "",
            wanted="lower",
            matters=0.25,
            replications=4,
            seed=1,
        )

    splits = ("drafted", "load", "search")
    rows = tuple(row(split, -1.0 - n) for n, split in enumerate(splits))
    staff = tuple(
        SplitStaffRow("toy/other", split, "hub", "nurse", 2.0, 1.0, 0.5, part, 1)  # type: ignore[arg-type]
        for split, part in zip(splits, (1.0, 0.5, 1.0), strict=True)
    )
    one = fair(rows=rows, staff=staff)
    ((title, heads, ((measure, cells),)),) = split_tables(one)
    assert title == "Another way" and heads == ["As drafted", "By load", "As a search found"]
    assert measure.startswith("Handoffs")
    assert cells[0] == ("-1.00 (-1.50 to -0.50)", "lower")
    assert cells[1] == ("-2.00 (-2.50 to -1.50)", "lower, but fewer are helped")
    assert staff_lines(one) == [
        ("Another way", "hub", "nurse", ["2.00", "2.00 (50% of the way)", "2.00"])
    ]
    assert "No primary conclusion changes with the division." in fair_sentences(one)
