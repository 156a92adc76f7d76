"""The page, the tables and the figures that a comparison leaves."""

import io
import json
import re
from dataclasses import replace
from functools import cache

import pytest

from sim.model.scenario import Reading
from sim.report.figures.charts import look, pictures
from sim.report.page import page
from sim.report.sections.journeys import keys_of, whose_journeys
from sim.report.tables import as_data, console, tables_of
from sim.study.again import rows_again
from sim.study.compare import Comparison, Plan, compare
from sim.study.staff import staff_rows
from tests.study_toys import pretended, toy

ATTACK = "<script>alert(1)</script>"


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    reading = Reading(text=f"read as {ATTACK}", could_mean=("a lift", "a ramp"))
    other = replace(first, name="toy/other", title=f"Other {ATTACK}", reading=reading)
    return compare([first, other], Plan(replications=3), engine=pretended, workers=1)


@cache
def text() -> str:
    staff = staff_rows(found())
    made = pictures(found(), staff)
    return page(found(), made, staff, cut="Cut: much.", again="python run.py rerun manifest.json")


@cache
def with_journeys() -> str:
    journeys = whose_journeys(found())
    rows = rows_again(found(), keys_of(journeys), engine=pretended, workers=1)
    more = {"cut": "", "again": "", "journeys": journeys, "journey_rows": rows}
    return page(found(), pictures(found(), staff_rows(found())), staff_rows(found()), **more)


@pytest.mark.unit
def test_page_follows_somebody_of_each_persona_in_pictures_and_in_text() -> None:
    shown = with_journeys()[with_journeys().index('<section id="journeys"') :]
    shown = shown[: shown.index("</section>")]
    journeys = whose_journeys(found())
    assert list(journeys) == ["nell", "omar"]
    assert [list(one.chosen) for one in journeys.values()] == [
        ["typical", "smoother", "harder"],
        ["typical"],
    ]
    assert shown.count("A typical journey") + shown.count("a typical journey") >= 2
    assert shown.count("<svg") >= 4 and shown.count("Who knows what at the end:") == 4 * 2
    assert ATTACK not in shown and "Other &lt;script&gt;" in shown
    names = re.findall(r' id="([^"]+)"', with_journeys())
    assert len(names) == len(set(names))
    assert 'id="journeys"' not in text()


@pytest.mark.unit
def test_page_needs_no_other_file_and_no_network() -> None:
    addresses = re.findall(r'(?:src|href)="([^"]{0,30})', text())
    inside = [a for a in addresses if a.startswith(("data:image/svg+xml;base64,", "#"))]
    assert addresses and inside == addresses
    assert "@import" not in text() and "url(" not in text()


@pytest.mark.unit
def test_page_escapes_whatever_came_from_a_file() -> None:
    assert ATTACK not in text()
    assert "Other &lt;script&gt;" in text()


@pytest.mark.unit
def test_page_says_what_it_is_and_what_it_is_not() -> None:
    first = re.sub(r"\s+", " ", text()[text().index('<p class="first">') :])[:400]
    assert "Cut: much." in first
    assert "verified, not validated for any place" in first
    assert "these two personas" in first
    for heading in ("The answer", "What it rests on", "How each was read", "What it cannot say"):
        assert f">{heading}</h2>" in text()
    assert "<li>a lift</li>" in text() and "<li>a ramp</li>" in text()


@pytest.mark.unit
def test_first_table_shows_the_share_helped_beside_the_counts() -> None:
    table = text()[text().index(">Over these two personas</h2>") :]
    heads = re.findall(r"<th scope=\"col\">([^<]*)</th>", table)[:6]
    assert heads == [
        "Way of organising help",
        "Handoffs",
        "Repeated stories",
        "Right help within the follow-up",
        "Wait from asking to first contact",
        "Right help with at most one handoff",
    ]


@pytest.mark.unit
def test_page_shows_every_measure_and_leaves_out_what_does_not_act() -> None:
    assert "Needed urgent help" in text() and "Boundary moves" in text()
    assert "not modelled" not in text() and "modelled yet" not in text()
    assert ">trust." not in text() and "Trust does not act in this run" in text()


@pytest.mark.unit
def test_scenario_has_the_same_look_in_every_figure() -> None:
    lanes = ["toy/two_desks", "toy/other", "placebo"]
    assert [look(found(), lane) for lane in lanes] == [0, 1, 2]


@pytest.mark.unit
def test_page_is_whole_html() -> None:
    for tag in ("table", "tr", "td", "th", "ul", "li", "figure", "details", "div"):
        assert len(re.findall(f"<{tag}[ >]", text())) == text().count(f"</{tag}>"), tag


@pytest.mark.unit
def test_figures_have_the_same_bytes_twice_and_no_date() -> None:
    staff = staff_rows(found())
    first, second = pictures(found(), staff), pictures(found(), staff)
    assert first == second
    assert all(b"<dc:date>" not in one.svg for one in first)


@pytest.mark.unit
def test_tables_are_plain_text_where_nobody_looks() -> None:
    file = io.StringIO()
    for table in tables_of(found()):
        console(file).print(table)
    assert "\x1b" not in file.getvalue()
    assert "Over these two personas" in file.getvalue()
    assert "same by design" in file.getvalue()
    assert "placebo" in file.getvalue()


@pytest.mark.unit
def test_data_for_scripts_are_json_with_null_for_what_is_not_known() -> None:
    once = compare([toy()], Plan(replications=1), engine=pretended, workers=1)
    data = as_data(once)
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again["baseline"] == "toy/one_desk"
    assert set(again["differences"][0]) >= {"scenario", "against", "persona", "verdict", "family"}
    assert all(row["low"] is None for row in again["summary"])


@pytest.mark.unit
def test_staff_rows_hold_every_pool_of_every_run_but_no_clone() -> None:
    rows = staff_rows(found())
    pools = len(found().programs["toy/two_desks"].pools)
    assert len(rows) == pools * 3 * 3
    drawn = next(row for row in rows if row.team == "doctor")
    assert drawn.utilisation != drawn.utilisation and drawn.mean_queue != drawn.mean_queue
    nurse = next(row for row in rows if (row.team, row.role) == ("nurses", "nurse"))
    assert (
        nurse.mean_wait_days
        == found()
        .programs["toy/two_desks"]
        .pools.index(
            next(p for p in found().programs["toy/two_desks"].pools if p.name == "nurses.nurse")
        )
        + 1
    )
