"""What hangs on how an option was read, and published or local figures that the baseline misses.

Goes in: the second readings and the tables of figures held against, as the run's folder has them.
Comes out: pairs of what could turn a result round and what the run shows of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.measures import DEFINITIONS
from sim.report.answer import verdict_words
from sim.report.pack.material import Material, as_typed, missed
from sim.report.pack.telling import DIFFERENCE
from sim.report.pack.trail import Line, Row
from sim.report.words import row_title, with_interval
from sim.study.compare import Comparison
from sim.study.findings import DifferenceRow
from sim.study.plausibility import Compared
from sim.study.readings import changed

Told = tuple[Line, Line]
"""What could turn it round, and what the run shows of it."""
NAN: Final = "nan"
READ_AGAIN: Final = "readings_differences.csv"


def readings(m: Material) -> Iterator[Told]:
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
                m.trail.cite(interval_words(first), own, *DIFFERENCE),
                f", {verdict_words(first)}\nsecond reading: ",
                m.trail.cite(interval_words(again), other, *DIFFERENCE),
                f", {verdict_words(again)}",
            ),
        )


def interval_words(line: DifferenceRow) -> str:
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


def misses(m: Material) -> Iterator[Told]:
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
