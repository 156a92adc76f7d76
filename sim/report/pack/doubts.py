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
from sim.report.answer import verdict_words
from sim.report.pack.material import Material, as_typed, missed
from sim.report.pack.paper import Paper
from sim.report.pack.telling import DIFFERENCE, shown_people
from sim.report.pack.trail import Line, Row
from sim.report.words import capital, number, row_title, these_personas, with_interval
from sim.study.compare import Comparison
from sim.study.findings import DifferenceRow
from sim.study.plausibility import Compared
from sim.study.readings import changed
from sim.study.sensitivity import SensitivityRow

BLANK: Line = ("",)
NAN: Final = "nan"
Told = tuple[Line, Line]
"""What could turn it round, and what the run shows of it."""
BREAKS: Final = ("stated_days", "breaks_at", "low", "high")
READ_AGAIN: Final = "readings_differences.csv"
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
    paper.table("Whose results hang on how an option was read", HEADS, _ended(_readings(m)), WIDTHS)
    paper.table(
        "Published figures, and last year's, that the baseline misses",
        HEADS,
        _ended(_misses(m)),
        WIDTHS,
    )
    paper.table("What is assumed, and staff", HEADS, _ended(_assumed(m)), WIDTHS)
    voiced = list(_voiced(m))
    if voiced:
        paper.table("Worries that people voiced of an option", HEADS, _ended(iter(voiced)), WIDTHS)
    own = (((each,), ("not simulated",)) for each in m.frame.own_risks)
    paper.table("Risks that no run knows", HEADS, _ended(own), WIDTHS)


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


def _ended(told: Iterator[Told]) -> list[tuple[Line, ...]]:
    return [(what, shown, BLANK, BLANK, BLANK) for what, shown in told]


def _readings(m: Material) -> Iterator[Told]:
    """Primary questions that a second reading answers otherwise."""
    rows = {
        (r.values["scenario"], r.values["persona"], r.values["measure"]): r
        for r in m.rows(READ_AGAIN)
    }
    if not rows:
        yield ("Another reading of the options",), ("not tried in this run",)
        return
    second = _second(m)
    of = {name: m.scenarios[name].reading.of for name in m.plan.seconds}
    found = changed(m.comparison, second, of)
    if not found:
        yield ("Another reading of the options",), ("no primary conclusion changes",)
    for one in found:
        first, again = one.first, one.second
        title = f"{DEFINITIONS[first.measure].title}, {row_title(m.comparison, first.persona)}"
        own = m.find(
            "differences.csv", scenario=first.scenario, persona=first.persona, measure=first.measure
        )
        other = rows[again.scenario, again.persona, again.measure]
        assert own is not None
        yield (
            (f"{title}: “{m.scenarios[first.scenario].title}” read otherwise",),
            (
                "as read: ",
                m.trail.cite(_found(first), own, *DIFFERENCE),
                f", {verdict_words(first)}\nsecond reading: ",
                m.trail.cite(_found(again), other, *DIFFERENCE),
                f", {verdict_words(again)}",
            ),
        )


def _found(line: DifferenceRow) -> str:
    return with_interval(line.measure, line.interval, signed=True)


def _second(m: Material) -> Comparison:
    """The comparison of the second readings, without the runs behind it."""
    names = (m.baseline, *m.plan.seconds)
    return Comparison(
        plan=m.plan.beside(),
        scenarios={name: m.scenarios[name] for name in names},
        programs={},
        lanes={},
        summary=(),
        differences=m.typed(READ_AGAIN, DifferenceRow),
        luck=(),
        placebo=None,
    )


def _misses(m: Material) -> Iterator[Told]:
    """Published rows outside which the baseline lies; a fit that is off its range among them."""
    for row in missed(m):
        yield _of_last_year(row, m)
    rows = m.rows("plausibility.csv")
    if not rows:
        yield (
            ("What the baseline gives where something was published",),
            ("not held against anything",),
        )
        return
    columns = ("low", "central", "high", "simulated", "verdict")
    off = 0
    for row in rows:
        found = as_typed(Compared, row)
        if found.verdict == "outside" or (found.verdict == "fitted" and not found.within):
            off += 1
            told = m.trail.cite(_published(found), row, *columns)
            yield (f"{found.quantity} ({found.row})",), (told, f"\n{_fit(found)}")
    if not off:
        yield ("What the baseline gives where something was published",), ("no row lies outside",)


