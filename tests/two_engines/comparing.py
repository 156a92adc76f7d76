"""One replication on two engines: equal to the last row and the last count, or told where not.

The logs are compared raw, in the order in which they were written; of the totals every field. What
differs first is told in words, with the rows around it from both engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import zip_longest

from sim.engines.protocol import Engine, PoolTotals, Totals
from sim.log import COLUMNS, Row
from sim.program import Program
from tests.two_engines.rows_in_words import row_in_words

BEFORE, AFTER = 5, 5
"""Rows that are shown before the first that differs, and from it on, of each engine."""


class Difference(AssertionError):
    """Two engines did not do the same."""


class Log(list[Row]):
    """A sink that keeps every row."""

    def see(self, row: Row) -> None:
        """Keep it."""
        self.append(row)


@dataclass(frozen=True)
class Luck:
    """What a replication is drawn with."""

    seed: int = 1
    replication: int = 0
    salt: int = 0


def played(program: Program, engine: Engine, luck: Luck) -> tuple[Log, Totals]:
    """The log and the totals of one replication."""
    log = Log()
    totals = engine(program, seed=luck.seed, replication=luck.replication, sink=log, salt=luck.salt)
    return log, totals


def same_on_both(program: Program, first: Engine, second: Engine, luck: Luck) -> Log:
    """The log that both engines write. Raises Difference."""
    log, totals = played(program, first, luck)
    other, others = played_or_told(program, second, luck, log)
    told = list(differences(program, log, totals, other, others))
    if told:
        raise Difference("\n".join([f"{program.name}, {luck}", *told]))
    return log


def played_or_told(program: Program, engine: Engine, luck: Luck, known: Log) -> tuple[Log, Totals]:
    """As :func:`played`; an engine that breaks off tells after which row."""
    log = Log()
    try:
        totals = engine(
            program, seed=luck.seed, replication=luck.replication, sink=log, salt=luck.salt
        )
    except Exception as error:
        at = min(len(log), len(known) - 1)
        told = [f"the second engine broke off: {error!r}", *_around(program, known, log, at)]
        raise Difference("\n".join([f"{program.name}, {luck}", *told])) from error
    return log, totals


def differences(
    program: Program, log: Log, totals: Totals, other: Log, others: Totals
) -> Iterator[str]:
    """What differs, in lines: the first row that does, then every field of the totals."""
    at = first_difference(log, other)
    if at >= 0:
        yield f"row {at} differs (of {len(log)} and {len(other)}) in {_columns(log, other, at)}:"
        yield from _around(program, log, other, at)
    for word in ("rows", "people"):
        if getattr(totals, word) != getattr(others, word):
            yield f"totals.{word}: {getattr(totals, word)} and {getattr(others, word)}"
    if len(totals.pools) != len(others.pools):
        yield f"totals.pools: {len(totals.pools)} and {len(others.pools)}"
    for pool, one, two in zip(program.pools, totals.pools, others.pools, strict=False):
        yield from _of_a_pool(pool.name, one, two)


def first_difference(log: Log, other: Log) -> int:
    """The place of the first row that differs; −1 where none does."""
    if log == other:
        return -1
    return next(i for i, (one, two) in enumerate(zip_longest(log, other)) if one != two)


def _of_a_pool(name: str, one: PoolTotals, two: PoolTotals) -> Iterator[str]:
    for field in fields(PoolTotals):
        first, second = getattr(one, field.name), getattr(two, field.name)
        if isinstance(first, dict) and isinstance(second, dict):
            for key in sorted(first.keys() | second.keys()):
                if first.get(key) != second.get(key):
                    where = f"{field.name}[{key}] of {name}"
                    yield f"{where}: {first.get(key)} and {second.get(key)}"
        elif first != second:
            yield f"{field.name} of {name}: {first} and {second}"


def _columns(log: Log, other: Log, at: int) -> str:
    if at >= min(len(log), len(other)):
        return "there being one"
    return " ".join(c for c, a, b in zip(COLUMNS, log[at], other[at], strict=True) if a != b)


def _around(program: Program, log: Log, other: Log, at: int) -> Iterator[str]:
    yield "both:"
    yield from (f"  {row_in_words(program, row)}" for row in log[max(0, at - BEFORE) : at])
    for name, rows in (("first engine", log), ("second engine", other)):
        yield f"{name}, from row {at}:"
        yield from (f"  {row_in_words(program, row)}" for row in rows[at : at + AFTER])
        if at + AFTER > len(rows):
            yield "  (the log ends)"
