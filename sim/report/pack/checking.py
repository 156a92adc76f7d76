"""Who checked the inputs; without a name everything stays a draft.

Goes in: what somebody typed. Comes out: a name and perhaps a date. Refuses a name of blanks, a date
that is none, and a date without a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sim.errors import Fault, InputError

UNCHECKED: Final = "DRAFT – inputs not checked by anybody"


@dataclass(frozen=True, slots=True)
class Checked:
    """Who says that the inputs were checked, and when."""

    by: str = ""
    """name and role; empty for nobody"""
    on: str = ""
    """``2026-11-22``; empty where no date was given"""

    @property
    def is_draft(self) -> bool:
        """Whether nobody is named."""
        return not self.by

    def __str__(self) -> str:
        if self.is_draft:
            return UNCHECKED
        when = f" on {_in_words(date.fromisoformat(self.on))}" if self.on else ""
        return f"Inputs checked by {self.by}{when}"


def checked(by: str | None, on: str | None) -> Checked:
    """Who checked, as typed; None for what was not. Raises InputError with every fault."""
    faults = []
    name = " ".join((by or "").split())
    if by is not None and not any(letter.isalpha() for letter in name):
        faults.append(
            Fault(
                file="--checked-by",
                found=f'"{by}"',
                allowed="the name and role of the person who checked the inputs",
                mend="leave it out for a draft",
            )
        )
    if on is not None and not _is_date(on):
        allowed = "a date such as 2026-11-22"
        faults.append(Fault(file="--checked-on", found=on or "nothing", allowed=allowed))
    if on is not None and by is None:
        mend = "give --checked-by too, or leave the date out"
        faults.append(Fault(file="--checked-on", found="a date without a name", mend=mend))
    if faults:
        raise InputError(faults)
    return Checked(name, on or "")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_words(day: date) -> str:
    """A date as it is read aloud; the month's name does not follow the machine's language."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"
