"""The appraisal pack: each number has its row, it is a draft until checked, and decides nothing."""

import io
import itertools
import json
import re
import zipfile
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
import yaml
from docx.oxml.ns import qn
from docx.shared import Mm

from sim.cli import main
from sim.errors import InputError
from sim.files import load_scenario, quantities
from sim.files.appraisal import HOME, load_appraisal, read_appraisal
from sim.measures import DEFINITIONS
from sim.model.appraisal import Group, Known
from sim.model.people import Persona
from sim.model.quantities import Varies
from sim.model.words import DOMAINS
from sim.report.pack import checked, pack
from sim.report.pack.checking import UNCHECKED
from sim.report.pack.equality import KNOWN, SIMULATED, UNKNOWN, mark
from sim.report.pack.making import SECTIONS
from tests.packs import (
    altered,
    appendix,
    body,
    checked_pack,
    folder,
    lines,
    read,
    text_of,
    written,
)
from tests.study_toys import toy

NUMBER = re.compile(r"[+-]?£?\d[\d,]*(?:\.\d+)?%?")
NOT_OF_THE_RUN = (
    r"00\d L\d+(?:-\d+)?",
    r"\b[a-z]+(?:_[a-z0-9]+)+\b",
    r"95%",
    r"Equality Act 2010",
    r"[Ss]ection \d+",
)
"""Digits that belong to a source, a law, a name, or the pack itself."""


