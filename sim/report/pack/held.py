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
from sim.study.readings import ChangedConclusion, changed

Told = tuple[Line, Line]
"""What could turn it round, and what the run shows of it."""
NAN: Final = "nan"
READ_AGAIN: Final = "readings_differences.csv"
HELD: Final = "plausibility.csv"
PUBLISHED: Final = ("low", "central", "high", "simulated", "verdict")


def changed_by_reading(m: Material) -> list[ChangedConclusion]:
    """Primary questions that a second reading answers otherwise."""
    of = {name: m.scenarios[name].reading.of for name in m.plan.seconds}
    return changed(m.comparison, _second(m), of) if m.rows(READ_AGAIN) else []


def off_range(m: Material) -> list[Row]:
    """Published rows outside which the baseline lies; a fit that is off its range among them."""
    found = [(row, as_typed(Compared, row)) for row in m.rows(HELD)]
    return [
        row
        for row, line in found
        if line.verdict == "outside" or (line.verdict == "fitted" and not line.within)
    ]


def readings(m: Material) -> Iterator[Told]:
    """Primary questions that a second reading answers otherwise, with both answers."""
    found = changed_by_reading(m)
    if not found:
        told = "no primary conclusion changes" if m.rows(READ_AGAIN) else "not tried in this run"
        yield ("Another reading of the options",), (told,)
    for one in found:
        title = (
            f"{DEFINITIONS[one.first.measure].title}, {row_title(m.comparison, one.first.persona)}"
        )
        yield (
            (f"{title}: “{m.scenarios[one.first.scenario].title}” read otherwise",),
            (
                "as read: ",
                *_answer(m, "differences.csv", one.first),
                "\nsecond reading: ",
                *_answer(m, READ_AGAIN, one.second),
            ),
        )


def _answer(m: Material, file: str, line: DifferenceRow) -> Line:
    row = m.find(file, scenario=line.scenario, persona=line.persona, measure=line.measure)
    assert row is not None
    return (m.trail.cite(interval_words(line), row, *DIFFERENCE), f", {verdict_words(line)}")


def interval_words(line: DifferenceRow) -> str:
    """A difference with its interval."""
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
    off = off_range(m)
    if not off:
        told = "no row lies outside" if m.rows(HELD) else "not held against anything"
        yield ("What the baseline gives where something was published",), (told,)
    for row in off:
        found = as_typed(Compared, row)
        shown = m.trail.cite(
            _published(found), row, "low", "central", "high", "simulated", "verdict"
        )
        yield (f"{found.quantity} ({found.row})",), (shown, f"\n{_fit(found)}")


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
