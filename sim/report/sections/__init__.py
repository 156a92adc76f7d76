"""The sections of the page, each with a template of its own name beside it.

A section has an anchor, a title, and a function from the material to what its template needs, or to
None where there is nothing to show. ``sim.report.page`` holds their order.
"""
