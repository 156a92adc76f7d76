"""Where numba lives: the decorators of the kernel, and the plain functions that it compiles.

``draws``, ``formulas`` and ``measures`` are written once, in plain Python, and registered here; so
numba has one home, and the SimPy engine starts without it. With ``NUMBA_DISABLE_JIT=1`` everything
runs uncompiled, which is how the kernel is debugged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numpy as np
from numba import njit, types
from numba.extending import overload, register_jitable
from numpy.typing import NDArray

from sim import draws, formulas
from sim.draws import MASK
from sim.engines.compiled import caching
from sim.engines.compiled.pieces import OPTIONS
from sim.measures.rows import TO_COMPILE as MEASURES

Memory = NDArray[np.int64]
"""All that changes in a run, and the program, in one array of cells; see ``kernel.memory``."""
F = TypeVar("F", bound=Callable[..., Any])

DRAWS: Final = (
    draws.mix,
    draws.uniform,
    draws.exponential,
    draws.hazard_threshold,
    draws.hazard_rate,
    draws.triangular,
    draws.whole_number,
    draws.geometric,
    draws._ratio,
    draws.normal_quantile,
    draws.lognormal,
)
FORMULAS: Final = (
    formulas.clipped,
    formulas.whole_minutes,
    formulas.chance_of_attending,
    formulas.openness,
    formulas.chance_lost,
    formulas.stopping_per_minute,
    formulas.minutes_to_confirm,
    formulas.chance_not_taken_up,
    formulas.readiness_after,
    formulas.chance_of_not_now,
)
UNCOUNTED: Final[dict[str, Any]] = {"error_model": "numpy", "_nrt": False, **OPTIONS}
"""What numba is told of every function: division by zero is not looked for, since every divisor is
a number of the program, and references to the memory are not counted, which took half of a run."""
for _function in (*DRAWS, *FORMULAS, *MEASURES):
    register_jitable(**UNCOUNTED)(_function)


def kernel(function: F) -> F:
    """A function of the kernel: called only from other functions of the kernel.

    It gets no way in from Python, which takes time to compile. A constant that is handed to it is
    a whole number like any other: else numba would compile the function once for each.
    """
    compiled: Any = njit(nogil=True, no_cpython_wrapper=True, **UNCOUNTED)(function)
    if compiled is not function:
        template = compiled.get_call_template
        compiled.get_call_template = lambda args, kws: template(
            tuple(map(types.unliteral, args)), kws
        )
    return compiled  # type: ignore[no-any-return]


def entry(function: F) -> F:
    """A function of the kernel that Python calls. Compiled code is kept (``caching``)."""
    return caching.kept(function, error_model="numpy")


def unsigned(cell: int) -> int:
    """The 64 bits of a cell as a whole number from 0: a key of draws."""
    return int(cell) & MASK


def signed(key: int) -> int:
    """A key of draws as a cell holds it."""
    key = int(key)
    return key - (1 << 64) if key >= 1 << 63 else key


@overload(unsigned, strict=False)  # type: ignore[untyped-decorator]
def _unsigned(cell: int) -> Callable[[int], Any]:
    return lambda cell: np.uint64(cell)  # noqa: PLW0108 - numba reads the names of arguments


@overload(signed, strict=False)  # type: ignore[untyped-decorator]
def _signed(key: int) -> Callable[[int], Any]:
    return lambda key: np.int64(key)  # noqa: PLW0108
