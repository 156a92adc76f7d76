"""What one typed word is read as; each refusal says what was found and what is allowed."""

from __future__ import annotations

import argparse
from typing import Final

from sim.files import starts_on_troubles
from sim.measures.thresholds import thresholds

AUTO_RUNS: Final = "auto"
"""In place of a number of runs: as many as it takes."""


def least(text: str) -> tuple[str, float]:
    """A smallest difference that matters: ``count=0.25``."""
    kind, _, number = text.partition("=")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    kinds = thresholds().matters
    if kind not in kinds or not 0.0 <= value < float("inf"):
        allowed = f"allowed: one of {', '.join(kinds)}, =, and a number, 0 or more: count=0.25"
        raise argparse.ArgumentTypeError(f"found {text}, {allowed}")
    return kind, value


def monday(text: str) -> str:
    """The Monday on which a run begins."""
    for trouble in starts_on_troubles(text):
        found = f"found {trouble.found}, allowed: {trouble.allowed}; {trouble.mend}"
        raise argparse.ArgumentTypeError(found)
    return text


def at_least_one(text: str) -> int:
    """A whole number, 1 or more."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {text}, allowed: a whole number, 1 or more")
    return number


def none_or_more(text: str) -> int:
    """A whole number, 0 or more."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"found {text}, allowed: a whole number, 0 or more")
    return number


def days(text: str) -> float:
    """A number of days, more than 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text}, allowed: a number of days, more than 0")
    return number


def runs_or_auto(text: str) -> int | str:
    """A number of runs, or ``auto``."""
    if text == AUTO_RUNS:
        return AUTO_RUNS
    try:
        return at_least_one(text)
    except argparse.ArgumentTypeError as fault:
        raise argparse.ArgumentTypeError(f"{fault}; or {AUTO_RUNS}") from None
