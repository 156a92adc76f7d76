"""Every file that ships can be used: check finds nothing wrong, and it says what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.files import check_file, list_personas, list_scenarios, load_scenario
from sim.files.hours import calendar
from sim.files.reading import read_file
from sim.files.sayings import load_sayings, sites_with_sayings

ROOT = Path(__file__).parent.parent
SITES = sorted({slug.partition("/")[0] for slug in list_scenarios(ROOT)} - {"questions"})
PROPOSED = {
    "banes": {"option_1", "option_2", "option_3", "option_4"},
    "suffolk": {"one_stop_shop", "schools_as_hubs"},
    "lambeth": {"living_well_network"},
    "thurrock": {"positive_pathways"},
    "bristol": {"youre_in_control"},
    "nottinghamshire": {"you_know_your_mind"},
    "north_central_london": {"lived_experience"},
    "norfolk_waveney": {"integrated_front_door", "control_room", "no_wrong_door"},
}
"""What each place proposed, beside how things are there."""


@pytest.mark.unit
@pytest.mark.parametrize("site", SITES)
def test_check_finds_nothing_wrong_with_the_scenarios_of_a_site(site: str) -> None:
    for path in sorted((ROOT / "scenarios" / site).glob("*.yaml")):
        assert check_file(path) == [], path.name


@pytest.mark.unit
@pytest.mark.parametrize("site", sorted(path.name for path in (ROOT / "personas").iterdir()))
def test_check_finds_nothing_wrong_with_the_people_of_a_site(site: str) -> None:
    for path in sorted((ROOT / "personas" / site).glob("*.yaml")):
        assert check_file(path) == [], path.name


@pytest.mark.unit
def test_every_place_of_the_sources_stands_beside_what_it_proposed() -> None:
    assert set(SITES) == set(PROPOSED)
    for site, proposed in PROPOSED.items():
        there = {slug.partition("/")[2] for slug in list_scenarios(ROOT) if slug.startswith(site)}
        assert there >= {"today", *proposed}, site


@pytest.mark.unit
def test_every_place_keeps_what_its_people_said() -> None:
    assert set(sites_with_sayings()) == set(PROPOSED)
    for site, proposed in PROPOSED.items():
        spoken_of = {name for each in load_sayings(site).statements.values() for name in each.of}
        assert spoken_of >= {f"{site}/{name}" for name in proposed}, site


@pytest.mark.unit
@pytest.mark.parametrize("site", SITES)
def test_every_system_says_how_its_source_was_read(site: str) -> None:
    for slug in list_scenarios(ROOT):
        if slug.startswith(f"{site}/"):
            reading = load_scenario(slug).reading
            assert reading.text and reading.supports and reading.could_mean, slug


@pytest.mark.unit
def test_nobody_is_called_by_the_name_of_somebody_else() -> None:
    names = list_personas(ROOT)
    files = list((ROOT / "personas").rglob("*.yaml"))
    assert len(names) == len(files)


def hours_written(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every calendar that a file gives, with its name, however deep."""
    if not isinstance(value, dict | list):
        return
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        if key == "calendars" and isinstance(entry, dict):
            yield from ((f"{name}: {one}", given) for one, given in entry.items())
        else:
            yield from hours_written(entry, name)


@pytest.mark.unit
def test_whatever_is_shut_on_sundays_is_shut_on_bank_holidays_so_that_no_option_gains_by_it() -> (
    None
):
    files = [*(ROOT / "scenarios").rglob("*.yaml"), ROOT / "sim" / "data" / "commons.yaml"]
    written = [
        one
        for path in sorted(files)
        for one in hours_written(read_file(path, path.name).value, path.name)
    ]
    open_all_the_same = [
        name
        for name, given in written
        if not any("sun" in opening.days for opening in calendar(given).openings)
        and not any(shut.holidays == "bank" and not shut.days for shut in calendar(given).shut)
    ]
    assert len(written) > 15
    assert not open_all_the_same
