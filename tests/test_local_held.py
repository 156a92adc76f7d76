"""Whether `today` holds a place's own figures, what the page then says, and a run made again."""

import csv
import functools
import json
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest

from sim.cli import main
from sim.engines.protocol import PoolTotals
from sim.files import load_scenario
from sim.files.local.given import Given, LastYear, Local
from sim.report.local import NOT_FIT, fitness, local_words, whose
from sim.report.page import page
from sim.study.compare import Comparison, Plan, compare
from sim.study.local import (
    FIGURES,
    Held,
    fit_of,
    held_against_local,
    is_todays,
    near,
    verdict_of,
)
from sim.study.referrals import Booking, Followed, Referral
from sim.study.replicate import Outcome
from sim.study.statistics import Interval
from tests.sheets import SITE, filled
from tests.study_toys import pretended

TEAM = "ewmhs"
DAYS = (38, 40, 42)
"""Whole days that people waited, in each run another one."""
MISSED = 0.25
"""Share of booked contacts of people with a story that the runs are made to miss."""


def entered(figure: str, value: float) -> LastYear:
    return LastYear(cell="Last year!H4", team=TEAM, figure=figure, value=value)


def local_with(*years: LastYear, given: tuple[Given, ...] = ()) -> Local:
    return Local(
        site=SITE,
        file="own.xlsx",
        sha256="0",
        numbers=140,
        hours=4,
        given=given,
        last_year=years,
    )


def typed(cell: str, value: float = 1.0, low: float = 0.0, high: float = 2.0) -> Given:
    return Given(
        cell=cell,
        path="demand",
        what="",
        where="",
        unit="ratio",
        value=value,
        default=1.0,
        low=low,
        high=high,
    )


@functools.cache
def runs() -> Comparison:
    """Three runs of today whose waits, referrals and missed contacts were put in by hand."""
    today = load_scenario(f"{SITE}/today")
    made = compare([today], Plan(replications=3, placebo=False), engine=pretended, workers=1)
    program = made.programs[today.name]
    team = [one.name for one in program.teams].index(TEAM)
    pool = next(n for n, one in enumerate(program.pools) if one.team == team)
    first = next(n for n, one in enumerate(program.streams) if one.pool == pool)

    def planted(outcome: Outcome, day: int) -> Outcome:
        pools = [PoolTotals() for _ in program.pools]
        # the second stream waits for no first contact, and must not be counted
        pools[pool].first_waits = {(-1, day): 20, (first, day): 20, (first + 1, 900): 500}
        sent = (*tuple(Referral(team, 0, 0) for _ in range(30)), Referral(team + 1, 0, 0))
        booked = [Booking(team, 3, n % 4 != 0) for n in range(40)]
        followed = Followed(sent, (*booked, Booking(team + 1, 3, False)))
        return replace(outcome, pools=tuple(pools), followed=followed)

    outcomes = [planted(one, day) for one, day in zip(made.lanes[today.name], DAYS, strict=True)]
    return replace(made, lanes={today.name: tuple(outcomes)})


def held(figure: str, value: float) -> Held:
    (row,) = held_against_local(runs(), local_with(entered(figure, value)))
    return row


@pytest.mark.unit
def test_wait_is_the_mean_of_first_contacts_with_its_interval() -> None:
    row = held("wait", 40.0)
    assert row.simulated == pytest.approx(40.5)
    assert (row.low, row.high) == pytest.approx((40.5 - 4.968, 40.5 + 4.968), abs=0.01)
    assert row.people == 3 * 40


@pytest.mark.unit
def test_referrals_are_those_of_a_year_and_the_other_people_as_put_in() -> None:
    comparison = runs()
    program = comparison.programs[comparison.baseline]
    weeks = (program.horizon - program.start) / 10_080 - 26
    streams = comparison.scenarios[comparison.baseline].teams[TEAM].other_people.values()
    most = max(stream.per_year.central for stream in streams)
    assert held("referrals", 1.0).simulated == pytest.approx(30 * 365.25 / 7 / weeks + most)


