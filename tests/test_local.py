"""A site's spreadsheet: written, filled in, read back, and every way of getting it wrong."""

import datetime
import functools
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sim.cli import main
from sim.errors import InputError
from sim.files import load_scenario, quantities, to_document, write_yaml
from sim.files.edits import Change, fields_of
from sim.files.local.answers import read_local
from sim.files.local.asked import HOURS, LAST_YEAR, Asked, asked_of, default_of, rows_of, sites
from sim.files.local.given import blamed, laid_into, local_as_written, local_from
from sim.files.local.template import DEFAULT, READ_ME, pages_of, template_bytes
from sim.files.prices import prices
from tests.sheets import HEADS, OWN, SITE, WAY, blank, cell_of, filled, opened

CLINICIANS = "teams.ewmhs.staff.clinician.wte"
ROWS = {row.path: row for row in asked_of(SITE)}
NUMBERS = [row for row in ROWS.values() if row.is_number]


def faults_of(place: Path) -> dict[str, str]:
    """What is wrong with a file, by cell."""
    with pytest.raises(InputError) as error:
        read_local(place)
    return {fault.field: str(fault) for fault in error.value.faults}


@pytest.mark.unit
def test_template_is_the_same_bytes_each_time_it_is_written() -> None:
    assert template_bytes(SITE) == blank()


@pytest.mark.unit
@pytest.mark.parametrize("site", sites())
def test_every_site_has_a_template_whose_rows_lead_to_fields_of_today(site: str) -> None:
    document = to_document(load_scenario(f"{site}/today"))
    rows = asked_of(site)
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        if row.sheet != LAST_YEAR:
            found = fields_of(Change(path=row.path, value=0), document)
            assert found and {default_of(at.value) for at in found} == {row.default}, row.path


@pytest.mark.unit
def test_every_row_says_what_it_means_and_what_may_be_typed() -> None:
    for page in pages_of(SITE)[1:]:
        for row in page.rows:
            line = dict(zip(HEADS, row, strict=True))
            assert line["what it is"] and line["where"] and line["what may be typed"], line
            assert line["unit"] or page.name == HOURS, line
            assert line["yours"] is None


@pytest.mark.unit
def test_every_number_with_a_default_says_what_the_default_rests_on() -> None:
    silent = [row.path for row in NUMBERS if row.low is not None and not row.rests_on]
    assert not silent


@pytest.mark.unit
def test_role_that_costs_another_amount_in_one_team_has_a_row_for_each_team() -> None:
    today = load_scenario("banes/today")
    before = [row.path for row in asked_of("banes") if "coordinator.cost" in row.path]
    assert before == ["teams.*.staff.coordinator.cost_per_hour"]
    team = today.teams["pcls"]
    dearer = today.teams["community_services"].staff["coordinator"]
    dearer = replace(dearer, cost_per_hour=replace(dearer.cost_per_hour, central=77.0))
    both = replace(team, staff={**team.staff, "coordinator": dearer})
    rows = rows_of(replace(today, teams={**today.teams, "pcls": both}))
    assert {row.path: row.default for row in rows if "coordinator.cost" in row.path} == {
        "teams.pcls.staff.coordinator.cost_per_hour": 77.0,
        "teams.community_services.staff.coordinator.cost_per_hour": (
            today.teams["community_services"].staff["coordinator"].cost_per_hour.central
        ),
    }


@pytest.mark.unit
def test_what_a_team_may_know_stands_together_on_each_sheet() -> None:
    for page in pages_of("banes")[1:]:
        whose = [".".join(str(row[WAY]).split(".")[:2]) for row in page.rows]
        runs = [one for place, one in enumerate(whose) if place == 0 or whose[place - 1] != one]
        assert len(runs) == len(set(runs)), page.name


@pytest.mark.unit
def test_every_default_may_itself_be_typed() -> None:
    for row in NUMBERS:
        if row.default is not None:
            assert row.allowed[0] <= float(row.default) <= row.allowed[1], row.path
            assert row.low is None or row.allowed[0] <= row.low, row.path
            assert row.high is None or row.high <= row.allowed[1], row.path


@pytest.mark.unit
def test_spreadsheet_itself_refuses_a_number_out_of_range() -> None:
    book = opened()
    cell = cell_of(book, "teams.ewmhs.new_share")
    rules = [
        rule
        for rule in cell.parent.data_validations.dataValidation
        if cell.coordinate in rule.sqref
    ]
    assert [(rule.type, rule.formula1, rule.formula2) for rule in rules] == [("decimal", "0", "1")]
    assert rules[0].allow_blank


