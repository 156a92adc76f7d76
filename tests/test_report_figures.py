"""Figures: one style, the same look everywhere, legible in print, and words that equal the data."""

import re
from dataclasses import replace
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.figures import charts, ladder, style
from sim.report.figures.charts import pictures
from sim.report.figures.first import BANDS
from sim.report.figures.gains import BARS, personas_gain_picture
from sim.report.figures.style import Picture
from sim.report.words import HEADLINE, number
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import PLACEBO
from sim.study.gains import GAINED, all_gains
from sim.study.staff import staff_rows
from sim.study.statistics import Interval
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
FIRST, OTHER = "toy/two_desks", "toy/other"
POINT = 1 / 72


@cache
def found() -> Comparison:
    first = toy(FIRST)
    other = replace(first, name=OTHER, title="Another way, with a long title that has to be broken")
    return compare([first, other], Plan(replications=3), engine=pretended, workers=1)


@cache
def beside() -> Beside:
    made = nothing_beside(found())
    return replace(made, rungs={"A": found(), "C": found()})


@cache
def drawn() -> dict[str, Picture]:
    return {one.name: one for one in pictures(found(), staff_rows(found()), beside())}


def svg_words(picture: Picture) -> list[str]:
    return re.findall(r">([^<>]+)</(?:text|tspan)>", picture.svg.decode("utf-8"))


def test_every_figure_is_there_where_there_is_something_to_show() -> None:
    assert list(drawn()) == [
        "headline",
        "differences",
        "ladder",
        "gains",
        "gains_personas",
        "came_first",
        "counts",
        "waits",
        "gaps",
        "load",
        "staff_minutes",
        "costs",
    ]


def test_one_scenario_alone_has_no_figure_of_differences() -> None:
    alone = compare([toy()], Plan(replications=1), engine=pretended, workers=1)
    names = [one.name for one in pictures(alone, staff_rows(alone))]
    assert names == ["headline", "came_first", "counts", "waits", "load", "staff_minutes", "costs"]


def test_every_caption_names_the_runs_and_the_source() -> None:
    for picture in drawn().values():
        if picture.name == "costs":  # prices and posts, which no run changes
            assert "prices of" in picture.caption and style.SOURCE in picture.caption
            continue
        runs = "runs: 3 on A, 3 on B, 3 on C" if picture.name == "ladder" else "3 runs"
        assert runs in picture.caption and style.SOURCE in picture.caption, picture.name
        interval = "95% intervals" in picture.caption
        elsewhere = style.IN_TABLES in picture.caption
        assert interval or elsewhere or picture.name == "staff_minutes", picture.name


def test_one_run_claims_no_intervals() -> None:
    alone = compare([toy()], Plan(replications=1), engine=pretended, workers=1)
    for picture in pictures(alone, staff_rows(alone)):
        assert "95%" not in picture.caption


def test_words_of_a_figure_can_be_searched_and_are_at_least_eight_points_in_print() -> None:
    for picture in drawn().values():
        text = picture.svg.decode("utf-8")
        width, height = (
            float(value) * POINT for value in re.findall(r'(?:width|height)="([\d.]+)pt"', text)[:2]
        )
        assert width <= style.WIDTH + 0.01 and height <= style.TALLEST + 0.01, picture.name
        sizes = [float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)px", text)]
        assert sizes and min(sizes) >= 8.0, picture.name
        assert svg_words(picture), picture.name


def test_figures_stay_small_so_that_the_report_does() -> None:
    sizes = {name: len(picture.svg) for name, picture in drawn().items()}
    assert max(sizes.values()) < 40_000, sizes
    assert sum(sizes.values()) < 250_000, sizes


def test_rounding_moves_nothing_by_more_than_a_hundredth_of_a_point_and_no_word() -> None:
    before = b'<g>\n   <path d="M 1.23456 -7.0049 \n"/>\n <text x="3.999">0.12345</text></g>'
    after = b'<g>\n<path d="M 1.23 -7 \n"/>\n<text x="4">0.12345</text></g>'
    assert style.slimmed(before) == after


