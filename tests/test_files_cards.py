"""Cards: what a source names but does not describe stays a blank."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.files import (
    check_file,
    find_card,
    list_scenarios,
    load_cards,
    load_scenario,
    played,
    scenarios_later,
)
from sim.model.cards import Card
from sim.model.people import Coming
from sim.model.quantities import Varies

TOY = Path(__file__).parent / "files" / "valid"


@pytest.mark.unit
def test_lost_revised_option_3_is_a_blank_card_and_no_scenario() -> None:
    card = load_cards()["revised_option_3"]
    assert card.is_blank
    assert {statement.said for statement in card.said_by_source} == {
        "004 L160",
        "004 L162",
        "004 L165",
    }
    assert card.not_stated
    assert not [slug for slug in list_scenarios() if "revised" in slug]


@pytest.mark.unit
def test_misspelt_word_of_a_card_is_told_the_nearest_one(tmp_path: Path) -> None:
    deck = tmp_path / "scenarios" / "cards.yaml"
    deck.parent.mkdir()
    deck.write_text(
        "cards:\n  lost:\n    titel: Lost\n    said_by_source: []\n    not_stated: []\n"
    )
    faults = check_file(deck)
    assert [(fault.line, fault.field) for fault in faults] == [
        (2, "cards.lost.title"),
        (3, "cards.lost.titel"),
    ]
    assert "did you mean title?" in faults[1].mend


@pytest.mark.unit
def test_folder_without_a_deck_has_no_cards(tmp_path: Path) -> None:
    assert load_cards(tmp_path) == {}


def deck(folder: Path, text: str) -> Path:
    """A root with the toy scenarios and a deck of these cards; returns the deck's path."""
    shutil.copytree(TOY, folder, dirs_exist_ok=True)
    path = folder / "scenarios" / "cards.yaml"
    path.write_text(f"cards:\n{text}", encoding="utf-8")
    return path


def card(text: str) -> str:
    """A card with what every card must say."""
    return f"  odd:\n    title: Odd\n    said_by_source: []\n    not_stated: []\n{text}"


@pytest.mark.slow
@pytest.mark.unit
def test_every_shipped_card_can_be_played_wherever_it_does_not_say_otherwise() -> None:
    assert check_file(Path(__file__).parent.parent / "scenarios" / "cards.yaml") == []


@pytest.mark.unit
@pytest.mark.parametrize("name", [name for name, one in load_cards().items() if not one.is_blank])
def test_a_shipped_card_says_its_source_and_what_was_assumed(name: str) -> None:
    one = load_cards()[name]
    assert all(statement.said for statement in one.said_by_source)
    assert one.said_by_source
    assert one.not_stated
    assert one.note
    assert (one.happens is None) != (one.changes == ())


@pytest.mark.unit
def test_there_are_cards_for_people_and_cards_for_the_system() -> None:
    cards = load_cards().values()
    assert len([one for one in cards if one.happens is not None]) >= 4
    assert len([one for one in cards if one.changes]) >= 4


@pytest.mark.unit
def test_a_card_for_people_comes_to_those_who_have_what_it_changes() -> None:
    happens = Coming(
        what="a loss",
        after=Varies(central=3, low=3, high=3, unit="weeks"),
        raises={"low_mood": 3, "sadness": 4},
        lowers={},
        supporters_leave=("sister",),
        barriers={},
    )
    one = Card(title="Loss", said_by_source=(), not_stated=(), happens=happens)
    scenario = load_scenario("toy/two_desks", root=TOY)
    changes = played("loss", one, scenario)
    assert [change.path for change in changes] == [
        "personas.nell.coming.card_loss",
        "personas.omar.coming.card_loss",
    ]
    after = load_scenario("toy/two_desks", root=TOY, changes=changes)
    nell = after.personas["nell"].coming["card_loss"]
    omar = after.personas["omar"].coming["card_loss"]
    assert (nell.raises, nell.supporters_leave) == ({"low_mood": 3}, ())
    assert (omar.raises, omar.supporters_leave) == ({"sadness": 4}, ("sister",))
    assert "move" in after.personas["omar"].coming
    only = played("loss", replace(one, to=("omar",)), scenario)
    assert [change.path for change in only] == ["personas.omar.coming.card_loss"]