@pytest.mark.unit
def test_missed_contacts_are_shared_with_other_people_by_how_many_contacts_each_has() -> None:
    assert held("missed", 0.2).simulated == pytest.approx(MISSED)
    comparison = runs()
    name = comparison.baseline
    team = [one.name for one in comparison.programs[name].teams].index(TEAM)
    pool = next(n for n, one in enumerate(comparison.programs[name].pools) if one.team == team)
    others = PoolTotals(other_contacts=40)

    def with_others(one: Outcome) -> Outcome:
        pools = [*one.pools[:pool], others, *one.pools[pool + 1 :]]
        return replace(one, pools=tuple(pools))

    lanes = {name: tuple(with_others(one) for one in comparison.lanes[name])}
    more = replace(comparison, lanes=lanes)
    streams = comparison.scenarios[name].teams[TEAM].other_people.values()
    contacts = [one.per_year.central * one.sessions.central for one in streams]
    theirs = sum(
        many * one.missed.central for many, one in zip(contacts, streams, strict=True)
    ) / sum(contacts)
    (row,) = held_against_local(more, local_with(entered("missed", 0.2)))
    assert row.simulated == pytest.approx((MISSED + theirs) / 2)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("simulated", "people", "verdict"),
    [
        (Interval(45, 40, 50), 100, "agrees"),
        (Interval(31, 20, 42), 100, "cannot say"),
        (Interval(20, 15, 25), 100, "misses"),
        (Interval(70, 65, 75), 100, "misses"),
        (Interval(20, float("nan"), float("nan")), 100, "cannot say"),
        (Interval(20, 15, 25), 19, "too few"),
        (Interval(float("nan"), float("nan"), float("nan")), 100, "too few"),
    ],
)
def test_figure_is_missed_only_where_the_whole_interval_is_not_near(
    simulated: Interval, people: int, verdict: str
) -> None:
    assert verdict_of(simulated, 32, 48, people) == verdict


@pytest.mark.unit
def test_near_is_a_share_of_the_figure_or_a_number_whichever_is_more() -> None:
    assert near(entered("wait", 100)) == pytest.approx((80, 120))
    assert near(entered("wait", 10)) == pytest.approx((3, 17))
    assert near(entered("wait", 3)) == pytest.approx((0, 10))
    assert near(entered("missed", 0.1)) == pytest.approx((0.07, 0.13))


@pytest.mark.unit
def test_one_figure_missed_is_enough_to_be_unfit() -> None:
    agrees, misses = held("wait", 40.0), held("wait", 400.0)
    few = agrees._replace(verdict="too few")
    unsure = agrees._replace(verdict="cannot say")
    assert (agrees.verdict, misses.verdict) == ("agrees", "misses")
    assert fit_of([agrees, few]) == "holds"
    assert fit_of([agrees, unsure, misses]) == "misses"
    assert fit_of([agrees, unsure]) == "cannot say"
    assert fit_of([few]) == fit_of([]) == "not held"


def told(*years: LastYear) -> str:
    local = local_with(*years)
    return fitness(runs(), local, held_against_local(runs(), local))


@pytest.mark.unit
def test_page_says_not_fit_to_rank_exactly_where_a_figure_is_missed() -> None:
    missed = told(entered("wait", 400.0), entered("missed", 0.25))
    assert missed.startswith(NOT_FIT) and "misses 1 of 2 figures" in missed
    assert "yours 400, simulated 40.5 (35.5 to 45.5)" in missed
    near_enough = told(entered("wait", 40.0), entered("missed", 0.25))
    assert NOT_FIT not in near_enough and "holds 2 figures of last year" in near_enough
    assert "no forecast" in near_enough
    assert "nothing here shows whether" in told()


@pytest.mark.unit
def test_nothing_is_held_against_a_place_where_today_does_not_come_first() -> None:
    comparison = runs()
    local = replace(local_with(entered("wait", 400.0)), site="bristol")
    assert not is_todays(comparison, local) and held_against_local(comparison, local) == ()
    said = fitness(comparison, local, ())
    assert "is not bristol/today" in said and NOT_FIT not in said


@pytest.mark.unit
def test_count_of_your_numbers_is_the_true_count() -> None:
    cells = [f"Staff!H{n}" for n in range(3, 34)]
    local = local_with(given=tuple(typed(cell) for cell in cells))
    assert whose(local).startswith("31 of 140 numbers are yours, from own.xlsx;")
    hours = replace(typed("Hours!H3"), value="mon 09:00-10:00")
    one = local_with(given=(typed("Staff!H3"), hours))
    assert whose(one).startswith(
        "1 of 140 numbers is yours, from own.xlsx, and so is 1 of 4 opening hours;"
    )


