"""What holds for every test: exactly one marker of the house, and hypothesis without a clock.

Where several workers share the tests, those of a file go to the same one, so that what a file makes
once is made once; tests marked ``apart`` go to whoever is free.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

MARKERS = {"unit", "behaviour", "property", "verification", "cli", "bench", "browser"}

settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse to run while a test has no marker of the house, or several."""
    wrong = [
        f"{item.nodeid}: {sorted(found) or 'none'}"
        for item in items
        if len(found := MARKERS & {mark.name for mark in item.iter_markers()}) != 1
    ]
    for item in items:
        if item.get_closest_marker("apart") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.as_posix()))
    if wrong:
        raise pytest.UsageError("exactly one marker for each test:\n" + "\n".join(wrong))
