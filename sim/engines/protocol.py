"""What an engine is: a function from a program and a replication to rows and totals.

Rows are the events of story people, in order, handed to a sink. Totals are what each pool of
workers did, other people included, who are counted without rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sim.log import Row
from sim.program import Program


class Sink(Protocol):
    """Something that sees each row of the log, in order."""

    def see(self, row: Row) -> None:
        """Take in one row."""


@dataclass(slots=True, kw_only=True)
class PoolTotals:
    """What one pool did from the first counted week to the end; integers, minutes and counts."""

    telling: int = 0
    """minutes of contact in which chapters were told for the first time"""
    retelling: int = 0
    """minutes of contact in which chapters were told again"""
    confirming: int = 0
    """minutes of contact in which known chapters were confirmed"""
    helping: int = 0
    """the other minutes of contact with story people"""
    coordinating: int = 0
    """minutes of letters, meetings between workers and travel"""
    missed: int = 0
    """minutes held for story people who did not come"""
    other_people: int = 0
    """minutes of contact with other people, missed ones included"""
    paperwork: int = 0
    """minutes of paperwork that follow contacts"""
    contacts: int = 0
    """contacts with story people"""
    other_contacts: int = 0
    """contacts with other people"""
    joined: int = 0
    """tickets, of story people and others, that joined the queue"""
    seen: int = 0
    """of these, those that were seen"""
    seen_at_once: int = 0
    """of these, those that were seen in the minute in which they joined"""
    waited: int = 0
    """minutes that those seen had waited since they could have been seen"""
    new_seen: int = 0
    """first contacts seen (no later sessions, no re-booking)"""
    new_waited: int = 0
    """minutes that those had waited"""
    urgent_seen: int = 0
    """urgent tickets seen"""
    urgent_waited: int = 0
    """minutes that those had waited"""
    stopped: int = 0
    """tickets that left unseen"""
    turned_away: int = 0
    """other people who came while the list was closed, and did not join"""
    queue_area: int = 0
    """people waiting x minutes, over the whole run"""
    waited_by_all: int = 0
    """minutes waited over the whole run by all, the unseen and those still waiting included"""
    first_waits: dict[tuple[int, int], int] = field(default_factory=dict)
    """first contacts with the pool that began in the counted time, by the stream of other people
    (−1 for story people) and the whole days that the person had waited; urgent ones left out"""
    still_waiting: dict[tuple[int, int], int] = field(default_factory=dict)
    """people who wait for their first contact with the pool at the end, by the same"""


@dataclass(slots=True, kw_only=True)
class Totals:
    """What a run leaves beside its rows."""

    pools: list[PoolTotals] = field(default_factory=list)
    rows: int = 0
    """rows of the log"""
    people: int = 0
    """story people who came, counted or not"""


class Engine(Protocol):
    """Runs one replication of a program."""

    def __call__(
        self, program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
    ) -> Totals:
        """Run from minute 0 to the horizon.

        ``salt`` other than 0 changes all luck except who the people are and when they come.
        """