@pytest.mark.unit
def test_sheet_stays_in_sight_on_screen_and_whole_on_paper() -> None:
    for sheet in opened().worksheets[1:]:
        assert sheet.freeze_panes == "C3"
        assert sheet.print_title_rows == "$2:$2"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert "$K$" in sheet.print_area  # the path is not printed
        assert not sheet.protection.sheet


@pytest.mark.unit
def test_blank_template_changes_nothing(tmp_path: Path) -> None:
    local = read_local(filled(tmp_path / "own.xlsx", {}))
    assert (local.yours, local.your_hours, local.last_year) == (0, 0, ())
    assert local.numbers == len(NUMBERS)
    today = load_scenario(f"{SITE}/today")
    changes = laid_into(local, [today]).changes[today.name]
    again = load_scenario(today.name, changes=changes)
    assert write_yaml(to_document(again)) == write_yaml(to_document(today))


def values_of(row: Asked) -> st.SearchStrategy[float]:
    """Values that may be typed, not far from what is believable."""
    if row.whole:
        return st.integers(int(row.allowed[0]), min(int(row.allowed[1]), 60)).map(float)
    base = float(row.default or 0) or 10.0
    low, high = max(row.allowed[0], 0.8 * base), min(row.allowed[1], 1.25 * base)
    return st.floats(low, high).map(lambda value: round(value, 6))


SOME_ROWS = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=12, unique_by=id)


@pytest.mark.property
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_is_typed_is_what_the_resolved_scenario_has(
    data: st.DataObject, tmp_path: Path
) -> None:
    typed = {row.path: data.draw(values_of(row)) for row in data.draw(SOME_ROWS)}
    for path in list(typed):  # a list is how many and how long: neither without the other
        for one, other in (("people", "waited"), ("waited", "people")):
            if path.endswith(f"waiting_at_start.{one}"):
                typed.setdefault(path.removesuffix(one) + other, 10.0)
    local = read_local(filled(tmp_path / "own.xlsx", typed))
    assert local.yours == len(typed)
    assert {one.path: one.value for one in local.given} == typed
    today = load_scenario(f"{SITE}/today")
    laid = laid_into(local, [today])
    try:
        scenario = load_scenario(today.name, changes=laid.changes[today.name])
    except InputError as error:  # numbers that cannot stand together: the cells are named
        for fault in blamed(error.faults, local):
            assert "own.xlsx" in fault.mend
        return
    document = to_document(scenario)
    for path, value in typed.items():
        for at in fields_of(Change(path=path, value=0), document):
            assert default_of(at.value) == value, path
    theirs = {path for path, found in quantities(scenario) if found.grounds == "yours"}
    changed = {change.path for change in laid.changes[today.name]}
    assert theirs == {path for path in changed if ".accepts." not in path}


@pytest.mark.unit
def test_manifest_holds_everything_that_was_typed(tmp_path: Path) -> None:
    typed = {CLINICIANS: 14.5, "last_year.ewmhs.wait": 40, "calendars.always": "mon 09:00-10:00"}
    local = read_local(filled(tmp_path / "own.xlsx", typed))
    assert local.your_hours == 1
    assert local_from(local_as_written(local)) == local
    assert local_from(None) is None


@pytest.mark.unit
def test_option_described_with_another_number_keeps_it(tmp_path: Path) -> None:
    path = "teams.pcls.accepts.at_least.mental"
    place = tmp_path / "own.xlsx"
    book = load_workbook(io.BytesIO(template_bytes("banes")))
    cell_of(book, path).value = 4
    cell_of(book, "teams.*.staff.gp.cost_per_hour").value = 250
    book.save(place)
    names = ("banes/today", "banes/option_3b")
    scenarios = [load_scenario(name) for name in names]
    defaults = [one.teams["pcls"].accepts for one in scenarios]
    assert [one and one.at_least["mental"] for one in defaults] == [3, 2]
    laid = laid_into(read_local(place), scenarios)
    threshold, cost = laid.local.given
    assert (threshold.made_in, threshold.kept_by) == (("banes/today",), ("banes/option_3b",))
    assert (cost.made_in, cost.kept_by) == (names, ())