def grey(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_parts_of_a_bar_and_bands_of_an_area_differ_in_grey_or_in_hatch() -> None:
    for parts in ([(face, hatch) for face, hatch, _ in BARS.values()], list(BANDS)):
        for nth, (face, hatch) in enumerate(parts):
            for other, other_hatch in parts[nth + 1 :]:
                assert abs(grey(face) - grey(other)) > 0.1 or hatch != other_hatch


def test_no_two_scenarios_have_the_same_mark() -> None:
    assert len(set(style.MARKERS)) == len(style.COLOURS) == len(style.MARKERS)


def test_mark_is_filled_only_where_the_verdict_stands() -> None:
    figure = Figure()
    panel = figure.subplots()
    sure, unsure = Interval(1.0, 0.5, 1.5), Interval(0.1, -0.5, 0.7)
    style.draw_marks(panel, [(sure, 0.0, True), (unsure, 1.0, False)], 1)
    marks = [line for line in panel.lines if line.get_marker() == style.MARKERS[1]]
    faces = {tuple(line.get_ydata()): line.get_markerfacecolor() for line in marks}
    assert faces == {(0.0,): style.COLOURS[1], (1.0,): "white"}


def test_too_small_to_matter_is_shaded_as_wide_as_the_smallest_difference_that_matters() -> None:
    for measure in PRIMARY:
        least = style.smallest(found(), measure)
        scale = 100.0 if DEFINITIONS[measure].kind == "share" else 1.0
        assert least == pytest.approx(scale * DEFINITIONS[measure].matters)
    chosen = compare(
        list(found().scenarios.values()),
        Plan(replications=1, placebo=False, matters={"count": 1.5}),
        engine=pretended,
        workers=1,
    )
    assert style.smallest(chosen, "handoffs") == 1.5


def test_row_is_as_high_as_the_longest_name_beside_it_needs() -> None:
    short, long = (
        "people like Nell",
        "people like somebody straight from forensic services, Lambeth",
    )
    assert style.row_height([short], 0.2) == 0.2
    assert style.row_height([short, long], 0.2) > 3 * 8 * 1.2 * POINT
    assert style.row_height([short, long], 0.9) == 0.9


def test_bars_of_too_few_people_are_words_and_the_key_stands_all_the_same() -> None:
    rows = tuple(
        row._replace(people=19) if row.persona == "nell" else row for row in beside().gains
    )
    with mpl.rc_context(style.STYLE):
        picture = personas_gain_picture(replace(beside(), gains=rows))
    assert picture is not None
    words = svg_words(picture)
    assert words.count("too few") == 2  # of the option and of other luck
    assert {"fewer", "the same", "more"} <= set(words)
    assert "people like Omar" in picture.alt and "people like Nell" not in picture.alt


def test_options_stand_in_the_order_given_whatever_their_results() -> None:
    words = " ".join(svg_words(drawn()["headline"]))
    first, other, placebo = (words.index(part) for part in ("Two desks", "Another", "placebo"))
    assert first < other < placebo


def test_headline_is_told_with_the_lowest_and_highest_mean_of_each_measure() -> None:
    doubled = tuple(
        line._replace(mean=2 * line.mean + 0.1) if line.scenario == OTHER else line
        for line in found().summary
    )
    alt = charts.headline_picture(replace(found(), summary=doubled)).alt
    rows = {(line.measure, line.scenario): line.mean for line in doubled if line.persona == "all"}
    for measure in HEADLINE:
        told = alt[alt.index(f"{DEFINITIONS[measure].title}: from ") :]
        low, high = (number(measure, rows[measure, name]) for name in (FIRST, OTHER))
        assert 0 < told.index(f"from {low} ") < told.index(f" to {high} ")


def test_differences_are_told_with_their_counts_of_verdicts_and_their_ends() -> None:
    planted = {"nell": (7.25, "higher"), "omar": (-3.5, "lower")}
    lines = tuple(
        line._replace(difference=planted[line.persona][0], verdict=planted[line.persona][1])
        if (line.scenario, line.measure) == (OTHER, "handoffs") and line.persona in planted
        else line
        for line in found().differences
    )
    alt = charts.persona_picture(replace(found(), differences=lines)).alt
    assert "Handoffs: 1 higher, 1 lower, 0 neither; from -3.50 (people like Omar, Another" in alt
    assert " to +7.25 (people like Nell, Another way" in alt
    assert "Repeated stories: 0 higher, 0 lower, 2 neither" in alt


def test_reversal_of_a_difference_reverses_what_the_figure_tells() -> None:
    lines = tuple(
        line._replace(difference=-7.25, low=-7.5, high=-7.0, verdict="lower")
        if (line.scenario, line.persona, line.measure) == (OTHER, "nell", "handoffs")
        else line
        for line in found().differences
    )
    alt = charts.persona_picture(replace(found(), differences=lines)).alt
    assert "Handoffs: 0 higher, 1 lower, 1 neither; from -7.25 (people like Nell" in alt


def test_gains_are_told_with_their_shares_and_other_luck_beside() -> None:
    alt = drawn()["gains"].alt
    for measure in GAINED:
        lanes = all_gains(beside().gains, measure)
        told = alt[alt.index(f"{DEFINITIONS[measure].title}: ") :]
        for nth in (0, 2):
            assert f"for {lanes[OTHER][nth].share:.0%} " in told
            assert f"(by other luck alone {lanes[PLACEBO][nth].share:.0%})" in told


def test_ladder_shows_only_the_rungs_that_were_run_and_calls_c_an_illustration() -> None:
    words = " ".join(svg_words(drawn()["ladder"]))
    assert "A structure" in words and "illustration" in words
    with mpl.rc_context(style.STYLE):
        two = ladder.ladder_picture(replace(beside(), rungs={"A": found()}))
    assert two is not None and "A structure" in (words := " ".join(svg_words(two)))
    assert "illustration" not in words
    assert ladder.ladder_picture(replace(beside(), rungs={})) is None


def test_curves_and_areas_are_told_with_where_they_end() -> None:
    waits = beside().spread.waits
    alt = drawn()["waits"].alt
    for name in ("wait_first_contact_from_onset_days", "wait_right_help_from_onset_days"):
        end = float(waits[FIRST, name].mean[-1])
        told = alt[alt.index(DEFINITIONS[name].title) :]
        assert f"by week 4 {end:.0%} in Two desks" in told
    helped = next(
        row.mean
        for row in beside().incidence
        if row.scenario == FIRST and row.came_first == "helped" and "onset" in row.awaited
    )
    assert f"{helped:.0%}" in drawn()["came_first"].alt


def test_counts_gaps_and_load_are_told_with_numbers_of_the_tables() -> None:
    none = next(
        row.value
        for row in beside().spread.rows
        if (row.scenario, row.persona, row.measure, row.at) == (FIRST, "all", "handoffs", 0.0)
    )
    assert f"none {none:.0%} in Two desks" in drawn()["counts"].alt
    gap = beside().gaps[0]
    assert number(gap.measure, gap.gap, signed=True) in drawn()["gaps"].alt
    rows = [row for row in staff_rows(found()) if row.scenario == FIRST and row.utilisation > 0]
    fullest = max(
        np.mean([row.utilisation for row in rows if (row.team, row.role) == pool])
        for pool in {(row.team, row.role) for row in rows}
    )
    assert f"({100 * fullest:.0f}% of its time)" in drawn()["load"].alt


def test_every_picture_has_words_of_its_own_with_a_number_in_them() -> None:
    alts = [picture.alt for picture in drawn().values()]
    assert len(set(alts)) == len(alts)
    assert all(re.search(r"\d", alt) and len(alt) < 1200 for alt in alts)
    assert not any("tables beside hold" in alt for alt in alts)
