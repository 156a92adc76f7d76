"""Numbers, laws and hours as people write them, and what they stand for."""

from __future__ import annotations

from typing import Any

import pytest

from sim.files.evidence import evidence_table
from sim.files.hours import calendar, shared_stretches
from sim.files.shorthands import Misread, distribution, quantity
from sim.model.quantities import Quantity
from sim.model.rosters import openings
from sim.model.teams import Calendar, Opening

CV = Quantity(central=0.4, low=0.2, high=0.6, unit="ratio", assumed="made up")


def numbers(made: Quantity) -> tuple[float, float, float, str]:
    """Central, low, high and unit."""
    return made.central, made.low, made.high, made.unit


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "unit", "meant"),
    [
        (3, "minutes", (3, 3, 3, "minutes")),
        ({"central": 3, "low": 1, "high": 5}, "wte", (3, 1, 5, "wte")),
        ({"central": 3, "said": "004 L1"}, "wte", (3, 3, 3, "wte")),
        ({"days": 3}, "duration", (3, 3, 3, "days")),
        ({"days": 3, "low": 1, "high": 7, "assumed": "why"}, "duration", (3, 1, 7, "days")),
        ({"weeks": 2}, "weeks", (2, 2, 2, "weeks")),
        ({"central": 3, "low": 1, "high": 7, "unit": "hours"}, "duration", (3, 1, 7, "hours")),
        ({"evidence": "cost_band6_hour"}, "GBP per hour", (57, 54, 65, "GBP per hour")),
        ({"evidence": "dur_referral_admin_min"}, "duration", (15, 5, 30, "minutes")),
        ({"evidence": "n_link_worker_contacts"}, "sessions", None),
        ({"evidence": "cost_band6_hour", "central": 60, "assumed": "local"}, "GBP per hour",
         (60, 54, 65, "GBP per hour")),
        ({"evidence": "pop_banes", "central": 0.5, "low": 0.1, "high": 1, "assumed": "a share"},
         "proportion", (0.5, 0.1, 1, "proportion")),
        ({"central": -0.3, "low": -1, "high": 0}, "coefficient", (-0.3, -1, 0, "coefficient")),
    ],
)  # fmt: skip
def test_each_way_to_write_a_number_stands_for_a_range_with_a_unit(
    written: Any, unit: str, meant: tuple[float, float, float, str] | None
) -> None:
    made = quantity(written, unit)
    row = evidence_table()[made.evidence] if made.evidence else None
    if meant is None:
        assert row is not None
        meant = (row.central, row.low, row.high, unit)
    assert numbers(made) == meant


@pytest.mark.unit
def test_seconds_of_evidence_become_minutes() -> None:
    made = quantity({"evidence": "asa_111opt2_sec"}, "duration")
    assert made.unit == "minutes"
    assert made.central == pytest.approx(evidence_table()["asa_111opt2_sec"].central / 60)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "unit", "words"),
    [
        (True, "wte", "true"),
        ("3 days", "duration", "'3 days'"),
        ([1, 2], "wte", "a list of 2"),
        ({}, "wte", "an empty mapping"),
        (-1, "wte", "0 or more"),
        (1.5, "proportion", "0 to 1"),
        (5, "level", "0 to 4"),
        (3, "duration", "3 without a unit"),
        ({"central": 3, "low": 1, "high": 5, "unit": "years"}, "duration", "'years'"),
        ({"days": 3, "hours": 2}, "duration", "one unit of time"),
        ({"central": "3", "low": 1, "high": 5}, "wte", "a number"),
        ({"central": 3, "lo": 1, "high": 5}, "wte", "did you mean low?"),
        ({"low": 1, "high": 5, "assumed": "why"}, "wte", "no central"),
        ({"central": 3, "said": 4}, "wte", "words"),
        ({"hours": 1}, "minutes", "'hours'"),
    ],
)
def test_a_number_that_cannot_be_used_says_why(written: Any, unit: str, words: str) -> None:
    with pytest.raises(Misread) as caught:
        quantity(written, unit)
    assert any(words in f"{t.found} {t.allowed} {t.mend}" for t in caught.value.troubles)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "kind", "mean", "cv"),
    [
        (20, "fixed", 20, None),
        ({"fixed": 20}, "fixed", 20, None),
        ({"minutes": 20}, "fixed", 20, None),
        ({"exponential": {"central": 20, "low": 10, "high": 30}}, "exponential", 20, None),
        ({"lognormal": {"mean": 20, "cv": 0.5}}, "lognormal", 20, 0.5),
        ({"about": 20}, "lognormal", 20, 0.4),
        ({"kind": "lognormal", "mean": 20, "cv": 0.5}, "lognormal", 20, 0.5),
        ({"kind": "fixed", "mean": 20}, "fixed", 20, None),
    ],
)
def test_each_way_to_write_a_law(written: Any, kind: str, mean: float, cv: float | None) -> None:
    made = distribution(written, "minutes", CV)
    assert (made.kind, made.mean.central, made.mean.unit) == (kind, mean, "minutes")
    assert (made.cv.central if made.cv else None) == cv


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("20", "a quantity, or one of fixed"),
        ({"gamma": 20}, "'gamma'"),
        ({"fixed": 20, "about": 30}, "one law"),
        ({"lognormal": 20}, "mean and cv"),
        ({"kind": "fixed", "mean": 20, "cv": 1}, "only with lognormal"),
        ({"kind": "gamma", "mean": 20}, "'gamma'"),
        ({"exponential": {"days": 3}}, "'days'"),
    ],
)
def test_a_law_that_cannot_be_used_says_why(written: Any, words: str) -> None:
    with pytest.raises(Misread) as caught:
        distribution(written, "minutes", CV)
    assert any(words in f"{t.found} {t.allowed} {t.mend}" for t in caught.value.troubles)