@pytest.mark.unit
def test_list_that_today_does_not_have_can_be_given(tmp_path: Path) -> None:
    before = "teams.community_help.waiting_at_start"
    typed = {f"{before}.people": 40, f"{before}.waited": 21}
    local = read_local(filled(tmp_path / "own.xlsx", typed))
    today = load_scenario(f"{SITE}/today")
    assert today.teams["community_help"].waiting_at_start is None
    changes = laid_into(local, [today]).changes[today.name]
    found = load_scenario(today.name, changes=changes).teams["community_help"].waiting_at_start
    assert found is not None
    assert (found.people.central, found.waited.minutes) == (40, 21 * 1440)


@pytest.mark.unit
def test_money_is_taken_in_the_prices_that_the_sheet_names(tmp_path: Path) -> None:
    path = "teams.*.staff.clinician.cost_per_hour"
    local = read_local(filled(tmp_path / "own.xlsx", {path: 61.25}))
    today = load_scenario(f"{SITE}/today")
    changes = laid_into(local, [today]).changes[today.name]
    cost = load_scenario(today.name, changes=changes).teams["ewmhs"].staff["clinician"]
    assert cost.cost_per_hour.central == 61.25
    assert cost.cost_per_hour.price_year == prices().base
    assert f"in the prices of {prices().base}" in pages_of(SITE)[-1].above[0]


@pytest.mark.unit
def test_half_of_a_list_is_refused(tmp_path: Path) -> None:
    typed = {"teams.community_help.waiting_at_start.people": 40}
    (said,) = faults_of(filled(tmp_path / "own.xlsx", typed)).values()
    assert "half of a list" in said and "waiting_at_start.waited" in said


WRONG: dict[str, tuple[Any, str]] = {
    "three": ("three", "write it in figures"),
    "comma": ("3,5", "write 3.5, with a point"),
    "unit": ("3 wte", "write the number alone; its unit stands beside it"),
    "pounds": ("£30", "write the number alone"),
    "per cent": ("12%", "write a share, such as 0.12 for 12%"),
    "text": ("3.5", "it is text: write 3.5 as a number"),
    "negative": (-1, "allowed: a number from 0 to 10,000"),
    "too large": (10_001, "allowed: a number from 0 to 10,000"),
    "date": (datetime.datetime(2026, 3, 5), "a date or time"),
    "time": (datetime.time(3, 30), "a date or time"),
    "yes": (True, "write a number"),
    "formula": ("=1+2", "a formula without a stored result"),
    "error": ("#REF!", "shows an error"),
}


@functools.cache
def wrongly_filled() -> tuple[dict[str, str], dict[str, str]]:
    """The cells of one file in which everything is wrong, and what is said of each."""
    book = opened()
    staff = [row.path for row in NUMBERS if row.path.endswith(".wte")]
    cells = {wrong: cell_of(book, path) for wrong, path in zip(WRONG, staff, strict=False)}
    for wrong, cell in cells.items():
        cell.value = WRONG[wrong][0]
    place = Path(mkdtemp()) / "own.xlsx"
    book.save(place)
    return {wrong: f"Staff!{cell.coordinate}" for wrong, cell in cells.items()}, faults_of(place)


@pytest.mark.unit
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_number_is_refused_by_cell_with_how_to_mend_it(wrong: str) -> None:
    cells, faults = wrongly_filled()
    said = faults[cells[wrong]]
    assert WRONG[wrong][1] in said and "own.xlsx" in said


@pytest.mark.unit
def test_every_fault_of_a_file_is_told_at_once_and_nothing_else() -> None:
    cells, faults = wrongly_filled()
    assert len(cells) == len(WRONG) and set(faults) == set(cells.values())


@pytest.mark.unit
def test_share_typed_as_per_cent_says_what_to_write(tmp_path: Path) -> None:
    (said,) = faults_of(filled(tmp_path / "own.xlsx", {"teams.ewmhs.new_share": 30})).values()
    assert "found 30" in said and "write 0.3 for 30%" in said


@pytest.mark.unit
def test_share_shown_in_per_cent_is_the_share_that_it_shows(tmp_path: Path) -> None:
    book = opened()
    cell = cell_of(book, "teams.ewmhs.new_share")
    cell.value, cell.number_format = 0.3, "0%"
    book.save(tmp_path / "own.xlsx")
    (one,) = read_local(tmp_path / "own.xlsx").given
    assert one.value == 0.3
    staff = cell_of(book, CLINICIANS)
    staff.value, staff.number_format = 0.5, "0%"
    book.save(tmp_path / "own.xlsx")
    assert "shown as per cent" in faults_of(tmp_path / "own.xlsx")["Staff!H3"]


