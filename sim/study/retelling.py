"""Which team asks whom again: retellings by the team that asked and the team that had heard it.

Goes in: rows of a run, those of each person together and in order. Comes out: one line for each
contact in which something was told again, and one for each chapter told again. Who *had heard* a
chapter is the team to which it was told last, by her or for her; −1 where it was told before the
model met her. A contact stands with the team that heard last of what was told again in it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.log import COLUMNS, What

Whole = NDArray[np.int64]
MINUTE, PERSON, THREAD, WHAT, TEAM, CHAPTERS, VALUE = (
    COLUMNS.index(name)
    for name in ("minute", "person", "thread", "what", "team", "chapters", "value")
)
HEARD: Final = (What.ONSET, What.TELLS, What.RETELLS, What.TOLD_FOR_HER)
"""Rows after which somebody has heard a chapter."""


class Retold(NamedTuple):
    """Retellings side by side, each column (retellings,)."""

    person: Whole
    heard_by: Whole
    """the team that had heard it; −1 for before the model met her"""
    asked_by: Whole
    """the team that asked"""


def retold(rows: Whole) -> tuple[Retold, Retold]:
    """Contacts with a retelling, and chapters told again."""
    person, asked_by, heard_by, heard_at, again = _chapters_told_again(rows)
    chapters = Retold(person, heard_by, asked_by)
    contact = _contacts(rows)[again]
    under_way = contact >= 0
    # the chapter heard last comes last within its contact
    order = np.lexsort((heard_at[under_way], contact[under_way]))
    of_contact = contact[under_way][order]
    last = np.append(of_contact[1:] != of_contact[:-1], True)[: len(order)]
    contacts = Retold(*(column[under_way][order][last] for column in chapters))
    return contacts, chapters


def _chapters_told_again(rows: Whole) -> tuple[Whole, Whole, Whole, Whole, Whole]:
    """For each chapter told again: person, who asked, who had heard it, in which row, and the row
    in which it is told again."""
    heard = np.flatnonzero(np.isin(rows[:, WHAT], HEARD))
    row, chapter = _each_chapter(heard, rows[heard, CHAPTERS])
    order = np.lexsort((row, chapter, rows[row, PERSON]))
    row, chapter = row[order], chapter[order]
    person = rows[row, PERSON]
    before = np.append(-1, row[:-1])
    same = np.append(False, (person[1:] == person[:-1]) & (chapter[1:] == chapter[:-1]))[: len(row)]
    again = rows[row, WHAT] == What.RETELLS
    heard_by = np.where(same & (rows[before, WHAT] != What.ONSET), rows[before, TEAM], -1)
    heard_at = np.where(same, before, -1)
    return (
        person[again],
        rows[row[again], TEAM],
        heard_by[again],
        heard_at[again],
        row[again],
    )


def _each_chapter(places: Whole, chapters: Whole) -> tuple[Whole, Whole]:
    """Places of rows with the chapters that their bit sets hold, a line for each."""
    bits = int(np.bitwise_or.reduce(chapters, initial=0)).bit_length()
    found = [places[(chapters >> bit & 1) > 0] for bit in range(bits)]
    lengths = [len(part) for part in found]
    return (
        np.concatenate([np.empty(0, dtype=np.int64), *found]),
        np.repeat(np.arange(bits), lengths),
    )


def _contacts(rows: Whole) -> Whole:
    """For each row the number of the contact under way, −1 where there is none, (rows,).

    A further seat of a contact has a row of the same minute and thread.
    """
    at = np.flatnonzero(np.isin(rows[:, WHAT], (What.MEETS, What.PARTS)))
    part = rows[at][:, [PERSON, MINUTE, THREAD, WHAT]]
    begins = part[:, 3] == What.MEETS
    further = np.append(False, (part[1:] == part[:-1]).all(axis=1))[: len(at)]
    number = np.where(begins, np.cumsum(begins & ~further), -1)
    latest = np.searchsorted(at, np.arange(len(rows)), side="right") - 1
    found = np.where(latest >= 0, np.append(number, -1)[latest], -1)
    whose = np.append(part[:, 0], -1)[latest]
    return np.where(whose == rows[:, PERSON], found, -1)
