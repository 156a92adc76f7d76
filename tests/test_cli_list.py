"""``list``: what there is, site by site, and what each scenario is."""

import json

import pytest

from sim.cli import main
from sim.cli.listing import sites, what_it_is
from sim.files import list_scenarios


@pytest.mark.unit
@pytest.mark.parametrize(
    ("slug", "what"),
    [
        ("banes/option_1", "system"),
        ("banes/option_1b", "second reading"),
        ("lambeth/hub", "system"),
        ("questions/earlier_help", "question"),
    ],
)
def test_slug_says_what_a_scenario_is(slug: str, what: str) -> None:
    assert what_it_is(slug) == what


@pytest.mark.unit
def test_sites_are_counted_each_by_itself() -> None:
    found = {site["slug"]: site for site in sites(["banes/a", "banes/b", "nowhere/a"])}
    assert (found["banes"]["scenarios"], found["nowhere"]["scenarios"]) == (2, 1)
    assert found["banes"]["statements"] > 0 and found["nowhere"]["statements"] == 0


@pytest.mark.cli
def test_list_holds_every_scenario_and_says_what_there_is_none_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["slug"] for line in found["scenarios"]] == list_scenarios()
    assert {"sites", "scenarios", "personas", "levers", "questions", "cards"} == set(found)
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert "banes: scenarios" in text and "statements of what people said: said banes" in text
    cards = {card["slug"]: card["what"] for card in found["cards"]}
    assert cards["revised_option_3"] == "a blank to fill in"
    assert cards["demand_doubled"] == "for the system"
    assert cards["support_runs_thin"].startswith("for people: ava, fred, george")
    assert "a blank to fill in" in text and "Calibration" in text
    assert ("No levers" in text) == (found["levers"] == [])