@pytest.mark.unit
def test_half_a_level_is_refused(tmp_path: Path) -> None:
    path = "teams.ewmhs.accepts.at_least.mental"
    (said,) = faults_of(filled(tmp_path / "own.xlsx", {path: 2.5})).values()
    assert "a whole number from 1 to 4" in said


@pytest.mark.unit
@pytest.mark.parametrize("hours", ["nine to five", "mon-fri 17:00-09:00", "mon-fri 9-17", 9])
def test_hours_that_cannot_be_read_are_refused(hours: Any, tmp_path: Path) -> None:
    faults = faults_of(filled(tmp_path / "own.xlsx", {"calendars.office_hours": hours}))
    assert set(faults) == {"Hours!H3"}


@pytest.mark.unit
def test_hours_in_several_stretches_are_read(tmp_path: Path) -> None:
    typed = {"calendars.office_hours": "mon-fri 08:30-17:00; sat 10:00-12:00"}
    local = read_local(filled(tmp_path / "own.xlsx", typed))
    today = load_scenario(f"{SITE}/today")
    changes = laid_into(local, [today]).changes[today.name]
    calendar = load_scenario(today.name, changes=changes).calendars["office_hours"]
    assert [(one.days[-1], one.start, one.end) for one in calendar.openings] == [
        ("fri", "08:30", "17:00"),
        ("sat", "10:00", "12:00"),
    ]
    assert calendar.assumed.startswith("yours: Hours!H3")


def changed_path(book: Any) -> None:
    cell_of(book, CLINICIANS, WAY).value = "teams.ewmhs.staff.clinicians.wte"


def row_twice(book: Any) -> None:
    cell_of(book, "teams.community_groups.staff.group_worker.wte", WAY).value = CLINICIANS


def row_without_path(book: Any) -> None:
    cell_of(book, CLINICIANS).value = 3
    cell_of(book, CLINICIANS, WAY).value = None


def merged(book: Any) -> None:
    cell_of(book, CLINICIANS).value = 3
    book["Staff"].merge_cells("H3:H4")


def other_default(book: Any) -> None:
    cell_of(book, CLINICIANS, HEADS.index(DEFAULT)).value = 14


def sheet_renamed(book: Any) -> None:
    book["Staff"].title = "Staffing"


def head_gone(book: Any) -> None:
    book["Staff"].delete_rows(2)


def unknown_site(book: Any) -> None:
    book[READ_ME]["B3"].value = "atlantis"


def other_version(book: Any) -> None:
    book[READ_ME]["B4"].value = "template format 99"


@pytest.mark.unit
@pytest.mark.parametrize(
    ("spoil", "place", "words"),
    [
        (changed_path, "Staff!L3", f"did you mean {CLINICIANS}?"),
        (row_twice, "Staff!L4", "twice"),
        (row_without_path, "Staff!L3", "a path of the sheet Staff"),
        (merged, "Staff!H3", "cells made one"),
        (other_default, "Staff!C3", "the default, which is 13.4"),
        (sheet_renamed, "Staff", "a sheet called Staff"),
        (head_gone, "Staff", "no row with the heads"),
        (unknown_site, "Read me!B3", "thurrock"),
        (other_version, "Read me!B4", "template format 1"),
    ],
)
def test_spoilt_spreadsheet_is_refused_where_it_is_spoilt(
    spoil: Callable[[Any], None], place: str, words: str, tmp_path: Path
) -> None:
    book = opened()
    spoil(book)
    book.save(tmp_path / "own.xlsx")
    faults = faults_of(tmp_path / "own.xlsx")
    assert words in faults[place]


@pytest.mark.unit
def test_rows_may_be_sorted_and_columns_added(tmp_path: Path) -> None:
    book = opened()
    cell_of(book, CLINICIANS).value = 14
    book["Staff"].insert_cols(1)
    book["Staff"].move_range("A3:M3", rows=40)
    book.create_sheet("my own workings")["A1"] = "=1/0"
    book.save(tmp_path / "own.xlsx")
    (one,) = read_local(tmp_path / "own.xlsx").given
    assert (one.path, one.value, one.cell) == (CLINICIANS, 14, "Staff!I43")


