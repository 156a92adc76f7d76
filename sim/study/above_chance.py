"""Which numbers carry more of a spread than luck gives to any, and what each of them does.

Goes in: gains by draw, and where each number lay in each draw. Comes out: for every gain the
numbers that stand above chance, with the gain expected at each of their values.

Few draws and many numbers make some numbers look important by luck. So the draws are dealt out
anew many times: a number counts only if its share of the spread is larger than the largest that
luck gave to any number and any gain in 95% of the deals (Westfall and Young's largest statistic,
1993). Then the next is looked for in what is left of the spread. A number acts as a parabola in the
quantile at which it lay; all that are found are fitted together and shrunk by 1 − 1/F, since a fit
to few draws exaggerates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import entity_key, name_key, uniform, world_key
from sim.study.statistics import CONFIDENCE, Floats

DEALS: Final = 400
"""Times that the draws are dealt out anew to see what luck gives."""
ORDER: Final = name_key("worth:deal")
DRAWS_FOR_EACH: Final = 8
"""Draws for each number that is found at most."""
GRID: Final = 201
"""Values of a number at which its gain is told."""
NOTHING: Final = 1e-18
"""Variance that is rounding: every draw gave the same."""


class Difference(NamedTuple):
    """A primary difference over all people, as a gain."""

    scenario: str
    measure: str
    unit: str
    scale: float
    """from a gain in smallest differences that matter to a difference"""


class Column(NamedTuple):
    """A number as it was drawn."""

    number: str
    places: Floats
    """(draws,) where it lies, 0 to 1"""
    of: str
    """the option that it is about; empty for all"""
    reading: bool


class Found(NamedTuple):
    """A number found on one difference, with what it does at each of its values."""

    number: str
    difference: Difference
    carries: float
    gains: Floats
    """(values,) expected gain at values that are as likely as each other, from low to high"""


def _terms(column: Column, places: Floats) -> Floats:
    """What a number is regressed on, (places, terms): a parabola; a reading as it is."""
    if column.reading:
        return places[:, np.newaxis]
    line = 2.0 * places - 1.0
    return np.column_stack([line, line * line])


def above_chance(
    gains: Floats, columns: Sequence[Column], differences: Sequence[Difference], seed: int
) -> tuple[list[Found], float]:
    """The numbers that carry more of some spread than luck gives, found one after another."""
    deals = _deals(len(gains), seed)
    chosen: list[list[int]] = [[] for _ in differences]
    first = float("nan")
    for _ in range(len(gains) // DRAWS_FOR_EACH):
        shares = np.zeros((len(differences), len(columns)))
        luck = np.zeros(len(deals))
        for nth, one in enumerate(differences):
            may = [
                k
                for k, column in enumerate(columns)
                if column.of in ("", one.scenario) and k not in chosen[nth]
            ]
            shares[nth], most = _looked_at(gains[:, nth], columns, may, chosen[nth], deals)
            luck = np.maximum(luck, most)
        least = float(np.quantile(luck, CONFIDENCE))
        first = least if np.isnan(first) else first
        more = [nth for nth, found in enumerate(shares) if found.size and found.max() > least]
        for nth in more:
            chosen[nth].append(int(np.argmax(shares[nth])))
        if not more:
            break
    fits = [
        one
        for nth, difference in enumerate(differences)
        for one in _fitted(gains[:, nth], difference, [columns[k] for k in chosen[nth]])
    ]
    return fits, first


def _looked_at(
    gains: Floats,
    columns: Sequence[Column],
    may: Sequence[int],
    chosen: Sequence[int],
    deals: NDArray[np.int64],
) -> tuple[Floats, Floats]:
    """The share that each number carries of what those chosen leave, (columns,), and the largest
    share that any has in each deal, (deals,)."""
    shares, luck = np.zeros(len(columns)), np.zeros(len(deals))
    terms = [_terms(columns[k], columns[k].places) for k in chosen]
    known = _basis(np.ones((len(gains), 1)), terms)
    left = gains - known @ (known.T @ gains)
    spread = float(left @ left)
    if spread <= len(gains) * NOTHING:
        return shares, luck
    dealt = left[deals]
    for k in may:
        new = _basis(known, [_terms(columns[k], columns[k].places)])[:, known.shape[1] :]
        shares[k] = float(((left @ new) ** 2).sum()) / spread
        luck = np.maximum(luck, ((dealt @ new) ** 2).sum(axis=1) / spread)
    return shares, luck


def _deals(draws: int, seed: int) -> NDArray[np.int64]:
    """The draws in other orders, (deals, draws); addressed, so the same for the same seed."""
    key = entity_key(world_key(seed, 0), ORDER)
    luck = [uniform(key, ORDER, nth) for nth in range(DEALS * draws)]
    order: NDArray[np.int64] = np.argsort(
        np.array(luck).reshape(DEALS, draws), axis=1, kind="stable"
    )
    return order


def _basis(known: Floats, more: Sequence[Floats]) -> Floats:
    """Orthonormal columns for those known (orthogonal first) and more; what adds nothing is 0."""
    norms: Floats = np.linalg.norm(known, axis=0)
    made: Floats = known / norms
    for terms in more:
        for column in terms.T:
            rest = column - made @ (made.T @ column)
            rest = rest - made @ (made.T @ rest)  # once more, for rounding
            norm = float(np.linalg.norm(rest))
            whole = float(np.linalg.norm(column)) or 1.0
            new = rest / norm if norm > 1e-9 * whole else np.zeros_like(rest)
            made = np.column_stack([made, new])
    return made


def _fitted(gains: Floats, difference: Difference, columns: Sequence[Column]) -> Iterator[Found]:
    """What each number found does to one gain, all of them fitted together."""
    if not columns:
        return
    parts = [_terms(column, column.places) for column in columns]
    middles = [part.mean(axis=0) for part in parts]
    whole = np.column_stack([part - middle for part, middle in zip(parts, middles, strict=True)])
    centred = gains - gains.mean()
    weights = np.linalg.lstsq(whole, centred, rcond=None)[0]
    left = centred - whole @ weights
    freedom = max(len(gains) - whole.shape[1] - 1, 1)
    noise = float(left @ left) / freedom
    at = 0
    for column, part, middle in zip(columns, parts, middles, strict=True):
        own = slice(at, at + part.shape[1])
        at += part.shape[1]
        without = np.delete(whole, np.r_[own], axis=1)
        rest = centred
        if without.shape[1]:
            rest = centred - without @ np.linalg.lstsq(without, centred, rcond=None)[0]
        gained = max(float(rest @ rest) - float(left @ left), 0.0)
        f = gained / part.shape[1] / noise if noise > 0.0 else np.inf
        kept = max(0.0, 1.0 - 1.0 / f) if f > 0.0 else 0.0
        values = np.sort(column.places) if column.reading else (np.arange(GRID) + 0.5) / GRID
        moves = (_terms(column, values) - middle) @ weights[own]
        carries = gained / float(centred @ centred)
        yield Found(column.number, difference, carries, gains.mean() + kept * moves)
