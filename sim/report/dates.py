"""Dates of a run that starts on one: what a minute of it is called on paper.

Goes in: a scenario and minutes of its run. Comes out: dates, and words for them; None where the
run has no date. Days since somebody's onset are no dates of the run: for those, ask for the date of
the onset (:func:`date_at`) and count on from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.files.almanac import bank_holidays, school_holidays
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The three parts of a run, as dates."""

    begins: date
    """the Monday on which it begins"""
    counted_from: date
    """the first day on which an onset is counted"""
    counted_to: date
    """the last such day"""
    followed_to: date
    """the last day on which anybody is followed"""


def date_at(scenario: Scenario, minute: int) -> date | None:
    """The date on which a minute of the run falls; None where the run has no date."""
    if scenario.starts_on is None:
        return None
    return date.fromisoformat(scenario.starts_on) + timedelta(days=minute // MINUTES_PER_DAY)


def day_words(day: date) -> str:
    """A date as it is said: ``7 September 2026``."""
    return f"{day.day} {day:%B %Y}"


def begins_words(scenario: Scenario) -> str:
    """When a run begins, as it goes on after "the run begins"."""
    begins = date_at(scenario, 0)
    return f"on Monday {day_words(begins)}" if begins else "without a date"


def spans_of(scenario: Scenario) -> Spans | None:
    """When a run begins, counts and follows; None where it has no date."""
    if scenario.starts_on is None:
        return None
    begins, window = date.fromisoformat(scenario.starts_on), scenario.window
    start, count, follow = (
        timedelta(weeks=round(part.central)) for part in (window.start, window.count, window.follow)
    )
    last = timedelta(days=1)
    return Spans(
        begins=begins,
        counted_from=begins + start,
        counted_to=begins + start + count - last,
        followed_to=begins + start + count + follow - last,
    )


def bank_holidays_of(spans: Spans) -> list[tuple[date, str]]:
    """Bank holidays of England from the first day of a run to the last, with their names."""
    known = bank_holidays(spans.begins.year, spans.followed_to.year)
    return [(day, name) for day, name in known.items() if spans.begins <= day <= spans.followed_to]


def school_holidays_of(spans: Spans) -> list[tuple[date, date, str]]:
    """School holidays that touch a run: the first day, the last, the name."""
    known = school_holidays(spans.begins.year - 1, spans.followed_to.year)
    return [one for one in known if one[0] <= spans.followed_to and one[1] >= spans.begins]


def kinds_of(scenarios: Mapping[str, Scenario]) -> dict[str, list[str]]:
    """Titles of the teams that are shut on holidays of each kind, in any of the scenarios."""
    found: dict[str, dict[str, Any]] = {}
    for scenario in scenarios.values():
        for name, team in scenario.teams.items():
            for shut in scenario.calendars[team.calendar].shut:
                if shut.holidays is not None:
                    title = team.title or name.replace("_", " ")
                    found.setdefault(shut.holidays, {})[title] = None
    return {kind: [*titles] for kind, titles in found.items()}