@pytest.mark.unit
def test_a_card_that_happens_to_nobody_in_a_scenario_says_so() -> None:
    happens = Coming(
        what="a loss",
        after=Varies(central=3, low=3, high=3, unit="weeks"),
        raises={"sadness": 4},
        lowers={},
        barriers={},
    )
    one = Card(title="Loss", said_by_source=(), not_stated=(), happens=happens)
    with pytest.raises(InputError) as caught:
        played("loss", one, load_scenario("toy/one_desk", root=TOY))
    assert "happens to nobody" in caught.value.faults[0].found


@pytest.mark.unit
def test_a_card_for_the_system_acts_from_its_weeks_on() -> None:
    one = load_cards()["staff_off"]
    before = load_scenario("banes/today")
    scenario = load_scenario("banes/today", changes=played("staff_off", one, before))
    away, back = scenarios_later(scenario)
    assert (away.week, back.week) == (3, 9)
    for state, share in ((away.scenario, 0.8), (back.scenario, 1.0)):
        team, then = state.teams["mental_health_trust"], before.teams["mental_health_trust"]
        for role, staff in team.staff.items():
            assert staff.wte.central == pytest.approx(share * then.staff[role].wte.central)
        assert team.places is not None and then.places is not None
        assert team.places.central == pytest.approx(share * then.places.central)


@pytest.mark.unit
def test_a_card_that_cannot_be_played_names_the_scenario_and_the_reason(tmp_path: Path) -> None:
    text = card('    changes: {week: 2, changes: "records.*.reads=[]"}\n')
    faults = check_file(deck(tmp_path, text))
    assert [fault.field for fault in faults] == ["cards.odd"]
    assert "cannot be played in toy/one_desk" in faults[0].found
    assert faults[0].mend.endswith("or add toy/one_desk to not_in")
    assert check_file(deck(tmp_path, f"{text}    not_in: toy/one_desk\n")) == []


@pytest.mark.unit
def test_a_card_that_can_be_played_where_it_says_not_is_told(tmp_path: Path) -> None:
    text = card("    changes: {week: 2, changes: demand=2}\n    not_in: [toy/one_desk]\n")
    (fault,) = check_file(deck(tmp_path, text))
    assert (fault.field, fault.mend) == ("cards.odd.not_in.0", "leave it out")


@pytest.mark.unit
def test_a_card_may_leave_out_every_scenario_of_a_site(tmp_path: Path) -> None:
    text = card('    changes: {week: 2, changes: "records.*.reads=[]"}\n')
    assert check_file(deck(tmp_path, f"{text}    not_in: toy/one_*\n")) == []
    faults = check_file(deck(tmp_path, f"{text}    not_in: [toy/one_*, tow/*]\n"))
    assert [fault.field for fault in faults] == ["cards.odd.not_in.1"]


@pytest.mark.unit
def test_a_site_left_out_where_the_card_can_be_played_is_told(tmp_path: Path) -> None:
    text = card("    changes: {week: 2, changes: demand=2}\n    not_in: [toy/*]\n")
    faults = check_file(deck(tmp_path, text))
    assert {fault.field for fault in faults} == {"cards.odd.not_in.0"}


@pytest.mark.unit
def test_a_card_names_people_needs_and_scenarios_that_there_are(tmp_path: Path) -> None:
    text = card(
        "    to: [nel, omar]\n    not_in: [toy/one_desc, toy/one_desk]\n    happens:\n"
        "      what: a loss\n      after: {weeks: 3}\n      raises: {sadnes: 3, sadness: 4}\n"
        "      supporters_leave: [sistor]\n"
    )
    told = {fault.field: fault.mend for fault in check_file(deck(tmp_path, text))}
    assert told == {
        "cards.odd.to.0": "did you mean nell?",
        "cards.odd.not_in.0": "did you mean toy/one_desk?",
        "cards.odd.happens.raises.sadnes": "did you mean sadness?",
        "cards.odd.happens.supporters_leave.0": "did you mean sister?",
    }


@pytest.mark.unit
def test_a_blank_card_or_none_at_all_cannot_be_played() -> None:
    assert find_card("demand_doubled").changes
    for name, words in (("revised_option_3", "fill it in"), ("demand_double", "demand_doubled?")):
        with pytest.raises(InputError) as caught:
            find_card(name)
        assert words in caught.value.faults[0].mend
