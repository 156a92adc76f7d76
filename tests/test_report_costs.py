"""What the page says of costs: the bill, who pays, what is not known, what is no cash."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from sim.model.scenario import OnceOnly
from sim.report.figures.costs import cost_picture
from sim.report.page import page
from sim.report.sections.costs import (
    LINE_WORDS,
    cost_sentences,
    costs,
    more_thousands,
    pounds,
    signed,
    with_range,
)
from sim.report.sections.material import Material
from sim.study.beside import nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.costs import Span
from sim.study.staff import staff_rows
from tests.study_toys import pretended
from tests.test_study_costs import first, moving, number, option

pytestmark = pytest.mark.unit


def compared(other: object) -> Comparison:
    scenarios = [first(), other]
    return compare(scenarios, Plan(replications=3), engine=pretended, workers=1)  # type: ignore[arg-type]


@cache
def found() -> Comparison:
    known = {"training": OnceOnly(cost=number(9000, 5000, 20000, "GBP"))}
    return compared(replace(option(), set_up=known))


def material(comparison: Comparison) -> Material:
    return Material(
        beside=nothing_beside(comparison),
        pictures={},
        staff=staff_rows(comparison),
        cut="",
        again="",
    )


@cache
def text() -> str:
    made = page(found(), [cost_picture(found())], staff_rows(found()), cut="", again="")
    section = made[made.index('<section id="costs"') :]
    return re.sub(r"\s+", " ", section[: section.index("</section>")])


def test_moved_posts_cost_the_same_and_the_range_says_how_far_that_holds() -> None:
    said = " ".join(cost_sentences(material(found())))
    assert re.search(r"“An option” costs the same a year as “Two desks” \(−£.* to \+£", said)
    assert "Who would pay for £41,700 (£37,600 to £62,600) of it is not known." in said


def test_posts_that_are_added_are_said_to_cost_more() -> None:
    more = replace(option(), transfers=(moving(1.0, "additional", from_team=""),))
    said = " ".join(cost_sentences(material(compared(more))))
    assert "“An option” costs £125,000 a year more than “Two desks”" in said
    assert "costs the same a year" not in said


def test_what_nobody_knows_is_called_not_known_and_never_nothing() -> None:
    content = costs(material(found()))
    heads, ((_, cells),) = content["once"]
    by_line = dict(zip(heads, cells, strict=True))
    assert by_line[LINE_WORDS["training"]] == "£9,000 (£5,000 to £20,000)"
    for line in ("records", "premises", "management", "posts that move"):
        assert by_line[LINE_WORDS[line]] == "not known"
    said = " ".join(content["sentences"])
    assert "is not known for recruitment, shared record and other computing, premises" in said
    assert "Once, for training: “An option” £9,000 (£5,000 to £20,000)." in said


def test_page_says_what_is_no_cash_and_whose_money_it_is() -> None:
    assert "is not cash: nobody&#39;s budget falls by it" in text()
    assert "capacity, no cash" in text()
    for heading in ("Council", "Not known who"):
        assert f'<th scope="col">{heading}</th>' in text()
    assert '<th scope="col">NHS integrated care board</th>' not in text()  # pays for nothing here


def test_page_says_the_price_base_and_the_index() -> None:
    assert "All money is in the prices of 2023/24." in text()
    assert "NHS Cost Inflation Index" in text() and "kar.kent.ac.uk/115569" in text()


def test_page_says_which_flag_finds_what_would_match() -> None:
    assert "was not run; <code>--fair</code> runs it" in text()


def test_figure_says_its_numbers_to_who_cannot_see_it() -> None:
    made = cost_picture(found())
    assert "Council £250,000" in made.alt and "An option, against it: Council −£41,700" in made.alt
    assert "prices of 2023/24" in made.caption
    assert 'alt="Bars by payer.' in text()


def test_money_is_rounded_to_what_it_can_bear() -> None:
    assert [pounds(amount) for amount in (0, 49, 1_250, 123_456, 86_809_000)] == [
        "£0",
        "£0",
        "£1,200",
        "£123,000",
        "£86.8 million",
    ]
    assert [signed(amount) for amount in (-0.001, 1_250, -123_456)] == [
        "£0",
        "+£1,200",
        "−£123,000",
    ]
    assert with_range(Span(1000, 1000, 1000)) == "£1,000"
    assert more_thousands(Span(-1000, 0, 2000)) == "0 (−1.0 to +2.0)"
    assert more_thousands(Span(-0.1, 0, 0.1)) == "0"


def test_a_sign_never_stands_alone_at_the_end_of_a_line() -> None:
    content = costs(material(found()))
    cells = [cell for name in ("more", "freed") for _, line in content[name][1] for cell in line]
    assert cells and not [cell for cell in cells if re.search(r"[+−](?!\d)", cell)]
