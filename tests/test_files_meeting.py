"""Whether people are ever free when somebody could meet them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.files import check_file, load_document, resolve

ROOT = Path(__file__).parent / "files" / "valid"


def with_hours(
    free: str, document: dict[str, Any] | None = None, **parts: Any
) -> list[tuple[str, str]]:
    """Field and value found of the toy's faults, where Nell can only be met in these hours."""
    document = document or load_document("toy/two_desks", ROOT)
    nell = {
        "title": "Nell",
        "source": "made up",
        "per_year": 52,
        "age": 40,
        "site": "toytown",
        "hours": "free",
        "needs": {"low_mood": {"domain": "mental", "level": 2}},
        "story": {"mood": {"about": "low_mood", "minutes": 4}},
        "noticers": {"herself": {"per_week": 0.5}},
    }
    document["calendars"] = document["calendars"] | {"free": free}
    document["personas"] = {"nell": nell | parts}
    try:
        resolve(document, root=ROOT, name="toy/two_desks")
    except InputError as error:
        return [(fault.field, fault.found) for fault in error.faults]
    return []


@pytest.mark.unit
def test_hours_that_meet_every_team_on_her_way_are_enough() -> None:
    assert with_hours("mon,tue 10:00-16:00") == []


@pytest.mark.unit
def test_a_team_that_she_cannot_come_to_need_not_be_open_for_her() -> None:
    """Only a GP sends people to the surgery, and no GP notices Nell."""
    assert with_hours("mon-fri 09:00-10:00") == []
    noticers = {"gp": {"per_week": 0.1}}
    early = with_hours("sat 10:00-12:00", noticers=noticers)
    assert any("those of doctor, whose surgery takes 10 minutes" in found for _, found in early)
    late = with_hours("sat 10:00-12:00")
    assert not any("doctor" in found for _, found in late)
    assert any("those of desk" in found for _, found in late)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("when", "may"),
    [
        ({"age_from": 30}, True),
        ({"age_from": 41}, True),
        ({"age_from": 42}, False),
        ({"age_to": 39}, False),
        ({"site": "toytown"}, True),
        ({"site": "farside"}, False),
        ({"need": "mental"}, True),
        ({"need": "memory"}, False),
    ],
)
def test_a_rule_that_cannot_hold_for_her_leads_her_nowhere(when: dict[str, Any], may: bool) -> None:
    """The surgery is open when she is never free; she is 40, and a year older within a run."""
    document = load_document("toy/two_desks", ROOT)
    document["calendars"] = document["calendars"] | {"surgery_hours": "sat 09:00-12:00"}
    first = {"when": when, "go": "surgery", "by": "cold"}
    rules = [first, *document["steps"]["meet"]["then"]]
    document["steps"]["meet"] = document["steps"]["meet"] | {"then": rules}
    told = with_hours("mon-fri 09:00-16:00", document)
    assert any("those of doctor" in found for _, found in told) == may


@pytest.mark.unit
def test_hours_from_a_coming_day_on_are_looked_at_too() -> None:
    coming = {"job": {"what": "she starts work", "after": {"weeks": 3}, "hours": "free"}}
    fields = {field for field, _ in with_hours("sat 20:00-22:00", hours="", coming=coming)}
    assert fields == {"personas.nell.coming.job.hours"}


@pytest.mark.unit
def test_a_person_alone_may_name_calendars_that_only_a_scenario_has(tmp_path: Path) -> None:
    text = (ROOT / "personas/toy/nell.yaml").read_text(encoding="utf-8")
    path = tmp_path / "personas" / "nell.yaml"
    path.parent.mkdir()
    path.write_text(f"{text}hours: school_days\n", encoding="utf-8")
    assert check_file(path, ROOT) == []