def _of_last_year(row: Row, m: Material) -> Told:
    """A figure of this place that the baseline misses."""
    names = ("yours", "simulated", "low", "high")
    yours, simulated, low, high = (f"{float(row.values[name] or NAN):.3g}" for name in names)
    text = f"yours {yours} {row.values['unit']}, simulated {simulated} ({low} to {high})"
    what = f"Last year: {row.values['figure']}, {row.values['team'].replace('_', ' ')}"
    told = m.trail.cite(text, row, *names)
    return (what,), (told, "\nmissed: these runs are not fit to rank options here")


def _published(found: Compared) -> str:
    return (
        f"published {found.central:g} ({found.low:g} to {found.high:g}) {found.unit}, "
        f"simulated {found.simulated:.3g}"
    )


def _fit(found: Compared) -> str:
    if found.verdict == "fitted":
        return "fitted, and in these runs off its range: waits and what rests on them are less sure"
    return "outside its range: what rests on it is less sure"


def _assumed(m: Material) -> Iterator[Told]:
    """Staff a little more and less, and numbers that turn a result round at their ends."""
    withdrawn = m.rows("withdrawn.csv")
    if not m.plan.capacities:
        yield (
            ("A little more or less staff in every queued team",),
            ("not tried in this run (--stress, --full)",),
        )
    elif not withdrawn:
        yield (
            ("A little more or less staff in every queued team",),
            ("no verdict on waiting changed its sign",),
        )
    for row in withdrawn:
        yield _withdrawn(m, row)
    depended = m.rows("most_depended_on.csv")
    if not depended:
        yield ("Numbers moved to the ends of their ranges",), ("not tried in this run (--stress)",)
    turning = [row for row in depended if as_typed(SensitivityRow, row).turns]
    if depended and not turning:
        yield (
            ("Numbers moved to the ends of their ranges",),
            ("no primary difference turned round",),
        )
    for row in turning:
        yield _turns(m, row)
    yield from _raised(m)
    if not m.rows("sure.csv"):
        yield (
            ("All assumptions at once, drawn within their ranges",),
            ("not tried in this run (--sure)",),
        )


def _raised(m: Material) -> Iterator[Told]:
    """Stated waits that are broken as demand is raised."""
    rows = [row for row in m.rows("breaking.csv") if row.values["scenario"] in m.scenarios]
    if not rows:
        yield ("More people than the files state",), ("not tried in this run (--stress)",)
        return
    within = [row for row in rows if row.values["found"] == "within"]
    if not within:
        yield (
            ("More people than the files state",),
            ("no stated wait is broken within what was tried",),
        )
    for row in within:
        scenario = m.scenarios[row.values["scenario"]]
        team = scenario.teams.get(row.values["team"])
        where = team.title if team else "first contact with anybody"
        what = f"More people: {where}, “{scenario.title}”, new door drawing {row.values['induced']}"
        yield (what,), (m.trail.cite(_breaks(row), row, *BREAKS),)


def _breaks(row: Row) -> str:
    days, at, low, high = (_short(row.values[name]) for name in BREAKS)
    return f"a stated wait of {days} days is broken at {at} times the demand ({low} to {high})"


def _short(text: str) -> str:
    """A number to three digits; an end that lies outside what was tried says so."""
    return f"{float(text):.3g}" if text else "beyond what was tried"


def _withdrawn(m: Material, row: Row) -> Told:
    found = as_typed(DifferenceRow, row)
    title = f"{DEFINITIONS[found.measure].title}, {row_title(m.comparison, found.persona)}"
    told = m.trail.cite(_found(found), row, *DIFFERENCE)
    what = f"{title}: “{m.scenarios[found.scenario].title}”, a little more or less staff"
    return (what,), (told, "; changes its sign, and was withdrawn as too close to call")


def _turns(m: Material, row: Row) -> Told:
    found = as_typed(SensitivityRow, row)
    name = capital(found.number.removeprefix("assumptions.").replace("_", " "))
    ends = (found.at_low, found.at_central, found.at_high)
    low, middle, high = (number(found.measure, end, signed=True) for end in ends)
    text = f"{low} at its low end, {middle} as used, {high} at its high end"
    told = m.trail.cite(text, row, "at_low", "at_central", "at_high")
    what = (
        f"{name}: {DEFINITIONS[found.measure].title.lower()}, “{m.scenarios[found.scenario].title}”"
    )
    return (what,), (told,)


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
