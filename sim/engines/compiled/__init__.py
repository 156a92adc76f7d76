"""The compiled engine: the same log as the SimPy engine, bit for bit, many times faster.

What it logs means what the SimPy engine says. ``NUMBA_DISABLE_JIT=1`` runs it uncompiled.
"""

from sim.engines.compiled.shell import run

__all__ = ["run"]
