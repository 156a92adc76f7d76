"""Losing people never looks good: a system that closes nearly everybody at the door, shown."""

import io
import re
from dataclasses import replace
from functools import cache

import pytest

from sim.measures import DEFINITIONS
from sim.report.answer import answer, verdict_words
from sim.report.page import page
from sim.report.tables import console, tables_of
from sim.report.words import HEADLINE
from sim.study.beside import nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import FEWER_HELPED, PERHAPS_FEWER, DifferenceRow, cautioned
from sim.study.staff import staff_rows
from tests.study_toys import toy, window

LOSER = "toy/loses_early"


@cache
def found() -> Comparison:
    weeks = window(start=2, count=20, follow=26)
    scenarios = [replace(toy(slug), window=weeks) for slug in ("toy/two_desks", LOSER)]
    return compare(scenarios, Plan(replications=6, placebo=False), workers=1)


@cache
def text() -> str:
    return re.sub(r"\s+", " ", page(found(), [], staff_rows(found()), cut="", again=""))


def lines(measure: str) -> list[DifferenceRow]:
    return [row for row in found().differences if row.measure == measure]


@pytest.mark.behaviour
def test_system_that_closes_at_the_door_saves_handoffs_and_helps_fewer() -> None:
    verdicts = {name: {row.persona: row.verdict for row in lines(name)} for name in HEADLINE}
    assert verdicts["handoffs"]["all"] == verdicts["repeated_stories"]["all"] == "lower"
    assert verdicts["right_help"]["all"] == verdicts["helped_one_handoff"]["all"] == "lower"


@pytest.mark.behaviour
def test_no_verdict_that_people_want_stands_without_its_warning() -> None:
    for row in found().differences:
        if row.wanted and row.verdict == row.wanted:
            assert row.caution == FEWER_HELPED, row
            assert "but fewer are helped" in verdict_words(row)


@pytest.mark.behaviour
def test_no_sentence_names_it_as_better() -> None:
    ((_, sentences),) = answer(found())
    assert sentences
    for sentence in sentences:
        assert "the way people want it" not in sentence
        if "andoffs" in sentence and "lower" in sentence and "Right help" not in sentence:
            assert "but fewer are helped: no gain in itself" in sentence


@pytest.mark.behaviour
def test_tables_on_screen_show_the_share_helped_beside_every_count() -> None:
    file = io.StringIO()
    for table in tables_of(found(), nothing_beside(found())):
        console(file).print(table)
    shown = file.getvalue()
    first = shown[: shown.index("Handoffs: difference")]
    assert "Right help" in first and "most one handoff" in first
    for title in ("Handoffs: difference", "Repeated stories: difference"):
        part = shown[shown.index(title) :]
        part = part[: part.index("difference", len(title) + 1)]
        assert part.count("helped -") >= 3 and "but fewer" in part


@pytest.mark.behaviour
def test_no_cell_of_the_page_says_lower_of_a_count_without_the_warning() -> None:
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', text())
    counts = [
        DEFINITIONS[name].title for name in DEFINITIONS if DEFINITIONS[name].wanted == "lower"
    ]
    seen = 0
    for head, cells in rows:
        if not any(head.startswith(f"{title} (") for title in counts):
            continue
        for verdict in re.findall(r'<span class="verdict">([^<]*)</span>', cells):
            seen += verdict.startswith("lower")
            assert verdict != "lower", head
    assert seen > 5


@pytest.mark.behaviour
def test_restricted_mean_counts_who_was_never_helped_with_the_whole_follow_up() -> None:
    (row,) = [row for row in lines("wait_right_help_days") if row.persona == "all"]
    assert row.verdict == "higher"


def pair(measure: str, verdict: str, helped: str, points: float) -> DifferenceRow:
    """A difference beside one in the share helped, with its caution."""

    def row(name: str, word: str, by: float, wanted: str, least: float) -> DifferenceRow:
        return DifferenceRow(
            "b",
            "a",
            "all",
            name,
            "",
            by,
            by,
            by,
            word,
            wanted,
            "",
            least,  # type: ignore[arg-type]
        )

    wanted = DEFINITIONS[measure].wanted
    two = [
        row(measure, verdict, -1.0, wanted, 0.25),
        row("right_help", helped, points, "higher", 0.05),
    ]
    return cautioned(two)[0]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("measure", "verdict", "helped", "points", "caution"),
    [
        ("handoffs", "lower", "lower", -0.2, FEWER_HELPED),
        ("handoffs", "lower", "too close to call", -0.05, PERHAPS_FEWER),
        ("handoffs", "lower", "too close to call", -0.049, ""),
        ("handoffs", "lower", "higher", 0.2, ""),
        ("handoffs", "higher", "lower", -0.2, ""),
        ("handoffs", "too close to call", "lower", -0.2, ""),
        ("secon", "higher", "lower", -0.2, FEWER_HELPED),
        ("contacts", "lower", "lower", -0.2, ""),
    ],
)
def test_warning_stands_where_a_wanted_verdict_comes_with_fewer_helped(
    measure: str, verdict: str, helped: str, points: float, caution: str
) -> None:
    assert pair(measure, verdict, helped, points).caution == caution
