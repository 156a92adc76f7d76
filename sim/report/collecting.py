"""The numbers most worth collecting, in words: what each is, what it rests on, who could know it.

Goes in: a :class:`~sim.study.worth.Worth` and the scenarios. Comes out: sentences and cells. No
number is named that luck could have named, and what was not tried is said to be so.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sim.measures import DEFINITIONS
from sim.report.phrases import counted
from sim.report.words import capital, number, scenario_title, unit_of_difference
from sim.study.beside import Beside
from sim.study.who_knows import Held, held_today, who_knows
from sim.study.worth import FLIPS_AT_LEAST, NEAR_ENDS, READING, Worth, WorthRow, numbers_in

MOST: Final = 10
NOT_TRIED: Final = (
    "Which numbers are most worth collecting was not tried: it takes joint draws of the "
    "assumptions (--sure 100 or --full), or every number moved to its ends (--stress)."
)
GROUNDS: Final = {
    "yours": "yours",
    "assumed": "assumed",
    "evidence": "published",
    "said": "said in the sources",
    "none": "without a reason given",
}


class Collected(NamedTuple):
    """A number worth collecting, in words."""

    what: str
    now: str
    """its value and range, and what these rest on"""
    who: str
    bears_on: str
    """the difference for which knowing it is worth most"""
    near_low: str
    expected: str
    near_high: str
    worth: str
    flips: str


def worth_sentences(beside: Beside) -> list[str]:
    """How it was found out, and how much could be."""
    found = beside.worth
    if found is None:
        return [NOT_TRIED]
    if found.rests_on == "one at a time":
        how = (
            f"{found.numbers} numbers were moved to their low and high ends one at a time, with "
            f"{counted(found.draws, 'run')} of each. Numbers that act together may matter more, "
            "and a swing under the smallest difference that matters is not told from luck: joint "
            "draws (--sure 100) see more."
        )
    else:
        how = (
            f"{found.numbers} numbers and readings were drawn together {found.draws} times. So few "
            f"draws tell a number from luck only if it carries {found.seen_from:.0%} or more of "
            "the spread of a difference; numbers that carry less may matter too (--sure 200 sees "
            "more)."
        )
    many = len(found.most(MOST))
    if not many:
        return [how, "No number stood out whose value would change a verdict: none is named."]
    return [
        how,
        f"{capital(counted(many, 'number'))} stood out, out of at most {MOST} that are named; the "
        "first is the one that is worth most to know.",
        "Worth of knowing is what could be gained by choosing once the number is known instead of "
        "before, on that one measure, counted in smallest differences that matter: 0 where no "
        "value of it would turn the choice between the option and the first way round. Other "
        "verdict: in what share of its values the verdict (better by what matters, worse by as "
        f"much, or neither) is another than expected; from {FLIPS_AT_LEAST:.0%} on it is named.",
    ]


def collecting_table(beside: Beside) -> list[Collected]:
    """The numbers most worth collecting, the one worth most first."""
    found = beside.worth
    if found is None:
        return []
    today = held_today(list(beside.comparison.scenarios.values()))
    return [_collected(beside, found, row, today.get(row.number)) for row in found.most(MOST)]


def moves_but_stands(beside: Beside) -> str:
    """A sentence on the numbers that move a difference and would change no verdict."""
    found = beside.worth
    names = list(numbers_in(found)) if found is not None else []
    if not names:
        return ""
    words = "; ".join(words_of(beside, name) for name in names[:MOST])
    return f"These stood out as well, and would change no verdict anywhere in their range: {words}."


def words_of(beside: Beside, name: str) -> str:
    """A number in plain words; its own name where nobody wrote any."""
    known, reading = who_knows()
    if name.startswith(READING):
        option = scenario_title(beside.comparison, name.removeprefix(READING))
        return reading.words.format(option=f"“{option}”")
    return known[name].words if name in known else name


def _who(name: str) -> str:
    known, reading = who_knows()
    entry = reading if name.startswith(READING) else known.get(name)
    return "; ".join(entry.who) if entry else "nobody named"


def _collected(beside: Beside, found: Worth, row: WorthRow, held: Held | None) -> Collected:
    low, middle, high = (
        number(row.measure, value, signed=True)
        for value in (row.near_low, row.expected, row.near_high)
    )
    title = scenario_title(beside.comparison, row.scenario)
    return Collected(
        what=capital(words_of(beside, row.number)),
        now=held_words(held),
        who=capital(_who(row.number)),
        bears_on=f"{DEFINITIONS[row.measure].title}, {title} ({unit_of_difference(row.measure)})",
        near_low=low,
        expected=middle,
        near_high=high,
        worth=f"{row.worth:.2f}",
        flips=f"{row.flips:.0%}",
    )


def held_words(held: Held | None) -> str:
    """The value, range and grounds of a number: one, or many that go up and down together."""
    if held is None:
        return "a reading, not a number"
    ones = held.quantities
    units = {one.unit for one in ones}
    first = ones[0]
    unit = f" {first.unit}" if first.unit else ""
    if len(ones) == 1:
        value = f"{first.central:.3g}{unit} ({first.low:.3g} to {first.high:.3g})"
    else:
        value = f"{len(ones)} numbers"
        if len(units) == 1:
            low, high = min(one.low for one in ones), max(one.high for one in ones)
            value += f"{' in' if unit else ''}{unit}, between {low:.3g} and {high:.3g}"
    return f"{value}; {_grounds(held)}"


def _grounds(held: Held) -> str:
    grounds = held.grounds
    if len(held.quantities) == 1:
        one = held.quantities[0]
        why = one.assumed or one.said or one.evidence
        row = f" ({one.evidence})" if one.evidence else ""
        return f"{GROUNDS[one.grounds]}{row}: {why}" if why != one.evidence else f"published{row}"
    told = ", ".join(f"{count} {GROUNDS[ground]}" for ground, count in grounds.items())
    rows = held.rows
    return told + (f" ({', '.join(rows[:3])}{' …' if len(rows) > 3 else ''})" if rows else "")


def ends_words(found: Worth) -> tuple[str, str]:
    """What near the low and the high end means, as heads of columns."""
    low, _ = NEAR_ENDS
    share = f"{low:.0%} of its {'draws' if found.rests_on == 'joint draws' else 'values'}"
    return f"With it near its low end ({share} lie below)", "With it near its high end"
