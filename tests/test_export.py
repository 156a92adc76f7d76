"""A finished run for other programs: numbers as numbers, text never as a formula, nothing lost."""

import csv
import functools
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from sim.cli import main
from sim.cli.exporting import FORMATS, Format
from sim.cli.sheet_arguments import FORMS
from sim.files import quantities, to_document, write_yaml
from sim.files.workbook import Column, Page, workbook_bytes
from sim.report.exports.workbook import meanings
from sim.study.compare import Plan
from sim.study.folder import RunFolder
from sim.study.provenance import as_text, manifest
from tests.study_toys import toy

RISKY = ("=1+1", "+44 20", "-risk", "@here", "\ttab", "\rreturn", "=HYPERLINK(0)")
"""What a spreadsheet might work out, or take for something else than text."""


@functools.cache
def finished() -> Path:
    """A run's folder with little in it, some of it hostile."""
    folder = RunFolder(Path(mkdtemp()) / "run")
    lines = [f'"{text}",toy/one_desk,handoffs,{place}.5' for place, text in enumerate(RISKY)]
    folder.text("summary.csv", "persona,scenario,measure,mean\n" + "\n".join(lines) + "\n")
    folder.text("differences.csv", "scenario,difference,verdict\ntoy/two_desks,-0.25,lower\n")
    people = {"person": np.array([1, 2]), "wait": np.array([1.5, np.nan])}
    folder.parquet("people.parquet", people)
    folder.text("scenario/one.resolved.yaml", write_yaml(to_document(toy())))
    folder.text("scenario/two.resolved.yaml", write_yaml(to_document(toy("toy/two_desks"))))
    content = manifest(
        plan=Plan(replications=2),
        engine="simpy",
        command=["compare"],
        changes=[],
        inputs={},
        scenarios={
            "toy/one_desk": "scenario/one.resolved.yaml",
            "toy/two_desks": "scenario/two.resolved.yaml",
        },
        cut="",
    )
    folder.text("manifest.json", as_text(content))
    return folder.finish()


@functools.cache
def exported() -> Path:
    """Its workbook."""
    place = Path(mkdtemp()) / "run.xlsx"
    assert main(["export", str(finished()), "--to", "xlsx", "--out", str(place)]) == 0
    return place


def sheet(name: str) -> Any:
    return load_workbook(exported())[name]


