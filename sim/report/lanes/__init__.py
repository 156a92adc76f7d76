"""Storyboards as pictures: one person's journey in each option, lanes on one time axis.

Goes in: the lines of a storyboard. Comes out: SVG text, from one pure function
(:func:`sim.report.lanes.picture.pictures_of`), and the same story as a list that can be read out.
The same bytes for the same input; nothing from outside is needed to see it.
"""
