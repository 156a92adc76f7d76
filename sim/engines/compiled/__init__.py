"""The compiled engine: the same log as the SimPy engine, bit for bit, many times faster.

What it logs means what the SimPy engine says. ``NUMBA_DISABLE_JIT=1`` runs it uncompiled.
"""

from sim.engines.compiled.caching import is_compiled
from sim.engines.compiled.shell import compile_now, run

__all__ = ["compile_now", "is_compiled", "run"]
