"""A scenario as numbered, frozen, plain scalars, still with its names.

Goes in: a validated :class:`~sim.model.scenario.Scenario`. Comes out: a :class:`Program`, which
every engine reads. Refuses nothing: what is wrong was found at the edge.
"""

from sim.program.compiling import compile_program
from sim.program.parts import Program

__all__ = ["Program", "compile_program"]
