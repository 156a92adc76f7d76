"""Tables of people and of their needs, column by column.

In: rows of plain values. Out: NumPy arrays by column name, in a fixed order. Days and indices are
NaN where there is nothing to state; :meth:`Table.restricted` counts those who were never reached
with the whole follow-up, so that losing people never looks good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
"""One value for each row of the table."""

WORD: Final = "str"
WHOLE: Final = "int64"
YES_NO: Final = "bool"
REAL: Final = "float64"


def _column(values: list[Any], kind: str) -> Column:
    if kind == WORD:
        return np.array(values, dtype=np.str_)
    return np.array(values, dtype=kind)


def columns_of(kinds: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> dict[str, Column]:
    """Columns by name from rows whose values stand in the order of ``kinds``."""
    lists: list[list[Any]] = [[] for _ in kinds]
    for row in rows:
        for values, value in zip(lists, row, strict=True):
            values.append(value)
    named = zip(kinds.items(), lists, strict=True)
    return {name: _column(values, kind) for (name, kind), values in named}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of equal length, by name."""

    columns: Mapping[str, Column]
    """the columns, in order; each of shape (rows,)"""
    follow_days: float
    """days for which each person is followed"""

    def __len__(self) -> int:
        """Rows."""
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Column:
        """A column by name. Raises KeyError if there is none."""
        return self.columns[name]

    def restricted(self, name: str) -> NDArray[np.float64]:
        """A column of days, with the whole follow-up where what was waited for never came."""
        days = np.asarray(self.columns[name], dtype=np.float64)
        return np.where(np.isnan(days), self.follow_days, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsTable(Table):
    """One row per counted person and need present at onset, in the order of people and needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable(Table):
    """One row per counted person, in the order of onset, then person."""

    needs: NeedsTable
    """their needs"""
