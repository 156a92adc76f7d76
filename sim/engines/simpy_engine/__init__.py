"""The reference engine, on SimPy: what it logs is what the model means."""

from sim.engines.simpy_engine.world import run

__all__ = ["run"]
