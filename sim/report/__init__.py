"""Reports: tables, figures and the page that a comparison leaves, in words a board can attack.

Goes in: a comparison. Comes out: text, pictures and one HTML file. Refuses to compute anything that
decides a verdict: the study does. No name, colour or order takes a side.
"""