def strings(value: object) -> list[str]:
    """Every text in the frame of the pack."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in strings(each)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in strings(getattr(value, field.name))]
    return []


@cache
def standing() -> tuple[str, ...]:
    """Texts that stand in the pack whatever the run, longest first."""
    kept = strings(load_appraisal())
    kept += [found.description.rstrip(".") for found in DEFINITIONS.values()]
    kept += [section.title for section in SECTIONS]
    either = {text[:1].upper() + text[1:] for text in kept} | set(kept)
    return tuple(sorted(either - {""}, key=len, reverse=True))


def without_what_stands(text: str) -> str:
    """The text less what no run decides."""
    for each in standing():
        text = text.replace(each, "")
    for pattern in NOT_OF_THE_RUN:
        text = re.sub(pattern, "", text)
    return text


@pytest.mark.unit
def test_no_number_of_the_run_stands_without_a_reference() -> None:
    told = body(written())
    bare = [found for each in told if re.search(r"\d", found := without_what_stands(each.loose))]
    assert bare == []
    assert sum(len(each.shown) for each in told) > 100


@pytest.mark.unit
def test_every_reference_stands_in_the_appendix_with_the_values_of_its_row() -> None:
    entries = appendix(written())
    given = {one.reference for each in body(written()) for one in each.shown}
    assert given == set(entries)
    tables = [e for e in entries.values() if e.where.startswith("line ")]
    assert {e.file for e in tables} >= {"differences.csv", "summary.csv", "gaps.csv", "sure.csv"}
    for entry in tables:
        header, *_ = all_lines = lines(folder(), entry.file)
        row = dict(zip(header, all_lines[int(entry.where.split()[1]) - 1], strict=True))
        assert entry.values.items() <= row.items()
        assert entry.row.items() <= row.items() and entry.row


@pytest.mark.unit
def test_every_number_shown_is_the_value_of_its_reference_rounded() -> None:
    entries = appendix(written())
    looked = 0
    for one in [one for each in body(written()) for one in each.shown]:
        entry = entries[one.reference]
        if not entry.values:
            continue
        values = [float(v) for v in entry.values.values() if re.fullmatch(r"-?[\d.]+(e-?\d+)?", v)]
        for shown in NUMBER.findall(one.text.replace("95% interval", "")):
            assert stands_for(shown, values, either_sign="less" in entry.where), (shown, entry)
            looked += 1
    assert looked > 200


def stands_for(shown: str, values: list[float], *, either_sign: bool) -> bool:
    """Whether a number is one of the values, rounded as far as it shows; shares in per cent."""
    plain = re.sub(r"[£,%]", "", shown)
    half = 0.5 * 10.0 ** -len(plain.partition(".")[2]) + 1e-6
    signs = (1.0, -1.0) if either_sign else (1.0,)
    tried = [sign * scale * value for value in values for scale in (1.0, 100.0) for sign in signs]
    return any(abs(float(plain) - value) <= half + 1e-8 * abs(value) for value in tried)


@pytest.mark.unit
def test_bill_is_the_sum_of_its_rows_and_the_change_is_the_difference_of_the_bills() -> None:
    entries = appendix(written())
    sums = {r: e for r, e in entries.items() if e.where.endswith("added up")}
    assert len(sums) == 2
    header, *rows = lines(folder(), "staff.csv")
    table = [dict(zip(header, row, strict=True)) for row in rows]
    for entry in sums.values():
        mine = [row for row in table if entry.row.items() <= row.items()]
        assert entry.where == f"{len(mine)} lines added up"
        total = sum(float(row["cost_gbp_per_year"]) for row in mine)
        assert float(entry.values["cost_gbp_per_year"]) == pytest.approx(total)
    [less] = [e for e in entries.values() if " less " in e.where]
    one, other = (float(sums[r].values["cost_gbp_per_year"]) for r in less.where.split(" less "))
    assert float(less.values["cost_gbp_per_year"]) == pytest.approx(one - other)
    assert one > other


@pytest.mark.unit
def test_words_of_a_file_are_quoted_as_they_stand_there() -> None:
    entries = appendix(written())
    looked = 0
    for one in [one for each in body(written()) for one in each.shown]:
        entry = entries[one.reference]
        if entry.file.endswith(".yaml") and entry.where.startswith("reading."):
            held = yaml.safe_load((folder() / entry.file).read_text(encoding="utf-8"))["reading"]
            assert one.text in held[entry.where.removeprefix("reading.")]
            looked += 1
    assert looked >= 4
    manifest = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["cut"] in text_of(written())


@pytest.mark.unit
def test_pack_is_a_draft_until_somebody_is_named() -> None:
    draft, signed = read(written()), read(checked_pack("A. Person, analyst"))
    for part in ("header", "footer"):
        assert UNCHECKED in getattr(draft.sections[0], part).paragraphs[0].text
        assert "A. Person, analyst" in getattr(signed.sections[0], part).paragraphs[0].text
    assert text_of(written()).splitlines()[1] == UNCHECKED
    assert "DRAFT" not in text_of(checked_pack("A. Person, analyst")).upper()


@pytest.mark.unit
def test_date_of_checking_stands_only_where_it_was_given() -> None:
    without, dated = checked_pack("A. Person"), checked_pack("A. Person", "2026-11-02")
    assert "Inputs checked by A. Person on 2 November 2026" in text_of(dated)
    assert "2026" not in text_of(without)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("by", "on", "wrong"),
    [
        ("   ", None, ["--checked-by"]),
        ("", None, ["--checked-by"]),
        ("\t-\t", None, ["--checked-by"]),
        ("A. Person", "2026-13-01", ["--checked-on"]),
        ("A. Person", "", ["--checked-on"]),
        (None, "2026-11-02", ["--checked-on"]),
        (" ", "yesterday", ["--checked-by", "--checked-on"]),
    ],
)
def test_no_blank_name_and_no_date_without_a_name(
    by: str | None, on: str | None, wrong: list[str]
) -> None:
    with pytest.raises(InputError) as told:
        checked(by, on)
    assert [fault.file for fault in told.value.faults] == wrong


@pytest.mark.unit
def test_folder_that_was_altered_is_refused_and_every_such_file_named() -> None:
    copy = altered(folder(), "summary.csv", (folder() / "summary.csv").read_text())
    (copy / "differences.csv").write_text("scenario\n", encoding="utf-8")
    (copy / "gaps.csv").unlink()
    with pytest.raises(InputError) as told:
        pack(copy)
    named = {Path(fault.file).name: fault.found for fault in told.value.faults}
    assert named == {"differences.csv": "other bytes than the run left", "gaps.csv": "nothing"}


@pytest.mark.unit
def test_folder_that_is_no_run_is_refused() -> None:
    with pytest.raises(InputError, match=r"a manifest\.json that a run left"):
        pack(Path(mkdtemp()))


@pytest.mark.unit
def test_same_folder_and_name_give_the_same_bytes_without_any_date() -> None:
    assert pack(folder()) == written()
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = archive.read("docProps/core.xml").decode()
    assert "created" not in told and "modified" not in told and "python-docx" not in told


@pytest.mark.unit
def test_pack_says_its_title_and_language_to_a_screen_reader() -> None:
    document = read(written())
    assert document.core_properties.title == "Ways of organising help: appraisal pack"
    assert document.core_properties.language == "en-GB"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


@pytest.mark.unit
def test_headings_are_headings_and_skip_no_level() -> None:
    levels = [
        int(p.style.name[-1]) for p in read(written()).paragraphs if "Heading" in p.style.name
    ]
    assert levels[0] == 1 and levels.count(1) == len(SECTIONS)
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.unit
def test_every_table_marks_its_header_row_and_fits_a4() -> None:
    document = read(written())
    page = document.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height)] == [210, 297]
    room = page.page_width - page.left_margin - page.right_margin
    for table in document.tables:
        properties = table.rows[0]._tr.trPr
        assert properties is not None and properties.find(qn("w:tblHeader")) is not None
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert caption is not None and caption.get(qn("w:val"))
        assert sum(column.width for column in table.columns) <= room + Mm(0.5)


@pytest.mark.unit
def test_every_picture_fits_the_page_and_says_what_it_shows() -> None:
    document = read(written())
    page = document.sections[0]
    shapes = document.inline_shapes
    assert len(shapes) >= 1
    for shape in shapes:
        assert shape.width <= page.page_width - page.left_margin - page.right_margin
        assert shape.height < page.page_height - page.top_margin - page.bottom_margin
        alt = shape._inline.docPr.get("descr")
        assert alt and "its numbers stand in the tables" not in alt


@pytest.mark.unit
def test_pages_are_numbered() -> None:
    foot = read(written()).sections[0].footer._element
    codes = [each.get(qn("w:instr")) for each in foot.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]


@pytest.mark.unit
def test_every_link_leads_somewhere() -> None:
    root = read(written()).element.body
    places = [each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))]
    links = {each.get(qn("w:anchor")) for each in root.iter(qn("w:hyperlink"))}
    assert links and links <= set(places) and len(places) == len(set(places))


@pytest.mark.unit
def test_what_is_left_to_the_board_is_blank() -> None:
    looked = 0
    for table in read(written()).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        for column, head in enumerate(rows[0]):
            if "blank for the board" in head or head in ("Likelihood", "Impact", "Owner"):
                looked += 1
                assert {row[column].strip() for row in rows[1:]} == {""}, rows[0]
    assert looked > 10


@pytest.mark.unit
def test_what_the_folder_does_not_say_of_costs_is_not_known_and_never_nothing() -> None:
    found = [t for t in read(written()).tables if t.rows[0].cells[0].text == "Of what"]
    rows = [[cell.text for cell in row.cells] for row in found[0].rows[1:]]
    assert [row[1] for row in rows] == ["not known"] * len(load_appraisal().costs)


@pytest.mark.unit
def test_planted_reversal_changes_the_summary() -> None:
    table = (folder() / "differences.csv").read_text(encoding="utf-8")
    header, *rows = table.splitlines()
    names = header.split(",")
    place = next(
        n
        for n, row in enumerate(rows)
        if dict(zip(names, row.split(","), strict=False)).items()
        >= {"scenario": "toy/other", "persona": "all", "measure": "handoffs"}.items()
    )
    cells = dict(zip(names, rows[place].split(","), strict=True))
    assert cells["verdict"] == "higher"
    turned = cells | {
        "difference": f"-{cells['difference']}",
        "low": f"-{cells['high']}",
        "high": f"-{cells['low']}",
        "verdict": "lower",
    }
    rows[place] = ",".join(turned.values())
    other = altered(folder(), "differences.csv", "\n".join([header, *rows]) + "\n")
    says = "Handoffs, these two personas: {} than in “Two desks”"
    assert says.format("higher") in text_of(written())
    assert says.format("lower") in text_of(pack(other))
    assert says.format("higher") not in text_of(pack(other))


@pytest.mark.unit
def test_sure_words_of_the_run_stand_beside_the_difference() -> None:
    assert re.search(r"in \d+% of 2 draws of what is assumed", text_of(written()))


@pytest.mark.unit
def test_published_figure_that_the_baseline_misses_is_a_risk() -> None:
    header = "row,quantity,unit,low,central,high,simulated,people,verdict,lowest,highest"
    rows = (
        "wait_a,Wait of A,days,10,20,30,45.5,900,outside,44,47",
        "wait_b,Wait of B,days,10,20,30,25,900,inside,24,26",
        "wait_c,Wait of C,days,10,20,30,8,900,fitted,7,9",
        "wait_d,Wait of D,days,10,20,30,21,900,fitted,20,22",
    )
    found = text_of(pack(altered(folder(), "plausibility.csv", "\n".join([header, *rows, ""]))))
    assert "published 20 (10 to 30) days, simulated 45.5" in found
    assert "Wait of C (wait_c)" in found and "off its range" in found
    assert "Wait of B" not in found and "Wait of D" not in found


@pytest.mark.unit
def test_number_that_turns_a_result_round_and_a_wait_that_demand_breaks_are_risks() -> None:
    header = "number,scenario,measure,unit,at_low,at_central,at_high,swing,turns"
    rows = (
        "assumptions.telling.confirm,toy/other,handoffs,per person,-0.5,0.4,0.9,5.6,true",
        "stigma,toy/other,handoffs,per person,0.5,0.6,0.7,0.8,false",
    )
    place = altered(folder(), "most_depended_on.csv", "\n".join([header, *rows, ""]))
    header = "scenario,induced,team,role,stated_days,found,breaks_at,low,high,grows_from"
    rows = (
        "toy/other,as used,nurses,nurse,28,within,1.43,1.21,,2",
        "toy/other,as used,desk,worker,28,beyond,,,,",
    )
    found = text_of(pack(altered(place, "breaking.csv", "\n".join([header, *rows, ""]))))
    assert "-0.50 at its low end, +0.40 as used, +0.90 at its high end" in found
    assert "Stigma" not in found
    assert "28 days is broken at 1.43 times the demand (1.21 to beyond what was tried)" in found
    assert "not tried in this run (--stress)" in text_of(written())


@pytest.mark.unit
def test_every_group_is_marked_and_all_nine_characteristics_are_named() -> None:
    [table] = [
        t for t in read(written()).tables if "Mark" in [cell.text for cell in t.rows[0].cells]
    ]
    marks = {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}
    assert set(marks.values()) <= {SIMULATED, KNOWN, UNKNOWN}
    law = " ".join(name for name in marks if name.endswith("(Equality Act)")).lower()
    for characteristic in (
        "age",
        "disability",
        "gender reassignment",
        "marriage and civil partnership",
        "pregnancy and maternity",
        "race",
        "religion or belief",
        "sex ",
        "sexual orientation",
    ):
        assert characteristic in law
    assert len(marks) == len(load_appraisal().groups)


@pytest.mark.unit
def test_no_score_and_no_recommendation_is_made() -> None:
    found = text_of(written()).lower()
    assert "recommends none" in found
    for word in ("we recommend", "best option", "winner", "total score", "ranked"):
        assert word not in found


def group(**of: object) -> Group:
    known = (Known(what="a difference", said="000 L1"),)
    return Group(**{"title": "some", "means": "something", "known": known} | of)  # type: ignore[arg-type]


def people(**changes: object) -> list[Persona]:
    one, other = toy("toy/two_desks").personas.values()
    alike = replace(one, name=other.name)
    return [one, replace(alike, **changes)]  # type: ignore[arg-type]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("differs", "of"),
    [
        ({"age": Varies(central=80, low=70, high=90)}, {"differs_by": ("age",)}),
        ({"site": "elsewhere"}, {"differs_by": ("site",)}),
        ({"distance": {"town": Varies(central=0.5, low=0, high=1)}}, {"differs_by": ("distance",)}),
        ({"barriers": {"phone": Varies(central=0.9, low=0, high=1)}}, {"barriers": ("phone",)}),
        ({"needs": {}}, {"domains": DOMAINS}),
    ],
)
def test_group_is_simulated_only_where_an_input_of_the_personas_differs_by_it(
    differs: dict[str, object], of: dict[str, object]
) -> None:
    assert mark(group(**of), people(**differs)) == SIMULATED
    assert mark(group(**of), people(**({"site": "elsewhere"} if "age" in differs else {}))) == KNOWN
    assert mark(group(**of, known=()), people()) == UNKNOWN


@pytest.mark.unit
def test_difference_without_a_source_is_refused(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / HOME).read_text(encoding="utf-8")
    wrong = text.replace("evidence: dna_perinatal", "evidence: dna_nobody").replace(
        ", said: 004 L97}", "}"
    )
    (tmp_path / "appraisal.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_appraisal(tmp_path / "appraisal.yaml", "appraisal.yaml")
    assert [fault.found for fault in told.value.faults] == ["dna_nobody", "no source"]


@pytest.mark.unit
def test_every_measure_that_the_frame_names_is_one() -> None:
    frame = load_appraisal()
    named = {name for each in (*frame.factors, *frame.quality) for name in each.measures}
    named |= {benefit.measure for benefit in frame.benefits}
    assert named and named <= set(DEFINITIONS)
    assert {name for name, found in DEFINITIONS.items() if found.family == "primary"} <= named


@pytest.mark.cli
def test_export_writes_the_pack_whole_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "pack.docx"
    typed = ["export", str(folder()), "--to", "docx", "--out", str(place)]
    assert main([*typed, "--checked-by", "A. Person, analyst"]) == 0
    assert place.read_bytes() == checked_pack("A. Person, analyst")
    assert main(typed) == 2
    assert "it exists" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pack.docx"]


@pytest.mark.cli
@pytest.mark.parametrize(
    ("to", "typed", "told"),
    [
        ("docx", ["--checked-by", "  "], "the name and role of the person"),
        ("csv", ["--checked-by", "A. Person"], "allowed: --to docx"),
    ],
)
def test_export_refuses_a_blank_name_and_a_name_where_none_is_borne(
    to: str, typed: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "out"
    assert main(["export", str(folder()), "--to", to, "--out", str(place), *typed]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


COSTS = (
    "scenario,team,role,line,payer,kind,unit,low,central,high,price_base,grounds",
    "toy/two_desks,desk,worker,staff,nhs,staff,GBP a year,90,100,120,2023/24,made up",
    "toy/two_desks,nurses,nurse,staff,council,voluntary,GBP a year,9,10,12,2023/24,made up",
    "toy/two_desks,desk,helper,staff,,volunteers,hours a year,70,70,70,,made up",
    "toy/other,desk,worker,staff,nhs,staff,GBP a year,90,100,120,2023/24,made up",
    "toy/other,nurses,nurse,staff,council,voluntary,GBP a year,18,2020,2400,2023/24,made up",
    "toy/other,,,training,unknown,set_up,GBP once,,,,2023/24,not known: not stated",
    "toy/other,,,premises,unknown,set_up,GBP once,1000,5000,9000,2023/24,made up",
    'toy/other,,gp,-3 contacts a year not needed,,freed,"GBP a year of time, no cash",-200,-120,-10'
    ",2023/24,made up",
)


@cache
def costed() -> bytes:
    return pack(altered(folder(), "costs.csv", "\n".join([*COSTS, ""])))


def rows_of(content: bytes, head: str) -> list[list[str]]:
    """The rows of every table whose first head begins so, references taken out."""
    return [
        [re.sub("\u00a0\\[\\w+\\]", "", cell.text) for cell in row.cells]
        for table in read(content).tables
        if table.rows[0].cells[0].text.startswith(head)
        for row in table.rows[1:]
    ]


@pytest.mark.unit
def test_bill_holds_paid_staff_alone_with_its_range_and_who_pays() -> None:
    assert "Staff cost: £2,120 (£108 to £2,520)" in re.sub(
        "\u00a0\\[\\w+\\]", "", text_of(costed())
    )
    paid = {row[0]: row[1:] for row in rows_of(costed(), "Payer")}
    assert paid["NHS integrated care board"] == ["£100 (£90 to £120)"] * 2
    assert paid["Council"] == ["£10 (£9 to £12)", "£2,020 (£18 to £2,400)"]
    assert len(paid) == 2


@pytest.mark.unit
def test_hours_and_freed_time_stand_apart_and_unknown_set_up_is_not_nothing() -> None:
    apart = {row[0]: row[1:3] for row in rows_of(costed(), "Of what")}
    assert apart["Volunteers' time, staff, helper"] == ["hours a year", "70 (70 to 70)"]
    assert apart["Set-up, training"] == ["GBP once", "not known"]
    assert apart["Set-up, premises"] == ["GBP once", "£5,000 (£1,000 to £9,000)"]
    [freed] = [shown for what, shown in apart.items() if what.startswith("Time freed")]
    assert freed == ["GBP a year of time, no cash", "-£120 (-£200 to -£10)"]


@pytest.mark.unit
def test_every_cost_shown_is_the_sum_that_its_reference_states() -> None:
    entries = appendix(costed())
    header, *rows = (line.split(",") for line in COSTS[:-1])
    table = [dict(zip(header, row, strict=True)) for row in rows]
    looked = 0
    for entry in entries.values():
        if entry.file != "costs.csv" or "kind" not in entry.row or entry.row["kind"] == "freed":
            continue
        kinds = entry.row["kind"].split(" or ")
        rest = {name: value for name, value in entry.row.items() if name != "kind"}
        mine = [row for row in table if row["kind"] in kinds and rest.items() <= row.items()]
        for column in ("low", "central", "high"):
            total = sum(float(row[column]) for row in mine)
            assert float(entry.values[column]) == pytest.approx(total)
        looked += 1
    assert looked >= 8


@pytest.mark.unit
def test_missed_figure_of_last_year_says_first_that_options_may_not_be_ranked() -> None:
    rows = (
        "cell,team,figure,unit,yours,near_low,near_high,simulated,low,high,people,verdict",
        "Last year!C4,nurses,wait,days,20,15,25,61,58,64,900,misses",
        "Last year!C5,desk,wait,days,2,1,3,2.1,1.9,2.3,900,agrees",
    )
    content = pack(altered(folder(), "local.csv", "\n".join([*rows, ""])))
    found = text_of(content)
    summary = found[: found.index("2. What was asked, and of whom\nHeld against")]
    assert "Not fit to rank options here" in summary
    risks = {row[0]: row[1] for row in rows_of(content, "What could turn it round")}
    assert risks["Last year: wait, nurses"].startswith("yours 20 days, simulated 61 (58 to 64)")
    assert "Last year: wait, desk" not in risks
    assert "Not fit to rank" not in text_of(written())
    assert "No local figures were entered" in text_of(written())


@pytest.mark.unit
def test_numbers_most_worth_collecting_stand_by_rank_and_none_below_chance() -> None:
    head = (
        "rank,number,scenario,measure,unit,worth,flips,carries,near_low,expected,near_high,rests_on"
    )
    rows = (
        "2,stigma,toy/other,handoffs,per person,0.2,0.1,0.2,0.1,0.2,0.3,draws",
        "1,impatience,toy/other,right_help,share of people,0.4,0.3,0.5,-0.02,0.01,0.04,draws",
        "0,trust of nobody,toy/other,handoffs,per person,0,0,0.2,0.1,0.2,0.3,draws",
    )
    content = pack(altered(folder(), "worth_collecting.csv", "\n".join([head, *rows, ""])))
    told = [row[:2] for row in rows_of(content, "What could turn it round")]
    names = [name for name, _ in told]
    assert names.index("Impatience") + 1 == names.index("Stigma")
    assert "-2.0 near its low end, +1.0 over its range, +4.0" in dict(told)["Impatience"]
    assert "Trust of nobody" not in names


@pytest.mark.unit
def test_counts_of_grounds_misses_and_changed_conclusions_can_be_counted_again() -> None:
    rows = (
        "row,quantity,unit,low,central,high,simulated,people,verdict,lowest,highest",
        "wait_a,Wait of A,days,10,20,30,45.5,900,outside,44,47",
        "wait_b,Wait of B,days,10,20,30,,3,too few,,",
        "wait_c,Wait of C,days,10,20,30,8,900,fitted,7,9",
        "wait_d,Wait of D,days,10,20,30,21,900,inside,20,22",
    )
    content = pack(altered(folder(), "plausibility.csv", "\n".join([*rows, ""])))
    entries = {e.file: e.values for e in appendix(content).values() if "counted" in e.where}
    assert entries["plausibility.csv"] == {"held": "3", "off": "2"}
    first = "scenario/toy-two_desks.resolved.yaml"
    grounds = Counter(found.grounds for _, found in quantities(load_scenario(folder() / first)))
    assert int(entries[first]["assumed"]) == grounds["assumed"] > 0
    changed = [row for row in rows_of(content, "What could") if "read otherwise" in row[0]]
    assert int(entries["readings_differences.csv"]["changed"]) == len(changed)


@pytest.mark.unit
def test_short_names_of_sources_are_told_in_full() -> None:
    found = text_of(written())
    cited = {*re.findall(r"\b(00\d) L\d", found)}
    assert cited and cited == {each[:3] for each in load_appraisal().sources}
    assert all(each in found for each in load_appraisal().sources)
