"""The plausibility table: what was published, what `today` gives, and whether the two agree.

Goes in: the outcomes of runs of a scenario, with what became of its referrals. Comes out: one
:class:`Compared` for every row of evidence that was marked for fitting or for holding against and
that the model can produce. A row that was fitted is called ``fitted`` and never said to agree; a
row outside its range is said in a sentence. Refuses a verdict on fewer than 20 people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from sim.files import evidence_table
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program
from sim.study.asks import Ask, Asks, Compare
from sim.study.calibration import statistic_in
from sim.study.referrals import Booking, Referral
from sim.study.replicate import Outcome
from sim.study.statistics import PEOPLE_AT_LEAST

Verdict = Literal["fitted", "inside", "outside", "too few"]


class Compared(NamedTuple):
    """One row of ``plausibility.csv``."""

    row: str
    """the row of evidence"""
    quantity: str
    """what it states"""
    unit: str
    """its unit"""
    low: float
    """lowest published value that is believable"""
    central: float
    """published value"""
    high: float
    """highest published value that is believable"""
    simulated: float
    """the same as simulated; NaN where there was nobody"""
    people: int
    """people, or contacts, that the simulated value rests on"""
    verdict: Verdict
    """``fitted``, ``inside``, ``outside``, or ``too few``"""
    lowest: float = math.nan
    """the least that any one run gave; NaN where only one run had anybody"""
    highest: float = math.nan
    """the most that any one run gave"""

    @property
    def sentence(self) -> str:
        """What to say of it."""
        found = f"{self.quantity}: published {self.central:g} ({self.low:g} to {self.high:g})"
        if self.verdict == "too few":
            return f"{found}; too few people to say."
        told = {
            "fitted": "as it was fitted, which is no agreement" if self.within else OFF_THE_FIT,
            "inside": "inside the published range, and not fitted",
            "outside": "outside the published range: what rests on it is less sure",
        }[self.verdict]
        return f"{found}; simulated {self.simulated:.3g}: {told}."

    @property
    def within(self) -> bool:
        """Whether the simulated value lies in the published range."""
        return self.low <= self.simulated <= self.high


OFF_THE_FIT: Final = "fitted before, and no longer inside its range: calibrate again"
Share = tuple[float, int]
"""A share, and how many it is a share of."""


def plausibility(program: Program, outcomes: Sequence[Outcome], asks: Asks) -> tuple[Compared, ...]:
    """Every row that can be produced, in the order of the asks; outcomes must be followed."""
    found = []
    for ask in (*asks.fits, *asks.compares):
        whole = _held(program, ask, outcomes)
        values = [_held(program, ask, [one]).simulated for one in outcomes]
        there = [value for value in values if not math.isnan(value)]
        if len(there) > 1:
            whole = whole._replace(lowest=min(there), highest=max(there))
        found.append(whole)
    return tuple(found)


def _held(program: Program, ask: Ask | Compare, outcomes: Sequence[Outcome]) -> Compared:
    if isinstance(ask, Ask):
        return _of_waits(program, ask, outcomes)
    followed = [outcome.followed for outcome in outcomes if outcome.followed]
    sent = [referral for one in followed for referral in one.referrals]
    booked = [booking for one in followed for booking in one.bookings]
    names = {team.name: number for number, team in enumerate(program.teams)}
    return _of_people(program, ask, names, sent, booked)


def outside(rows: Sequence[Compared]) -> list[str]:
    """A sentence for each row that is outside its range, fitted or not."""
    return [row.sentence for row in rows if row.verdict != "too few" and not row.within]


def _compared(name: str, simulated: float, people: int) -> Compared:
    row = evidence_table()[name]
    verdict: Verdict = "fitted" if row.use == "calibrate" else "outside"
    if people < PEOPLE_AT_LEAST or math.isnan(simulated):
        verdict = "too few"
    elif verdict == "outside" and row.low <= simulated <= row.high:
        verdict = "inside"
    return Compared(
        name, row.quantity, row.unit, row.low, row.central, row.high, simulated, people, verdict
    )


def _of_waits(program: Program, ask: Ask, outcomes: Sequence[Outcome]) -> Compared:
    runs = [outcome.pools for outcome in outcomes]
    number = next(i for i, pool in enumerate(program.pools) if pool.name == ask.pool)
    census = ask.statistic == "share_still_waiting_over"
    counts = [
        pools[number].still_waiting if census else pools[number].first_waits for pools in runs
    ]
    people = sum(sum(count.values()) for count in counts)
    return _compared(ask.row, statistic_in(program, ask, runs), people)


def _of_people(
    program: Program,
    compare: Compare,
    names: Mapping[str, int],
    sent: Sequence[Referral],
    booked: Sequence[Booking],
) -> Compared:
    team = names[compare.team]
    if compare.statistic == "missed":
        days = range(compare.days, compare.to_days + 1)
        these = [b for b in booked if b.team == team and b.days in days]
        return _compared(compare.row, *_share([not b.came for b in these]))
    of = [
        one
        for one in sent
        if one.team == team and (not compare.from_team or one.from_team == names[compare.from_team])
    ]
    return _compared(compare.row, *OF_REFERRALS[compare.statistic](program, of, compare.days))


def _share(answers: Sequence[bool]) -> Share:
    return (sum(answers) / len(answers) if answers else math.nan, len(answers))


def _seen(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([one.seen >= 0 for one in of])


def _never_seen(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([one.seen < 0 for one in of])


def _helped(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([bool(one.helped) for one in of])


def _helped_of_seen(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([bool(one.helped) for one in of if one.seen >= 0])


def _sent_back(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([one.sent_back for one in of if not one.lost])


def _came_after_missing(_: Program, of: Sequence[Referral], __: int) -> Share:
    return _share([one.came_after for one in of if one.missed >= 0])


def _help_later_than(_: Program, of: Sequence[Referral], days: int) -> Share:
    """Of those seen and helped: the first session of help so long after the first contact."""
    late = days * MINUTES_PER_DAY
    return _share([one.helped[0] - one.seen >= late for one in of if one.seen >= 0 and one.helped])


def _course_not_finished(program: Program, of: Sequence[Referral], _: int) -> Share:
    """Of those who began a course and have left: fewer sessions than it has."""
    begun = [one for one in of if one.course >= 0 and one.over]
    return _share([one.sessions < _planned(program, one.course) for one in begun])


def _planned(program: Program, step: int) -> int:
    helps = program.steps[step].helps
    return helps.sessions if helps else 1


OF_REFERRALS: Final[Mapping[str, Callable[[Program, Sequence[Referral], int], Share]]] = {
    "seen": _seen,
    "never_seen": _never_seen,
    "helped": _helped,
    "helped_of_seen": _helped_of_seen,
    "sent_back": _sent_back,
    "came_after_missing": _came_after_missing,
    "help_later_than": _help_later_than,
    "course_not_finished": _course_not_finished,
}
"""Shares of referrals, by name."""
