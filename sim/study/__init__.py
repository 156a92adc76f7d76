"""Studies: many runs of several scenarios, compared on the same people with the same luck.

Goes in: scenarios. Comes out: tables with intervals and verdicts, and a run folder that can be
made again to the same bytes. Refuses to compare scenarios with other people or another window.
"""
