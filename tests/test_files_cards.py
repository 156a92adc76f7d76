"""Cards: what a source names but does not describe stays a blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.files import check_file, list_scenarios, load_cards


@pytest.mark.unit
def test_lost_revised_option_3_is_a_blank_card_and_no_scenario() -> None:
    card = load_cards()["revised_option_3"]
    assert card.changes == ()
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
