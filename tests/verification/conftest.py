"""Tests that say ``usefixtures("engine")`` run on every engine."""

from tests.engine.engines import every_engine

engine = every_engine(autouse=False)