@pytest.mark.unit
def test_number_outside_what_was_believable_is_kept_and_said() -> None:
    local = local_with(given=(typed("Staff!H3", 3.0), typed("Staff!H4", 2.0)))
    said = " ".join(local_words(runs(), local))
    assert "1 number of yours lies outside" in said and "(Staff!H3)" in said
    assert local_words(runs(), None) == []


@pytest.mark.unit
def test_page_holds_your_numbers_and_figures_and_escapes_what_was_typed() -> None:
    hostile = replace(typed("Staff!H3"), comes_from="<script>alert(1)</script>", kept_by=("a/b",))
    local = local_with(entered("wait", 400.0), given=(hostile,))
    made = page(runs(), [], [], cut="", again="", local=local)
    assert made.count(NOT_FIT) >= 1
    assert "<script>alert" not in made and "&lt;script&gt;alert" in made
    assert "kept, in a/b" in made
    assert "Your own numbers" in made
    assert "Your own numbers" not in page(runs(), [], [], cut="", again="")


@pytest.mark.unit
def test_every_figure_that_is_asked_for_can_be_read_from_a_run() -> None:
    from sim.files.local.asked import local_terms

    assert set(FIGURES) == set(local_terms()["last_year"])


TYPED = {
    "teams.ewmhs.staff.clinician.wte": 14.5,
    "personas.young_person_without_support.per_year": 150,
    "teams.*.staff.*.hours": 36,
    "last_year.ewmhs.wait": 3000,
    "last_year.ewmhs.missed": 0.15,
}
SHORT = ["--replications", "2", "--weeks", "2", "--no-placebo", "--workers", "1"]


@functools.cache
def run_with_data() -> Path:
    """A run with a filled-in spreadsheet, which is then thrown away."""
    home = Path(mkdtemp())
    place = filled(home / "own.xlsx", TYPED)
    words = ["compare", f"{SITE}/today", f"{SITE}/positive_pathways", *SHORT]
    assert main([*words, "--data", str(place), "--out", str(home / "run")]) == 0
    place.unlink()
    return home / "run"


@pytest.mark.cli
def test_run_with_data_says_whose_numbers_they_are_and_that_it_is_not_fit() -> None:
    report = (run_with_data() / "report.html").read_text()
    first = report[report.index('id="answer"') : report.index('id="asked"')]
    assert "3 of 90 numbers are yours, from own.xlsx" in first
    assert f"<b>{NOT_FIT}: “" in first and "yours 3,000" in first
    rows = list(csv.DictReader((run_with_data() / "local.csv").read_text().splitlines()))
    assert [(row["figure"], row["verdict"]) for row in rows][0] == ("wait", "misses")


@pytest.mark.cli
def test_resolved_scenarios_have_the_numbers_as_yours() -> None:
    for path in (run_with_data() / "scenario").iterdir():
        found = load_scenario(path).teams["ewmhs"].staff["clinician"]
        assert (found.wte.central, found.wte.grounds) == (14.5, "yours")
        assert found.hours.central == 36
        assert "Staff!H3" in found.wte.assumed


@pytest.mark.cli
def test_run_with_data_is_made_again_without_the_spreadsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((run_with_data() / "manifest.json").read_text())
    assert manifest["inputs"]["own.xlsx"] == manifest["local"]["sha256"]
    assert {one["path"]: one["value"] for one in manifest["local"]["given"]} == {
        path: value for path, value in TYPED.items() if not path.startswith("last_year")
    }
    assert manifest["command"][-2:] == ["--data", "own.xlsx"]
    again = ["rerun", str(run_with_data()), "--out", str(tmp_path / "again"), "--workers", "1"]
    assert main(again) == 0
    assert "Every file is the same to the byte" in capsys.readouterr().out


@pytest.mark.cli
def test_journey_takes_a_spreadsheet_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = filled(tmp_path / "own.xlsx", {"teams.ewmhs.staff.clinician.wte": "many"})
    who = "young_person_without_support"
    assert main(["journey", who, "--scenarios", SITE, "--data", str(place)]) == 2
    assert "Staff!H3" in capsys.readouterr().err
