"""Who gains and who loses, and how people are spread, in sentences, cells and on the page."""

import re
from dataclasses import replace
from functools import cache

import pytest

from sim.report.gaining import (
    count_tables,
    gain_sentence,
    gain_tables,
    gain_tables_by_persona,
    wait_tables,
    worst_sentence,
)
from sim.report.page import page
from sim.study.beside import Beside, nothing_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import PLACEBO
from sim.study.gains import GainRow
from sim.study.spread import DistributionRow
from sim.study.statistics import EMPTY
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
FIRST, OTHER = "toy/two_desks", "toy/other"


@cache
def found() -> Comparison:
    first = toy(FIRST)
    other = replace(first, name=OTHER, title="Another way")
    return compare([first, other], Plan(replications=3), engine=pretended, workers=1)


@cache
def beside() -> Beside:
    return nothing_beside(found())


def with_gains(**shares: tuple[float, float, float]) -> Beside:
    """Handoffs with planted shares: ``other=(0.2, 0.3, 0.5)``."""
    lanes = {"other": OTHER, "luck": PLACEBO}
    rows = tuple(
        GainRow(lanes[name], FIRST, "all", "handoffs", change, share, EMPTY, EMPTY, 1, 40)  # type: ignore[arg-type]
        for name, three in shares.items()
        for change, share in zip(("fewer", "the same", "more"), three, strict=True)
    )
    return replace(beside(), gains=rows)


def test_sentence_tells_how_many_of_the_same_people_have_more_beside_other_luck() -> None:
    told = gain_sentence(with_gains(other=(0.2, 0.3, 0.5), luck=(0.4, 0.21, 0.39)), OTHER)
    assert told == (
        "Handoffs, against “Two desks”: 50% of the same people have more, 20% have fewer, 30% as "
        "many. Other luck alone: 39% have more, 40% have fewer."
    )


def test_share_of_fewer_than_twenty_people_is_not_told() -> None:
    rows = tuple(row._replace(people=19) for row in beside().gains)
    few = replace(beside(), gains=rows)
    assert gain_sentence(few, OTHER) == "Handoffs, against “Two desks”: too few people to say."
    for _, _, lines in gain_tables_by_persona(few, ["nell"]):
        assert lines[0][1] == ["too few", "too few"]


def test_reversal_of_the_shares_turns_the_sentence_round() -> None:
    told = gain_sentence(with_gains(other=(0.5, 0.3, 0.2)), OTHER)
    assert "20% of the same people have more, 50% have fewer" in told
    assert "luck" not in told


def test_help_gained_and_lost_have_their_own_words() -> None:
    told = gain_sentence(beside(), OTHER, "right_help")
    assert "0% (0% to 0%) of the same people gain it" in told and "lose it" in told


def planted(change: float, verdict: str) -> Comparison:
    lines = tuple(
        line._replace(difference=change, low=change - 0.1, high=change + 0.1, verdict=verdict)
        if (line.scenario, line.persona, line.measure) == (OTHER, "nell", "handoffs")
        else line
        for line in found().differences
    )
    return replace(found(), differences=lines)


def test_worst_hit_persona_is_named_with_interval_and_verdict() -> None:
    assert worst_sentence(planted(0.75, "higher"), OTHER) == (
        "Worst hit, counted in smallest differences that matter: people like Nell, handoffs "
        "(+0.75 per person, 95% interval +0.65 to +0.85): higher, not as people want it."
    )


def test_nobody_is_named_as_worst_hit_where_no_verdict_stands() -> None:
    told = worst_sentence(planted(0.2, "too close to call"), OTHER)
    assert told.startswith("Worst hit: nobody's primary difference stands against what people want")
    assert "people like Nell, handoffs (+0.20" in told
    assert "less than the smallest difference that matters" in told
    assert worst_sentence(found(), OTHER).startswith("Worst hit: nobody; no persona's")


def test_tables_hold_every_option_and_other_luck_last() -> None:
    for caption, heads, lines in gain_tables(beside()):
        assert [lane for lane, _ in lines] == ["Another way", "other luck alone (placebo)"], caption
        assert all(len(cells) == len(heads) == 3 for _, cells in lines)
    for _, heads, lines in gain_tables_by_persona(beside(), ["nell", "omar"]):
        assert heads == ["Another way", "other luck alone (placebo)"]
        assert [row for row, _ in lines] == ["People like Nell", "People like Omar"]
        assert all(cells[0] == "0% / 100% / 0%" for _, cells in lines)
    for _, heads, lines in (*count_tables(beside()), *wait_tables(beside())):
        assert [lane for lane, _ in lines][:2] == ["Two desks", "Another way"]
        assert all(len(cells) == len(heads) for _, cells in lines)


def test_day_that_is_not_reached_says_so_and_one_that_may_be_gives_its_bounds() -> None:
    def row(value: float, low: float, high: float) -> DistributionRow:
        measure = "wait_right_help_from_onset_days"
        return DistributionRow(FIRST, "all", measure, "day by which", 0.5, value, low, high, 3, 60)

    def cell(one: DistributionRow) -> str:
        others = [r for r in beside().spread.rows if r[:5] != one[:5]]
        spread = beside().spread._replace(rows=(one, *others))
        (_, _, lines) = wait_tables(replace(beside(), spread=spread))[2]
        return dict(lines)["Two desks"][0]

    assert cell(row(EMPTY, EMPTY, EMPTY)) == "not reached"
    assert cell(row(EMPTY, 25.0, EMPTY)) == "not reached (from 25)"
    assert cell(row(20.0, 18.0, EMPTY)) == "20 (18 to not reached)"
    assert cell(row(20.0, 18.0, 23.0)) == "20 (18 to 23)"


def test_page_shows_who_gains_and_how_people_are_spread_and_one_scenario_only_the_second() -> None:
    text = page(found(), (), (), cut="", again="", beside=beside())
    assert 'id="gains"' in text and 'id="spread"' in text
    assert "Worst hit" in text and "other luck alone (placebo)" in text
    alone = compare([toy(FIRST)], Plan(replications=1), engine=pretended, workers=1)
    text = page(alone, (), (), cut="", again="")
    assert 'id="gains"' not in text and 'id="spread"' in text
    part = text[text.index('<section id="spread"') :]
    tables = re.findall(r"<table>.*?</table>", part[: part.index("</section>")], re.DOTALL)
    assert tables and all("<caption>" in table for table in tables)


def test_run_leaves_both_tables_with_the_columns_that_are_promised() -> None:
    tables = {name: (columns, rows) for name, columns, rows in tables_beside(beside())}
    assert tables["gains"] == (GainRow._fields, beside().gains)
    assert tables["distributions"] == (DistributionRow._fields, beside().spread.rows)
