"""From when to when: the dates of a run that starts on one, and the holidays within it."""

from __future__ import annotations

from sim.report.dates import (
    bank_holidays_of,
    day_words,
    kinds_of,
    school_holidays_of,
    spans_of,
)
from sim.report.phrases import counted
from sim.report.sections.material import Content, Material


def dated(m: Material) -> Content | None:
    """The dates of the run; None where it has none."""
    scenarios = m.comparison.scenarios
    spans = spans_of(next(iter(scenarios.values())))
    if spans is None:
        return None
    shut = kinds_of(scenarios)
    schools = school_holidays_of(spans) if "school" in shut else []
    return {
        "begins": day_words(spans.begins),
        "counted_from": day_words(spans.counted_from),
        "counted_to": day_words(spans.counted_to),
        "followed_to": day_words(spans.followed_to),
        "weeks": counted(next(iter(scenarios.values())).window.follow.central, "week"),
        "has_start": spans.begins < spans.counted_from,
        "bank": [(f"{day:%A} {day_words(day)}", name) for day, name in bank_holidays_of(spans)],
        "schools": [(name, day_words(a), day_words(b)) for a, b, name in schools],
        "shut_on_bank": shut.get("bank", []),
        "shut_in_schools": shut.get("school", []),
    }
