"""A made-up run's folder to make appraisal packs of, and a pack read back."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from sim.cli.choosing import Job
from sim.cli.keeping import keep
from sim.model.quantities import Quantity
from sim.model.scenario import Reading, Scenario
from sim.report.pack import Checked, pack
from sim.study.beside import stand_beside
from sim.study.compare import Plan, compare
from sim.study.folder import sha256
from tests.study_toys import pretended, toy

REFERENCE = "Reference"
FIGURE = "Figurefromtherun"
APPENDIX = "Appendix A"
PLANTED = ("costs.csv", "worth_collecting.csv", "breaking.csv")
"""Tables of which tests plant their own, so that a run must leave none here."""


def another(name: str, title: str, **changes: object) -> Scenario:
    """A way like two desks with one team and one nurse more, so that it hands on and costs more."""
    first = toy("toy/two_desks")
    nurses = first.teams["nurses"]
    nurse = replace(nurses.staff["nurse"], wte=Quantity(central=2.5, low=2, high=3, unit="wte"))
    more = replace(nurses, staff={**nurses.staff, "nurse": nurse})
    teams = {**first.teams, "nurses": more, "annex": replace(nurses, title="The annex")}
    return replace(first, name=name, title=title, teams=teams, **changes)  # type: ignore[arg-type]


@cache
def folder() -> Path:
    """What a run of two ways leaves, one of them read twice, with two draws of what is assumed."""
    first = toy("toy/two_desks")
    could = Reading(text="one more team, read so", could_mean=("a lift", "a ramp"))
    other = another("toy/other", "Another way", reading=could)
    again = another("toy/other_b", "Read again", reading=Reading(text="second", of="toy/other"))
    plan = Plan(replications=4, fewer=4, seconds=("toy/other_b",), draws=2)
    found = compare([first, other], plan, engine=pretended, workers=1)
    job = Job(
        scenarios=(first, other),
        seconds=(again,),
        plan=plan,
        engine="simpy",
        engine_line="",
        cut="Cut to save time: weeks.",
        command=("compare", "toy/two_desks", "toy/other"),
        changes=(),
        inputs={},
    )
    beside = stand_beside(found, [again], engine=pretended, workers=1)
    return without_planted(keep(beside, job, Path(mkdtemp()) / "run", seconds=1.0).place)


def without_planted(place: Path) -> Path:
    """A run's folder less the tables that tests plant, and the manifest knows it."""
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    for name in PLANTED:
        if manifest["files"].pop(name, None):
            (place / name).unlink()
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return place


def altered(place: Path, name: str, text: str) -> Path:
    """A copy of a run's folder in which one file holds other text, and the manifest knows it."""
    copy = Path(mkdtemp()) / "run"
    shutil.copytree(place, copy)
    (copy / name).write_text(text, encoding="utf-8")
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = sha256((copy / name).read_bytes())
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return copy


@dataclass(frozen=True)
class Shown:
    """A text with its reference."""

    text: str
    reference: str


@dataclass(frozen=True)
class Told:
    """A paragraph of the body, or a cell."""

    loose: str
    """text without references"""
    shown: tuple[Shown, ...]
    """texts with references"""


@cache
def written() -> bytes:
    """The pack of the made-up run, nobody having checked it."""
    return pack(folder())


def read(content: bytes) -> "Document":  # type: ignore[valid-type]
    """A pack as python-docx reads it."""
    return Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All text of a pack, a line for each paragraph and cell."""
    return "\n".join(p.text for p in paragraphs(content))


def paragraphs(content: bytes) -> Iterator[Paragraph]:
    """Every paragraph in order, those in cells among them."""
    document = read(content)
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def body(content: bytes) -> list[Told]:
    """Everything before the appendices."""
    told = []
    for paragraph in paragraphs(content):
        if paragraph.text.startswith(APPENDIX) and paragraph.style.name == "Heading 1":
            break
        told.append(as_told(paragraph))
    return told


def as_told(paragraph: Paragraph) -> Told:
    """A paragraph split by its references."""
    loose, shown, last = "", [], ""
    for run in paragraph._p.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        kind = style.get(qn("w:val")) if style is not None else ""
        text = "".join(part.text or "\n" for part in run if part.tag in (qn("w:t"), qn("w:br")))
        if kind == FIGURE:
            last = text
        elif kind == REFERENCE:
            shown.append(Shown(last, text.strip("\u00a0 []")))
            last = ""
        else:
            loose += text
    assert not last, f"no reference behind {last!r}"
    return Told(loose, tuple(shown))


@dataclass(frozen=True)
class Entry:
    """A line of the appendix."""

    file: str
    where: str
    row: dict[str, str]
    values: dict[str, str]


def appendix(content: bytes) -> dict[str, Entry]:
    """Every reference as the appendix resolves it."""
    document = read(content)
    found, caption = {}, ""
    for element in document.element.body:
        if element.tag == qn("w:p"):
            caption = Paragraph(element, document).text or caption
        elif element.tag == qn("w:tbl"):
            rows = [[cell.text for cell in row.cells] for row in Table(element, document).rows]
            if rows[0][0] == "Reference":
                for reference, where, row, values in rows[1:]:
                    found[reference] = Entry(caption, where, pairs(row), pairs(values))
    return found


def pairs(text: str) -> dict[str, str]:
    """``a=1; b=2`` as a mapping."""
    return dict(re.findall(r"(\w+)=(.*?)(?:; (?=\w+=)|$)", text))


def lines(place: Path, file: str) -> list[list[str]]:
    """The lines of a table as they stand in the file."""
    with (place / file).open(newline="", encoding="utf-8") as opened:
        return list(csv.reader(opened))


def checked_pack(by: str, on: str = "") -> bytes:
    """The pack once somebody is named."""
    return pack(folder(), Checked(by, on))
