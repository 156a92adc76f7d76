"""What closes the pack: judgements left blank, how to make the run again, and every reference."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from sim.report.pack.material import Material
from sim.report.pack.paper import Paper
from sim.report.pack.trail import Entry, Line
from sim.study.folder import MANIFEST

BLANK: Final[Line] = ("\n\n\n",)
SIGNATORIES: Final = (
    "Who checked the inputs",
    "Who decides",
    "Clinical and care lead",
    "Finance lead",
    "People who use services, and carers",
)


def boxes(m: Material, paper: Paper) -> None:
    """Judgements that no software may make."""
    paper.line("These boxes are for people. The software leaves them blank.")
    paper.table(
        "Judgements",
        ("Question", "Answer (blank for the board)"),
        [((box,), BLANK) for box in m.frame.boxes],
        (5, 10),
    )
    paper.table(
        "Sign-off",
        ("As what", "Name and role", "Signature", "Date"),
        [((who,), *_signed(m, place)) for place, who in enumerate(SIGNATORIES)],
        (5, 5, 3, 2.5),
    )


def _signed(m: Material, place: int) -> tuple[Line, Line, Line]:
    """The first line bears the name that was given, and nobody's signature."""
    name = m.checked.by if place == 0 else ""
    when = m.checked.on if place == 0 else ""
    return (name or "\n",), ("",), (when,)


def again(m: Material, paper: Paper) -> None:
    """How to make the run again to the same bytes."""
    command = " ".join(m.manifest["command"])
    made = m.manifest["made_by"]
    paper.bullets(
        [
            (f"Story Lanes {m.manifest['storylanes']}, Python {made['python']}.",),
            (f"The run: python run.py {command}",),
            (f"Again, to the same bytes: python run.py rerun {MANIFEST}",),
            (
                "Every file of the run was held against the fingerprints in its manifest when "
                "this was made.",
            ),
        ]
    )
    _sources(m, paper)


def _sources(m: Material, paper: Paper) -> None:
    """What the short names of sources stand for."""
    paper.line(
        "Three digits with an L and lines name a source document and its lines; names with "
        "underscores are rows of evidence.csv, which ships with the software. The source documents:"
    )
    paper.bullets([(each,) for each in m.frame.sources])


def references(m: Material, paper: Paper) -> None:
    """Every reference with its file, row and value as in the file."""
    paper.line(
        "A file is one of the run's folder. Lines are counted with the header as line 1. Values "
        "stand as in the file; texts are quoted where they stand in the pack."
    )
    for file, entries in groupby(m.trail.entries, lambda entry: entry.file):
        listed = list(entries)
        paper.table(
            file,
            ("Reference", "Where", "Row", "Value as in the file"),
            [_entry(entry) for entry in listed],
            (1.5, 3, 6, 7),
            tiny=True,
            anchors=[entry.reference for entry in listed],
        )


def _entry(entry: Entry) -> tuple[Line, ...]:
    values = "; ".join(f"{name}={value}" for name, value in entry.values.items() if value)
    return ((entry.reference,), (entry.where,), (entry.key,), (values or "as quoted",))
