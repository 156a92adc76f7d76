"""Story Lanes: the same people, with the same luck, through different ways of organising help."""

import time

__version__ = "0.1.0"

LOADED_AT = time.time()
"""When this process began to load the package, in seconds of the system's clock. A source that has
changed since may not be what runs."""
