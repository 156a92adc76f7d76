"""Story Lanes: the same people, with the same luck, through different ways of organising help."""

__version__ = "0.1.0"
