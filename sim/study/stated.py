"""The waits that demand is raised against: ``sim/data/stated_waits.yaml``, or one typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.files.reading import read_file

NAME: Final = "sim/data/stated_waits.yaml"
FIRST_CONTACT: Final = "first_contact"
LIST: Final = "list"
BY_HAND: Final = "set on the command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedWait:
    """A wait that somebody stated, and on what it rests."""

    days: float
    """a mean wait longer than this breaks it"""
    what: str
    """which wait, in words"""
    assumed: str
    """why so many days"""
    evidence: str = ""
    """the row of evidence, where there is one"""


def stated_waits(days: float = 0.0) -> Mapping[str, StatedWait]:
    """The stated waits by name; ``days`` other than 0 replaces every number of them."""
    path = Path(__file__).parents[1] / "data" / "stated_waits.yaml"
    shipped = {name: StatedWait(**one) for name, one in read_file(path, NAME).value.items()}
    if not days:
        return shipped
    return {
        name: StatedWait(days=days, what=one.what, assumed=BY_HAND) for name, one in shipped.items()
    }
