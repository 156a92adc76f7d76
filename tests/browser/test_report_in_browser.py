"""The report in a real browser: for everybody, on a tablet, on paper."""

from dataclasses import replace
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe

from sim.model.scenario import Reading
from sim.report.figures.charts import pictures
from sim.report.page import page
from sim.study.compare import Plan, compare
from sim.study.staff import staff_rows
from tests.browser.chromium import opened
from tests.study_toys import pretended, toy

A4_IN_PIXELS = 718
"""Width between the margins of 10 mm of an A4 page at 96 dots an inch."""
LONG = "Hub, with mental health staff at the initial contact point and everybody in it"
TOO_WIDE = """() => [...document.querySelectorAll("table, figure, pre, p, dl")]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        || one.scrollWidth > one.clientWidth + 1)
    .map(one => one.closest("section")?.id + ": " + one.textContent.trim().slice(0, 60))"""


@cache
def text() -> str:
    first = toy("toy/two_desks")
    others = [
        replace(first, name=f"toy/other_{n}", title=f"{LONG} {n}", reading=Reading(text="read so"))
        for n in range(1, 5)
    ]
    found = compare([first, *others], Plan(replications=3), engine=pretended, workers=1)
    staff = staff_rows(found)
    return page(found, pictures(found, staff), staff, cut="Cut: much.", again="python run.py rerun")


@pytest.mark.browser
def test_the_page_has_no_fault_in_axe_with_everything_opened() -> None:
    with opened(text(), 1280, 900) as shown:
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(shown)
    assert [fault["id"] for fault in found.response["violations"]] == []


@pytest.mark.browser
def test_the_answer_stands_whole_on_the_first_screen() -> None:
    with opened(text(), 1280, 900, scripts=False) as shown:
        box = shown.locator("#answer .options").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 900


@pytest.mark.browser
@pytest.mark.parametrize("width", (768, 1024))
def test_on_a_tablet_the_page_itself_never_scrolls_sideways(width: int) -> None:
    with opened(text(), width, 1024) as shown:
        wide = shown.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


@pytest.mark.browser
def test_on_paper_no_table_and_no_figure_is_clipped() -> None:
    with opened(text(), A4_IN_PIXELS, 1000) as shown:
        shown.emulate_media(media="print")
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        clipped = shown.evaluate(TOO_WIDE)
    assert clipped == []


@pytest.mark.browser
def test_it_reads_the_same_without_scripts() -> None:
    with opened(text(), 1280, 900) as with_scripts:
        first = with_scripts.locator("main").inner_text()
    with opened(text(), 1280, 900, scripts=False) as without:
        assert without.locator("main").inner_text() == first
