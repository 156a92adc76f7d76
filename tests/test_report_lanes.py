"""The picture of a storyboard: everything told is drawn, to scale, and no words lie on others."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from math import inf

import pytest

from sim.log import BOUNDARY, JOINED, Row, What
from sim.model.words import ENDS, MODES
from sim.report.boards import card_page, shown, storyboard_page
from sim.report.exemplars import exemplars
from sim.report.knowing import WRITTEN
from sim.report.lanes import geometry as g
from sim.report.lanes.beside import SHORT
from sim.report.lanes.drawing import SMALL
from sim.report.lanes.lane import Board, Holder
from sim.report.lanes.picture import PAGE, WIDE, pictures_of
from sim.report.lanes.signs import LETTERS, MEANS, SPANS, drawn
from sim.report.lanes.telling import end_words, lane_words
from sim.report.storyboard import board, came_of
from sim.report.storying import storied
from sim.study.again import rows_again, rows_of
from sim.study.compare import Comparison, Plan, compare
from tests.study_toys import toy
from tests.test_cli_journey import contact, everything, row

SVG = "{http://www.w3.org/2000/svg}"
ATTACK = "<script>alert(1)</script>"
DAY = 1440
NURSE = 1 << 24


@cache
def comparison() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title=f"Another {ATTACK}")
    plan = Plan(replications=1, placebo=False, events=True)
    return compare([first, other], plan, engine="simpy", workers=1)


@cache
def real() -> Board:
    found = exemplars(comparison(), "nell")
    assert found is not None
    rows = rows_again(comparison(), found.chosen.values())
    return board(comparison(), "nell", found, "typical", rows)


ALL_KINDS = (
    row(What.ASKED, 0, needs=1),
    *contact(0, 0, row(What.TELLS, 0.01, chapters=1, value=4), name="meet"),
    row(What.HANDS_ON, 0.02, needs=1, team=1, step=4, value=2),
    row(What.WAIT_BEGINS, 0.02, step=4, value=2),
    row(What.WAIT_ENDS, 3, step=4, value=3 * DAY),
    row(What.WAIT_BEGINS, 3, step=4, value=0),
    row(What.OFFERED, 3, step=4, value=3),
    row(What.WAIT_ENDS, 24, step=4, value=21 * DAY),
    row(What.MISSED, 24, step=4, value=45),
    *contact(31, NURSE, row(What.RETELLS, 31.01, chapters=3, value=9)),
    row(What.PLACE, 31.5, team=1, value=1),
    *contact(38, NURSE, row(What.HELPS, 38.01, needs=1, value=20)),
    *contact(45, NURSE, row(What.HELPS, 45.01, needs=1, value=20)),
    *contact(52, NURSE, row(What.HELPS, 52.01, needs=1, value=20)),
    row(What.ALONGSIDE, 60, thread=2, step=6, value=1),
    row(What.ALONGSIDE, 90, thread=2, step=6, value=0),
    row(What.BOUNCES, 70, needs=1, team=1, value=1),
    row(What.CRISIS, 80, needs=1, value=4),
    row(What.HANDS_ON, 81, needs=1, team=0, step=3, value=8 + BOUNDARY),
    row(What.LEVEL, 100, thread=-1, needs=1, value=1),
    row(What.LEFT, 100, needs=1, value=ENDS.index("closed_by_service")),
)


@cache
def planted() -> Board:
    """A board of one lane, in which something of most kinds happens."""
    scenario, program = everything()
    rows = [row(What.ONSET, 0, value=2), row(What.TAKEN_ON, 0, needs=1), *ALL_KINDS]
    made = storied(scenario, program, "pia", rows, 182 * DAY)
    lane = replace(real().lanes[0], lines=tuple(made.lines), about={1: "mental health"}, joints=())
    return replace(real(), lanes=(lane,))


def drawing(one: Board, **more: float) -> ElementTree.Element:
    (picture,) = pictures_of(one, name="x", page=inf, **more)
    return ElementTree.fromstring(picture)


def descs(one: Board) -> list[str]:
    """What the marks of a picture say in full."""
    inside = drawing(one).findall(f".//{SVG}g/{SVG}desc")
    return [found.text or "" for found in inside]


@pytest.mark.unit
@pytest.mark.parametrize("which", [real, planted])
def test_every_mark_has_its_line_in_the_text_and_every_line_but_of_places_its_mark(
    which: object,
) -> None:
    assert callable(which)
    one = which()
    told = Counter(line for lane in one.lanes for line in lane_words(lane))
    places = Counter(
        line
        for lane in one.lanes
        for line, story in zip(lane_words(lane), lane.lines, strict=True)
        if story.sign in g.UNDRAWN
    )
    assert g.UNDRAWN == ("place",)
    assert told and Counter(descs(one)) == told - places


@pytest.mark.unit
def test_every_sign_that_a_story_can_hold_can_be_drawn_and_is_in_the_key() -> None:
    assert set(MODES) <= set(MEANS) and set(LETTERS) <= set(MEANS)
    assert {"lost_end" if end == "lost" else end for end in ENDS} <= set(MEANS)
    for sign in MEANS:
        assert drawn(sign).startswith("<")
    used = {line.sign for line in planted().lanes[0].lines} - set(g.UNDRAWN)
    assert used <= set(MEANS) | set(SPANS)
    key = " ".join(drawing(planted()).itertext())
    assert all((MEANS | SPANS)[sign] in key for sign in used)


@pytest.mark.unit
def test_waits_are_to_scale() -> None:
    one = planted()
    scale = g.Scale(left=0, right=182, days=182)
    strands = g.strands_of(one, one.lanes[0], scale, 600, g.NOTHING)
    bars = [bar for strand in strands for bar in strand.bars]
    assert {bar.sign: round(bar.x1 - bar.x0, 3) for bar in bars if bar.sign != "course"} == {
        "letter": 3.0,
        "wait": 21.0,
        "interim": 30.0,
    }
    course = next(bar for bar in bars if bar.sign == "course")
    assert round(course.x1 - course.x0, 3) == 14.0 and len(course.line.at) == 3


@pytest.mark.unit
def test_no_words_lie_on_other_words_whoever_it_is() -> None:
    for one in (planted(), real()):
        for lane in one.lanes:
            for wide in (WIDE, 1120.0):
                check_nothing_overlaps(one, lane, wide)


def check_nothing_overlaps(one: Board, lane: object, wide: float) -> None:
    scale = g.Scale(left=g.LEFT, right=wide - 190, days=one.days)
    panel = g.Box(wide - 178, 0, wide, 100)
    strands = g.strands_of(one, lane, scale, wide, panel)  # type: ignore[arg-type]
    boxes = [panel]
    for strand in strands:
        beads = [g._box(bead) for bead in strand.beads]
        for nth, box in enumerate(beads):
            assert not any(box.meets(other) for other in beads[:nth])
            assert box.x1 <= wide + 1
        whole = g.Box(strand.box.x0, strand.y, strand.box.x1, strand.y + strand.box.y1)
        assert strand.thread < 0 or not any(whole.meets(other) for other in boxes)
        boxes.append(whole)


@pytest.mark.unit
def test_signs_of_one_day_hang_on_one_string_in_the_order_in_which_they_happened() -> None:
    one = planted()
    scale = g.Scale(left=g.LEFT, right=600, days=182)
    strands = g.strands_of(one, one.lanes[0], scale, 790, g.NOTHING)
    first = [bead for bead in strands[1].beads if bead.hook == strands[1].beads[0].hook]
    assert [bead.line.sign for bead in first] == ["asks", "face_to_face", "cold"]
    assert [(bead.row, bead.x) for bead in first] == sorted((b.row, b.x) for b in first)


@pytest.mark.unit
def test_what_is_told_again_stands_beside_its_mark_in_letters_that_the_key_explains() -> None:
    words = [found.text or "" for found in drawing(planted()).iter(f"{SVG}text")]
    assert "tells A" in words and "again A B" in words
    assert any(said.startswith("A ") and "; B " in said for said in words)


@pytest.mark.unit
def test_letters_are_at_least_seven_points_high_on_a_sheet_of_a4() -> None:
    sizes = {float(found.get("font-size", 0)) for found in drawing(real()).iter(f"{SVG}text")}
    plain = {size for size in sizes if size != 10.0}  # letters inside signs have their words beside
    on_paper = min(plain) / WIDE * 190 / 25.4 * 72
    assert min(plain) == SMALL and on_paper >= 7


@pytest.mark.unit
def test_picture_is_the_same_bytes_each_time_and_needs_nothing_from_outside() -> None:
    first = pictures_of(real(), name="x")
    assert first == pictures_of(real(), name="x")
    for picture in first:
        assert 'role="img"' in picture and "<title" in picture
        assert picture.count("http") == 1  # the name of the language itself
        assert "<script" not in picture and "&lt;script&gt;" in "".join(first)


@pytest.mark.unit
def test_lanes_that_do_not_fit_a_page_go_on_on_another_with_the_axis_on_each() -> None:
    many = replace(real(), lanes=real().lanes * 4)
    pages = pictures_of(many, name="x", page=PAGE)
    assert len(pages) > 1
    for page in pages:
        height = float(re.findall(r'viewBox="0 0 \d+ (\d+)"', page)[0])
        assert height <= PAGE + 1
        assert "Weeks since the need began" in page or "the parts of the story" in page
    assert sum(page.count("At the end, who knows") for page in pages) == len(many.lanes)


@pytest.mark.unit
def test_dates_stand_on_the_axis_and_in_the_text_where_the_first_day_is_known() -> None:
    starts = date(2026, 3, 2)
    pictures = pictures_of(planted(), name="x", page=inf, starts=starts)
    assert ">30 Mar<" in pictures[0]
    told = lane_words(planted().lanes[0], starts)
    assert told[0].startswith("Day 0 (2 March 2026): ")
    assert any(line.startswith("Day 31 (2 April 2026): ") for line in told)


@pytest.mark.unit
def test_moment_of_right_help_is_that_of_the_table_of_people_for_everybody() -> None:
    lane = comparison().baseline
    scenario, program = comparison().scenarios[lane], comparison().programs[lane]
    outcome = comparison().lanes[lane][0]
    table = outcome.people
    seen = Counter[bool]()
    for place, person in enumerate(table["person"]):
        rows = rows_of(outcome, int(person))
        persona = str(table["persona"][place])
        made = storied(scenario, program, persona, rows, rows[0].minute + program.follow)
        days = [line.day for line in made.lines if line.kind == "right help"]
        wait = float(table["wait_right_help_from_onset_days"][place])
        assert days == ([] if wait != wait else [int(wait)] if wait >= 0 else days)
        seen[bool(days)] += 1
    assert seen[True] and seen[False]


@pytest.mark.unit
def test_pages_escape_what_came_from_a_file_and_hold_the_text_version() -> None:
    heading, notes = [f"Nell {ATTACK}", "A toy."], ["Verified, not validated for any place."]
    for page in (
        storyboard_page(heading, [real()], notes),
        card_page(heading, real(), notes),
    ):
        assert ATTACK not in page and "&lt;script&gt;" in page
        assert "<ol>" in page and "Who knows what at the end:" in page
    card = card_page(heading, real(), notes)
    assert "Questions for the table" in card and card.count('class="write"') >= 6
    assert len(shown(real()).lanes) == 2


def spoken(rows: tuple[Row, ...]) -> str:
    scenario, program = everything()
    onset = [row(What.ONSET, 0, value=2), row(What.TAKEN_ON, 0, needs=1)]
    made = storied(scenario, program, "pia", [*onset, *rows], 182 * DAY)
    return " ".join(f"{line} {line.label}" for line in made.lines)


@pytest.mark.unit
def test_needing_urgent_help_is_named_and_never_described() -> None:
    said = spoken(ALL_KINDS).lower()
    assert "needed urgent help" in said
    assert not any(word in said for word in ("suicid", "self-harm", "self harm", "crisis"))


@cache
def parted() -> Board:
    """Two strands, the second of which parts from the first and is open at the end."""
    scenario, program = everything()
    rows = [
        row(What.ONSET, 0, value=2),
        row(What.TAKEN_ON, 0, needs=1),
        *ALL_KINDS[:4],
        row(What.LEFT, 5, needs=1, value=JOINED),
        row(What.TAKEN_ON, 5, thread=2, needs=1),
        row(What.WAIT_BEGINS, 5, thread=2, step=4, value=0),
    ]
    made = storied(scenario, program, "pia", rows, 182 * DAY)
    lane = replace(
        real().lanes[0],
        lines=tuple(made.lines),
        about={1: "mental health", 2: "mental health"},
        joints=tuple(made.joints),
        summary=came_of(made),
    )
    return replace(real(), lanes=(lane,))


@pytest.mark.unit
def test_strand_hangs_beneath_the_one_that_it_parts_from() -> None:
    one = parted()
    scale = g.Scale(left=g.LEFT, right=600, days=182)
    strands = g.strands_of(one, one.lanes[0], scale, 790, g.Box(610, 0, 790, 100))
    y = {strand.thread: strand.y for strand in strands}
    assert one.lanes[0].joints == ((5 * DAY, 1, 2),)
    assert y[1] + g.NAME + g.BAND <= y[2]
    pushed = g.Strand(thread=1, name="", x0=20, box=g.Box(10, 0, 700, 50))
    small = g.Strand(thread=2, name="", x0=40, box=g.Box(30, 0, 90, 30))
    g._stacked([[small], [pushed]], g.Box(610, 0, 790, 100), {2: 1})
    assert pushed.y == 100 and small.y == 150 + g.GAP, "it would have fitted higher up"


@pytest.mark.unit
def test_who_is_still_waiting_on_the_last_day_is_shown_with_what_for_and_said_by_need() -> None:
    one = parted()
    scale = g.Scale(left=g.LEFT, right=600, days=182)
    strands = g.strands_of(one, one.lanes[0], scale, 790, g.NOTHING)
    (bead,) = [b for s in strands for b in s.beads if b.line.hangs == "still_waiting"]
    assert bead.hook == 600 and bead.line.label == "still waiting for “course”"
    assert Counter(descs(one)) == Counter(line for line in lane_words(one.lanes[0]))
    assert one.lanes[0].summary == "What came of each need: low mood: still waiting."
    assert SHORT["still_waiting"] in " ".join(drawing(one).itertext())


@pytest.mark.unit
def test_whose_journey_and_the_letters_of_the_story_stand_on_the_first_sheet_above_the_lanes() -> (
    None
):
    many = replace(real(), lanes=real().lanes * 4)
    first, *others = pictures_of(many, name="x", page=PAGE)
    words = [found.text or "" for found in ElementTree.fromstring(first).iter(f"{SVG}text")]
    assert words[0] == f"{real().who}: {real().title}"
    letters = next(n for n, said in enumerate(words) if "in letters: A " in said)
    assert letters < words.index("Weeks since the need began")
    assert others and all("in letters: A " not in other for other in others)


@pytest.mark.unit
def test_lane_that_is_higher_than_a_sheet_goes_on_on_the_next_and_nothing_is_lost() -> None:
    whole = Counter(descs(planted()))
    pages = pictures_of(planted(), name="x", page=330)
    marks = Counter[str]()
    for page in pages:
        inside = ElementTree.fromstring(page).findall(f".//{SVG}g/{SVG}desc")
        marks += Counter(found.text or "" for found in inside)
    assert marks == whole and sum("(goes on)" in page for page in pages) == 1
    assert sum(page.count("At the end, who knows") for page in pages) == 1


@pytest.mark.unit
def test_long_label_is_wrapped_and_never_cut() -> None:
    long = "to a team with a name that is longer than any line of a picture can be and then some"
    lane = planted().lanes[0]
    lines = [replace(line, label=long) if line.sign == "cold" else line for line in lane.lines]
    one = replace(planted(), lanes=(replace(lane, lines=tuple(lines)),))
    words = [found.text or "" for found in drawing(one).iter(f"{SVG}text")]
    assert long in " ".join(words) and not any("…" in said for said in words)
    check_nothing_overlaps(one, one.lanes[0], WIDE)


@pytest.mark.unit
def test_what_a_record_holds_is_written_and_not_told_in_person() -> None:
    holder = Holder("The record", {0: WRITTEN})
    one = replace(planted(), lanes=(replace(planted().lanes[0], holders=(holder,)),))
    assert "□" in {found.text for found in drawing(one).iter(f"{SVG}text")}
    (said,) = end_words(one, one.lanes[0])
    assert said.endswith("(written there, in a record that teams share).")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("wait", "said"), [(0, "still waiting"), (3, "sessions go on"), (4, "in a pause")]
)
def test_what_came_of_a_need_tells_waiting_from_sessions_and_pauses(wait: int, said: str) -> None:
    scenario, program = everything()
    rows = [
        row(What.ONSET, 0, value=2),
        row(What.TAKEN_ON, 0, needs=1),
        row(What.WAIT_BEGINS, 5, step=4, value=wait),
    ]
    made = storied(scenario, program, "pia", rows, 182 * DAY)
    assert came_of(made) == f"What came of each need: low mood: {said}."
