"""The pack from end to end: its sections in order, and the pictures of the run.

Goes in: a run's folder and who checked its inputs. Comes out: the bytes of a Word document, the
same for the same folder and name. Refuses a folder that is no run, or was altered.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from sim.report.pack.checking import Checked
from sim.report.pack.closing import again, boxes, references
from sim.report.pack.costing import costs
from sim.report.pack.doubts import limits, risks
from sim.report.pack.equality import equality, quality
from sim.report.pack.material import Material
from sim.report.pack.opening import asked, options, summary
from sim.report.pack.paper import Paper
from sim.report.pack.worth import benefits, factors
from sim.study.finished import FinishedRun
from sim.study.folder import sha256

TITLE: Final = "Ways of organising help: appraisal pack"
SUBJECT: Final = "A simulated comparison; verified, not validated for any place"


class Section(NamedTuple):
    """One numbered section."""

    anchor: str
    title: str
    written: Callable[[Material, Paper], None]


SECTIONS: Final = (
    Section("summary", "1. Summary in words", summary),
    Section("asked", "2. What was asked, and of whom", asked),
    Section("options", "3. Options", options),
    Section("factors", "4. Critical success factors", factors),
    Section("costs", "5. Costs", costs),
    Section("benefits", "6. Benefits, with baseline and dataset", benefits),
    Section("risks", "7. Risks", risks),
    Section("equality", "8. Equality impact", equality),
    Section("quality", "9. Quality impact", quality),
    Section("limits", "10. What the model cannot say", limits),
    Section("judgement", "11. Judgement and sign-off", boxes),
    Section("again", "Appendix A. How to make it again", again),
    Section("references", "Appendix B. Where each number comes from", references),
)
"""In order; the appendix of references is written last, when all have been given out."""
PICTURES: Final = {"benefits": ("headline", "differences")}
"""Figures of the run that open a section, by their names."""
SHOWN: Final = re.compile(
    r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]*)"[^>]*>\s*'
    r"<figcaption>(.*?)</figcaption>",
    re.DOTALL,
)
"""A figure as the run's report holds it, with its words."""


def pack(place: Path, checked: Checked | None = None) -> bytes:
    """The pack of a run's folder. Raises InputError if it is none, or was altered."""
    m = Material(place, checked or Checked())
    paper = Paper(title=TITLE, subject=SUBJECT, status=str(m.checked))
    _front(m, paper)
    words = _words_of_figures(m)
    for section in SECTIONS:
        paper.heading(section.title, anchor=section.anchor)
        for name in PICTURES.get(section.anchor, ()):
            _picture(m, paper, name, words)
        section.written(m, paper)
    return paper.bytes()


def as_docx(run: FinishedRun, place: Path, *, checked: Checked) -> None:
    """Write the pack of a finished run. Raises InputError if its folder was altered."""
    place.write_bytes(pack(run.place, checked))


def _front(m: Material, paper: Paper) -> None:
    paper.title(TITLE, str(m.checked), SUBJECT)
    paper.line(
        "For a board and those who advise it. It shows what a simulation found when the same "
        "simulated people, with the same luck, met different ways of organising help. It forecasts "
        "nobody's health and no place's figures. Every number that came from the run has a "
        "reference in square brackets, which appendix B resolves to a file, a line and the value "
        "there. Boxes that need somebody's judgement are blank."
    )
    if m.checked.is_draft:
        paper.line(
            "This is a draft until a person is named who has checked the inputs "
            "(--checked-by). Until then it should not go to a meeting that decides."
        )
    paper.line("Contents:")
    paper.links([(section.title, section.anchor) for section in SECTIONS])


def _words_of_figures(m: Material) -> dict[str, tuple[str, str]]:
    """By fingerprint of the SVG: alt text and caption, as the run's own report has them."""
    report = m.place / "report.html"
    text = report.read_text(encoding="utf-8") if report.is_file() else ""
    found = {}
    for address, alt, caption in SHOWN.findall(text):
        plain = re.sub(r"<[^>]+>", "", caption)
        found[sha256(base64.b64decode(address))] = (html.unescape(alt), html.unescape(plain))
    return found


def _picture(m: Material, paper: Paper, name: str, words: dict[str, tuple[str, str]]) -> None:
    """A figure of the run with its words; nothing where the run left none."""
    png, svg = (m.place / "figures" / f"{name}.{ending}" for ending in ("png", "svg"))
    if not (png.is_file() and svg.is_file()):
        return
    unknown = (f"The figure {name} of the run; its numbers stand in the tables.", name)
    alt, caption = words.get(sha256(svg.read_bytes()), unknown)
    told = m.trail.cite_quote(" ".join(caption.split()), f"figures/{name}.png", "the picture")
    paper.picture(png.read_bytes(), name=name, alt=" ".join(alt.split()), caption=(told,))
