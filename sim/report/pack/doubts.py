"""What could turn it round, and what the model cannot say.

Goes in: what the run's folder holds of readings, draws, pushes and published figures. Comes out: a
table of risks whose likelihood and impact are left blank. What was not tried says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.errors import InputError
from sim.files.sayings import load_sayings
from sim.measures import DEFINITIONS
from sim.model.statements import Saying
from sim.report.pack.held import Told, misses, readings
from sim.report.pack.material import Material
from sim.report.pack.paper import Paper
from sim.report.pack.pushed import assumed, collecting
from sim.report.pack.telling import shown_people
from sim.report.pack.trail import Line
from sim.report.words import capital, these_personas

BLANK: Line = ("",)
HEADS: Final = (
    "What could turn it round",
    "What the run shows",
    "Likelihood",
    "Impact",
    "Owner, and what is done",
)
WIDTHS: Final = (5, 6.5, 2, 1.8, 2.7)


def risks(m: Material, paper: Paper) -> None:
    """Every risk that the folder knows of, then those that people voiced, then blank ones."""
    paper.line(
        "Likelihood and impact are for the board. A risk here is something that could turn a "
        "result round, or that people said of an option; what the run did not try says so."
    )
    own = (((each,), ("not simulated",)) for each in m.frame.own_risks)
    for caption, told in (
        ("Results that hang on how an option was read", readings(m)),
        ("Published figures, and last year's, that the baseline misses", misses(m)),
        ("What is assumed, staff and demand", assumed(m)),
        ("Numbers most worth collecting before deciding", collecting(m)),
        ("Worries that people voiced of an option", _voiced(m)),
        ("Risks that no run knows", own),
    ):
        rows = [(what, shown, BLANK, BLANK, BLANK) for what, shown in told]
        if rows:
            paper.table(caption, HEADS, rows, WIDTHS)


def limits(m: Material, paper: Paper) -> None:
    """What no number here speaks of."""
    paper.bullets(
        [(f"{each.text}{f' ({each.source})' if each.source else ''}",) for each in m.frame.limits]
    )
    paper.bullets([(f"Anything about people unlike {these_personas(len(shown_people(m)))}.",)])
    for blank in m.manifest.get("blanks", ()):
        paper.line(
            f"Named in the sources and not described: {blank['title']}.", style="List Bullet"
        )


def _voiced(m: Material) -> Iterator[Told]:
    """Worries about the options that people voiced at the site, in the words kept of them."""
    sites = dict.fromkeys(name.split("/")[0] for name in m.comparison.scenarios)
    for site in sites:
        try:
            sayings = load_sayings(site)
        except InputError:  # of this place nobody's words are kept
            continue
        for saying in sayings.statements.values():
            about = [name for name in saying.of if name in m.comparison.options]
            if saying.kind == "worry" and about:
                yield _worry(m, saying, about)


def _worry(m: Material, saying: Saying, about: list[str]) -> Told:
    titles = ", ".join(f"“{m.scenarios[name].title}”" for name in about)
    speaks = ", ".join(dict.fromkeys(DEFINITIONS[c.measure].title.lower() for c in saying.claims))
    shown = f"measures that speak to it: {speaks}" if speaks else f"cannot say: {saying.cannot}"
    said = f"{capital(saying.statement)} ({saying.who}, {saying.said})"
    return (said,), (f"of {titles}\n{shown}",)
