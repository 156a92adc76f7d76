"""Choices of hypothesis in few words; what comes first is what shrinking tends to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

One = TypeVar("One")


class Choose:
    """What a generator asks of hypothesis."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def one(self, *of: Any) -> Any:
        """One of these."""
        return of[0] if len(of) == 1 else self.draw(st.sampled_from(of))

    def of(self, these: Sequence[One]) -> One:
        """One of a list."""
        return self.one(*these)  # type: ignore[no-any-return]

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return bool(self.draw(st.integers(1, times)) == times)

    def some(self, of: Sequence[One], *, least: int = 0, most: int = 99) -> list[One]:
        """Some of these, in their order."""
        if not of:
            return []
        found = self.draw(
            st.lists(
                st.sampled_from(range(len(of))),
                min_size=min(least, len(of)),
                max_size=min(most, len(of)),
                unique=True,
            )
        )
        return [of[i] for i in sorted(found)]

    def share(self) -> float:
        """A share from 0 to 1."""
        return self.one(0.5, 0, 0.2, 0.8, 1)  # type: ignore[no-any-return]

    def lasts(self, *of: str) -> dict[str, float]:
        """A duration such as ``3 days``, as a file has it."""
        number, unit = self.of(of).split()
        return {unit: float(number)}

    def given(self, times: int, **fields: Any) -> dict[str, Any]:
        """These fields once in so many times; else none."""
        return fields if self.once_in(times) else {}