@pytest.mark.unit
@pytest.mark.parametrize("content", [b"", b"path,value\n", b"PK\x03\x04 damaged"])
def test_what_is_no_workbook_is_refused_without_a_traceback(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "own.xlsx"
    place.write_bytes(content)
    (said,) = faults_of(place).values()
    assert "allowed: an .xlsx file" in said


@pytest.mark.unit
def test_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    book = opened()
    for name in book.sheetnames[1:]:
        book.remove(book[name])
    book[READ_ME].title = "Accounts"
    book.save(tmp_path / "own.xlsx")
    assert "no template" in faults_of(tmp_path / "own.xlsx")[READ_ME]


@pytest.mark.cli
def test_all_faults_are_told_at_once_with_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = {CLINICIANS: "three", "demand": "3,5", "teams.ewmhs.new_share": 7}
    place = filled(tmp_path / "own.xlsx", typed)
    assert main(["compare", SITE, "--data", str(place), "--out", str(tmp_path / "run")]) == 2
    said = capsys.readouterr().err
    assert all(cell in said for cell in ("Staff!H3", "Demand!H9", "Thresholds!H6"))
    assert "Traceback" not in said
    assert not (tmp_path / "run").exists()


@pytest.mark.cli
def test_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", SITE, "--data", str(tmp_path / "no.xlsx")]) == 2
    said = capsys.readouterr().err
    assert "no.xlsx" in said and "No such file" in said


@pytest.mark.cli
def test_numbers_of_another_site_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = filled(tmp_path / "own.xlsx", {CLINICIANS: 3})
    assert main(["compare", "bristol", "--data", str(place)]) == 2
    said = capsys.readouterr().err
    assert "numbers of thurrock" in said and "numbers of bristol" in said


@pytest.mark.cli
def test_fault_of_a_scenario_names_the_cell_that_it_came_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "own.xlsx"
    book = load_workbook(io.BytesIO(template_bytes("banes")))
    cell = cell_of(book, "teams.therapies_team.staff.therapist.wte")
    cell.value = 0.5
    book.save(place)
    assert main(["compare", "banes", "--data", str(place)]) == 2
    said = capsys.readouterr().err
    assert f"Staff!{cell.coordinate} (0.5) of own.xlsx" in said
    assert "Traceback" not in said


@pytest.mark.cli
def test_transfer_of_staff_that_today_has_no_longer_names_option_and_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "own.xlsx"
    book = load_workbook(io.BytesIO(template_bytes("banes")))
    cell = cell_of(book, "teams.community_services.staff.coordinator.wte")
    cell.value = 0.5
    book.save(place)
    assert main(["compare", "banes/today", "banes/option_1", "--data", str(place)]) == 2
    said = capsys.readouterr().err
    assert f"Staff!{cell.coordinate} (0.5) of own.xlsx" in said
    assert "banes/option_1, after the changes: transfers" in said and "banes/today," not in said


@pytest.mark.cli
def test_template_is_written_once_and_never_over_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "own.xlsx"
    assert main(["template", SITE, "--out", str(place)]) == 0
    assert place.read_bytes() == blank()
    assert f"asks for {len(NUMBERS)} numbers" in capsys.readouterr().out
    assert main(["template", SITE, "--out", str(place)]) == 2
    assert "it exists" in capsys.readouterr().err
    assert place.read_bytes() == blank()


@pytest.mark.cli
def test_site_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "atlantis"]) == 2
    assert "thurrock" in capsys.readouterr().err


@pytest.mark.unit
def test_nothing_is_hidden_but_nothing_else_can_be_typed_into() -> None:
    for sheet in opened().worksheets[1:]:
        shaded = {
            cell.column - 1
            for row in sheet.iter_rows(min_row=3)
            for cell in row
            if cell.fill.fill_type == "solid"
        }
        assert OWN in shaded and WAY not in shaded


@pytest.mark.unit
def test_formula_counts_as_the_number_that_it_showed_when_it_was_saved(tmp_path: Path) -> None:
    place = filled(tmp_path / "own.xlsx", {CLINICIANS: "=7+7"})
    with zipfile.ZipFile(place) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    spreadsheet = {
        name: text.replace(b"<f>7+7</f><v></v>", b"<f>7+7</f><v>14</v>").replace(
            b"<f>7+7</f><v/>", b"<f>7+7</f><v>14</v>"
        )
        for name, text in parts.items()
    }
    assert spreadsheet != parts
    with zipfile.ZipFile(place, "w") as whole:
        for name, text in spreadsheet.items():
            whole.writestr(name, text)
    (one,) = read_local(place).given
    assert one.value == 14
