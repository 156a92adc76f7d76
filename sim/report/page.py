"""The page: one HTML file that opens offline, prints well and says what it rests on.

Goes in: a comparison, its figures and staff table. Comes out: text. Everything that came from a
file is escaped. Refuses to sum the measures up into a score; the place stands in the title, and the
numbers speak of these personas.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sim.report.figures.style import Picture, data_address
from sim.report.sections import certainty, grounds, opening, results, staff, told, yours
from sim.report.sections.material import Material, Section
from sim.report.words import capital
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison
from sim.study.staff import StaffRow

TEMPLATES: Final = Path(__file__).parent
SCROLL: Final = '<div class="scroll">'
"""What sections put around a table that may be wider than the screen."""
TITLE: Final = "Ways of organising help{where}: a comparison"
ORDER: Final = (
    Section("answer", "The answer", opening.first_screen),
    Section("asked", "What was compared", opening.asked),
    Section("yours", "Your own numbers", yours.yours),
    Section("everyone", "Over {everyone}", results.over_everyone),
    Section("sure", "How sure", certainty.how_sure),
    Section("hangs", "What hangs on how it was read", certainty.hangs_on_reading),
    Section("ladder", "The headline on each rung of the ladder", certainty.rungs),
    Section("people", "Persona by persona", results.by_persona),
    Section("in_full", "The answer in full", opening.in_full),
    Section("came_first", "What came first", results.came_first),
    Section("serves", "Whom it serves", results.serves),
    Section("outlasts", "What outlasts a push", certainty.outlasts),
    Section("fair", "Whether it is fair to each option", staff.fair),
    Section("staff", "What it asks of staff", staff.asks_of_staff),
    Section("luck", "What common luck is worth", certainty.common_luck),
    Section("measures", "All measures", results.every_measure),
    Section("plausible", "Held against what was published", grounds.held_against_published),
    Section("told", "What people told us", told.told_us),
    Section("rests", "What it rests on", grounds.rests_on),
    Section("read", "How each was read", grounds.read_as),
    Section("blanks", "Named, and not described", grounds.not_described),
    Section("limits", "What it cannot say", told.cannot_say),
    Section("again", "How to make it again", grounds.made_again),
    Section("words", "Words", grounds.glossary),
)
"""The sections, in the order in which they stand; one without content is left out."""


def page(
    comparison: Comparison,
    pictures: Sequence[Picture],
    staff: Sequence[StaffRow],
    *,
    beside: Beside | None = None,
    **rest: Any,
) -> str:
    """The report. ``beside``: what else was run; None for nothing more than the comparison's own
    runs say. ``rest``: as the fields of :class:`Material`."""
    return written(
        Material(
            beside=beside or nothing_beside(comparison),
            pictures={picture.name: picture for picture in pictures},
            staff=staff,
            **rest,
        )
    )


def written(m: Material) -> str:
    """The report of a material."""
    environment = _environment()
    sections = []
    for section in ORDER:
        content = section.content(m)
        if content is None:
            continue
        template = environment.get_template(f"sections/{section.name}.html")
        # autoescaped by the section's own template
        body = Markup(template.render(m=m, **content))
        title = section.title.format(everyone=m.everyone, against=m.against)
        sections.append((section.name, title, _reachable(body, title)))
    title = TITLE.format(where=_where(m))
    return environment.get_template("page.html").render(title=title, sections=sections)


def _where(m: Material) -> str:
    """The place of all scenarios compared; empty where they are of several, or of none known."""
    sites = {name.split("/")[0] for name in m.comparison.scenarios}
    places = [sayings.place for sayings in told.sayings_of(m.comparison)]
    return f" in {places[0]}" if len(sites) == len(places) == 1 else ""


def _reachable(body: Markup, title: str) -> Markup:
    """Every table that may scroll can be reached with the keyboard, and has a name."""
    parts = body.split(SCROLL)
    made = parts[0]
    for number, part in enumerate(parts[1:], start=1):
        label = escape(f"{title}, table {number}")
        made += (
            Markup(f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">') + part
        )
    return made


def _environment() -> Environment:
    """Templates as they are written; a name that they do not know is a fault, never a gap."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(capital=capital, data_address=data_address)
    return made