@pytest.mark.unit
def test_about_without_a_usual_spread_asks_for_one() -> None:
    with pytest.raises(Misread) as caught:
        distribution({"about": 20}, "minutes", None)
    assert "contact_cv" in caught.value.troubles[0].mend


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "openings"),
    [
        ("mon-fri 09:00-17:00", [("mon tue wed thu fri", "09:00", "17:00")]),
        ("sun,sat 9:00-12:30", [("sat sun", "09:00", "12:30")]),
        ("always", [("mon tue wed thu fri sat sun", "00:00", "24:00")]),
        (
            ["mon,wed-thu 08:00-10:00", "fri 10:00-24:00"],
            [("mon wed thu", "08:00", "10:00"), ("fri", "10:00", "24:00")],
        ),
        ({"hours": "mon 09:00-10:00", "assumed": "why"}, [("mon", "09:00", "10:00")]),
        (
            {"openings": [{"days": ["mon"], "start": "09:00", "end": "10:00"}]},
            [("mon", "09:00", "10:00")],
        ),
    ],
)
def test_each_way_to_write_hours(written: Any, openings: list[tuple[str, str, str]]) -> None:
    made = calendar(written).openings
    assert [(" ".join(each.days), each.start, each.end) for each in made] == openings


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("mon-fri 9-17", "write 09:00"),
        ("nine to five", "hours such as"),
        ("mon 09:00-25:00", "'25:00'"),
        ("mon 17:00-09:00", "midnight"),
        ("fri-mon 09:00-17:00", "within one week"),
        ("mun 09:00-17:00", "'mun'"),
        (["mon 09:00-17:00", "mon-tue 16:00-18:00"], "mon 16:00"),
        ([], "a list of 0"),
        ({"houres": "always"}, "did you mean hours?"),
        ({"hours": "always", "said": 4}, "say why"),
        (7, "hours such as"),
    ],
)
def test_hours_that_cannot_be_used_say_why(written: Any, words: str) -> None:
    with pytest.raises(Misread) as caught:
        calendar(written)
    assert any(words in f"{t.found} {t.allowed} {t.mend}" for t in caught.value.troubles)


@pytest.mark.unit
def test_openings_that_meet_at_midnight_are_one_stretch() -> None:
    opening = Opening(days=("mon", "tue"), start="00:00", end="24:00")
    assert openings(Calendar(openings=(opening,))) == ((0, 2 * 1440),)


@pytest.mark.unit
def test_two_teams_share_only_the_hours_in_which_both_are_open() -> None:
    one = openings(calendar("mon 09:00-12:00"))
    other = openings(calendar(["mon 08:00-10:00", "mon 11:30-13:00", "tue 09:00-10:00"]))
    assert shared_stretches(one, other) == ((540, 600), (690, 720))


@pytest.mark.unit
def test_every_row_of_evidence_is_in_order() -> None:
    wrong = [r.id for r in evidence_table().values() if not r.low <= r.central <= r.high]
    assert wrong == []
