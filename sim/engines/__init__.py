"""Engines: the same program, the same log. The SimPy engine is the meaning."""
