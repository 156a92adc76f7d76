"""The nine ideas of the conceptual model, as frozen dataclasses, and the closed lists of words."""
