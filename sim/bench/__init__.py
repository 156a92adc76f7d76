"""How fast it is: ratios measured in one interleaved run, against itself and against peers.

Goes in: engines by name, shipped scenarios, and one made-up network that is also written in SimPy,
Ciw and simmer as their own users would write it. Comes out: medians and spreads of processor time.
Nothing that people compare rests on this rung: it draws from the rivals' own generators.
"""