def parts(place: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(place) as whole:
        for name in whole.namelist():
            yield name, whole.read(name).decode("utf-8", "replace")


@pytest.mark.unit
def test_every_form_that_can_be_asked_for_has_a_writer() -> None:
    assert tuple(FORMATS) == FORMS


@pytest.mark.cli
def test_numbers_of_the_workbook_are_numbers() -> None:
    table = sheet("differences")
    assert [cell.value for cell in table[2]] == ["toy/two_desks", -0.25, "lower"]
    assert table["B2"].data_type == "n"


@pytest.mark.cli
def test_text_that_looks_like_a_formula_stays_text_that_nothing_works_out() -> None:
    whole = "".join(text for name, text in parts(exported()) if "worksheets" in name)
    assert "<f>" not in whole and "<f " not in whole
    table = sheet("summary")
    for row, text in enumerate(RISKY, 2):
        cell = table.cell(row, 1)
        # XML reads a return as a line end
        assert str(cell.value).replace("\n", "\r") == text
        assert cell.data_type == "s" and cell.quotePrefix


@pytest.mark.cli
def test_quote_prefix_stands_in_the_style_of_the_file_itself() -> None:
    found = dict(parts(exported()))
    styles = re.findall(r"<xf [^>]*>", found["xl/styles.xml"].split("<cellXfs")[1])
    quoted = {str(n) for n, style in enumerate(styles) if 'quotePrefix="1"' in style}
    cells = re.findall(
        r'<c r="A[0-9]+" s="([0-9]+)" t="inlineStr"><is><t[^>]*>[=+@-]',
        "".join(text for name, text in found.items() if "worksheets" in name),
    )
    assert len(cells) == 5 and set(cells) <= quoted


@pytest.mark.cli
def test_same_run_gives_the_same_workbook_without_a_date(tmp_path: Path) -> None:
    place = tmp_path / "again.xlsx"
    main(["export", str(finished()), "--to", "xlsx", "--out", str(place)])
    assert place.read_bytes() == exported().read_bytes()
    assert not re.search("dcterms:(created|modified)", dict(parts(place))["docProps/core.xml"])
    with zipfile.ZipFile(place) as whole:
        assert {part.date_time[0] for part in whole.infolist()} == {1980}


@pytest.mark.cli
def test_assumptions_hold_every_number_of_the_first_scenario_and_what_differs() -> None:
    rows = list(sheet("assumptions").iter_rows(min_row=2, values_only=True))
    one, two = dict(quantities(toy())), dict(quantities(toy("toy/two_desks")))
    first = {row[1]: row[2] for row in rows if row[0] == "toy/one_desk"}
    assert first == {path: found.central for path, found in one.items()}
    other = {row[1] for row in rows if row[0] == "toy/two_desks"}
    assert other == {path for path, found in two.items() if one.get(path) != found}


@pytest.mark.cli
def test_sheets_are_tidy_and_a_read_me_says_what_the_words_mean() -> None:
    book = load_workbook(exported())
    assert book.sheetnames[:3] == ["read me", "summary", "differences"]
    assert "people" not in book.sheetnames
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "A2" and book[name].auto_filter.ref
        heads = [cell.value for cell in book[name][1]]
        assert all(heads) and len(set(heads)) == len(heads)
    said = " ".join(str(row[0]) for row in book["read me"].iter_rows(values_only=True))
    assert all(word in said for word in ("too close to call", "same by design", "too few"))


@pytest.mark.unit
def test_every_column_that_runs_leave_has_a_meaning_and_a_unit() -> None:
    from sim.study.beside import LUCK_COLUMNS
    from sim.study.costs import CostRow
    from sim.study.findings import DifferenceRow, SummaryRow
    from sim.study.groups import DomainRow, GapRow
    from sim.study.incidence import IncidenceRow
    from sim.study.local import Held
    from sim.study.plausibility import Compared
    from sim.study.staff import StaffRow

    rows = (
        *(SummaryRow, DifferenceRow, StaffRow, CostRow, IncidenceRow),
        *(GapRow, DomainRow, Compared, Held),
    )
    heads = {head for row in rows for head in row._fields} | set(LUCK_COLUMNS)
    assert heads <= set(meanings())


@pytest.mark.cli
def test_csv_for_spreadsheets_puts_an_apostrophe_before_what_looks_like_a_formula(
    tmp_path: Path,
) -> None:
    assert main(["export", str(finished()), "--to", "csv", "--out", str(tmp_path / "c")]) == 0
    text = (tmp_path / "c" / "summary.csv").read_bytes().decode()
    found = [row["persona"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert found[0] == "'=1+1" and all(one.startswith("'") for one in found)
    numbers = (tmp_path / "c" / "differences.csv").read_text().splitlines()
    assert numbers[1] == "toy/two_desks,-0.25,lower"


@pytest.mark.cli
def test_parquet_holds_every_text_as_it_is(tmp_path: Path) -> None:
    assert main(["export", str(finished()), "--to", "parquet", "--out", str(tmp_path / "p")]) == 0
    found = pq.read_table(tmp_path / "p" / "summary.parquet")
    assert found["persona"].to_pylist()[0] == "=1+1"
    assert pq.read_table(tmp_path / "p" / "people.parquet")["wait"].to_pylist()[0] == 1.5


@pytest.mark.cli
def test_export_never_overwrites_and_leaves_nothing_half_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.xlsx"
    there.write_text("mine")
    assert main(["export", str(finished()), "--to", "xlsx", "--out", str(there)]) == 2
    assert "it exists" in capsys.readouterr().err
    assert there.read_text() == "mine"
    nowhere = tmp_path / "no" / "such.xlsx"
    assert main(["export", str(finished()), "--to", "xlsx", "--out", str(nowhere)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]


@pytest.mark.cli
def test_what_no_run_left_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path), "--to", "xlsx"]) == 2
    assert "manifest.json" in capsys.readouterr().err


@pytest.mark.unit
def test_text_that_no_cell_can_hold_is_cut_to_what_it_can() -> None:
    page = Page(name="x", columns=(Column(title="a"),), rows=[["\x00bell\x07" + "é" * 40_000]])
    book = load_workbook(io.BytesIO(workbook_bytes([page], title="t")))
    assert book["x"]["A2"].value == ("bell" + "é" * 40_000)[:32_767]


@pytest.mark.cli
def test_what_comes_to_stand_there_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "run.xlsx"

    def slow(_: object, unfinished: Path) -> None:
        unfinished.write_text("ours")
        place.write_text("theirs")

    monkeypatch.setitem(FORMATS, "xlsx", Format(slow))
    assert main(["export", str(finished()), "--to", "xlsx", "--out", str(place)]) == 2
    assert place.read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["run.xlsx"]


@pytest.mark.cli
def test_nothing_is_worked_out_where_something_stands_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(run: object, unfinished: Path) -> None:
        raise AssertionError("it was written")

    monkeypatch.setitem(FORMATS, "xlsx", Format(never))
    assert main(["export", str(finished()), "--to", "xlsx", "--out", str(tmp_path)]) == 2
