"""The kernel: the model once more, as functions over one array of cells that numba compiles.

Its modules have the names of those of the SimPy engine, which is the meaning; what a rule means is
said there and in MODEL.md, here only which rule it is. Everywhere ``m`` is the memory, ``p`` the
place of a person's block in it, ``t`` of a thread, ``tk`` of a ticket, ``s`` of a step's row; a
number (of a step, team, pool or worker) is called so. 0 is no place; -1 is no number.
"""
