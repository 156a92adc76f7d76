"""Every test of this folder runs on every engine."""

from tests.engine.engines import every_engine

engine = every_engine()
